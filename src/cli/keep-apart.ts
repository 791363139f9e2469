/** No output of a command is one of its inputs, or another output: what would be lost is said before anything is opened. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { ruleFilesOf } from '../rules/load.js';
import { outputTarget } from '../snapshot/output-target.js';

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
  // What is written through a link is what it leads to. Where the folder is not there, opening the file will say so.
  const target = await outputTarget(path).catch((error) => {
    if (error instanceof AdreachError) throw error;
    return resolve(path);
  });
  return `name ${target.toLowerCase()}`;
}
