/** Which verdicts the gaps of the evidence affect: counted while the verdicts are made, in memory bounded by gaps and profiles. */
import type { Directory } from '../directory/directory.js';
import type { DomainId } from '../directory/ids.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import type { EvidenceGap, GapsOfCode, GapTouches, Outcome, ReasonCode, UnknownVerdicts } from '../result/audit.js';
import type { GapCode } from '../result/gaps.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';
import { GAP_TEXTS } from '../words/gaps.js';
import { GapCauses, type Place } from './gap-causes.js';
import type { Profile } from './profiles.js';

/** Targets that are named of each reason. */
const EXAMPLES = 5;

/** Gaps that leave verdicts known that may be about something else: they rest on what was read in its place. */
const RESTING: ReadonlySet<GapCode> = new Set<GapCode>([
  'entry-damaged',
  'readings-differ',
  'object-moved',
  'name-reused',
  'sid-duplicate',
]);
/** Gaps whose object is a target, or what they touch cannot be counted: an object without objectClass may be an account. */
const OF_TARGETS: ReadonlySet<GapCode> = new Set<GapCode>([...RESTING, 'sid-missing', 'attribute-unreadable']);
const UNCOUNTABLE: ReadonlySet<GapCode> = new Set<GapCode>(['search-incomplete', 'sid-of-other-domain']);

/** What is counted of the verdicts of one reason. */
interface Reason {
  verdicts: number;
  targets: number;
  withoutGap: number;
  readonly codes: Set<GapCode>;
  /** The first of its targets, each with which account of the directory it is; other objects come after those. */
  examples: { readonly ordinal: number; readonly dn: string }[];
  last: TargetRecord | null;
}

/** The unknown outcomes of one profile of target, with how many targets there are. */
interface Plan {
  readonly unknowns: readonly Outcome[];
  readonly place: Place;
  count: number;
  /** Those of them that no gap names. */
  unnamed: number;
}

export class AffectedVerdicts {
  readonly #causes: GapCauses;
  readonly #unknown: number[];
  readonly #resting: number[];
  readonly #unknownByCode = new Map<GapCode, number>();
  readonly #restingByCode = new Map<GapCode, number>();
  readonly #reasons = new Map<ReasonCode, Reason>();
  readonly #plans: Plan[] = [];
  /** Those of the profiles that are still remembered elsewhere. */
  readonly #planOf = new WeakMap<Profile, Plan>();
  /** Gaps that are about targets of the audit. */
  readonly #seen = new Set<number>();
  /** Gaps about the account under audit, by its position: all of its verdicts rest on them. */
  readonly #own: readonly ReadonlySet<number>[];
  /** Domains in which accounts may be protected though they do not show as such, by gap. */
  readonly #openProtection: ReadonlyMap<number, ReadonlySet<DomainId>>;
  /** Lasting verdicts on accounts that count as not protected, by domain. */
  readonly #lasting = new Map<DomainId | null, number>();
  #record: TargetRecord | null = null;
  #ofRecord: readonly number[] = [];

  constructor(
    readonly directory: Directory,
    readonly gaps: readonly EvidenceGap[],
    accounts: readonly AccountUnderAudit[],
    sets: ProtectedSets,
  ) {
    this.#causes = new GapCauses(directory, gaps);
    this.#openProtection = this.#causes.openProtection(sets);
    this.#unknown = gaps.map(() => 0);
    this.#resting = gaps.map(() => 0);
    this.#own = accounts.map(
      ({ dn }) => new Set(dn === '' ? [] : this.#causes.at(dn).filter((index) => RESTING.has(gaps[index]!.code))),
    );
  }

  /**
   * Takes down the verdicts of one account under audit on one target.
   * @param ordinal which account of the directory the target is
   */
  target(position: number, profile: Profile, record: TargetRecord, dn: string, ordinal: number): void {
    const { unknowns } = profile;
    if (this.#openProtection.size > 0) this.#takeLasting(profile, record);
    if (unknowns.length === 0 && !this.#causes.anyIn(record)) return;
    const own = this.#gapsOf(record);
    if (unknowns.length > 0) this.#takeUnknown(profile, record, { ordinal, dn }, own);
    if (own.length === 0) return;
    const known = profile.outcomes.length - unknowns.length;
    const codes = new Set<GapCode>();
    for (const index of own) {
      const { code } = this.gaps[index]!;
      if (!RESTING.has(code) || this.#own[position]!.has(index)) continue;
      this.#resting[index]! += known;
      codes.add(code);
    }
    for (const code of codes) if (!this.#ownCode(position, code)) add(this.#restingByCode, code, known);
  }

  /** Adds what another pass over other accounts has seen; the gaps are the same. */
  merge(other: AffectedVerdicts): void {
    other.#unknown.forEach((count, index) => {
      this.#unknown[index]! += count;
    });
    other.#resting.forEach((count, index) => {
      this.#resting[index]! += count;
    });
    for (const [code, count] of other.#unknownByCode) add(this.#unknownByCode, code, count);
    for (const [code, count] of other.#restingByCode) add(this.#restingByCode, code, count);
    for (const [domain, count] of other.#lasting) this.#lasting.set(domain, (this.#lasting.get(domain) ?? 0) + count);
    for (const index of other.#seen) this.#seen.add(index);
    for (const plan of other.#plans) this.#plans.push(plan);
    for (const [reason, seen] of other.#reasons) {
      const known = this.#reason(reason);
      known.verdicts += seen.verdicts;
      known.targets += seen.targets;
      known.withoutGap += seen.withoutGap;
      for (const code of seen.codes) known.codes.add(code);
      known.examples = [...known.examples, ...seen.examples].sort((a, b) => a.ordinal - b.ordinal).slice(0, EXAMPLES);
    }
    this.#causes.merge(other.#causes);
  }

  /** @param known verdicts that are not unknown, by the position of the account under audit */
  finish(known: readonly number[]): {
    readonly gaps: readonly EvidenceGap[];
    readonly gapsByCode: readonly GapsOfCode[];
    readonly unknown: readonly UnknownVerdicts[];
  } {
    for (const plan of this.#plans) for (const outcome of plan.unknowns) this.#finishUnknown(outcome, plan);
    known.forEach((count, position) => {
      const codes = new Set<GapCode>();
      for (const index of this.#own[position]!) {
        this.#resting[index]! += count;
        codes.add(this.gaps[index]!.code);
      }
      for (const code of codes) add(this.#restingByCode, code, count);
    });
    const openByCode = new Map<GapCode, Set<DomainId>>();
    for (const [index, domains] of this.#openProtection) {
      this.#resting[index]! += this.#lastingIn(domains);
      const { code } = this.gaps[index]!;
      openByCode.set(code, new Set([...(openByCode.get(code) ?? []), ...domains]));
    }
    for (const [code, domains] of openByCode) add(this.#restingByCode, code, this.#lastingIn(domains));
    const all = known.reduce((sum, count) => sum + count, 0);
    const touches = this.gaps.map((gap, index) => this.#touches(gap, index, all));
    return {
      gaps: this.gaps.map((gap, index) => ({ ...gap, touches: touches[index]! })),
      gapsByCode: this.#byCode(touches, all),
      unknown: [...this.#reasons]
        .map(([reason, { verdicts, targets, codes, withoutGap, examples }]) => ({
          reason,
          verdicts,
          targets,
          gaps: [...codes].sort(),
          withoutGap,
          examples: examples.map(({ dn }) => dn),
        }))
        .sort((a, b) => b.verdicts - a.verdicts || (a.reason < b.reason ? -1 : 1)),
    };
  }

  #gapsOf(record: TargetRecord): readonly number[] {
    if (record !== this.#record) {
      this.#record = record;
      this.#ofRecord = this.#causes.of(record);
      for (const index of this.#ofRecord) this.#seen.add(index);
    }
    return this.#ofRecord;
  }

  #takeLasting({ state, outcomes }: Profile, record: TargetRecord): void {
    if (state.protected !== 'no') return;
    let lasting = 0;
    for (const { verdict } of outcomes) if (verdict === 'can') lasting++;
    const domain = targetDomain(this.directory, record);
    if (lasting > 0) this.#lasting.set(domain, (this.#lasting.get(domain) ?? 0) + lasting);
  }

  #lastingIn(domains: Iterable<DomainId>): number {
    let sum = 0;
    for (const domain of domains) sum += this.#lasting.get(domain) ?? 0;
    return sum;
  }

  #takeUnknown(
    profile: Profile,
    record: TargetRecord,
    example: Reason['examples'][number],
    own: readonly number[],
  ): void {
    let plan = this.#planOf.get(profile);
    if (!plan) {
      const { unknowns } = profile;
      plan = { unknowns, place: this.#placeOf(record), count: 0, unnamed: 0 };
      this.#planOf.set(profile, plan);
      this.#plans.push(plan);
    }
    plan.count++;
    if (own.length === 0) plan.unnamed++;
    for (const { reason } of profile.unknowns) {
      const known = this.#reason(reason);
      if (known.last !== record) {
        known.last = record;
        known.targets++;
        if (known.examples.length < EXAMPLES) known.examples.push(example);
      }
      const causes = own.length === 0 ? null : this.#causes.ofTarget(reason, own);
      if (causes !== null) this.#credit(known, causes, 1);
    }
  }

  #placeOf(record: TargetRecord): Place {
    const { parent: container, descriptor = null, sid = null } = record;
    const domain = targetDomain(this.directory, record);
    return { container, domain, descriptor, self: record.type === 'object' ? sid : null };
  }

  #finishUnknown(outcome: Outcome, { place, count, unnamed }: Plan): void {
    const known = this.#reason(outcome.reason);
    known.verdicts += count;
    const causes = this.#causes.ofTarget(outcome.reason, []);
    if (causes === null) this.#credit(known, this.#causes.ofKind(outcome, place), count);
    else if (unnamed > 0) this.#credit(known, causes, unnamed);
  }

  #credit(known: Reason, causes: readonly number[], count: number): void {
    if (causes.length === 0) known.withoutGap += count;
    const codes = new Set<GapCode>();
    for (const index of causes) {
      this.#unknown[index]! += count;
      codes.add(this.gaps[index]!.code);
    }
    for (const code of codes) {
      known.codes.add(code);
      add(this.#unknownByCode, code, count);
    }
  }

  #reason(reason: ReasonCode): Reason {
    let known = this.#reasons.get(reason);
    if (!known) {
      known = { verdicts: 0, targets: 0, withoutGap: 0, codes: new Set(), examples: [], last: null };
      this.#reasons.set(reason, known);
    }
    return known;
  }

  #ownCode(position: number, code: GapCode): boolean {
    for (const index of this.#own[position]!) if (this.gaps[index]!.code === code) return true;
    return false;
  }

  #touches({ code, dn }: EvidenceGap, index: number, all: number): GapTouches {
    const seen = this.#seen.has(index) || this.#own.some((own) => own.has(index));
    const countable =
      !UNCOUNTABLE.has(code) &&
      (!OF_TARGETS.has(code) ||
        seen ||
        (dn === null ? code === 'attribute-unreadable' : code === 'sid-missing' && this.#causes.isGroup(dn))) &&
      (code !== 'object-not-visible' || dn !== null) &&
      (code !== 'members-incomplete' || (dn !== null && this.#causes.isGroup(dn)));
    if (!countable) return { unknown: null, resting: null };
    const resting = code === 'configuration-missing' ? null : code === 'schema-missing' ? all : this.#resting[index]!;
    return { unknown: this.#unknown[index]!, resting };
  }

  #byCode(touches: readonly GapTouches[], all: number): readonly GapsOfCode[] {
    const codes = new Map<GapCode, { gaps: number; count: number; unknown: boolean; resting: boolean }>();
    this.gaps.forEach(({ code, count }, index) => {
      const of = codes.get(code) ?? { gaps: 0, count: 0, unknown: true, resting: true };
      of.gaps++;
      of.count += count;
      of.unknown &&= touches[index]!.unknown !== null;
      of.resting &&= touches[index]!.resting !== null;
      codes.set(code, of);
    });
    return [...codes].map(([code, { gaps, count, unknown, resting }]) => ({
      code,
      gaps,
      count,
      unknown: unknown ? (this.#unknownByCode.get(code) ?? 0) : null,
      resting: resting ? (code === 'schema-missing' ? all : (this.#restingByCode.get(code) ?? 0)) : null,
      means: GAP_TEXTS[code],
    }));
  }
}

function add(map: Map<GapCode, number>, key: GapCode, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}
