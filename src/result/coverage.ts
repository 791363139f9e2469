/** How far an account under audit reaches those that it is meant to reach. */
import { z } from 'zod';
import { REASON_CODES, VERDICT_CODES } from './codes.js';
import { delegationSchema } from './delegations.js';
import { managedSchema } from './managed.js';
import { count, dn, list, mapping, object } from './parts.js';

const ofEach = dn
  .nullable()
  .describe('DN of the container that is to be changed; null: each of the accounts, which have the fault themselves.');

export const mendStepSchema = z
  .discriminatedUnion('change', [
    object({ change: z.literal('enable-inheritance'), at: ofEach }),
    object({
      change: z.literal('propagate').describe('Inheritance is on, and yet entries from above are not in the list.'),
      at: z.null(),
    }),
    object({
      change: z.literal('name-class').describe('Entries that are for another class are needed for this one too.'),
      at: dn,
      className: z.string(),
    }),
    object({ change: z.literal('remove-deny'), at: ofEach, sddl: z.string() }),
    object({ change: z.literal('delegate'), at: dn }),
    object({ change: z.literal('clear-flag'), at: z.null(), flag: z.string() }),
  ])
  .meta({ id: 'MendStep', description: 'A change of the directory by which an action would be granted.' });
export type MendStep = z.infer<typeof mendStepSchema>;

export const holeGainSchema = object({
  action: z.string(),
  reason: z.enum(REASON_CODES).describe('Why they have it not as things are.'),
  accounts: count,
}).meta({ id: 'HoleGain', description: 'Accounts that would gain one action.' });
export type HoleGain = z.infer<typeof holeGainSchema>;

export const holeSchema = object({
  mend: list(mendStepSchema).describe(
    'The changes that are needed, all of them. None: what is counted here are further changes, too many to be told apart.',
  ),
  actions: list(z.string()).describe('Ids of the actions that some of the accounts would gain.'),
  accounts: count.describe('Accounts that would gain one of the actions.'),
  gains: list(holeGainSchema).describe('How many gain which action, by the reason that stands in the way.'),
  classes: list(z.string()),
  where: list(dn).describe('The first 20 of the accounts by name.'),
  aboveTierZero: z
    .boolean()
    .describe('Accounts of a population of tier zero lie below one of the containers that would be changed.'),
}).meta({
  id: 'Hole',
  description:
    'Accounts that the account under audit is meant to reach and does not, and the one change that lets it. Found by trying the change on their lists.',
});
export type Hole = z.infer<typeof holeSchema>;

/** The population of the accounts for which no condition holds: the evidence does not tell of which kind they are. */
export const UNDECIDED_POPULATION = 'undecided';

export const populationSchema = object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  tierZero: z.boolean().describe('Whoever controls one of these controls the domain.'),
  expected: z.boolean().describe('The account under audit is meant to reach these.'),
}).meta({
  id: 'Population',
  description: 'A part of the accounts, as a rule file declares it; each account is in one.',
});
export type Population = z.infer<typeof populationSchema>;

const verdictCounts = mapping(z.enum(VERDICT_CODES), count);

export const populationCountsSchema = object({
  targets: count,
  actions: mapping(z.string(), verdictCounts).describe('Verdicts by action.'),
}).meta({ id: 'PopulationCounts' });
export type PopulationCounts = z.infer<typeof populationCountsSchema>;

export const accountSummarySchema = object({
  sid: z.string(),
  actions: mapping(z.string(), verdictCounts).describe('Verdicts by action, over all targets.'),
  populations: mapping(z.string(), populationCountsSchema).describe(
    'By population: what is in scope (all targets, or those below the containers of `scope`).',
  ),
  scope: list(dn).describe('The containers whose accounts it is meant to reach; empty: all accounts.'),
  outside: count.describe('Targets that are not in scope: counted in `actions`, in no population.'),
  holes: list(holeSchema).describe('Those that gain the most accounts first; at most 1,000.'),
  delegations: list(delegationSchema).describe('Those that add the most accounts first; at most 1,000 are told apart.'),
  furtherDelegations: count.describe('Delegations beyond those, container by container.'),
  managed: managedSchema.nullable().describe('Null where the account is no managed service account.'),
}).meta({ id: 'AccountSummary', description: 'What one account under audit reaches.' });
export type AccountSummary = z.infer<typeof accountSummarySchema>;
