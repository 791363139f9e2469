/** Rights with the names that a directory gives them: data that words and programs need no schema for. */
import { AccessMask, mapGenericMask } from '../descriptor/access-mask.js';
import type { BasicAce, Guid, ObjectAce } from '../descriptor/types.js';
import type {
  GivenRight,
  GivenRightKind,
  NamedGivenRight,
  NamedRequiredRight,
  Place,
  RequiredRight,
} from '../result/rights.js';
import type { SchemaNames } from '../result/schema.js';
import { rightsOf } from './rights.js';

/** @returns what a GUID stands for; of several meanings the one that comes first in `kinds` */
export function placeOf(
  guid: Guid,
  schema: SchemaNames,
  kinds: readonly Place['kind'][] = ['attribute', 'property-set', 'control-access', 'validated-write', 'class'],
): Place {
  const meanings = schema.meanings(guid);
  for (const kind of kinds) {
    const meaning = meanings.find((candidate) => candidate.kind === kind);
    if (meaning) return { guid, kind, name: meaning.name };
  }
  const any = meanings[0];
  return any ? { guid, kind: any.kind, name: any.name } : { guid, kind: 'unknown', name: `{${guid}}` };
}

/** @returns lDAPDisplayName of a class, or the GUID in braces */
export function className(guid: Guid, schema: SchemaNames): string {
  return schema.meanings(guid).find((meaning) => meaning.kind === 'class')?.name ?? `{${guid}}`;
}

const OF_PROPERTIES: readonly Place['kind'][] = ['attribute', 'property-set', 'class'];
/** With any other right an object type is the class of the objects that the entry is for. */
const OF_CLASS: readonly Place['kind'][] = ['class'];

/** The meanings that a kind of right looks for first: one GUID may stand for several things (MS-ADTS 5.1.3.2). */
const KINDS: Readonly<Partial<Record<GivenRightKind, readonly Place['kind'][]>>> = {
  'read-property': OF_PROPERTIES,
  'write-property': OF_PROPERTIES,
  'control-access': ['control-access', 'attribute', 'class'],
  'validated-write': ['validated-write', 'attribute', 'property-set'],
};

/** @returns the right with what its GUID stands for */
export function nameGiven({ right, bit, guid }: GivenRight, schema: SchemaNames): NamedGivenRight {
  return { right, bit, place: guid === null ? null : placeOf(guid, schema, KINDS[right] ?? OF_CLASS) };
}

/** Bits that other kinds of objects know, before those that nobody knows. */
const OTHER_BITS: readonly number[] = [
  AccessMask.Synchronize,
  AccessMask.AccessSystemSecurity,
  ...Array.from({ length: 32 }, (_, number) => 2 ** number),
];

/** @returns all that an entry names: its rights, and bits that are no right of a directory's object */
export function namedRightsOf(ace: BasicAce | ObjectAce, schema: SchemaNames): readonly NamedGivenRight[] {
  const rights = rightsOf(ace).map((given) => nameGiven(given, schema));
  let rest = rights.reduce((mask, { bit }) => mask & ~bit, mapGenericMask(ace.mask)) >>> 0;
  for (const bit of OTHER_BITS) {
    if ((rest & bit) === 0) continue;
    rest = (rest & ~bit) >>> 0;
    rights.push({ right: 'other', bit, place: null });
  }
  return rights;
}

/** @returns the right by the names that the schema and the configuration write; a name that they lack as it is */
export function nameRequired(right: RequiredRight, schema: SchemaNames): NamedRequiredRight {
  switch (right.right) {
    case 'read-property':
    case 'write-property':
    case 'read-confidential': {
      const known = schema.attribute(right.attribute);
      return { right: right.right, attribute: known?.name ?? right.attribute, guid: known?.guid ?? null };
    }
    case 'control-access': {
      const { name, ...known } = rightNamed(right.controlAccessRight, schema);
      return { right: right.right, controlAccessRight: name, ...known };
    }
    case 'validated-write': {
      const { name, ...known } = rightNamed(right.validatedWrite, schema);
      return { right: right.right, validatedWrite: name, ...known };
    }
    default:
      return { right: right.right };
  }
}

function rightNamed(name: string, schema: SchemaNames) {
  const known = schema.right(name);
  return { name: known?.name ?? name, displayName: known?.displayName ?? null, guid: known?.guid ?? null };
}
