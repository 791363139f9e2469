/** Directory objects as plain data, before a format is chosen for them. */
import type { RawItem } from '../../../src/sources/entry.js';
import { LdifParser } from '../../../src/sources/ldif/parser.js';

/** Attributes in the order in which they are written; values as bytes. */
export interface PlainObject {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, values: readonly Buffer[]])[];
}

/** The objects of an LDIF export. */
export function objectsOf(ldif: Buffer): readonly PlainObject[] {
  const items: RawItem[] = [];
  const parser = new LdifParser('input');
  parser.push(ldif, items);
  parser.finish(items);
  return items.flatMap((item): PlainObject[] =>
    'entry' in item ? [{ dn: item.entry.dn, attributes: [...item.entry.attributes] }] : [],
  );
}
