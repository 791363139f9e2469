/** From what the user wrote after --account to the principals of the sources. */

import { isSid, normalizeSid, sidWithoutLast } from '../descriptor/index.js';
import type { AccountStream } from '../directory/account-stream.js';
import { at, type Directory, type Domain, groupOfSid } from '../directory/directory.js';
import { type GroupId, idsOf } from '../directory/ids.js';
import { displayName } from '../directory/load.js';
import type { AccountRecord } from '../directory/records.js';
import { accountUser } from '../directory/token.js';
import { groupUser, localSystemUser } from '../directory/token-user.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';
import { nearest } from '../names/nearest.js';
import type { AccountKind } from '../result/audit.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';

/** A way of naming an account, as written. */
export interface Wanted {
  readonly text: string;
  readonly kind: 'sid' | 'dn' | 'upn' | 'name';
  /** For names: NetBIOS or DNS name of the domain, lower case; null where none was written. */
  readonly domain: string | null;
  /** The name without its domain, lower case; a SID as written; the key of a DN. */
  readonly value: string;
}

export function parseWanted(text: string): Wanted {
  if (/^s-1-\d+(-\d+)*$/i.test(text)) return { text, kind: 'sid', domain: null, value: text.toUpperCase() };
  if (/^[a-z0-9.-]+\s*=/i.test(text)) return { text, kind: 'dn', domain: null, value: dnKey(text) };
  const slash = text.indexOf('\\');
  if (slash > 0) {
    return {
      text,
      kind: 'name',
      domain: text.slice(0, slash).toLowerCase(),
      value: text.slice(slash + 1).toLowerCase(),
    };
  }
  if (text.includes('@')) return { text, kind: 'upn', domain: null, value: text.toLowerCase() };
  return { text, kind: 'name', domain: null, value: text.toLowerCase() };
}

function matchesName(wanted: Wanted, sam: string | undefined, domain: Domain | null) {
  if (sam === undefined) return false;
  const name = sam.toLowerCase();
  if (name !== wanted.value && name !== `${wanted.value}$`) return false;
  if (wanted.domain === null) return true;
  return domain?.netbiosName.toLowerCase() === wanted.domain || domain?.dnsName.toLowerCase() === wanted.domain;
}

function matchesUpn(wanted: Wanted, record: AccountRecord, dnsName: string | undefined): boolean {
  if (record.userPrincipalName?.toLowerCase() === wanted.value) return true;
  // Every account also has the implicit UPN sAMAccountName@dnsName (MS-ADTS 5.1.1.1.1).
  return dnsName !== undefined && `${record.samAccountName}@${dnsName}`.toLowerCase() === wanted.value;
}

/** DN of an account, from its RDN and its parent. */
export function accountDn(directory: Directory, record: AccountRecord): string {
  const parent = directory.containers[record.parent];
  return parent ? `${record.rdn},${parent.dn}` : record.rdn;
}

const MANAGED_KINDS: readonly [string, AccountKind][] = [
  ['msds-delegatedmanagedserviceaccount', 'dmsa'],
  ['msds-groupmanagedserviceaccount', 'gmsa'],
  ['msds-managedserviceaccount', 'smsa'],
  ['computer', 'computer'],
  ['inetorgperson', 'inetorgperson'],
];

/** What kind of account its classes make it. */
export function accountKind(classes: readonly string[]): AccountKind {
  const names = new Set(classes.map((name) => name.toLowerCase()));
  return MANAGED_KINDS.find(([name]) => names.has(name))?.[1] ?? 'user';
}

function subjectOf(directory: Directory, record: AccountRecord): AccountUnderAudit {
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
  const primary =
    record.primaryGroupId === undefined ? null : (`${sidWithoutLast(record.sid)}-${record.primaryGroupId}` as const);
  return {
    kind: accountKind(directory.classLists[record.classes] ?? []),
    dn,
    name,
    sid: record.sid,
    domain: number,
    user: accountUser(number, record.sid, name, record.sidHistory ?? [], primary, record.memberOf ?? []),
    record,
    group: null,
  };
}

/** Text that a record of this account contains: the name without its domain, or the SID. */
export function mentionOf(wanted: Wanted): string {
  return wanted.kind === 'upn' ? wanted.value.slice(0, wanted.value.indexOf('@')) : wanted.value;
}

/**
 * Finds the accounts under audit.
 * @param wanted as written by the user: sAMAccountName with or without `$`, `DOMAIN\name`, DN, SID, UPN, `local-system`
 * @returns one a wanted text, in that order, each principal once
 * @throws AdreachError `not-found` with the nearest names, `ambiguous` with the candidates
 */
export async function findAccounts(
  directory: Directory,
  stream: AccountStream,
  wanted: readonly string[],
): Promise<readonly AccountUnderAudit[]> {
  const found = new Map<string, AccountUnderAudit[]>();
  const open: Wanted[] = [];
  for (const text of wanted) {
    if (text.toLowerCase() === 'local-system') {
      found.set(text, [localSystem()]);
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
        if (!matchesAccount(directory, item, record)) continue;
        found.get(item.text)!.push(subjectOf(directory, record));
      }
    }
  }

  const result = new Map<string, AccountUnderAudit>();
  for (const text of wanted) {
    const accounts = found.get(text)!;
    if (accounts.length === 0) throw await notFound(directory, stream, text);
    if (accounts.length > 1) {
      throw new AdreachError(
        'ambiguous',
        `"${text}" names ${accounts.length} principals: ${accounts.map((account) => account.dn).join('; ')}`,
        'Name it by its DN or SID.',
      );
    }
    const account = accounts[0]!;
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
  return [...result.values()];
}

export function matchesAccount(directory: Directory, item: Wanted, record: AccountRecord): boolean {
  const domain = at(directory.domains, at(directory.containers, record.parent)?.domain ?? null);
  switch (item.kind) {
    case 'sid':
      return record.sid === item.value;
    case 'dn':
      return dnKey(accountDn(directory, record)) === item.value;
    case 'upn':
      return matchesUpn(item, record, domain?.dnsName);
    case 'name':
      return matchesName(item, record.samAccountName, domain);
  }
}

export function groupsMatching(directory: Directory, item: Wanted): AccountUnderAudit[] {
  const accounts: AccountUnderAudit[] = [];
  for (const number of idsOf<GroupId>(directory.groups)) {
    const group = directory.groups[number]!;
    const domain = at(directory.domains, group.domain);
    const sam = group.name.slice(group.name.indexOf('\\') + 1);
    const same =
      (item.kind === 'sid' && group.sid === item.value) ||
      (item.kind === 'dn' && dnKey(group.dn) === item.value) ||
      (item.kind === 'name' && matchesName(item, sam, domain));
    if (!same || group.sid === null) continue;
    accounts.push({
      kind: 'group',
      dn: group.dn,
      name: group.name,
      sid: group.sid,
      domain: group.domain,
      user: groupUser(group.domain, group.sid, group.name, group.sidHistory, number),
      record: null,
      group: number,
    });
  }
  const sid = item.kind === 'sid' && isSid(item.value) ? normalizeSid(item.value) : null;
  if (sid !== null && accounts.length === 0) {
    const foreign = directory.foreignBySid.get(sid)?.[0];
    if (foreign && groupOfSid(directory, sid, null) === null) {
      accounts.push({
        kind: 'foreign',
        dn: foreign.dn,
        name: sid,
        sid,
        domain: null,
        user: { ...accountUser(null, sid, sid, [], null, []), primaryGroupKnown: false },
        record: null,
        group: null,
      });
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
  const names = new Set(directory.groups.map((group) => group.name.slice(group.name.indexOf('\\') + 1)));
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
  return new AdreachError(
    'not-found',
    `no account "${text}" in the sources`,
    best.length > 0 ? `Did you mean ${best.join(', ')}?` : 'Name it by sAMAccountName, DOMAIN\\name, DN, SID or UPN.',
  );
}
