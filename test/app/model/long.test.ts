import { expect, test } from '@jest/globals';
import { beginning, brief, SHOWN } from '../../../app/src/model/long.js';

test('what real names are like is shown whole', () => {
  const text = 'x'.repeat(SHOWN);
  expect([beginning(text), brief(text)]).toEqual([null, text]);
});

test('of a longer one the beginning, and how long it is', () => {
  expect(brief('x'.repeat(2400))).toBe(`${'x'.repeat(100)} ... (2,400 characters)`);
});

test('no half of a character is left', () => {
  expect(beginning(`${'x'.repeat(99)}${'👩'.repeat(150)}`)).toBe('x'.repeat(99));
  expect(beginning(`${'x'.repeat(98)}${'👩'.repeat(150)}`)).toBe(`${'x'.repeat(98)}👩`);
});
