/** Steps of advice as changes that can be applied. */
import { forDescendants } from '../access/inherit.js';
import { Right } from '../access/request.js';
import { type Change, storedDescriptor } from '../changes/index.js';
import { parseSddl } from '../descriptor/index.js';
import { type Ace, AceType, type Guid, type SecurityDescriptor, type Sid } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { NamedRequiredRight } from '../result/rights.js';
import type { Advice, AdviceEffect, Step } from '../result/steps.js';
import type { Situation } from './situation.js';

export type Untried = Extract<AdviceEffect, { readonly tried: false }>;

/** The accounts that changes of a situation can name. */
export function namedAccounts({ record, account }: Situation): readonly AccountRecord[] {
  const own = account.record;
  if (record.type === 'object') return own === null ? [] : [own];
  // One and the same account has one record.
  return own === null || (own.rdn === record.rdn && own.parent === record.parent) ? [record] : [record, own];
}

/** @returns the descriptor of an object as it is before anything changes; null where it was not read */
export function descriptorAt(situation: Situation, dn: string): SecurityDescriptor | null {
  return dn === situation.dn
    ? situation.descriptor
    : storedDescriptor(situation.session.directory, dn, namedAccounts(situation));
}

/** @returns why the steps cannot be tried, where they cannot */
export function changesOf(situation: Situation, steps: readonly Advice[]): readonly Change[] | Untried {
  const changes: Change[] = [];
  for (const step of steps) {
    const made = changesOfStep(situation, step);
    if ('tried' in made) return made;
    changes.push(...made);
  }
  return changes.length === 0 ? { tried: false, because: 'nothing-changes' } : changes;
}

const MISSING: Untried = { tried: false, because: 'evidence-missing' };

function changesOfStep(situation: Situation, step: Advice): readonly Change[] | Untried {
  switch (step.do) {
    case 'remove-entry': {
      const entry = descriptorAt(situation, step.dn)?.dacl?.aces[step.index];
      return entry === undefined ? MISSING : [{ kind: 'remove-entry', dn: step.dn, entry }];
    }
    case 'add-entry':
      return entriesOf(step).map((entry): Change => ({ kind: 'add-entry', dn: step.dn, entry }));
    case 'enable-inheritance':
      return [{ kind: 'set-inheritance', dn: step.dn, inherits: true }];
    case 'propagate': {
      const descriptor = descriptorAt(situation, step.dn);
      return descriptor === null ? MISSING : [{ kind: 'write-descriptor', dn: step.dn, descriptor, parts: ['dacl'] }];
    }
    case 'clear-admin-count':
      return [{ kind: 'set-attribute', dn: step.dn, attribute: 'adminCount', values: [] }];
    case 'clear-flag':
      return [{ kind: 'set-flags', dn: step.dn, set: 0, clear: step.bit }];
    case 'leave-group': {
      const { member, group } = step;
      return member.dn === null || group.dn === null
        ? MISSING
        : [{ kind: 'remove-member', group: group.dn, member: member.dn }];
    }
    case 'write-dacl':
      return defaultList(situation, step);
    default:
      return [];
  }
}

/** The default list of a class, with inheritance on (MS-ADTS 6.1.3.5: defaultSecurityDescriptor). */
function defaultList(
  { session: { directory }, domain }: Situation,
  { dn, objectClass }: Extract<Step, { do: 'write-dacl' }>,
): readonly Change[] | Untried {
  const sddl = objectClass === null ? undefined : directory.schema.class(objectClass.name)?.defaultSddl;
  if (sddl === undefined) return { tried: false, because: 'default-list-unread' };
  const domainSid = at(directory.domains, domain)?.sid;
  try {
    const descriptor = parseSddl(sddl, domainSid === undefined ? {} : { domainSid });
    return [{ kind: 'write-descriptor', dn, descriptor, parts: ['dacl'] }];
  } catch {
    // A damaged text in the schema, or one that names the groups of a domain that is not known.
    return { tried: false, because: 'default-list-unread' };
  }
}

export type AddEntry = Extract<Step, { do: 'add-entry' }>;

/** The entries that give the rights: one for each attribute or right that they are about. */
export function entriesOf({ rights, trustee, appliesTo }: AddEntry): readonly Ace[] {
  const masks = new Map<Guid | null, number>();
  for (const right of rights) {
    const guid = 'guid' in right ? right.guid : null;
    masks.set(guid, (masks.get(guid) ?? 0) | bitsOf(right));
  }
  return [...masks].map(([objectType, mask]): Ace => {
    const common = { flags: 0, mask, sid: trustee.sid as Sid, applicationData: new Uint8Array() };
    const ace: Ace =
      objectType === null
        ? { form: 'basic', type: AceType.AccessAllowed, ...common }
        : { form: 'object', type: AceType.AccessAllowedObject, ...common, objectType, inheritedObjectType: null };
    return appliesTo === null ? ace : forDescendants(ace, (appliesTo.guid as Guid | null) ?? null);
  });
}

const OBJECT_BITS = {
  delete: Right.Delete,
  'read-control': Right.ReadControl,
  'write-dac': Right.WriteDac,
  'write-owner': Right.WriteOwner,
} as const;

/** The bits of a right's mask (MS-ADTS 5.1.3.2). */
function bitsOf(right: NamedRequiredRight): number {
  switch (right.right) {
    case 'read-property':
      return Right.ReadProperty;
    case 'write-property':
      return Right.WriteProperty;
    case 'read-confidential':
      return Right.ReadProperty | Right.ControlAccess;
    case 'control-access':
    case 'control-access-to-attribute':
      return Right.ControlAccess;
    case 'validated-write':
      return Right.Self;
    default:
      return OBJECT_BITS[right.right];
  }
}
