/** Objects as AD Explorer snapshots. */
import { AdsType } from '../../../src/sources/adexplorer/values.js';
import { buildDat, type DatObject } from '../../sources/adexplorer/build.js';
import type { PlainObject } from './objects.js';

const BINARY = new Set([
  'objectsid',
  'objectguid',
  'schemaidguid',
  'attributesecurityguid',
  'sidhistory',
  'securityidentifier',
]);
const DESCRIPTORS = new Set(['ntsecuritydescriptor', 'msds-groupmsamembership']);
const INTEGERS = new Set([
  'useraccountcontrol',
  'primarygroupid',
  'grouptype',
  'admincount',
  'searchflags',
  'systemflags',
]);
const LARGE = new Set(['pwdlastset', 'mskds-usestarttime']);
const DNS = new Set(['member', 'memberof', 'ncname']);

/** With the types that a directory has for its attributes, and each member's `memberOf`. */
export function datOf(objects: readonly PlainObject[]): Buffer {
  const types: Record<string, number> = {};
  const groups = new Map<string, string[]>();
  for (const { dn, attributes } of objects) {
    for (const [name, values] of attributes) {
      if (!name.toLowerCase().startsWith('member')) continue;
      for (const value of values) {
        const member = value.toString('utf8');
        groups.set(member, [...(groups.get(member) ?? []), dn]);
      }
    }
  }
  const written = objects.map(({ dn, attributes }): DatObject => {
    const object: Record<string, (string | number | bigint | Buffer)[]> = { distinguishedName: [dn] };
    for (const [described, values] of attributes) {
      const name = described.split(';')[0]!;
      const key = name.toLowerCase();
      if (key === 'distinguishedname' || key === 'memberof') continue;
      types[name] = typeOf(key);
      const list = values.map((value) => decoded(types[name]!, value));
      object[name] = [...(object[name] ?? []), ...list];
    }
    const of = groups.get(dn);
    return of === undefined ? object : { ...object, memberOf: of };
  });
  return buildDat({ objects: written, types: { ...types, memberOf: AdsType.dnString }, share: true });
}

function typeOf(name: string): number {
  if (BINARY.has(name)) return AdsType.octetString;
  if (DESCRIPTORS.has(name)) return AdsType.securityDescriptor;
  if (INTEGERS.has(name)) return AdsType.integer;
  if (LARGE.has(name)) return AdsType.largeInteger;
  return DNS.has(name) ? AdsType.dnString : AdsType.caseIgnoreString;
}

function decoded(type: number, value: Buffer): string | number | bigint | Buffer {
  switch (type) {
    case AdsType.integer:
      return Number(value.toString());
    case AdsType.largeInteger:
      return BigInt(value.toString());
    case AdsType.octetString:
    case AdsType.securityDescriptor:
      return value;
    default:
      return value.toString('utf8');
  }
}
