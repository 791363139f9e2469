/** The snapshot file, version 2: constants and types. The layout is described in docs/snapshot-format.md. */

import type { OriginInfo } from '../result/sources.js';
import type { LineType } from './line.js';

/**
 * Version 2 also tells what was not asked for, who read, and what members name as their groups. What version 1 has not
 * recorded counts as not known.
 */
export const SNAPSHOT_VERSION = 2;

/** How the first line of every snapshot begins, in every version. */
export const HEADER_START = '{"adreach":"snapshot","version":';

/** The ten octets with which each part begins (RFC 1952 section 2.3): deflate, no flags, no time, unknown system. */
export const GZIP_HEADER: Buffer = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Longest line that is accepted, in bytes. */
export const MAX_LINE_BYTES = 256 * 1024 * 1024;

/** A source as the snapshot's header names it: a snapshot made from a live server cannot hold its own hash. */
export type HeaderSource = OriginInfo;

export interface SnapshotHeader {
  readonly adreach: 'snapshot';
  readonly version: 1 | typeof SNAPSHOT_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly sources: readonly HeaderSource[];
  /** What assembling met: objects read, duplicates that were the same and left out, and deleted objects, left out too. */
  readonly assembled: { readonly objects: number; readonly duplicates: number; readonly deleted?: number };
}

/** Record types of the first part, in the order of their sections; class lists and descriptors stand where first used. */
export const MODEL_TYPES = [
  'class',
  'attribute',
  'right',
  'partition',
  'forest',
  'kdsRootKey',
  'trust',
  'domain',
  'classes',
  'sd',
  'container',
  'group',
  'foreign',
  'principal',
  'gap',
] as const satisfies readonly LineType[];

/** Record types of the second part. */
export const ACCOUNT_TYPES = ['classes', 'sd', 'account'] as const satisfies readonly LineType[];

export type ModelCounts = Readonly<Record<(typeof MODEL_TYPES)[number], number>>;
export type AccountCounts = Readonly<Record<(typeof ACCOUNT_TYPES)[number], number>>;

export interface SnapshotCounts {
  readonly model: ModelCounts;
  readonly accounts: AccountCounts;
}

export interface SnapshotPart {
  readonly part: 'model' | 'accounts';
  /** Compressed size. */
  readonly bytes: number;
  /** SHA-256 of the compressed bytes of this part, hex. */
  readonly sha256: string;
}

/** The closing record. */
export interface SnapshotEnd {
  readonly end: true;
  readonly counts: SnapshotCounts;
  readonly parts: readonly [SnapshotPart, SnapshotPart];
  /** SHA-256 of all bytes before the closing part, hex. */
  readonly sha256: string;
}

/** JSON in ASCII: everything else as `\uXXXX`, so that a file can be cut anywhere without cutting a character. */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value);
  return /[^\u0000-\u007f]/.test(text)
    ? text.replace(/[^\u0000-\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}
