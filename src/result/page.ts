/**
 * What the report's page holds: one audit, bounded, in columns. Written by `report/html`, read by `app/`; no published format, the
 * two travel together.
 */
import type { Answer } from './answer.js';
import type { ActionSummary, AuditedAccount, AuditHeader, Finding, Outcome, Severity, Summary } from './audit.js';
import type { FindingStatus, ProtectionState, VerdictCode } from './codes.js';
import type { EvidenceBlock } from './evidence.js';
import type { FrameworkName } from './frameworks.js';
import type { ChangeGroup, FindingChange, FindingChanges } from './simulate-digest.js';
import type { TargetState } from './sink.js';

/** What rows have in common: written once, referred to by number. */
export interface PageKind {
  readonly state: TargetState;
  /** Index into `header.populations`; null: not in scope, or no account. */
  readonly population: number | null;
  readonly tierZero: boolean;
  readonly protection: ProtectionState | null;
  /** Indexes into `outcomes`, in the order of `header.actions`; an action that is not about such objects has none. */
  readonly outcomes: readonly number[];
}

/** One row a target of an account under audit; the arrays are of one length. */
export interface PageRows {
  /** Index into `accounts`. */
  readonly account: readonly number[];
  /** Index into `targets`. */
  readonly target: readonly number[];
  /** Index into `kinds`. */
  readonly kind: readonly number[];
}

/** Targets, each once; the arrays are of one length. */
export interface PageTargets {
  readonly sid: readonly string[];
  readonly name: readonly string[];
  /** What its DN begins with, without the container and the comma before it. */
  readonly rdn: readonly string[];
  /** Index into `containers`. */
  readonly container: readonly number[];
}

export interface PageBlock {
  readonly level: number;
  readonly mark?: string;
  readonly text: string;
  readonly style?: string;
  readonly code?: boolean;
}

/** A part of an explanation; explanations share their parts. */
export interface PageSection {
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

export interface PageExplanation {
  /** Index into the rows. */
  readonly row: number;
  readonly action: string;
  /** Indexes into `sections`. */
  readonly sections: readonly number[];
  /** What to change, and where. */
  readonly change: string;
  /** Names from the target to each protected group that holds it. */
  readonly protectedBy: readonly (readonly string[])[];
}

export interface PageFindings {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly counts: Readonly<Record<FindingStatus, number>>;
  /** The first of each status: those that count come first. */
  readonly shown: readonly Finding[];
  readonly controls: readonly string[];
}

/** Rows that are alike, of those that are not listed one by one. */
export interface PageGroup {
  readonly account: number;
  readonly kind: number;
  readonly count: number;
  readonly example: string;
}

/** What the page tells of a simulation, whose state after the changes it shows. */
export interface PageSimulation {
  readonly changes: readonly { readonly text: string; readonly where: string | null }[];
  /** Changes that the page leaves out. */
  readonly moreChanges: number;
  /** Before the changes, by account under audit and action; none of an account that was not there. */
  readonly before: readonly Pick<ActionSummary, 'account' | 'action' | 'verdicts'>[];
  /** How many verdicts have changed, by account under audit (its SID). */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly groups: readonly ChangeGroup[];
  readonly findings: FindingChanges;
}

/** Changed verdicts that are alike, of one account under audit. */
export interface PageTurn {
  readonly account: string;
  readonly action: string;
  readonly before: VerdictCode | null;
  readonly after: VerdictCode | null;
  readonly verdicts: number;
}

/** What changed in the directory, and which verdicts it explains. */
export interface PageCause {
  readonly text: string;
  /** Why it is not proven; null: it is. */
  readonly because: string | null;
  readonly verdicts: number;
  readonly sole: number;
  readonly targets: number;
  readonly turns: readonly PageTurn[];
  /** Names of the first targets. */
  readonly examples: readonly string[];
}

/** What the page tells of an older state, where it shows the newer one of two that were compared. */
export interface PageSince {
  readonly headline: string;
  /** When and where the older state is from, and whether it is whole. */
  readonly older: string;
  /** Of the older state, by account under audit and action; none of an account that was not there. */
  readonly before: readonly Pick<ActionSummary, 'account' | 'action' | 'verdicts'>[];
  /** How many verdicts have changed, by account under audit (its SID). */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Those that explain most first. */
  readonly causes: readonly PageCause[];
  /** Causes that the page leaves out. */
  readonly moreCauses: number;
  /** Changed verdicts that no cause explains. */
  readonly unexplained: number;
  readonly unexplainedShown: readonly (Omit<PageTurn, 'verdicts'> & { readonly target: string })[];
  readonly findings: FindingChanges & { readonly same: number; readonly statusChanged: FindingChange };
  /** The rest, in paragraphs. */
  readonly details: readonly PageSection[];
}

export interface PageData {
  /** Null: it was not compared with an older state. */
  readonly since: PageSince | null;
  /** Null: it is an audit of what there is. */
  readonly simulation: PageSimulation | null;
  readonly header: Omit<AuditHeader, 'evidence'>;
  readonly accounts: readonly AuditedAccount[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
  readonly framework: FrameworkName | null;
  /** It is made to be printed: all accounts under audit are on it, one after the other. */
  readonly paper: boolean;
  readonly answers: readonly Answer[];
  readonly findings: readonly PageFindings[];
  readonly containers: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly kinds: readonly PageKind[];
  readonly targets: PageTargets;
  readonly rows: PageRows;
  /** How many rows the audit has, by account under audit. */
  readonly rowCounts: readonly number[];
  /** What is not listed one by one, most frequent first. */
  readonly groups: readonly PageGroup[];
  /** Rows in no group, since there were too many different ones. */
  readonly ungrouped: number;
  /** The file that holds every verdict, by its name; null: everything is listed here. */
  readonly allIn: string | null;
  /** The same for findings. */
  readonly findingsIn: string | null;
  readonly sections: readonly PageSection[];
  readonly explanations: readonly PageExplanation[];
  /** Parts of lists that the page leaves out, by what they are lists of. */
  readonly leftOut: Readonly<Partial<Record<PageList, number>>>;
}

export type PageList = 'containers' | 'gaps' | 'token' | 'holes' | 'delegations';
