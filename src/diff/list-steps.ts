/** How one descriptor became another: what somebody did to the object itself, not what came from above. */
import { inheritsList, isInherited } from '../access/inherit.js';
import { canonicalPlace } from '../access/order.js';
import { ownEntries } from '../changes/lists.js';
import { formatAce } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import { type Ace, SdControl, type SecurityDescriptor } from '../descriptor/types.js';

export type ListStep =
  | { readonly step: 'owner' | 'group' | 'rewrite' }
  | { readonly step: 'inheritance-on' }
  | { readonly step: 'inheritance-off'; readonly keep: 'nothing' | 'copies' }
  | { readonly step: 'add' | 'remove'; readonly entry: Ace }
  /** The same trustee and subject; other rights, or other objects below. */
  | { readonly step: 'replace'; readonly former: Ace; readonly entry: Ace }
  /** The same entries in an order that the directory would not have given them. */
  | { readonly step: 'order' };

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
  const ways = switches(before, after).map((first) => [...first, ...entrySteps(before, first, after)]);
  return [...steps, ...ways.reduce((best, way) => (way.length < best.length ? way : best))];
}

/** Of the two ways to switch inheritance off, the one that leaves less to be explained is the one that was taken. */
function switches(before: SecurityDescriptor, after: SecurityDescriptor): readonly (readonly ListStep[])[] {
  const [was, is] = [inheritsList(before), inheritsList(after)];
  if (was === is) return [[]];
  if (is) return [[{ step: 'inheritance-on' }]];
  return [[{ step: 'inheritance-off', keep: 'copies' }], [{ step: 'inheritance-off', keep: 'nothing' }]];
}

function entrySteps(
  before: SecurityDescriptor,
  first: readonly ListStep[],
  after: SecurityDescriptor,
): readonly ListStep[] {
  const wanted = ownEntries(after);
  const gone = [...ownAfter(before, first, after)!];
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
  const made = ownAfter(before, [...first, ...steps], after)!;
  const same = made.length === wanted.length && made.every((ace, index) => sameAce(ace, wanted[index]!));
  return same ? steps : [...steps, { step: 'order' }];
}

/**
 * @param after the descriptor that the steps were found with
 * @returns what is to be written for some of the steps to be done; null where one cannot be done without the others
 */
export function descriptorAfter(
  before: SecurityDescriptor,
  steps: readonly ListStep[],
  after: SecurityDescriptor,
): SecurityDescriptor | null {
  const has = (step: ListStep['step']) => steps.some((each) => each.step === step);
  const value = {
    ...before,
    owner: has('owner') ? after.owner : before.owner,
    group: has('group') ? after.group : before.group,
  };
  if (has('rewrite')) return { ...value, control: after.control, dacl: after.dacl };
  if (before.dacl === null) return value;
  const own = ownAfter(before, steps, after);
  if (own === null) return null;
  const control = has('inheritance-on')
    ? before.control & ~SdControl.DaclProtected
    : has('inheritance-off')
      ? before.control | SdControl.DaclProtected
      : before.control;
  return { ...value, control, dacl: { ...before.dacl, aces: own } };
}

function ownAfter(
  before: SecurityDescriptor,
  steps: readonly ListStep[],
  after: SecurityDescriptor,
): readonly Ace[] | null {
  let own: readonly Ace[] | null = ownEntries(before);
  for (const step of steps) {
    if (own === null) return null;
    switch (step.step) {
      case 'inheritance-on':
        own = (before.dacl?.aces ?? []).filter((ace) => !isInherited(ace));
        break;
      case 'inheritance-off':
        own =
          step.keep === 'copies'
            ? ownEntries({ ...before, control: before.control | SdControl.DaclProtected })
            : (before.dacl?.aces ?? []).filter((ace) => !isInherited(ace));
        break;
      case 'add':
        own = withEntry(own, step.entry);
        break;
      case 'remove':
        own = withoutEntry(own, step.entry);
        break;
      case 'replace': {
        const left = withoutEntry(own, step.former);
        own = left === null ? null : withEntry(left, step.entry);
        break;
      }
      case 'order':
        own = orderedLike(own, after);
        break;
    }
  }
  return own;
}

function withEntry(own: readonly Ace[], entry: Ace): readonly Ace[] {
  return own.toSpliced(canonicalPlace(own, entry), 0, entry);
}

function withoutEntry(own: readonly Ace[], entry: Ace): readonly Ace[] | null {
  const at = own.findIndex((ace) => sameAce(ace, entry));
  return at < 0 ? null : own.toSpliced(at, 1);
}

/** Whether two entries are one that was changed: of one trustee, allowing or denying the same subject. */
function isAbout(former: Ace, entry: Ace): boolean {
  if (former.form === 'unknown' || entry.form === 'unknown') return false;
  if (former.form !== entry.form || former.type !== entry.type || former.sid !== entry.sid) return false;
  return former.form !== 'object' || entry.form !== 'object' || former.objectType === entry.objectType;
}

/** @returns the own entries in the order in which another list has them; what that does not have comes last */
function orderedLike(own: readonly Ace[], like: SecurityDescriptor): readonly Ace[] {
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
