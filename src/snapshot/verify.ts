/** Holds a snapshot file against its closing record before anything of its content is used. */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createGunzip, constants as zlib } from 'node:zlib';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { breathing } from './breath.js';
import { GZIP_HEADER, HEADER_START, SNAPSHOT_VERSION, type SnapshotEnd } from './format.js';
import { decodeTrailer, MAX_TRAILER_BYTES } from './trailer.js';

const READ_SIZE = 1 << 20;
const HINT = 'use an undamaged copy of the file, or collect again';

/** An open snapshot whose bytes are those that were written. */
export interface VerifiedSnapshot {
  readonly path: string;
  readonly fd: number;
  readonly end: SnapshotEnd;
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
}

/**
 * Opens a snapshot and checks every byte of it: closing record, sizes, SHA-256.
 * @returns the open file, to be closed with `closeSync(fd)`
 * @throws AdreachError `file` where it cannot be read; `integrity` where it is no snapshot, is of a newer version, is cut
 *   off, or was altered
 */
export async function openVerified(path: string): Promise<VerifiedSnapshot> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    return await verify(path, fd);
  } catch (error) {
    closeSync(fd);
    throw error instanceof AdreachError ? error : fileError('read', path, error);
  }
}

async function verify(path: string, fd: number): Promise<VerifiedSnapshot> {
  const stat = fstatSync(fd);
  if (!stat.isFile()) throw damaged(path, 'it is not a regular file');
  const { size } = stat;
  const head = readAt(fd, 0, Math.min(size, 4096));
  const version = await snapshotVersion(head);
  if (version !== null && version > SNAPSHOT_VERSION) {
    throw new AdreachError(
      'integrity',
      `${path}: a snapshot of version ${version}; this program reads up to version ${SNAPSHOT_VERSION}`,
      'use a newer adreach',
    );
  }
  const tailSize = Math.min(size, MAX_TRAILER_BYTES);
  const trailer = decodeTrailer(readAt(fd, size - tailSize, tailSize));
  if (!trailer.ok) {
    if (version === null) throw damaged(path, 'not a snapshot, or damaged at its beginning');
    throw damaged(path, `the snapshot is truncated or altered: ${trailer.reason}`);
  }
  const { end } = trailer;
  const content = size - trailer.bytes;
  const stated = end.parts[0].bytes + end.parts[1].bytes;
  if (content !== stated) {
    const what = content < stated ? `${stated - content} bytes are missing` : `${content - stated} bytes are too many`;
    throw damaged(path, `the snapshot is altered: ${what} before its closing record`);
  }
  const whole = createHash('sha256');
  const parts: string[] = [];
  let offset = 0;
  for (const { bytes } of end.parts) {
    parts.push(await hashRange(fd, offset, bytes, whole));
    offset += bytes;
  }
  if (whole.copy().digest('hex') !== end.sha256) {
    const wrong = end.parts.findIndex((part, i) => part.sha256 !== parts[i]);
    const from = wrong === 1 ? end.parts[0].bytes : 0;
    const to = wrong < 0 ? content : from + end.parts[wrong]!.bytes;
    throw damaged(
      path,
      `the snapshot is altered: its SHA-256 does not hold, the change lies in bytes ${from} to ${to}`,
    );
  }
  if (version === null) throw damaged(path, 'not a snapshot');
  whole.update(readAt(fd, content, trailer.bytes));
  return { path, fd, end, sha256: whole.digest('hex') };
}

/** Hashes a stretch of the file on its own, and into `whole`. */
async function hashRange(fd: number, offset: number, bytes: number, whole: Hash): Promise<string> {
  const breathe = breathing();
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, bytes));
  for (let done = 0; done < bytes; ) {
    const read = readSync(fd, buffer, 0, Math.min(buffer.length, bytes - done), offset + done);
    if (read === 0) break;
    const piece = buffer.subarray(0, read);
    hash.update(piece);
    whole.update(piece);
    done += read;
    const pause = breathe();
    if (pause !== undefined) await pause;
  }
  return hash.digest('hex');
}

function readAt(fd: number, offset: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const read = readSync(fd, buffer, done, bytes - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return buffer.subarray(0, done);
}

/**
 * The version that the first line of a file states.
 * @param head the first bytes of the file (some kilobytes)
 * @returns null where it is not the beginning of a snapshot
 */
export async function snapshotVersion(head: Buffer): Promise<number | null> {
  if (head.length < GZIP_HEADER.length || head[0] !== 0x1f || head[1] !== 0x8b) return null;
  const text = await firstText(head, 256);
  if (!text.startsWith(HEADER_START)) return null;
  const digits = /^\d{1,9}/.exec(text.slice(HEADER_START.length))?.[0];
  return digits === undefined ? null : Number(digits);
}

/** What the beginning of gzip data says, up to `wanted` characters; empty where it is damaged. */
function firstText(head: Buffer, wanted: number): Promise<string> {
  return new Promise((resolve) => {
    const gunzip = createGunzip({ finishFlush: zlib.Z_SYNC_FLUSH, chunkSize: 4096 });
    let text = '';
    const done = (): void => {
      gunzip.destroy();
      resolve(text);
    };
    gunzip.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.length >= wanted) done();
    });
    gunzip.on('end', done);
    gunzip.on('error', done);
    gunzip.end(head);
  });
}

export function damaged(path: string, what: string): AdreachError {
  return new AdreachError('integrity', `${path}: ${what}`, HINT);
}
