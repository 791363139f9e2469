/** A manifest: the files that a result was made from and those it was written to, by their hashes (docs/evidence.md). */
import { z } from 'zod';
import { count, sha256 } from './parts.js';

export const MANIFEST_SCHEMA = 'adreach/manifest/v1';

const entry = z
  .strictObject({
    kind: z
      .string()
      .describe('What it is: `source`, `rules`, `suppressions`, `baseline`, `config`, or the format of an output.'),
    path: z
      .string()
      .min(1)
      .nullable()
      .describe(
        'Relative to the folder of the manifest, with `/`; null where it is no file (standard input, a directory server).',
      ),
    name: z.string().describe('As the command was told.'),
    bytes: count.nullable().describe('Null where it is no file.'),
    sha256,
  })
  .meta({ id: 'ManifestEntry' });

const signature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  publicKey: z.string().describe('SubjectPublicKeyInfo, DER, base64.'),
  value: z.string().describe('64 bytes, base64.'),
});

export const manifestSchema = z.strictObject({
  schema: z.literal(MANIFEST_SCHEMA),
  tool: z.strictObject({ name: z.string(), version: z.string(), rules: sha256 }),
  createdAt: z.string(),
  command: z.strictObject({ name: z.string(), options: z.record(z.string(), z.unknown()) }),
  accounts: z.array(z.strictObject({ sid: z.string(), dn: z.string().nullable(), name: z.string() })),
  inputs: z.array(entry),
  outputs: z.array(entry),
  signature: signature.optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = z.infer<typeof entry>;
export type UnsignedManifest = Omit<Manifest, 'signature'>;
