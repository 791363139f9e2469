/** The first line of a snapshot: by what it was made, and from what. */
import { z } from 'zod';
import { isSid, normalizeSid } from '../descriptor/index.js';
import type { OriginInfo, SourceInfo } from '../result/sources.js';
import { SNAPSHOT_VERSION, type SnapshotHeader } from './format.js';
import { parseLines, textOf } from './lines.js';
import { damaged, type VerifiedSnapshot } from './verify.js';

const collectionSchema = z.object({
  boundAs: z.string(),
  reader: z.array(z.string().refine(isSid).transform(normalizeSid)).exactOptional(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  serverTime: z.string().nullable(),
  highestCommittedUSN: z.string().nullable(),
  resumed: z
    .array(
      z.object({
        startedAt: z.string(),
        serverTime: z.string().nullable(),
        highestCommittedUSN: z.string().nullable(),
      }),
    )
    .exactOptional(),
  searches: z.array(
    z.object({
      base: z.string(),
      scope: z.string(),
      filter: z.string(),
      attributes: z.array(z.string()),
      entries: z.number(),
      incomplete: z.string().exactOptional(),
    }),
  ),
  moreSearches: z.number().exactOptional(),
});

/** How deep snapshots that were made from snapshots are followed. */
const MAX_DEPTH = 8;

const toolSchema = z.object({ name: z.string(), version: z.string() });

/** @param depth how many levels of `madeFrom` may follow */
function originSchema(depth: number): z.ZodType<OriginInfo> {
  return z.object({
    name: z.string(),
    kind: z.enum(['ldap', 'snapshot', 'ldif', 'adexplorer']),
    sha256: z.string().nullable(),
    collectedAt: z.string().nullable(),
    server: z.string().nullable(),
    collection: collectionSchema.exactOptional(),
    tool: toolSchema.exactOptional(),
    simulated: z.object({ changes: z.number() }).exactOptional(),
    madeFrom: (depth === 0 ? z.array(z.never()) : z.array(originSchema(depth - 1))).exactOptional(),
  });
}

const headerSchema = z.object({
  adreach: z.literal('snapshot'),
  version: z.union([z.literal(1), z.literal(SNAPSHOT_VERSION)]),
  tool: toolSchema,
  sources: z.array(originSchema(MAX_DEPTH)),
  assembled: z.object({ objects: z.number(), duplicates: z.number(), deleted: z.number().exactOptional() }),
});

/** @throws AdreachError `integrity` where there is none, or it is wrong */
export async function readHeader(file: VerifiedSnapshot): Promise<SnapshotHeader> {
  for await (const text of textOf(file.path, file.fd, 0, file.end.parts[0].bytes)) {
    const parsed = headerSchema.safeParse(parseLines(file.path, text.slice(0, text.indexOf('\n') + 1))[0]);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = issue!.path.join('.') || 'the line';
    throw damaged(file.path, `the header of the snapshot is wrong: ${where}: ${issue!.message}`);
  }
  throw damaged(file.path, 'the snapshot has no header');
}

/**
 * What a result says of a snapshot: when and where what it holds was collected, as far as that is one answer, and of
 * several sources what each says.
 */
export function asSource(name: string, sha256: string, header: SnapshotHeader): SourceInfo {
  const servers = new Set(header.sources.map((s) => s.server));
  const [first] = header.sources;
  const single = header.sources.length === 1 && first!.madeFrom === undefined ? first! : null;
  const times = header.sources.map((s) => s.collectedAt).filter((t) => t !== null);
  return {
    name,
    kind: 'snapshot',
    sha256,
    collectedAt: times.length === header.sources.length ? (times.sort().at(-1) ?? null) : null,
    server: servers.size === 1 ? [...servers][0]! : null,
    ...(single?.collection !== undefined && { collection: single.collection }),
    tool: header.tool,
    ...(single?.simulated !== undefined && { simulated: single.simulated }),
    ...(single === null && header.sources.length > 0 && { madeFrom: header.sources }),
  };
}
