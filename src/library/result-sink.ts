/** A result as one object. */
import type {
  AuditedAccount,
  AuditHeader,
  AuditResult,
  EvidenceBlock,
  Finding,
  Summary,
  Verdict,
} from '../result/audit.js';
import type { AuditSink, TargetOutcomes } from '../result/sink.js';

/** Keeps all that an audit gives. */
export class ResultSink implements AuditSink {
  #header: AuditHeader | undefined;
  #accounts: readonly AuditedAccount[] = [];
  #end: { readonly summary: Summary; readonly evidence: EvidenceBlock } | undefined;
  readonly #verdicts: Verdict[] = [];
  readonly #findings: Finding[] = [];

  begin(header: AuditHeader, accounts: readonly AuditedAccount[]): void {
    this.#header = header;
    this.#accounts = accounts;
  }

  targets(batch: readonly TargetOutcomes[]): void {
    for (const { account, target, outcomes } of batch) {
      for (const outcome of outcomes) {
        this.#verdicts.push({
          account: this.#accounts[account]!.sid,
          target: target.sid,
          targetDn: target.dn,
          targetName: target.name,
          ...outcome,
        });
      }
    }
  }

  findings(batch: readonly Finding[]): void {
    for (const finding of batch) this.#findings.push(finding);
  }

  end(summary: Summary, evidence: EvidenceBlock): void {
    this.#end = { summary, evidence };
  }

  /** The whole, once the audit has ended. */
  result(): AuditResult {
    return {
      ...this.#header!,
      accounts: this.#accounts,
      verdicts: this.#verdicts,
      findings: this.#findings,
      ...this.#end!,
    };
  }
}
