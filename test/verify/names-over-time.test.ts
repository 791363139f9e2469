/** Whose name a name was. */
import { expect, test } from '@jest/globals';
import type { RenamedEvent } from '../../src/verify/events/event.js';
import { NamesOverTime } from '../../src/verify/names-over-time.js';

const rename = (
  sid: string,
  from: string,
  to: string,
  time: number | null,
  domain: string | null = null,
): RenamedEvent => ({
  kind: 'renamed',
  id: 4781,
  place: { file: '', at: '' },
  time,
  controller: null,
  from,
  to,
  target: { sid: sid as `S-1-${string}`, name: to, domain },
  actor: { sid: null, name: null, domain: null },
});

test('a name that went from one account to another', () => {
  const names = new NamesOverTime(
    [
      rename('S-1-5-21-1-1-1-1101', 'old', 'Jo', 100),
      rename('S-1-5-21-1-1-1-1102', 'JO', 'gone', 50),
      rename('S-1-5-21-1-1-1-1103', 'x', 'jo', 300),
      rename('S-1-5-21-1-1-1-1101', 'jo', 'other', 200),
    ],
    [],
  );
  expect([10, 60, 150, 250, 400].map((time) => names.holder('jo', null, time))).toEqual([
    'S-1-5-21-1-1-1-1102',
    'nobody',
    'S-1-5-21-1-1-1-1101',
    'nobody',
    'S-1-5-21-1-1-1-1103',
  ]);
  expect(names.holder('old', null, 50)).toBe('S-1-5-21-1-1-1-1101');
  expect(names.holder('old', null, 150)).toBe('nobody');
  expect(names.holder('other', null, 50)).toBe('nobody');
  expect(names.holder('never', null, 50)).toBe('not-told');
});

test('without times: only where one account had it', () => {
  const names = new NamesOverTime(
    [rename('S-1-5-21-1-1-1-1101', 'a', 'b', 100), rename('S-1-5-21-1-1-1-1102', 'b', 'c', null)],
    [],
  );
  expect(names.holder('a', null, null)).toBe('S-1-5-21-1-1-1-1101');
  expect(names.holder('b', null, 150)).toBe('undecided');
  expect(names.holder('c', null, 10)).toBe('S-1-5-21-1-1-1-1102');
});

test('a name is one account\u2019s within a domain', () => {
  const domain = (number: number, netbiosName: string) => ({
    sid: `S-1-5-21-${number}-${number}-${number}` as const,
    netbiosName,
    dnsName: `${netbiosName.toLowerCase()}.example.com`,
  });
  const one = rename('S-1-5-21-1-1-1-1101', 'jo', 'gone', 100, 'ONE');
  const names = new NamesOverTime([one], [domain(1, 'ONE'), domain(2, 'TWO')]);
  expect(names.holder('jo', 'ONE', 50)).toBe('S-1-5-21-1-1-1-1101');
  expect(names.holder('jo', 'one.example.com', 150)).toBe('nobody');
  for (const time of [50, 150, null]) {
    expect(names.holder('jo', 'two', time)).toBe('not-told');
    expect(names.holder('jo', 'two.example.com', time)).toBe('not-told');
    expect(names.holder('jo', null, time)).toBe('undecided');
  }
  // A domain that the sources do not have is known by the name that events have of it.
  const other = rename('S-1-5-21-3-3-3-1101', 'jo', 'gone', 100, 'Three');
  expect(new NamesOverTime([other], [domain(1, 'ONE')]).holder('jo', 'THREE', 50)).toBe('S-1-5-21-3-3-3-1101');
  expect(new NamesOverTime([other], [domain(1, 'ONE')]).holder('jo', 'FOUR', 50)).toBe('not-told');
});
