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
    ...section('Documented set of rights', action.documented.map(rightText), traits),
    ...section('Accepted without effect', noEffect, traits),
    ...section('References', action.references, traits),
  ];
}

/** The failing cases, and how many there were. */
export function testText(results: readonly RuleTestResult[], { colour }: TerminalTraits): readonly string[] {
  const paint = painter(colour);
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { rule, file, cases } of results) {
    for (const { name, line, faults } of cases) {
      if (faults.length === 0) {
        passed++;
        continue;
      }
      failed++;
      lines.push(`${paint('failed', 'red')}  ${rule}  ${terminal(name)}  (${terminal(file ?? '')} line ${line})`);
      lines.push(...faults.map((fault) => `        ${terminal(fault)}`));
    }
  }
  const without = results.filter(({ cases }) => cases.length === 0).map(({ rule }) => rule);
  if (without.length > 0) lines.push(`without cases: ${without.join(', ')}`);
  lines.push(`${results.length} rules, ${passed + failed} cases: ${passed} passed, ${failed} failed`);
  return lines;
}

function section(head: string, texts: readonly string[], { width, colour }: TerminalTraits): readonly string[] {
  if (texts.length === 0) return [];
  return ['', painter(colour)(head, 'bold'), ...texts.flatMap((text) => paragraph(terminal(text), width, INDENT))];
}

function rightText(right: RequiredRight): string {
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
