/** The causes of changed verdicts, each proven: its differences, done alone to the old directory, give the new verdict, and no fewer do. */
import { containerTarget, groupTarget, type TargetRecord } from '../directory/targets.js';
import type { Outcome } from '../result/audit.js';
import { type DirectoryChange, DOCUMENTED_SET_OPEN, type EvidenceChange } from '../result/directory-changes.js';
import type { Atom } from './atom.js';
import type { Candidates, UnreadList } from './candidates.js';
import type { Common } from './common.js';
import { type Smallest, smallestSets } from './smallest.js';
import type { Pair } from './target-atoms.js';
import type { Laboratory, TrialTarget } from './trial.js';

export interface FoundCause {
  /** Equal for the same cause of other verdicts. */
  readonly key: string;
  /** All of them together; none of them is superfluous. */
  readonly changes: readonly DirectoryChange[];
  /** Why it is not proven; null: it is. */
  readonly unproven: string | null;
}

/** The answers about one target, by action, of one account under audit. */
export type Answers = ReadonlyMap<string, Outcome>;

export interface Situation {
  /** Of the account under audit, in the old session and in the new one. */
  readonly position: readonly [number, number];
  /** Null: only the new directory has the target. */
  readonly pair: Pair | null;
  /** The target as it is now. */
  readonly record: TargetRecord;
  readonly before: Answers;
  readonly after: Answers;
}

/** @returns whether two answers are the same to whoever asks; another reason for the same answer is no other answer */
export function sameAnswer(a: Outcome | undefined, b: Outcome | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.access === b.access && a.verdict === b.verdict && a.documentedSet === b.documentedSet;
}

export class CauseFinder {
  constructor(
    readonly laboratory: Laboratory,
    readonly candidates: Candidates,
  ) {}

  /**
   * @returns by action whose answer changed: causes of which each is enough alone; none where nothing explains it
   */
  of(situation: Situation): ReadonlyMap<string, readonly FoundCause[]> {
    const changed = [...situation.after.keys()].filter(
      (action) => !sameAnswer(situation.before.get(action), situation.after.get(action)),
    );
    if (changed.length === 0) return new Map();
    const search = new Search(this.laboratory, situation, this.#atoms(situation), () =>
      this.candidates.unreadAbove(situation.pair, situation.record),
    );
    return new Map(changed.map((action) => [action, search.causesOf(action)]));
  }

  #atoms({ position, pair, record }: Situation): readonly Atom[] {
    return this.candidates.of(position, pair, record);
  }
}

class Search {
  readonly #target: TrialTarget;
  readonly #known = new Map<string, Answers | null>();
  #refusal: string | null = null;

  constructor(
    readonly laboratory: Laboratory,
    readonly situation: Situation,
    readonly atoms: readonly Atom[],
    readonly unreadAbove: () => readonly UnreadList[],
  ) {
    const { pair, record } = situation;
    this.#target =
      pair === null
        ? { record: inCommon(laboratory.common, record), created: true }
        : { record: pair.before, created: false };
  }

  causesOf(action: string): readonly FoundCause[] {
    const { situation, atoms } = this;
    const wanted = situation.after.get(action)!;
    const gives = (set: readonly number[]) => {
      const answers = this.#tried(set);
      return answers !== null && sameAnswer(answers.get(action), wanted);
    };
    const created: readonly DirectoryChange[] = situation.pair === null ? [{ change: 'target-created' }] : [];
    const cause = (set: readonly number[]): FoundCause => {
      const parts = set.map((at) => atoms[at]!);
      const unread = parts.flatMap((atom) => atom.unread ?? []);
      if (unread.length > 0) return unreadCause(unread);
      const open = openBy(parts, situation.before.get(action), wanted);
      if (open !== null) return evidenceCause(open, NOT_TRIED);
      return {
        key: [...(created.length > 0 ? ['created'] : []), ...parts.map(({ key }) => key).sort()].join('\n'),
        changes: [...created, ...parts.map(({ fact }) => fact)],
        unproven: null,
      };
    };
    if (gives([])) return created.length > 0 ? [cause([])] : [];
    const { sets, none } = this.#smallest(gives);
    if (sets.length > 0) return distinct(sets.map(cause));
    const evidence = evidenceCauses(situation.before.get(action), wanted, none, this.#refusal);
    return evidence.length > 0 ? evidence : this.unreadAbove().map(unreadListCause);
  }

  /** That a list took over what it lacked may follow from any other change above: it is a cause where no other is. */
  #smallest(gives: (set: readonly number[]) => boolean): Smallest {
    const own = this.atoms.findIndex(({ act }) => act.do === 'propagate');
    if (own < 0) return smallestSets(this.atoms.length, gives);
    // It stands last.
    const others = smallestSets(own, gives);
    return others.sets.length > 0 ? others : smallestSets(this.atoms.length, gives);
  }

  #tried(set: readonly number[]): Answers | null {
    const key = set.join();
    let known = this.#known.get(key);
    if (known === undefined) {
      const tried = this.laboratory.try(
        this.situation.position[0],
        this.#target,
        set.map((at) => this.atoms[at]!),
      );
      known = 'refused' in tried ? null : tried;
      if ('refused' in tried) this.#refusal ??= tried.refused;
      this.#known.set(key, known);
    }
    return known;
  }
}

const NOT_TRIED = 'what was not read cannot be tried';

/** What only one side can have read. */
export function unreadCause(changes: readonly EvidenceChange[]): FoundCause {
  const told = [...new Map(changes.map((each) => [`${each.change}|${each.what}`, each])).values()];
  return { key: JSON.stringify(told), changes: told, unproven: NOT_TRIED };
}

/** Both answers are known, and nothing that was read on both sides explains the second: what was not, may. */
function unreadListCause({ dn, change }: UnreadList): FoundCause {
  const told: DirectoryChange = { change, what: 'descriptor-unreadable' };
  return {
    key: `${change}|list of ${dn}`,
    changes: [told],
    unproven: `the list of ${dn} was read on one side only: what was changed on it is not known`,
  };
}

/** Of causes that are told alike, one. */
function distinct(causes: readonly FoundCause[]): readonly FoundCause[] {
  const told = new Map<string, FoundCause>();
  for (const cause of causes) {
    const key = JSON.stringify(cause.changes);
    if (!told.has(key)) told.set(key, cause);
  }
  return [...told.values()];
}

/** What was not read on one side cannot be done to the other: that is told, and not proven. */
function evidenceCauses(
  before: Outcome | undefined,
  after: Outcome,
  none: Smallest['none'],
  refusal: string | null,
): readonly FoundCause[] {
  const known = evidenceOf(before, after);
  if (known === null) return [];
  return [evidenceCause(known, refusal ?? (none === 'too-many-trials' ? 'too many differences to try' : NOT_TRIED))];
}

function evidenceCause(told: EvidenceChange, unproven: string): FoundCause {
  return { key: `${told.change}|${told.what}`, changes: [told], unproven };
}

/** @returns null where both answers are known */
function evidenceOf(before: Outcome | undefined, after: Outcome): EvidenceChange | null {
  const [was, is] = [isOpen(before), isOpen(after)];
  if (!was && !is) return null;
  // Of two that are both open, the one of which less is known.
  const isWorse = is && !(was && before!.documentedSet === null);
  return isWorse
    ? { change: 'evidence-worse', what: openReason(after) }
    : { change: 'evidence-better', what: openReason(before!) };
}

const openReason = ({ verdict, reason }: Outcome): string => (verdict === 'unknown' ? reason : DOCUMENTED_SET_OPEN);

/**
 * Where an answer is open on the side that does not have a thing, nobody can tell whether it was not there or not read: a
 * group that an entry names was there before it was named.
 */
function openBy(atoms: readonly Atom[], before: Outcome | undefined, after: Outcome): EvidenceChange | null {
  const has = (existence: Atom['existence']) => atoms.some((atom) => atom.existence === existence);
  if (isOpen(before) && has('made')) return { change: 'evidence-better', what: openReason(before!) };
  return isOpen(after) && has('gone') ? { change: 'evidence-worse', what: openReason(after) } : null;
}

function isOpen(outcome: Outcome | undefined): boolean {
  return outcome?.verdict === 'unknown' || outcome?.documentedSet === null;
}

/** A target that only the new directory has, in numbers of the common one. */
function inCommon(common: Common, record: TargetRecord): TargetRecord {
  if (record.type === 'object')
    return (
      (record.group !== null
        ? groupTarget(common.directory, common.group(record.group))
        : containerTarget(common.directory, common.container(record.container)!)) ?? record
    );
  return {
    ...record,
    parent: common.container(record.parent)!,
    classes: common.classes(record.classes),
    descriptor: common.descriptor(record.descriptor ?? null) ?? undefined,
    memberOf: record.memberOf?.map((group) => common.group(group)),
  };
}
