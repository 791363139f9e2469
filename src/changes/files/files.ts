/** Opens a file of changes, and tells which kind it is. */
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';
import { readSmallFile } from '../../snapshot/small-file.js';

/** Many times what any person reviews. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What is looked at to tell the kind. */
const HEAD = 4096;

export interface ChangeFile {
  /** As the user named it. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly kind: 'ldif' | 'yaml';
}

/**
 * @returns the bytes of a file of changes. LDIF begins with a `version:` or a `dn:`, whatever the file is called.
 * @throws AdreachError `file` where it cannot be read, is no regular file, or too large
 */
export function readChangeFile(path: string): ChangeFile {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, 'file of changes', MOST_BYTES);
  } catch (error) {
    throw error instanceof AdreachError ? error : fileError('read', `the file of changes ${path}`, error);
  }
  return { path, bytes, kind: kindOf(bytes) };
}

function kindOf(bytes: Buffer): ChangeFile['kind'] {
  const head = bytes.subarray(0, HEAD);
  // UTF-16, as ldifde writes it: no YAML file of people is.
  if (head[0] === 0xff || head[0] === 0xfe) return 'ldif';
  for (const line of head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split(/\r?\n/)) {
    // Comments look the same in both, and go on in LDIF where a line begins with a space.
    if (line === '' || line.startsWith('#') || line.startsWith(' ')) continue;
    return /^(?:version|dn):/i.test(line) ? 'ldif' : 'yaml';
  }
  return 'yaml';
}
