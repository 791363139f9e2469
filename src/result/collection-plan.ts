/** What `adreach collect --dry-run` tells: every search that a collection would send. */
import { z } from 'zod';
import { count, dn, list, object } from './parts.js';

export const SEARCH_SCOPES = ['base', 'one', 'sub'] as const;
export type SearchScope = (typeof SEARCH_SCOPES)[number];

export const namingContextsSchema = object({
  defaultNamingContext: dn,
  configurationNamingContext: dn,
  schemaNamingContext: dn,
}).meta({ id: 'NamingContexts', description: 'Where a collection reads.' });
export type NamingContexts = z.infer<typeof namingContextsSchema>;

export const controlDescriptionSchema = object({
  oid: z.string(),
  name: z.string(),
  critical: z.boolean(),
  value: z.string(),
}).meta({ id: 'ControlDescription' });
export type ControlDescription = z.infer<typeof controlDescriptionSchema>;

export const describedSearchSchema = object({
  what: z.string(),
  base: z.string().describe("DN; `<...>` stands for what only a server's answers tell."),
  scope: z.enum(SEARCH_SCOPES),
  filter: z.string().describe('RFC 4515.'),
  attributes: list(z.string()),
  controls: list(controlDescriptionSchema),
  timeLimit: count.describe('Seconds that the server is given for it.'),
}).meta({ id: 'DescribedSearch', description: 'One search as it would be sent.' });
export type DescribedSearch = z.infer<typeof describedSearchSchema>;

const described = {
  contexts: namingContextsSchema,
  searches: list(describedSearchSchema).describe('Sent once, in this order as far as the connections allow.'),
  followUps: list(describedSearchSchema).describe('Sent only where answers call for it, any number of times.'),
};

export const describedCollectionSchema = object(described);
export type DescribedCollection = z.infer<typeof describedCollectionSchema>;

/** What `--format json` writes. */
export const dryRunSchema = object({
  adreach: z.literal('dry-run'),
  server: z.string(),
  basis: z
    .enum(['rootDSE', 'base'])
    .describe(
      'How the naming contexts were learned. `rootDSE`: from there, after logging on; `base`: from `--base`, nothing was connected to.',
    ),
  ...described,
});
export type DryRun = z.infer<typeof dryRunSchema>;
