/** Finding and reading the files of rule folders. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdreachError } from '../errors/index.js';
import { readSmallFile } from '../snapshot/small-file.js';
import { ruleError } from './yaml-file.js';

/** What a file is, by its name: `actions/` holds actions, `cases.yaml` and `*.cases.yaml` hold cases, `populations.yaml` populations, `questions.yaml` questions, `templates.yaml` templates. */
export type RuleFileKind = 'rule' | 'action' | 'cases' | 'populations' | 'questions' | 'templates';

export interface RuleFile {
  readonly kind: RuleFileKind;
  /** Path within the folder, with `/`. */
  readonly relative: string;
  /** As messages call it: the folder as the user named it, and the path within it. */
  readonly name: string;
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly bytes: Buffer;
}

const MAX_FILES = 10_000;
const MAX_DEPTH = 8;
const MAX_BYTES = 250_000;

/** The folder of the rules that come with the program: `rules` beside package.json, from `dist` as from `src`. */
export function builtInFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'rules');
}

/**
 * Reads every `.yaml` and `.yml` file of a folder and the folders below it, in order of their relative names (by
 * UTF-16 code units). A single file is a folder with that one file.
 * @param label what messages call the folder
 * @throws AdreachError `file` when it cannot be read, `rule` when it is no rule folder (no files, too many, too large)
 */
export function readRuleFolder(folder: string, label = folder): readonly RuleFile[] {
  try {
    if (!statSync(folder).isDirectory()) {
      const name = basename(folder);
      return [{ kind: kindOf(name), relative: name, name: label, ...readBounded(folder) }];
    }
    const found = list(folder, '', 0, []).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (found.length === 0) throw ruleError(label, null, 'the folder holds no rule files (.yaml)');
    return found.map((relative) => {
      const name = join(label, relative);
      return { kind: kindOf(relative), relative, name, ...readBounded(join(folder, relative)) };
    });
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file or folder' : (error as Error).message;
    throw new AdreachError(
      'file',
      `cannot read the rules in ${label}: ${reason}`,
      'name a folder that holds rule files',
    );
  }
}

function list(folder: string, below: string, depth: number, found: string[]): string[] {
  if (depth > MAX_DEPTH) throw ruleError(join(folder, below), null, `folders nested deeper than ${MAX_DEPTH}`);
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const relative = below === '' ? entry.name : `${below}/${entry.name}`;
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(folder, relative)).isDirectory());
    if (isFolder) list(folder, relative, depth + 1, found);
    else if (/\.ya?ml$/i.test(entry.name)) found.push(relative);
    if (found.length > MAX_FILES) throw ruleError(folder, null, `more than ${MAX_FILES} rule files`);
  }
  return found;
}

function kindOf(relative: string): RuleFileKind {
  const parts = relative.split('/');
  if (/^(.+\.)?cases\.ya?ml$/i.test(parts.at(-1)!)) return 'cases';
  if (/^populations\.ya?ml$/i.test(parts.at(-1)!)) return 'populations';
  if (/^questions\.ya?ml$/i.test(parts.at(-1)!)) return 'questions';
  if (/^templates\.ya?ml$/i.test(parts.at(-1)!)) return 'templates';
  return parts.at(-2) === 'actions' ? 'action' : 'rule';
}

function readBounded(path: string): Pick<RuleFile, 'path' | 'bytes'> {
  return { path: realpathSync(path), bytes: readSmallFile(path, 'rule file', MAX_BYTES) };
}

/**
 * @returns whether a path, symbolic links resolved, is that of a folder or lies in it
 * @throws AdreachError `file` where there is no such folder
 */
export function isWithin(folder: string): (path: string) => boolean {
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    throw new AdreachError(
      'file',
      `cannot read the rules in ${folder}: no such file or folder`,
      `the built-in rules are in ${builtInFolder()}`,
    );
  }
  return (path) => path === real || path.startsWith(real + sep);
}
