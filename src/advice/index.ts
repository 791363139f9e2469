/** What to change, and where, to get another answer: every way is tried before it is told. */
import type { ChangeView } from '../result/explain.js';
import type { Advice, Step } from '../result/steps.js';
import { requestsFor } from '../verdicts/requests.js';
import type { AddEntry } from './changes-of.js';
import { allowed, alsoGranted, completed, type Goal, type Option, refusedByRemoving } from './complete.js';
import { decidingEntry, type Findings, type Situation } from './situation.js';
import {
  addEntry,
  inheritAgain,
  isOff,
  isOrphan,
  leaveGroup,
  leaveProtectedGroups,
  ownEntry,
  writeDacl,
} from './steps.js';
import { type Afterwards, checkOn, effectOf, Trial } from './trial.js';

export { type Findings, isBroad, type Situation } from './situation.js';

/** @returns ways to the answer that is wanted, and for an action that works, ways to take it away; nothing where the answer is not known */
export function adviceOn(situation: Situation, findings: Findings): ChangeView {
  const trial = new Trial(situation);
  switch (findings.outcome.verdict) {
    case 'can':
      return works(trial, findings);
    case 'can-until-sdprop':
      return view('last', lasting(trial, findings), 'protected-on-purpose');
    case 'no-effect':
      return takeEffect(trial, findings);
    case 'cannot':
      return allow(trial, findings);
    default:
      return NOTHING;
  }
}

export const NOTHING: ChangeView = {
  goal: 'none',
  options: [],
  caution: null,
  revoke: [],
  effects: [],
  revokeEffects: [],
};

function view(
  goal: ChangeView['goal'],
  options: readonly Option[],
  caution: ChangeView['caution'] = null,
  revoke: readonly Option<Step>[] = [],
): ChangeView {
  return {
    goal,
    options: options.map(({ steps }) => steps),
    caution,
    revoke: revoke.map(({ steps }) => steps),
    effects: options.map(({ effect }) => effect),
    revokeEffects: revoke.map(({ effect }) => effect),
  };
}

function works(trial: Trial, findings: Findings): ChangeView {
  const { situation } = trial;
  const { outcome } = findings;
  if (outcome.reason === 'allowed-without-dacl') return view('repair', repaired(trial));
  // The domain controller itself has what the platform gives it.
  if (situation.account.kind === 'local-system') return NOTHING;
  const revoke = revoked(trial, findings);
  const reading = findings.documented.flatMap(({ access, reading }, i) => (access === 'denied' && reading ? [i] : []));
  if (reading.length === 0) return view('none', [], null, revoke);
  const { schema } = situation.session.directory;
  const requests = reading.flatMap((i) => requestsFor(situation.action.documented[i]!, schema, situation.classGuid));
  return view('none', told(trial, findings, alsoGranted(requests), [[]]), 'read-right-missing', revoke);
}

/** A list of its own for an object without one: whatever it says then, not everybody may do everything. */
function repaired(trial: Trial): readonly Option[] {
  const steps = [writeDacl(trial.situation)];
  const afterwards = trial.of(steps);
  const open = afterwards.tried && afterwards.last.outcome.reason === 'allowed-without-dacl';
  return open ? [] : [{ steps, effect: effectOf(afterwards) }];
}

/** Ways to take away what works. */
function revoked(trial: Trial, findings: Findings): readonly Option<Step>[] {
  const { situation } = trial;
  const found: Option<Step>[] = [];
  const removal = refusedByRemoving(trial, situation.requests);
  if (removal !== null) found.push(removal);
  const sid = decidingEntry(findings)?.trustee?.sid;
  const leave = sid === undefined ? null : leaveGroup(situation, sid);
  const left = leave === null ? null : trial.of([leave]);
  if (leave !== null && left?.tried && left.last.outcome.access === 'denied')
    found.push({ steps: [leave], effect: effectOf(left) });
  return found;
}

function lasting(trial: Trial, findings: Findings): readonly Option[] {
  const { situation } = trial;
  const leave = leaveProtectedGroups(situation, findings);
  return told(trial, findings, allowed(situation.requests), [[], ...(leave.length === 0 ? [] : [leave])]);
}

function takeEffect(trial: Trial, { noEffect }: Findings): ChangeView {
  const { dn } = trial.situation;
  if (noEffect.some(({ reason }) => reason !== 'password-never-expires')) return view('impossible', []);
  const steps = noEffect.map(
    ({ flag, bit }): Step => ({ do: 'clear-flag', dn, attribute: 'userAccountControl', bit, flag }),
  );
  const afterwards = trial.of(steps);
  if (!afterwards.tried) return view('take-effect', [{ steps, effect: afterwards }]);
  const { verdict } = afterwards.after.outcome;
  const works = verdict === 'can' || verdict === 'can-until-sdprop';
  return view('take-effect', works ? [{ steps, effect: effectOf(afterwards) }] : []);
}

function allow(trial: Trial, findings: Findings): ChangeView {
  const { situation } = trial;
  const { outcome, dacl } = findings;
  const goal = allowed(situation.requests);
  if (situation.protected === 'yes') {
    // What is written on the target itself does not last: AdminSDHolder's list replaces it.
    const leave = leaveProtectedGroups(situation, findings);
    const left =
      leave.length === 0 ? [] : [withBlocked(trial, findings, goal, [...leave, ...inheritAgain(situation, findings)])];
    return view('allow', told(trial, findings, goal, [[], ...left]), 'protected-on-purpose');
  }
  const operator = situation.excluded ? 'operator-taken-out' : null;
  if (dacl.state === 'empty') return view('allow', told(trial, findings, goal, [[writeDacl(situation)]]), operator);
  if (outcome.reason === 'denied-by-entry') {
    const options = [...told(trial, findings, goal, [[]])];
    const sid = decidingEntry(findings)?.trustee?.sid;
    const leave = sid === undefined ? null : leaveGroup(situation, sid);
    const left = leave === null ? null : trial.of([leave]);
    if (leave !== null && left?.tried && goal.reached(left) === 'yes')
      options.push({ steps: [leave], effect: effectOf(left) });
    return view('allow', options, operator ?? 'deny-may-be-meant');
  }
  return view('allow', grants(trial, findings, goal), operator);
}

/** For a target that no entry reaches. */
function grants(trial: Trial, findings: Findings, goal: Goal): readonly Option[] {
  const { situation } = trial;
  const { dn } = situation;
  const entry = entryOf(trial, findings, trial.of([]));
  if (isOff(situation)) {
    const again = withBlocked(trial, findings, goal, inheritAgain(situation, findings));
    const here = [ownEntry(entry, dn)];
    return told(trial, findings, goal, isOrphan(situation, findings) ? [again] : [again, here]);
  }
  const near = findings.nearMisses[0];
  if (near?.because === 'inheritance-off') {
    const again = near.blockedAt.map((blocked): Step => ({ do: 'enable-inheritance', dn: blocked }));
    const closest = { ...entry, dn: near.blockedAt[0]! };
    const inherited = completed(trial, goal, again, null);
    return [...certain([inherited]), ...told(trial, findings, goal, [[closest]])];
  }
  if (near?.because === 'not-propagated') {
    const spread = placesBetween(situation, near.written.dn)
      .map((place) => completed(trial, goal, [{ do: 'propagate', dn: place }], null))
      .find((option) => option !== null && !option.doubt);
    if (spread) return [spread];
  }
  if (near?.because === 'inherit-only') return told(trial, findings, goal, [[ownEntry(entry, dn)]]);
  const place = near && near.because !== 'elsewhere' ? near.written.dn : null;
  return told(trial, findings, goal, [[place === null ? entry : { ...entry, dn: place }]]);
}

/** From the object that an entry is written on down to the target: whose list is written again, the entry comes below it. */
function placesBetween({ session: { shared }, record, dn }: Situation, from: string): readonly string[] {
  const places = [dn];
  for (let node = shared.node(record.parent); node !== null; node = node.parent) {
    places.unshift(node.dn);
    if (node.dn === from) return places;
  }
  return [from];
}

/** With the inheritance of what lies between switched on too, where that alone is enough. */
function withBlocked(trial: Trial, { nearMisses }: Findings, goal: Goal, steps: readonly Advice[]): readonly Advice[] {
  const { dn } = trial.situation;
  const others = new Set(nearMisses.flatMap(({ blockedAt }) => blockedAt).filter((other) => other !== dn));
  if (others.size === 0) return steps;
  const more = [...steps, ...[...others].map((other): Step => ({ do: 'enable-inheritance', dn: other }))];
  const afterwards = trial.of(more);
  return afterwards.tried && goal.reached(afterwards) === 'yes' ? more : steps;
}

/** The options that come to the goal, each with all that it takes; where none surely does, those that may. */
function told(
  trial: Trial,
  findings: Findings,
  goal: Goal,
  options: readonly (readonly Advice[])[],
): readonly Option[] {
  const made = options.map((option) => completed(trial, goal, option, () => entryFor(trial, findings, option)));
  const sure = certain(made);
  return sure.length > 0
    ? sure
    : made.flatMap((option) =>
        option === null || option.steps.length === 0 ? [] : [{ steps: option.steps, effect: option.effect }],
      );
}

function certain(options: readonly ReturnType<typeof completed>[]): readonly Option[] {
  return options
    .filter((option) => option !== null)
    .filter(({ doubt, steps }) => !doubt && steps.length > 0)
    .map(({ steps, effect }) => ({ steps, effect }));
}

/** The entry that steps need besides, where it has to stand to reach the target once they are done. */
function entryFor(trial: Trial, findings: Findings, option: readonly Advice[]): AddEntry {
  const { situation } = trial;
  const afterwards = trial.of(option);
  const entry = entryOf(trial, findings, afterwards);
  if (afterwards.tried && isStamped(afterwards) && findings.holder?.dn != null)
    return ownEntry(entry, findings.holder.dn);
  const inherits = option.some((step) => step.do === 'enable-inheritance' && step.dn === situation.dn);
  return isOff(situation) && !inherits ? ownEntry(entry, situation.dn) : entry;
}

/** With the rights that the account lacks on the list that counts in the end. */
function entryOf({ situation }: Trial, findings: Findings, afterwards: ReturnType<Trial['of']>): AddEntry {
  const { schema } = situation.session.directory;
  return addEntry(
    situation,
    findings,
    (right) =>
      !afterwards.tried ||
      checkOn(afterwards.last, requestsFor(right, schema, situation.classGuid)).decision !== 'granted',
  );
}

/** AdminSDHolder's list is what counts in the end. */
function isStamped({ after, last }: Afterwards): boolean {
  return after !== last;
}
