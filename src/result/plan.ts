/** A plan of changes, `adreach/plan/v1`: what is to be changed, in which order, and what an audit must show afterwards. */
import { z } from 'zod';
import { findingSchema, toolBlockSchema, verdictCountsSchema } from './audit.js';
import { changeDocumentSchema } from './changes.js';
import { ACCOUNT_KINDS, SEVERITIES } from './codes.js';
import { holeSchema, populationCountsSchema, populationSchema } from './coverage.js';
import { count, dn, guid, instant, list, mapping, object, sha256, sidText } from './parts.js';

export const PLAN_SCHEMA = 'adreach/plan/v1';

/** Why something is removed, the root of the trouble first. */
export const REMOVAL_CAUSES = [
  'membership',
  'shared-group',
  'adminsdholder',
  'domain-root',
  'direct',
  'excess',
  'single-object',
  'no-effect',
] as const;
export type RemovalCause = (typeof REMOVAL_CAUSES)[number];

/** Why something that a finding calls too much is not removed. */
export const LEFT_CODES = [
  'default-not-known',
  'common',
  'former-sid',
  'no-membership-of-its-own',
  'not-its-own',
  'owner',
  'too-many',
  'would-lose',
  'would-gain',
  'not-expressible',
] as const;
export type LeftWhy = (typeof LEFT_CODES)[number];

const reach = {
  gains: count.describe('People that the account is meant to reach, and that it could not do all of the actions on.'),
  others: count.describe('Accounts of other populations that it would reach along with them.'),
  tierZero: count.describe('Accounts of tier zero that it would reach, and keep.'),
  tierZeroForNow: count.describe("Accounts of tier zero that it would reach until AdminSDHolder's next run."),
  overDenials: count
    .describe('People on whom an entry denies one of the actions today, before which the new entries would stand.')
    .exactOptional(),
};
export const planReachSchema = object(reach);
export type PlanReach = z.infer<typeof planReachSchema>;

export const planPlaceSchema = object({
  dn,
  classes: list(z.string()).describe('Classes of accounts that the entries are for (lDAPDisplayName).'),
  entries: count.describe('Entries that are added; 0: they are there.'),
  ...reach,
}).meta({
  id: 'PlanPlace',
  description: 'A container on which the rights are delegated. An account counts at the nearest one.',
});
export type PlanPlace = z.infer<typeof planPlaceSchema>;

export const planRemovalSchema = object({
  change: count.describe('Position in `changes`.'),
  cause: z.enum(REMOVAL_CAUSES),
  rule: z.string().describe('Id of the rule whose findings it answers.'),
  dn: dn.describe('The object whose entry goes; of a membership the group.'),
  trustee: sidText.nullable(),
  trusteeName: z.string().nullable(),
  sddl: z.string().nullable().describe('The entry; null for a membership.'),
  words: z.string().describe('The same for people.'),
  loses: count
    .nullable()
    .describe('Of a membership: accounts on which the account loses an action by it, the rest of the plan apart.'),
}).meta({ id: 'PlanRemoval' });
export type PlanRemoval = z.infer<typeof planRemovalSchema>;

export const planLeftSchema = object({
  dn,
  trustee: sidText,
  trusteeName: z.string().nullable(),
  sddl: z.string().nullable(),
  why: z.enum(LEFT_CODES),
}).meta({ id: 'PlanLeft', description: 'What a finding calls too much, and the plan leaves.' });
export type PlanLeft = z.infer<typeof planLeftSchema>;

export const planObjectSchema = object({
  dn,
  guid: guid.nullable().describe('objectGUID; null where it was not read.'),
  before: z.string().describe('The DACL as SDDL, before anything is changed.'),
  after: z.string().describe('The DACL as SDDL once all is done.'),
  ownBefore: sha256.describe(
    "SHA-256 of one octet that says whether inheritance is off (1) or on (0), and the object's own entries as stored: what the scripts expect to find.",
  ),
  canonical: z
    .boolean()
    .describe(
      'Its entries are in the order that .NET keeps (MS-ADTS 6.1.3.1): of another list PowerShell changes nothing.',
    ),
}).meta({ id: 'PlanObject', description: 'An object whose list is changed.' });
export type PlanObject = z.infer<typeof planObjectSchema>;

export const promiseAccountSchema = object({
  sid: z.string().describe('Empty for an account that is still to be made: it is then found by its DN.'),
  dn: dn.nullable(),
  name: z.string(),
  actions: mapping(z.string(), verdictCountsSchema).describe('Verdicts by action, over all targets.'),
  populations: mapping(z.string(), populationCountsSchema).describe('The same by population.'),
});
export type PromiseAccount = z.infer<typeof promiseAccountSchema>;

export const promisesSchema = object({
  accounts: list(promiseAccountSchema),
  findings: mapping(z.enum(SEVERITIES), count).describe('Open findings by severity.'),
  findingsByRule: mapping(z.string(), count).describe('Open findings by rule id.'),
}).meta({ id: 'Promises', description: 'The summary that an audit must show.' });
export type Promises = z.infer<typeof promisesSchema>;

export const planSchema = object({
  schema: z.literal(PLAN_SCHEMA),
  tool: toolBlockSchema,
  evidence: object({
    sources: list(
      object({
        name: z.string(),
        sha256: sha256.nullable(),
        collectedAt: instant.nullable(),
        server: z.string().nullable(),
      }),
    ),
    domain: dn.describe('The domain that is changed.'),
    complete: z.boolean(),
    gaps: count,
  }),
  asked: object({
    account: z.string(),
    on: list(dn),
    group: z.string().nullable(),
    actions: list(z.string()),
    cleanUp: z.boolean(),
  }).describe('As it was asked for.'),
  actions: list(object({ id: z.string(), title: z.string() })).describe('What the account is to be able to do.'),
  populations: list(populationSchema),
  account: object({
    sid: sidText.nullable(),
    dn,
    name: z.string(),
    kind: z.enum(ACCOUNT_KINDS),
    creates: z.boolean(),
  }),
  group: object({
    sid: sidText.nullable(),
    dn,
    name: z.string(),
    creates: z.boolean(),
    adds: z.boolean().describe('The account becomes a member.'),
    others: count.describe('Other accounts that are members, and get the rights too.'),
    othersNamed: list(z.string()).describe('The first of them by name.'),
    othersOpen: z.boolean().describe('The sources do not show all of its members.'),
  }).describe('Whom the rights are delegated to.'),
  makes: list(
    z.union([
      object({ what: z.enum(['group', 'hosts-group']), dn, samAccountName: z.string() }),
      object({
        what: z.literal('account'),
        dn,
        samAccountName: z.string(),
        dnsHostName: z.string(),
        hosts: dn.describe('The group whose members may retrieve the password.'),
        interval: count.describe('Days between two passwords.'),
      }),
    ]),
  ).describe('Objects that are made first. What the changes call their SIDs is made up; the directory gives others.'),
  places: list(planPlaceSchema).describe('Those that gain the most accounts first.'),
  avoided: list(object({ dn, ...reach })).describe(
    'Containers that would reach people who are left out, and accounts of tier zero with them: for a person to decide.',
  ),
  removals: list(planRemovalSchema),
  left: list(planLeftSchema),
  lost: object({ count, names: list(dn).describe('The first of them by name; of those that are alike one.') }).describe(
    'People, and accounts of no known kind, on whom the account can do something now, and cannot afterwards.',
  ),
  accountGaps: list(
    object({ rule: z.string(), severity: z.enum(SEVERITIES), message: z.string(), remediation: z.string() }),
  ).describe(
    'Findings that stay: about the account itself (its password, its keys, who could take it over), and whatever else is critical or high. The worst first, 50 at most.',
  ),
  kdsRootKeys: count.describe('KDS root keys that the sources show.'),
  objects: list(planObjectSchema),
  inconsistent: object({ count, names: list(dn).describe('The first 20 by name.') }).describe(
    'Objects at or below those, whose lists are not what their parents hand on: the server computes these anew, and the way back does not bring back what they were.',
  ),
  changes: list(changeDocumentSchema).describe('In order; `adreach simulate --changes` takes this file.'),
  steps: list(
    object({
      id: z
        .enum(['prepare', 'replace', 'delegate', 'check', 'remove'])
        .describe('replace: entries that go first, since .NET would make one entry of them and what is added.'),
      changes: list(count).describe('Positions in `changes`.'),
    }),
  ).describe('The order that leaves no hole: what is added is checked before anything is removed.'),
  before: promisesSchema.describe('What an audit shows as things are.'),
  promises: promisesSchema.describe('What an audit must show as soon as all is done.'),
  promisesAfterRun: promisesSchema
    .nullable()
    .describe("What it must show from AdminSDHolder's next run on; null where AdminSDHolder was not read."),
  stillOut: list(holeSchema).describe(
    'People that the account does not reach afterwards, and the change that would let it: the 20 that gain the most.',
  ),
  newFindings: list(findingSchema).describe('Findings that are there afterwards, and not before; as a rule none.'),
}).meta({ id: 'Plan' });
export type Plan = z.infer<typeof planSchema>;
