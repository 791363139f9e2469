/** What a change of an attribute means for the evidence, by the attribute. */
import { WANTED_ATTRIBUTES } from '../../sources/ldap/attributes.js';

/** Of the server itself, and of objects that it does not show so. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(['rootDSE', 'ridManager']);

/** Attributes that the evidence holds. */
const HELD: ReadonlySet<string> = new Set(
  WANTED_ATTRIBUTES.filter(({ uses }) => uses.some((use) => !OF_THE_SERVER.has(use))).map(({ name }) =>
    name.toLowerCase(),
  ),
);

/** Those of them that may have several values (MS-ADA1 to MS-ADA3). */
const MULTI_VALUED: ReadonlySet<string> = new Set([
  'member',
  'sidhistory',
  'serviceprincipalname',
  'auxiliaryclass',
  'systemauxiliaryclass',
  'mustcontain',
  'maycontain',
  'systemmustcontain',
  'systemmaycontain',
  'appliesto',
]);

/** What the directory alone sets (MS-ADTS 3.1.1.5.3.2, and MS-SAMR 3.1.1.8 for those of accounts). */
const SET_BY_THE_DIRECTORY: ReadonlySet<string> = new Set([
  'objectguid',
  'objectsid',
  'memberof',
  'tokengroups',
  'distinguishedname',
  'name',
  'whencreated',
  'whenchanged',
  'usncreated',
  'usnchanged',
  'samaccounttype',
  'primarygrouptoken',
  'instancetype',
  'msds-managedpasswordid',
  'msds-managedpassword',
  // Worked out when they are read (MS-ADTS 3.1.1.4.5).
  'msds-user-account-control-computed',
  'msds-userpasswordexpirytimecomputed',
  'tokengroupsglobalanduniversal',
  'tokengroupsnogcacceptable',
  'msds-memberoftransitive',
  'msds-membertransitive',
  'msds-principalname',
  'canonicalname',
  'createtimestamp',
  'modifytimestamp',
  'structuralobjectclass',
  'sdrightseffective',
  'allowedattributes',
  'allowedattributeseffective',
  'allowedchildclasses',
  'allowedchildclasseseffective',
]);

/** Attributes that hold secrets: their values go no further than the reader. */
const SECRET: ReadonlySet<string> = new Set(['unicodepwd', 'userpassword', 'dbcspwd', 'clearpassword']);

/** @returns false where nothing that a verdict or a finding rests on changes with the attribute */
export function isHeld(attribute: string): boolean {
  return HELD.has(attribute.toLowerCase());
}

/** @returns whether the evidence may hold several values of the attribute */
export function isMultiValued(attribute: string): boolean {
  return MULTI_VALUED.has(attribute.toLowerCase());
}

export function isSecret(attribute: string): boolean {
  return SECRET.has(attribute.toLowerCase());
}

/** @returns why a client may not write the attribute of an object that is there; null where it may */
export function refusedBecause(attribute: string): string | null {
  const key = attribute.toLowerCase();
  if (SET_BY_THE_DIRECTORY.has(key)) return `${attribute} is set by the directory itself`;
  if (key === 'objectclass') return 'the classes of an object that is there already are not changed here';
  if (key === 'isdeleted') return 'bringing deleted objects back is not simulated';
  return null;
}

/** @returns the same for an object that is made */
export function refusedInNewBecause(attribute: string): string | null {
  const key = attribute.toLowerCase();
  return key === 'instancetype' || key === 'objectclass' || key === 'name' ? null : refusedBecause(attribute);
}
