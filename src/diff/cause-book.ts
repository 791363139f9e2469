/** The causes of one comparison: each once, with how many verdicts it explains. */
import type { VerdictCode } from '../result/audit.js';
import type { Cause, CauseRef, DiffCounts } from '../result/diff.js';
import { changesText } from '../words/directory-changes.js';
import { capital } from '../words/lists.js';
import type { FoundCause } from './find-causes.js';

/** Targets of a cause that are named. */
const EXAMPLES = 20;

type Counted = DiffCounts['byChange'][number];

/** Verdicts by account, action and change. */
export class ChangeCounts {
  readonly #counts = new Map<string, Counted>();

  add(account: string, action: string, before: VerdictCode | null, after: VerdictCode | null): void {
    const key = `${account}|${action}|${before}|${after}`;
    const known = this.#counts.get(key);
    this.#counts.set(key, { account, action, before, after, verdicts: (known?.verdicts ?? 0) + 1 });
  }

  /** The most first. */
  all(): readonly Counted[] {
    return [...this.#counts.values()].sort((a, b) => b.verdicts - a.verdicts);
  }
}

interface Entry {
  readonly found: FoundCause;
  readonly ref: CauseRef;
  readonly counts: ChangeCounts;
  readonly examples: { readonly dn: string; readonly name: string }[];
  verdicts: number;
  sole: number;
  targets: number;
  /** Number of the target that was counted last. */
  last: number;
}

/** A changed verdict, as far as causes count it. */
export interface CountedVerdict {
  readonly account: string;
  readonly action: string;
  readonly before: VerdictCode | null;
  readonly after: VerdictCode | null;
}

export class CauseBook {
  readonly #entries: Entry[] = [];
  readonly #known = new Map<string, number>();
  readonly #all = new ChangeCounts();
  readonly #counts = { changed: 0, explained: 0, unproven: 0, unexplained: 0, otherReason: 0 };

  /** @returns its position */
  enter(found: FoundCause): number {
    const key = `${found.unproven}\n${found.key}`;
    let position = this.#known.get(key);
    if (position === undefined) {
      position = this.#entries.length;
      this.#known.set(key, position);
      const text = capital(changesText(found.changes, (dn) => dn));
      this.#entries.push({
        found,
        ref: { cause: position, text, proven: found.unproven === null },
        counts: new ChangeCounts(),
        examples: [],
        verdicts: 0,
        sole: 0,
        targets: 0,
        last: -1,
      });
    }
    return position;
  }

  /** @param number of the target, another one for each */
  count(
    causes: readonly number[],
    verdict: CountedVerdict,
    target: { dn: string; name: string },
    number: number,
  ): void {
    const { account, action, before, after } = verdict;
    this.#counts.changed++;
    this.#all.add(account, action, before, after);
    const proven = causes.some((position) => this.#entries[position]!.ref.proven);
    this.#counts[proven ? 'explained' : causes.length > 0 ? 'unproven' : 'unexplained']++;
    for (const position of causes) {
      const entry = this.#entries[position]!;
      entry.verdicts++;
      if (causes.length === 1) entry.sole++;
      entry.counts.add(account, action, before, after);
      if (entry.last === number) continue;
      entry.last = number;
      entry.targets++;
      if (entry.examples.length < EXAMPLES) entry.examples.push({ dn: target.dn, name: target.name });
    }
  }

  otherReason(): void {
    this.#counts.otherReason++;
  }

  refs(causes: readonly number[]): readonly CauseRef[] {
    return causes.map((position) => this.#entries[position]!.ref);
  }

  get counts(): DiffCounts['verdicts'] {
    return { ...this.#counts };
  }

  get byChange(): DiffCounts['byChange'] {
    return this.#all.all();
  }

  causes(): readonly Cause[] {
    return this.#entries.map(({ found, ref, counts, examples, verdicts, sole, targets }) => ({
      text: ref.text,
      changes: found.changes,
      proven: ref.proven,
      because: found.unproven,
      verdicts,
      sole,
      targets,
      byChange: counts.all(),
      examples,
    }));
  }
}
