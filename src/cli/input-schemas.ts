/** JSON Schemas of the files that people write beside rules, for editors: they complete names and mark what is wrong. */
import { z } from 'zod';
import { suppressionsShape } from '../rules/statuses/suppressions.js';
import { changesShape } from '../simulate/shape.js';
import { auditCommand } from './audit.js';
import { configOptions, configShape } from './config.js';

/** By name: `adreach schema NAME`, `schemas/NAME.json`. */
export const INPUTS = {
  suppressions: { shape: () => suppressionsShape, readBy: 'adreach audit --suppress' },
  changes: { shape: () => changesShape, readBy: 'adreach simulate --changes' },
  config: { shape: () => configShape([...configOptions(auditCommand()).values()]), readBy: 'adreach audit --config' },
} as const satisfies Readonly<Record<string, { shape(): z.ZodType; readBy: string }>>;

export type InputName = keyof typeof INPUTS;

export const inputNames = Object.keys(INPUTS) as readonly InputName[];

/** The text of a schema file (draft 2020-12). Names that it does not have are refused, as the program does. */
export function inputSchemaText(name: InputName): string {
  const { shape, readBy } = INPUTS[name];
  const { $schema, ...rest } = z.toJSONSchema(shape(), { target: 'draft-2020-12', io: 'input' });
  const schema = { ...($schema !== undefined && { $schema }), title: `What "${readBy}" reads`, ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
