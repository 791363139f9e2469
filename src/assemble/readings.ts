/** Two readings of one object: what one lacks the other fills in, and where both say something different, the first counts. */
import type { ObjectKind } from '../sources/classify.js';
import { SETTINGS_KINDS } from '../sources/classify.js';
import type { Spooled } from './spooled.js';

/** The attribute that a field is read from. */
const ATTRIBUTES = {
  classes: 'objectClass',
  descriptor: 'nTSecurityDescriptor',
  guid: 'objectGUID',
  sid: 'objectSid',
  sidHistory: 'sIDHistory',
  samAccountName: 'sAMAccountName',
  userPrincipalName: 'userPrincipalName',
  userAccountControl: 'userAccountControl',
  pwdLastSet: 'pwdLastSet',
  adminCount: 'adminCount',
  primaryGroupId: 'primaryGroupID',
  hasSpn: 'servicePrincipalName',
  groupType: 'groupType',
  shadow: 'msDS-ShadowPrincipalSid',
  supersedes: 'msDS-ManagedAccountPrecededByLink',
} as const;

const MANAGED = {
  retrievers: 'msDS-GroupMSAMembership',
  interval: 'msDS-ManagedPasswordInterval',
  encryptionTypes: 'msDS-SupportedEncryptionTypes',
  dnsHostName: 'dNSHostName',
  spns: 'servicePrincipalName',
  hasPasswordId: 'msDS-ManagedPasswordId',
} as const;

/** Attributes that an object may well do without: where one reading has none, that may be how it was at that time. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'sIDHistory',
  'adminCount',
  'msDS-GroupMSAMembership',
  'msDS-ManagedAccountPrecededByLink',
]);
/** What the records of containers do not keep: a snapshot must agree with the source it was made from. */
const NOT_OF_CONTAINERS: ReadonlySet<string> = new Set([
  'objectSid',
  'sAMAccountName',
  'sIDHistory',
  'msDS-GroupMSAMembership',
]);

interface Joined {
  /** The first reading, with what only the second one has. */
  readonly object: Spooled;
  /** True where the second reading adds something. */
  readonly more: boolean;
  /** Attributes of which both tell something different. */
  readonly differing: readonly string[];
  /** Attributes that one reading has and the other has not, though it may tell something that it has not. */
  readonly onlyOnce: readonly string[];
}

/**
 * Joins two readings of an object of one kind. The spelling of the DN does not count, nor when the password was last set,
 * which changes all the time and matters only where it is zero.
 */
export function joinReadings(kind: ObjectKind, first: Spooled, second: Spooled): Joined {
  if (SETTINGS_KINDS.has(kind)) {
    // A reading that does not show the class has no record.
    const same =
      first.record === undefined || second.record === undefined || settingsText(first) === settingsText(second);
    return { object: first, more: false, differing: same ? [] : ['its definition'], onlyOnce: [] };
  }
  const differing: string[] = [];
  const onlyOnce: string[] = [];
  const own = fill(first, second, ATTRIBUTES, differing, onlyOnce);
  const managed =
    first.managed === undefined && second.managed === undefined
      ? null
      : fill(first.managed ?? {}, second.managed ?? {}, MANAGED, differing, onlyOnce);
  const { dn, rdn, record } = first;
  const object: Spooled = { dn, rdn, ...own.fields, ...(managed && { managed: managed.fields }), record };
  const isContainer = kind === 'container' || kind === 'other';
  const counts = (attribute: string): boolean =>
    kind === 'foreign' ? attribute === 'objectSid' : !isContainer || !NOT_OF_CONTAINERS.has(attribute);
  return {
    object,
    more: own.more || managed?.more === true,
    differing: differing.filter(counts),
    onlyOnce: onlyOnce.filter(counts),
  };
}

/** The fields of both, in the order of `attributes`. */
function fill(
  first: object,
  second: object,
  attributes: Readonly<Record<string, string>>,
  differing: string[],
  onlyOnce: string[],
): { readonly fields: object; readonly more: boolean } {
  const fields: Record<string, unknown> = {};
  let more = false;
  for (const [field, attribute] of Object.entries(attributes)) {
    const before = (first as Readonly<Record<string, unknown>>)[field];
    const now = (second as Readonly<Record<string, unknown>>)[field];
    if (before === undefined && now === undefined) continue;
    fields[field] = before ?? now;
    if (before === undefined) more = true;
    if (before !== undefined && now !== undefined) {
      if (differ(field, before, now)) differing.push(attribute);
    } else if (OPTIONAL.has(attribute)) {
      onlyOnce.push(attribute);
    }
  }
  return { fields, more };
}

function differ(field: string, before: unknown, now: unknown): boolean {
  if (field === 'pwdLastSet') return (before === '0') !== (now === '0');
  return typeof before === 'object' ? JSON.stringify(before) !== JSON.stringify(now) : before !== now;
}

function settingsText({ record }: Spooled): string {
  return JSON.stringify({ ...record, dn: undefined });
}

/** @param inFirst where it was read first, for a message */
export function differenceText(attributes: readonly string[], inFirst: string, onlyOnce: boolean): string {
  const what = attributes.join(', ');
  if (!onlyOnce) return `${what} differs from what was read first${inFirst}, which counts`;
  const first = inFirst === '' ? '' : ` (read first${inFirst})`;
  return `${what}: only one of the readings of the object has it, which counts${first}`;
}
