/** No output of a command is one of its inputs, or another output: what would be lost is said before anything is opened. */
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { ruleFilesOf } from '../rules/load.js';

/** A file that a command reads or writes. */
export interface NamedFile {
  /** What it is to the command, for the message: "the source", "-o", "the private key (--sign)". */
  readonly is: string;
  readonly path: string;
}

/** @returns the sources of a command */
export function sourceFiles(sources: readonly string[]): readonly NamedFile[] {
  return sources.map((path) => ({ is: 'a source', path }));
}

/** @returns the files of rule folders, those of the program among them */
export function ruleFiles(folders: readonly string[]): readonly NamedFile[] {
  return ruleFilesOf(folders).map(({ path }) => ({ is: 'a rule file', path }));
}

/** As many links are followed; the system follows no more either. */
const MOST_LINKS = 40;

/**
 * Files are the same by device and number where they exist, whatever their names; else by folder and name, compared without
 * case, since some file systems do so. What is no file (`-`, a device such as /dev/null, a URL) is left alone.
 * @throws AdreachError `usage` where an output is an input or another output
 */
export async function keepApart(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): Promise<void> {
  const taken = new Map<string, NamedFile>();
  for (const file of inputs) {
    const key = await identityOf(file.path);
    if (key !== null && !taken.has(key)) taken.set(key, file);
  }
  for (const file of outputs) {
    const key = await identityOf(file.path);
    if (key === null) continue;
    const other = taken.get(key);
    if (other !== undefined) {
      const named = other.path === file.path ? '' : ` (${other.path})`;
      throw new AdreachError(
        'usage',
        `${file.path}: ${file.is} is also ${other.is}${named}, which would be lost`,
        'name another file',
      );
    }
    taken.set(key, file);
  }
}

/** @returns null for what is no file and no name of one */
async function identityOf(path: string): Promise<string | null> {
  if (path === '' || path === '-' || /^ldaps?:\/\//i.test(path)) return null;
  const found = await stat(path, { bigint: true }).catch(() => null);
  if (found !== null) return found.isFile() ? `file ${found.dev}:${found.ino}` : null;
  const target = await linkTarget(resolve(path));
  const folder = await realpath(dirname(target)).catch(() => dirname(target));
  return `name ${join(folder, basename(target)).toLowerCase()}`;
}

/** Where a link leads whose end does not exist yet: what is written there is what is meant. */
async function linkTarget(path: string): Promise<string> {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const entry = await lstat(at).catch(() => null);
    if (entry === null || !entry.isSymbolicLink()) return at;
    at = resolve(dirname(at), await readlink(at));
  }
  throw new AdreachError('file', `${path}: too many links in a row`, 'name the file itself');
}
