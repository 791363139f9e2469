/** The lines of one part of a snapshot, unpacked as they are asked for. */
import { isAscii } from 'node:buffer';
import { read } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { MAX_LINE_BYTES } from './format.js';
import { damaged } from './verify.js';

const readAt = promisify(read);
const READ_SIZE = 1 << 16;
const UNPACKED_CHUNK = 1 << 18;
/** Text that is parsed at a time: small enough for the young generation of the heap; larger pieces measured slower. */
const PIECE = 1 << 16;

/**
 * Unpacks a stretch of a file and yields pieces of text that consist of whole lines, each ended by a line break.
 * @throws AdreachError `integrity` where it cannot be unpacked, is not ASCII, or has a line that is too long
 */
export async function* textOf(path: string, fd: number, offset: number, bytes: number): AsyncGenerator<string> {
  const file = Readable.from(stretch(fd, offset, bytes), { objectMode: false, highWaterMark: READ_SIZE });
  const gunzip = createGunzip({ chunkSize: UNPACKED_CHUNK });
  // The error reaches the loop below through `gunzip`.
  pipeline(file, gunzip, () => {});
  let carry = '';
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      if (!isAscii(chunk)) throw damaged(path, 'the snapshot holds bytes that are not ASCII');
      let from = 0;
      while (from < chunk.length) {
        const limit = Math.min(chunk.length, from + PIECE);
        const end = chunk.lastIndexOf(0x0a, limit - 1) + 1;
        if (end <= from) {
          carry += chunk.toString('latin1', from, limit);
          if (carry.length > MAX_LINE_BYTES) throw damaged(path, `a line is longer than ${MAX_LINE_BYTES} bytes`);
          from = limit;
          continue;
        }
        const text = carry + chunk.toString('latin1', from, end);
        carry = '';
        yield text;
        from = end;
      }
    }
    if (carry !== '') throw damaged(path, 'the last line of a part of the snapshot does not end');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string' && code.startsWith('Z_')) {
      throw damaged(path, `the snapshot cannot be unpacked: ${(error as Error).message}`);
    }
    throw error;
  } finally {
    gunzip.destroy();
    file.destroy();
  }
}

/** The bytes of a stretch of a file; a shorter file ends it early. The file stays open: others read it too. */
async function* stretch(fd: number, offset: number, bytes: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; ) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, bytes - done));
    const { bytesRead } = await readAt(fd, buffer, 0, buffer.length, offset + done);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
  }
}

/** Parses whole lines, each a JSON value, in one go. */
export function parseLines(path: string, text: string): unknown[] {
  try {
    return JSON.parse(`[${text.slice(0, -1).replaceAll('\n', ',')}]`) as unknown[];
  } catch (error) {
    throw damaged(path, `the snapshot holds a line that is not JSON: ${(error as Error).message.slice(0, 100)}`);
  }
}
