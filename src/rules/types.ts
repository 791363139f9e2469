/** What loading rule files gives. */

import type { Question } from '../result/answers.js';
import type { Profile, Severity } from '../result/codes.js';
import type { ActionDefinition, RuleMetadata } from '../result/rules.js';
import type { DelegationTemplate } from '../verdicts/templates.js';
import type { Condition } from './condition.js';
import type { Expression } from './expression.js';
import type { DeclaredPopulation } from './populations.js';
import type { Template } from './template.js';

export interface Rule extends RuleMetadata {
  /** The file it stands in, as messages call it. */
  readonly file: string;
  /** The same, absolute. */
  readonly path: string;
  readonly when: Condition;
  readonly subject: Expression;
  readonly message: Template;
  /** Where another severity than `severity` is right, and why: the first whose condition holds. */
  readonly severities: readonly SeverityCase[];
  readonly evidence: readonly (readonly [name: string, value: Expression])[];
}

/** A severity that depends on the facts. */
export interface SeverityCase {
  readonly when: Expression;
  readonly severity: Severity;
  /** A clause, to stand after "because". */
  readonly because: string;
}

/** A question, and the kinds of accounts that it concerns. */
export interface DeclaredQuestion extends Question {
  readonly profiles: readonly Profile[];
}

export interface LoadedRules {
  /** In the order of their ids. */
  readonly rules: readonly Rule[];
  /** In the order of their ids. */
  readonly actions: readonly ActionDefinition[];
  /** In the order in which they are tried. */
  readonly populations: readonly DeclaredPopulation[];
  readonly questions: readonly DeclaredQuestion[];
  /** Those of users behind the built-in ones, but for ids that they take over. */
  readonly templates: readonly DelegationTemplate[];
  /** SHA-256, hex, over the relative names and bytes of all rule and action files, folder by folder in order of names. */
  readonly sha256: string;
}
