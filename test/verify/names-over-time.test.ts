/** Whose name a name was. */
import { expect, test } from '@jest/globals';
import type { RenamedEvent } from '../../src/verify/events/event.js';
import { NamesOverTime } from '../../src/verify/names-over-time.js';

const rename = (sid: string, from: string, to: string, time: number | null): RenamedEvent => ({
  kind: 'renamed',
  id: 4781,
  place: { file: '', at: '' },
  time,
  controller: null,
  from,
  to,
  target: { sid: sid as `S-1-${string}`, name: to, domain: null },
  actor: { sid: null, name: null, domain: null },
});

test('a name that went from one account to another', () => {
  const names = new NamesOverTime([
    rename('S-1-1', 'old', 'Jo', 100),
    rename('S-1-2', 'JO', 'gone', 50),
    rename('S-1-3', 'x', 'jo', 300),
    rename('S-1-1', 'jo', 'other', 200),
  ]);
  expect([10, 60, 150, 250, 400].map((time) => names.holder('jo', time))).toEqual([
    'S-1-2',
    'nobody',
    'S-1-1',
    'nobody',
    'S-1-3',
  ]);
  expect(names.holder('old', 50)).toBe('S-1-1');
  expect(names.holder('old', 150)).toBe('nobody');
  expect(names.holder('other', 50)).toBe('nobody');
  expect(names.holder('never', 50)).toBe('not-told');
});

test('without times: only where one account had it', () => {
  const names = new NamesOverTime([rename('S-1-1', 'a', 'b', 100), rename('S-1-2', 'b', 'c', null)]);
  expect(names.holder('a', null)).toBe('S-1-1');
  expect(names.holder('b', 150)).toBe('undecided');
  expect(names.holder('c', 10)).toBe('S-1-2');
});
