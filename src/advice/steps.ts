/** The single steps that advice is made of. */

import { nameRequired } from '../access/named-rights.js';
import type { Sid } from '../descriptor/types.js';
import { SdControl } from '../descriptor/types.js';
import { at, groupOfSid } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import type { TokenStep } from '../directory/token.js';
import type { RequiredRight } from '../result/rights.js';
import type { Advice, ClassRef, Named, PrincipalRef, Step } from '../result/steps.js';
import type { AddEntry } from './changes-of.js';
import { decidingEntry, type Findings, isBroad, type Situation } from './situation.js';

/**
 * The rights of the documented set that the account does not have, for the group that its delegations go to, on the
 * target's container.
 * @param lacked whether the account lacks a right at the moment that matters
 */
export function addEntry(
  situation: Situation,
  findings: Findings,
  lacked: (right: RequiredRight) => boolean,
): AddEntry {
  const { session, record, dn, action } = situation;
  const { schema } = session.directory;
  const missing = [action.request, ...action.documented].filter(lacked);
  const rights = (missing.length > 0 ? missing : [action.request]).map((right) => nameRequired(right, schema));
  return {
    do: 'add-entry',
    // Nothing stands above the head of a naming context.
    dn: at(session.directory.containers, record.parent)?.dn ?? dn,
    trustee: delegate(situation, findings),
    rights: [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()],
    appliesTo: record.parent === null ? null : classOf(situation),
  };
}

/** The entry as one of an object's own: the target's, or AdminSDHolder's. */
export function ownEntry(entry: AddEntry, dn: string): AddEntry {
  return { ...entry, dn, appliesTo: null };
}

export function writeDacl(situation: Situation): Step {
  return { do: 'write-dacl', dn: situation.dn, objectClass: classOf(situation) };
}

export function isOff({ descriptor }: Situation): boolean {
  return descriptor !== null && (descriptor.control & SdControl.DaclProtected) !== 0;
}

/** Marked by AdminSDHolder, and in no protected group any more. */
export function isOrphan(situation: Situation, { equalsAdminSDHolder }: Findings): boolean {
  return situation.protected === 'no' && ((situation.record.adminCount ?? 0) > 0 || equalsAdminSDHolder);
}

/** Switching the target's inheritance on, and what else it takes then. */
export function inheritAgain(situation: Situation, findings: Findings): Advice[] {
  const { dn, record } = situation;
  const steps: Advice[] = [];
  // A group that dSHeuristics takes out was never left: the caution tells of it.
  if (isOrphan(situation, findings) && !situation.excluded)
    steps.push({ do: 'confirm', what: 'left-protected-groups', dn });
  if (isOff(situation)) steps.push({ do: 'enable-inheritance', dn });
  if ((record.adminCount ?? 0) > 0) steps.push({ do: 'clear-admin-count', dn });
  return steps;
}

/** Taking the target out of the protected groups that hold it directly. */
export function leaveProtectedGroups({ session, record, dn }: Situation, { protectedBy }: Findings): Step[] {
  const steps = new Map<string, Step>();
  for (const { via, groups, certain } of protectedBy) {
    const direct = session.directory.groups.find((group) => group.dn === groups[0]);
    if (!certain || !direct) continue;
    steps.set(direct.dn, {
      do: 'leave-group',
      member: { dn, sid: record.sid ?? null, name: record.samAccountName ?? via[0]! },
      group: refOf(direct),
    });
  }
  return [...steps.values()];
}

/**
 * @param sid the SID of a group in the token
 * @returns the step that ends the membership through which the token holds it; null where that is none that somebody can
 *   end (a well-known SID, the primary group, the account itself)
 */
export function leaveGroup({ session: { directory }, account, token, domain }: Situation, sid: Sid): Step | null {
  const group = groupOfSid(directory, sid, domain);
  const before = token.sids.get(sid)?.way.before?.step;
  if (group === null || before === undefined) return null;
  const member = memberOf(before, group);
  return member === null ? null : { do: 'leave-group', member, group: refOf(directory.groups[group]!) };

  function memberOf(step: TokenStep, of: GroupId): PrincipalRef | null {
    if (step.kind === 'account')
      return account.user.groups.includes(of) ? refOf({ ...account, dn: account.dn || null }) : null;
    if (step.kind !== 'group' || !directory.membership.isMember(step.group, of)) return null;
    return refOf(directory.groups[step.group]!);
  }
}

function refOf({ dn, sid, name }: PrincipalRef): PrincipalRef {
  return { dn, sid, name };
}

/** The target's class; null where it was not read. */
function classOf({ className, classGuid }: Situation): ClassRef | null {
  return className === '' ? null : { name: className, guid: classGuid ?? null };
}

/**
 * Whom to delegate to: the group that holds such a delegation already, or the account itself; not a SID that somebody had
 * once, which is to go one day.
 */
function delegate({ account, token }: Situation, findings: Findings): Named {
  const { nearMisses, delegations } = findings;
  const deciding = decidingEntry(findings);
  const near = nearMisses.length > 0 ? nearMisses : delegations();
  const known = [
    ...near.map(({ trustee }) => trustee),
    ...(deciding?.effect === 'allow' && deciding.trustee ? [deciding.trustee] : []),
  ].find(({ sid }) => !isBroad(sid) && token.sids.get(sid)?.way.step.kind !== 'former-sid');
  return known ?? { sid: account.sid, name: account.name };
}
