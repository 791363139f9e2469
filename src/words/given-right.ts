/** Rights that entries give, in words: one line for a list, one phrase for a sentence. */
import type { Guid } from '../descriptor/types.js';
import type { GivenRight, GivenRightKind } from '../result/rights.js';
import type { GuidMeaning, SchemaNames } from '../result/schema.js';

/** User-Force-Change-Password and User-Change-Password: what everybody calls by another name (MS-ADTS 5.1.3.2.1). */
const RESET_PASSWORD: Guid = '00299570-246d-11d0-a768-00aa006e0529';
const CHANGE_PASSWORD: Guid = 'ab721a53-1e2f-11d0-9819-00aa0040529b';

/** @returns what the right is called in a list: `write pwdLastSet`, `extended right User-Force-Change-Password` */
export function givenRightText(given: GivenRight, schema: SchemaNames): string {
  const place = placeText(given, schema);
  switch (given.right) {
    case 'full-control':
      return 'full control';
    case 'read-property':
      return `read ${place}`;
    case 'write-property':
      return `write ${place}`;
    case 'control-access':
      return given.guid === null ? 'all extended rights' : `extended right ${place}`;
    case 'validated-write':
      return given.guid === null ? 'all validated writes' : `validated write ${place}`;
    case 'create-child':
      return `create ${place}`;
    case 'delete-child':
      return `delete ${place}`;
    default:
      return OBJECT_TEXT[given.right];
  }
}

/** @returns what somebody is allowed, to stand after "to": `reset passwords`, `use all extended rights` */
export function givenRightPhrase(given: GivenRight, schema: SchemaNames): string {
  const text = givenRightText(given, schema);
  switch (given.right) {
    case 'full-control':
      return 'do everything (full control)';
    case 'control-access':
      if (given.guid === RESET_PASSWORD) return 'reset passwords';
      if (given.guid === CHANGE_PASSWORD) return 'change passwords (given the old one)';
      return given.guid === null ? `use ${text}` : `use the ${text}`;
    case 'validated-write':
      return given.guid === null ? `make ${text}` : `make the ${text}`;
    case 'list-object':
      return 'list the object';
    default:
      return text;
  }
}

const OBJECT_TEXT: Readonly<
  Record<
    Exclude<
      GivenRightKind,
      | 'full-control'
      | 'read-property'
      | 'write-property'
      | 'control-access'
      | 'validated-write'
      | 'create-child'
      | 'delete-child'
    >,
    string
  >
> = {
  delete: 'delete the object',
  'delete-tree': 'delete the subtree',
  'write-dac': 'change permissions (WRITE_DAC)',
  'write-owner': 'take ownership (WRITE_OWNER)',
  'read-control': 'read permissions',
  'list-contents': 'list contents',
  'list-object': 'list object',
};

/** The meanings of a GUID that a kind of right looks for first: one GUID may stand for several things. */
const KINDS: Readonly<Partial<Record<GivenRightKind, readonly GuidMeaning['kind'][]>>> = {
  'control-access': ['control-access', 'attribute', 'class'],
  'validated-write': ['validated-write', 'attribute', 'property-set'],
  'create-child': ['class'],
  'delete-child': ['class'],
};

/** @returns what of the object the right is about: `all properties`, `property set General-Information` */
export function placeText({ right, guid }: GivenRight, schema: SchemaNames): string {
  if (right === 'create-child' || right === 'delete-child') {
    return guid === null ? 'any child object' : `child objects of class ${nameOf(guid, KINDS[right]!, schema)}`;
  }
  if (right !== 'read-property' && right !== 'write-property') {
    return guid === null ? '' : nameOf(guid, KINDS[right] ?? [], schema);
  }
  if (guid === null) return 'all properties';
  const meanings = schema.meanings(guid);
  const onClass = meanings.length > 0 && meanings.every(({ kind }) => kind === 'class');
  return `${onClass ? 'all properties of ' : ''}${nameOf(guid, ['attribute', 'property-set', 'class'], schema)}`;
}

function nameOf(guid: Guid, kinds: readonly GuidMeaning['kind'][], schema: SchemaNames): string {
  const meanings = schema.meanings(guid);
  for (const kind of kinds) {
    const meaning = meanings.find((candidate) => candidate.kind === kind);
    if (meaning) return kind === 'property-set' ? `property set ${meaning.name}` : meaning.name;
  }
  return meanings[0]?.name ?? `{${guid}}`;
}
