/** What to change, and where, to get another answer; or what to read, to get one at all. */
import { formatAce } from '../descriptor/index.js';
import { SdControl } from '../descriptor/types.js';
import type { ChangeView, EntryView } from '../result/explain.js';
import type { Advice, ClassRef, Named, Step } from '../result/steps.js';
import { requestsFor } from '../verdicts/requests.js';
import { completed, MOST_REMOVED } from './attempt.js';
import { type Context, isBroad } from './context.js';
import type { Findings } from './findings.js';
import { holderDescriptor } from './holder.js';
import { inquiriesOf } from './inquiries.js';
import { nearMisses as findNearMisses } from './near-misses.js';
import { withInheritance, withoutEntries, withoutMembership } from './what-if.js';

/** Beyond this, taking a right away is no matter of single entries. */
const MOST_REVOKED = 3;

/** @returns ways to the answer that is wanted, and for an action that works, ways to take it away */
export function changeOf(context: Context, findings: Findings): ChangeView {
  const { outcome } = findings;
  switch (outcome.verdict) {
    case 'can':
      return works(context, findings);
    case 'can-until-sdprop':
      return { ...NONE, goal: 'last', options: lastOptions(context, findings), caution: 'protected-on-purpose' };
    case 'no-effect':
      return takeEffect(context, findings);
    case 'cannot':
      return allow(context, findings);
    default:
      return { ...NONE, goal: 'know', options: inquiriesOf(context, findings).map((step) => [step]) };
  }
}

const NONE: ChangeView = { goal: 'none', options: [], caution: null, revoke: [] };

function works(context: Context, findings: Findings): ChangeView {
  const { outcome, documented } = findings;
  if (outcome.reason === 'allowed-without-dacl') {
    return { ...NONE, goal: 'repair', options: [[writeDacl(context)]] };
  }
  const revoke: Step[][] = [];
  // The domain controller itself has what the platform gives it.
  if (context.account.kind === 'local-system') return NONE;
  const removal = removeUntilDenied(context, findings);
  if (removal !== null && removal.length <= MOST_REVOKED) revoke.push(removal);
  const sid = decidingEntry(findings)?.trustee?.sid;
  const membership = sid === undefined ? null : withoutMembership(context, sid);
  if (membership?.decision === 'denied') {
    const { member, group } = membership;
    revoke.push([{ do: 'leave-group', member, group }]);
  }
  const reading = documented.flatMap(({ access, reading }, i) => (access === 'denied' && reading ? [i] : []));
  if (reading.length === 0) return { ...NONE, revoke };
  const steps = reading.flatMap((i) => readAgain(context, findings, i));
  return { ...NONE, options: steps.length === 0 ? [] : [steps], caution: 'read-right-missing', revoke };
}

/** What it takes to hold a documented right that is refused: to remove the entry that denies it, to add one, or both. */
function readAgain(context: Context, findings: Findings, number: number): Step[] {
  const { documented, dacl } = findings;
  const { schema } = context.session.directory;
  const requests = requestsFor(context.action.documented[number]!, schema, context.classGuid);
  const removed = new Set<number>();
  const steps: Step[] = [];
  for (let { index } = documented[number]!; index !== null && removed.size < MOST_REMOVED; ) {
    removed.add(index);
    steps.push({ do: 'remove-entry', ...placeOf(context, dacl.entries[index]!) });
    const next = withoutEntries(context, context.descriptor, removed, requests);
    if (next.decision === 'granted') return steps;
    index = next.index;
  }
  return [...steps, addEntry(context, findings)];
}

function lastOptions(context: Context, findings: Findings): Advice[][] {
  return [
    ...tried(context, findings, 'holder', [[]]),
    ...tried(context, findings, 'target', [leaveProtectedGroups(context, findings)]),
  ];
}

/** The options that lead to the answer, each with all that it takes. */
function tried(
  context: Context,
  findings: Findings,
  on: 'target' | 'holder',
  options: readonly (readonly Advice[])[],
): Advice[][] {
  const entry = () => (isOff(context) ? entryHere(context, findings) : addEntry(context, findings));
  return options.flatMap((option) => {
    const inherits = option.some((step) => step.do === 'enable-inheritance' && step.dn === context.dn);
    const make = inherits ? () => addEntry(context, findings) : entry;
    const whole = completed(context, findings, on, option, make);
    return whole === null || whole.length === 0 ? [] : [whole];
  });
}

/** An entry of the target's own. */
function entryHere(context: Context, findings: Findings): Extract<Step, { do: 'add-entry' }> {
  return { ...addEntry(context, findings), dn: context.dn, appliesTo: null };
}

function takeEffect({ dn }: Context, { noEffect }: Findings): ChangeView {
  if (noEffect.some(({ reason }) => reason !== 'password-never-expires')) return { ...NONE, goal: 'impossible' };
  return {
    ...NONE,
    goal: 'take-effect',
    options: [
      noEffect.map(({ flag, bit }): Step => ({ do: 'clear-flag', dn, attribute: 'userAccountControl', bit, flag })),
    ],
  };
}

function allow(context: Context, findings: Findings): ChangeView {
  const { outcome, dacl } = findings;
  const base: ChangeView = { ...NONE, goal: 'allow' };
  if (context.protected === 'yes') {
    // What is written on the target itself does not last: AdminSDHolder's list replaces it.
    const leave = leaveProtectedGroups(context, findings);
    const left = leave.length === 0 ? [] : [[...leave, ...inheritAgain(context, findings)]];
    const options = [...tried(context, findings, 'holder', [[]]), ...tried(context, findings, 'target', left)];
    return { ...base, options, caution: 'protected-on-purpose' };
  }
  if (dacl.state === 'empty') return { ...base, options: [[writeDacl(context)]] };
  if (outcome.reason === 'denied-by-entry') {
    const options = tried(context, findings, 'target', [[]]);
    const sid = decidingEntry(findings)?.trustee?.sid;
    const membership = sid === undefined ? null : withoutMembership(context, sid);
    if (membership?.decision === 'granted') {
      const { member, group } = membership;
      options.push([{ do: 'leave-group', member, group }]);
    }
    return { ...base, options, caution: 'deny-may-be-meant' };
  }
  return { ...base, options: tried(context, findings, 'target', grantOptions(context, findings)) };
}

/** For a target that no entry reaches. */
function grantOptions(context: Context, findings: Findings): Advice[][] {
  const { nearMisses } = findings;
  if (isOff(context)) {
    const again = inheritAgain(context, findings);
    const here: Step[] = [entryHere(context, findings)];
    return isOrphan(context, findings) ? [again] : [again, here];
  }
  const near = nearMisses[0];
  if (near?.because === 'inheritance-off') {
    const closest = near.blockedAt[0]!;
    const options: Step[][] = [];
    if (withInheritance(context) === 'granted') {
      options.push(near.blockedAt.map((dn): Step => ({ do: 'enable-inheritance', dn })));
    }
    options.push([{ ...addEntry(context, findings), dn: closest }]);
    return options;
  }
  if (near?.because === 'not-propagated') return [[{ do: 'propagate', dn: near.written.dn }]];
  if (near?.because === 'inherit-only') return [[entryHere(context, findings)]];
  const place = near && near.because !== 'elsewhere' ? near.written.dn : null;
  return [[{ ...addEntry(context, findings), ...(place === null ? {} : { dn: place }) }]];
}

function isOff({ descriptor }: Context): boolean {
  return descriptor !== null && (descriptor.control & SdControl.DaclProtected) !== 0;
}

/** Marked by AdminSDHolder, and in no protected group any more. */
function isOrphan(context: Context, { equalsAdminSDHolder }: Findings): boolean {
  return context.protected === 'no' && ((context.record.adminCount ?? 0) > 0 || equalsAdminSDHolder);
}

/** Switching the target's inheritance on, and what else it takes then. */
function inheritAgain(context: Context, findings: Findings): Advice[] {
  const { dn, record } = context;
  const steps: Advice[] = [];
  if (isOrphan(context, findings)) steps.push({ do: 'confirm', what: 'left-protected-groups', dn });
  if (isOff(context)) steps.push({ do: 'enable-inheritance', dn });
  if ((record.adminCount ?? 0) > 0) steps.push({ do: 'clear-admin-count', dn });
  const others = new Set(findings.nearMisses.flatMap(({ blockedAt }) => blockedAt).filter((other) => other !== dn));
  // Where that does not give it, an entry is added when the option is tried.
  if (withInheritance(context) === 'granted')
    for (const other of others) steps.push({ do: 'enable-inheritance', dn: other });
  return steps;
}

function leaveProtectedGroups({ session, record, dn }: Context, { protectedBy }: Findings): Step[] {
  const steps = new Map<string, Step>();
  for (const { via, groups, certain } of protectedBy) {
    const direct = session.directory.groups.find((group) => group.dn === groups[0]);
    if (!certain || !direct) continue;
    steps.set(direct.dn, {
      do: 'leave-group',
      member: { dn, sid: record.sid ?? null, name: record.samAccountName ?? via[0]! },
      group: { dn: direct.dn, sid: direct.sid, name: direct.name },
    });
  }
  return [...steps.values()];
}

/** The documented rights that are missing, for the group that the account's delegations go to, on the target's container. */
function addEntry(context: Context, findings: Findings): Extract<Step, { do: 'add-entry' }> {
  const { session, record, dn } = context;
  const missing = [...findings.requested, ...findings.documented].filter(({ access }) => access !== 'granted');
  const lacking = missing.length > 0 ? missing : findings.requested;
  return {
    do: 'add-entry',
    dn: session.directory.containers[record.parent]?.dn ?? dn,
    trustee: delegate(context, findings),
    rights: [...new Map(lacking.map(({ right }) => [JSON.stringify(right), right])).values()],
    appliesTo: classOf(context),
  };
}

function writeDacl(context: Context): Step {
  return { do: 'write-dacl', dn: context.dn, objectClass: classOf(context) };
}

/** The target's class; null where it was not read. */
function classOf({ className, classGuid }: Context): ClassRef | null {
  return className === '' ? null : { name: className, guid: classGuid ?? null };
}

/** The entry of the target's list that decides. */
function decidingEntry({ outcome, dacl }: Pick<Findings, 'outcome' | 'dacl'>): EntryView | undefined {
  return outcome.ace === null ? undefined : dacl.entries[outcome.ace.index];
}

/** Whom to delegate to: the group that holds such a delegation already, or the account itself. */
function delegate(context: Context, { nearMisses, dacl, outcome }: Findings): Named {
  const deciding = decidingEntry({ outcome, dacl });
  const near = nearMisses.length > 0 ? nearMisses : findNearMisses(context, context.requests[0]!);
  const known = [
    ...near.map(({ trustee }) => trustee),
    ...(deciding?.effect === 'allow' && deciding.trustee ? [deciding.trustee] : []),
  ].find(({ sid }) => !isBroad(sid));
  return known ?? { sid: context.account.sid, name: context.account.name };
}

/** Entries to remove, one after the other, until it is refused; null where that does not help. */
function removeUntilDenied(context: Context, findings: Findings): Step[] | null {
  // On a protected target nothing lasts but what AdminSDHolder says.
  const { holder } = findings;
  const onHolder = context.protected === 'yes' && holder?.dn != null;
  const descriptor = onHolder ? holderDescriptor(context) : context.descriptor;
  const removed = new Set<number>();
  const steps: Step[] = [];
  for (let index = (onHolder ? holder?.entry?.index : findings.outcome.ace?.index) ?? null; index !== null; ) {
    removed.add(index);
    if (removed.size > MOST_REMOVED) return null;
    const step = onHolder
      ? { dn: holder.dn, index, sddl: formatAce(descriptor!.dacl!.aces[index]!) }
      : placeOf(context, findings.dacl.entries[index]!);
    if (!steps.some((known) => known.do === 'remove-entry' && known.dn === step.dn && known.index === step.index)) {
      steps.push({ do: 'remove-entry', ...step });
    }
    const next = withoutEntries(context, descriptor, removed);
    if (next.decision === 'denied') return steps;
    if (next.decision === 'unknown') return null;
    index = next.index;
  }
  return null;
}

/** Where an entry of the target's list is written. */
function placeOf({ dn }: Context, { written, index, sddl }: EntryView): { dn: string; index: number; sddl: string } {
  return written === null ? { dn, index, sddl } : { dn: written.dn, index: written.index, sddl: written.sddl };
}
