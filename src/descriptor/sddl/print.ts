/** Security descriptors as SDDL, as Windows prints it (MS-DTYP 2.5.1). */
import { AdreachError } from '../../errors/index.js';
import { decodeCondition } from '../condition/decode.js';
import { CALLBACK_TYPES } from '../layout.js';
import { decodeResourceAttribute } from '../resource-attribute/decode.js';
import { type Ace, AceType, type Acl, SdControl, type SecurityDescriptor } from '../types.js';
import { aliasOrSid, type DomainContext } from './aliases.js';
import { UnprintableError } from './literals.js';
import { formatCondition } from './print-condition.js';
import { formatResourceAttribute } from './resource-attribute.js';
import { formatAceFlags, formatMask, WORD_BY_TYPE } from './words.js';

export interface SddlPrintOptions extends DomainContext {
  /**
   * What to do with an entry that SDDL has no text for (a type without a word, a condition or claim that is damaged):
   * `mark` (the default) prints it with its type in hexadecimal or its bytes after a `#`, which no parser accepts;
   * `throw` raises an AdreachError.
   */
  readonly unprintable?: 'mark' | 'throw';
}

/**
 * @returns the descriptor as SDDL: owner, group, DACL, SACL; well-known SIDs by their aliases, domain-relative ones only
 *   where the domain is given
 * @throws AdreachError `descriptor` for what SDDL cannot express, where `unprintable` is `throw`
 */
export function formatSddl(sd: SecurityDescriptor, options: SddlPrintOptions = {}): string {
  let text = '';
  if (sd.owner !== null) text += `O:${aliasOrSid(sd.owner, options)}`;
  if (sd.group !== null) text += `G:${aliasOrSid(sd.group, options)}`;
  if (sd.dacl !== null || (sd.control & SdControl.DaclPresent) !== 0) {
    const flags = aclFlags(
      sd.control,
      SdControl.DaclProtected,
      SdControl.DaclComputedInheritanceRequired,
      SdControl.DaclAutoInherited,
    );
    text += `D:${flags}${formatAcl(sd.dacl, options, 'DACL')}`;
  }
  if (sd.sacl !== null || (sd.control & SdControl.SaclPresent) !== 0) {
    const flags = aclFlags(
      sd.control,
      SdControl.SaclProtected,
      SdControl.SaclComputedInheritanceRequired,
      SdControl.SaclAutoInherited,
    );
    text += `S:${flags}${formatAcl(sd.sacl, options, 'SACL')}`;
  }
  return text;
}

function aclFlags(control: number, isProtected: number, required: number, inherited: number): string {
  return `${control & isProtected ? 'P' : ''}${control & required ? 'AR' : ''}${control & inherited ? 'AI' : ''}`;
}

function formatAcl(acl: Acl | null, options: SddlPrintOptions, part: string): string {
  if (acl === null) return 'NO_ACCESS_CONTROL';
  let text = '';
  for (const [index, ace] of acl.aces.entries()) {
    const entry = printAce(ace, options);
    if (entry.fault !== null && options.unprintable === 'throw') {
      throw new AdreachError('descriptor', `Entry ${index} of the ${part} has no text in SDDL: ${entry.fault}`);
    }
    text += entry.text;
  }
  return text;
}

/**
 * @returns one entry as SDDL, in parentheses
 * @throws AdreachError `descriptor` for an entry that SDDL cannot express, where `unprintable` is `throw`
 */
export function formatAce(ace: Ace, options: SddlPrintOptions = {}): string {
  const { text, fault } = printAce(ace, options);
  if (fault !== null && options.unprintable === 'throw') {
    throw new AdreachError('descriptor', `The entry has no text in SDDL: ${fault}`);
  }
  return text;
}

interface PrintedAce {
  readonly text: string;
  /** Why the text is no SDDL; null where it is. */
  readonly fault: string | null;
}

function printAce(ace: Ace, options: SddlPrintOptions): PrintedAce {
  const flags = formatAceFlags(ace.flags);
  const hexType = `0x${ace.type.toString(16).padStart(2, '0')}`;
  if (ace.form === 'unknown') {
    return { text: `(${hexType};${flags};${hexBytes(ace.body)})`, fault: `it is of the unknown type ${hexType}` };
  }
  const word = WORD_BY_TYPE.get(ace.type);
  const objectType = ace.form === 'object' ? (ace.objectType ?? '') : '';
  const inheritedObjectType = ace.form === 'object' ? (ace.inheritedObjectType ?? '') : '';
  const mask = formatMask(ace.mask, ace.type);
  const head = `${word ?? hexType};${flags};${mask};${objectType};${inheritedObjectType};${aliasOrSid(ace.sid, options)}`;
  const data = printData(ace, options);
  const fault = word === undefined ? `its type ${hexType} has no word` : data.fault;
  return { text: data.text === '' ? `(${head})` : `(${head};${data.text})`, fault };
}

/** The condition of a callback entry, the attribute of a resource attribute entry; nothing for the others. */
function printData(ace: Exclude<Ace, { form: 'unknown' }>, options: SddlPrintOptions): PrintedAce {
  const conditional = CALLBACK_TYPES.has(ace.type);
  if (!conditional && ace.type !== AceType.SystemResourceAttribute) return { text: '', fault: null };
  try {
    const text = conditional
      ? formatCondition(decodeCondition(ace.applicationData), options)
      : formatResourceAttribute(decodeResourceAttribute(ace.applicationData), options);
    return { text, fault: null };
  } catch (error) {
    if (!(error instanceof UnprintableError || error instanceof AdreachError)) throw error;
    return { text: hexBytes(ace.applicationData), fault: error.message };
  }
}

function hexBytes(bytes: Uint8Array): string {
  return `#${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}
