/** The change that takes another one back. */
import { inheritsList, storedEntries } from '../access/inherit.js';
import { canonicalPlace } from '../access/order.js';
import { sameAce } from '../descriptor/same.js';
import type { Directory } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { parentDn, rdnText } from '../names/dn.js';
import { appliedAttribute } from './attributes.js';
import { type Change, numberValues } from './change.js';
import { Draft, refused } from './draft.js';
import { ownEntries } from './lists.js';

/**
 * @param directory as it is before the change
 * @param named the accounts that the change names, as for `apply`
 * @returns what brings the directory back. Objects below get their lists back entry for entry where these were what their
 *   parents handed on; others are what the directory would have made of them at the next occasion.
 * @throws AdreachError `change` where the change cannot be made, and for an AdminSDHolder run, which leaves nothing behind
 *   that tells what was there
 */
export function inverse(directory: Directory, change: Change, named: readonly AccountRecord[] = []): Change {
  const draft = new Draft(directory, named);
  const before = (dn: string) => draft.descriptorOf(draft.find(dn)).value;
  switch (change.kind) {
    case 'add-entry': {
      const { dn, entry } = change;
      const descriptor = before(dn);
      // Of two that are the same, the first would go, and the order of the list with it; and one may be stored as two.
      const twice = ownEntries(descriptor).some((ace) => sameAce(ace, entry));
      const [first] = storedEntries(entry, descriptor);
      return twice || first !== entry ? wholeList(dn, descriptor) : { kind: 'remove-entry', dn, entry };
    }
    case 'remove-entry': {
      const own = ownEntries(before(change.dn));
      const at = own.findIndex((ace) => sameAce(ace, change.entry));
      // An inherited one that has come from nowhere cannot be put back; the list can be as it was otherwise.
      if (at < 0) return wholeList(change.dn, before(change.dn));
      const rest = own.toSpliced(at, 1);
      const inPlace = canonicalPlace(rest, change.entry) === at;
      return { kind: 'add-entry', dn: change.dn, entry: change.entry, ...(inPlace ? {} : { at }) };
    }
    case 'set-inheritance': {
      const { dn } = change;
      const descriptor = before(dn);
      if (inheritsList(descriptor) === change.inherits) return wholeList(dn, descriptor);
      if (change.inherits) return { kind: 'set-inheritance', dn, inherits: false, keep: 'nothing' };
      return change.keep === 'copies' ? wholeList(dn, descriptor) : { kind: 'set-inheritance', dn, inherits: true };
    }
    case 'write-descriptor': {
      const { dn, parts } = change;
      return { kind: 'write-descriptor', dn, descriptor: before(dn), parts };
    }
    case 'add-member':
      return { ...change, kind: 'remove-member' };
    case 'remove-member':
      return { ...change, kind: 'add-member' };
    case 'set-flags':
    case 'set-attribute':
      return attributeBack(draft, change);
    case 'move': {
      const { dn, to, rdn } = change;
      const [own, above] = [rdnText(dn), parentDn(dn)];
      if (above === null) throw refused(`${dn} is the head of a naming context, which cannot be moved`);
      const renamed = rdn !== undefined && rdn !== own;
      return { kind: 'move', dn: `${rdn ?? own},${to}`, to: above, ...(renamed && { rdn: own }) };
    }
    case 'create':
      return { kind: 'delete', dn: change.dn, tree: false };
    case 'delete':
      throw refused(
        `${change.dn} cannot be put back once it is deleted: a new object has another SID`,
        'Disable it and leave it for a while before it is deleted.',
      );
    case 'run-adminsdholder':
      throw refused(
        `an AdminSDHolder run of ${change.domain} cannot be taken back by one change`,
        'Write the descriptors and adminCount of the objects that it reached as they were.',
      );
  }
}

function wholeList(dn: string, descriptor: ReturnType<typeof Draft.prototype.descriptorOf>['value']): Change {
  return { kind: 'write-descriptor', dn, descriptor, parts: ['dacl'] };
}

function attributeBack(
  draft: Draft,
  change: Extract<Change, { readonly kind: 'set-flags' | 'set-attribute' }>,
): Change {
  const { dn } = change;
  const object = draft.find(dn);
  const record = object.account === null ? undefined : draft.accounts.get(object.account);
  if (change.kind === 'set-flags') {
    const flags = record?.userAccountControl ?? null;
    if (flags === null) throw refused(`userAccountControl of ${dn} was not read, so that its bits are not known`);
    const after = (flags & ~change.clear) | change.set;
    return { kind: 'set-flags', dn, set: flags & ~after, clear: after & ~flags };
  }
  const attribute = appliedAttribute(change.attribute);
  if (attribute === null)
    throw refused(`what ${change.attribute} of ${dn} is now is not kept, so that it cannot be put back`);
  if (attribute === 'adminCount') {
    const value = record?.adminCount ?? (object.group === null ? null : draft.groups[object.group]!.adminCount);
    return { kind: 'set-attribute', dn, attribute, values: numberValues(value) };
  }
  const value = attribute === 'primaryGroupID' ? record?.primaryGroupId : record?.userAccountControl;
  if (value === undefined) throw refused(`${attribute} of ${dn} was not read, so that it cannot be put back`);
  return { kind: 'set-attribute', dn, attribute, values: numberValues(value) };
}
