import { describe, expect, test } from '@jest/globals';
import { article, capital, entriesWords, listed } from '../../src/words/lists.js';

describe('lists', () => {
  test.each<[readonly string[], string | undefined, string]>([
    [[], undefined, ''],
    [['a'], undefined, 'a'],
    [['a', 'b'], undefined, 'a and b'],
    [['a', 'b', 'c'], 'or', 'a, b or c'],
  ])('%j %s', (words, last, text) => {
    expect(listed(words, last)).toBe(text);
  });

  test.each<[readonly number[], string]>([
    [[3], 'entry 3'],
    [[3, 7], 'entries 3 and 7'],
    [[3, 4], 'entries 3 and 4'],
    [[3, 5, 6, 7, 12], 'entries 3, 5-7 and 12'],
  ])('%j', (indexes, text) => {
    expect(entriesWords(indexes)).toBe(text);
  });
});

test.each([
  ['user', 'a user'],
  ['inetOrgPerson', 'an inetOrgPerson'],
])('an article before %s', (noun, text) => {
  expect(article(noun)).toBe(text);
});

test('a capital', () => {
  expect(capital('inherited from')).toBe('Inherited from');
});
