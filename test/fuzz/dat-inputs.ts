/** The objects of an LDIF export as a small AD Explorer snapshot. */

import { AdsType } from '../../src/sources/adexplorer/values.js';
import type { RawItem } from '../../src/sources/entry.js';
import { LdifParser } from '../../src/sources/ldif/parser.js';
import { buildDat, type DatObject } from '../sources/adexplorer/build.js';

const BINARY = new Set(['objectsid', 'objectguid', 'schemaidguid', 'attributesecurityguid', 'sidhistory']);
const DESCRIPTORS = new Set(['ntsecuritydescriptor', 'msds-groupmsamembership']);

export function datOf(ldif: Buffer): Buffer {
  const items: RawItem[] = [];
  const parser = new LdifParser('input');
  parser.push(ldif, items);
  parser.finish(items);
  const types: Record<string, number> = {};
  const objects = items.flatMap((item): DatObject[] => {
    if (!('entry' in item)) return [];
    const { dn, attributes } = item.entry;
    const object: Record<string, readonly (string | Buffer)[]> = { distinguishedName: [dn] };
    for (const [name, values] of attributes) {
      if (name === 'distinguishedname') continue;
      const raw = BINARY.has(name) || DESCRIPTORS.has(name);
      object[name] = raw ? values : values.map((value) => value.toString('utf8'));
      if (raw) types[name] = DESCRIPTORS.has(name) ? AdsType.securityDescriptor : AdsType.octetString;
    }
    return [object];
  });
  return buildDat({ objects, types, share: true });
}
