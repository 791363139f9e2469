/** Running the cases of rule folders: `adreach rules test`. */
import { dirname, join, sep } from 'node:path';
import type { RuleTestResult } from '../result/rules.js';
import { missingCases, type RuleCase, readCases, runCases } from './cases.js';
import { isWithin, type RuleFile } from './files.js';
import { loadRules, parseRuleFile, ruleFilesOf } from './load.js';
import { runMutations } from './mutation-run.js';
import type { Rule } from './types.js';
import { ruleError } from './yaml-file.js';

interface TestOptions {
  /** Whether the cases are held against wrong conditions too. */
  readonly mutate?: boolean;
}

/**
 * Runs the cases of all rules within a folder.
 * @param folder the folder (or file) whose rules are tested; without it, every loaded rule is
 * @param further folders that are loaded beside the built-in one
 * @throws AdreachError as `loadRules` does; `rule` for a cases file without its rule
 */
export function testRules(
  folder: string | undefined,
  further: readonly string[] = [],
  { mutate = false }: TestOptions = {},
): readonly RuleTestResult[] {
  const folders = folder === undefined ? further : [...further, folder];
  const { rules, actions } = loadRules(folders);
  const actionIds = actions.map(({ id }) => id);
  const within = folder === undefined ? () => true : isWithin(folder);
  const files = ruleFilesOf(folders);
  const fileOf = new Map(files.map((file) => [file.path, file]));
  const results = new Map<string, RuleTestResult>();
  for (const rule of rules) {
    if (!within(rule.path)) continue;
    results.set(rule.id, { rule: rule.id, file: null, cases: [], faults: missingCases([]), mutations: null });
  }
  for (const { rule, file, cases } of casesOf(files, rules, within)) {
    const ran = runCases(rule, cases);
    const holds = ran.every(({ faults }) => faults.length === 0);
    results.set(rule.id, {
      rule: rule.id,
      file,
      cases: ran,
      faults: missingCases(cases),
      mutations:
        mutate && holds ? runMutations(rule, parseRuleFile(fileOf.get(rule.path)!).yaml, cases, actionIds) : null,
    });
  }
  return [...results.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** A case as a catalogue names it. */
export interface RuleCaseSummary {
  readonly name: string;
  /** It expects a finding. */
  readonly finds: boolean;
}

/**
 * The cases of all rules, by id; they are not run.
 * @throws AdreachError as `testRules`
 */
export function caseSummaries(further: readonly string[] = []): ReadonlyMap<string, readonly RuleCaseSummary[]> {
  const { rules } = loadRules(further);
  const found = casesOf(ruleFilesOf(further), rules, () => true);
  return new Map(
    [...found].map(({ rule, cases }) => [
      rule.id,
      cases.map(({ name, expect }) => ({ name, finds: expect !== 'none' })),
    ]),
  );
}

/** The cases files that lie within a folder, each with its rule. */
function* casesOf(
  files: readonly RuleFile[],
  rules: readonly Rule[],
  within: (path: string) => boolean,
): Generator<{ readonly rule: Rule; readonly file: string; readonly cases: readonly RuleCase[] }> {
  const byPath = new Map(rules.map((rule) => [rule.path, rule]));
  for (const file of files) {
    if (file.kind !== 'cases' || !within(file.path)) continue;
    const candidates = ruleFilesFor(file.path);
    const rule = candidates.map((path) => byPath.get(path)).find((found) => found !== undefined);
    if (rule === undefined) {
      throw ruleError(file.name, null, 'there is no rule file beside it (rule.yaml, or NAME.yaml for NAME.cases.yaml)');
    }
    yield { rule, file: file.name, cases: readCases(parseRuleFile(file).yaml, rule) };
  }
}

/** Whether everything about a rule's cases is as it should be. */
export function isSound({ cases, faults, mutations }: RuleTestResult): boolean {
  return (
    faults.length === 0 &&
    cases.every((each) => each.faults.length === 0) &&
    (mutations === null || mutations.survivors.length === 0)
  );
}

function ruleFilesFor(casesPath: string): readonly string[] {
  const stem = casesPath.replace(/\.?cases\.ya?ml$/i, '');
  const base = stem.endsWith(sep) ? join(dirname(casesPath), 'rule') : stem;
  return [`${base}.yaml`, `${base}.yml`];
}
