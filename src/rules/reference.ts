/** The reference tables of docs/rules.md, made from the tables that the loader itself uses. */
import type { Scope } from '../facts/index.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../result/frameworks.js';
import { USER_ACCOUNT_CONTROL } from './actions.js';
import type { Field } from './field.js';
import { FUNCTIONS } from './functions.js';
import type { LoadedRules } from './types.js';
import { SCOPE_NAMES, scopeDoc, VARIABLES, type VariableName, variablesOf } from './variables.js';

/** Markdown between two marker comments is replaced; the rest of the page is written by hand. */
export const MARKERS = ['frameworks', 'scopes', 'variables', 'functions', 'flags', 'rules', 'actions'] as const;

const SEVERITY_ORDER = ['critical', 'high', 'medium', 'low', 'info'];

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function frameworks(): string {
  return table(
    ['name', 'catalogue', 'edition', 'each', 'read in'],
    FRAMEWORK_NAMES.map((name) => {
      const { title, version, form, source } = FRAMEWORKS[name];
      return [code(name), title, version, form, source];
    }),
  );
}

function scopes(): string {
  return table(
    ['scope', 'a rule is evaluated', 'variables'],
    SCOPE_NAMES.map((scope: Scope) => [code(scope), scopeDoc(scope), variablesOf(scope).map(code).join(', ')]),
  );
}

function meaning(field: Field): string {
  if (field.actionIds) return `${field.doc} Compared only with ids of actions.`;
  if (field.type !== 'string' || field.values === undefined) return field.doc;
  const names = Object.keys(field.values);
  if (names.join() === 'yes,no,unknown') return `${field.doc} One of ${names.map(code).join(', ')}.`;
  const values = Object.entries<string>(field.values).map(([value, doc]) => `${code(value)} (${doc})`);
  return `${field.doc} One of: ${values.join('; ')}.`;
}

function variables(): string {
  return (Object.keys(VARIABLES) as VariableName[])
    .map((name) => {
      const { doc, fields } = VARIABLES[name];
      const rows = Object.entries(fields).map(([field, spec]) => [
        code(`${name}.${field}`),
        code(spec.type),
        meaning(spec),
        code(JSON.stringify(spec.example).replaceAll('\\\\', '\\')),
      ]);
      return `#### ${name}\n\n${doc}\n\n${table(['field', 'type', 'meaning', 'example'], rows)}`;
    })
    .join('\n\n');
}

function functions(): string {
  return table(
    ['function', 'meaning'],
    [...FUNCTIONS.values()].map(({ signature, doc }) => [code(signature), doc]),
  );
}

function flags(): string {
  return table(
    ['flag', 'bit'],
    Object.entries(USER_ACCOUNT_CONTROL).map(([name, bit]) => [code(name), `0x${bit.toString(16)}`]),
  );
}

function rules(loaded: LoadedRules): string {
  const sorted = [...loaded.rules].sort(
    (a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity),
  );
  return table(
    ['rule', 'severity', 'scope', 'what it looks for'],
    sorted.map((rule) => [code(rule.id), rule.severity, rule.scope, `**${rule.title}.** ${rule.description}`]),
  );
}

function actions(loaded: LoadedRules): string {
  return table(
    ['action', 'what the directory is asked to do'],
    loaded.actions.map((action) => [code(action.id), `**${action.title}.** ${action.description}`]),
  );
}

/**
 * The page with its generated parts made anew.
 * @param page the present text
 * @throws Error when a marker is missing
 */
export function withReference(page: string, loaded: LoadedRules): string {
  const parts: Record<(typeof MARKERS)[number], string> = {
    frameworks: frameworks(),
    scopes: scopes(),
    variables: variables(),
    functions: functions(),
    flags: flags(),
    rules: rules(loaded),
    actions: actions(loaded),
  };
  let text = page;
  for (const marker of MARKERS) {
    const begin = `<!-- generated: ${marker} -->`;
    const end = '<!-- end -->';
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`the page has no "${begin}" with an "${end}" after it`);
    text = `${text.slice(0, from + begin.length)}\n${parts[marker]}\n${text.slice(to)}`;
  }
  return text;
}
