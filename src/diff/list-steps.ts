/** How one descriptor became another: what somebody did to the object itself, not what came from above. */
import { inheritsList } from '../access/inherit.js';
import { entryAdded, entryRemoved, inheritanceSet, ownEntries, type Place } from '../changes/lists.js';
import { formatAce } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import type { Ace, SecurityDescriptor } from '../descriptor/types.js';

export type ListStep =
  | { readonly step: 'owner' | 'group' | 'rewrite' }
  | { readonly step: 'inheritance-on' }
  | { readonly step: 'inheritance-off'; readonly keep: 'nothing' | 'copies' }
  | { readonly step: 'add' | 'remove'; readonly entry: Ace }
  /** The same trustee and subject; other rights, or other objects below. */
  | { readonly step: 'replace'; readonly former: Ace; readonly entry: Ace }
  /** The same entries in an order that the directory would not have given them. */
  | { readonly step: 'order' };

/** Nothing is inherited: only own entries are looked at. */
const NOWHERE: Place = { parent: null, classGuid: undefined };

/**
 * @returns steps that, done in this order, make the own part of `before` that of `after`; none where only inherited entries
 *   differ. The audit list is not looked at.
 */
export function listSteps(before: SecurityDescriptor, after: SecurityDescriptor): readonly ListStep[] {
  const steps: ListStep[] = [];
  if (before.owner !== after.owner) steps.push({ step: 'owner' });
  if (before.group !== after.group) steps.push({ step: 'group' });
  if (before.dacl === null || after.dacl === null) {
    if (before.dacl !== after.dacl) steps.push({ step: 'rewrite' });
    return steps;
  }
  const ways = inheritanceSteps(before, after).map((first) => [...first.steps, ...entrySteps(first.own, after)]);
  return [...steps, ...ways.reduce((best, way) => (way.length < best.length ? way : best))];
}

interface Switched {
  readonly steps: readonly ListStep[];
  readonly own: SecurityDescriptor;
}

/** Of the two ways to switch inheritance off, the one that leaves less to be explained is the one that was taken. */
function inheritanceSteps(before: SecurityDescriptor, after: SecurityDescriptor): readonly Switched[] {
  const [was, is] = [inheritsList(before), inheritsList(after)];
  if (was === is) return [{ steps: [], own: before }];
  if (is) return [{ steps: [{ step: 'inheritance-on' }], own: inheritanceSet(before, true, 'nothing', NOWHERE) }];
  return (['copies', 'nothing'] as const).map((keep) => ({
    steps: [{ step: 'inheritance-off', keep }],
    own: inheritanceSet(before, false, keep, NOWHERE),
  }));
}

function entrySteps(before: SecurityDescriptor, after: SecurityDescriptor): readonly ListStep[] {
  const wanted = ownEntries(after);
  const gone = [...ownEntries(before)];
  const added: Ace[] = [];
  for (const entry of wanted) {
    const at = gone.findIndex((each) => sameAce(each, entry));
    if (at < 0) added.push(entry);
    else gone.splice(at, 1);
  }
  const steps: ListStep[] = [];
  for (const former of gone) {
    const at = added.findIndex((entry) => isAbout(former, entry));
    if (at < 0) steps.push({ step: 'remove', entry: former });
    else steps.push({ step: 'replace', former, entry: added.splice(at, 1)[0]! });
  }
  for (const entry of added) steps.push({ step: 'add', entry });
  const made = ownEntries(steps.reduce(done, before));
  const same = made.length === wanted.length && made.every((ace, index) => sameAce(ace, wanted[index]!));
  return same ? steps : [...steps, { step: 'order' }];
}

/** Whether two entries are one that was changed: of one trustee, allowing or denying the same subject. */
function isAbout(former: Ace, entry: Ace): boolean {
  if (former.form === 'unknown' || entry.form === 'unknown') return false;
  if (former.form !== entry.form || former.type !== entry.type || former.sid !== entry.sid) return false;
  return former.form !== 'object' || entry.form !== 'object' || former.objectType === entry.objectType;
}

/** The own entries after a step about entries. */
function done(value: SecurityDescriptor, step: ListStep): SecurityDescriptor {
  switch (step.step) {
    case 'add':
      return entryAdded(value, step.entry, undefined, NOWHERE);
    case 'remove':
      return entryRemoved(value, step.entry, NOWHERE) ?? value;
    case 'replace':
      return entryAdded(entryRemoved(value, step.former, NOWHERE) ?? value, step.entry, undefined, NOWHERE);
    default:
      return value;
  }
}

/** @returns the own entries in the order in which another list has them; what that does not have comes last */
export function orderedLike(own: readonly Ace[], like: SecurityDescriptor): readonly Ace[] {
  const left = [...own];
  const ordered: Ace[] = [];
  for (const wanted of ownEntries(like)) {
    const at = left.findIndex((ace) => sameAce(ace, wanted));
    if (at >= 0) ordered.push(...left.splice(at, 1));
  }
  return [...ordered, ...left];
}

/** What tells a step from others on the same object. */
export function stepKey(step: ListStep): string {
  switch (step.step) {
    case 'add':
    case 'remove':
      return `${step.step} ${formatAce(step.entry)}`;
    case 'replace':
      return `replace ${formatAce(step.former)} ${formatAce(step.entry)}`;
    default:
      return step.step;
  }
}
