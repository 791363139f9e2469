/** The account's token as an explanation shows it, and what is not known about it. */

import type { Sid } from '../descriptor/types.js';
import { at, type Directory, groupOfSid } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import { PROTECTION } from '../directory/membership.js';
import type { TokenSid } from '../directory/token.js';
import { sidName } from '../directory/token-names.js';
import type { TokenView, UndecidedSid } from '../result/explain.js';
import { type Context, named, namesTo } from './context.js';

/** DNs of missing members shown for one group. */
const MOST_MEMBERS = 5;

export function tokenView(context: Context): TokenView {
  const { token, descriptor, session } = context;
  const bySid = entriesBySid(context);
  const undecided: UndecidedSid[] = [];
  for (const [sid, entries] of bySid) {
    if (isPlaceholder(sid) || token.carries(sid) !== 'unknown') continue;
    undecided.push({ ...named(context, sid), entries, ...whyUndecided(context, sid) });
  }
  const { owner } = descriptor ?? { owner: null };
  return {
    domain: at(session.directory.domains, token.domain)?.dn ?? null,
    sids: [...token.sids.values()].map((held) => ({
      ...shown(context, held),
      entries: entriesFor(held.sid, bySid, standsForSelf(context, held.sid), owner),
    })),
    filtered: [...token.filtered.values()].map((lost) => ({
      ...shown(context, lost),
      entries: bySid.get(lost.sid) ?? [],
      certain: lost.certain,
    })),
    undecided,
  };
}

function shown(context: Context, held: TokenSid): Pick<TokenView['sids'][number], 'sid' | 'name' | 'via'> {
  const { session, account } = context;
  const name = sidName(session.directory, account.user, held) ?? session.shared.nameOf(held.sid);
  return { sid: held.sid, name, via: namesTo(context, held) };
}

/** Whether an entry for SELF counts because the token holds a SID: that of the account, where it is the target, or of the group. */
function standsForSelf({ isSelf, record, account }: Context, sid: Sid): boolean {
  return isSelf === true && sid === (record.type === 'object' ? record.sid : account.sid);
}

/** SELF and OWNER RIGHTS name somebody else: the object, and its owner. */
function entriesFor(
  sid: Sid,
  bySid: ReadonlyMap<Sid, readonly number[]>,
  isSelf: boolean,
  owner: Sid | null,
): readonly number[] {
  const entries = [...(bySid.get(sid) ?? [])];
  if (isSelf) entries.push(...(bySid.get('S-1-5-10') ?? []));
  if (sid === owner) entries.push(...(bySid.get('S-1-3-4') ?? []));
  return entries.sort((a, b) => a - b);
}

function isPlaceholder(sid: Sid): boolean {
  return sid === 'S-1-5-10' || sid.startsWith('S-1-3-');
}

function entriesBySid({ descriptor }: Context): ReadonlyMap<Sid, readonly number[]> {
  const entries = new Map<Sid, number[]>();
  descriptor?.dacl?.aces.forEach((ace, index) => {
    if (ace.form !== 'basic' && ace.form !== 'object') return;
    const list = entries.get(ace.sid);
    if (list) list.push(index);
    else entries.set(ace.sid, [index]);
  });
  return entries;
}

/** Why the token may or may not carry a SID. */
export function whyUndecided(
  { session: { directory }, account, domain, token }: Context,
  sid: Sid,
): Pick<UndecidedSid, 'because' | 'detail'> {
  if (token.filtered.has(sid)) return { because: 'sid-filtering', detail: [] };
  const number = groupOfSid(directory, sid, domain) ?? directory.groupByFormerSid.get(sid) ?? null;
  if (number !== null) {
    const group = directory.groups[number]!;
    if (!group.open && !account.user.primaryGroupKnown) return { because: 'primary-group-unread', detail: [] };
    return { because: 'members-missing', detail: missingMembers(directory, number) };
  }
  if (sid.startsWith('S-1-5-32-')) return { because: 'builtin-missing', detail: [] };
  if (!sid.startsWith('S-1-5-21-') || sid.startsWith('S-1-5-21-0-0-0-'))
    return { because: 'kind-of-logon', detail: [] };
  const authority = sid.slice(0, sid.lastIndexOf('-'));
  if (directory.domains.some((known) => known.sid === authority)) return { because: 'deleted-or-hidden', detail: [] };
  const trust = directory.trusts.find((known) => known.sid === authority);
  return { because: 'other-domain', detail: trust ? [trust.partner] : [] };
}

/** DNs in `member` of the group, or of a group nested in it, that no source has. */
function missingMembers({ groups, membership }: Directory, start: GroupId): readonly string[] {
  const missing: string[] = [];
  for (const group of membership.below([start], PROTECTION)) {
    missing.push(...groups[group]!.unresolvedMembers.slice(0, MOST_MEMBERS - missing.length));
    if (missing.length >= MOST_MEMBERS) break;
  }
  return missing;
}
