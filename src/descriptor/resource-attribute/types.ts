/** Resource attributes, also called claims (MS-DTYP 2.4.10.1). */
import type { Sid } from '../types.js';

/** Type and values of a resource attribute; all values of one attribute have one type. */
export type AttributeValues =
  | { readonly type: 'int64' | 'uint64'; readonly values: readonly bigint[] }
  | { readonly type: 'string'; readonly values: readonly string[] }
  | { readonly type: 'sid'; readonly values: readonly Sid[] }
  | { readonly type: 'boolean'; readonly values: readonly boolean[] }
  | { readonly type: 'octets'; readonly values: readonly Uint8Array[] };

export type ResourceAttribute = AttributeValues & {
  readonly name: string;
  /** CLAIM_SECURITY_ATTRIBUTE_* bits, 32 bits unsigned. */
  readonly flags: number;
};

/** ValueType of MS-DTYP 2.4.10.1. */
export const VALUE_TYPES: ReadonlyMap<number, ResourceAttribute['type']> = new Map([
  [0x0001, 'int64'],
  [0x0002, 'uint64'],
  [0x0003, 'string'],
  [0x0005, 'sid'],
  [0x0006, 'boolean'],
  [0x0010, 'octets'],
]);
