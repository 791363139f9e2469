/** The published JSON Schemas: of every JSON that a command writes, made from the schemas that the types come from. */
import { z } from 'zod';
import { auditLineSchema, auditResultSchema } from './audit.js';
import { dryRunSchema } from './collection-plan.js';
import { diffResultSchema } from './diff.js';
import { explanationDocumentSchema } from './explain-document.js';
import { inspectionDocumentSchema } from './inspect.js';
import { manifestSchema } from './manifest.js';
import { planSchema } from './plan.js';
import { rulesListSchema, rulesShowSchema, rulesTestSchema } from './rules.js';
import { descriptorSchema } from './sddl.js';
import { simulationSchema } from './simulate.js';
import { verifyResultSchema } from './verify.js';

/** Something that is written as JSON. */
export interface Published {
  readonly schema: z.ZodType;
  /** The command that writes it. */
  readonly writtenBy: string;
}

/** By name: `adreach schema NAME`, `schemas/NAME.json`. */
export const PUBLISHED = {
  audit: { schema: auditResultSchema, writtenBy: 'adreach audit --format json' },
  'audit-line': { schema: auditLineSchema, writtenBy: 'adreach audit --format ndjson (one line)' },
  explain: { schema: explanationDocumentSchema, writtenBy: 'adreach explain --format json' },
  plan: { schema: planSchema, writtenBy: 'adreach plan (plan.json)' },
  simulate: { schema: simulationSchema, writtenBy: 'adreach simulate --format json' },
  diff: { schema: diffResultSchema, writtenBy: 'adreach diff --format json' },
  verify: { schema: verifyResultSchema, writtenBy: 'adreach verify --format json' },
  manifest: { schema: manifestSchema, writtenBy: 'adreach audit --manifest' },
  inspect: { schema: inspectionDocumentSchema, writtenBy: 'adreach inspect --format json' },
  'collect-dry-run': { schema: dryRunSchema, writtenBy: 'adreach collect --dry-run --format json' },
  rules: { schema: rulesListSchema, writtenBy: 'adreach rules list --format json' },
  rule: { schema: rulesShowSchema, writtenBy: 'adreach rules show --format json' },
  'rules-test': { schema: rulesTestSchema, writtenBy: 'adreach rules test --format json' },
  descriptor: { schema: descriptorSchema, writtenBy: 'adreach sddl decode --to json (one line)' },
} as const satisfies Readonly<Record<string, Published>>;

export type PublishedName = keyof typeof PUBLISHED;

export const publishedNames = Object.keys(PUBLISHED) as readonly PublishedName[];

/**
 * @returns JSON Schema (draft 2020-12). Members that it does not name are allowed: a later version may add some without
 *   a new version of the format.
 */
export function jsonSchemaOf(name: PublishedName): z.core.JSONSchema.JSONSchema {
  const { schema, writtenBy } = PUBLISHED[name];
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    // As somebody reads it who gets it: objects stay open.
    io: 'input',
    override({ jsonSchema }) {
      // Of the types alone: nothing in a file is read-only.
      delete jsonSchema.readOnly;
    },
  });
  return { ...($schema !== undefined && { $schema }), title: `What "${writtenBy}" writes`, ...rest };
}

/** The text of a schema file. */
export function jsonSchemaText(name: PublishedName): string {
  return `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`;
}
