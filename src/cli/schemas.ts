/** Every schema that `adreach schema` prints: of what the commands write, and of the files that people write. */
import { AdreachError } from '../errors/index.js';
import { jsonSchemaText, PUBLISHED, type PublishedName, publishedNames } from '../result/published.js';
import { FILE_SCHEMAS, type FileSchemaName, fileSchemaNames, fileSchemaText } from '../rules/file-schemas.js';
import { nearest } from '../rules/nearest.js';
import { INPUTS, type InputName, inputNames, inputSchemaText } from './input-schemas.js';

interface RegisteredSchema {
  readonly name: string;
  /** What it is the schema of. */
  readonly of: string;
  text(): string;
}

/** In the order in which they are listed. */
const REGISTRY: readonly RegisteredSchema[] = [
  ...publishedNames.map((name: PublishedName) => ({
    name,
    of: PUBLISHED[name].writtenBy,
    text: () => jsonSchemaText(name),
  })),
  ...fileSchemaNames.map((name: FileSchemaName) => ({
    name,
    of: FILE_SCHEMAS[name].of,
    text: () => fileSchemaText(name),
  })),
  ...inputNames.map((name: InputName) => ({
    name,
    of: `${INPUTS[name].readBy} (what it reads)`,
    text: () => inputSchemaText(name),
  })),
];

/** What `adreach rules schema` calls the files that people write: by the names of the registry. */
const OF_RULE_FOLDERS: Readonly<Record<string, string>> = {
  rule: 'rule-file',
  action: 'action-file',
  cases: 'cases-file',
  populations: 'populations-file',
  questions: 'questions-file',
  templates: 'templates-file',
  suppressions: 'suppressions',
  config: 'config',
};

/** One schema a line, with what it is the schema of. */
export function schemaList(): string {
  return listOf(REGISTRY);
}

/** @throws AdreachError `not-found` with the nearest name */
export function schemaText(name: string): string {
  return found(name, REGISTRY).text();
}

/** The same for the files that people write, by their short names. */
export function fileSchemaList(): string {
  return listOf(ofRuleFolders());
}

/** @throws AdreachError `not-found` with the nearest name */
export function schemaTextOfFile(name: string): string {
  return found(name, ofRuleFolders()).text();
}

function ofRuleFolders(): readonly RegisteredSchema[] {
  return Object.entries(OF_RULE_FOLDERS).flatMap(([name, registered]) => {
    const schema = REGISTRY.find((each) => each.name === registered);
    return schema === undefined ? [] : [{ ...schema, name }];
  });
}

function listOf(schemas: readonly RegisteredSchema[]): string {
  const width = Math.max(...schemas.map(({ name }) => name.length));
  return schemas.map(({ name, of }) => `${name.padEnd(width)}  ${of}\n`).join('');
}

function found(name: string, schemas: readonly RegisteredSchema[]): RegisteredSchema {
  const schema = schemas.find((each) => each.name === name.toLowerCase());
  if (schema !== undefined) return schema;
  const names = schemas.map((each) => each.name);
  const near = nearest(name, names);
  throw new AdreachError(
    'not-found',
    `there is no schema "${name}"`,
    `${near === null ? '' : `Did you mean ${near}? `}Schemas: ${names.join(', ')}.`,
  );
}
