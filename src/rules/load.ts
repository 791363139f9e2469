/** Loading rule folders: the built-in one and the user's. */
import { createHash } from 'node:crypto';
import { relative as pathFrom } from 'node:path';
import { isMap } from 'yaml';
import type { ActionDefinition } from '../verdicts/action.js';
import { readAction } from './actions.js';
import { builtInFolder, type RuleFile, type RuleFileKind, readRuleFolder } from './files.js';
import { readPopulations } from './populations.js';
import { readQuestions } from './questions.js';
import { readRule } from './rule-file.js';
import { readTemplates } from './templates.js';
import type { LoadedRules, Rule } from './types.js';
import { parseYaml, placeOf, placeText, ruleError, type YamlFile } from './yaml-file.js';

interface ParsedRuleFile extends RuleFile {
  readonly yaml: YamlFile;
}

/**
 * Loads the built-in rules and those of further folders.
 * @param folders folders (or single files) beside the built-in one; one that is named twice counts once
 * @returns rules and actions in order of their ids, and the SHA-256 over relative names and bytes of their files
 * @throws AdreachError `rule` with file and line for the first fault; `file` for a folder that cannot be read
 */
export function loadRules(folders: readonly string[] = []): LoadedRules {
  const hash = createHash('sha256');
  const parsed = ruleFilesOf(folders)
    .filter((file) => file.kind !== 'cases')
    .map(parseRuleFile);
  for (const file of parsed) {
    hash.update(`${file.relative}\0${file.bytes.length}\0`);
    hash.update(file.bytes);
  }
  const actions = unique(
    parsed.filter((file) => isAction(file)).map((file) => ({ file, item: readAction(file.yaml) })),
    'action',
  );
  const actionIds = actions.map((action) => action.id);
  const read = parsed
    .filter((file) => !OF_THEIR_OWN.has(file.kind) && !isAction(file))
    .map((file) => ({ file, item: readRule(file.yaml, file.path, actionIds) }));
  const rules = unique(read, 'rule');
  checkAliases(read);
  // That of the user, which comes behind the built-in one, takes its place.
  const populations = parsed.filter(({ kind }) => kind === 'populations').map(({ yaml }) => readPopulations(yaml));
  const questions = readQuestions(parsed.filter(({ kind }) => kind === 'questions').map(({ yaml }) => yaml));
  const templates = readTemplates(parsed.filter(({ kind }) => kind === 'templates').map(({ yaml }) => yaml));
  const sha256 = hash.digest('hex');
  return { rules, actions, populations: populations.at(-1) ?? [], questions, templates, sha256 };
}

/** All files of the built-in folder and of the given ones; a file that is reached twice counts once. */
export function ruleFilesOf(folders: readonly string[]): readonly RuleFile[] {
  const builtIn = builtInFolder();
  const fromHere = pathFrom(process.cwd(), builtIn);
  const files = [
    ...readRuleFolder(builtIn, fromHere === '' || fromHere.startsWith('..') ? builtIn : fromHere),
    ...folders.flatMap((folder) => readRuleFolder(folder)),
  ];
  const seen = new Set<string>();
  return files.filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** @throws AdreachError `rule` for bytes that are no UTF-8, and for what is no YAML */
export function parseRuleFile(file: RuleFile): ParsedRuleFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
  } catch {
    throw ruleError(file.name, null, 'is not valid UTF-8');
  }
  return { ...file, yaml: parseYaml(file.name, text) };
}

/** What is neither a rule nor an action, by its name. */
const OF_THEIR_OWN: ReadonlySet<RuleFileKind> = new Set<RuleFileKind>(['populations', 'questions', 'templates']);

/** Files in a folder `actions` are actions; elsewhere, those that declare a request. */
function isAction(file: ParsedRuleFile): boolean {
  const { contents } = file.yaml.document;
  return file.kind === 'action' || (isMap(contents) && contents.has('request') && !contents.has('when'));
}

interface Loaded<T> {
  readonly file: ParsedRuleFile;
  readonly item: T;
}

function unique<T extends Rule | ActionDefinition>(loaded: readonly Loaded<T>[], what: string): readonly T[] {
  const first = new Map<string, ParsedRuleFile>();
  for (const { file, item } of loaded) {
    const earlier = first.get(item.id);
    if (earlier !== undefined) {
      const place = placeText(earlier.name, placeOf(earlier.yaml, ['id']));
      throw ruleError(file.name, placeOf(file.yaml, ['id']), `${what} "${item.id}" is already declared in ${place}`);
    }
    first.set(item.id, file);
  }
  return loaded.map(({ item }) => item).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A former id must lead to one rule. */
function checkAliases(loaded: readonly Loaded<Rule>[]): void {
  const owner = new Map(loaded.map(({ item }) => [item.id, item]));
  for (const { file, item } of [...loaded].sort((a, b) => (a.item.id < b.item.id ? -1 : 1))) {
    item.aliases.forEach((alias, i) => {
      const other = owner.get(alias);
      if (other !== undefined) {
        const problem = `alias "${alias}" already names a rule of ${other.file}`;
        throw ruleError(file.name, placeOf(file.yaml, ['aliases', i]), problem);
      }
      owner.set(alias, item);
    });
  }
}
