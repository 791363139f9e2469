/** Changes of a directory as JSON writes them, and as files of changes may hold them. */
import { z } from 'zod';
import { count, dn, list, mapping, object } from './parts.js';

const bytes = object({ base64: z.string() });

/** A value as LDAP has it: as text where it is UTF-8. */
export const attributeValueSchema = z.union([z.string(), bytes]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;

const entry = z
  .union([z.string(), bytes])
  .describe(
    'One entry as SDDL. Where it has no such text: a descriptor, in base64, whose DACL holds this entry alone.',
  );
const descriptor = z.union([z.string(), bytes]).describe('SDDL; base64 where that would not say all of it.');

const values = list(attributeValueSchema);

/** What every change says beside. */
const beside = {
  where: z.string().describe('Where it was written, for instance `changes.ldif line 12`.').exactOptional(),
  text: z.string().describe('The change in words, which may change.').exactOptional(),
};

/** One change with all names resolved. */
export const changeDocumentSchema = z
  .union([
    object({
      do: z.literal('grant').describe('An entry is added, one that denies too.'),
      on: dn,
      entry,
      at: count.describe("Position among the object's own entries; absent: where it belongs.").exactOptional(),
      ...beside,
    }),
    object({ do: z.literal('remove-entry'), on: dn, entry, ...beside }),
    object({ do: z.literal('set-inheritance'), on: dn, inherits: z.literal(true), ...beside }),
    object({
      do: z.literal('set-inheritance'),
      on: dn,
      inherits: z.literal(false),
      keep: z.enum(['nothing', 'copies']).describe('What becomes of the entries from above.'),
      ...beside,
    }),
    object({ do: z.enum(['add-member', 'remove-member']), group: dn, member: dn, ...beside }),
    object({
      do: z.literal('set-flags').describe('Bits of userAccountControl.'),
      dn,
      set: count,
      clear: count,
      ...beside,
    }),
    object({
      do: z.literal('set-attribute'),
      dn,
      attribute: z.string(),
      values: values.describe('None: it is cleared. Those of passwords are left out.'),
      ...beside,
    }),
    object({
      do: z.literal('write-descriptor'),
      dn,
      descriptor,
      parts: list(z.enum(['owner', 'group', 'dacl', 'sacl'])),
      ...beside,
    }),
    object({
      do: z.literal('create'),
      dn,
      classes: list(z.string()),
      attributes: mapping(z.string(), values),
      descriptor: descriptor.exactOptional(),
      ...beside,
    }),
    object({ do: z.literal('delete'), dn, tree: z.boolean().describe('With all that lies below it.'), ...beside }),
    object({ do: z.literal('move'), dn, to: dn, rdn: z.string().exactOptional(), ...beside }),
    object({ do: z.literal('run-adminsdholder'), domain: dn, ...beside }),
  ])
  .meta({ id: 'Change', description: 'One change of a directory.' });
export type ChangeDocument = z.infer<typeof changeDocumentSchema>;
