/** A security descriptor in plain lines: owner, group, what its lists are like, and one sentence an entry. */
import { type Acl, SdControl, type SecurityDescriptor } from '../descriptor/types.js';
import { entryInWords } from './entry.js';
import { listed } from './lists.js';
import { type Names, trusteeName } from './names.js';

interface ListBits {
  readonly present: number;
  readonly protected: number;
  readonly required: number;
  readonly inherited: number;
  readonly defaulted: number;
}

const DACL: ListBits = {
  present: SdControl.DaclPresent,
  protected: SdControl.DaclProtected,
  required: SdControl.DaclComputedInheritanceRequired,
  inherited: SdControl.DaclAutoInherited,
  defaulted: SdControl.DaclDefaulted,
};
const SACL: ListBits = {
  present: SdControl.SaclPresent,
  protected: SdControl.SaclProtected,
  required: SdControl.SaclComputedInheritanceRequired,
  inherited: SdControl.SaclAutoInherited,
  defaulted: SdControl.SaclDefaulted,
};

/**
 * @returns lines without their ends; entries are numbered from 0 in stored order. Names in them are those of the
 *   directory, as they are: a caller that prints them makes them safe
 */
export function descriptorInWords(sd: SecurityDescriptor, names: Names): string[] {
  const owner = sd.owner === null ? 'none' : trusteeName(sd.owner, names);
  const group = sd.group === null ? 'none' : trusteeName(sd.group, names);
  const lines = [`Owner: ${owner}`, `Group: ${group}`];
  const daclPresent = (sd.control & DACL.present) !== 0;
  if (!daclPresent) lines.push('Permissions (DACL): not there; read so, everybody has every right');
  else if (sd.dacl === null)
    lines.push(`Permissions (DACL): a NULL list, so everybody has every right${flags(sd, DACL)}`);
  else lines.push(...list('Permissions (DACL)', sd.dacl, sd, DACL, names, 'nobody but the owner has any right'));
  if ((sd.control & SACL.present) === 0) return lines;
  if (sd.sacl === null) lines.push(`Auditing (SACL): a NULL list${flags(sd, SACL)}`);
  else lines.push(...list('Auditing (SACL)', sd.sacl, sd, SACL, names, 'nothing is audited'));
  return lines;
}

function list(
  title: string,
  acl: Acl,
  sd: SecurityDescriptor,
  bits: ListBits,
  names: Names,
  whenEmpty: string,
): string[] {
  const { length } = acl.aces;
  const size = length === 0 ? `an empty list, so ${whenEmpty}` : `${length} ${length === 1 ? 'entry' : 'entries'}`;
  const width = String(Math.max(0, length - 1)).length;
  return [
    `${title}: ${size}${flags(sd, bits)}`,
    ...acl.aces.map((ace, index) => `  ${String(index).padStart(width)}  ${entryInWords(ace, names)}`),
  ];
}

function flags({ control }: SecurityDescriptor, bits: ListBits): string {
  const words: string[] = [];
  if ((control & bits.protected) !== 0) words.push('protected: inherits nothing from above');
  if ((control & bits.required) !== 0) words.push('inheritance asked for (AR)');
  if ((control & bits.inherited) !== 0) words.push('inheritance worked out (AI)');
  if ((control & bits.defaulted) !== 0) words.push('put there by default');
  return words.length === 0 ? '' : `; ${listed(words)}`;
}
