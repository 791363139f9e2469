/** Rights as data: what an action needs, and what an entry gives. Words are made from them elsewhere. */
import { z } from 'zod';
import type { Guid } from '../descriptor/types.js';
import { count, guid, object } from './parts.js';

const name = z.string();

/**
 * A right on the target, by the names that the schema and the configuration give it; the audit resolves them to GUIDs
 * of the directory at hand (MS-ADTS 5.1.3.2, 5.1.3.2.1).
 */
export const requiredRightSchema = z
  .union([
    object({
      right: z.enum(['read-property', 'write-property']),
      attribute: name.describe('lDAPDisplayName (RIGHT_DS_READ_PROPERTY, RIGHT_DS_WRITE_PROPERTY).'),
    }),
    object({
      right: z.literal('read-confidential'),
      attribute: name.describe(
        'RIGHT_DS_READ_PROPERTY and RIGHT_DS_CONTROL_ACCESS together: what reading a confidential attribute takes (MS-ADTS 3.1.1.4.4), for example a stored LAPS password.',
      ),
    }),
    object({
      right: z.literal('control-access'),
      controlAccessRight: name.describe(
        'cn of the right, for example User-Force-Change-Password (RIGHT_DS_CONTROL_ACCESS).',
      ),
    }),
    object({
      right: z.literal('validated-write'),
      validatedWrite: name.describe(
        'cn of the validated write, for example Validated-SPN (RIGHT_DS_WRITE_PROPERTY_EXTENDED).',
      ),
    }),
    object({ right: z.enum(['delete', 'read-control', 'write-dac', 'write-owner']) }),
  ])
  .meta({ id: 'RequiredRight', description: 'A right on the target, by the names of schema and configuration.' });
export type RequiredRight = z.infer<typeof requiredRightSchema>;

/** What a bit of an entry's mask lets somebody do (MS-ADTS 5.1.3.2). */
export const GIVEN_RIGHTS = [
  'full-control',
  'read-property',
  'write-property',
  'control-access',
  'validated-write',
  'create-child',
  'delete-child',
  'delete',
  'delete-tree',
  'write-dac',
  'write-owner',
  'read-control',
  'list-contents',
  'list-object',
] as const;
export type GivenRightKind = (typeof GIVEN_RIGHTS)[number];

/** One right that an entry gives. */
export interface GivenRight {
  readonly right: GivenRightKind;
  /** Its bit of the mask; all bits for full control. */
  readonly bit: number;
  /** The object type that the entry names: an attribute, a property set, a class, a right; null: it names none. */
  readonly guid: Guid | null;
}

export const placeSchema = object({
  guid,
  kind: z.enum(['attribute', 'property-set', 'class', 'control-access', 'validated-write', 'unknown']),
  name: z.string().describe('The GUID in braces where nothing has it.'),
}).meta({ id: 'Place', description: 'What a GUID of an entry stands for in the directory at hand.' });
export type Place = z.infer<typeof placeSchema>;

export const namedGivenRightSchema = object({
  right: z
    .enum([...GIVEN_RIGHTS, 'other'])
    .describe('`other`: a bit that means nothing of its own on an object of a directory.'),
  bit: count.describe('Its bit of the mask; all bits for full control.'),
  place: placeSchema.nullable().describe('Null: the entry names no object type.'),
}).meta({
  id: 'NamedGivenRight',
  description: 'One right that an entry gives, with what its GUID stands for: nobody has to ask the schema again.',
});
export type NamedGivenRight = z.infer<typeof namedGivenRightSchema>;

const guidOrNull = guid.nullable();

export const namedRequiredRightSchema = z
  .union([
    object({
      right: z.enum(['read-property', 'write-property', 'read-confidential']),
      attribute: name,
      guid: guidOrNull,
    }),
    object({
      right: z
        .literal('control-access-to-attribute')
        .describe('The half of `read-confidential` that RIGHT_DS_CONTROL_ACCESS on the attribute gives.'),
      attribute: name,
      guid: guidOrNull,
    }),
    object({
      right: z.literal('control-access'),
      controlAccessRight: name,
      displayName: name.nullable(),
      guid: guidOrNull,
    }),
    object({
      right: z.literal('validated-write'),
      validatedWrite: name,
      displayName: name.nullable(),
      guid: guidOrNull,
    }),
    object({ right: z.enum(['delete', 'read-control', 'write-dac', 'write-owner']) }),
  ])
  .meta({
    id: 'NamedRequiredRight',
    description:
      'A required right by the names and GUIDs of the directory at hand: enough to tell it, and to write an entry that gives it. GUIDs are null where the directory has no such name.',
  });
export type NamedRequiredRight = z.infer<typeof namedRequiredRightSchema>;
