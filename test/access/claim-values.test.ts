import { describe, expect, test } from '@jest/globals';
import { attributeOperand, compare, literalOperand, type Operand } from '../../src/access/claim-values.js';
import { ANY, ERROR, FALSE, type Possible, TRUE, UNKNOWN } from '../../src/access/possible.js';
import type { RelationalOperator, ScalarLiteral } from '../../src/descriptor/condition/types.js';
import type { ResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';

const OPEN = TRUE | FALSE;
const FAILING = UNKNOWN | ERROR;

/** Whether the attribute is compared with case; a literal has no say in it. */
const CASE = { yes: true, no: false, literal: null } as const;
type Case = keyof typeof CASE;
const text = (values: readonly string[], how: Case = 'no'): Operand => ({
  type: 'string',
  values,
  caseSensitive: CASE[how],
  unsigned: null,
});
const numbers = (values: readonly number[], unsigned: boolean | null = null): Operand => ({
  type: 'integer',
  values: values.map(BigInt),
  caseSensitive: false,
  unsigned,
});
const booleans = (...values: number[]): Operand => ({ ...numbers(values), type: 'boolean' });
const octets = (bytes: readonly number[], how: Case = 'no'): Operand => ({
  type: 'octets',
  values: [Uint8Array.from(bytes)],
  caseSensitive: CASE[how],
  unsigned: null,
});
const sids = (...values: string[]): Operand => ({ type: 'sid', values, caseSensitive: false, unsigned: null });

describe('the sides of a comparison', () => {
  const attribute = (given: Omit<ResourceAttribute, 'name' | 'flags'>, flags = 0) =>
    attributeOperand({ name: 'x', flags, ...given } as ResourceAttribute);

  test('an attribute', () => {
    expect(attribute({ type: 'int64', values: [-3n] })).toEqual({
      type: 'integer',
      values: [-3n],
      caseSensitive: false,
      unsigned: false,
    });
    expect(attribute({ type: 'uint64', values: [3n] })).toMatchObject({ type: 'integer', unsigned: true });
    expect(attribute({ type: 'boolean', values: [true, false] })).toEqual(booleans(1, 0));
    expect(attribute({ type: 'string', values: ['a'] })).toEqual(text(['a']));
    expect(attribute({ type: 'string', values: ['a'] }, 0x2)).toEqual(text(['a'], 'yes'));
    expect(attribute({ type: 'string', values: ['a'] }, 0xfffffffd)).toEqual(text(['a']));
    expect(attribute({ type: 'sid', values: ['S-1-1-0'] })).toEqual(sids('S-1-1-0'));
  });

  test('a literal', () => {
    const literal = { caseSensitive: null, unsigned: null };
    const bytes = Uint8Array.of(1);
    expect(literalOperand({ kind: 'string', value: 'a' })).toEqual({ type: 'string', values: ['a'], ...literal });
    expect(literalOperand({ kind: 'sid', sid: 'S-1-1-0' })).toEqual({ type: 'sid', values: ['S-1-1-0'], ...literal });
    expect(literalOperand({ kind: 'octets', value: bytes })).toEqual({ type: 'octets', values: [bytes], ...literal });
    const elements: ScalarLiteral[] = ['a', 'b'].map((value) => ({ kind: 'string', value }));
    expect(literalOperand({ kind: 'composite', elements })).toEqual({ type: 'string', values: ['a', 'b'], ...literal });
  });

  test('a list that is empty or of several types', () => {
    const mixed: ScalarLiteral[] = [
      { kind: 'string', value: 'a' },
      { kind: 'sid', sid: 'S-1-1-0' },
    ];
    expect(literalOperand({ kind: 'composite', elements: mixed })).toBe('mixed');
    expect(literalOperand({ kind: 'composite', elements: [] })).toBe('mixed');
  });

  /** A number whose sign byte, size and bits contradict each other (MS-DTYP 2.4.4.17.5). */
  test.each<['plus' | 'minus' | 'none', 1 | 2 | 4 | 8, bigint, boolean]>([
    ['none', 8, 3n, true],
    ['none', 8, 0n, true],
    ['none', 8, -1n, false],
    ['plus', 8, 3n, true],
    ['plus', 8, -3n, false],
    ['minus', 8, -3n, true],
    ['minus', 8, 0n, true],
    ['minus', 8, 3n, false],
    ['none', 1, 127n, true],
    ['none', 1, 128n, false],
    ['minus', 1, -128n, true],
    ['minus', 1, -129n, false],
    ['none', 2, 32767n, true],
    ['none', 2, 32768n, false],
    ['none', 4, 2147483648n, false],
    ['none', 8, 9223372036854775807n, true],
  ])('sign %s, %i bytes, %i', (sign, size, value, consistent) => {
    expect(literalOperand({ kind: 'integer', value, size, sign, base: 10 })).toEqual(
      consistent ? { type: 'integer', values: [value], caseSensitive: null, unsigned: null } : 'mixed',
    );
  });
});

/** Left, right, and what each operator makes of them. */
describe('numbers, operator by operator (MS-DTYP 2.4.4.17.6)', () => {
  test.each<[RelationalOperator, Possible, Possible, Possible]>([
    ['==', FALSE, TRUE, FALSE],
    ['!=', TRUE, FALSE, TRUE],
    ['<', TRUE, FALSE, FALSE],
    ['<=', TRUE, TRUE, FALSE],
    ['>', FALSE, FALSE, TRUE],
    ['>=', FALSE, TRUE, TRUE],
    ['Contains', FALSE, TRUE, FALSE],
    ['Not_Contains', TRUE, FALSE, TRUE],
    ['Any_of', FALSE, TRUE, FALSE],
    ['Not_Any_of', TRUE, FALSE, TRUE],
  ])('2 %s 3, 3, 1', (operator, smaller, equal, greater) => {
    const against = (left: number, right: number) => compare(operator, numbers([left]), numbers([right]));
    expect([against(2, 3), against(3, 3), against(2, 1)]).toEqual([smaller, equal, greater]);
  });

  test.each<[readonly number[], RelationalOperator, readonly number[], Possible]>([
    [[1, 2], '==', [1, 2], TRUE],
    [[1, 2], '==', [2, 1], OPEN],
    [[1, 2], '==', [1, 3], FALSE],
    [[1, 2], '==', [1], FALSE],
    [[1], '==', [1, 2], FALSE],
    [[1], '==', [1, 1], OPEN],
    [[1, 2], '!=', [1, 2], FALSE | FAILING],
    [[1, 2], '!=', [3], TRUE | FAILING],
    [[1], '!=', [1, 2], TRUE | FAILING],
    [[1, 2], 'Contains', [1], TRUE],
    [[1, 2], 'Contains', [2, 1], TRUE],
    [[1, 2], 'Contains', [1, 3], FALSE],
    [[1], 'Contains', [1, 2], FALSE],
    [[1, 2], 'Not_Contains', [1], FALSE | FAILING],
    [[1], 'Not_Contains', [1, 2], TRUE | FAILING],
    [[1, 2], 'Any_of', [3, 2], TRUE],
    [[1], 'Any_of', [2, 3], FALSE],
    [[1, 2], 'Not_Any_of', [3, 2], FALSE | FAILING],
    [[1], 'Not_Any_of', [2, 3], TRUE | FAILING],
    [[1, 2], '<', [3], FAILING],
    [[1], '>', [2, 3], FAILING],
  ])('%p %s %p', (left, operator, right, expected) => {
    expect(compare(operator, numbers(left), numbers(right))).toBe(expected);
  });
});

describe('what can be compared at all', () => {
  test.each<[string, RelationalOperator, Operand, Operand, Possible]>([
    ['a number and a text', '==', numbers([3]), text(['3']), ERROR],
    ['a SID and a text', '==', sids('S-1-1-0'), text(['S-1-1-0']), ERROR],
    ['a truth value and a text', '==', booleans(1), text(['1']), ERROR],
    ['a text and a number', 'Any_of', text(['3']), numbers([3]), ERROR],
    ['a truth value and 1', '==', booleans(1), numbers([1]), TRUE],
    ['1 and a truth value', '==', numbers([1]), booleans(1), TRUE],
    ['a truth value and 0', '!=', booleans(1), numbers([0]), TRUE],
    ['a truth value and 2', '==', booleans(1), numbers([2]), ANY],
    ['2 and a truth value', '==', numbers([2]), booleans(0), ANY],
    ['truth values and a number', '==', booleans(1, 0), numbers([1]), ANY],
    ['a truth value and a number, in order', '<', booleans(0), numbers([1]), ANY],
    ['a truth value and a number, as a list', 'Contains', booleans(1), numbers([1]), ANY],
    ['two truth values', '==', booleans(1), booleans(1), TRUE],
    ['two truth values, in order', '<', booleans(0), booleans(1), ANY],
    ['two SIDs', '==', sids('S-1-1-0'), sids('S-1-1-0'), TRUE],
    ['two other SIDs', '==', sids('S-1-1-0'), sids('S-1-5-11'), FALSE],
    ['two SIDs, in order', '<', sids('S-1-1-0'), sids('S-1-5-11'), ANY],
    ['signed and unsigned', '==', numbers([1], false), numbers([1], true), ANY],
    ['unsigned and unsigned', '==', numbers([1], true), numbers([1], true), TRUE],
    ['unsigned and a literal', '==', numbers([1], true), numbers([1], null), TRUE],
    ['a literal and unsigned', '==', numbers([1], null), numbers([1], true), TRUE],
    ['nothing on the left', '==', numbers([]), numbers([1]), ANY],
    ['nothing on the right', '==', numbers([1]), numbers([]), ANY],
    ['nothing of another type', '==', numbers([1]), text([]), ANY],
  ])('%s', (_, operator, left, right, expected) => {
    expect(compare(operator, left, right)).toBe(expected);
  });

  test('more than 1024 pairs are left undecided', () => {
    const many = (count: number) => numbers(Array.from({ length: count }, (_, index) => index));
    expect(compare('Contains', many(1024), numbers([5]))).toBe(TRUE);
    expect(compare('Contains', many(1025), numbers([5]))).toBe(ANY);
    expect(compare('Any_of', many(32), many(32))).toBe(TRUE);
    expect(compare('Any_of', many(32), many(33))).toBe(ANY);
  });
});

describe('equal texts', () => {
  test.each<[string, string, Possible]>([
    ['Oslo', 'Oslo', TRUE],
    ['Oslo', 'OSLO', TRUE],
    ['AZ', 'az', TRUE],
    ['Oslo', 'Oslo ', FALSE],
    ['Oslo', 'Osla', FALSE],
    // Neighbours of the letters, 32 apart as the letters are.
    ['@', '`', FALSE],
    ['[', '{', FALSE],
    ['0', 'P', FALSE],
    ['\u00e9', '\u00e9', TRUE],
    ['\u00e9', '\u00c9', OPEN],
    ['x\u00e9', 'X\u00e9', TRUE],
    ['\u00e9', 'e', OPEN],
    ['e', '\u00e9', OPEN],
    ['\u007f', 'e', FALSE],
    ['\u0080', 'e', OPEN],
  ])('%p and %p without case', (left, right, expected) => {
    expect(compare('==', text([left]), text([right]))).toBe(expected);
  });

  test.each<[Case, Case, Possible]>([
    ['yes', 'yes', FALSE],
    ['yes', 'literal', FALSE],
    ['literal', 'yes', FALSE],
    ['no', 'no', TRUE],
    ['no', 'literal', TRUE],
    ['literal', 'no', TRUE],
    ['literal', 'literal', TRUE],
    // Two attributes that disagree.
    ['yes', 'no', OPEN],
    ['no', 'yes', OPEN],
  ])('Oslo and OSLO, compared with case: %s and %s', (left, right, expected) => {
    expect(compare('==', text(['Oslo'], left), text(['OSLO'], right))).toBe(expected);
    expect(compare('==', text(['Oslo'], left), text(['Oslo'], right))).toBe(TRUE);
  });

  test('with case, letters beyond ASCII differ for certain', () => {
    expect(compare('==', text(['\u00e9'], 'yes'), text(['\u00c9'], 'yes'))).toBe(FALSE);
  });

  test('of several, what may be equal leaves the whole open', () => {
    const left = text(['\u00e9', 'b']);
    expect(compare('Contains', left, text(['\u00c9']))).toBe(OPEN);
    expect(compare('Contains', left, text(['b', '\u00c9']))).toBe(OPEN);
    expect(compare('Contains', left, text(['B', '\u00c9']))).toBe(OPEN);
    expect(compare('Any_of', left, text(['\u00c9', 'B']))).toBe(TRUE);
    expect(compare('Any_of', left, text(['\u00c9', 'x']))).toBe(OPEN);
    expect(compare('==', left, text(['\u00c9', 'b']))).toBe(OPEN);
    expect(compare('==', text(['A', 'b']), text(['a', 'B']))).toBe(TRUE);
  });

  test.each<[readonly number[], readonly number[], Case, Possible]>([
    [[1, 2], [1, 2], 'no', TRUE],
    [[1, 2], [1, 3], 'no', FALSE],
    [[1, 2], [1, 2, 3], 'no', FALSE],
    [[0x80], [0x81], 'no', FALSE],
    [[0x41], [0x61], 'no', OPEN],
    [[0x41], [0x61], 'yes', FALSE],
  ])('octets %p and %p, with case: %s', (left, right, how, expected) => {
    expect(compare('==', octets(left, how), octets(right, how))).toBe(expected);
  });
});

describe('texts in order', () => {
  test.each<[string, string, Case, Possible]>([
    ['a', 'b', 'no', TRUE],
    ['b', 'a', 'no', FALSE],
    ['a', 'B', 'no', TRUE],
    ['B', 'a', 'no', FALSE],
    ['a', 'ab', 'no', TRUE],
    ['ab', 'a', 'no', FALSE],
    ['b', 'ab', 'no', FALSE],
    ['', 'a', 'no', TRUE],
    ['a', 'a', 'no', FALSE],
    ['B', 'a', 'yes', TRUE],
    ['a', 'B', 'yes', FALSE],
    // Signs between "Z" and "a": the case that is folded to decides.
    ['_', 'a', 'no', OPEN],
    ['_', 'a', 'yes', TRUE],
    ['@', '`', 'no', TRUE],
    ['[', '{', 'no', TRUE],
    ['\\', '{', 'no', TRUE],
    ['\u00e9', 'z', 'no', OPEN],
    ['a', '\u00e9', 'yes', OPEN],
  ])('%p < %p, with case: %s', (left, right, how, expected) => {
    expect(compare('<', text([left], how), text([right], how))).toBe(expected);
  });

  test('of two that agree as far as the shorter goes, the longer is greater', () => {
    const [short, long] = [text(['a']), text(['ab'])];
    expect([compare('>', long, short), compare('>=', long, short), compare('>', short, long)]).toEqual([
      TRUE,
      TRUE,
      FALSE,
    ]);
  });

  test.each(['a', 'm', 'z'])('%s in both cases is equal in order', (letter) => {
    const [small, capital] = [text([letter]), text([letter.toUpperCase()])];
    expect([compare('<=', small, capital), compare('>=', small, capital), compare('<', small, capital)]).toEqual([
      TRUE,
      TRUE,
      FALSE,
    ]);
  });

  test('where two attributes disagree about case, every way counts', () => {
    expect(compare('<', text(['B'], 'yes'), text(['a'], 'no'))).toBe(OPEN);
    expect(compare('<', text(['a'], 'yes'), text(['b'], 'no'))).toBe(TRUE);
  });

  test.each<[readonly number[], readonly number[], Case, Possible]>([
    [[1], [2], 'no', TRUE],
    [[0x42], [0x61], 'no', OPEN],
    [[0x42], [0x61], 'yes', TRUE],
    [[0xff], [0x01], 'no', FALSE],
    [[], [0], 'no', TRUE],
  ])('octets %p < %p, with case: %s', (left, right, how, expected) => {
    expect(compare('<', octets(left, how), octets(right, how))).toBe(expected);
  });
});
