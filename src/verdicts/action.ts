/** What an action is: declared by a rule file (`rules/actions`), read by `rules/`, used by the audit. Plain data. */
export type { ActionDefinition, NoEffectFlag } from '../result/rules.js';
