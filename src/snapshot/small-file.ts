/** Reads files that a user names and that are small by nature: keys, passwords, certificates, rules, manifests. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { AdreachError } from '../errors/index.js';

/**
 * Reads a file whole. A named pipe would be waited for without end and a device has no end: neither is read.
 * @param path as the user named it
 * @param what what it should be, for the message: `password file`
 * @param most bytes; a larger file is not read into memory
 * @returns its bytes
 * @throws AdreachError `file` where it is no regular file, or too large; what the operating system says otherwise
 */
export function readSmallFile(path: string, what: string, most: number): Buffer {
  // Without waiting for somebody to open the other end of a pipe; where there is no such flag there are no such pipes.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) {
      throw new AdreachError(
        'file',
        `the ${what} ${path} is ${kindOf(stats)}, not a regular file`,
        'name a regular file',
      );
    }
    // Some files tell no size; others grow while they are read.
    const bytes = Buffer.alloc(Math.min(Math.max(stats.size, 64 * 1024), most) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    if (length > most || length === bytes.length) {
      throw new AdreachError('file', `the ${what} ${path} is too large to be one (more than ${most} bytes)`);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
