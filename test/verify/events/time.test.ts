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
