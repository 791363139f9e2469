/** Finds a target's profile, and the findings that its profile can have. */
import type { Self } from '../access/trustee.js';
import type { AccountRecord } from '../directory/records.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import type { CoverageCollector, CoverageKind } from '../facts/coverage-collector.js';
import { type AccountGrants, isController } from '../facts/grants.js';
import { SCOPES, type Scope, type ScopeVariables } from '../facts/index.js';
import type { FactContext, FactProfile, FactScope, TargetIdentity } from '../facts/scope.js';
import { targetFacts } from '../facts/target.js';
import type { Finding, Outcome } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import type { RuleEvaluator } from '../rules/evaluator.js';
import type { Evaluator } from '../verdicts/evaluator.js';
import { flagsOf, platformAccount, traitsOf, UserAccountControl } from '../verdicts/target.js';
import { factProfileOf } from './fact-profile.js';
import type { Tally } from './tally.js';

/** A profile of target with what is counted and looked for on it. */
export interface Profile extends FactProfile {
  readonly bucket: { count: number };
  /** The outcomes whose verdict is unknown. */
  readonly unknowns: readonly Outcome[];
  /** The facts on which some rule can find something. */
  readonly findable: readonly Findable[];
  /** What is counted of how far the account reaches; null: it is not meant to reach these. */
  readonly coverage: CoverageKind | null;
  /** Where it is counted what each delegation gives of it. */
  readonly delegations: readonly number[];
  /** It is of tier zero, whether in scope or not. */
  readonly tierZero: boolean;
  /** What own entries give beyond the actions; null where there is nothing to count. */
  readonly grants: AccountGrants | null;
}

/** Facts of a profile, to be given the identity of each of its targets. */
interface Findable<S extends Scope = Scope> {
  readonly scope: S;
  named(target: TargetIdentity): ScopeVariables[S];
}

/** Only these bits of userAccountControl tell profiles apart. */
const RELEVANT = Object.values(UserAccountControl).reduce((bits, bit) => bits | bit, 0);
const TRISTATE: Readonly<Record<Tristate, number>> = { no: 0, unknown: 1, yes: 2 };
/** Not protected, but for the exclusion of its groups. */
const EXCLUDED = 3;

/**
 * How many values each part of a profile's number has room for. Together they stay within 31 bits: such numbers are looked up
 * several times as fast as larger ones, and every account is looked up.
 */
const DESCRIPTORS = 2 ** 14;
const CLASSES = 2 ** 6;
const RESTS = 2 ** 11;

/**
 * Profiles that are remembered: some 50 MB of them. A directory has far fewer, unless every account has a list of its own;
 * and accounts that are alike come close after each other.
 */
const REMEMBERED = 1 << 15;

export class ProfileCache {
  /** By container and whether there are service names, then by the other traits as one number. */
  #profiles: Map<number, Profile>[] = [];
  /** Kinds whose traits do not fit such a number: in directories with very many descriptors, or with invented flags. */
  readonly #unusual = new Map<string, Profile>();
  #remembered = 0;
  /** The bits of userAccountControl that tell profiles apart. */
  readonly #relevant: number;
  /** Combinations of flags and adminCount met so far, numbered. */
  readonly #states = new Map<string, number>();
  readonly #plainStates = new Map<number, number>();

  /** @param position which of the accounts under audit */
  constructor(
    readonly evaluator: Evaluator,
    readonly context: FactContext,
    readonly position: number,
    readonly rules: RuleEvaluator,
    readonly tally: Tally,
    /** Some rule looks at what own entries give. */
    readonly collects: boolean,
    readonly coverage: CoverageCollector,
  ) {
    this.#relevant = evaluator.shared.actions.reduce(
      (bits, action) => action.noEffect.reduce((sum, entry) => sum | entry.bit, bits),
      RELEVANT,
    );
  }

  /** @param excluded its groups are taken out of the protected set by dSHeuristics */
  of(record: TargetRecord, isProtected: Tristate, isSelf: Self, excluded = false): Profile {
    if (this.#remembered === REMEMBERED) this.#forget();
    const whole = flagsOf(record);
    const flags = whole === null ? null : whole & this.#relevant;
    const state = this.#state(flags, record.adminCount);
    const descriptor = record.descriptor === undefined ? 0 : record.descriptor + 1;
    const platform = platformAccount(record);
    const own = (platform === null ? 0 : platform === 'krbtgt' ? 2 : 4) + (record.pwdLastSet === '0' ? 1 : 0);
    const membership = excluded ? EXCLUDED : TRISTATE[isProtected];
    const rest = (state * 6 + own) * 8 + membership * 2 + (isSelf === true ? 1 : 0);
    if (record.type === 'object') {
      // Why it is open whether SELF means the account is a matter of the single group.
      const self = isSelf === 'unknown' ? record.sid : '';
      const domain = targetDomain(this.evaluator.shared.directory, record);
      const key = `object ${record.parent} ${domain} ${descriptor} ${record.classes} ${rest} ${self}`;
      return this.#known(this.#unusual, key, record, flags, isProtected, isSelf, excluded);
    }
    if (descriptor < DESCRIPTORS && record.classes < CLASSES && rest < RESTS) {
      const key = (descriptor << 17) | (record.classes << 11) | rest;
      const place = record.parent * 3 + (record.hasSpn === undefined ? 2 : record.hasSpn ? 1 : 0);
      let inContainer = this.#profiles[place];
      if (!inContainer) {
        inContainer = new Map();
        this.#profiles[place] = inContainer;
      }
      return this.#known(inContainer, key, record, flags, isProtected, isSelf, excluded);
    }
    const key = `${record.parent} ${descriptor} ${record.classes} ${rest} ${record.hasSpn}`;
    return this.#known(this.#unusual, key, record, flags, isProtected, isSelf, excluded);
  }

  #known<K>(
    profiles: Map<K, Profile>,
    key: K,
    record: TargetRecord,
    flags: number | null,
    isProtected: Tristate,
    isSelf: Self,
    excluded: boolean,
  ): Profile {
    let profile = profiles.get(key);
    if (!profile) {
      profile = this.#make(record, flags, isProtected, isSelf, excluded);
      this.#remembered++;
      profiles.set(key, profile);
    }
    return profile;
  }

  #forget(): void {
    this.tally.fold(this.position);
    this.#profiles = [];
    this.#unusual.clear();
    this.#remembered = 0;
  }

  #state(flags: number | null, adminCount: number | undefined): number {
    if (flags !== null && adminCount === undefined) {
      let number = this.#plainStates.get(flags);
      if (number === undefined) {
        number = this.#number(`${flags}`);
        this.#plainStates.set(flags, number);
      }
      return number;
    }
    return this.#number(`${flags} ${adminCount}`);
  }

  #number(state: string): number {
    let number = this.#states.get(state);
    if (number === undefined) {
      number = this.#states.size;
      this.#states.set(state, number);
    }
    return number;
  }

  #make(record: TargetRecord, flags: number | null, isProtected: Tristate, isSelf: Self, excluded: boolean): Profile {
    const { evaluator } = this;
    const traits = traitsOf(record, flags, isProtected, isSelf);
    const profile = factProfileOf(evaluator, record, traits, excluded);
    const { container, isAccount, state, protection } = profile;
    const coverage = isAccount ? this.coverage.kind(traits, profile, targetFacts(profile)) : null;
    if (isAccount) this.context.idle?.kind(record.parent, record.classes);
    const tierZero = record.type === 'account' && this.#isTierZero(record, profile);
    const expected = coverage !== null && this.coverage.populations.all[coverage.population]!.expected;
    return {
      ...profile,
      unknowns: profile.outcomes.filter((outcome) => outcome.verdict === 'unknown'),
      findable: (Object.keys(SCOPES) as Scope[]).flatMap((scope) => this.#findable(scope, profile)),
      bucket: this.tally.bucket(this.position, container, profile.outcomes, isAccount ? protection.state : null),
      coverage,
      delegations: isAccount ? this.context.delegations.kind(traits, profile, expected) : [],
      tierZero,
      grants:
        this.collects && record.type === 'account' ? this.context.grants.kind(record, state.className, tierZero) : null,
    };
  }

  /** As the populations say; without any, what AdminSDHolder protects, and domain controllers. */
  #isTierZero(record: AccountRecord, profile: FactProfile): boolean {
    return this.coverage.tierZero(targetFacts(profile)) ?? (isController(record) || profile.state.protected === 'yes');
  }

  #findable<S extends Scope>(scope: S, profile: FactProfile): readonly Findable<S>[] {
    const { rules, context, position } = this;
    const { profiles, once } = SCOPES[scope] as FactScope<ScopeVariables[S]>;
    if (profiles === undefined || !rules.uses(scope) || (once && position > 0)) return [];
    if (profiles.accountsOnly && !profile.isAccount) return [];
    return profiles
      .of(context, profile)
      .filter((variables) => rules.mayFind(scope, variables))
      .map((variables) => ({ scope, named: (target) => profiles.named(variables, target) }));
  }

  /** Appends the findings on one target. */
  findings({ findable }: Profile, target: TargetIdentity, into: Finding[]): void {
    for (const { scope, named } of findable) into.push(...this.rules.evaluate(scope, named(target)));
  }
}
