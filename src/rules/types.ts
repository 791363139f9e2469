/** What loading rule files gives. */

import type { Scope } from '../facts/index.js';
import type { Severity } from '../result/audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import type { Condition } from './condition.js';
import type { Expression } from './expression.js';
import type { Template } from './template.js';

/** Identifiers of other catalogues that a rule corresponds to. */
export interface Frameworks {
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** Control ids of the ANSSI / CERT-FR Active Directory checklist. */
  readonly anssi: readonly string[];
  /** PingCastle rule ids. */
  readonly pingcastle: readonly string[];
  /** Titles of Microsoft Defender for Identity posture assessments. */
  readonly mdiPosture: readonly string[];
}

/** What a rule file says about its rule, apart from its expressions. */
export interface RuleMetadata {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly scope: Scope;
  /** What the rule looks for, and what it leaves alone. */
  readonly description: string;
  readonly risk: string;
  readonly remediation: string;
  readonly references: readonly string[];
  readonly frameworks: Frameworks;
  /** Former ids. */
  readonly aliases: readonly string[];
}

export interface Rule extends RuleMetadata {
  /** The file it stands in, as messages call it. */
  readonly file: string;
  /** The same, absolute. */
  readonly path: string;
  readonly when: Condition;
  readonly subject: Expression;
  readonly message: Template;
  readonly evidence: readonly (readonly [name: string, value: Expression])[];
}

export interface LoadedRules {
  /** In the order of their ids. */
  readonly rules: readonly Rule[];
  /** In the order of their ids. */
  readonly actions: readonly ActionDefinition[];
  /** SHA-256, hex, over the relative names and bytes of all rule and action files, folder by folder in order of names. */
  readonly sha256: string;
}
