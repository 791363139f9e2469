/** The shape of a file of changes in YAML (docs/simulate.md). */
import { z } from 'zod';
import { rightShape } from '../rules/shapes.js';
import type { YamlPath } from '../rules/yaml-file.js';

const text = z
  .string('must be a text, in quotation marks where YAML takes it for something else')
  .min(1, 'must be a text that is not empty')
  .max(10_000);
const dn = text.describe('DN of an object.');
const name = text.describe('A principal: sAMAccountName, DOMAIN\\name, DN, SID, or UPN.');
const base64 = z.strictObject({ base64: z.string().max(10_000_000) });
const sddl = z.union([z.string().min(1).max(2_000_000), base64], 'must be SDDL, or {base64: ...}');
const entry = sddl.describe('One entry as SDDL, in parentheses.');
const A_VALUE =
  'must be a text, a whole number that is exact (longer ones in quotation marks), true, false, {base64: ...}, or a list of these';
const value = z.union([z.string().max(1_000_000), z.int(A_VALUE), z.boolean(), base64], A_VALUE);
const values = z.union([value, z.array(value).max(10_000)], A_VALUE);
const flags = z.union(
  [z.int().min(0).max(0xffffffff), z.array(text).max(32)],
  'must be a number, or a list of names such as ACCOUNTDISABLE',
);
const attribute = z
  .string()
  .max(256)
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be the name of an attribute (lDAPDisplayName)');

/** What every change may say beside. */
const beside = {
  note: text.describe('For people.').optional(),
  where: z.string().describe('As results write it; not read.').optional(),
  text: z.string().describe('As results write it; not read.').optional(),
};

export const APPLIES_TO = ['this-object', 'descendants', 'this-object-and-descendants'] as const;

const grant = z.strictObject({
  do: z.literal('grant'),
  on: dn.describe('DN of the object whose list gets the entries.'),
  to: name.describe('Whom they are for.').optional(),
  action: z
    .union([text, z.array(text).min(1).max(50)])
    .describe('Ids of actions: their documented rights, on objects of their classes below.')
    .optional(),
  rights: z.array(rightShape).min(1).max(50).optional(),
  entry: entry.optional(),
  effect: z.enum(['allow', 'deny']).describe('allow by default.').optional(),
  appliesTo: z
    .enum(APPLIES_TO)
    .describe('For which objects: with `action` descendants by default, with `rights` this-object.')
    .optional(),
  class: text.describe('Descendants of this class only (lDAPDisplayName).').optional(),
  at: z.int().min(0).max(10_000).describe("Position among the object's own entries.").optional(),
  ...beside,
});

/** One shape a change, by what is done. */
export const CHANGE_SHAPES = {
  grant,
  'remove-entry': z.strictObject({ do: z.literal('remove-entry'), on: dn, entry, ...beside }),
  'set-inheritance': z.strictObject({
    do: z.literal('set-inheritance'),
    on: dn,
    inherits: z.boolean('must be true or false'),
    keep: z
      .enum(['nothing', 'copies'])
      .describe('Where it goes off: what becomes of the entries from above.')
      .optional(),
    ...beside,
  }),
  move: z.strictObject({
    do: z.literal('move'),
    dn,
    to: dn.describe('DN of the new parent; the present one by default.').optional(),
    rdn: text.describe('New name, such as OU=New.').optional(),
    ...beside,
  }),
  'add-member': z.strictObject({ do: z.literal('add-member'), group: name, member: name, ...beside }),
  'remove-member': z.strictObject({ do: z.literal('remove-member'), group: name, member: name, ...beside }),
  'set-attribute': z.strictObject({
    do: z.literal('set-attribute'),
    dn,
    attribute,
    values: values.describe('All values afterwards; an empty list clears it.'),
    ...beside,
  }),
  'set-flags': z.strictObject({
    do: z.literal('set-flags'),
    dn,
    set: flags.describe('Bits of userAccountControl, or their names.').optional(),
    clear: flags.optional(),
    ...beside,
  }),
  'write-descriptor': z.strictObject({
    do: z.literal('write-descriptor'),
    dn,
    descriptor: sddl,
    parts: z
      .array(z.enum(['owner', 'group', 'dacl', 'sacl']))
      .min(1)
      .max(4),
    ...beside,
  }),
  create: z.strictObject({
    do: z.literal('create'),
    dn,
    class: text.describe('Its most specific class.').optional(),
    classes: z.array(text).min(1).max(100).describe('The same, with auxiliary classes after it.').optional(),
    attributes: z.record(attribute, values).optional(),
    descriptor: sddl.optional(),
    ...beside,
  }),
  delete: z.strictObject({
    do: z.literal('delete'),
    dn,
    tree: z.boolean('must be true or false').describe('With all that lies below it.').optional(),
    ...beside,
  }),
  'run-adminsdholder': z.strictObject({
    do: z.literal('run-adminsdholder'),
    domain: text.describe('DN, or DNS name.'),
    ...beside,
  }),
} as const;

export type ChangeName = keyof typeof CHANGE_SHAPES;
export const CHANGE_NAMES = Object.keys(CHANGE_SHAPES) as readonly ChangeName[];
/** One change as a file says it. */
export type WrittenChange = { [Name in ChangeName]: z.infer<(typeof CHANGE_SHAPES)[Name]> }[ChangeName];
export type Written<Name extends ChangeName> = z.infer<(typeof CHANGE_SHAPES)[Name]>;

/** More than any person reviews. */
export const MOST_CHANGES = 10_000;

/** A change under its own name: `grant: {on: ...}`. */
const underItsName = CHANGE_NAMES.map((name) => {
  const { do: _, ...said } = CHANGE_SHAPES[name].shape;
  return z.strictObject({ [name]: z.strictObject(said) });
});

/** The whole file, for its JSON Schema: each change may be written in either way. */
export const changesShape = z.strictObject({
  changes: z
    .array(
      z.union([
        z.discriminatedUnion('do', Object.values(CHANGE_SHAPES) as [typeof grant, ...(typeof grant)[]]),
        ...underItsName,
      ]),
    )
    .max(MOST_CHANGES),
});

/** What each change has to say first, so that its own shape is known. */
export const outlineShape = z.looseObject({
  changes: z.array(z.looseObject({ do: z.enum(CHANGE_NAMES as [ChangeName, ...ChangeName[]]) })).max(MOST_CHANGES),
});

/**
 * @param names what is done, change by change
 * @param open the file is a result, which says more than its changes
 */
export function shapeOf(names: readonly ChangeName[], open: boolean) {
  const [first, ...others] = names.map((each) => CHANGE_SHAPES[each]);
  const changes = first === undefined ? z.array(z.never()) : z.tuple([first, ...others]);
  return open ? z.object({ changes }) : z.strictObject({ changes });
}

/** The names that a mapping of a file may have at a path. */
export function keysAt(names: readonly ChangeName[]): (path: YamlPath) => readonly string[] {
  return (path) => {
    if (path.length === 0) return ['changes'];
    const [, number] = path;
    if (path.length === 2 && typeof number === 'number' && names[number] !== undefined)
      return Object.keys(CHANGE_SHAPES[names[number]].shape);
    return path.includes('rights') ? Object.keys(rightShape.shape) : [];
  };
}
