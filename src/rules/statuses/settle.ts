/** Gives findings their status, and keeps count of what suppressions and baseline were good for. */
import type { Scope, ScopeVariables } from '../../facts/index.js';
import type { BaselineSummary, Finding, SuppressionsSummary } from '../../result/audit.js';
import { SEVERITIES, type Severity } from '../../result/codes.js';
import type { RuleEvaluator } from '../evaluator.js';
import type { Baseline } from './baseline.js';
import { type Asked, asksTheSame, byAccount } from './changed.js';
import { comparable, matches } from './subject.js';
import type { SuppressionEntry } from './suppressions.js';

/** The other names of a finding's subject: of a SID the DN, of a DN the SID. */
export type Identify = (subject: string) => readonly string[];

export interface StatusOptions {
  readonly suppressions: readonly SuppressionEntry[] | null;
  readonly baseline: Baseline | null;
  /** The day that expiry is held against, YYYY-MM-DD (UTC). */
  readonly today: string;
  /** Ids of the rules that are applied. */
  readonly applied: readonly string[];
  /** SHA-256 over the rule files. */
  readonly rules?: string;
  /** What is asked now; left out: not compared. */
  readonly asked?: Asked;
}

/** An entry, and how many findings it is for. */
interface Counted {
  readonly entry: SuppressionEntry;
  readonly expired: boolean;
  findings: number;
}

/** The entries for one rule. */
interface OfRule {
  /** By SID, or by comparable DN. */
  readonly exact: Map<string, Counted[]>;
  readonly patterns: Counted[];
}

/** Fingerprints that are remembered, so that a cause is counted once. */
const MOST_ADDED = 1_000_000;

/** What an audit's findings are held against. Used for one audit. */
export class FindingStatuses {
  readonly #entries: readonly Counted[];
  readonly #byRule = new Map<string, OfRule>();
  /** Fingerprints of the baseline that are there still. */
  readonly #same = new Set<string>();
  /** Fingerprints that the baseline lacks, with the account that each is about; beyond the bound they are only counted, each time they come. */
  readonly #added = new Map<string, string | null>();
  #addedBeyond = 0;
  #identify: Identify = () => [];

  constructor(private readonly options: StatusOptions) {
    this.#entries = (options.suppressions ?? []).map((entry) => ({
      entry,
      expired: entry.expires < options.today,
      findings: 0,
    }));
    for (const counted of this.#entries) this.#add(counted);
  }

  /** Tells what other names the objects of a directory have; to be called before the first finding. */
  identifyBy(identify: Identify): void {
    this.#identify = identify;
  }

  /**
   * An entry that holds wins; where only expired ones match, the finding counts again, baseline or not; then comes the
   * baseline, for what is no graver than it was.
   * @param others further names of the subject, as facts tell them
   */
  settle(finding: Finding, others: Identify): Finding {
    const before = this.options.baseline?.findings.get(finding.fingerprint);
    if (before !== undefined) this.#same.add(finding.fingerprint);
    const matching = this.#matching(finding, others);
    const holding = matching.filter(({ expired }) => !expired);
    if (holding.length > 0) {
      for (const counted of holding) counted.findings++;
      const { reason, owner, expires } = holding[0]!.entry;
      return { ...finding, status: 'suppressed', suppression: { reason, owner, expires } };
    }
    for (const counted of matching) counted.findings++;
    if (before === undefined && this.options.baseline !== null) this.#lacking(finding);
    if (before === undefined || matching.length > 0) return finding;
    return isGraver(finding.severity, before) ? finding : { ...finding, status: 'baseline' };
  }

  /**
   * What became of the entries and the baseline, once all findings were settled.
   * @param accounts SIDs of the accounts under audit
   */
  summary(accounts: readonly string[]): {
    readonly suppressions?: SuppressionsSummary;
    readonly baseline?: BaselineSummary;
  } {
    const { suppressions, baseline, today, applied } = this.options;
    return {
      ...(suppressions !== null && {
        suppressions: {
          asOf: today,
          entries: suppressions.length,
          expired: this.#entries
            .filter(({ expired }) => expired)
            .map(({ entry, findings }) => ({ ...told(entry), findings })),
          unused: this.#entries
            .filter(({ expired, findings }) => !expired && findings === 0)
            .map(({ entry }) => ({ ...told(entry), ruleApplied: applied.includes(entry.rule) })),
        },
      }),
      ...(baseline !== null && { baseline: this.#compared(baseline, accounts) }),
    };
  }

  #compared(baseline: Baseline, accounts: readonly string[]): BaselineSummary {
    const { sha256, reach, rules } = baseline;
    const { size } = baseline.findings;
    const same = this.#same.size;
    const sameRules = rules === null || this.options.rules === undefined ? null : rules === this.options.rules;
    return {
      sha256,
      findings: size,
      same,
      gone: size - same,
      added: this.#added.size + this.#addedBeyond,
      reach: reach.filter(({ sid }) => accounts.includes(sid)),
      byAccount: this.#addedBeyond > 0 ? null : byAccount(baseline, this.#same, this.#added, accounts),
      sameActions: asksTheSame(baseline, this.options.asked),
      sameRules,
    };
  }

  #lacking({ fingerprint, account }: Finding): void {
    if (this.#added.size < MOST_ADDED) this.#added.set(fingerprint, account);
    else if (!this.#added.has(fingerprint)) this.#addedBeyond++;
  }

  #add(counted: Counted): void {
    const { rule, match } = counted.entry;
    let of = this.#byRule.get(rule);
    if (of === undefined) {
      of = { exact: new Map(), patterns: [] };
      this.#byRule.set(rule, of);
    }
    if (match.kind === 'pattern') {
      of.patterns.push(counted);
      return;
    }
    const key = match.kind === 'sid' ? match.sid : match.key;
    const list = of.exact.get(key);
    if (list === undefined) of.exact.set(key, [counted]);
    else list.push(counted);
  }

  /** In the order of the files. */
  #matching({ rule, subject, fingerprint }: Finding, others: Identify): readonly Counted[] {
    const of = this.#byRule.get(rule);
    if (of === undefined || subject === '') return [];
    const names = [subject, ...others(subject), ...this.#identify(subject)];
    const keys = new Set(
      names.filter((name) => name !== '').map((name) => (isSidText(name) ? name : comparable(name))),
    );
    const found = new Set<Counted>();
    for (const key of keys) {
      for (const counted of of.exact.get(key) ?? []) found.add(counted);
      if (isSidText(key)) continue;
      for (const counted of of.patterns) {
        const { match } = counted.entry;
        if (match.kind === 'pattern' && matches(match.pieces, key)) found.add(counted);
      }
    }
    const wanted = [...found].filter(
      ({ entry }) => entry.fingerprint === undefined || entry.fingerprint === fingerprint,
    );
    return wanted.length < 2 ? wanted : this.#entries.filter((counted) => wanted.includes(counted));
  }
}

function isGraver(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) < SEVERITIES.indexOf(other);
}

/** Findings name SIDs as Windows prints them; a DN never begins so. */
function isSidText(text: string): boolean {
  return text.startsWith('S-1-');
}

function told({ match: _match, ...entry }: SuppressionEntry): Omit<SuppressionEntry, 'match'> {
  return entry;
}

/** Facts about objects that have both a SID and a DN. */
const PAIRS = ['target', 'account', 'retriever'] as const;

/** What the facts of a finding know of its subject. */
function identityIn(variables: object): Identify {
  return (subject) =>
    PAIRS.flatMap((name) => {
      const of = (variables as Readonly<Record<string, { readonly sid?: string; readonly dn?: string } | undefined>>)[
        name
      ];
      if (of?.sid === undefined || of.dn === undefined) return [];
      return of.sid === subject ? [of.dn] : of.dn === subject ? [of.sid] : [];
    });
}

/** The same evaluator, whose findings have their status. */
export function withStatuses(rules: RuleEvaluator, statuses: FindingStatuses): RuleEvaluator {
  return {
    ...rules,
    evaluate<S extends Scope>(scope: S, variables: ScopeVariables[S]) {
      const findings = rules.evaluate(scope, variables);
      if (findings.length === 0) return findings;
      return findings.map((finding) => statuses.settle(finding, identityIn(variables)));
    },
  };
}
