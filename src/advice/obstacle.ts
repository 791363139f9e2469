/** What stands between steps and the answer that is wanted: the entry that decides, and where it is written. */
import { effectOf } from '../access/check.js';
import { isInherited, writtenEntry } from '../access/inherit.js';
import type { RightRequest } from '../access/request.js';
import { formatAce } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import type { Ace } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import type { Step } from '../result/steps.js';
import { checkAll } from '../verdicts/decide.js';
import { descriptorAt } from './changes-of.js';
import type { Situation } from './situation.js';
import type { Afterwards, View } from './trial.js';

export type RemoveEntry = Extract<Step, { do: 'remove-entry' }>;

export type Obstacle =
  /** Nothing allows it. */
  | { readonly kind: 'nothing' }
  /** An entry decides against it, or may. */
  | { readonly kind: 'entry'; readonly entry: Ace }
  /** No step on the list helps. */
  | { readonly kind: 'other' };

/** @returns what keeps requests from being granted in the end, whatever the entries do that may count or not */
export function obstacleTo({ descriptor, requester }: View, requests: readonly RightRequest[]): Obstacle {
  if (descriptor?.dacl == null) return { kind: 'other' };
  let { aces } = descriptor.dacl;
  for (;;) {
    const { decision, index } = checkAll({ ...descriptor, dacl: { ...descriptor.dacl, aces } }, requester, requests);
    if (decision === 'granted') return { kind: 'other' };
    if (index === null) return { kind: decision === 'denied' ? 'nothing' : 'other' };
    const entry = aces[index]!;
    if (effectOf(entry) !== 'allow') return { kind: 'entry', entry };
    // It is not known whether this one counts: the answer may not rest on it.
    aces = aces.toSpliced(index, 1);
  }
}

/** @returns what keeps requests from being refused in the end */
export function obstacleToRefusal({ descriptor, requester }: View, requests: readonly RightRequest[]): Obstacle {
  if (descriptor?.dacl == null) return { kind: 'other' };
  const { index } = checkAll(descriptor, requester, requests);
  const entry = index === null ? null : descriptor.dacl.aces[index]!;
  return entry !== null && effectOf(entry) === 'allow' ? { kind: 'entry', entry } : { kind: 'other' };
}

/**
 * @param taken removals so far
 * @returns the step that takes an entry of the target's last list away where it is written; null where that is nowhere
 */
export function removalOf(
  situation: Situation,
  afterwards: Afterwards,
  entry: Ace,
  taken: readonly Step[],
): RemoveEntry | null {
  const place = placeOf(situation, afterwards, entry);
  if (place === null) return null;
  const { dn } = place;
  const aces = descriptorAt(situation, dn)?.dacl?.aces ?? [];
  const isTaken = (index: number) =>
    taken.some((step) => step.do === 'remove-entry' && step.dn === dn && step.index === index);
  const index = aces.findIndex((ace, number) => sameAce(ace, place.entry) && !isTaken(number));
  return index < 0 ? null : { do: 'remove-entry', dn, index, sddl: formatAce(aces[index]!) };
}

/** The object that has an entry of the target's last list as its own, and how it stands there. */
function placeOf(
  { session: { directory }, domain, dn }: Situation,
  { after, last }: Afterwards,
  entry: Ace,
): { readonly dn: string; readonly entry: Ace } | null {
  if (isInherited(entry)) {
    const written = writtenEntry(entry, last.shared.node(last.record.parent));
    if (written === null) return { dn, entry };
    return { dn: written.ancestor.dn, entry: written.ancestor.descriptor!.dacl!.aces[written.index]! };
  }
  if (last === after) return { dn, entry };
  // The run has put AdminSDHolder's own entries on the target.
  const holder = at(directory.containers, at(directory.domains, domain)?.adminSDHolder ?? null);
  return holder === null ? null : { dn: holder.dn, entry };
}
