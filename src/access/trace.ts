/**
 * The access check, entry by entry: what each entry of the list did in the answer to one request, and why. The rules are
 * those of `checkRight` (MS-ADTS 5.1.3.3, MS-DTYP 2.5.3), told in full instead of in short; a property test holds the two
 * together.
 */

import { mapGenericMask } from '../descriptor/access-mask.js';
import {
  type Ace,
  AceFlag,
  type BasicAce,
  type Guid,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
} from '../descriptor/types.js';
import type { Doubt, Obstacle, Role, TraceOutcome } from '../result/trace.js';
import type { Tristate } from '../result/tristate.js';
import { type CheckResult, covers, type Effect, effectOf, factOf, ownerImplicit, takesPart } from './check.js';
import { type ConditionOutcome, conditionOutcome, isConditional } from './condition.js';
import type { RightRequest } from './request.js';
import { matchTrustee, OWNER_RIGHTS, type Requester } from './trustee.js';

export type { TraceOutcome };

export interface EntryTrace {
  /** Position in the list, from 0, in stored order. */
  readonly index: number;
  readonly ace: Ace;
  readonly effect: Effect | null;
  readonly role: Role;
  readonly obstacles: readonly Obstacle[];
  /** False behind what decides: the directory does not look there. */
  readonly reached: boolean;
  readonly match: Tristate;
  readonly doubts: readonly Doubt[];
  /** Of a conditional entry whose trustee matches or may match: what its condition evaluates to. */
  readonly condition: ConditionOutcome | null;
  /** Where it covers the request: the object type that it names; null: it names none, so the object as a whole. */
  readonly node: Guid | null;
}

type Outcome = 'granted' | 'denied';

export interface Trace {
  readonly result: CheckResult;
  readonly entries: readonly EntryTrace[];
  /** What the answer is in each case that is left open; one line where nothing is. */
  readonly outcomes: readonly TraceOutcome[];
}

/**
 * @param descriptor parsed descriptor of the object
 * @param requester who asks
 * @param request what is asked
 * @param doubtful object types of which it is not known whether they cover the request (the object's class is not known)
 * @returns the answer of `checkRight`, and what each entry had to do with it
 */
export function traceRight(
  descriptor: SecurityDescriptor,
  requester: Requester,
  request: RightRequest,
  doubtful: ReadonlySet<Guid> = new Set(),
): Trace {
  const aces = descriptor.dacl?.aces ?? [];
  const present = (descriptor.control & SdControl.DaclPresent) !== 0 && descriptor.dacl !== null;
  const owner = present ? ownerImplicit(descriptor, requester, request) : 'no';

  let result: CheckResult = present
    ? { decision: 'denied', basis: aces.length === 0 ? 'empty-dacl' : 'no-entry', index: null }
    : { decision: 'granted', basis: 'no-dacl', index: null };
  if (owner === 'yes') result = { decision: 'granted', basis: 'owner', index: null };
  let over = !present || owner === 'yes';
  const open: { readonly index: number | null; readonly decision: Outcome; readonly basis: CheckResult['basis'] }[] =
    [];
  if (owner === 'unknown') open.push({ index: null, decision: 'granted', basis: 'unresolved-trustee' });
  const seen = new Set<string>(owner === 'unknown' ? [factOf(OWNER_RIGHTS, descriptor)] : []);

  const entries = aces.map((ace, index): EntryTrace => {
    if (!takesPart(ace)) return { index, ace, ...NO_PART, role: 'none', reached: !over };
    const looked = lookAt(ace, descriptor, requester, request, doubtful);
    const entry = (role: Role, reached = !over): EntryTrace => ({ index, ace, ...looked, role, reached });
    if (looked.obstacles.length > 0) return entry('none');
    if (over) return entry('too-late');
    const decision = looked.effect === 'allow' ? 'granted' : 'denied';
    if (looked.doubts.length === 0) {
      over = true;
      result = { decision, basis: 'entry', index };
      return entry('decides', true);
    }
    // A second entry for the same undecided trustee is reached only where the first did not match: then nor does it.
    const fact = factOf(ace.sid, descriptor);
    if (seen.has(fact)) return entry('repeats');
    if (looked.doubts.every((doubt) => doubt === 'trustee')) seen.add(fact);
    open.push({ index, decision, basis: basisOf(looked.doubts) });
    return entry('open');
  });

  const outcomes: TraceOutcome[] = [
    ...open.map(({ index, decision }): TraceOutcome => ({ applies: index ?? 'owner', decision, index })),
    { applies: null, decision: result.decision as Outcome, index: result.index },
  ];
  for (const candidate of open) {
    if (candidate.decision === result.decision) continue;
    return { result: { decision: 'unknown', basis: candidate.basis, index: candidate.index }, entries, outcomes };
  }
  return { result, entries, outcomes };
}

function basisOf(doubts: readonly Doubt[]): CheckResult['basis'] {
  if (doubts.includes('condition')) return 'conditional';
  return doubts.includes('class') ? 'unknown-entry' : 'unresolved-trustee';
}

type Look = Pick<EntryTrace, 'effect' | 'obstacles' | 'match' | 'doubts' | 'condition' | 'node'>;

const NO_PART: Look = {
  effect: null,
  obstacles: ['takes-no-part'],
  match: 'no',
  doubts: [],
  condition: null,
  node: null,
};

/** One entry by itself, whatever stands around it. */
function lookAt(
  ace: BasicAce | ObjectAce,
  descriptor: SecurityDescriptor,
  requester: Requester,
  request: RightRequest,
  doubtful: ReadonlySet<Guid>,
): Look {
  const node = ace.form === 'object' ? ace.objectType : null;
  const match = matchTrustee(ace.sid, requester, descriptor.owner);
  const obstacles: Obstacle[] = [];
  const doubts: Doubt[] = [];
  if (match === 'no') obstacles.push('other-trustee');
  else if (match === 'unknown') doubts.push('trustee');
  if ((ace.flags & AceFlag.InheritOnly) !== 0) obstacles.push('inherit-only');
  if ((mapGenericMask(ace.mask) & request.right) === 0) obstacles.push('other-right');
  else if (!covers(ace, request)) {
    if (node !== null && doubtful.has(node)) doubts.push('class');
    else obstacles.push('other-place');
  }
  const condition = match !== 'no' && isConditional(ace) ? conditionOutcome(ace, requester, descriptor) : null;
  if (condition?.applies === 'no') obstacles.push('condition-not-met');
  else if (condition?.applies === 'unknown') doubts.push('condition');
  return { effect: effectOf(ace), obstacles, match, doubts, condition, node };
}
