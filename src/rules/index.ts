/** The rules stage: rule and action files in, findings out. */
export { createEvaluator, type RuleEvaluator, type RuleFailure } from './evaluator.js';
export { loadRules } from './load.js';
export { nearest } from './nearest.js';
export { type RuleTestResult, testRules } from './test-run.js';
export type { Frameworks, LoadedRules, Rule, RuleMetadata } from './types.js';
