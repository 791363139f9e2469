import { builtinSchema } from '../../src/directory/builtin-schema.js';
import { Pseudonyms } from '../../src/pseudonymize/index.js';

export function schemaNames(): string[] {
  const { classes, attributes, rights } = builtinSchema();
  return [...classes, ...attributes, ...rights].map(({ name }) => name);
}

/** The pseudonyms of a key that is made of one number. */
export const pseudonymsOf = (number: number): Pseudonyms =>
  new Pseudonyms(new Uint8Array(32).fill(number), schemaNames());
