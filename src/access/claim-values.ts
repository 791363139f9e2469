/** Comparing the values of an attribute, as the relational operators of conditional expressions do (MS-DTYP 2.4.4.17.6). */

import type { Literal, RelationalOperator, ScalarLiteral } from '../descriptor/condition/types.js';
import type { ResourceAttribute } from '../descriptor/resource-attribute/index.js';
import type { Tristate } from '../result/tristate.js';
import { ANY, ERROR, FALSE, known, not, type Possible, TRUE, UNKNOWN } from './possible.js';

export type ClaimType = 'integer' | 'string' | 'sid' | 'octets' | 'boolean';

/** One side of a comparison: values of one type. */
export interface Operand {
  readonly type: ClaimType;
  /** Numbers as bigint, booleans as 0 and 1, SIDs and strings as text, octets as their bytes. */
  readonly values: readonly (bigint | string | Uint8Array)[];
  /** CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE; null for a literal, which has no say in it. */
  readonly caseSensitive: boolean | null;
  /** int64 and uint64 are both integers, but attributes of the two may not be comparable. */
  readonly unsigned: boolean | null;
}

const CASE_SENSITIVE = 0x2;
/** Every value meets every other: more of them are left undecided, so that no descriptor costs more than its reading. */
const MAX_PAIRS = 1024;

/** @returns the attribute's values as one side of a comparison */
export function attributeOperand(attribute: ResourceAttribute): Operand {
  const caseSensitive = (attribute.flags & CASE_SENSITIVE) !== 0;
  const unsigned = null;
  switch (attribute.type) {
    case 'int64':
    case 'uint64':
      return {
        type: 'integer',
        values: attribute.values,
        caseSensitive,
        unsigned: attribute.type === 'uint64',
      };
    case 'boolean':
      return { type: 'boolean', values: attribute.values.map((value) => (value ? 1n : 0n)), caseSensitive, unsigned };
    default:
      return { type: attribute.type, values: attribute.values, caseSensitive, unsigned };
  }
}

/**
 * @returns the literal's values; `mixed` for a list of several types, an empty one, or a number whose sign byte and
 *   bits contradict each other, for which the specification has no answer that this program would rely on
 */
export function literalOperand(literal: Literal): Operand | 'mixed' {
  const elements: readonly ScalarLiteral[] = literal.kind === 'composite' ? literal.elements : [literal];
  const type = elements[0]?.kind;
  if (type === undefined || elements.some(({ kind }) => kind !== type)) return 'mixed';
  const values: (bigint | string | Uint8Array)[] = [];
  for (const element of elements) {
    if (element.kind === 'integer') {
      const { value, sign, size } = element;
      if (sign === 'minus' ? value > 0n : value < 0n) return 'mixed';
      if (BigInt.asIntN(8 * size, value) !== value) return 'mixed';
      values.push(value);
    } else values.push(element.kind === 'sid' ? element.sid : element.value);
  }
  return { type, values, caseSensitive: null, unsigned: null };
}

/** @returns what `left operator right` may evaluate to; both sides have values */
export function compare(operator: RelationalOperator, left: Operand, right: Operand): Possible {
  if (left.values.length * right.values.length > MAX_PAIRS) return ANY;
  const types = comparable(operator, left, right);
  if (types !== 'yes') return types === 'no' ? ERROR : ANY;
  const single = left.values.length === 1 && right.values.length === 1;
  // Several values make every operator but ==, Contains and Any_of "fail and produce an UNKNOWN value"; whether that
  // goes for the inverse forms too, which are also defined as just that, the text leaves open.
  const failing = single ? 0 : UNKNOWN | ERROR;
  switch (operator) {
    case '==':
      return equalValues(left, right);
    case '!=':
      return not(equalValues(left, right)) | failing;
    case 'Contains':
      return all(right.values.map((value) => includes(left, value, right)));
    case 'Not_Contains':
      return not(all(right.values.map((value) => includes(left, value, right)))) | failing;
    case 'Any_of':
      return any(right.values.map((value) => includes(left, value, right)));
    case 'Not_Any_of':
      return not(any(right.values.map((value) => includes(left, value, right)))) | failing;
    default:
      return single ? ordered(operator, left, right) : failing;
  }
}

function comparable(operator: RelationalOperator, left: Operand, right: Operand): Tristate {
  if (left.values.length === 0 || right.values.length === 0) return 'unknown';
  if (left.type !== right.type) {
    const pair = [left, right];
    if (!pair.some(({ type }) => type === 'boolean') || !pair.some(({ type }) => type === 'integer')) return 'no';
    // TRUE and FALSE compare with the integers 1 and 0, by == and != only.
    if (operator !== '==' && operator !== '!=') return 'unknown';
    return pair.every(({ values }) => values.length === 1 && (values[0] === 0n || values[0] === 1n))
      ? 'yes'
      : 'unknown';
  }
  if (left.unsigned !== null && right.unsigned !== null && left.unsigned !== right.unsigned) return 'unknown';
  return 'yes';
}

/** The exact value, single or set: certain where order and number agree, or where one has what the other lacks. */
function equalValues(left: Operand, right: Operand): Possible {
  const inOrder =
    left.values.length === right.values.length
      ? all(left.values.map((value, index) => equal(value, right.values[index]!, left, right)))
      : FALSE;
  if (inOrder === TRUE) return TRUE;
  const sameSet = all([
    ...right.values.map((value) => includes(left, value, right)),
    ...left.values.map((value) => includes(right, value, left)),
  ]);
  return sameSet === FALSE ? FALSE : TRUE | FALSE;
}

function includes(set: Operand, value: Operand['values'][number], other: Operand): Possible {
  let result: Possible = FALSE;
  for (const candidate of set.values) {
    const found = equal(candidate, value, set, other);
    if (found === TRUE) return TRUE;
    result |= found;
  }
  return result;
}

/** TRUE where all of the results are, in the sense of sets of TRUE and FALSE. */
function all(results: readonly Possible[]): Possible {
  if (results.includes(FALSE)) return FALSE;
  return results.every((result) => result === TRUE) ? TRUE : TRUE | FALSE;
}

function any(results: readonly Possible[]): Possible {
  return not(all(results.map(not)));
}

function equal(a: Operand['values'][number], b: Operand['values'][number], left: Operand, right: Operand): Possible {
  if (a === b) return TRUE;
  if (typeof a === 'bigint' || typeof b === 'bigint') return FALSE;
  let exact = a.length === b.length;
  let folded = exact;
  for (let index = 0; folded && index < a.length; index++) {
    const [x, y] = [unitAt(a, index), unitAt(b, index)];
    if (x === y) continue;
    exact = false;
    folded = lower(x) === lower(y);
  }
  if (exact) return TRUE;
  if (isCaseSensitive(left, right) === true) return FALSE;
  if (folded) return certainFold(left, right) ? TRUE : TRUE | FALSE;
  // Beyond ASCII another table of cases may find equal what this one does not.
  return isAscii(a) && isAscii(b) ? FALSE : TRUE | FALSE;
}

const ASCII = /^[\0-\x7f]*$/;

/** Octets have no case beyond ASCII. */
function isAscii(value: string | Uint8Array): boolean {
  return typeof value !== 'string' || ASCII.test(value);
}

function unitAt(value: string | Uint8Array, index: number): number {
  return typeof value === 'string' ? value.charCodeAt(index) : value[index]!;
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: Operand, right: Operand): Possible {
  const [a, b] = [left.values[0]!, right.values[0]!];
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    // The order of booleans is nowhere defined.
    if (left.type === 'boolean') return ANY;
    return known(satisfies(operator, a < b ? -1 : a > b ? 1 : 0));
  }
  if (left.type === 'sid') return ANY;
  const [x, y] = [units(a as string | Uint8Array), units(b as string | Uint8Array)];
  const sensitive = isCaseSensitive(left, right);
  // Which case is folded to decides about the signs between "Z" and "a".
  const folds = [
    ...(sensitive === true || left.type === 'octets' || sensitive === null ? [(unit: number) => unit] : []),
    ...(sensitive === true ? [] : [lower, upper]),
  ];
  if (!isAscii(a as string | Uint8Array) || !isAscii(b as string | Uint8Array)) return TRUE | FALSE;
  let result = 0;
  for (const fold of folds) result |= known(satisfies(operator, order(x.map(fold), y.map(fold))));
  return result;
}

function satisfies(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Unit by unit; of two that agree as far as the shorter goes, the longer is greater. */
function order(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length && index < b.length; index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}

/** @returns null where two attributes disagree */
function isCaseSensitive(left: Operand, right: Operand): boolean | null {
  if (left.caseSensitive === null || right.caseSensitive === null) {
    return left.caseSensitive ?? right.caseSensitive ?? false;
  }
  return left.caseSensitive === right.caseSensitive ? left.caseSensitive : null;
}

/** Text without the flag compares without case; that the same is said of octets is hardly meant so. */
function certainFold(left: Operand, right: Operand): boolean {
  return left.type === 'string' && isCaseSensitive(left, right) === false;
}

function units(value: string | Uint8Array | bigint): number[] {
  if (typeof value === 'string') return Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
  return value instanceof Uint8Array ? [...value] : [];
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
}

function upper(unit: number): number {
  return unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit;
}
