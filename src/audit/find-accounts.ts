/** From what the user wrote after --account to the principals of the sources. */

import { isSid, normalizeSid, sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { accountKind } from '../directory/account-kind.js';
import type { AccountStream } from '../directory/account-stream.js';
import { accountDn, at, type Directory, groupOfSid } from '../directory/directory.js';
import { forestOf } from '../directory/forest.js';
import { type GroupId, idsOf } from '../directory/ids.js';
import { displayName } from '../directory/load.js';
import type { AccountRecord } from '../directory/records.js';
import { accountUser, type TokenUser } from '../directory/token.js';
import { groupUser, localSystemUser } from '../directory/token-user.js';
import { ownSideOf } from '../directory/unread-members.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';
import { nearest } from '../names/nearest.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';
import { fitOfGroup, fitOfName, fitOfUpn, mentionOf, parseWanted, type Wanted } from './wanted.js';

/** The account under audit that a record is of. */
export function accountOf(directory: Directory, record: AccountRecord): AccountUnderAudit {
  const container = directory.containers[record.parent];
  const number = container?.domain ?? null;
  const domain = at(directory.domains, number);
  const dn = accountDn(directory, record);
  if (record.sid === undefined) {
    throw new AdreachError(
      'not-found',
      `${dn} has no readable objectSid, so no token can be built for it`,
      'Collect again with an account that may read objectSid.',
    );
  }
  const name = displayName(record.samAccountName, dn, domain);
  const classNames = directory.classLists[record.classes] ?? [];
  const read = ownSideOf(record, number);
  const primary =
    record.primaryGroupId === undefined ? null : (`${sidWithoutLast(record.sid)}-${record.primaryGroupId}` as const);
  return {
    kind: accountKind(classNames),
    dn,
    name,
    sid: record.sid,
    domain: number,
    user: {
      ...accountUser({
        domain: number,
        sid: record.sid,
        name,
        sidHistory: record.sidHistory ?? [],
        primaryGroupSid: primary,
        groups: record.memberOf ?? [],
        flags: record.userAccountControl ?? null,
        isComputer: accountKind(classNames) === 'computer',
        forestRoot: number === null ? null : forestOf(directory, number).root,
        membershipsProven: directory.reading.membershipsProven(read),
        historyKnown: directory.reading.historyKnown(read, record.sidHistory),
      }),
      namesUnseen: (record.otherGroups?.length ?? 0) > 0,
      ...(record.supersedes !== undefined && { superseded: 'not-known' as const }),
    },
    record,
    group: null,
  };
}

/** A principal that may be the one that was named. */
interface Candidate {
  readonly fit: number;
  readonly account: AccountUnderAudit;
}

/** Those that fit best; of an account and a foreign principal of the same SID, which stands for it, the account. */
function best(candidates: readonly Candidate[]): readonly AccountUnderAudit[] {
  const most = Math.max(0, ...candidates.map(({ fit }) => fit));
  const fitting = candidates.filter(({ fit }) => fit === most).map(({ account }) => account);
  const own = fitting.filter(({ kind }) => kind !== 'foreign');
  return own.length > 0 ? own : fitting;
}

/** Above so many SIDs it takes longer to look for each in the text of every account than to read them all. */
const MOST_MENTIONS = 50;
/** Finds the accounts that delegated managed service accounts under audit took over. Costs a pass where there are such. */
async function withSuperseded(
  directory: Directory,
  stream: AccountStream,
  accounts: readonly AccountUnderAudit[],
): Promise<readonly AccountUnderAudit[]> {
  const taken = new Map<string, TokenUser | null>();
  for (const { record } of accounts) if (record?.supersedes) taken.set(dnKey(record.supersedes), null);
  if (taken.size === 0) return accounts;
  for await (const batch of stream.pass()) {
    for (const record of batch) {
      const key = dnKey(accountDn(directory, record));
      if (taken.has(key) && record.sid !== undefined) taken.set(key, accountOf(directory, record).user);
    }
  }
  return accounts.map((account) => {
    const superseded = taken.get(dnKey(account.record?.supersedes ?? ''));
    return superseded ? { ...account, user: { ...account.user, superseded } } : account;
  });
}

/**
 * Finds out what the principals are members of whose SIDs a token holds as former ones, where they are accounts: local
 * groups are added for every SID of a token (MS-DTYP 2.5.2.1.1). Costs a pass where there are such SIDs.
 */
async function withFormerHolders(
  directory: Directory,
  stream: AccountStream,
  accounts: readonly AccountUnderAudit[],
): Promise<readonly AccountUnderAudit[]> {
  if (accounts.every(({ user }) => user.fixed)) return accounts;
  const wanted = new Set(accounts.flatMap(({ user }) => user.sidHistory));
  // Of every group: which are in a token depends on all SIDs of it, on its primary group, Everyone and these former ones.
  for (const { sid, sidHistory, shadow } of directory.groups) {
    for (const former of sidHistory) wanted.add(former);
    if (shadow && sid !== null) wanted.add(sid);
  }
  for (const sid of wanted) if (directory.groupsBySid.has(sid)) wanted.delete(sid);
  if (wanted.size === 0) return accounts;
  const holders = new Map<Sid, readonly GroupId[]>();
  for await (const batch of stream.pass(wanted.size > MOST_MENTIONS ? undefined : [...wanted])) {
    for (const { sid, memberOf } of batch) if (sid !== undefined && wanted.has(sid)) holders.set(sid, memberOf ?? []);
  }
  return accounts.map((account) => ({ ...account, user: { ...account.user, formerHolders: holders } }));
}

/**
 * Finds principals by what was written, in one pass over the accounts.
 * @param wanted as written by the user: sAMAccountName with or without `$`, `DOMAIN\\name`, DN, SID, UPN, `local-system`
 * @returns by the text
 * @throws AdreachError `not-found` with the nearest names, `ambiguous` with the candidates
 */
export async function findPrincipals(
  directory: Directory,
  stream: AccountStream,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, AccountUnderAudit>> {
  const found = new Map<string, Candidate[]>();
  const open: Wanted[] = [];
  const names = new Set(wanted);
  for (const text of names) {
    if (text.toLowerCase() === 'local-system') {
      found.set(text, [{ fit: 2, account: localSystem() }]);
      continue;
    }
    open.push(parseWanted(text));
  }
  for (const item of open) found.set(item.text, groupsMatching(directory, item));

  // A DN is not in the record as one text: its accounts are found by comparing every record.
  const mentions = open.some((item) => item.kind === 'dn') ? undefined : open.map(mentionOf);
  // The pass is made even with nothing to look for: it brings the descriptors and class lists of all accounts.
  for await (const batch of stream.pass(mentions ?? (open.length === 0 ? [] : undefined))) {
    for (const record of batch) {
      for (const item of open) {
        const fit = fitOfAccount(directory, item, record);
        if (fit > 0) found.get(item.text)!.push({ fit, account: accountOf(directory, record) });
      }
    }
  }

  const result = new Map<string, AccountUnderAudit>();
  for (const text of names) {
    const accounts = best(found.get(text)!);
    if (accounts.length === 0) throw await notFound(directory, stream, text);
    if (accounts.length > 1) {
      throw new AdreachError(
        'ambiguous',
        `"${text}" names ${accounts.length} principals: ${accounts.map((account) => account.dn).join('; ')}`,
        'Name it by its DN or SID.',
      );
    }
    result.set(text, accounts[0]!);
  }
  return result;
}

/**
 * Finds the accounts under audit.
 * @param wanted as for `findPrincipals`
 * @returns one a wanted text, in that order, each principal once
 * @throws AdreachError `not-found` with the nearest names, `ambiguous` with the candidates
 */
export async function findAccounts(
  directory: Directory,
  stream: AccountStream,
  wanted: readonly string[],
): Promise<readonly AccountUnderAudit[]> {
  const result = new Map<string, AccountUnderAudit>();
  for (const account of (await findPrincipals(directory, stream, wanted)).values()) {
    const known = result.get(account.sid);
    if (known !== undefined && known.dn !== account.dn) {
      throw new AdreachError(
        'ambiguous',
        `${known.dn} and ${account.dn} have the same SID, ${account.sid}, so their verdicts could not be told apart`,
        'Audit them one at a time.',
      );
    }
    result.set(account.sid, account);
  }
  const whole = await withSuperseded(directory, stream, [...result.values()]);
  return withFormerHolders(directory, stream, whole);
}

/** @returns how well an account fits what was written; 0: not at all */
export function fitOfAccount(directory: Directory, item: Wanted, record: AccountRecord): number {
  const domain = at(directory.domains, at(directory.containers, record.parent)?.domain ?? null);
  switch (item.kind) {
    case 'sid':
      return record.sid === item.value ? 2 : 0;
    case 'dn':
      return dnKey(accountDn(directory, record)) === item.value ? 2 : 0;
    case 'upn':
      return fitOfUpn(item, record, domain?.dnsName);
    case 'name':
      return fitOfName(item, record.samAccountName, domain);
  }
}

export function groupsMatching(directory: Directory, item: Wanted): Candidate[] {
  const accounts: Candidate[] = [];
  for (const number of idsOf<GroupId>(directory.groups)) {
    const group = directory.groups[number]!;
    const domain = at(directory.domains, group.domain);
    const exact =
      (item.kind === 'sid' && group.sid === item.value) || (item.kind === 'dn' && dnKey(group.dn) === item.value);
    const fit = exact ? 2 : item.kind === 'name' ? fitOfGroup(item, group, domain) : 0;
    if (fit === 0 || group.sid === null || group.shadow) continue;
    const account: AccountUnderAudit = {
      kind: 'group',
      dn: group.dn,
      name: group.name,
      sid: group.sid,
      domain: group.domain,
      user: groupUser(group.domain, group.sid, group.name, number, group.membershipsProven),
      record: null,
      group: number,
    };
    accounts.push({ fit, account });
  }
  const sid = item.kind === 'sid' && isSid(item.value) ? normalizeSid(item.value) : null;
  if (sid !== null && accounts.length === 0) {
    const foreign = directory.foreignBySid.get(sid)?.[0];
    if (foreign && groupOfSid(directory, sid, null) === null) {
      const account: AccountUnderAudit = {
        kind: 'foreign',
        dn: foreign.dn,
        name: sid,
        sid,
        domain: null,
        user: accountUser({ domain: null, sid, name: sid, sidHistory: [], primaryGroupSid: null, groups: [] }),
        record: null,
        group: null,
      };
      accounts.push({ fit: 2, account });
    }
  }
  return accounts;
}

function localSystem(): AccountUnderAudit {
  return {
    kind: 'local-system',
    dn: '',
    name: localSystemUser.name,
    sid: localSystemUser.sid,
    domain: null,
    user: localSystemUser,
    record: null,
    group: null,
  };
}

export async function notFound(directory: Directory, stream: AccountStream, text: string): Promise<AdreachError> {
  const item = parseWanted(text);
  if (item.kind === 'sid') {
    return new AdreachError(
      'not-found',
      `no account or group has the SID ${text} in the sources`,
      'Check the SID, or add the source of its domain.',
    );
  }
  const names = new Set(directory.groups.flatMap(({ samAccountName }) => samAccountName ?? []));
  const byDn = item.kind === 'dn';
  const candidates = nearest(byDn ? text : item.value, 3);
  if (!byDn) for (const name of names) candidates.offer(name);
  for await (const batch of stream.pass()) {
    for (const record of batch) {
      if (byDn) candidates.offer(accountDn(directory, record));
      else if (item.kind === 'upn') candidates.offer(record.userPrincipalName ?? '');
      else if (record.samAccountName !== undefined) candidates.offer(record.samAccountName);
    }
  }
  const best = candidates.best();
  const classless = directory.containers.filter(({ classes, missing }) => classes === null && !missing).length;
  if (classless > 0 && best.length === 0) {
    return new AdreachError(
      'not-found',
      `no account "${text}" in the sources; ${classless} objects came without objectClass, so that it is not known which of them are accounts`,
      'Export objectClass too, or collect with an account that may read it.',
    );
  }
  return new AdreachError(
    'not-found',
    `no account "${text}" in the sources`,
    best.length > 0 ? `Did you mean ${best.join(', ')}?` : 'Name it by sAMAccountName, DOMAIN\\name, DN, SID or UPN.',
  );
}
