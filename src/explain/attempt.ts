/** Advice is tried before it is given: on the list as it would be then, with the entries that would still be in the way. */
import { effectOf } from '../access/check.js';
import { inheritedList, reachingEntries, writtenEntry } from '../access/inherit.js';
import { formatAce } from '../descriptor/index.js';
import { type Ace, AceFlag, AceType, SdControl, type SecurityDescriptor, type Sid } from '../descriptor/types.js';
import type { Advice, Step } from '../result/steps.js';
import { checkAll } from '../verdicts/decide.js';
import type { ContainerNode } from '../verdicts/shared.js';
import type { Context } from './context.js';
import type { Findings } from './findings.js';
import { holderDescriptor } from './holder.js';

/** More entries than this nobody removes one by one. */
export const MOST_REMOVED = 8;

interface Place {
  readonly dn: string;
  readonly index: number;
  readonly sddl: string;
}

interface Entry {
  readonly ace: Ace;
  /** Where it is written; null where no object that was read carries it. */
  readonly place: Place | null;
  /** How far above the target it is written: 0 for an entry of its own. */
  readonly level: number;
}

type AddEntry = Extract<Step, { do: 'add-entry' }>;

/**
 * Carries an option out on a list, and looks at what decides then.
 * @param on the target's own list; or AdminSDHolder's, which is what a protected target gets
 * @param option steps to begin with; none for whatever the list itself takes
 * @param entry makes the step that adds an entry, for an option that would else lead to a list without one
 * @returns the option, with the removal of denials that would still decide; null where it does not lead to the answer
 */
export function completed(
  context: Context,
  findings: Findings,
  on: 'target' | 'holder',
  option: readonly Advice[],
  entry: () => AddEntry,
): Advice[] | null {
  const holderDn = findings.holder?.dn ?? null;
  const onHolder = on === 'holder';
  if (onHolder && holderDn === null) return null;
  const descriptor = onHolder ? holderDescriptor(context) : context.descriptor;
  // What a new list, or another token, comes to is worked out where the option is made.
  if (descriptor === null) return null;
  if (descriptor.dacl === null || option.some((step) => step.do === 'write-dacl')) return [...option];
  let list = onHolder ? holderList(descriptor, holderDn!) : targetList(context, findings, option);
  const removals: Step[] = [];
  const added: Step[] = [];
  const take = (place: Place) => {
    list = list.filter((each) => each.place?.dn !== place.dn || each.place.index !== place.index);
  };
  for (const step of option) {
    if (step.do === 'remove-entry') take(step);
    if (step.do === 'add-entry') list = withEntry(context, list, step, onHolder);
  }
  for (;;) {
    const aces = list.map(({ ace }) => ace);
    const { decision, index } = checkAll(
      { ...descriptor, dacl: { ...descriptor.dacl, aces } },
      context.requester,
      context.requests,
    );
    if (decision === 'granted') return inOrder(option, removals, added);
    const deciding = index === null ? null : list[index]!;
    if (deciding === null) {
      if (decision === 'unknown') return null;
      // Nothing allows it: an entry has to, once.
      if (added.length > 0 || option.some((step) => step.do === 'add-entry')) return null;
      const step: AddEntry = onHolder ? { ...entry(), dn: holderDn!, appliesTo: null } : entry();
      added.push(step);
      list = withEntry(context, list, step, onHolder);
    } else if (effectOf(deciding.ace) === 'allow') {
      // Whether it counts is not known: the answer may not rest on it.
      list = list.filter((each) => each !== deciding);
    } else {
      // A denial, or one that may count.
      if (deciding.place === null || removals.length === MOST_REMOVED) return null;
      removals.push({ do: 'remove-entry', ...deciding.place });
      take(deciding.place);
    }
  }
}

/** Denials go before anything is added. */
function inOrder(option: readonly Advice[], removals: readonly Step[], added: readonly Step[]): Advice[] {
  const at = option.findIndex((step) => step.do === 'add-entry');
  const split = at < 0 ? option.length : at;
  return [...option.slice(0, split), ...removals, ...option.slice(split), ...added];
}

/** What a protected target would get: AdminSDHolder's own entries (MS-ADTS 3.1.1.6.1.3). */
function holderList({ control, dacl }: SecurityDescriptor, dn: string): Entry[] {
  const inherits = (control & SdControl.DaclProtected) === 0;
  return dacl!.aces.flatMap((ace, index) =>
    inherits && isInherited(ace) ? [] : [{ ace, place: { dn, index, sddl: formatAce(ace) }, level: 0 }],
  );
}

/** The target's list: as it is, or as it would be with its inheritance on. */
function targetList(context: Context, { dacl }: Findings, option: readonly Advice[]): Entry[] {
  const { session, record, dn, classGuid } = context;
  const descriptor = context.descriptor!;
  const parent = session.shared.node(record.parent);
  const inheriting = option.flatMap((step) =>
    step.do === 'enable-inheritance' || step.do === 'propagate' ? [step.dn] : [],
  );
  const asItIs = descriptor.dacl!.aces.map((ace, index): Entry => {
    const { written, sddl } = dacl.entries[index]!;
    const level = !isInherited(ace) ? 0 : written === null ? 1 : levelOf(parent, written.dn);
    // An inherited one that no object above carries can only be taken out of this list itself.
    return { ace, place: written ?? { dn, index, sddl }, level };
  });
  if (inheriting.length === 0) return asItIs;
  const heir = { classGuid, owner: descriptor.owner, group: descriptor.group };
  // Where the target alone inherits again, it gets what its parent has; where others do too, what they all pass down.
  const alone = inheriting.every((each) => each === dn) && parent !== null;
  const fromAbove = alone ? reachingEntries(parent, heir, 0) : inheritedList(parent, heir);
  return [
    ...asItIs.filter(({ ace }) => !isInherited(ace)),
    ...fromAbove.map((ace): Entry => {
      const written = writtenEntry(ace, parent);
      if (written === null) return { ace, place: null, level: 1 };
      const { ancestor, index } = written;
      const original = ancestor.descriptor!.dacl!.aces[index]!;
      return {
        ace,
        place: { dn: ancestor.dn, index, sddl: formatAce(original) },
        level: levelOf(parent, ancestor.dn),
      };
    }),
  ];
}

/** A list with a new entry at its canonical place: behind what is written nearer, and behind the denials beside it. */
function withEntry(
  { session, record, dn, requests }: Context,
  list: Entry[],
  step: AddEntry,
  onHolder: boolean,
): Entry[] {
  const level = onHolder || step.dn === dn ? 0 : levelOf(session.shared.node(record.parent), step.dn);
  const ace: Ace = {
    form: 'basic',
    type: AceType.AccessAllowed,
    flags: level === 0 ? 0 : AceFlag.Inherited,
    mask: requests.reduce((mask, { right }) => mask | right, 0),
    sid: step.trustee.sid as Sid,
    applicationData: new Uint8Array(),
  };
  const before = (each: Entry) => each.level < level || (each.level === level && effectOf(each.ace) === 'deny');
  const at = list.findLastIndex(before) + 1;
  return [...list.slice(0, at), { ace, place: null, level }, ...list.slice(at)];
}

function levelOf(parent: ContainerNode | null, dn: string): number {
  let level = 1;
  for (let above = parent; above !== null; above = above.parent) {
    if (above.dn === dn) return level;
    level++;
  }
  return level;
}

function isInherited({ flags }: Ace): boolean {
  return (flags & AceFlag.Inherited) !== 0;
}
