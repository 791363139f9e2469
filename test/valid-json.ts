/** JSON that a test made, held against its schema in schemas/ before the test looks at it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { PublishedName } from '../src/result/published.js';

const validators = new Map<PublishedName, ValidateFunction>();

function validatorOf(name: PublishedName): ValidateFunction {
  let validator = validators.get(name);
  if (validator === undefined) {
    const schema = JSON.parse(readFileSync(join('schemas', `${name}.json`), 'utf8')) as object;
    // The first fault is enough; a list of all of them would be as long as the document.
    validator = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
    validators.set(name, validator);
  }
  return validator;
}

/**
 * @param name of the schema
 * @param text one JSON document
 * @returns its value
 * @throws Error with the first place that is not as the schema says
 */
// biome-ignore lint/suspicious/noExplicitAny: as JSON.parse, whose place it takes
export function validJson<T = any>(name: PublishedName, text: string): T {
  const value: unknown = JSON.parse(text);
  const valid = validatorOf(name);
  if (valid(value)) return value as T;
  const [fault] = valid.errors!;
  throw new Error(`not as schemas/${name}.json says: ${fault!.instancePath} ${fault!.message}`);
}

/** The same for lines, each with a document. */
// biome-ignore lint/suspicious/noExplicitAny: as JSON.parse, whose place it takes
export function validLines<T = any>(name: PublishedName, text: string): T[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => validJson<T>(name, line));
}
