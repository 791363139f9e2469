/** The shapes of rule, action and case files. */
import { z } from 'zod';
import { NO_EFFECT_REASONS, PROFILES, SEVERITIES } from '../result/codes.js';
import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName } from '../result/frameworks.js';
import { SCOPE_NAMES } from './variables.js';
import type { YamlPath } from './yaml-file.js';

const line = z
  .string('must be a text, in quotation marks where YAML takes it for something else')
  .trim()
  .min(1, 'must be a text that is not empty')
  .max(10_000);
const lines = z.array(line).max(100).default([]);

const ruleId = z
  .string()
  .max(64)
  .regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/, 'must be capital words joined by dashes, with a prefix, as ADR-SOMETHING');
const actionId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes');

const idsOf = (name: FrameworkName) =>
  z
    .array(z.string().regex(FRAMEWORKS[name].id, `must be ${FRAMEWORKS[name].form}`))
    .max(100)
    .default([]);

const frameworks = z
  .strictObject(
    Object.fromEntries(FRAMEWORK_NAMES.map((name) => [name, idsOf(name)])) as Record<
      FrameworkName,
      ReturnType<typeof idsOf>
    >,
  )
  .prefault({});

const profiles = z
  .array(z.enum(PROFILES))
  .min(1)
  .default([...PROFILES]);

const severityCase = z.strictObject({ when: line, severity: z.enum(SEVERITIES), because: line });

export const ruleShape = z.strictObject({
  id: ruleId,
  title: line,
  severity: z.enum(SEVERITIES),
  severities: z.array(severityCase).max(20).default([]),
  scope: z.enum(SCOPE_NAMES),
  description: line,
  when: line,
  subject: line,
  message: line,
  evidence: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'must be letters and digits'), line).default({}),
  risk: line,
  remediation: line,
  references: lines,
  frameworks,
  aliases: z.array(ruleId).default([]),
  profiles,
});

const name = z
  .string()
  .max(128)
  .regex(
    /^(?![0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-)[A-Za-z][A-Za-z0-9-]*$/,
    'must be a name of the schema or the configuration, never a GUID',
  );

const rightNames = [
  'read-property',
  'write-property',
  'read-confidential',
  'control-access',
  'validated-write',
  'delete',
  'read-control',
  'write-dac',
  'write-owner',
] as const;

export const rightShape = z.strictObject({
  right: z.enum(rightNames),
  attribute: name.optional(),
  controlAccessRight: name.optional(),
  validatedWrite: name.optional(),
});

export type RightDocument = z.infer<typeof rightShape>;

const noEffectShape = z.strictObject({ userAccountControl: line, reason: z.enum(NO_EFFECT_REASONS) });

export const actionShape = z.strictObject({
  id: actionId,
  title: line,
  description: line,
  request: rightShape,
  documented: z.array(rightShape).min(1).max(50),
  targets: z.array(name).min(1, 'names at least one class').max(50).default(['user']),
  noEffect: z.array(noEffectShape).max(50).default([]),
  references: lines,
});

export type ActionDocument = z.infer<typeof actionShape>;

export const populationsShape = z.strictObject({
  populations: z
    .array(
      z.strictObject({
        id: actionId,
        title: line,
        description: line,
        when: line,
        tierZero: z.boolean().default(false),
        expected: z.boolean().default(false),
      }),
    )
    .min(1),
});

export const questionsShape = z.strictObject({
  questions: z
    .array(
      z.strictObject({
        id: actionId,
        title: line,
        ask: line,
        how: line,
        // YAML 1.2 takes yes and no for texts; those who write true and false mean the same.
        expected: z.union([z.enum(['yes', 'no']), z.boolean()]),
        profiles,
      }),
    )
    .min(1)
    .max(500),
});

export const templatesShape = z.strictObject({
  templates: z
    .array(
      z.strictObject({
        id: actionId,
        title: line,
        description: line,
        classes: z.array(name).min(1, 'names at least one class').max(50).default(['user']),
        rights: z.array(rightShape).min(1).max(50),
        references: lines,
      }),
    )
    .min(1)
    .max(100),
});

const factsShape = z.record(z.string(), z.record(z.string(), z.unknown()));

const expectedShape = z.strictObject({
  subject: z.string().optional(),
  severity: z.enum(SEVERITIES).optional(),
  account: z.string().nullable().optional(),
  message: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});

const caseShape = z.strictObject({
  name: line,
  given: factsShape.default({}),
  expect: z.union([z.literal('none'), expectedShape], 'must be "none" or what the finding holds'),
});

export const casesShape = z.strictObject({ base: factsShape.default({}), cases: z.array(caseShape).min(1).max(1000) });

export type CaseDocument = z.infer<typeof caseShape>;

const RULE_KEYS = Object.keys(ruleShape.shape);
const ACTION_KEYS = Object.keys(actionShape.shape);

/** The names that a mapping of a rule file may have at a path. */
export function ruleKeys(path: YamlPath): readonly string[] {
  if (path.length === 0) return RULE_KEYS;
  if (path[0] === 'severities') return Object.keys(severityCase.shape);
  return path[0] === 'frameworks' ? FRAMEWORK_NAMES : [];
}

/** The names that a mapping of an action file may have at a path. */
export function actionKeys(path: YamlPath): readonly string[] {
  if (path.length === 0) return ACTION_KEYS;
  if (path[0] === 'request' || path[0] === 'documented') return Object.keys(rightShape.shape);
  return path[0] === 'noEffect' ? Object.keys(noEffectShape.shape) : [];
}

/** The names that a mapping of a file of populations may have at a path. */
export function populationKeys(path: YamlPath): readonly string[] {
  return path.length === 0 ? ['populations'] : ['id', 'title', 'description', 'when', 'tierZero', 'expected'];
}

/** The names that a mapping of a file of questions may have at a path. */
export function questionKeys(path: YamlPath): readonly string[] {
  return path.length === 0 ? ['questions'] : ['id', 'title', 'ask', 'how', 'expected', 'profiles'];
}

/** The names that a mapping of a file of templates may have at a path. */
export function templateKeys(path: YamlPath): readonly string[] {
  if (path.length === 0) return ['templates'];
  return path[2] === 'rights'
    ? Object.keys(rightShape.shape)
    : ['id', 'title', 'description', 'classes', 'rights', 'references'];
}

/** The names that a mapping of a cases file may have at a path. */
export function casesKeys(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(casesShape.shape);
  if (path[0] !== 'cases') return [];
  return path.length === 2
    ? Object.keys(caseShape.shape)
    : path[2] === 'expect'
      ? Object.keys(expectedShape.shape)
      : [];
}
