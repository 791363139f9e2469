/** Rights that entries give, in words: one line for a list, one phrase for a sentence. */
import { describeMask } from '../descriptor/access-mask.js';
import type { Guid } from '../descriptor/types.js';
import type { GivenRightKind, NamedGivenRight } from '../result/rights.js';

/** User-Force-Change-Password and User-Change-Password: what everybody calls by another name (MS-ADTS 5.1.3.2.1). */
export const RESET_PASSWORD: Guid = '00299570-246d-11d0-a768-00aa006e0529';
export const CHANGE_PASSWORD: Guid = 'ab721a53-1e2f-11d0-9819-00aa0040529b';

/** @returns what the right is called in a list: `write pwdLastSet`, `extended right User-Force-Change-Password` */
export function givenRightText(given: NamedGivenRight): string {
  const { right, place } = given;
  switch (right) {
    case 'full-control':
      return 'full control';
    case 'read-property':
      return `read ${propertiesText(given)}`;
    case 'write-property':
      return `write ${propertiesText(given)}`;
    case 'control-access':
      return place === null ? 'all extended rights' : `extended right ${place.name}`;
    case 'validated-write':
      return place === null ? 'all validated writes' : `validated write ${withSet(place)}`;
    case 'create-child':
      return `create ${childrenText(given)}`;
    case 'delete-child':
      return `delete ${childrenText(given)}`;
    case 'other':
      return describeMask(given.bit).join(', ');
    default:
      return OBJECT_TEXT[right];
  }
}

/** @returns what somebody is allowed, to stand after "to": `reset passwords`, `use all extended rights` */
export function givenRightPhrase(given: NamedGivenRight): string {
  const { right, place } = given;
  const text = givenRightText(given);
  switch (right) {
    case 'full-control':
      return 'do everything (full control)';
    case 'control-access':
      if (place?.guid === RESET_PASSWORD) return 'reset passwords';
      if (place?.guid === CHANGE_PASSWORD) return 'change passwords (given the old one)';
      return place === null ? `use ${text}` : `use the ${text}`;
    case 'validated-write':
      return place === null ? `make ${text}` : `make the ${text}`;
    case 'other':
      return `use the right "${text}"`;
    case 'read-property':
    case 'write-property':
    case 'create-child':
    case 'delete-child':
      return text;
    default: {
      // An object type with a right of this kind is the class that the entry is for.
      const phrase = right === 'list-object' ? 'list the object' : text;
      return place === null ? phrase : `${phrase} (of class ${place.name})`;
    }
  }
}

/** @returns what an entry lets somebody do, one phrase a right, to stand after "to"; reading and writing together as one */
export function givenRightPhrases(rights: readonly NamedGivenRight[]): readonly string[] {
  if (rights.length === 0) return ['do nothing (no right is named)'];
  const reads = rights.find(({ right }) => right === 'read-property');
  const writes = rights.find(({ right }) => right === 'write-property');
  if (reads === undefined || writes === undefined) return rights.map(givenRightPhrase);
  return rights
    .filter((given) => given !== writes)
    .map((given) => (given === reads ? `read and write ${propertiesText(reads)}` : givenRightPhrase(given)));
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

function propertiesText({ place }: NamedGivenRight): string {
  if (place === null) return 'all properties';
  return place.kind === 'class' ? `all properties of ${place.name}` : withSet(place);
}

function childrenText({ place }: NamedGivenRight): string {
  return place === null ? 'any child object' : `child objects of class ${place.name}`;
}

function withSet({ kind, name }: NonNullable<NamedGivenRight['place']>): string {
  return kind === 'property-set' ? `property set ${name}` : name;
}
