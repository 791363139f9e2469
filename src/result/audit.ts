/** The audit's result, as `adreach/audit/v1` has it. Field names are the published format. */
import type { SourceInfo } from './sources.js';
import type { Tristate } from './tristate.js';

export type Access = 'granted' | 'denied' | 'unknown';
export type VerdictCode = 'can' | 'can-until-sdprop' | 'no-effect' | 'cannot' | 'unknown';
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** Why a verdict is what it is; the texts are in `reasons.ts`. */
export type ReasonCode =
  // can
  | 'allowed-by-entry'
  | 'allowed-without-dacl'
  | 'allowed-as-adminsdholder'
  // can-until-sdprop
  | 'adminsdholder-will-deny'
  // no-effect
  | 'password-never-expires'
  | 'smartcard-required'
  | 'trust-account'
  // cannot
  | 'denied-by-entry'
  | 'no-entry'
  | 'no-entry-inheritance-off'
  | 'no-entry-for-class'
  | 'no-entry-inherit-only'
  | 'empty-dacl'
  // unknown
  | 'descriptor-unreadable'
  | 'descriptor-damaged'
  | 'dacl-absent'
  | 'conditional-entry'
  | 'unresolved-trustee'
  | 'class-unknown'
  | 'user-account-control-unreadable'
  | 'adminsdholder-missing'
  | 'adminsdholder-undecided'
  | 'protection-undecided';

/** What an answer of the access control list leaves out; the texts are in `reasons.ts`. It changes no verdict. */
export type CaveatCode =
  | 'read-right-missing'
  | 'platform-may-refuse'
  | 'random-password-instead'
  | 'retained-flag-needs-right'
  | 'retained-flag-needs-privilege'
  | 'reset-forces-change'
  | 'already-so';

/** The access control entry that decides. */
export interface DecidingAce {
  /** Position in the DACL of the target, from 0, in stored order. */
  readonly index: number;
  readonly sddl: string;
  readonly trustee: string;
  /** Display name of the trustee, where the sources know one. */
  readonly trusteeName: string | null;
  /** DN of the ancestor it was inherited from; null for an entry of the object's own, or where no ancestor carries it. */
  readonly from: string | null;
}

export interface Verdict {
  readonly account: string;
  readonly target: string;
  readonly targetDn: string;
  readonly targetName: string;
  readonly action: string;
  readonly access: Access;
  readonly verdict: VerdictCode;
  readonly reason: ReasonCode;
  /** All rights of the documented set are held; null where the evidence does not decide. */
  readonly documentedSet: boolean | null;
  /** Null where no entry decides (nothing matched, no DACL, descriptor not readable). */
  readonly ace: DecidingAce | null;
  /** Given only where access is granted. */
  readonly caveats: readonly CaveatCode[];
}

export interface TokenEntry {
  readonly sid: string;
  readonly name: string | null;
  /** How it got there: the account, then each group on the way, then what this SID is; names, nearest last. */
  readonly via: readonly string[];
  /** DN of the domain whose domain controllers add it; null: everywhere. */
  readonly domain: string | null;
}

export type AccountKind =
  | 'gmsa'
  | 'smsa'
  | 'dmsa'
  | 'user'
  | 'inetorgperson'
  | 'computer'
  | 'group'
  | 'foreign'
  | 'local-system';

export interface AuditedAccount {
  readonly sid: string;
  readonly dn: string | null;
  readonly name: string;
  readonly kind: AccountKind;
  readonly token: readonly TokenEntry[];
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  /** DN or SID. */
  readonly subject: string;
  /** The audited account's SID, or null where the finding is about the directory itself. */
  readonly account: string | null;
  /** One or two sentences for a reviewer, with the particulars filled in. */
  readonly message: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly remediation: string;
}

export interface EvidenceGap {
  readonly source: string;
  readonly code: string;
  readonly dn: string | null;
  readonly count: number;
  readonly message: string;
  /** Absent where verdicts were not counted (yet): in the header of `ndjson`, and in explanations. */
  readonly touches?: GapTouches;
}

/** Verdicts of the result that a gap touches; null where they cannot be counted. A verdict may be counted at several gaps. */
export interface GapTouches {
  /** Verdicts that are `unknown` because of it, alone or with others. */
  readonly unknown: number | null;
  /** Verdicts that are known, and rest on what was read or assumed in its place. */
  readonly resting: number | null;
}

/** The gaps of one code together; each verdict is counted once. */
export interface GapsOfCode extends GapTouches {
  readonly code: string;
  /** Entries in `gaps`. */
  readonly gaps: number;
  /** Objects and values that they concern. */
  readonly count: number;
  /** What such a gap means for verdicts, in a sentence for people. */
  readonly means: string;
}

/** The verdicts that are `unknown` for one reason. */
export interface UnknownVerdicts {
  readonly reason: ReasonCode;
  readonly verdicts: number;
  /** Distinct targets. */
  readonly targets: number;
  /** Codes of the gaps that leave some of them unknown. */
  readonly gaps: readonly string[];
  /** Those that no gap explains: what decides them is in no directory, or lies outside the sources. */
  readonly withoutGap: number;
  /** DNs of the first targets. */
  readonly examples: readonly string[];
}

export interface ClassCount {
  /** The most specific class, lDAPDisplayName; empty where objectClass was not read. */
  readonly class: string;
  readonly count: number;
}

/** What the sources hold, joined. */
export interface EvidenceCounts {
  /** Targets. Absent until they have been read. */
  readonly accounts?: number;
  /** Most frequent first. */
  readonly accountsByClass?: readonly ClassCount[];
  readonly groups: number;
  /** Objects that are neither account nor group, or that others lie below. */
  readonly containers: number;
  readonly containersByClass: readonly ClassCount[];
  readonly foreignPrincipals: number;
  readonly trusts: number;
  /** Of the sources' own schema; 0 where that of the base product is used. */
  readonly schemaClasses: number;
  readonly schemaAttributes: number;
  readonly extendedRights: number;
  /** Distinct security descriptors. */
  readonly descriptors: number;
}

export interface EvidenceBlock {
  readonly sources: readonly SourceInfo[];
  readonly domains: readonly { readonly dn: string; readonly dnsName: string; readonly sid: string }[];
  readonly counts: EvidenceCounts;
  readonly complete: boolean;
  readonly gaps: readonly EvidenceGap[];
  /** What the gaps touch, code by code. Absent like `EvidenceGap.touches`. */
  readonly gapsByCode?: readonly GapsOfCode[];
  /** Why verdicts are unknown, most frequent reason first. Absent like `EvidenceGap.touches`. */
  readonly unknown?: readonly UnknownVerdicts[];
  /** Assumptions the verdicts rest on, one sentence each (built-in schema used, LocalSystem's token, ...). */
  readonly notes: readonly string[];
}

export interface ToolBlock {
  readonly name: 'adreach';
  readonly version: string;
  /** SHA-256 over the rule files used. */
  readonly rules: string;
}

export type VerdictCounts = Readonly<Record<VerdictCode, number>>;

/** Counts for one audited account and one action. */
export interface ActionSummary {
  readonly account: string;
  readonly action: string;
  readonly verdicts: VerdictCounts;
  readonly reasons: Readonly<Partial<Record<ReasonCode, number>>>;
  /** Targets on which all rights of the documented set are held. */
  readonly documentedSet: number;
}

/** Counts for one audited account, one action and one container (the targets directly in it). */
export interface ContainerSummary {
  readonly account: string;
  readonly action: string;
  readonly container: string;
  readonly verdicts: VerdictCounts;
}

export interface Summary {
  readonly targets: number;
  readonly actions: readonly ActionSummary[];
  readonly containers: readonly ContainerSummary[];
  /** Findings by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Findings by rule id. */
  readonly findingsByRule: Readonly<Record<string, number>>;
}

/** What a report says about a rule that was applied, with findings or without; from its rule file. */
export interface AppliedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly description: string;
  readonly risk: string;
  readonly remediation: string;
  readonly references: readonly string[];
  /** Identifiers of other catalogues, by the catalogue's short name. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
}

/** The part of a result that is known before the first verdict. */
export interface AuditHeader {
  readonly schema: 'adreach/audit/v1';
  readonly tool: ToolBlock;
  readonly evidence: EvidenceBlock;
  readonly actions: readonly { readonly id: string; readonly title: string }[];
  /** The rules that were applied. */
  readonly rules: readonly AppliedRule[];
}

/** The outcome of one action; the same object is shared by all targets it holds for, so sinks may cache by identity. */
export interface Outcome {
  readonly action: string;
  readonly access: Access;
  readonly verdict: VerdictCode;
  readonly reason: ReasonCode;
  readonly documentedSet: boolean | null;
  readonly ace: DecidingAce | null;
  readonly caveats: readonly CaveatCode[];
}

export type { Tristate };

/** What reports show of a target beside its verdicts; shared between targets like `Outcome`. */
export interface TargetState {
  /** Most specific class, lDAPDisplayName. */
  readonly className: string;
  /** Account not disabled; unknown where userAccountControl is not readable. */
  readonly enabled: Tristate;
  /** Member of the set that AdminSDHolder protects, by membership (not by adminCount). */
  readonly protected: Tristate;
  /** Whether the DACL inherits (SE_DACL_PROTECTED off). */
  readonly inheritance: 'on' | 'off' | 'unknown';
  readonly adminCount: number | null;
}

/** One audited account against one target: one outcome an action, in the order of `AuditHeader.actions`. */
export interface TargetOutcomes {
  /** Index into the audited accounts. */
  readonly account: number;
  readonly target: {
    readonly sid: string;
    readonly dn: string;
    /** `DOMAIN\sAMAccountName`. */
    readonly name: string;
    /** DN of the parent. */
    readonly container: string;
  };
  readonly state: TargetState;
  readonly outcomes: readonly Outcome[];
}

/** Receives a result as it is computed. Calls come one at a time, each awaited before the next. */
export interface AuditSink {
  begin(header: AuditHeader, accounts: readonly AuditedAccount[]): void | Promise<void>;
  targets(batch: readonly TargetOutcomes[]): void | Promise<void>;
  findings(batch: readonly Finding[]): void | Promise<void>;
  /** `gaps`: those of `header.evidence.gaps` and those found since; `complete` accordingly. */
  end(summary: Summary, evidence: EvidenceBlock): void | Promise<void>;
}
