/** Changes of a directory in words: what somebody would do, one sentence a change. */
import type { Ace } from '../descriptor/types.js';
import type { AttributeValue, ChangeDocument } from '../result/changes.js';
import { entryInWords } from './entry.js';
import { listed } from './lists.js';
import type { Names } from './names.js';
import type { ShowDn } from './show-dn.js';

/** One change, with its entry where it is about one. */
export interface TypedChange {
  readonly document: ChangeDocument;
  readonly entry: Ace | null;
  /** Of a new object: its most specific class, where the schema tells it. */
  readonly className?: string;
  /** The attribute holds a secret: it is written, and nobody tells with what. */
  readonly secret?: boolean;
}

const MOST_VALUES = 3;
const LONGEST_VALUE = 60;

/**
 * @param names of the directory
 * @returns one sentence without a full stop; names in it are as they are: a caller that prints them makes them safe
 */
export function simulatedChangeText(
  { document, entry, className, secret }: TypedChange,
  names: Names,
  dn: ShowDn,
): string {
  switch (document.do) {
    case 'grant':
      return `Add to ${dn(document.on)}: ${entryWords(entry!, names)}`;
    case 'remove-entry':
      return `Remove from ${dn(document.on)}: ${entryWords(entry!, names)}`;
    case 'set-inheritance':
      if (document.inherits) return `Switch inheritance on on ${dn(document.on)}`;
      return `Switch inheritance off on ${dn(document.on)}; what it has from above ${document.keep === 'copies' ? 'becomes its own' : 'goes'}`;
    case 'add-member':
      return `Put ${dn(document.member)} into the group ${dn(document.group)}`;
    case 'remove-member':
      return `Take ${dn(document.member)} out of the group ${dn(document.group)}`;
    case 'set-flags': {
      const set = document.set === 0 ? [] : [`set ${hex(document.set)}`];
      const clear = document.clear === 0 ? [] : [`clear ${hex(document.clear)}`];
      return `In userAccountControl of ${dn(document.dn)} ${listed([...set, ...clear])}`;
    }
    case 'set-attribute':
      return secret === true
        ? `Write ${document.attribute} of ${dn(document.dn)}, with a value that is kept nowhere`
        : attributeWords(document, dn);
    case 'write-descriptor':
      return `Write ${listed(document.parts.map((part) => PARTS[part]))} of ${dn(document.dn)} anew`;
    case 'create':
      return `Create ${dn(document.dn)} (${className ?? document.classes[0] ?? 'no class'})`;
    case 'delete':
      return `Delete ${dn(document.dn)}${document.tree ? ' and all below it' : ''}`;
    case 'move': {
      const name = document.rdn === undefined ? '' : ` as ${document.rdn}`;
      return `Move ${dn(document.dn)} to ${dn(document.to)}${name}`;
    }
    case 'run-adminsdholder':
      return `Let AdminSDHolder's list be put on the protected objects of ${dn(document.domain)}`;
  }
}

const PARTS = {
  owner: 'the owner',
  group: 'the group',
  dacl: 'the access control list',
  sacl: 'the audit list',
} as const;

function entryWords(entry: Ace, names: Names): string {
  const words = entryInWords(entry, names);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function attributeWords({ dn: of, attribute, values }: Extract<ChangeDocument, { do: 'set-attribute' }>, dn: ShowDn) {
  if (values.length === 0) return `Clear ${attribute} of ${dn(of)}`;
  const shown = values.slice(0, MOST_VALUES).map(valueWords);
  const more = values.length - shown.length;
  return `Set ${attribute} of ${dn(of)} to ${shown.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function valueWords(value: AttributeValue): string {
  if (typeof value !== 'string') return 'bytes';
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}...` : value;
}

const hex = (bits: number): string => `0x${bits.toString(16)}`;
