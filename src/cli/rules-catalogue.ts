/** `adreach rules docs`: all rules and actions that are applied, as one Markdown document to print or to hand on. */
import { codeBlock, codeSpan, markdown } from '../report/encode/markdown.js';
import { SEVERITIES, type Severity } from '../result/codes.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../result/frameworks.js';
import type { LoadedRules, Rule, RuleCaseSummary } from '../rules/index.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { rightText } from './rules-text.js';

/**
 * @param cases of the rules, by id
 * @param version of the program
 * @returns lines; what rule files say stands there as text, never as markup
 */
export function catalogueLines(
  { rules, actions, sha256 }: LoadedRules,
  cases: ReadonlyMap<string, readonly RuleCaseSummary[]>,
  version: string,
): readonly string[] {
  const bySeverity = SEVERITIES.map(
    (severity) => [severity, rules.filter((rule) => rule.severity === severity)] as const,
  );
  const present = bySeverity.filter(([, list]) => list.length > 0);
  return [
    '# Rule catalogue',
    '',
    `${rules.length} rules and ${actions.length} actions of adreach ${codeSpan(version)}; SHA-256 over their files: \`${sha256}\`.`,
    '',
    '| rule | severity | title |',
    '|---|---|---|',
    ...present.flatMap(([, list]) =>
      list.map(({ id, severity, title }) => `| [${id}](#${anchor(id)}) | ${severity} | ${prose(title)} |`),
    ),
    ...present.flatMap(([severity, list]) => [
      '',
      `## Severity ${severity}`,
      ...list.flatMap((rule) => ruleLines(rule, cases.get(rule.id) ?? [])),
    ]),
    '',
    '## Actions',
    ...actions.flatMap(actionLines),
  ];
}

/** Texts of rule files are folded: where a line of theirs ends means nothing. */
const prose = (text: string) => markdown(text.replace(/\s+/g, ' '));

/** As most readers of Markdown make it of a heading. */
const anchor = (id: string) => id.toLowerCase();

function ruleLines(rule: Rule, cases: readonly RuleCaseSummary[]): readonly string[] {
  const frameworks = FRAMEWORK_NAMES.filter((key) => rule.frameworks[key].length > 0);
  return [
    '',
    `### ${rule.id}`,
    '',
    `**${prose(rule.title)}** (severity ${rule.severity satisfies Severity}, scope \`${rule.scope}\`)`,
    ...section('What it means', [prose(rule.description)]),
    ...section('Condition', codeBlock(rule.when.text)),
    ...section(
      'Other severities',
      rule.severities.flatMap(({ when, severity, because }) => [
        `${severity} because ${prose(because)}:`,
        ...codeBlock(when.text),
      ]),
    ),
    ...section('What it says', codeBlock(rule.message.text)),
    ...section('Risk', [prose(rule.risk)]),
    ...section('Remediation', [prose(rule.remediation)]),
    ...section('References', items(rule.references)),
    ...section(
      'Frameworks',
      items(frameworks.map((key) => `${FRAMEWORKS[key].title}: ${rule.frameworks[key].join(', ')}`)),
    ),
    ...section('Former ids', items(rule.aliases)),
    ...section(
      'Cases',
      cases.map(({ name, finds }) => `- ${prose(name)}: ${finds ? 'a finding' : 'nothing'}`),
    ),
    '',
    `File: ${codeSpan(rule.file)}`,
  ];
}

function actionLines(action: ActionDefinition): readonly string[] {
  return [
    '',
    `### ${action.id}`,
    '',
    `**${prose(action.title)}**`,
    ...section('What it does', [prose(action.description)]),
    ...section('Asks the directory for', [prose(rightText(action.request))]),
    ...section('About objects of the class', [prose(action.targets.join(', '))]),
    ...section('Documented set of rights', items(action.documented.map(rightText))),
    ...section('Accepted without effect', items(action.noEffect.map(({ flag, reason }) => `${flag}: ${reason}`))),
    ...section('References', items(action.references)),
  ];
}

function items(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${prose(text)}`);
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `**${head}**`, '', ...lines];
}
