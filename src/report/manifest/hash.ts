/** Size and SHA-256 of a file, read as a stream. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';

export interface FileHash {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * @returns null where there is no such file
 * @throws AdreachError `file` where it cannot be read, or is no regular file
 */
export async function hashFile(path: string): Promise<FileHash | null> {
  let file: FileHandle | undefined;
  try {
    // Without waiting for somebody to open the other end of a pipe; where there is no such flag there are no such pipes.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!(await file.stat()).isFile()) throw new AdreachError('file', `${path} is no regular file`);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw fileError('read', path, error);
  } finally {
    await file?.close();
  }
}
