/** What advice is given on: one account, one target, one action, and what was found about them. */
import type { RightRequest } from '../access/request.js';
import type { Self } from '../access/trustee.js';
import type { Guid, SecurityDescriptor, Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { DomainId } from '../directory/ids.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import type { TargetRecord } from '../directory/targets.js';
import type { Token } from '../directory/token.js';
import type { Outcome } from '../result/audit.js';
import type { DaclView, EntryView, HolderView, NearMiss, ProtectionPath, RightView } from '../result/explain.js';
import type { Tristate } from '../result/tristate.js';
import type { AccountUnderAudit, Tokens } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import type { Shared } from '../verdicts/shared.js';

export interface Situation {
  readonly session: {
    readonly directory: Directory;
    readonly shared: Shared;
    /** The protected set of each domain. */
    readonly sets: ProtectedSets;
  };
  readonly action: ActionDefinition;
  readonly account: AccountUnderAudit;
  /** Those of the account. */
  readonly tokens: Tokens;
  /** The one on a domain controller of the target's domain. */
  readonly token: Token;
  /** The target. */
  readonly record: TargetRecord;
  /** Its DN. */
  readonly dn: string;
  /** The target's; null where it is not known. */
  readonly domain: DomainId | null;
  readonly classGuid: Guid | undefined;
  readonly className: string;
  readonly descriptor: SecurityDescriptor | null;
  readonly requests: readonly RightRequest[];
  /** The token of the account under audit carries the SID of the target: it is the account itself, or a group of it. */
  readonly isSelf: Self;
  readonly protected: Tristate;
  /** It is not protected only because dSHeuristics takes its groups, or itself, out of the protected set. */
  readonly excluded: boolean;
}

/** The parts of an explanation that the advice follows from. */
export interface Findings {
  readonly outcome: Outcome;
  readonly dacl: DaclView;
  readonly nearMisses: readonly NearMiss[];
  /** Delegations of the right to the account, wherever they stand; looked for only where somebody asks. */
  readonly delegations: () => readonly NearMiss[];
  readonly documented: readonly RightView[];
  readonly requested: readonly RightView[];
  readonly holder: HolderView | null;
  readonly protectedBy: readonly ProtectionPath[];
  readonly equalsAdminSDHolder: boolean;
  readonly noEffect: ActionDefinition['noEffect'];
}

/** @returns the entry of the target's list that decides */
export function decidingEntry({ outcome, dacl }: Findings): EntryView | null {
  return outcome.ace === null ? null : (dacl.entries[outcome.ace.index] ?? null);
}

/** Trustees that most accounts carry: nobody delegates to them on purpose. */
export function isBroad(sid: Sid): boolean {
  return !sid.startsWith('S-1-5-21-') || /-(513|514|515|516)$/.test(sid);
}
