/** Attributes set and cleared, with what the directory does along with it. */
import { at, groupOfSid } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Change } from './change.js';
import { type Draft, type Found, refused } from './draft.js';

type AttributeChange = Extract<Change, { readonly kind: 'set-flags' | 'set-attribute' }>;

/** @throws AdreachError where the object has no such attribute, or what it is now was not read */
export function changeAttribute(draft: Draft, change: AttributeChange): void {
  const object = draft.find(change.dn);
  if (change.kind === 'set-attribute' && change.attribute === 'adminCount') {
    setAdminCount(draft, object, change.value);
    return;
  }
  const record = object.account === null ? undefined : draft.accounts.get(object.account);
  if (record === undefined) {
    const name = change.kind === 'set-flags' ? 'userAccountControl' : change.attribute;
    throw refused(`${change.dn} is no account, so it has no ${name}`);
  }
  draft.accounts.set(object.account!, changed(draft, record, change));
}

function setAdminCount(draft: Draft, { dn, group, account }: Found, value: number | null): void {
  if (group === null && account === null)
    throw refused(`adminCount of ${dn} is not looked at: it is no account and no group`);
  if (group !== null) draft.setGroup(group, { adminCount: value });
  if (account !== null)
    draft.accounts.set(account, { ...draft.accounts.get(account)!, adminCount: value ?? undefined });
}

function changed(draft: Draft, record: AccountRecord, change: AttributeChange): AccountRecord {
  if (change.kind === 'set-flags') {
    const { userAccountControl } = record;
    if (userAccountControl === undefined)
      throw refused(
        `userAccountControl of ${change.dn} was not read, so that its bits are not known`,
        'Collect again with an account that may read it.',
      );
    return { ...record, userAccountControl: (userAccountControl & ~change.clear) | change.set };
  }
  if (change.value === null)
    throw refused(`${change.attribute} of ${change.dn} cannot be cleared: every account has one`);
  if (change.attribute === 'userAccountControl') return { ...record, userAccountControl: change.value };
  return withPrimaryGroup(draft, record, change.dn, change.value);
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
