/** Checks of an output file before the work begins: what would make the last step fail is said before the first. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AdreachError } from '../errors/index.js';

/**
 * @param path file to write; that it is none that is read is another check (`keepApart`)
 * @throws AdreachError `usage` or `file`
 */
export async function checkOutput(path: string): Promise<void> {
  if (path === '-') {
    throw new AdreachError('usage', 'a snapshot cannot be written to standard output', 'name a file with -o FILE');
  }
  const existing = await stat(path).catch(() => null);
  if (existing?.isDirectory()) throw new AdreachError('file', `${path} is a folder`, 'name a file in it');
  // It would be replaced by a file, where that may be done.
  if (existing !== null && !existing.isFile()) {
    throw new AdreachError('file', `${path} is a device or a pipe`, 'a snapshot is written to a file: name one');
  }
  const folder = await stat(dirname(path)).catch(() => null);
  if (!folder?.isDirectory())
    throw new AdreachError('file', `the folder of ${path} does not exist`, 'make it first, or name another');
}
