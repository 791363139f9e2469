/** The SIDs of a token by what could be done about what they give: take the entry away, leave a group, or nothing. */
import type { Sid } from '../descriptor/types.js';
import type { GroupId } from '../directory/ids.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import type { TokenSid, TokenWay } from '../directory/token.js';
import { PrivilegedMemberships } from '../facts/privileged.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { tokenDomains } from '../verdicts/account-under-audit.js';

export interface Trustee {
  readonly sid: Sid;
  /** Which group it is; null for the account itself and for what is no group of the sources. */
  readonly group: GroupId | null;
  /** The group that the account is a direct member of and that leads to it first; null: no membership of its own does. */
  readonly direct: GroupId | null;
  /** All groups that the account is a direct member of by `member` and that lead to it: as long as it is in one, it has the SID. */
  readonly ways: readonly GroupId[];
  /** A group on the way is one that AdminSDHolder protects. */
  readonly privileged: boolean;
  /** Most accounts have it: a well-known SID, the primary group and its like. */
  readonly common: boolean;
}

/** @returns the SIDs of an account's token, in its order, each once */
export function trusteesOf(tokens: Tokens, sets: ProtectedSets): readonly Trustee[] {
  const privileged = new PrivilegedMemberships(tokens, sets);
  const found = new Map<Sid, Trustee>();
  const ways = waysOf(tokens);
  for (const domain of tokenDomains(tokens.directory)) {
    for (const entry of tokens.on(domain).sids.values()) {
      if (found.has(entry.sid)) continue;
      found.set(entry.sid, {
        sid: entry.sid,
        ...groupsOn(entry),
        ways: ways.get(groupsOn(entry).group ?? (-1 as GroupId)) ?? [],
        privileged: privileged.through(entry.sid) !== undefined,
        common: privileged.isCommon(entry.sid),
      });
    }
  }
  return [...found.values()];
}

/** By group: the account's own memberships that lead there. */
function waysOf({ account, directory }: Tokens): ReadonlyMap<GroupId, readonly GroupId[]> {
  const ways = new Map<GroupId, GroupId[]>();
  for (const direct of new Set(account.user.groups)) {
    const above = tokenDomains(directory).flatMap((domain) =>
      directory.membership.above([direct], { for: 'perhaps', domain }).map(({ group }) => group),
    );
    for (const group of new Set(above)) {
      const known = ways.get(group);
      if (known === undefined) ways.set(group, [direct]);
      else known.push(direct);
    }
  }
  return ways;
}

function groupsOn({ way }: TokenSid): Pick<Trustee, 'group' | 'direct'> {
  const steps: TokenWay['step'][] = [];
  for (let at: TokenWay | null = way; at !== null; at = at.before) steps.unshift(at.step);
  const [, first] = steps;
  const last = steps.at(-1)!;
  return {
    group: last.kind === 'group' ? last.group : null,
    direct: first?.kind === 'group' ? first.group : null,
  };
}
