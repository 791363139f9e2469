/** The header of an AD Explorer snapshot: 0x43e bytes at the beginning of the file, numbers little endian. */
import { AdreachError } from '../../errors/index.js';
import type { RandomAccess } from './random-access.js';

/** First bytes of the file. */
const SIGNATURE = Buffer.from('win-ad-ob\0', 'latin1');
/** Where the first object stands. */
export const FIRST_OBJECT = 0x43e;

const MARKER = 0x10001;
const AT = { marker: 10, time: 14, description: 22, server: 542, objects: 1062, tables: 1070, tree: 1078 } as const;
/** Room of the description and of the server's name: 260 UTF-16 units each. */
const NAME_BYTES = 520;
/** 100-nanosecond intervals between 1601 and 1970. */
const EPOCH = 116_444_736_000_000_000n;

export interface Header {
  /** When the snapshot was taken, as an ISO 8601 instant; null where the file says none. */
  readonly collectedAt: string | null;
  /** What the person who took it wrote; often empty. */
  readonly description: string;
  /** The server as AD Explorer was connected to it; null where the file says none. */
  readonly server: string | null;
  readonly objects: number;
  /** Offset of the tables of attributes, classes and rights. */
  readonly tables: number;
  /** Offset of the tree of names, which ends the file. */
  readonly tree: number;
}

/**
 * @throws AdreachError `format` where the file is no AD Explorer snapshot, or one of another version; `integrity` where it is cut off
 */
/** @param head the first bytes of a file */
export function isAdExplorer(head: Buffer): boolean {
  return head.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

export function readHeader(file: RandomAccess): Header {
  if (file.size < SIGNATURE.length || !file.bytes(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new AdreachError('format', `${file.name}: not an AD Explorer snapshot`);
  }
  if (file.size < FIRST_OBJECT)
    throw file.truncated(0, `the header of an AD Explorer snapshot takes ${FIRST_OBJECT} bytes`);
  const marker = file.uint32(AT.marker);
  if (marker !== MARKER) {
    throw new AdreachError(
      'format',
      `${file.name} byte ${AT.marker}: an AD Explorer snapshot of a version that is not known (${marker.toString(16)} instead of 10001)`,
      'export the domain with ldifde or ldapsearch, or collect it with "adreach collect"',
    );
  }
  const objects = file.uint32(AT.objects);
  const tables = file.offset64(AT.tables, 'the tables');
  const tree = file.offset64(AT.tree, 'the tree of names');
  if (tables < FIRST_OBJECT + 8 * objects) {
    throw file.bad(AT.tables, `the tables begin at byte ${tables}, where ${objects} objects have no room before them`);
  }
  if (tree < tables) throw file.bad(AT.tree, `the tree of names begins at byte ${tree}, before the tables`);
  return {
    collectedAt: fileTime(file.bytes(AT.time, 8).readBigUInt64LE()),
    description: fixedText(file.bytes(AT.description, NAME_BYTES)),
    server: fixedText(file.bytes(AT.server, NAME_BYTES)) || null,
    objects,
    tables,
    tree,
  };
}

function fixedText(bytes: Buffer): string {
  const text = bytes.toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function fileTime(ticks: bigint): string | null {
  const milliseconds = Number((ticks - EPOCH) / 10_000n);
  return ticks === 0n || Math.abs(milliseconds) > 8.64e15 ? null : new Date(milliseconds).toISOString();
}
