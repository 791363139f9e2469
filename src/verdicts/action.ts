/** What an action is: declared by a rule file (`rules/actions`), read by `rules/`, used by the audit. Plain data. */
import type { NoEffectReason } from '../result/codes.js';
import type { RequiredRight } from '../result/rights.js';

/** A userAccountControl flag of the target under which an accepted request has no effect. */
export interface NoEffectFlag {
  /** Name of the flag without prefix, for example DONT_EXPIRE_PASSWD (MS-ADTS 2.2.16, MS-SAMR 2.2.1.12). */
  readonly flag: string;
  /** Its bit in userAccountControl, as the directory stores it. */
  readonly bit: number;
  readonly reason: NoEffectReason;
}

export interface ActionDefinition {
  /** Lower-case words joined by dashes; the `action` of a verdict. */
  readonly id: string;
  readonly title: string;
  /** What the directory is asked to do, in one or two sentences. */
  readonly description: string;
  /** What the directory checks before it carries the request out: `access` in a verdict is the answer to this. */
  readonly request: RequiredRight;
  /** The rights that the vendor's documentation asks for; `documentedSet` in a verdict: all of them are held. */
  readonly documented: readonly RequiredRight[];
  /** In this order: the first flag that the target carries gives the reason. */
  readonly noEffect: readonly NoEffectFlag[];
  readonly references: readonly string[];
}
