/** A simulation in bounded space, as formats for people show it; no published format. */
import type { Finding, ReasonCode, Severity, VerdictCode } from './audit.js';

/** What an account under audit could do, or can. */
export interface AnswerOnSide {
  readonly verdict: VerdictCode;
  readonly reason: ReasonCode;
}

/** Changed verdicts that are alike. */
export interface ChangeGroup {
  /** SID of the account under audit. */
  readonly account: string;
  readonly action: string;
  /** Null: there was no such target, or account. */
  readonly before: AnswerOnSide | null;
  /** Null: there is no such target, or account, any more. */
  readonly after: AnswerOnSide | null;
  readonly count: number;
  /** Names of the first targets. */
  readonly examples: readonly string[];
}

/** What lists show of a finding. */
export type ShownFinding = Pick<Finding, 'severity' | 'title' | 'subjectName' | 'fingerprint' | 'status'>;

export interface FindingChange {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly total: number;
  /** The most severe first. */
  readonly shown: readonly ShownFinding[];
}

export interface FindingChanges {
  readonly appeared: FindingChange;
  readonly gone: FindingChange;
}
