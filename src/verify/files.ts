/** Opens event files: here alone. */
import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { checkYamlInput, readYamlInput, type YamlKind } from '../rules/yaml-input.js';
import { type ActionMapping, actionMapping, actionMappingSchema } from './events/action-mapping.js';
import type { EventInput } from './events/input.js';

const PIECE = 0x40000;

/** An open event file; `close` it. */
export interface OpenEventFile extends EventInput {
  /** Of its bytes, hex. */
  sha256(): Promise<string>;
  close(): Promise<void>;
}

/**
 * @param progress is told how many bytes have been read in order
 * @throws AdreachError `file` where it cannot be read, or is no regular file
 */
export async function openEventFile(name: string, progress?: (bytes: number) => void): Promise<OpenEventFile> {
  let file: FileHandle;
  try {
    // A pipe that nobody writes to is not waited for; where there is no such flag there are no such pipes.
    file = await open(name, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw fileError('read', name, error);
  }
  const stats = await file.stat();
  if (!stats.isFile()) {
    await file.close();
    throw new AdreachError('file', `cannot read ${name}: it is no regular file`, 'name a file with events');
  }
  const readAt = async (offset: number, length: number): Promise<Buffer> => {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    try {
      for (let read = -1; read !== 0 && done < length; done += read) {
        ({ bytesRead: read } = await file.read(buffer, done, length - done, offset + done));
      }
    } catch (error) {
      throw fileError('read', name, error);
    }
    progress?.(offset + done);
    return buffer.subarray(0, done);
  };
  async function* read(): AsyncGenerator<Buffer> {
    for (let offset = 0; ; offset += PIECE) {
      const bytes = await readAt(offset, PIECE);
      if (bytes.length > 0) yield bytes;
      if (bytes.length < PIECE) return;
    }
  }
  return {
    name,
    size: stats.size,
    readAt,
    read,
    async sha256() {
      const hash = createHash('sha256');
      for await (const bytes of read()) hash.update(bytes);
      return hash.digest('hex');
    },
    close: () => file.close(),
  };
}

const MAPPING: YamlKind = {
  what: 'mapping file',
  hint: 'docs/verify.md describes the file',
  mostBytes: 250_000,
};

/**
 * @param path a file that says how a list of actions is read; null: the default
 * @throws AdreachError `file`; `rule` naming the place for what it may not hold
 */
export function readActionMapping(path: string | null): ActionMapping {
  if (path === null) return actionMapping(null);
  return actionMapping(
    checkYamlInput(readYamlInput(path, MAPPING), MAPPING, actionMappingSchema, (at) =>
      at.length === 0 ? Object.keys(actionMappingSchema.unwrap().shape) : [],
    ),
  );
}
