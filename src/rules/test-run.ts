/** Running the cases of rule folders: `adreach rules test`. */
import { dirname, join, sep } from 'node:path';
import type { RuleTestResult } from '../result/rules.js';
import { readCases, runCases } from './cases.js';
import { isWithin } from './files.js';
import { loadRules, parseRuleFile, ruleFilesOf } from './load.js';
import { ruleError } from './yaml-file.js';

/**
 * Runs the cases of all rules within a folder.
 * @param folder the folder (or file) whose rules are tested; without it, every loaded rule is
 * @param further folders that are loaded beside the built-in one
 * @throws AdreachError as `loadRules` does; `rule` for a cases file without its rule
 */
export function testRules(folder: string | undefined, further: readonly string[] = []): readonly RuleTestResult[] {
  const folders = folder === undefined ? further : [...further, folder];
  const { rules } = loadRules(folders);
  const within = folder === undefined ? () => true : isWithin(folder);
  const byPath = new Map(rules.map((rule) => [rule.path, rule]));
  const results = new Map<string, RuleTestResult>();
  for (const rule of rules) if (within(rule.path)) results.set(rule.id, { rule: rule.id, file: null, cases: [] });
  for (const file of ruleFilesOf(folders)) {
    if (file.kind !== 'cases' || !within(file.path)) continue;
    const candidates = ruleFilesFor(file.path);
    const rule = candidates.map((path) => byPath.get(path)).find((found) => found !== undefined);
    if (rule === undefined) {
      throw ruleError(file.name, null, 'there is no rule file beside it (rule.yaml, or NAME.yaml for NAME.cases.yaml)');
    }
    const cases = runCases(rule, readCases(parseRuleFile(file).yaml, rule));
    results.set(rule.id, { rule: rule.id, file: file.name, cases });
  }
  return [...results.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function ruleFilesFor(casesPath: string): readonly string[] {
  const stem = casesPath.replace(/\.?cases\.ya?ml$/i, '');
  const base = stem.endsWith(sep) ? join(dirname(casesPath), 'rule') : stem;
  return [`${base}.yaml`, `${base}.yml`];
}
