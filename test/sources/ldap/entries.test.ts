/** Values that come in ranges: all of them, or a gap that says why not. */
import { describe, expect, test } from '@jest/globals';
import type { SourceGap } from '../../../src/sources/entry.js';
import type { Searcher, SearchPage } from '../../../src/sources/ldap/connection.js';
import { completeEntry } from '../../../src/sources/ldap/entries.js';
import type { WireEntry } from '../../../src/sources/ldap/messages.js';

const DN = 'CN=g,DC=b';
const values = (first: number, count: number) => Array.from({ length: count }, (_, i) => Buffer.from(`v${first + i}`));
const page = (entries: readonly WireEntry[], size = 100): SearchPage => ({
  entries,
  references: [],
  result: { code: 0, matchedDn: '', message: '' },
  size,
  release: () => undefined,
});

type Range = readonly [description: string, values: readonly Buffer[]];

/** An entry that begins with the range `begin`, and what came of it. */
async function read(begin: Range, next: (first: number) => Range, dn = DN, size?: number) {
  let asked = 0;
  const searcher: Searcher = {
    async search({ attributes }) {
      asked++;
      const first = Number(/range=(\d+)-\*$/.exec(attributes[0]!)![1]);
      return page([{ dn, attributes: [next(first)] }], size);
    },
  };
  const gaps: SourceGap[] = [];
  const entry = await completeEntry(searcher, { dn: DN, attributes: [begin] }, gaps);
  return { asked, gaps, cut: entry.cut, members: (entry.attributes.get('member') ?? []).map(String) };
}
const range = (first: number, last: number | '*'): string => `member;range=${first}-${last}`;
const because = (why: string) => [
  { code: 'members-incomplete', dn: DN, message: `only some values of member could be read: ${why}` },
];

describe('ranges', () => {
  test('to the last', async () => {
    const all = await read([range(0, 1), values(0, 2)], (first) => [
      range(first, first === 4 ? '*' : first + 1),
      values(first, 2),
    ]);
    expect(all).toEqual({ asked: 2, gaps: [], cut: undefined, members: ['v0', 'v1', 'v2', 'v3', 'v4', 'v5'] });
  });

  test.each<[string, Range, (first: number) => Range, string, number]>([
    [
      'the same values again',
      [range(0, 1), values(0, 2)],
      (first) => [range(first, first + 1), values(0, 2)],
      'the server sent 2 ranges in succession that brought nothing new',
      2,
    ],
    [
      'no values',
      [range(0, 1), values(0, 2)],
      (first) => [range(first, first + 1), []],
      'the server sent 2 ranges in succession that brought nothing new',
      2,
    ],
    [
      'numbers beyond 2^53',
      [range(0, 1), values(0, 2)],
      (first) => [`member;range=${first}-9007199254740991`, values(5, 1)],
      'the server numbers them beyond 2^53',
      1,
    ],
    [
      'such a number at once',
      ['member;range=0-99999999999999999999', values(0, 1)],
      () => ['x', []],
      'the server numbers them beyond 2^53',
      0,
    ],
    [
      'another range',
      [range(0, 1), values(0, 2)],
      () => [range(0, 1), values(0, 2)],
      'the server answered with another range',
      1,
    ],
    [
      'a range that ends before it begins',
      [range(0, 1), values(0, 2)],
      () => [range(2, 1), values(0, 2)],
      'the server answered with an empty range',
      1,
    ],
    ['the midst', [range(3, '*'), values(3, 2)], () => ['x', []], 'the server began in the midst of them', 0],
    [
      'what is no range',
      ['member;range=a-b', values(0, 2)],
      () => ['x', []],
      'the server began in the midst of them',
      0,
    ],
  ])('%s: cut, with a gap', async (_, begin, next, why, asked) => {
    const found = await read(begin, next);
    expect(found).toMatchObject({ asked, cut: ['member'], gaps: because(why) });
    expect(found.members.length).toBeGreaterThan(0);
  });

  test('without end: cut where the entry is as large as an answer may be', async () => {
    const found = await read(
      [range(0, 1), values(0, 2)],
      (first) => [range(first, first + 1), values(first, 2)],
      DN,
      2 ** 24,
    );
    expect(found).toMatchObject({ asked: 7, cut: ['member'], gaps: because('they take more than 96 MiB of memory') });
  });

  test('of another object: not taken', async () => {
    const found = await read(
      [range(0, 1), values(0, 2)],
      (first) => [range(first, '*'), values(7, 1)],
      'CN=other,DC=b',
    );
    expect(found).toMatchObject({ members: ['v0', 'v1'], gaps: because('the server answered with another object') });
  });

  test('parts of one attribute are put together in the order in which they came', async () => {
    const gaps: SourceGap[] = [];
    const wire = { dn: DN, attributes: ['a', 'A', 'a;x'].map((name, i) => [name, values(2 * i, 2)] as const) };
    const { attributes } = await completeEntry({ search: async () => page([]) }, wire, gaps);
    expect(attributes.get('a')!.map(String)).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5']);
    expect(wire.attributes[0]![1]).toHaveLength(2);
  });
});
