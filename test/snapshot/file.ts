/** Snapshots for tests: written by the writer, or put together by hand with a closing record that holds. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountStreamRecord, ModelRecord } from '../../src/directory/records.js';
import {
  ACCOUNT_TYPES,
  asciiJson,
  MODEL_TYPES,
  type SnapshotCounts,
  type SnapshotHeader,
} from '../../src/snapshot/format.js';
import { encodeTrailer } from '../../src/snapshot/trailer.js';

export const HEADER: SnapshotHeader = {
  adreach: 'snapshot',
  version: 2,
  tool: { name: 'adreach', version: '0.0.0' },
  sources: [{ name: 'ldaps://dc', kind: 'ldap', sha256: null, collectedAt: '2026-01-02T03:04:05Z', server: 'dc.lab' }],
  assembled: { objects: 3, duplicates: 0 },
};

/** A folder that is removed when `dispose` is called. */
export function testFolder(): { readonly path: (name: string) => string; readonly dispose: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-test-'));
  return { path: (name) => join(folder, name), dispose: () => rmSync(folder, { recursive: true }) };
}

type Line = string | object;

/** A snapshot of any lines, right in everything but perhaps them. */
export function forge(
  model: readonly Line[],
  accounts: readonly Line[],
  options: { counts?: SnapshotCounts } = {},
): Buffer {
  const pack = (lines: readonly Line[]): Buffer =>
    gzipSync(lines.map((line) => `${typeof line === 'string' ? line : asciiJson(line)}\n`).join(''));
  const parts = [pack(model), pack(accounts)] as const;
  const count = (types: readonly string[], lines: readonly Line[]) =>
    Object.fromEntries(
      types.map((t) => [t, lines.filter((l) => typeof l === 'object' && (l as { t?: string }).t === t).length]),
    );
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  const content = Buffer.concat(parts);
  const trailer = encodeTrailer({
    end: true,
    counts:
      options.counts ??
      ({ model: count(MODEL_TYPES, model), accounts: count(ACCOUNT_TYPES, accounts) } as unknown as SnapshotCounts),
    parts: [
      { part: 'model', bytes: parts[0].length, sha256: sha256(parts[0]) },
      { part: 'accounts', bytes: parts[1].length, sha256: sha256(parts[1]) },
    ],
    sha256: sha256(content),
  });
  return Buffer.concat([content, trailer]);
}

export async function readAll(
  evidence: RecordSource,
  mentions?: readonly string[],
): Promise<{ model: ModelRecord[]; accounts: AccountStreamRecord[] }> {
  const model: ModelRecord[] = [];
  const accounts: AccountStreamRecord[] = [];
  for await (const batch of evidence.model()) model.push(...batch);
  for await (const batch of evidence.accounts(mentions)) accounts.push(...batch);
  return { model, accounts };
}
