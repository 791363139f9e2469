/** The rules stage: rule and action files in, findings out. */
export { type AnswersFile, manualOf, readAnswers } from './answers.js';
export { createEvaluator } from './evaluator.js';
export { loadRules } from './load.js';
export { nearest } from './nearest.js';
export { populationsOf } from './populations.js';
export { caseSummaries, isSound, type RuleCaseSummary, testRules } from './test-run.js';
export type { LoadedRules, Rule } from './types.js';
