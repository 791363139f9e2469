/** What a managed service account under audit is: its password, its keys, and who can have the password. */
import { z } from 'zod';
import { count, list, object } from './parts.js';
import { TRISTATES } from './tristate.js';

const tristate = z.enum(TRISTATES);

export const retrieverSchema = object({
  sid: z.string().describe('Empty where objectSid was not read.'),
  dn: z.string().describe('Empty where the sources do not hold it.'),
  name: z.string(),
  className: z.string().describe('Empty where the sources do not hold it.'),
  domainController: tristate,
  mayRetrieve: z
    .enum(['yes', 'unknown'])
    .describe('`unknown`: an entry whose outcome the evidence does not tell (a conditional one) could decide.'),
  through: z.string().describe('Name of the trustee of the entry that lets it in, or that may do so.'),
}).meta({
  id: 'Retriever',
  description:
    'A principal that may, or perhaps may, retrieve the managed password: an account, down through groups; or what stands for accounts that the sources do not hold, or for everybody.',
});
export type Retriever = z.infer<typeof retrieverSchema>;

export const managedSchema = object({
  interval: z
    .int()
    .nullable()
    .describe('Days between two changes of the password (msDS-ManagedPasswordInterval); null: not read.'),
  encryptionTypes: object({
    known: z
      .boolean()
      .describe('msDS-SupportedEncryptionTypes was read, and is set; where not, none of the types below is told.'),
    des: z.boolean(),
    rc4: z.boolean(),
    aes128: z.boolean(),
    aes256: z.boolean(),
  }),
  aesByDefault: tristate.describe(
    'Whether an account without msDS-SupportedEncryptionTypes gets AES only, as it was answered (`aes-by-default`).',
  ),
  dnsHostName: z.string().nullable(),
  retrieversKnown: z.boolean().describe('msDS-GroupMSAMembership was read, and is no damaged list.'),
  retrievers: list(retrieverSchema).describe(
    'The first 1,000: what stands for others before single accounts, these by name.',
  ),
  furtherRetrievers: count.describe('Retrievers beyond those.'),
  kdsRootKey: tristate.describe(
    'A KDS root key of its forest was seen, or has served the account. Never `no`: by default only administrators see the keys.',
  ),
}).meta({ id: 'ManagedAccount', description: 'What only managed service accounts (gMSA, sMSA, dMSA) have.' });
export type ManagedAccount = z.infer<typeof managedSchema>;
