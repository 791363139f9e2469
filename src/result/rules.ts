/** What `adreach rules` tells: rules, actions, and what their cases gave. */
import { z } from 'zod';
import { NO_EFFECT_REASONS, PROFILES, RULE_SCOPES, SEVERITIES } from './codes.js';
import { FRAMEWORK_NAMES, FRAMEWORKS, type FrameworkName } from './frameworks.js';
import { count, list, mapping, object, sha256 } from './parts.js';
import { requiredRightSchema } from './rights.js';

export const RULES_SCHEMA = 'adreach/rules/v1';
export const RULES_TEST_SCHEMA = 'adreach/rules-test/v1';

const idsOf = (name: FrameworkName) =>
  list(z.string()).describe(`${FRAMEWORKS[name].title}, ${FRAMEWORKS[name].version}: each ${FRAMEWORKS[name].form}.`);

export const frameworksSchema = object(
  Object.fromEntries(FRAMEWORK_NAMES.map((name) => [name, idsOf(name)])) as Record<
    FrameworkName,
    ReturnType<typeof idsOf>
  >,
).meta({ id: 'Frameworks', description: 'Identifiers of other catalogues that a rule corresponds to.' });
export type Frameworks = z.infer<typeof frameworksSchema>;

const metadata = {
  id: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  scope: z.enum(RULE_SCOPES),
  description: z.string().describe('What the rule looks for, and what it leaves alone.'),
  risk: z.string(),
  remediation: z.string(),
  references: list(z.string()),
  frameworks: frameworksSchema,
  profiles: list(z.enum(PROFILES)).describe('The kinds of accounts it is for.'),
  aliases: list(z.string()).describe('Former ids.'),
};

export const ruleMetadataSchema = object(metadata);
export type RuleMetadata = z.infer<typeof ruleMetadataSchema>;

/** A rule with the source text of its expressions. */
export const ruleDocumentSchema = object({
  ...metadata,
  when: z.string(),
  subject: z.string(),
  message: z.string(),
  severities: list(object({ when: z.string(), severity: z.enum(SEVERITIES), because: z.string() })).describe(
    'Where another severity is right, and why: the first whose condition holds.',
  ),
  evidence: mapping(z.string(), z.string()),
  file: z.string().describe('The file it stands in, as messages call it.'),
}).meta({ id: 'Rule' });
export type RuleDocument = z.infer<typeof ruleDocumentSchema>;

export const noEffectFlagSchema = object({
  flag: z
    .string()
    .describe('Name of the flag without prefix, for example DONT_EXPIRE_PASSWD (MS-ADTS 2.2.16, MS-SAMR 2.2.1.12).'),
  bit: count.describe('Its bit in userAccountControl, as the directory stores it.'),
  reason: z.enum(NO_EFFECT_REASONS),
}).meta({
  id: 'NoEffectFlag',
  description: 'A userAccountControl flag of the target under which an accepted request has no effect.',
});
export type NoEffectFlag = z.infer<typeof noEffectFlagSchema>;

export const actionDefinitionSchema = object({
  id: z.string().describe('Lower-case words joined by dashes; the `action` of a verdict.'),
  title: z.string(),
  description: z.string().describe('What the directory is asked to do, in one or two sentences.'),
  request: requiredRightSchema.describe(
    'What the directory checks before it carries the request out: `access` in a verdict is the answer to this.',
  ),
  documented: list(requiredRightSchema).describe(
    "The rights that the vendor's documentation asks for; `documentedSet` in a verdict: all of them are held.",
  ),
  targets: list(z.string()).describe(
    'Classes (lDAPDisplayName) of the objects that it is about, with those derived from them; `user`: all accounts.',
  ),
  noEffect: list(noEffectFlagSchema).describe(
    'In this order: the first flag that the target carries gives the reason.',
  ),
  references: list(z.string()),
}).meta({ id: 'Action' });
export type ActionDefinition = z.infer<typeof actionDefinitionSchema>;

/** What `rules list --format json` writes. */
export const rulesListSchema = object({
  schema: z.literal(RULES_SCHEMA),
  sha256: sha256.describe('Over the relative names and bytes of all rule and action files.'),
  rules: list(ruleDocumentSchema),
  actions: list(actionDefinitionSchema),
});
export type RulesList = z.infer<typeof rulesListSchema>;

/** What `rules show --format json` writes: a rule, or an action. */
export const rulesShowSchema = z.union([ruleDocumentSchema, actionDefinitionSchema]);

export const caseResultSchema = object({
  name: z.string(),
  line: count,
  faults: list(z.string()).describe('What was wrong, one line each; empty when the case holds.'),
}).meta({ id: 'CaseResult' });
export type CaseResult = z.infer<typeof caseResultSchema>;

export const survivorSchema = object({
  change: z.string().describe('What was done to the condition.'),
  line: count.describe('Where in the rule file, from 1.'),
  column: count.describe('From 1.'),
}).meta({ id: 'Survivor', description: 'A wrong condition that no case tells from the right one.' });
export type Survivor = z.infer<typeof survivorSchema>;

export const ruleTestResultSchema = object({
  rule: z.string(),
  file: z.string().nullable().describe('The cases file as messages call it; null where the rule has none.'),
  cases: list(caseResultSchema),
  faults: list(z.string()).describe('What is missing among the cases, one line each.'),
  mutations: object({
    file: z.string().describe('The rule file as messages call it.'),
    made: count.describe('How many wrong conditions were tried.'),
    survivors: list(survivorSchema),
  })
    .nullable()
    .describe(
      'With --mutate: what the cases make of wrong conditions. Null where it was not asked for, or cases fail.',
    ),
}).meta({ id: 'RuleTestResult' });
export type RuleTestResult = z.infer<typeof ruleTestResultSchema>;

/** What `rules test --format json` writes. */
export const rulesTestSchema = object({ schema: z.literal(RULES_TEST_SCHEMA), rules: list(ruleTestResultSchema) });
export type RulesTest = z.infer<typeof rulesTestSchema>;
