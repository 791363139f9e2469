/** What `adreach sddl decode --to json` writes, one line a descriptor. */
import { z } from 'zod';
import type { DescriptorJson } from '../descriptor/json.js';
import { count, guid, list, object, sid } from './parts.js';

const trustee = object({
  sid,
  name: z.string().nullable().describe('Name of a SID that means the same everywhere.'),
  alias: z.string().nullable().describe('As SDDL abbreviates it.'),
}).meta({ id: 'Trustee' });

const ace = object({
  index: count.describe('Position in the list, from 0.'),
  sddl: z.string().nullable().describe('Null where the entry has no text.'),
  type: object({ value: count, name: z.string().nullable() }),
  flags: object({ value: count, names: list(z.string()) }),
  body: z.string().describe('Of a type that is not known: what follows its header, in hexadecimal.').exactOptional(),
  mask: object({ value: count, hex: z.string(), rights: list(z.string()) }).exactOptional(),
  objectType: guid.nullable().describe('Of object entries.').exactOptional(),
  inheritedObjectType: guid.nullable().describe('Of object entries.').exactOptional(),
  trustee: trustee.exactOptional(),
  applicationData: z.string().describe('Hexadecimal; absent where there is none.').exactOptional(),
}).meta({ id: 'Ace' });

const acl = object({ revision: count, aces: list(ace) }).meta({ id: 'Acl' });

export const descriptorSchema: z.ZodType<DescriptorJson> = object({
  sddl: z.string().nullable().describe('Null where an entry has no text.'),
  revision: count,
  resourceManagerControl: count,
  control: object({ value: count, flags: list(z.string()) }),
  owner: trustee.nullable(),
  group: trustee.nullable(),
  dacl: acl.nullable(),
  sacl: acl.nullable(),
});
