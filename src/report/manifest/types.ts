/** A manifest: the files that a result was made from and those it was written to, by their hashes (docs/evidence.md). */
import { z } from 'zod';

export const MANIFEST_SCHEMA = 'adreach/manifest/v1';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.number().int().nonnegative();

const entry = z.looseObject({
  /** What it is: `source`, `rules`, or the format of an output. */
  kind: z.string(),
  /** Relative to the folder of the manifest, with `/`; null where it is no file (standard input, a directory server). */
  path: z.string().min(1).nullable(),
  /** As the command was told. */
  name: z.string(),
  /** Null where it is no file. */
  bytes: bytes.nullable(),
  sha256,
});

const signature = z.looseObject({
  algorithm: z.literal('Ed25519'),
  /** SubjectPublicKeyInfo, DER, base64. */
  publicKey: z.string(),
  /** 64 bytes, base64. */
  value: z.string(),
});

export const manifestSchema = z.looseObject({
  schema: z.literal(MANIFEST_SCHEMA),
  tool: z.looseObject({ name: z.string(), version: z.string(), rules: sha256 }),
  createdAt: z.string(),
  command: z.looseObject({ name: z.string(), options: z.record(z.string(), z.unknown()) }),
  accounts: z.array(z.looseObject({ sid: z.string(), dn: z.string().nullable(), name: z.string() })),
  inputs: z.array(entry),
  outputs: z.array(entry),
  signature: signature.optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = z.infer<typeof entry>;
export type UnsignedManifest = Omit<Manifest, 'signature'>;
