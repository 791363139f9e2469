/** The file that holds the key of pseudonyms. */
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { readSmallFile } from '../snapshot/small-file.js';

const MAX_KEY_FILE = 4096;
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

async function createKey(path: string): Promise<Buffer> {
  const key = randomBytes(32);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${key.toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError('write', path, error);
  }
  return key;
}
