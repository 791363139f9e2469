/** From an event of the Security log to what it says (Microsoft's pages on events 4662 to 5136 name the fields). */
import { isGuid, isSid, normalizeGuid, normalizeSid } from '../../descriptor/index.js';
import type { Guid, Sid } from '../../descriptor/types.js';
import type { AuditEvent, Principal, WindowsEvent } from './event.js';
import { flagChange, isChanged, numberOf, passwordLastSet } from './flags.js';

const PROVIDER = 'microsoft-windows-security-auditing';
const CHANNEL = 'security';

/** Bits of the keywords of an audit event. */
const AUDIT_FAILURE = 0x10_0000_0000_0000n;
const AUDIT_SUCCESS = 0x20_0000_0000_0000n;

/** As English systems show them; in other languages nothing is read of them. */
const SHOWN: ReadonlyMap<string, boolean> = new Map([
  ['audit success', true],
  ['audit failure', false],
]);

/**
 * @param keywords hexadecimal with `0x`, decimal, which PowerShell writes with a sign, or as they are shown
 * @returns whether an audited event tells of a success; null: not told
 */
export function successOf(keywords: string): boolean | null {
  const shown = SHOWN.get(keywords.toLowerCase());
  if (shown !== undefined) return shown;
  if (!/^(?:0x[0-9a-f]{1,16}|-?\d{1,20})$/i.test(keywords)) return null;
  const bits = BigInt.asUintN(64, BigInt(keywords));
  if ((bits & AUDIT_SUCCESS) !== 0n) return true;
  return (bits & AUDIT_FAILURE) !== 0n ? false : null;
}

/**
 * @returns null for an event of another log: its number means something else there, and anybody may be able to write it
 */
export function auditEventOf(event: WindowsEvent): AuditEvent | null {
  const { id, provider, channel, time, computer: controller, success, place } = event;
  if (provider !== null && provider.toLowerCase() !== PROVIDER) return null;
  if (channel !== null && channel.toLowerCase() !== CHANNEL) return null;
  const told = { place, time, controller };
  const field = (name: string) => event.data.get(name.toLowerCase()) ?? '';
  const target = principal(field('TargetSid'), field('TargetUserName'), field('TargetDomainName'));
  const actor = principal(field('SubjectUserSid'), field('SubjectUserName'), field('SubjectDomainName'));
  switch (id) {
    case 4722:
    case 4725:
      return { ...told, kind: 'switched', id, target, actor };
    case 4738:
    case 4742:
      return {
        ...told,
        kind: 'changed',
        id,
        flags: flagChange(field('OldUacValue'), field('NewUacValue'), field('UserAccountControl')),
        password: passwordLastSet(field('PasswordLastSet')),
        primaryGroupChanged: isChanged(field('PrimaryGroupId')),
        target,
        actor,
      };
    case 4724:
      return { ...told, kind: 'reset', id, success, target, actor };
    case 4723:
      return { ...told, kind: 'own-password', id, success, target, actor };
    case 4780:
      return { ...told, kind: 'stamped', id, target, actor };
    case 4781: {
      const [from, to] = [field('OldTargetUserName'), field('NewTargetUserName')];
      return { ...told, kind: 'renamed', id, from, to, target: { ...target, name: to || null }, actor };
    }
    case 5136:
      return {
        ...told,
        kind: 'attribute',
        id,
        dn: field('ObjectDN'),
        guid: guidOf(field('ObjectGUID')),
        attribute: field('AttributeLDAPDisplayName'),
        value: field('AttributeValue'),
        operation: OPERATIONS.get(field('OperationType').trim()) ?? null,
        correlation: guidOf(field('OpCorrelationID')),
        actor,
      };
    case 5139:
      return {
        ...told,
        kind: 'moved',
        id,
        from: field('OldObjectDN'),
        to: field('NewObjectDN'),
        guid: guidOf(field('ObjectGUID')),
      };
    case 4662: {
      const name = field('ObjectName').replace(/^%(?=\{)/, '');
      const guid = guidOf(name);
      return {
        ...told,
        kind: 'access',
        id,
        success,
        guid,
        dn: guid === null && name.includes('=') ? name : null,
        mask: numberOf(field('AccessMask').trim()) ?? 0,
        properties: guidsIn(field('Properties')),
        actor,
      };
    }
    default: {
      const operation = MEMBERSHIPS.get(id);
      if (operation === undefined) return { ...told, kind: 'other', id, success };
      const member = sidOf(field('MemberSid'));
      return {
        ...told,
        kind: 'membership',
        id,
        operation,
        member,
        memberDn: textOf(field('MemberName')),
        group: target,
      };
    }
  }
}

/** Members of security groups: global, domain-local, universal. */
const MEMBERSHIPS: ReadonlyMap<number, 'added' | 'removed'> = new Map([
  [4728, 'added'],
  [4729, 'removed'],
  [4732, 'added'],
  [4733, 'removed'],
  [4756, 'added'],
  [4757, 'removed'],
]);

/** The events of which more than the number is read. */
export const READ: ReadonlySet<number> = new Set([
  ...[4662, 4722, 4723, 4724, 4725, 4738, 4742, 4780, 4781, 5136, 5139],
  ...MEMBERSHIPS.keys(),
]);

/** What the message table has for OperationType. */
const OPERATIONS: ReadonlyMap<string, 'added' | 'removed'> = new Map([
  ['%%14674', 'added'],
  ['%%14675', 'removed'],
]);

/** @returns a principal; `-` and the SID of nobody stand for nothing */
export function principal(sid: string, name: string, domain: string): Principal {
  return { sid: sidOf(sid), name: textOf(name), domain: textOf(domain) };
}

/** S-1-0-0 is what events have where there is no account. */
export function sidOf(text: string): Sid | null {
  const bare = text.trim().replace(/^%\{(.*)\}$/, '$1');
  return isSid(bare) && bare.toUpperCase() !== 'S-1-0-0' ? normalizeSid(bare) : null;
}

function textOf(text: string): string | null {
  return text === '' || text === '-' ? null : text;
}

/** @param text with braces or without @returns null for what is none */
export function guidOf(text: string): Guid | null {
  const bare = text.trim();
  return isGuid(bare) ? normalizeGuid(bare) : null;
}

/** More are asked for in no one access check. */
const MOST_GUIDS = 1000;

function guidsIn(text: string): readonly Guid[] {
  const found = new Set<Guid>();
  for (const [guid] of text.matchAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi)) {
    found.add(normalizeGuid(guid));
    if (found.size === MOST_GUIDS) break;
  }
  return [...found];
}
