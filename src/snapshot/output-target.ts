/** Where a file that a user names as an output really goes: links are followed, those too whose end does not exist yet. */
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AdreachError } from '../errors/index.js';

/** As many links are followed; the system follows no more either. */
const MOST_LINKS = 40;

/**
 * @param path of a file that need not exist; its folder has to
 * @returns the path without links at its end, so that a file which is given this name stands where the link leads
 * @throws AdreachError `file` for links in a circle; what the operating system says otherwise
 */
export async function outputTarget(path: string): Promise<string> {
  const found = await stat(path).catch((error) => absentIsNull(error, path));
  // The names of what is no file are no names in a folder: /dev/stdout leads to "pipe:[4711]".
  if (found !== null) return found.isFile() ? realpath(path) : path;
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const entry = await lstat(at).catch((error) => absentIsNull(error, path));
    const folder = await realpath(dirname(at));
    if (entry === null || !entry.isSymbolicLink()) return join(folder, basename(at));
    at = resolve(folder, await readlink(at));
  }
  throw tooManyLinks(path);
}

function absentIsNull(error: NodeJS.ErrnoException, path: string): null {
  if (error.code === 'ENOENT') return null;
  throw error.code === 'ELOOP' ? tooManyLinks(path) : error;
}

function tooManyLinks(path: string): AdreachError {
  return new AdreachError('file', `${path}: too many links in a row`, 'name the file itself');
}
