/** What an access control entry gives, in words, and which of it goes beyond what actions are documented to need. */
import { Right } from '../access/request.js';
import { mapGenericMask } from '../descriptor/index.js';
import type { BasicAce, Guid, ObjectAce } from '../descriptor/types.js';
import type { GuidMeaning, Schema } from '../directory/schema.js';
import type { ActionDefinition, RequiredRight } from './action.js';

export interface WordedRight {
  readonly text: string;
  /** One bit of the mask, or all bits for full control. */
  readonly bit: number;
  /** Only lets something be read or listed. */
  readonly reading: boolean;
}

/** RIGHT_DS bits of full control of a directory object (GENERIC_ALL, MS-ADTS 5.1.3.2). */
const FULL_CONTROL = 0xf01ff;

const PLAIN: readonly [number, string, boolean][] = [
  [Right.Delete, 'delete the object', false],
  [Right.DeleteTree, 'delete the subtree', false],
  [Right.WriteDac, 'change permissions (WRITE_DAC)', false],
  [Right.WriteOwner, 'take ownership (WRITE_OWNER)', false],
  [Right.ReadControl, 'read permissions', true],
  [Right.ListContents, 'list contents', true],
  [Right.ListObject, 'list object', true],
];

function nameOf(schema: Schema, guid: Guid, kinds: readonly GuidMeaning['kind'][]): string {
  const meanings = schema.meanings(guid);
  for (const kind of kinds) {
    const meaning = meanings.find((candidate) => candidate.kind === kind);
    if (meaning) return kind === 'property-set' ? `property set ${meaning.name}` : meaning.name;
  }
  return meanings[0]?.name ?? `{${guid}}`;
}

/** @returns one line a right; full control of the whole object as one line */
export function rightsInWords(ace: BasicAce | ObjectAce, schema: Schema): readonly WordedRight[] {
  const mask = mapGenericMask(ace.mask);
  const guid = ace.form === 'object' ? ace.objectType : null;
  if (guid === null && (mask & FULL_CONTROL) === FULL_CONTROL) {
    return [{ text: 'full control', bit: FULL_CONTROL, reading: false }];
  }
  const words: WordedRight[] = [];
  const add = (bit: number, text: string, reading: boolean) => {
    if ((mask & bit) !== 0) words.push({ text, bit, reading });
  };
  const onClass = guid !== null && schema.meanings(guid).every(({ kind }) => kind === 'class');
  const property =
    guid === null
      ? 'all properties'
      : `${onClass && schema.meanings(guid).length > 0 ? 'all properties of ' : ''}${nameOf(schema, guid, ['attribute', 'property-set', 'class'])}`;
  add(Right.ReadProperty, `read ${property}`, true);
  add(Right.WriteProperty, `write ${property}`, false);
  add(
    Right.ControlAccess,
    guid === null
      ? 'all extended rights'
      : `extended right ${nameOf(schema, guid, ['control-access', 'attribute', 'class'])}`,
    false,
  );
  add(
    Right.Self,
    guid === null
      ? 'all validated writes'
      : `validated write ${nameOf(schema, guid, ['validated-write', 'attribute', 'property-set'])}`,
    false,
  );
  const child = guid === null ? 'any child object' : `child objects of class ${nameOf(schema, guid, ['class'])}`;
  add(Right.CreateChild, `create ${child}`, false);
  add(Right.DeleteChild, `delete ${child}`, false);
  for (const [bit, text, reading] of PLAIN) add(bit, text, reading);
  return words;
}

/** Whether an entry's GUID lets it give a named right: no GUID, the attribute, its property set, or a class. */
export function givesRight(ace: BasicAce | ObjectAce, right: RequiredRight, schema: Schema): boolean {
  const mask = mapGenericMask(ace.mask);
  const { bit, guids, exact } = placeOf(right, schema);
  if ((mask & bit) !== bit) return false;
  if (ace.form === 'basic' || ace.objectType === null) return true;
  if (guids.includes(ace.objectType)) return true;
  return !exact && schema.meanings(ace.objectType).some((meaning) => meaning.kind === 'class');
}

function placeOf(right: RequiredRight, schema: Schema): { bit: number; guids: readonly Guid[]; exact: boolean } {
  switch (right.right) {
    case 'read-property':
    case 'write-property':
    case 'read-confidential': {
      const attribute = schema.attribute(right.attribute);
      const guids = attribute ? [attribute.guid, ...(attribute.set ? [attribute.set] : [])] : [];
      const bit = right.right === 'write-property' ? Right.WriteProperty : Right.ReadProperty;
      return { bit: right.right === 'read-confidential' ? bit | Right.ControlAccess : bit, guids, exact: false };
    }
    case 'control-access':
      return { bit: Right.ControlAccess, guids: [schema.right(right.controlAccessRight)?.guid ?? ''], exact: true };
    case 'validated-write':
      return { bit: Right.Self, guids: [schema.right(right.validatedWrite)?.guid ?? ''], exact: true };
    case 'delete':
      return { bit: Right.Delete, guids: [], exact: false };
    case 'read-control':
      return { bit: Right.ReadControl, guids: [], exact: false };
    case 'write-dac':
      return { bit: Right.WriteDac, guids: [], exact: false };
    case 'write-owner':
      return { bit: Right.WriteOwner, guids: [], exact: false };
  }
}

/**
 * The rights of an entry that no documented set asks for. Reading never counts: the documented delegation keeps the
 * reading rights that the dialog adds.
 */
export function excessOf(
  ace: BasicAce | ObjectAce,
  words: readonly WordedRight[],
  actions: readonly ActionDefinition[],
  schema: Schema,
): readonly string[] {
  const documented = actions.flatMap((action) => action.documented).map((right) => placeOf(right, schema));
  const guid = ace.form === 'object' ? ace.objectType : null;
  return words
    .filter((word) => !word.reading)
    .filter(
      (word) =>
        !documented.some((place) => (place.bit & word.bit) === word.bit && guid !== null && guid === place.guids[0]),
    )
    .map((word) => word.text);
}
