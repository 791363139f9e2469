/** A simulation as it is computed, for whoever writes it down or counts it. */
import type { Finding } from './audit.js';
import type { ChangedVerdict, SimulationHeader, SimulationResult } from './simulate.js';
import type { AuditSink } from './sink.js';

/** What is known once both audits have ended. */
export type SimulationEnd = Pick<SimulationResult, 'accounts' | 'before' | 'after' | 'evidence'>;

/** Receives a simulation as it is computed. Calls come one at a time, each awaited before the next. */
export interface SimulationSink {
  begin(header: SimulationHeader): void | Promise<void>;
  /** Changed ones only. */
  verdicts(batch: readonly ChangedVerdict[]): void | Promise<void>;
  findings(side: 'appeared' | 'gone', batch: readonly Finding[]): void | Promise<void>;
  end(end: SimulationEnd): void | Promise<void>;
  /**
   * Gets the audit of the state after the changes as it is computed, where somebody wants all of it. What it is told by
   * `begin` can be asked for until the simulation's `end` has returned.
   */
  readonly audit?: AuditSink;
}
