/** Verdicts before and after changes: those before are kept small, those after are held against them as they come. */
import type { Store } from '../directory/record-source.js';
import { dnKey } from '../names/dn.js';
import type { Outcome } from '../result/audit.js';
import type { ChangedVerdict } from '../result/simulate.js';
import type { TargetOutcomes } from '../result/sink.js';
import { KeyTable, NumberList } from './key-table.js';
import { Pieces } from './pieces.js';

type Outcomes = readonly Outcome[];

/** What is told of a target that is no longer there. */
type Target = Pick<TargetOutcomes['target'], 'sid' | 'dn' | 'name'>;

/** The verdicts of one account under audit, target by target. */
interface Column {
  readonly targets: KeyTable;
  /** By ordinal of the target: number of its outcomes. */
  readonly outcomes: NumberList;
  /** By ordinal of the target: number of the piece with its names; none where they are not kept. */
  readonly names: NumberList;
}

/** More than this many pairs of outcomes are compared anew. */
const MOST_COMPARED = 50_000;

export class VerdictComparison {
  readonly #columns = new Map<string, Column>();
  readonly #numbers = new WeakMap<Outcomes, number>();
  readonly #outcomes: Pieces;
  readonly #names: Pieces;
  #compared = new Map<Outcomes, Map<number, readonly Difference[]>>();
  #pairs = 0;

  /**
   * @param open a new place on disk
   * @param keepNames targets may be gone afterwards, so that what they were called has to be kept
   */
  constructor(
    open: () => Store,
    readonly keepNames: boolean,
  ) {
    this.#outcomes = new Pieces(open);
    this.#names = new Pieces(open);
  }

  /** @param account SID of the account under audit */
  before(account: string, { target, origin, outcomes }: TargetOutcomes): void {
    const column = this.#column(account);
    column.targets.add(keyOf(target, origin));
    column.outcomes.push(this.#numberOf(outcomes));
    if (!this.keepNames) return;
    const { sid, dn, name } = target;
    column.names.push(this.#names.add(JSON.stringify({ sid, dn, name } satisfies Target)));
  }

  /** @returns the verdicts on a target that have changed */
  after(account: string, { target, origin, outcomes }: TargetOutcomes): readonly ChangedVerdict[] {
    const column = this.#column(account);
    const ordinal = column.targets.take(keyOf(target, origin));
    const differences =
      ordinal < 0
        ? outcomes.map((after): Difference => ({ action: after.action, before: null, after }))
        : this.#differences(column.outcomes.at(ordinal), outcomes);
    return differences.length === 0 ? [] : differences.map((each) => changedVerdict(account, target, each));
  }

  /** @returns the verdicts on targets that are not there any more, once all that are have been told */
  *gone(): Generator<ChangedVerdict> {
    for (const [account, { targets, outcomes, names }] of this.#columns) {
      for (const ordinal of targets.rest()) {
        const target = JSON.parse(this.#names.read(names.at(ordinal))) as Target;
        for (const before of this.#read(outcomes.at(ordinal)))
          yield changedVerdict(account, target, { action: before.action, before, after: null });
      }
    }
  }

  #column(account: string): Column {
    let column = this.#columns.get(account);
    if (column === undefined) {
      column = { targets: new KeyTable(), outcomes: new NumberList(true), names: new NumberList(true) };
      this.#columns.set(account, column);
    }
    return column;
  }

  /** Targets that are alike share their outcomes. */
  #numberOf(outcomes: Outcomes): number {
    let number = this.#numbers.get(outcomes);
    if (number === undefined) {
      number = this.#outcomes.add(JSON.stringify(outcomes));
      this.#numbers.set(outcomes, number);
    }
    return number;
  }

  #read(number: number): Outcomes {
    return JSON.parse(this.#outcomes.read(number)) as Outcomes;
  }

  #differences(number: number, after: Outcomes): readonly Difference[] {
    const known = this.#compared.get(after)?.get(number);
    if (known !== undefined) return known;
    if (++this.#pairs > MOST_COMPARED) {
      this.#compared = new Map();
      this.#pairs = 1;
    }
    const differences = differencesOf(this.#read(number), after);
    const ofAfter = this.#compared.get(after) ?? new Map<number, readonly Difference[]>();
    this.#compared.set(after, ofAfter.set(number, differences));
    return differences;
  }
}

interface Difference {
  readonly action: string;
  readonly before: Outcome | null;
  readonly after: Outcome | null;
}

function differencesOf(before: Outcomes, after: Outcomes): readonly Difference[] {
  const differences: Difference[] = [];
  for (const is of after) {
    const was = before.find(({ action }) => action === is.action) ?? null;
    if (was === null || !sameAnswer(was, is)) differences.push({ action: is.action, before: was, after: is });
  }
  for (const was of before) {
    if (after.some(({ action }) => action === was.action)) continue;
    differences.push({ action: was.action, before: was, after: null });
  }
  return differences;
}

/** Another entry that decides the same way, or one in another place, is no other answer. */
function sameAnswer(a: Outcome, b: Outcome): boolean {
  return (
    a.access === b.access && a.verdict === b.verdict && a.reason === b.reason && a.documentedSet === b.documentedSet
  );
}

function changedVerdict(account: string, { sid, dn, name }: Target, difference: Difference): ChangedVerdict {
  const { action, before, after } = difference;
  return { account, target: sid, targetDn: dn, targetName: name, action, before, after };
}

/** An object stays the same whatever it is called and wherever it is moved: by objectGUID, else by SID, else by name. */
function keyOf({ sid, dn }: Target, origin: object): string {
  const { guid } = origin as { readonly guid?: string };
  if (guid !== undefined) return guid;
  return sid === '' ? dnKey(dn) : sid;
}
