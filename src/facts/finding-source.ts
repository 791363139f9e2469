import type { Finding } from '../result/audit.js';
import type { Scope, ScopeVariables } from './types.js';

/** What the rules stage offers: findings for facts. */
export interface FindingSource {
  uses(scope: Scope): boolean;
  evaluate<S extends Scope>(scope: S, variables: ScopeVariables[S]): readonly Finding[];
  /** False: no rule of this scope can find anything on facts that differ from these in identifying fields only. */
  mayFind<S extends Scope>(scope: S, variables: ScopeVariables[S]): boolean;
  failures(): readonly {
    readonly rule: string;
    readonly count: number;
    readonly message: string;
    readonly subject: string;
  }[];
}
