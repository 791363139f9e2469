/** Byte codes of conditional expressions (MS-DTYP 2.4.4.17.5 to .8). */
import type { AttributeScope, ExistsOperator, MembershipOperator, RelationalOperator } from './types.js';

/** ACE_CONDITION_SIGNATURE: "artx". */
export const SIGNATURE: readonly number[] = [0x61, 0x72, 0x74, 0x78];

export const Token = {
  padding: 0x00,
  string: 0x10,
  octets: 0x18,
  composite: 0x50,
  sid: 0x51,
  and: 0xa0,
  or: 0xa1,
  not: 0xa2,
} as const;

export const INTEGER_SIZES: ReadonlyMap<number, 1 | 2 | 4 | 8> = new Map([
  [0x01, 1],
  [0x02, 2],
  [0x03, 4],
  [0x04, 8],
]);
export const SIGNS: ReadonlyMap<number, 'plus' | 'minus' | 'none'> = new Map([
  [0x01, 'plus'],
  [0x02, 'minus'],
  [0x03, 'none'],
]);
export const BASES: ReadonlyMap<number, 8 | 10 | 16> = new Map([
  [0x01, 8],
  [0x02, 10],
  [0x03, 16],
]);
export const SCOPES: ReadonlyMap<number, AttributeScope> = new Map([
  [0xf8, 'local'],
  [0xf9, 'user'],
  [0xfa, 'resource'],
  [0xfb, 'device'],
]);
export const RELATIONAL: ReadonlyMap<number, RelationalOperator> = new Map([
  [0x80, '=='],
  [0x81, '!='],
  [0x82, '<'],
  [0x83, '<='],
  [0x84, '>'],
  [0x85, '>='],
  [0x86, 'Contains'],
  [0x88, 'Any_of'],
  [0x8e, 'Not_Contains'],
  [0x8f, 'Not_Any_of'],
]);
export const MEMBERSHIP: ReadonlyMap<number, MembershipOperator> = new Map([
  [0x89, 'Member_of'],
  [0x8a, 'Device_Member_of'],
  [0x8b, 'Member_of_any'],
  [0x8c, 'Device_Member_of_any'],
  [0x90, 'Not_Member_of'],
  [0x91, 'Not_Device_Member_of'],
  [0x92, 'Not_Member_of_any'],
  [0x93, 'Not_Device_Member_of_any'],
]);
export const EXISTS: ReadonlyMap<number, ExistsOperator> = new Map([
  [0x87, 'Exists'],
  [0x8d, 'Not_Exists'],
]);

/** @returns the code of a value in one of the tables above; every value is in exactly one entry */
export function codeOf<Value>(table: ReadonlyMap<number, Value>, value: Value): number {
  for (const [code, candidate] of table) if (candidate === value) return code;
  throw new RangeError(`no code for ${String(value)}`);
}
