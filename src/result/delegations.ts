/** What was delegated to an account under audit, as it is written, and what of its reach each delegation gives. */
import { z } from 'zod';
import { count, dn, list, mapping, object, sidText } from './parts.js';
import { TRISTATES } from './tristate.js';

/** Which objects an entry is for, seen from the one that holds it. */
export const SPREADS = [
  'this-object',
  'this-object-and-descendants',
  'this-object-and-children',
  'descendants',
  'children',
  'nowhere',
] as const;
export type Spread = (typeof SPREADS)[number];

export const templateMatchSchema = object({
  id: z.string().describe('Id of the template (rules/templates.yaml).'),
  title: z.string(),
  missing: list(z.string()).describe('Rights of the template that the delegation does not give, in words.'),
  more: list(z.string()).describe(
    'Rights that the delegation gives beyond the template, in words; rights that only let something be read are not counted.',
  ),
  classes: z
    .enum(['same', 'every', 'other'])
    .describe('Of which objects: of a class of the template; of every class; of a class that the template is not for.'),
}).meta({ id: 'TemplateMatch', description: 'The known set of rights that a delegation is nearest to.' });
export type TemplateMatch = z.infer<typeof templateMatchSchema>;

export const delegationReachSchema = object({
  adds: count.describe(
    'Accounts that only this delegation gives: without its entries the action would be refused, or would not be certain.',
  ),
  shared: count.describe(
    'Accounts that it gives too: it is enough by itself, and without it something else is. Of two such delegations one can go, not both.',
  ),
  addsElsewhere: count.describe('As `adds`, of accounts that are not meant to be reached, or are out of scope.'),
}).meta({ id: 'DelegationReach' });
export type DelegationReach = z.infer<typeof delegationReachSchema>;

export const delegationSchema = object({
  trustee: sidText,
  trusteeName: z.string().nullable(),
  direct: z.boolean().describe('The trustee is the account under audit itself, not a group.'),
  through: z
    .string()
    .nullable()
    .describe('Name of the privileged group through which the trustee is in the token; null: none.'),
  default: z
    .enum(TRISTATES)
    .describe('Windows itself puts these entries there; unknown where no source tells what it puts there.'),
  rights: list(z.string()).describe('In words.'),
  entries: list(z.string()).describe('In SDDL; the first 50, as far as they are 10,000 characters together.'),
  entryCount: count,
  where: list(dn).describe('The objects that hold these entries: the first 20 by name.'),
  objects: count.describe('How many hold them.'),
  atDomainRoot: z.boolean(),
  onAdminSDHolder: z.boolean(),
  appliesTo: z
    .string()
    .nullable()
    .describe(
      'Class that inherits them (lDAPDisplayName, or the GUID in braces where no schema names it); null: every class.',
    ),
  spread: z.enum(SPREADS).describe('Which objects they are for, seen from the one that holds them.'),
  template: templateMatchSchema.nullable().describe('Null where no template has any of these rights.'),
  reach: mapping(z.string(), delegationReachSchema).describe('By action.'),
}).meta({
  id: 'Delegation',
  description:
    'Entries of one trustee, for the same objects, that stand together on one or more objects; each is told once.',
});
export type Delegation = z.infer<typeof delegationSchema>;
