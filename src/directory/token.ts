/**
 * Tokens: which SIDs an account carries on a domain controller of one domain (MS-KILE 3.3.5.7.3, MS-DTYP 2.5.2.1.1),
 * and what is known about a SID that it does not visibly carry.
 */
import type { Sid } from '../descriptor/types.js';
import { type Directory, groupNumber, groupNumbers, isDomainLocal, isSecurityGroup } from './directory.js';
import { passesFilter, relation } from './forest.js';
import { accountSubject, type TokenSubject } from './token-subject.js';

export { accountSubject, type TokenSubject };

/** Whether a token carries a SID: `maybe` where the evidence does not decide. */
export type Membership = 'yes' | 'no' | 'maybe';

export interface TokenSid {
  readonly sid: Sid;
  readonly name: string | null;
  /** Names from the account to this SID, both included. */
  readonly via: readonly string[];
  /** Number of the domain whose controllers add it; -1: everywhere. */
  readonly domain: number;
}

export interface Token {
  /** The domain on whose controllers this token stands; -1 where that is unknown. */
  readonly domain: number;
  readonly sids: ReadonlyMap<Sid, TokenSid>;
  /** SIDs that the account has, and that SID filtering takes away (or may take away) on the way to that domain. */
  readonly filtered: ReadonlyMap<Sid, TokenSid & { readonly certain: boolean }>;
  /** @returns whether this token carries `sid` */
  carries(sid: Sid): Membership;
}

const THIS_ORGANIZATION = 'S-1-5-15';

/** SIDs that some logons carry and others do not; which it will be is not in a directory (MS-DTYP 2.4.2.4). */
const LOGON_DEPENDENT: ReadonlySet<Sid> = new Set([
  'S-1-5-4', // INTERACTIVE
  'S-1-5-6', // SERVICE: a sensor that impersonates on the domain controller itself
  'S-1-5-64-10', // NTLM authentication
  'S-1-5-64-14', // SChannel authentication
  'S-1-5-64-21', // Digest authentication
  'S-1-5-65-1', // THIS_ORGANIZATION_CERTIFICATE
  'S-1-18-1', // authentication authority asserted identity
  'S-1-18-2', // service asserted identity
  'S-1-18-3', // fresh public key identity
  'S-1-18-4', // key trust identity
  'S-1-18-5', // key property MFA
  'S-1-18-6', // key property attestation
  'S-1-5-21-0-0-0-496', // compounded authentication
  'S-1-5-21-0-0-0-497', // claims valid
]);

/**
 * Builds the token that `subject` has on domain controllers of `domain`.
 * @param domain number of the target's domain; -1 where the target lies outside every known domain: then no
 *   domain-local group is added, and SIDs of BUILTIN are undecided
 */
export function buildToken(directory: Directory, subject: TokenSubject, domain: number): Token {
  const sids = new Map<Sid, TokenSid>();
  if (subject.fixed) {
    for (const { sid, name } of subject.fixed) sids.set(sid, { sid, name, via: [subject.name], domain: -1 });
    return { domain, sids, filtered: new Map(), carries: (sid) => (sids.has(sid) ? 'yes' : 'no') };
  }

  const queue: { group: number; via: readonly string[] }[] = [];
  const seen = new Set<number>();
  const filtered = new Map<Sid, TokenSid & { certain: boolean }>();
  const elsewhere = subject.domain >= 0 && domain >= 0 && subject.domain !== domain;
  const addSid = (sid: Sid, name: string | null, via: readonly string[], where: number) => {
    if (sids.has(sid) || filtered.has(sid)) return;
    // What the target's own domain adds is added behind the filter.
    const passes = elsewhere && where !== domain ? passesFilter(directory, subject.domain, domain, sid) : 'yes';
    if (passes !== 'yes') {
      filtered.set(sid, { sid, name, via, domain: where, certain: passes === 'no' });
      return;
    }
    sids.set(sid, { sid, name, via, domain: where });
    // A SID of this token may stand in the target's domain as a foreign security principal (well-known ones do).
    for (const foreign of directory.foreignBySid.get(sid) ?? []) {
      for (const group of foreign.parents) queue.push({ group, via });
    }
  };

  addSid(subject.sid, subject.name, [subject.name], -1);
  for (const sid of subject.sidHistory) addSid(sid, null, [subject.name, `sIDHistory ${sid}`], -1);
  const mayBeOther = elsewhere && !relation(directory, subject.domain, domain).kind.startsWith('same-');
  for (const known of subject.wellKnown) {
    // With selective authentication OTHER_ORGANIZATION stands in its place.
    if (known.sid === THIS_ORGANIZATION && mayBeOther) {
      filtered.set(known.sid, { ...known, via: [subject.name, known.name], domain: -1, certain: false });
    } else addSid(known.sid, known.name, [subject.name, known.name], -1);
  }
  if (subject.primaryGroupSid !== null) {
    const number = groupNumber(directory, subject.primaryGroupSid, domain);
    if (number !== undefined) queue.push({ group: number, via: [subject.name] });
    else addSid(subject.primaryGroupSid, null, [subject.name, `primary group ${subject.primaryGroupSid}`], -1);
  }
  for (const group of subject.groups) queue.push({ group, via: [subject.name] });

  for (let head = 0; head < queue.length; head++) {
    const item = queue[head]!;
    if (seen.has(item.group)) continue;
    const group = directory.groups[item.group];
    if (!group || !isSecurityGroup(group)) continue;
    const local = isDomainLocal(group);
    if (local && group.domain !== domain) continue;
    seen.add(item.group);
    const via = [...item.via, group.name];
    const where = local ? group.domain : -1;
    if (group.sid !== null) addSid(group.sid, group.name, via, where);
    for (const sid of group.sidHistory) addSid(sid, null, [...via, `sIDHistory ${sid}`], where);
    for (const parent of group.parents) queue.push({ group: parent, via });
  }

  return {
    domain,
    sids,
    filtered,
    carries(sid) {
      if (sids.has(sid)) return 'yes';
      const lost = filtered.get(sid);
      if (lost) return lost.certain ? 'no' : 'maybe';
      return absent(directory, subject, domain, sid);
    },
  };
}

/** What is known about a SID that no membership in the sources puts into the token. */
function absent(directory: Directory, subject: TokenSubject, domain: number, sid: Sid): Membership {
  const former = directory.groupByFormerSid.get(sid);
  const known = groupNumbers(directory, sid, domain);
  const numbers = known.length > 0 || former === undefined ? known : [former];
  if (numbers.length > 0) {
    const maybe = numbers.some((number) => {
      const group = directory.groups[number]!;
      // The members of a known group are in the sources, so its absence from the token is knowledge, unless one of them
      // could not be seen (it may be a group that holds the account), or the account's primary group was not read.
      if (isDomainLocal(group) && group.domain !== domain) return false;
      return isSecurityGroup(group) && (group.open || !subject.primaryGroupKnown);
    });
    return maybe ? 'maybe' : 'no';
  }
  if (directory.principals.has(sid)) return 'no';
  if (LOGON_DEPENDENT.has(sid)) return 'maybe';
  if (sid.startsWith('S-1-5-32-')) return 'maybe'; // an alias of BUILTIN that the sources do not hold
  // A domain SID that nothing in the sources has: a group of another domain, a hidden one, or a deleted one. It may
  // also reach the token through a shadow principal (MS-ADSC msDS-ShadowPrincipal).
  if (sid.startsWith('S-1-5-21-')) return 'maybe';
  return 'no';
}
