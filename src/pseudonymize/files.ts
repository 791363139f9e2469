/** The file that holds the key of pseudonyms. */
import { randomBytes } from 'node:crypto';
import { link, open, rename } from 'node:fs/promises';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { outputTarget } from '../snapshot/output-target.js';
import { readSmallFile } from '../snapshot/small-file.js';
import { removeTemporary, temporaryFileFor } from '../snapshot/temporary.js';

const MAX_KEY_FILE = 4096;
const NO_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);
const KEY = /^[0-9a-f]{64}$/i;

/** What a key file says, and whether it was made just now. */
interface KeyFile {
  readonly key: Buffer;
  readonly created: boolean;
}

/**
 * Reads a key file: 32 bytes as 64 hexadecimal digits. One that does not exist is made, with a random key and mode 0600.
 * @throws AdreachError `file` where it can neither be read nor made; `format` where it holds something else
 */
export async function readOrCreateKey(path: string): Promise<KeyFile> {
  let text: string;
  try {
    // Something else under the name is not read into memory.
    text = readSmallFile(path, 'key of pseudonyms', MAX_KEY_FILE).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError('read', path, error);
    return { key: await createKey(path), created: true };
  }
  if (!KEY.test(text.trim())) {
    throw new AdreachError(
      'format',
      `${path} holds no key of pseudonyms (64 hexadecimal digits)`,
      'name the key file of an earlier "adreach pseudonymize", or a file that does not exist yet',
    );
  }
  return { key: Buffer.from(text.trim(), 'hex'), created: false };
}

/** The file gets its name when it is whole: a full disk leaves no half a key, and no other run's key is written over. */
async function createKey(path: string): Promise<Buffer> {
  const key = randomBytes(32);
  let temporary: string | undefined;
  try {
    const target = await outputTarget(path);
    temporary = temporaryFileFor(target);
    await writeWhole(temporary, `${key.toString('hex')}\n`);
    await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
      // Some file systems have one name for a file.
      if (!NO_LINKS.has(error.code)) throw error;
      return rename(temporary!, target);
    });
  } catch (error) {
    throw fileError('write', path, error);
  } finally {
    if (temporary !== undefined) removeTemporary(temporary);
  }
  return key;
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
