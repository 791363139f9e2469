/** JSON Schemas of the files that people write, for editors: made from the shapes that the loader holds the files against. */
import { z } from 'zod';
import type { Field } from './field.js';
import { actionShape, casesShape, populationsShape, questionsShape, ruleShape, templatesShape } from './shapes.js';
import { SCOPE_NAMES, scopeDoc, VARIABLES } from './variables.js';

type JsonSchema = Readonly<Record<string, unknown>>;

interface FileSchema {
  /** What such a file is. */
  readonly of: string;
  make(): JsonSchema;
}

/** By name: `adreach schema NAME`, `schemas/NAME.json`. */
export const FILE_SCHEMAS = {
  'rule-file': { of: 'rule file (rule.yaml)', make: () => ofShape(ruleShape, 'An adreach rule') },
  'action-file': { of: 'action file (actions/NAME.yaml)', make: () => ofShape(actionShape, 'An adreach action') },
  'cases-file': { of: 'cases of a rule (cases.yaml)', make: casesSchema },
  'populations-file': {
    of: 'populations (populations.yaml)',
    make: () => ofShape(populationsShape, 'The populations that adreach counts accounts by'),
  },
  'questions-file': {
    of: 'questions (questions.yaml)',
    make: () => ofShape(questionsShape, 'What no directory holds, as questions'),
  },
  'templates-file': {
    of: 'templates (templates.yaml)',
    make: () => ofShape(templatesShape, 'Known sets of rights that delegations are compared with'),
  },
} as const satisfies Readonly<Record<string, FileSchema>>;

export type FileSchemaName = keyof typeof FILE_SCHEMAS;

export const fileSchemaNames = Object.keys(FILE_SCHEMAS) as readonly FileSchemaName[];

/** The text of a schema file. */
export function fileSchemaText(name: FileSchemaName): string {
  return `${JSON.stringify(FILE_SCHEMAS[name].make(), null, 2)}\n`;
}

function ofShape(shape: z.ZodType, title: string): JsonSchema {
  // As somebody writes it: what has a default may be left out.
  const { $schema, ...rest } = z.toJSONSchema(shape, {
    target: 'draft-2020-12',
    io: 'input',
    override({ jsonSchema, path }) {
      if (path.at(-1) === 'scope') jsonSchema.description = scopesText();
    },
  });
  return { $schema, title, ...rest };
}

function scopesText(): string {
  return SCOPE_NAMES.map((scope) => `${scope}: ${scopeDoc(scope)}.`).join('\n');
}

/** Facts are any mapping for the loader, which names the scope's own; an editor is told of all variables. */
function casesSchema(): JsonSchema {
  const facts = { $ref: '#/$defs/facts' };
  const schema = ofShape(casesShape, 'The cases of an adreach rule') as {
    readonly properties: {
      base: unknown;
      readonly cases: { readonly items: { readonly properties: { given: unknown } } };
    };
  };
  schema.properties.base = { description: 'Facts of all cases; what is left out is as in the reference.', ...facts };
  schema.properties.cases.items.properties.given = { description: 'What is otherwise in this case.', ...facts };
  return { ...schema, $defs: { facts: factsSchema() } };
}

function factsSchema(): JsonSchema {
  const variables = Object.entries(VARIABLES).map(([name, { doc, fields }]) => [
    name,
    {
      type: 'object',
      description: doc,
      properties: Object.fromEntries(Object.entries(fields).map(([field, spec]) => [field, fieldSchema(spec)])),
      additionalProperties: false,
    },
  ]);
  return { type: 'object', properties: Object.fromEntries(variables), additionalProperties: false };
}

function fieldSchema(field: Field): JsonSchema {
  const { doc: description, example } = field;
  const about = { description, examples: [example] };
  switch (field.type) {
    case 'int':
      return { type: 'integer', ...about };
    case 'bool':
      return { type: 'boolean', ...about };
    case 'list<string>':
      return { type: 'array', items: { type: 'string' }, ...about };
    case 'string':
      return { type: 'string', ...(field.values && { enum: Object.keys(field.values) }), ...about };
  }
}
