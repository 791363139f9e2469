/** The same check on a descriptor, or a token, that differs in one thing: so that advice is no guess. */
import type { Decision } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { AceFlag } from '../descriptor/types.js';
import { type Directory, groupNumber } from '../directory/directory.js';
import { buildToken } from '../directory/token.js';
import { checkAll, requesterOf } from '../verdicts/decide.js';
import type { Context } from './context.js';

/** @returns the answer with these entries taken out of a list, and which entry decides then (in the old numbers) */
export function withoutEntries(
  { requester, requests: asked }: Context,
  descriptor: SecurityDescriptor | null,
  removed: ReadonlySet<number>,
  requests: readonly RightRequest[] = asked,
): { readonly decision: Decision; readonly index: number } {
  if (descriptor?.dacl == null) return { decision: 'unknown', index: -1 };
  const kept = [...descriptor.dacl.aces.keys()].filter((index) => !removed.has(index));
  const aces = kept.map((index) => descriptor.dacl!.aces[index]!);
  const { decision, index } = checkAll({ ...descriptor, dacl: { ...descriptor.dacl, aces } }, requester, requests);
  return { decision, index: index < 0 ? -1 : kept[index]! };
}

/** @returns the answer where the target, and every container above it, inherits */
export function withInheritance({ session, record, descriptor, requester, requests, classGuid }: Context): Decision {
  if (descriptor?.dacl == null) return 'unknown';
  const aces = descriptor.dacl.aces.filter((ace) => (ace.flags & AceFlag.Inherited) === 0);
  let node = session.shared.node(record.p);
  for (let levels = 0; node !== null; node = node.parent, levels++) {
    for (const ace of node.descriptor?.dacl?.aces ?? []) {
      if ((ace.flags & AceFlag.Inherited) !== 0 || (ace.flags & AceFlag.ContainerInherit) === 0) continue;
      if (levels > 0 && (ace.flags & AceFlag.NoPropagateInherit) !== 0) continue;
      if (ace.form === 'object' && ace.inheritedObjectType !== null && ace.inheritedObjectType !== classGuid) continue;
      aces.push({ ...ace, flags: (ace.flags & ~AceFlag.InheritOnly) | AceFlag.Inherited });
    }
  }
  const changed: SecurityDescriptor = { ...descriptor, dacl: { ...descriptor.dacl, aces } };
  return checkAll(changed, requester, requests).decision;
}

/** One membership: the last step of the way to a group. */
export interface Membership {
  /** Name of the member. */
  readonly member: string;
  readonly group: string;
  readonly groupDn: string;
  /** The answer without it. */
  readonly decision: Decision;
}

/**
 * @param sid the SID of a group in the token
 * @returns the membership through which the token holds it, and the answer without that; null where it does not come from
 *   a membership that somebody can end (a well-known SID, the primary group, the account itself)
 */
export function withoutMembership(context: Context, sid: Sid): Membership | null {
  const { session, subject, token, descriptor, domain, requests, isSelf } = context;
  const { directory } = session;
  const group = groupNumber(directory, sid, domain);
  const via = token.sids.get(sid)?.via ?? [];
  const member = via.at(-2);
  if (group === undefined || member === undefined || descriptor === null) return null;
  const own = member === subject.name && subject.token.groups.includes(group);
  const holder = own ? -1 : memberNamed(directory, member, group);
  if (!own && holder < 0) return null;
  const changed: Directory = own
    ? directory
    : {
        ...directory,
        groups: directory.groups.map((known, number) =>
          number === holder ? { ...known, parents: known.parents.filter((parent) => parent !== group) } : known,
        ),
      };
  const who = own
    ? { ...subject.token, groups: subject.token.groups.filter((number) => number !== group) }
    : subject.token;
  const other = requesterOf(buildToken(changed, who, domain), isSelf);
  const { name, dn } = directory.groups[group]!;
  return { member, group: name, groupDn: dn, decision: checkAll(descriptor, other, requests).decision };
}

function memberNamed(directory: Directory, name: string, group: number): number {
  return directory.groups.findIndex((known) => known.name === name && known.parents.includes(group));
}
