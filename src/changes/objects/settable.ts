/** What a client may write of an object that is there, and which values. */
import { refused } from '../draft.js';

/** Attributes that are set in another way, or by servers only. */
const NOT_SET: ReadonlyMap<string, string> = new Map([
  ['objectclass', 'what an object is does not change'],
  ['ntsecuritydescriptor', 'write it as a descriptor'],
  ['objectguid', 'the server gives it'],
  ['objectsid', 'the server gives it'],
  ['memberof', 'change the groups instead'],
  ['member', 'add and remove members one by one'],
  ['isdeleted', 'delete the object'],
  ['distinguishedname', 'move or rename the object'],
  ['name', 'rename the object'],
  ['cn', 'rename the object'],
  ['ou', 'rename the object'],
]);

/** Of pwdLastSet a client sets these alone: the password must be changed at the next logon, or need not be (MS-ADTS 3.1.1.5.3.2). */
const PASSWORD_TIMES: ReadonlySet<string> = new Set(['0', '-1']);

/** @throws AdreachError `change` for an attribute or a value that the directory refuses */
export function checkSettable(dn: string, attribute: string, values: readonly Buffer[]): void {
  const name = attribute.toLowerCase();
  const instead = NOT_SET.get(name);
  if (instead !== undefined) throw refused(`${attribute} of ${dn} cannot be set: ${instead}`);
  if (name === 'pwdlastset' && !(values.length === 1 && PASSWORD_TIMES.has(values[0]!.toString('latin1'))))
    throw refused(
      `${attribute} of ${dn} can be set to 0 and to -1 only`,
      '0: the password must be changed at the next logon; -1: it need not be. Any other time the directory sets itself.',
    );
}
