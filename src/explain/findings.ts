/** What the parts of an explanation found. */
import type { Trace } from '../access/trace.js';
import type { Outcome } from '../result/audit.js';
import type { DaclView, HolderView, NearMiss, ProtectionPath, RightView } from '../result/explain.js';
import type { ActionDefinition } from '../verdicts/action.js';

/** The parts of an explanation that the advice follows from. */
export interface Findings {
  readonly outcome: Outcome;
  readonly trace: Trace | null;
  readonly dacl: DaclView;
  readonly nearMisses: readonly NearMiss[];
  readonly documented: readonly RightView[];
  readonly requested: readonly RightView[];
  readonly holder: HolderView | null;
  readonly protectedBy: readonly ProtectionPath[];
  readonly equalsAdminSDHolder: boolean;
  readonly noEffect: ActionDefinition['noEffect'];
}
