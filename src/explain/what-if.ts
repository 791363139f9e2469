/** The same check on a descriptor, or a token, that differs in one thing: so that advice is no guess. */
import type { Decision } from '../access/check.js';
import { type Heir, inheritedList } from '../access/inherit.js';
import type { RightRequest } from '../access/request.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { AceFlag } from '../descriptor/types.js';
import { type Directory, groupOfSid } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import { buildToken, type TokenStep } from '../directory/token.js';
import type { TokenUser } from '../directory/token-user.js';
import type { PrincipalRef } from '../result/steps.js';
import { checkAll, requesterOf } from '../verdicts/decide.js';
import type { Context } from './context.js';

/** @returns the answer with these entries taken out of a list, and which entry decides then (in the old numbers) */
export function withoutEntries(
  { requester, requests: asked }: Context,
  descriptor: SecurityDescriptor | null,
  removed: ReadonlySet<number>,
  requests: readonly RightRequest[] = asked,
): { readonly decision: Decision; readonly index: number | null } {
  if (descriptor?.dacl == null) return { decision: 'unknown', index: null };
  const kept = [...descriptor.dacl.aces.keys()].filter((index) => !removed.has(index));
  const aces = kept.map((index) => descriptor.dacl!.aces[index]!);
  const { decision, index } = checkAll({ ...descriptor, dacl: { ...descriptor.dacl, aces } }, requester, requests);
  return { decision, index: index === null ? null : kept[index]! };
}

/** @returns the answer where the target, and every container above it, inherits */
export function withInheritance({ session, record, descriptor, requester, requests, classGuid }: Context): Decision {
  if (descriptor?.dacl == null) return 'unknown';
  const heir: Heir = { classGuid, owner: descriptor.owner, group: descriptor.group };
  const own = descriptor.dacl.aces.filter((ace) => (ace.flags & AceFlag.Inherited) === 0);
  const aces = [...own, ...inheritedList(session.shared.node(record.parent), heir)];
  const changed: SecurityDescriptor = { ...descriptor, dacl: { ...descriptor.dacl, aces } };
  return checkAll(changed, requester, requests).decision;
}

/** One membership: the last step of the way to a group. */
export interface MembershipView {
  readonly member: PrincipalRef;
  readonly group: PrincipalRef;
  /** The answer without it. */
  readonly decision: Decision;
}

/**
 * @param sid the SID of a group in the token
 * @returns the membership through which the token holds it, and the answer without that; null where it does not come from
 *   a membership that somebody can end (a well-known SID, the primary group, the account itself)
 */
export function withoutMembership(context: Context, sid: Sid): MembershipView | null {
  const { session, account, token, descriptor, domain, requests, isSelf } = context;
  const { directory } = session;
  const group = groupOfSid(directory, sid, domain);
  const step = token.sids.get(sid)?.way.before?.step;
  if (group === null || step === undefined || descriptor === null) return null;
  const changed = without(context, step, group);
  if (changed === null) return null;
  const other = requesterOf(buildToken(changed.directory, changed.user, domain), isSelf);
  return {
    member: refOf(step.kind === 'group' ? directory.groups[step.group]! : { ...account, dn: account.dn || null }),
    group: refOf(directory.groups[group]!),
    decision: checkAll(descriptor, other, requests).decision,
  };
}

function refOf({ dn, sid, name }: PrincipalRef): PrincipalRef {
  return { dn, sid, name };
}

/** The directory and the account without a membership; null where it is none that somebody can end. */
function without(
  { session: { directory }, account: { user } }: Context,
  member: TokenStep,
  group: GroupId,
): { readonly directory: Directory; readonly user: TokenUser } | null {
  if (member.kind === 'account') {
    if (!user.groups.includes(group)) return null;
    return { directory, user: { ...user, groups: user.groups.filter((own) => own !== group) } };
  }
  if (member.kind !== 'group' || !directory.membership.isMember(member.group, group)) return null;
  const membership = directory.membership.without(member.group, group);
  return { directory: { ...directory, membership }, user };
}
