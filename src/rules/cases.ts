/** A rule's cases: facts and what the rule says of them. They run on the same code as an audit. */
import { isDeepStrictEqual } from 'node:util';
import type { ScopeVariables } from '../facts/index.js';
import type { Finding } from '../result/audit.js';
import type { CaseResult } from '../result/rules.js';
import { createEvaluator } from './evaluator.js';
import type { Field } from './field.js';
import { suggestion } from './nearest.js';
import { type CaseDocument, casesKeys, casesShape } from './shapes.js';
import type { Rule } from './types.js';
import { VARIABLES, type VariableName, variablesOf } from './variables.js';
import { checkShape, placeOf, placeOfKey, ruleError, type YamlFile, type YamlPath } from './yaml-file.js';

type PlainFacts = Record<string, Record<string, unknown>>;

/** One case, its facts complete. */
export interface RuleCase {
  readonly name: string;
  readonly line: number;
  readonly variables: PlainFacts;
  readonly expect: CaseDocument['expect'];
}

/**
 * Reads a cases file: `base` and each case's `given` change the example values of the rule's variables.
 * @throws AdreachError `rule` for unknown variables, fields and values, and for values of the wrong type
 */
export function readCases(file: YamlFile, rule: Rule): readonly RuleCase[] {
  const document = checkShape(file, casesShape, casesKeys);
  const base = mergeFacts(file, ['base'], examples(rule), document.base, rule);
  return document.cases.map((item, i) => ({
    name: item.name,
    line: placeOf(file, ['cases', i]).line,
    variables: mergeFacts(file, ['cases', i, 'given'], base, item.given, rule),
    expect: item.expect,
  }));
}

function examples(rule: Rule): PlainFacts {
  return Object.fromEntries(
    variablesOf(rule.scope).map((variable) => [
      variable,
      Object.fromEntries(Object.entries(VARIABLES[variable].fields).map(([name, field]) => [name, field.example])),
    ]),
  );
}

function mergeFacts(file: YamlFile, path: YamlPath, base: PlainFacts, changes: PlainFacts, rule: Rule): PlainFacts {
  const merged = { ...base };
  for (const [variable, fields] of Object.entries(changes)) {
    if (!Object.hasOwn(base, variable)) {
      const problem = `scope "${rule.scope}" has no variable "${variable}"${suggestion(variable, Object.keys(base))}`;
      throw ruleError(file.name, placeOfKey(file, path, variable), problem);
    }
    const known = VARIABLES[variable as VariableName].fields;
    for (const [name, value] of Object.entries(fields)) {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      if (field === undefined) {
        const problem = `"${variable}" has no field "${name}"${suggestion(name, Object.keys(known))}`;
        throw ruleError(file.name, placeOfKey(file, [...path, variable], name), problem);
      }
      const problem = valueProblem(`${variable}.${name}`, field, value);
      if (problem !== null) throw ruleError(file.name, placeOf(file, [...path, variable, name]), problem);
    }
    merged[variable] = { ...base[variable], ...fields };
  }
  return merged;
}

function valueProblem(name: string, field: Field, value: unknown): string | null {
  const fits =
    field.type === 'int'
      ? Number.isSafeInteger(value)
      : field.type === 'bool'
        ? typeof value === 'boolean'
        : field.type === 'string'
          ? typeof value === 'string'
          : Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (!fits) return `${name} is of type ${field.type}, not ${JSON.stringify(value)}`;
  if (field.type === 'string' && field.values && !Object.hasOwn(field.values, value as string)) {
    return `${name} is never "${value}"${suggestion(value as string, Object.keys(field.values))}`;
  }
  return null;
}

/** Cases that a rule needs at the least. */
const FEWEST_CASES = 3;

/** @returns what is missing among the cases of a rule, one line each */
export function missingCases(cases: readonly Pick<RuleCase, 'expect'>[]): readonly string[] {
  const found = cases.filter(({ expect }) => expect !== 'none').length;
  return [
    ...(cases.length < FEWEST_CASES ? [`${cases.length} cases: a rule needs at least ${FEWEST_CASES}`] : []),
    ...(found === cases.length ? ['no case with "expect: none": at least one says what the rule leaves alone'] : []),
    ...(found === 0 ? ['no case that expects a finding'] : []),
  ];
}

/** Runs the cases of one rule. */
export function runCases(rule: Rule, cases: readonly RuleCase[]): readonly CaseResult[] {
  return cases.map(({ name, line, variables, expect }) => {
    const evaluator = createEvaluator([rule]);
    const findings = evaluator.evaluate(rule.scope, variables as unknown as ScopeVariables[typeof rule.scope]);
    const failure = evaluator.failures()[0];
    if (failure !== undefined) return { name, line, faults: [`the rule failed: ${failure.message}`] };
    return { name, line, faults: compare(expect, findings[0]) };
  });
}

function compare(expect: CaseDocument['expect'], finding: Finding | undefined): readonly string[] {
  if (expect === 'none') {
    return finding === undefined ? [] : [`expected no finding, got one: ${finding.message}`];
  }
  if (finding === undefined) return ['expected a finding, got none'];
  const faults: string[] = [];
  const hold = (name: string, wanted: unknown, got: unknown): void => {
    if (wanted !== undefined && !isDeepStrictEqual(wanted, got)) {
      faults.push(`${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got) ?? 'nothing'}`);
    }
  };
  hold('subject', expect.subject, finding.subject);
  hold('severity', expect.severity, finding.severity);
  hold('account', expect.account, finding.account);
  hold('message', expect.message, finding.message);
  for (const [name, wanted] of Object.entries(expect.evidence ?? {})) {
    hold(`evidence.${name}`, wanted, finding.evidence[name]);
  }
  return faults;
}
