/**
 * A token as the specification has it made, and as the lab's server makes it (Samba 4.17), each of whose known deviations
 * is a switch: with none on, it is Windows' token. Written for this purpose and apart from src/directory, over what the
 * database itself holds: no export, no way, no caution about what was not read.
 */
import type { Sid } from '../../src/descriptor/types.js';

/** One object with a SID, as test/fuzz/python/tokens.py reads it. */
export interface Holding {
  readonly dn: string;
  readonly name: string;
  readonly sid: Sid;
  readonly history: readonly Sid[];
  /** Null: no group. */
  readonly groupType: number | null;
  readonly primaryGroupId: number | null;
  readonly userAccountControl: number | null;
  /** DNs. */
  readonly members: readonly string[];
}

/** Every known deviation of a token; docs/fuzzing.md says what each is. */
export const TOKEN_DEVIATIONS = [
  'this-organization',
  'sid-history-not-in-token',
  'well-known-sid-in-domain-local-group',
  'guest-is-authenticated',
] as const;
export type TokenDeviation = (typeof TOKEN_DEVIATIONS)[number];
export type TokenSwitches = ReadonlySet<TokenDeviation>;

const SECURITY_ENABLED = 0x80000000;
const RESOURCE = 0x4; // domain-local groups, and with 0x1 the aliases of BUILTIN

export class TokenModel {
  readonly #bySid = new Map<Sid, Holding[]>();
  readonly #containers = new Map<string, Holding[]>();

  constructor(readonly holdings: readonly Holding[]) {
    for (const holding of holdings) {
      push(this.#bySid, holding.sid, holding);
      for (const member of holding.members) push(this.#containers, member.toLowerCase(), holding);
    }
  }

  token(account: Holding, on: TokenSwitches): Set<Sid> {
    const token = new Set<Sid>([account.sid]);
    const history = ({ history }: Holding) => {
      if (!on.has('sid-history-not-in-token')) for (const sid of history) token.add(sid);
    };
    const domain = account.sid.replace(/-\d+$/, '');

    // The account's own domain: global and universal security groups, however nested (MS-KILE 3.3.5.7.3).
    const primary = (this.#bySid.get(`${domain}-${account.primaryGroupId}` as Sid) ?? []).filter(isAccountGroup);
    const climbed = new Set<Holding>(primary);
    for (const group of this.#holding(account)) if (isAccountGroup(group)) climbed.add(group);
    for (const group of climbed)
      for (const above of this.#holding(group)) if (isAccountGroup(above)) climbed.add(above);
    for (const group of climbed) token.add(group.sid);
    for (const each of [account, ...climbed]) history(each);

    // What the logon adds (MS-DTYP 2.4.2.4), and what controllers are (MS-DRSR 4.1.8.3).
    const added = ['S-1-1-0', 'S-1-5-2'];
    if (!account.sid.endsWith('-501') || on.has('guest-is-authenticated')) added.push('S-1-5-11');
    if (!on.has('this-organization')) added.push('S-1-5-15');
    const flags = account.userAccountControl ?? 0;
    if (flags & 0x2000) added.push('S-1-5-9');
    else if (flags & 0x4000000) added.push(`${domain}-498`);
    const onlyAdded = new Set((added as Sid[]).filter((sid) => !token.has(sid)));
    for (const sid of added as Sid[]) token.add(sid);

    // The controller: local groups of its domain and of BUILTIN, for every SID there is by then, until none is new
    // (MS-DTYP 2.5.2.1.1). A set is walked in the order in which it grows.
    for (const sid of token) {
      for (const principal of this.#bySid.get(sid) ?? []) {
        for (const group of this.#holding(principal)) {
          if (!isSecurity(group) || isAccountGroup(group)) continue;
          const ofDomain = !group.sid.startsWith('S-1-5-32-');
          if (ofDomain && onlyAdded.has(sid) && on.has('well-known-sid-in-domain-local-group')) continue;
          token.add(group.sid);
          history(group);
        }
      }
    }
    return token;
  }

  /** The groups that name an object in `member`. */
  #holding(member: Holding): readonly Holding[] {
    return this.#containers.get(member.dn.toLowerCase()) ?? [];
  }
}

function isSecurity({ groupType }: Holding): boolean {
  return groupType !== null && (groupType & SECURITY_ENABLED) !== 0;
}

function isAccountGroup(group: Holding): boolean {
  return isSecurity(group) && (group.groupType! & RESOURCE) === 0;
}

function push<Key>(map: Map<Key, Holding[]>, key: Key, holding: Holding): void {
  const list = map.get(key);
  if (list) list.push(holding);
  else map.set(key, [holding]);
}
