/** Size and SHA-256 of a file, read as a stream. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
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
  try {
    if (!(await stat(path)).isFile()) throw new AdreachError('file', `${path} is no regular file`);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new AdreachError('file', `cannot read ${path}: ${code ?? message}`, undefined, { cause: error });
  }
}
