/** A result as it is computed, for whoever writes it down or counts it. */
import type { AuditedAccount, AuditHeader, Finding, Outcome, Summary } from './audit.js';
import type { InheritanceState, ProtectionState } from './codes.js';
import type { EvidenceBlock } from './evidence.js';
import type { Explanation } from './explain.js';
import type { Tristate } from './tristate.js';

/** What reports show of a target beside its verdicts; shared between targets like `Outcome`. */
export interface TargetState {
  /** Most specific class, lDAPDisplayName. */
  readonly className: string;
  /** Account not disabled; unknown where userAccountControl is not readable. What is no account is not disabled. */
  readonly enabled: Tristate;
  /** Member of the set that AdminSDHolder protects, by membership (not by adminCount). */
  readonly protected: Tristate;
  /** Whether the DACL inherits (SE_DACL_PROTECTED off). */
  readonly inheritance: InheritanceState;
  readonly adminCount: number | null;
}

/**
 * One audited account against one target: one outcome for each action that is about objects of its class, in the order of
 * `AuditHeader.actions`.
 */
export interface TargetOutcomes {
  /** Index into the audited accounts. */
  readonly account: number;
  readonly target: {
    /** Its DN where its class has none. */
    readonly sid: string;
    readonly dn: string;
    /** `DOMAIN\sAMAccountName`. */
    readonly name: string;
    /** DN of the parent. */
    readonly container: string;
  };
  readonly state: TargetState;
  /** Index into `AuditHeader.populations`; null: it is not in scope, or no account. */
  readonly population: number | null;
  /** Whoever controls it controls the domain: it is of a population of tier zero, in scope or not. */
  readonly tierZero: boolean;
  /** How it stands to AdminSDHolder; null where that is not asked of objects of its class. */
  readonly protection: ProtectionState | null;
  readonly outcomes: readonly Outcome[];
  /** By which `Explain` finds the target again; nothing for reports to read. */
  readonly origin: object;
}

/**
 * Tells how one verdict comes about, as `explain` does; of a target of this audit and until `end` has returned.
 * @param action id of one of the actions that the target has an outcome for
 */
export type Explain = (target: TargetOutcomes, action: string) => Explanation;

/** Receives a result as it is computed. Calls come one at a time, each awaited before the next. */
export interface AuditSink {
  /** @param explain for reports that tell how verdicts come about; costs some milliseconds a verdict */
  begin(header: AuditHeader, accounts: readonly AuditedAccount[], explain?: Explain): void | Promise<void>;
  targets(batch: readonly TargetOutcomes[]): void | Promise<void>;
  findings(batch: readonly Finding[]): void | Promise<void>;
  /** `gaps`: those of `header.evidence.gaps` and those found since; `complete` accordingly. */
  end(summary: Summary, evidence: EvidenceBlock): void | Promise<void>;
}
