/** One entry of an ACL in SDDL (MS-DTYP 2.5.1.1: ace, conditional-ace, resource-attribute-ace). */

import { encodeCondition } from '../condition/encode.js';
import { normalizeGuid } from '../guid.js';
import { aceForm, CALLBACK_TYPES } from '../layout.js';
import { encodeResourceAttribute } from '../resource-attribute/encode.js';
import { type Ace, AceType, type Guid } from '../types.js';
import type { DomainContext } from './aliases.js';
import { readCondition } from './read-condition.js';
import { readSid } from './read-sid.js';
import { readResourceAttribute } from './resource-attribute.js';
import type { Scanner } from './scanner.js';
import { ACE_FLAG_WORDS, RIGHT_BY_WORD, TYPE_BY_WORD } from './words.js';

export type AclPart = 'DACL' | 'SACL';

const LETTERS = /[A-Z]+/iy;
const NUMBER = /0x[\da-f]+|\d+/iy;
const GUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/iy;
const NO_BYTES = new Uint8Array(0);
const FLAG_BY_WORD = new Map(ACE_FLAG_WORDS);

/** MS-DTYP 2.4.5: which types belong to which list; Windows refuses the others. */
const DACL_TYPES: ReadonlySet<number> = new Set([
  AceType.AccessAllowed,
  AceType.AccessDenied,
  AceType.AccessAllowedObject,
  AceType.AccessDeniedObject,
  AceType.AccessAllowedCallback,
  AceType.AccessDeniedCallback,
  AceType.AccessAllowedCallbackObject,
]);

/**
 * @param scanner stands at the entry's "("
 * @returns the entry; the scanner stands behind its ")"
 * @throws AdreachError `descriptor` with the offset
 */
export function readAce(scanner: Scanner, domain: DomainContext, part: AclPart): Ace {
  scanner.expect('(', 'at the beginning of an entry');
  const type = readType(scanner, part);
  scanner.expect(';', 'after the type of the entry');
  const flags = readFlags(scanner);
  scanner.expect(';', 'after the flags of the entry');
  const mask = readMask(scanner);
  scanner.expect(';', 'after the rights of the entry');
  const form = aceForm(type);
  const objectType = readGuid(scanner, form === 'object');
  scanner.expect(';', 'after the object type of the entry');
  const inheritedObjectType = readGuid(scanner, form === 'object');
  scanner.expect(';', 'after the inherited object type of the entry');
  scanner.skipSpace();
  const sid = readSid(scanner, domain);
  const applicationData = readData(scanner, domain, type);
  scanner.expect(')', 'at the end of the entry');
  if (form === 'object') return { form, type, flags, mask, objectType, inheritedObjectType, sid, applicationData };
  return { form: form === 'system' ? 'system' : 'basic', type, flags, mask, sid, applicationData };
}

/** What stands behind the SID: a condition (callback types), a resource attribute, or nothing. */
function readData(scanner: Scanner, domain: DomainContext, type: number): Uint8Array {
  const conditional = CALLBACK_TYPES.has(type);
  if (!conditional && type !== AceType.SystemResourceAttribute) return NO_BYTES;
  scanner.expect(';', conditional ? 'and a condition after the SID' : 'and a resource attribute after the SID');
  scanner.skipSpace();
  const data = conditional
    ? encodeCondition(readCondition(scanner, domain))
    : encodeResourceAttribute(readResourceAttribute(scanner, domain));
  scanner.skipSpace();
  return data;
}

function readType(scanner: Scanner, part: AclPart): number {
  scanner.skipSpace();
  const start = scanner.at;
  const word = scanner.match(LETTERS);
  if (word === null) throw scanner.fault(`expected the type of an entry, found ${scanner.shown()}`);
  const type = TYPE_BY_WORD.get(word.toUpperCase());
  if (type === undefined) throw scanner.fault(`${scanner.consumed(start)} is no type of an entry`, start);
  if (DACL_TYPES.has(type) !== (part === 'DACL')) {
    throw scanner.fault(`an entry of type ${word.toUpperCase()} does not belong in a ${part}`, start);
  }
  return type;
}

function readFlags(scanner: Scanner): number {
  scanner.skipSpace();
  let flags = 0;
  while (!scanner.sees(';')) {
    const word = scanner.text.substring(scanner.at, scanner.at + 2).toUpperCase();
    const flag = FLAG_BY_WORD.get(word);
    if (flag === undefined) throw scanner.fault(`expected a flag of an entry (OI, CI, ...), found ${scanner.shown()}`);
    flags |= flag;
    scanner.at += 2;
  }
  return flags;
}

/** Letters, or one number: hexadecimal with 0x, octal with 0, else decimal. */
function readMask(scanner: Scanner): number {
  scanner.skipSpace();
  const start = scanner.at;
  const digits = scanner.match(NUMBER);
  if (digits !== null) {
    const octal = /^0\d/.test(digits);
    const value = octal ? parseOctal(digits) : Number(digits);
    if (Number.isNaN(value)) throw scanner.fault(`${scanner.consumed(start)} is no octal number`, start);
    if (value > 0xffff_ffff)
      throw scanner.fault(`the access mask ${scanner.consumed(start)} does not fit 32 bits`, start);
    return value;
  }
  let mask = 0;
  while (!scanner.sees(';')) {
    const word = scanner.text.substring(scanner.at, scanner.at + 2).toUpperCase();
    const right = RIGHT_BY_WORD.get(word);
    if (right === undefined)
      throw scanner.fault(`expected a right (RP, WP, ...) or a number, found ${scanner.shown()}`);
    mask |= right;
    scanner.at += 2;
  }
  return mask >>> 0;
}

function parseOctal(digits: string): number {
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function readGuid(scanner: Scanner, allowed: boolean): Guid | null {
  const start = scanner.at;
  const guid = scanner.match(GUID);
  if (guid === null) {
    scanner.skipSpace();
    if (!scanner.sees(';')) throw scanner.fault(`expected a GUID or ";", found ${scanner.shown(start)}`, start);
    return null;
  }
  if (!allowed) throw scanner.fault('only an object entry (OA, OD, OU, ZA) has an object type', start);
  return normalizeGuid(guid);
}
