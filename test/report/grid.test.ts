import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columns } from '../../src/report/encode/terminal.js';
import { type Cell, grid } from '../../src/report/table/grid.js';

const plain = (text: string) => text;
const HEAD = [{ head: 'name' }, { head: 'dn' }, { head: 'count', width: 8, align: 'right' as const }];
const cells = (...texts: string[]): Cell[] => texts.map((text) => ({ text }));

test('rows as they read, wrapped where they are long', () => {
  expect(
    grid(HEAD, [cells('Ann', 'CN=Ann,OU=People,DC=example', '7'), cells('Bo', 'CN=Bo', '1,234')], 50, plain),
  ).toEqual([
    'name     dn                      count',
    '──────── ──────────────────── ────────',
    'Ann      CN=Ann,OU=People,           7',
    '         DC=example',
    'Bo       CN=Bo                   1,234',
  ]);
});

test('of a name beyond all measure there are its beginning, its end, and how much stands between', () => {
  const name = `CN=first,${'OU=x,'.repeat(20_000)}DC=last`;
  const lines = grid(HEAD, [cells(name, 'b', '1')], 60, plain).slice(2);
  expect(lines.length).toBeLessThanOrEqual(8);
  const text = lines.join(' ');
  expect(text).toMatch(/CN=first,/);
  expect(text).toMatch(/\[\.\.\. [\d,]+\s+characters \.\.\.\]/);
  expect(text).toMatch(/DC=last$/);
});

test('every line fits and every row keeps its columns, whatever names are', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'grapheme', minLength: 300, maxLength: 900 }),
      fc.constant('日本語🙂'.repeat(400)),
    )
    .map((value) => value.replace(/[\p{C}\n\r]/gu, '.'));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 4 }), fc.integer({ min: 40, max: 160 }), (rows, width) => {
      const lines = grid(
        HEAD,
        rows.map(([a, b]) => cells(a, b, '9')),
        width,
        plain,
      );
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
      expect(lines.length).toBeLessThanOrEqual(2 + 8 * rows.length);
      expect(
        lines.filter((line) => line.endsWith('9') && columns(line) === columns(lines[1]!)).length,
      ).toBeGreaterThanOrEqual(rows.length);
    }),
    { numRuns: 60 },
  );
});
