/** Turns what the operating system says of a file into an error that a user can act on. */
import { AdreachError } from './index.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EEXIST: 'there is a file of that name already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space is left on the device',
  EFBIG: 'the file is larger than files may be here',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  EIO: 'input/output error of the device',
};

/**
 * @param doing `read` or `write`, for the sentence
 * @param name the file as the user named it
 * @returns an AdreachError `file`; errors that are already the catalogue's are passed through
 */
export function fileError(doing: 'read' | 'write', name: string, error: unknown): AdreachError {
  if (error instanceof AdreachError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const reason = REASONS[code] ?? (error as Error | null)?.message ?? String(error);
  return new AdreachError('file', `cannot ${doing} ${name}: ${reason}`, undefined, { cause: error });
}
