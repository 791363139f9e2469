/** Attributes set and cleared, with what the directory does along with it. */
import { at, groupOfSid } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Change } from './change.js';
import { type Draft, type Found, refused } from './draft.js';

type AttributeChange = Extract<Change, { readonly kind: 'set-flags' | 'set-attribute' }>;

/** What is kept of accounts as they stream by; any other attribute needs the source anew. */
const NUMBERS = ['userAccountControl', 'adminCount', 'primaryGroupID'] as const;
type NumberName = (typeof NUMBERS)[number];

/** @returns the attribute, as the schema spells it, where `apply` knows it; null for any other */
export function appliedAttribute(name: string): NumberName | null {
  const key = name.toLowerCase();
  return NUMBERS.find((each) => each.toLowerCase() === key) ?? null;
}

/** @throws AdreachError where the object has no such attribute, or what it is now was not read */
export function changeAttribute(draft: Draft, change: AttributeChange): void {
  const object = draft.find(change.dn);
  const attribute = change.kind === 'set-flags' ? 'userAccountControl' : appliedAttribute(change.attribute);
  if (attribute === null)
    throw refused(`${(change as { readonly attribute: string }).attribute} of ${change.dn} cannot be changed here`);
  if (attribute === 'adminCount') {
    setAdminCount(draft, object, change.kind === 'set-flags' ? null : numberOf(change));
    return;
  }
  const record = object.account === null ? undefined : draft.accounts.get(object.account);
  if (record === undefined) throw refused(`${change.dn} is no account, so it has no ${attribute}`);
  const next =
    change.kind === 'set-flags'
      ? withFlags(record, change)
      : withNumber(draft, record, change.dn, attribute, numberOf(change));
  draft.accounts.set(object.account!, next);
}

const INTEGER = /^-?\d{1,10}$/;

/** @returns null where the attribute is cleared */
function numberOf({ dn, attribute, values }: Extract<Change, { readonly kind: 'set-attribute' }>): number | null {
  if (values.length === 0) return null;
  const text = values[0]!.toString('latin1');
  const value = Number(text);
  if (values.length > 1) throw refused(`${attribute} of ${dn} can have one value only`);
  if (!INTEGER.test(text) || value < -(2 ** 31) || value >= 2 ** 32)
    throw refused(`${attribute} of ${dn} is a number of 32 bits, which ${JSON.stringify(text.slice(0, 40))} is not`);
  return value;
}

function setAdminCount(draft: Draft, { dn, group, account }: Found, value: number | null): void {
  if (group === null && account === null)
    throw refused(`adminCount of ${dn} is not looked at: it is no account and no group`);
  if (group !== null) draft.setGroup(group, { adminCount: value });
  if (account !== null)
    draft.accounts.set(account, { ...draft.accounts.get(account)!, adminCount: value ?? undefined });
}

function withFlags(record: AccountRecord, change: Extract<Change, { readonly kind: 'set-flags' }>): AccountRecord {
  const { userAccountControl } = record;
  if (userAccountControl === undefined)
    throw refused(
      `userAccountControl of ${change.dn} was not read, so that its bits are not known`,
      'Collect again with an account that may read it.',
    );
  const flags = (userAccountControl & ~change.clear) | change.set;
  return { ...record, userAccountControl: storedFlags(change.dn, userAccountControl, flags) };
}

/** The types of accounts (MS-SAMR 2.2.1.13), and what is computed and never stored (MS-SAMR 3.1.1.8.10). */
const ACCOUNT_TYPES = 0x200 | 0x800 | 0x1000 | 0x2000;
const COMPUTED = 0x10 | 0x800000;

/** @throws AdreachError where an account would become one of another type: much changes along with that */
function storedFlags(dn: string, before: number | undefined, flags: number): number {
  if (before !== undefined && ((before ^ flags) & ACCOUNT_TYPES) !== 0)
    throw refused(
      `userAccountControl ${flags} would make an account of another type of ${dn}`,
      'What a server changes along with that, such as the primary group, is not computed.',
    );
  return flags & ~COMPUTED;
}

function withNumber(
  draft: Draft,
  record: AccountRecord,
  dn: string,
  attribute: NumberName,
  value: number | null,
): AccountRecord {
  if (value === null) throw refused(`${attribute} of ${dn} cannot be cleared: every account has one`);
  if (attribute === 'userAccountControl')
    return { ...record, userAccountControl: storedFlags(dn, record.userAccountControl, value) };
  return withPrimaryGroup(draft, record, dn, value);
}

/**
 * Another primary group: the account has to be its member, which its entry there no longer says then; and it becomes a
 * member of the former one by an entry (MS-SAMR 3.1.1.8.2).
 */
function withPrimaryGroup(draft: Draft, record: AccountRecord, dn: string, rid: number): AccountRecord {
  if (record.primaryGroupId === rid) return record;
  const domain = at(draft.containers, record.parent)?.domain ?? null;
  const sid = at(draft.base.domains, domain)?.sid;
  const groupOf = (each: number | undefined) =>
    sid === undefined || each === undefined ? null : groupOfSid(draft.base, `${sid}-${each}`, domain);
  const next = groupOf(rid);
  const { memberOf = [] } = record;
  if (next === null) throw refused(`the sources have no group with the RID ${rid} in the domain of ${dn}`);
  if (!memberOf.includes(next))
    throw refused(`${dn} is no member of ${draft.groups[next]!.dn}, which its primary group has to have it as`);
  const former = groupOf(record.primaryGroupId);
  const groups = memberOf.filter((group) => group !== next);
  if (former !== null && !groups.includes(former)) groups.push(former);
  return { ...record, primaryGroupId: rid, memberOf: groups.sort((a, b) => a - b) };
}
