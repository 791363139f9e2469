/** What each input of a command is, found from its first bytes and not from its name. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { fileError } from '../errors/file-error.js';
import { AdreachError } from '../errors/index.js';
import { snapshotVersion } from '../snapshot/verify.js';
import { isAdExplorer } from './adexplorer/header.js';
import { isJournal } from './journal-line.js';

/** What an input is, by its content. */
export type InputKind = 'snapshot' | 'ldif' | 'adexplorer' | 'ldap';

const LDAP_URL = /^ldaps?:\/\//i;

/**
 * Finds out what an input is from its first bytes, not from its name.
 * @throws AdreachError `file` where it cannot be read; `format` for kinds that are known but not read
 */
export async function inputKind(input: string): Promise<InputKind> {
  if (LDAP_URL.test(input)) return 'ldap';
  if (input === '-') return 'ldif';
  const head = firstBytes(input);
  if ((await snapshotVersion(head)) !== null) return 'snapshot';
  const text = unpacked(head);
  if (isAdExplorer(head)) return 'adexplorer';
  if (isAdExplorer(text)) {
    throw new AdreachError(
      'format',
      `${input}: an AD Explorer snapshot packed with gzip, which can only be read unpacked`,
      'unpack it with "gzip -d" first',
    );
  }
  if (isJournal(head)) {
    throw new AdreachError(
      'format',
      `${input}: an unfinished collection, of which only adreach collect can make a snapshot`,
      'go on with it: adreach collect ... -o SNAPSHOT --resume',
    );
  }
  if (looksLikeCsv(text)) {
    throw new AdreachError(
      'format',
      `${input}: a CSV file, as csvde writes it; CSV exports lack the security descriptors`,
      'export with ldifde or ldapsearch, or collect with "adreach collect"',
    );
  }
  if (head.length === 0) throw new AdreachError('format', `${input}: the file is empty`);
  return 'ldif';
}

/** The beginning of what gzip data holds; other bytes as they are. */
function unpacked(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Damaged: reading it will say where.
    return head;
  }
}

/** The first line of csvde's output names the attributes, `DN` first. */
function looksLikeCsv(head: Buffer): boolean {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  const text = utf16
    ? head.subarray(2, 2 + 2 * Math.floor((head.length - 2) / 2)).toString('utf16le')
    : head.toString('utf8');
  return /^\ufeff?"?DN"?,"?[A-Za-z]/.test(text);
}

function firstBytes(path: string): Buffer {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    const buffer = Buffer.alloc(4096);
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, 0));
  } catch (error) {
    throw fileError('read', path, error);
  } finally {
    closeSync(fd);
  }
}

/** @returns bytes of a file; null for standard input, a URL, and what is not there */
export function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

/** @returns when a file was last written to, ISO 8601; null for what is no regular file or is not there */
export function modifiedAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && !Number.isNaN(found.mtime.getTime()) ? found.mtime.toISOString() : null;
}
