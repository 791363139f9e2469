/** The bytes of an LDIF file: from a file or standard input, unpacked where they are gzip, as UTF-8, hashed in passing. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';

const READ_SIZE = 1 << 20;
const UNPACKED_CHUNK = 1 << 18;

/** A stream of bytes that knows, once it has been read to its end, the SHA-256 of what was read (before unpacking). */
interface HashedInput {
  readonly chunks: AsyncIterable<Buffer>;
  /** Hex. Only after `chunks` has ended. */
  sha256(): string;
}

/**
 * Opens a file, or standard input for `-`. Gzip is found by its first bytes, not by the file's name; UTF-16 (what
 * `ldifde -u` and a PowerShell redirection write) is turned into UTF-8.
 * @throws AdreachError `file` where it cannot be read, `format` where the gzip data is damaged or cut off (both while
 *   iterating)
 */
export function openInput(path: string, name: string): HashedInput {
  const hash = createHash('sha256');
  let digest: string | null = null;
  const stream: Readable = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: READ_SIZE });
  return {
    chunks: unpack(hashed(stream, hash, name, path === '-'), name),
    sha256: () => {
      digest ??= hash.digest('hex');
      return digest;
    },
  };
}

async function* hashed(stream: Readable, hash: Hash, name: string, keepOpen: boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
      hash.update(bytes);
      yield bytes;
    }
  } catch (error) {
    throw fileError('read', name, error);
  } finally {
    if (!keepOpen) stream.destroy();
  }
}

async function* unpack(raw: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  const { head, rest } = await peek(raw, 3);
  const plain = head[0] === 0x1f && head[1] === 0x8b ? gunzip(rest, name) : rest;
  const { head: start, rest: text } = await peek(plain, 3);
  if (start[0] === 0xff && start[1] === 0xfe) yield* fromUtf16(text, 'utf-16le', name);
  else if (start[0] === 0xfe && start[1] === 0xff) yield* fromUtf16(text, 'utf-16be', name);
  // Without a byte order mark: LDIF begins with a letter or a `#`, so that one of two bytes is zero.
  else if (start[0] === 0 && start[1] !== 0) yield* fromUtf16(text, 'utf-16be', name);
  else if (start[0] !== 0 && start[1] === 0) yield* fromUtf16(text, 'utf-16le', name);
  else yield* text;
}

/** Reads until `size` bytes are there (or the end), and gives them together with the whole stream again. */
async function peek(
  source: AsyncGenerator<Buffer>,
  size: number,
): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < size) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
  return { head, rest: all() };
}

/** Unpacks all members; data after the last one is refused, where zlib would pass over it in silence. */
async function* gunzip(source: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzipper = createGunzip({ chunkSize: UNPACKED_CHUNK });
  let fed = 0;
  let readError: unknown = null;
  const pump = (async () => {
    try {
      for await (const chunk of source) {
        fed += chunk.length;
        if (!gunzipper.write(chunk)) await writable(gunzipper);
        if (gunzipper.destroyed || gunzipper.readableEnded) break;
      }
      gunzipper.end();
    } catch (error) {
      readError = error;
      gunzipper.destroy();
    }
  })();
  try {
    for await (const chunk of gunzipper) yield chunk as Buffer;
    await pump;
    if (readError !== null) throw readError;
    if (gunzipper.bytesWritten !== fed) {
      throw new Error(`bytes that are no gzip data follow at offset ${gunzipper.bytesWritten}`);
    }
  } catch (error) {
    const cause = readError ?? error;
    if (cause instanceof AdreachError) throw cause;
    const what = (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'it is cut off' : (cause as Error).message;
    throw new AdreachError('format', `${name}: the gzip data is damaged: ${what}`, 'copy or export the file again', {
      cause,
    });
  } finally {
    gunzipper.destroy();
    await source.return(undefined);
  }
}

function writable(stream: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'error', 'end']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error', 'end']) stream.on(event, done);
  });
}

async function* fromUtf16(source: AsyncGenerator<Buffer>, encoding: string, name: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    throw new AdreachError('format', `${name}: not valid ${encoding.toUpperCase()} text`, 'export it as UTF-8', {
      cause: error,
    });
  }
}
