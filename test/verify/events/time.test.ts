import { expect, test } from '@jest/globals';
import { instantOf } from '../../../src/verify/events/time.js';

const AT = Date.UTC(2022, 0, 24, 17, 3, 25, 2);

test('instants with a zone', () => {
  expect(instantOf('2022-01-24T17:03:25.0025616Z')).toBe(AT);
  expect(instantOf('2022-01-24T18:03:25.002+01:00')).toBe(AT);
  expect(instantOf('2022-01-24T18:03:25.002+0100')).toBe(AT);
  expect(instantOf(' 2022-01-24 17:03:25.002Z ')).toBe(AT);
});

test('a time without a zone is none, unless something beside it says that it is UTC', () => {
  expect(instantOf('2022-01-24T17:03:25.002')).toBeNull();
  expect(instantOf('2022-01-24T17:03:25.002', true)).toBe(AT);
  expect(instantOf('1/24/2022, 5:03:25.002 PM')).toBeNull();
  expect(instantOf('1/24/2022, 5:03:25.002 PM', true)).toBe(AT);
  expect(instantOf('1/24/2022 17:03:25.002', true)).toBe(AT);
  expect(instantOf('1/24/2022, 12:00:00 AM', true)).toBe(Date.UTC(2022, 0, 24));
});

test('which number is the month is not guessed', () => {
  expect(instantOf('10/12/2026, 8:30:15.250 AM', true)).toBe(Date.UTC(2026, 9, 12, 8, 30, 15, 250));
  for (const text of ['10/12/2026, 08:30:15.250', '12/10/2026, 8:30:15 am', '12/10/2026 08:30'])
    expect(instantOf(text, true)).toBeNull();
  expect(instantOf('10/10/2026 08:30:15', true)).toBe(Date.UTC(2026, 9, 10, 8, 30, 15));
});

test('as portals show times: the month in letters, without seconds', () => {
  const at = Date.UTC(2026, 9, 12, 20, 30);
  for (const text of ['Oct 12, 2026 8:30:00 PM', 'October 12, 2026, 8:30 PM', '10/12/2026 8:30 PM', '2026-10-12 20:30'])
    expect([instantOf(text, true), instantOf(text)]).toEqual([at, null]);
  expect(instantOf('2026-10-12T20:30Z')).toBe(at);
  expect(instantOf('Okt 12, 2026 8:30:00 PM', true)).toBeNull();
});

test('what is no instant', () => {
  for (const text of [
    '',
    'yesterday',
    '2022-13-45T00:00:00Z',
    '24/1/2022 5:03:25 PM',
    '1/24/2022 25:00:00',
    '20220124',
  ]) {
    expect(instantOf(text, true)).toBeNull();
  }
});
