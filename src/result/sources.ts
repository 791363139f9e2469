/** What a result says of its sources: what each is, when and how it was collected. */
import { z } from 'zod';
import { SOURCE_KINDS } from './codes.js';
import { count, dn, list, object, sha256, sid, toolName } from './parts.js';

export type { SourceKind } from './codes.js';

export const collectionRunSchema = object({
  startedAt: z.string(),
  serverTime: z.string().nullable(),
  highestCommittedUSN: z.string().nullable(),
}).meta({
  id: 'CollectionRun',
  description: 'A run that resumed an interrupted one, always with the same server and as the same user.',
});
export type CollectionRun = z.infer<typeof collectionRunSchema>;

export const collectionSearchSchema = object({
  base: dn,
  scope: z.string(),
  filter: z.string(),
  attributes: list(z.string()),
  entries: count.describe('Entries that it gave.'),
  incomplete: z.string().describe('Why it was not read to its end; absent where it was.').exactOptional(),
}).meta({ id: 'CollectionSearch' });
export type CollectionSearch = z.infer<typeof collectionSearchSchema>;

export const collectionSchema = object({
  boundAs: z
    .string()
    .describe('As whom: the user name given, or `client certificate`; `(left out)` in a pseudonymized snapshot.'),
  reader: list(sid)
    .describe(
      'SIDs of the token that read, as the server told them: what an object came without is absent where they may read it. Absent where the server did not tell.',
    )
    .exactOptional(),
  startedAt: z.string().describe('ISO 8601 instant, by the clock of the machine that collected.'),
  endedAt: z.string().nullable().describe('The same of the end.'),
  serverTime: z.string().nullable().describe("The server's clock when collecting began, ISO 8601."),
  highestCommittedUSN: z
    .string()
    .nullable()
    .describe("The server's highestCommittedUSN when collecting began, decimal text."),
  resumed: list(collectionRunSchema)
    .describe('The same of each time it was resumed after an interruption; absent where there was none.')
    .exactOptional(),
  searches: list(collectionSearchSchema).describe('The searches that were sent, in the order in which they ended.'),
  moreSearches: count.describe('Searches beyond those listed.').exactOptional(),
}).meta({ id: 'Collection', description: 'How a snapshot was collected from a directory server.' });
export type Collection = z.infer<typeof collectionSchema>;

const origin = {
  name: z.string().describe('As the user named it: file name or URL, never with credentials.'),
  kind: z.enum(SOURCE_KINDS),
  collectedAt: z
    .string()
    .nullable()
    .describe('ISO 8601 instant at which collecting ended; null where the source does not say.'),
  server: z.string().nullable().describe('dnsHostName of the directory server; null where the source does not say.'),
  collection: collectionSchema
    .describe('Absent where the source does not say, and where it was made from several: there each has its own.')
    .exactOptional(),
  tool: toolName.describe('The program that wrote a snapshot.').exactOptional(),
  simulated: object({ changes: count.describe('How many changes were made.') })
    .describe(
      'Changes were made to it in memory, so that it shows a directory that does not exist; absent where none were.',
    )
    .exactOptional(),
};

const madeFrom = 'What a snapshot was made from, where it joins several sources, or was made of a snapshot that does.';

/** A source that a snapshot was made from: one that was read from a server has no hash of its own. */
export interface OriginInfo extends z.infer<z.ZodReadonly<z.ZodObject<typeof origin>>> {
  readonly sha256: string | null;
  readonly madeFrom?: readonly OriginInfo[];
}

export const originInfoSchema: z.ZodType<OriginInfo> = object({
  ...origin,
  sha256: sha256.nullable().describe('SHA-256 of the file, hex; null for a live source.'),
  get madeFrom() {
    return list(originInfoSchema).describe(madeFrom).exactOptional();
  },
}).meta({ id: 'OriginInfo', description: 'A source that a snapshot was made from.' });

/** What is said of a source beside its hash. */
export const sourceShape = { ...origin, madeFrom: list(originInfoSchema).describe(madeFrom).exactOptional() };

export const modifiedAt = z
  .string()
  .describe(
    'ISO 8601 instant at which the file was last written to. Only where `collectedAt` is null: evidence is no younger than that, and may be older.',
  )
  .exactOptional();

/** What a result says about one of its sources. */
export const sourceInfoSchema = object({
  ...sourceShape,
  sha256: sha256.describe('SHA-256 of the file, hex; for a live source, of the snapshot that was collected from it.'),
  modifiedAt,
}).meta({ id: 'SourceInfo' });
export type SourceInfo = z.infer<typeof sourceInfoSchema>;
