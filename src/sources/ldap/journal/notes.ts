/** The notes in a journal that are JSON, and their check when they are read again. */
import { z } from 'zod';
import type { CollectionRun } from '../../../result/sources.js';
import { ATTRIBUTE_USES, type AttributeUse } from '../attributes.js';
import type { GuidRange } from '../partition.js';
import type { SearchRecord } from '../reader.js';
import type { CollectionIdentity } from './identity.js';

const text = z.string();
const count = z.int().nonnegative();

export const IdentityNote: z.ZodType<CollectionIdentity> = z.object({
  defaultNamingContext: text,
  configurationNamingContext: text,
  schemaNamingContext: text,
  domain: text.nullable(),
  server: text.nullable(),
  dnsHostName: text.nullable(),
  boundAs: text,
});

export const RunNote: z.ZodType<CollectionRun> = z.object({
  startedAt: text,
  serverTime: text.nullable(),
  highestCommittedUSN: text.nullable(),
});

/** Servers that the directory pointed to. */
export const ReferralNote = z.array(text);

const RecordNote: z.ZodType<SearchRecord> = z.object({
  what: text,
  base: text,
  scope: text,
  filter: text,
  attributes: z.array(text),
  entries: count,
  attempts: count,
  parts: count,
  incomplete: text.nullable(),
});

/** A search that came to its end. */
export interface Done {
  /** The number that stands before its entries. */
  readonly unit: number;
  /** What makes two searches the same, but for the range. */
  readonly key: string;
  readonly range: GuidRange;
  readonly use: AttributeUse;
  readonly record: SearchRecord;
}

export const DoneNote: z.ZodType<Done> = z.object({
  unit: count,
  key: text,
  range: z.object({ from: count, to: count }),
  use: z.enum(ATTRIBUTE_USES),
  record: RecordNote,
});
