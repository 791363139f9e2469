/**
 * What one account under audit can do, population by population, and what would have to change for it to reach those that it
 * should. Counted while the accounts stream by; what two halves of them give can be joined.
 */
import type { ContainerId } from '../directory/ids.js';
import { dnKey, isAtOrBelow } from '../names/dn.js';
import { type ReasonCode, VERDICT_CODES, type VerdictCode } from '../result/codes.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import type { TargetProfile } from '../verdicts/evaluator.js';
import { type Mend, Mends } from '../verdicts/mend.js';
import type { Shared } from '../verdicts/shared.js';
import type { TargetTraits } from '../verdicts/target.js';
import type { Coverage, KeyedHole } from './coverage-view.js';
import type { Populations } from './populations.js';
import type { TargetFacts } from './target.js';

/** Accounts that are named of each change. */
const NAMED = 20;
/** Changes that are told apart; of more, those of one kind are counted together. */
const MOST_HOLES = 10_000;

/** What is counted with each account of a kind. */
export interface CoverageKind {
  readonly population: number;
  /** Places in the counts, one for each action that is about such accounts. */
  readonly places: readonly number[];
  readonly holes: readonly { readonly hole: CountedHole; readonly gains: readonly CountedGain[] }[];
}

/** Accounts that would gain one action, for one reason why they have it not. */
interface CountedGain {
  readonly action: number;
  readonly reason: ReasonCode;
  accounts: number;
}

interface CountedHole {
  readonly mend: Mend;
  /** By action and reason. */
  readonly gains: Map<string, CountedGain>;
  readonly classes: Set<string>;
  accounts: number;
  readonly named: string[];
  /** The last that is named, once there are enough: what stands behind it is not. */
  last: string | null;
}

export class CoverageCollector implements Coverage {
  readonly #mends: Mends;
  readonly #scope: readonly string[];
  /** By population, action and verdict. */
  readonly #counts: Float64Array;
  readonly #targets: Float64Array;
  readonly #holes = new Map<string, CountedHole>();
  /** Containers above accounts of tier zero. */
  readonly #aboveTierZero = new Set<ContainerId>();
  outside = 0;

  constructor(
    readonly tokens: Tokens,
    readonly shared: Shared,
    readonly populations: Populations,
    /** DNs of the containers that it is meant to reach; none: all of the directory. */
    scope: readonly string[],
  ) {
    this.#mends = new Mends(shared, tokens);
    this.#scope = scope.map(dnKey);
    this.#counts = new Float64Array(populations.all.length * shared.actions.length * VERDICT_CODES.length);
    this.#targets = new Float64Array(populations.all.length);
  }

  /** @returns whether accounts of a kind are of tier zero by their population; null where no populations are declared */
  tierZero(target: TargetFacts): boolean | null {
    return this.populations.declared ? this.populations.all[this.populations.of(target)]!.tierZero : null;
  }

  /**
   * What accounts of one kind have in common.
   * @param container DN of the parent
   * @returns null where they are outside of what the account is meant to reach
   */
  kind(traits: TargetTraits, profile: TargetProfile, target: TargetFacts): CoverageKind | null {
    const population = this.populations.of(target);
    if (this.populations.all[population]!.tierZero) this.#noteTierZero(traits.container);
    if (!this.#inScope(target.container)) return null;
    const positions = this.shared.actionsOn(traits.classes);
    const places = profile.outcomes.map(({ verdict }, i) => this.#place(population, positions[i]!, verdict));
    if (!this.populations.all[population]!.expected) return { population, places, holes: [] };
    const holes = new Map<CountedHole, CountedGain[]>();
    profile.outcomes.forEach((outcome, i) => {
      const action = positions[i]!;
      const mend = this.#mends.of(traits, outcome, action);
      if (mend === null || mend.length === 0) return;
      const hole = this.#hole(mend);
      hole.classes.add(target.className);
      const gain = gainOf(hole, action, outcome.reason);
      const known = holes.get(hole);
      if (known === undefined) holes.set(hole, [gain]);
      else known.push(gain);
    });
    return { population, places, holes: [...holes].map(([hole, gains]) => ({ hole, gains })) };
  }

  /**
   * Counts one account of a kind.
   * @param rdn what its DN begins with
   */
  account(kind: CoverageKind | null, dn: string, rdn: string): void {
    if (kind === null) {
      this.outside++;
      return;
    }
    this.#targets[kind.population]!++;
    for (const place of kind.places) this.#counts[place]!++;
    for (const { hole, gains } of kind.holes) {
      hole.accounts++;
      for (const gain of gains) gain.accounts++;
      // What begins with more than the last one that is named stands behind it: most names are not even put together.
      if (hole.last !== null && (rdn > hole.last || dn >= hole.last)) continue;
      hole.named.push(dn);
      if (hole.named.length >= 4 * NAMED) shorten(hole);
    }
  }

  /** Adds what another collector of the same account has seen of other accounts. */
  merge(other: CoverageCollector): void {
    this.outside += other.outside;
    other.#counts.forEach((count, place) => {
      this.#counts[place]! += count;
    });
    other.#targets.forEach((count, population) => {
      this.#targets[population]! += count;
    });
    for (const container of other.#aboveTierZero) this.#aboveTierZero.add(container);
    for (const { mend, gains, classes, accounts, named } of other.#holes.values()) {
      const hole = this.#hole(mend);
      for (const gain of gains.values()) gainOf(hole, gain.action, gain.reason).accounts += gain.accounts;
      for (const name of classes) hole.classes.add(name);
      hole.accounts += accounts;
      hole.named.push(...named);
      shorten(hole);
    }
  }

  /** @returns how many accounts of a population there are in scope */
  targets(population: number): number {
    return this.#targets[population]!;
  }

  /** @returns how many of them an action is about */
  judged(population: number, action: number): number {
    return VERDICT_CODES.reduce((sum, verdict) => sum + this.count(population, action, verdict), 0);
  }

  /** @returns how many of them have a verdict */
  count(population: number, action: number, verdict: VerdictCode): number {
    return this.#counts[this.#place(population, action, verdict)]!;
  }

  /** The changes, those that gain the most accounts first; to be asked for once the accounts have passed. */
  holes(): readonly KeyedHole[] {
    const { containers } = this.shared.directory;
    const above = new Set([...this.#aboveTierZero].map((number) => containers[number]?.dn));
    const ids = this.shared.actions.map(({ id }) => id);
    return [...this.#holes]
      .map(([key, hole]): KeyedHole => {
        shorten(hole);
        const { mend, classes, accounts, named } = hole;
        const gains = inOrder(hole);
        return {
          mend,
          key,
          accounts,
          actions: ids.filter((_, action) => gains.some((gain) => gain.action === action)),
          gains: gains.map(({ action, reason, accounts }) => ({ action: ids[action]!, reason, accounts })),
          classes: [...classes].sort(),
          where: named,
          aboveTierZero: mend.some(({ at }) => at !== null && above.has(at)),
        };
      })
      .filter(({ accounts }) => accounts > 0)
      .sort((a, b) => b.accounts - a.accounts || (a.key < b.key ? -1 : 1));
  }

  #noteTierZero(container: ContainerId | null): void {
    const { containers } = this.shared.directory;
    for (let at: ContainerId | null = container; at !== null && !this.#aboveTierZero.has(at); ) {
      this.#aboveTierZero.add(at);
      at = containers[at]?.parent ?? null;
    }
  }

  #place(population: number, action: number, verdict: VerdictCode): number {
    return (population * this.shared.actions.length + action) * VERDICT_CODES.length + VERDICT_CODES.indexOf(verdict);
  }

  #inScope(container: string): boolean {
    if (this.#scope.length === 0) return true;
    const key = dnKey(container);
    return this.#scope.some((within) => isAtOrBelow(key, within));
  }

  #hole(mend: Mend): CountedHole {
    const key = this.#holes.size < MOST_HOLES ? JSON.stringify(mend) : mend.map(({ change }) => change).join();
    let hole = this.#holes.get(JSON.stringify(mend)) ?? this.#holes.get(key);
    if (hole === undefined) {
      const whole = key.startsWith('[');
      hole = { mend: whole ? mend : [], gains: new Map(), classes: new Set(), accounts: 0, named: [], last: null };
      this.#holes.set(key, hole);
    }
    return hole;
  }
}

function gainOf({ gains }: CountedHole, action: number, reason: ReasonCode): CountedGain {
  const key = `${action} ${reason}`;
  let gain = gains.get(key);
  if (gain === undefined) {
    gain = { action, reason, accounts: 0 };
    gains.set(key, gain);
  }
  return gain;
}

/** In the order of the actions, those with the most accounts first. */
function inOrder({ gains }: CountedHole): readonly CountedGain[] {
  return [...gains.values()]
    .filter(({ accounts }) => accounts > 0)
    .sort((a, b) => a.action - b.action || b.accounts - a.accounts || (a.reason < b.reason ? -1 : 1));
}

function shorten(hole: CountedHole): void {
  hole.named.sort();
  hole.named.length = Math.min(hole.named.length, NAMED);
  if (hole.named.length === NAMED) hole.last = hole.named[NAMED - 1]!;
}
