/** A directory as it would be after changes, made as the directory itself makes them. */
import { inheritsList, isInherited } from '../access/inherit.js';
import { formatAce } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { accountDn, at, type Directory } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';
import { changeAttribute } from './attributes.js';
import type { Change } from './change.js';
import { Draft, refused } from './draft.js';
import { entryAdded, entryRemoved, inheritanceSet, type Place, partsWritten } from './lists.js';
import { changeMember } from './members.js';
import { objectNames } from './names.js';

/** A directory after changes. */
export interface Changed {
  readonly directory: Directory;
  /**
   * @param record an account of the directory before
   * @returns the same account after; the same record where nothing about it changed
   */
  account(record: AccountRecord): AccountRecord;
  /** Whether lists became unknown: what lies below an object whose own list was not read, and would be handed on anew. */
  readonly anyLost: boolean;
}

/**
 * Applies changes, one after the other. Accounts are not kept: each is changed as it streams by.
 *
 * An account that other objects lie below is a container too. Where AdminSDHolder's list is put on it, those below it take
 * it up only if the account is among the named ones, since who is protected is told from its record.
 * @param named the accounts that changes name (`namedBeyondModel` says which names to look for), and others
 * @throws AdreachError `change` where one of them cannot be made: no such object, no such entry, what it needs was not read
 */
export function apply(directory: Directory, changes: readonly Change[], named: readonly AccountRecord[] = []): Changed {
  return applyPlaced(
    directory,
    changes.map((change) => ({ change })),
    named,
  );
}

/** What happens to a directory beside the changes that somebody makes: lists are looked at anew where an object was moved to. */
export type Step = Change | { readonly kind: 'inherit-anew'; readonly dn: string };

/**
 * The same as `apply`; an error says where the change that cannot be made was written.
 * @param checksScopes whether a member that the scope of its group excludes is refused
 */
export function applyPlaced(
  directory: Directory,
  steps: readonly { readonly change: Step; readonly where?: string }[],
  named: readonly AccountRecord[],
  checksScopes = false,
): Changed {
  const draft = new Draft(directory, named, checksScopes);
  for (const { change, where } of steps) placed(where, () => make(draft, change));
  draft.spread();
  const finals = new Map<number, Map<string, AccountRecord>>();
  for (const record of named) {
    const inParent = finals.get(record.parent) ?? new Map<string, AccountRecord>();
    finals.set(record.parent, inParent.set(record.rdn, draft.accountAfter(record)));
  }
  // What is kept for the accounts that are to come is no more than they need.
  const { events } = draft;
  return {
    directory: draft.directory(),
    anyLost: draft.anyLost,
    account(record) {
      const known = finals.get(record.parent)?.get(record.rdn);
      return known ?? events.reduce((now, event) => event.account(now, record), record);
    },
  };
}

/** @throws AdreachError what `work` throws, with where the change was written */
export function placed<Result>(where: string | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (where === undefined || !(error instanceof AdreachError)) throw error;
    throw new AdreachError('change', `${where}: ${error.message}`, error.hint, { cause: error });
  }
}

/**
 * Makes one change.
 * @throws AdreachError `change` where it cannot be made
 */
export function make(draft: Draft, change: Step): void {
  switch (change.kind) {
    case 'add-entry':
      onList(draft, change.dn, (value, place) => {
        if (isInherited(change.entry)) throw refused(`an entry added to ${change.dn} cannot be an inherited one`);
        return entryAdded(value, change.entry, change.at, place);
      });
      break;
    case 'remove-entry':
      onList(draft, change.dn, (value, place) => withoutEntry(change, value, place));
      break;
    case 'set-inheritance':
      setInheritance(draft, change);
      break;
    case 'write-descriptor':
      writeDescriptor(draft, change);
      break;
    case 'add-member':
    case 'remove-member':
      changeMember(draft, change);
      break;
    case 'set-flags':
    case 'set-attribute':
      changeAttribute(draft, change);
      break;
    case 'run-adminsdholder':
      draft.stamp(change.domain);
      break;
    case 'inherit-anew':
      draft.inheritAnew(change.dn);
      break;
    case 'create':
    case 'delete':
    case 'move':
      throw refused(`${change.dn}: objects are not made, moved or deleted in memory`);
  }
}

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

function withoutEntry({ dn, entry }: Of<'remove-entry'>, value: SecurityDescriptor, place: Place): SecurityDescriptor {
  const changed = entryRemoved(value, entry, place);
  if (changed !== null) return changed;
  if (value.dacl?.aces.some((ace) => sameAce(ace, entry)) === true)
    throw refused(
      `the entry ${formatAce(entry)} of ${dn} is inherited`,
      'Remove it from the object that has it as its own.',
    );
  throw refused(`the list of ${dn} has no entry ${formatAce(entry)}`);
}

function writeDescriptor(draft: Draft, { dn, descriptor, parts }: Of<'write-descriptor'>): void {
  const object = draft.find(dn);
  const { value, place } = draft.descriptorOf(object);
  const after = partsWritten(value, descriptor, parts, place);
  if (draft.lacksParent(object) && rests(value, after))
    throw refused(
      `what ${dn} would inherit is not known: the descriptor above it was not read`,
      'Collect again with an account that has READ_CONTROL on its parent.',
    );
  draft.write(object, after);
}

/** Whether what an object inherits is another thing than before: where nobody knows the list above, it stays only as long as nothing about it changes. */
function rests(before: SecurityDescriptor, after: SecurityDescriptor): boolean {
  if (after.dacl === null || !inheritsList(after)) return false;
  if (!inheritsList(before) || before.dacl === null) return true;
  // What came from CREATOR OWNER is the former owner's.
  const of = (sid: Sid | null, now: Sid | null) =>
    sid !== now && before.dacl!.aces.some((ace) => isInherited(ace) && ace.form !== 'unknown' && ace.sid === sid);
  return of(before.owner, after.owner) || of(before.group, after.group);
}

function setInheritance(draft: Draft, change: Of<'set-inheritance'>): void {
  const object = draft.find(change.dn);
  const { value, place } = draft.descriptorOf(object);
  if (change.inherits && draft.lacksParent(object))
    throw refused(
      `what ${change.dn} would inherit is not known: the descriptor above it was not read`,
      'Collect again with an account that has READ_CONTROL on its parent.',
    );
  const keep = change.inherits ? 'nothing' : change.keep;
  draft.write(object, inheritanceSet(value, change.inherits, keep, place));
}

function onList(
  draft: Draft,
  dn: string,
  change: (value: SecurityDescriptor, place: Place) => SecurityDescriptor,
): void {
  const object = draft.find(dn);
  const { value, place } = draft.descriptorOf(object);
  draft.write(object, change(value, place));
}

/**
 * @param named the accounts that are looked at, as for `apply`
 * @returns the descriptor of an object as it is stored; null where there is no such object, or it was not read
 */
export function storedDescriptor(
  directory: Directory,
  dn: string,
  named: readonly AccountRecord[] = [],
): SecurityDescriptor | null {
  const { containers, groups } = objectNames(directory);
  const key = dnKey(dn);
  const record = named.find((each) => dnKey(accountDn(directory, each)) === key);
  const number =
    record?.descriptor ??
    at(directory.groups, groups.get(key) ?? null)?.descriptor ??
    at(directory.containers, containers.get(key) ?? null)?.descriptor ??
    null;
  const stored = number === null ? null : directory.descriptors.get(number);
  return stored?.state === 'parsed' ? stored.value : null;
}
