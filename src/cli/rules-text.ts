/** Rules, actions and test results for a terminal. */

import { terminal } from '../report/encode/terminal.js';
import { grid, paragraph } from '../report/table/grid.js';
import { painter, SEVERITY_STYLES } from '../report/table/paint.js';
import type { TerminalTraits } from '../report/terminal-traits.js';
import type { Severity } from '../result/audit.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../result/frameworks.js';
import type { RequiredRight } from '../result/rights.js';
import type { RuleTestResult } from '../result/rules.js';
import type { LoadedRules, Rule } from '../rules/index.js';
import type { ActionDefinition } from '../verdicts/action.js';

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

const INDENT = 2;

/** All rules, the gravest first, then all actions. */
export function listText({ rules, actions }: LoadedRules, { width, colour }: TerminalTraits): readonly string[] {
  const paint = painter(colour);
  const longest = (ids: readonly string[]): number => Math.max(4, ...ids.map((id) => id.length));
  const sorted = [...rules].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const ruleTable = grid(
    [{ head: 'rule', width: longest(rules.map(({ id }) => id)) }, { head: 'severity', width: 8 }, { head: 'title' }],
    sorted.map(({ id, severity, title }) => [
      { text: id },
      { text: severity, style: SEVERITY_STYLES[severity] },
      { text: terminal(title) },
    ]),
    width,
    paint,
  );
  const actionTable = grid(
    [{ head: 'action', width: longest(actions.map(({ id }) => id)) }, { head: 'asks the directory for' }],
    actions.map((action) => [{ text: action.id }, { text: rightText(action.request) }]),
    width,
    paint,
  );
  return [...ruleTable, '', ...actionTable, '', `${rules.length} rules, ${actions.length} actions`];
}

/** Everything that a rule file says. */
export function ruleText(rule: Rule, traits: TerminalTraits): readonly string[] {
  const paint = painter(traits.colour);
  const frameworks = FRAMEWORK_NAMES.filter((name) => rule.frameworks[name].length > 0);
  return [
    `${paint(rule.id, 'bold')}  ${paint(rule.severity, SEVERITY_STYLES[rule.severity])}  scope ${rule.scope}`,
    terminal(rule.title),
    ...section('What it looks for', [rule.description], traits),
    ...section('Condition', [rule.when.text], traits),
    ...section(
      'Other severities',
      rule.severities.map(({ when, severity, because }) => `${severity} because ${because}: ${when.text}`),
      traits,
    ),
    ...section('Message', [rule.message.text], traits),
    ...section('Risk', [rule.risk], traits),
    ...section('Remediation', [rule.remediation], traits),
    ...section('References', rule.references, traits),
    ...section(
      'Frameworks',
      frameworks.map(
        (name) => `${FRAMEWORKS[name].title} ${FRAMEWORKS[name].version}: ${rule.frameworks[name].join(', ')}`,
      ),
      traits,
    ),
    ...section('Profiles', rule.profiles, traits),
    ...section('Former ids', rule.aliases, traits),
    ...section('File', [rule.file], traits),
  ];
}

export function actionText(action: ActionDefinition, traits: TerminalTraits): readonly string[] {
  const noEffect = action.noEffect.map(
    ({ flag, bit, reason }) => `${flag} (0x${bit.toString(16)}) in userAccountControl: ${reason}`,
  );
  return [
    painter(traits.colour)(action.id, 'bold'),
    terminal(action.title),
    ...section('What it does', [action.description], traits),
    ...section('Asks the directory for', [rightText(action.request)], traits),
    ...section('About objects of the class', [action.targets.join(', ')], traits),
    ...section('Documented set of rights', action.documented.map(rightText), traits),
    ...section('Accepted without effect', noEffect, traits),
    ...section('References', action.references, traits),
  ];
}

/** The failing cases, what is missing among them, what they miss, and how many there were. */
export function testText(results: readonly RuleTestResult[], { colour }: TerminalTraits): readonly string[] {
  const paint = painter(colour);
  const lines: string[] = [];
  for (const { rule, file, cases, faults, mutations } of results) {
    for (const { name, line, faults: wrong } of cases) {
      if (wrong.length === 0) continue;
      lines.push(`${paint('failed', 'red')}  ${rule}  ${terminal(name)}  (${terminal(file ?? '')}:${line})`);
      lines.push(...wrong.map((fault) => `        ${terminal(fault)}`));
    }
    for (const fault of faults) lines.push(`${paint('lacking', 'red')}  ${rule}  ${fault}`);
    for (const { change, line, column } of mutations?.survivors ?? []) {
      const place = `${terminal(mutations!.file)}:${line}:${column}`;
      lines.push(`${paint('survived', 'red')}  ${rule}  ${terminal(change)}  (${place})`);
    }
  }
  const all = results.flatMap(({ cases }) => cases);
  const failed = all.filter(({ faults }) => faults.length > 0).length;
  lines.push(`${results.length} rules, ${all.length} cases: ${all.length - failed} passed, ${failed} failed`);
  const mutated = results.flatMap(({ mutations }) => mutations ?? []);
  if (mutated.length > 0) {
    const made = mutated.reduce((sum, { made: count }) => sum + count, 0);
    const survived = mutated.reduce((sum, { survivors }) => sum + survivors.length, 0);
    lines.push(`${made} wrong conditions: ${made - survived} caught, ${survived} survived`);
  }
  return lines;
}

function section(head: string, texts: readonly string[], { width, colour }: TerminalTraits): readonly string[] {
  if (texts.length === 0) return [];
  return ['', painter(colour)(head, 'bold'), ...texts.flatMap((text) => paragraph(terminal(text), width, INDENT))];
}

/** A right in words. */
export function rightText(right: RequiredRight): string {
  switch (right.right) {
    case 'read-property':
      return `read property ${right.attribute}`;
    case 'write-property':
      return `write property ${right.attribute}`;
    case 'read-confidential':
      return `read property and control access on the confidential attribute ${right.attribute}`;
    case 'control-access':
      return `control access right ${right.controlAccessRight}`;
    case 'validated-write':
      return `validated write ${right.validatedWrite}`;
    case 'delete':
      return 'delete the object';
    case 'read-control':
      return 'read permissions';
    case 'write-dac':
      return 'change permissions (WRITE_DAC)';
    case 'write-owner':
      return 'take ownership (WRITE_OWNER)';
  }
}
