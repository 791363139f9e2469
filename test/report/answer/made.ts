/** Digests made up for the tests of the answer: one account under audit, whose verdicts the test states. */
import { type Digest, DigestBuilder } from '../../../src/report/digest.js';
import type {
  AccountSummary,
  AuditHeader,
  EvidenceBlock,
  Finding,
  ReasonCode,
  Summary,
  VerdictCode,
  VerdictCounts,
} from '../../../src/result/audit.js';
import type { TargetOutcomes } from '../../../src/result/sink.js';
import { ACCOUNTS, EVIDENCE, finding, HEADER, summarise } from '../sample.js';

export const ACCOUNT = ACCOUNTS[0]!;
/** Nothing is left open by hand. */
export const ANSWERED: AuditHeader['manual'] = {
  mode: { mode: 'gmsa', source: 'option', actsAsLocalSystem: 'no', remediationAccounts: null, controllers: [] },
  questions: [],
};

/** `verdicts({ can: 3 })`: the others are 0. */
export function verdicts(counts: Partial<VerdictCounts>): VerdictCounts {
  return { can: 0, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 0, unknown: 0, ...counts };
}

export interface Made {
  readonly header?: Partial<AuditHeader>;
  readonly evidence?: Partial<EvidenceBlock>;
  /** By population and action. */
  readonly populations?: Readonly<Record<string, Readonly<Record<string, Partial<VerdictCounts>>>>>;
  readonly account?: Partial<AccountSummary>;
  readonly accounts?: Digest['accounts'];
  readonly findings?: readonly Partial<Finding>[];
  readonly targets?: readonly TargetOutcomes[];
  readonly summary?: Partial<Summary>;
}

/** An audit without a flaw, but for what the test states. */
export function digestOf({ populations = {}, ...made }: Made): Digest {
  const header: AuditHeader = { ...HEADER, manual: ANSWERED, ...made.header };
  const builder = new DigestBuilder({ rows: 100, findingsPerRule: 10 });
  const findings = (made.findings ?? []).map((changes, i) => ({ ...finding(i), account: ACCOUNT.sid, ...changes }));
  builder.addFindings(findings);
  builder.addTargets(made.targets ?? []);
  const all = new Map<string, VerdictCounts>();
  const counted = Object.entries(populations).map(([id, actions]) => {
    const whole = Object.entries(actions).map(([action, counts]) => [action, verdicts(counts)] as const);
    for (const [action, counts] of whole) all.set(action, plus(all.get(action) ?? verdicts({}), counts));
    return [
      id,
      { targets: Math.max(0, ...whole.map(([, counts]) => total(counts))), actions: Object.fromEntries(whole) },
    ];
  });
  const account: AccountSummary = {
    sid: ACCOUNT.sid,
    actions: Object.fromEntries(all),
    populations: Object.fromEntries(counted),
    scope: [],
    outside: 0,
    holes: [],
    delegations: [],
    furtherDelegations: 0,
    managed: null,
    ...made.account,
  };
  const summary: Summary = { ...summarise([], findings), accounts: [account], ...made.summary };
  return builder.build(header, made.accounts ?? [ACCOUNT], summary, { ...EVIDENCE, ...made.evidence });
}

function total(counts: VerdictCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function plus(one: VerdictCounts, other: VerdictCounts): VerdictCounts {
  return Object.fromEntries(
    Object.entries(one).map(([code, count]) => [code, count + other[code as VerdictCode]]),
  ) as VerdictCounts;
}

/** `times` targets of one population that have one verdict on one action. */
export function rows(
  times: number,
  population: number | null,
  action: string,
  verdict: VerdictCode,
  reason: ReasonCode,
  enabled: 'yes' | 'no' = 'yes',
): readonly TargetOutcomes[] {
  const state = { className: 'user', enabled, protected: 'no', inheritance: 'on', adminCount: null } as const;
  return Array.from({ length: times }, () => ({
    account: 0,
    target: { sid: '', dn: '', name: '', container: '' },
    state,
    population,
    tierZero: false,
    protection: null,
    outcomes: [{ action, access: 'denied', verdict, reason, documentedSet: false, ace: null, caveats: [] }],
    origin: state,
  }));
}
