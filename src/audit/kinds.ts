/** Finds a target's kind, and the findings that its kind can have. */
import type { AccountRecord } from '../directory/records.js';
import type { FindingSource } from '../facts/finding-source.js';
import type { AccountFacts, ReachFacts, TargetFacts, VerdictFacts } from '../facts/types.js';
import type { Finding, Outcome, TargetOutcomes } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import type { Evaluator, TargetKind } from '../verdicts/evaluator.js';
import { hasFlag, platformAccount, traitsOf, UserAccountControl } from '../verdicts/target.js';
import type { Tally } from './tally.js';

/** A kind of target with what is counted and looked for on it. */
export interface Kind extends TargetKind {
  readonly bucket: { count: number };
  /** The outcomes whose verdict is unknown. */
  readonly unknowns: readonly Outcome[];
  readonly flags: number | null;
  readonly reach: ReachFacts;
  readonly verdicts: readonly VerdictFacts[];
  /** Which scopes can have a finding on a target of this kind. */
  readonly findable: { readonly target: boolean; readonly reach: boolean; readonly verdicts: readonly number[] };
  /** Any of them can. */
  readonly interesting: boolean;
}

/** Only these bits of userAccountControl tell kinds apart. */
const RELEVANT = Object.values(UserAccountControl).reduce((bits, bit) => bits | bit, 0);
const TRISTATE: Readonly<Record<Tristate, number>> = { no: 0, unknown: 1, yes: 2 };

/**
 * How many values each part of a kind's number has room for. Together they stay within 31 bits: such numbers are looked up
 * several times as fast as larger ones, and every account is looked up.
 */
const DESCRIPTORS = 2 ** 14;
const CLASSES = 2 ** 6;
const RESTS = 2 ** 11;

export class KindCache {
  /** By container, then by the other traits as one number. */
  readonly #kinds: Map<number, Kind>[] = [];
  /** Kinds whose traits do not fit such a number: in directories with very many descriptors, or with invented flags. */
  readonly #unusual = new Map<string, Kind>();
  /** The bits of userAccountControl that tell kinds apart. */
  readonly #relevant: number;
  /** Combinations of flags and adminCount met so far, numbered. */
  readonly #states = new Map<string, number>();
  readonly #plainStates = new Map<number, number>();

  constructor(
    readonly evaluator: Evaluator,
    readonly account: AccountFacts,
    readonly position: number,
    readonly rules: FindingSource,
    readonly tally: Tally,
  ) {
    this.#relevant = evaluator.shared.actions.reduce(
      (bits, action) => action.noEffect.reduce((sum, entry) => sum | entry.bit, bits),
      RELEVANT,
    );
  }

  of(record: AccountRecord, isProtected: Tristate, isSelf: boolean): Kind {
    const flags = record.f === undefined ? null : record.f & this.#relevant;
    const state = this.#state(flags, record.a);
    const descriptor = (record.d ?? -1) + 1;
    const platform = platformAccount(record);
    const own = (platform === null ? 0 : platform === 'krbtgt' ? 2 : 4) + (record.w === '0' ? 1 : 0);
    const rest = (state * 6 + own) * 8 + TRISTATE[isProtected] * 2 + (isSelf ? 1 : 0);
    if (descriptor < DESCRIPTORS && record.c < CLASSES && rest < RESTS) {
      const key = (descriptor << 17) | (record.c << 11) | rest;
      let inContainer = this.#kinds[record.p];
      if (!inContainer) {
        inContainer = new Map();
        this.#kinds[record.p] = inContainer;
      }
      return this.#known(inContainer, key, record, flags, isProtected, isSelf);
    }
    const key = `${record.p} ${descriptor} ${record.c} ${rest}`;
    return this.#known(this.#unusual, key, record, flags, isProtected, isSelf);
  }

  #known<K>(
    kinds: Map<K, Kind>,
    key: K,
    record: AccountRecord,
    flags: number | null,
    isProtected: Tristate,
    isSelf: boolean,
  ): Kind {
    let kind = kinds.get(key);
    if (!kind) {
      kind = this.#make(record, flags, isProtected, isSelf);
      kinds.set(key, kind);
    }
    return kind;
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

  #make(record: AccountRecord, flags: number | null, isProtected: Tristate, isSelf: boolean): Kind {
    const { evaluator, rules, account } = this;
    const base = evaluator.kind(traitsOf(record, flags, isProtected, isSelf));
    const container = evaluator.shared.directory.containers[record.p]?.dn ?? '';
    const reach: ReachFacts = {
      granted: base.outcomes.filter((outcome) => outcome.access === 'granted').map((outcome) => outcome.action),
      lasting: base.outcomes.filter((outcome) => outcome.verdict === 'can').map((outcome) => outcome.action),
    };
    const verdicts = base.outcomes.map(
      (outcome): VerdictFacts => ({
        action: outcome.action,
        access: outcome.access,
        verdict: outcome.verdict,
        reason: outcome.reason,
        documentedSet: outcome.documentedSet === null ? 'unknown' : outcome.documentedSet ? 'yes' : 'no',
      }),
    );
    const target = targetFacts({ sid: '', dn: '', name: '', container }, base, flags);
    const findable = {
      // What concerns the target alone is told once, with the first account.
      target: this.position === 0 && rules.uses('target') && rules.mayFind('target', { target }),
      reach: rules.uses('reach') && rules.mayFind('reach', { account, target, reach }),
      verdicts: rules.uses('verdict')
        ? verdicts.flatMap((verdict, index) => (rules.mayFind('verdict', { account, target, verdict }) ? [index] : []))
        : [],
    };
    return {
      ...base,
      unknowns: base.outcomes.filter((outcome) => outcome.verdict === 'unknown'),
      flags,
      reach,
      verdicts,
      findable,
      interesting: findable.target || findable.reach || findable.verdicts.length > 0,
      bucket: this.tally.bucket(this.position, container, base.outcomes),
    };
  }

  /** Appends the findings on one target. */
  findings(kind: Kind, identity: TargetOutcomes['target'], into: Finding[]): void {
    const { rules, account } = this;
    const target = targetFacts(identity, kind, kind.flags);
    if (kind.findable.target) into.push(...rules.evaluate('target', { target }));
    if (kind.findable.reach) into.push(...rules.evaluate('reach', { account, target, reach: kind.reach }));
    for (const index of kind.findable.verdicts) {
      into.push(...rules.evaluate('verdict', { account, target, verdict: kind.verdicts[index]! }));
    }
  }
}

function targetFacts(identity: TargetOutcomes['target'], kind: TargetKind, flags: number | null): TargetFacts {
  return {
    sid: identity.sid,
    dn: identity.dn,
    name: identity.name,
    container: identity.container,
    className: kind.state.className,
    enabled: kind.state.enabled,
    protected: kind.state.protected,
    inheritance: kind.state.inheritance,
    adminCount: kind.state.adminCount ?? 0,
    matchesAdminSDHolder: kind.matchesAdminSDHolder,
    passwordNeverExpires: hasFlag(flags, UserAccountControl.DontExpirePassword),
    smartcardRequired: hasFlag(flags, UserAccountControl.SmartcardRequired),
  };
}
