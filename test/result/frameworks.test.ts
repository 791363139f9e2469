import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareControls, FRAMEWORK_NAMES, FRAMEWORKS } from '../../src/result/frameworks.js';
import { VERIFIED, verifiedIds } from '../rules/framework-ids.js';

test('controls are ordered as people number them', () => {
  const order = ['AC-2', 'AC-2(3)', 'AC-6', 'AC-6(2)', 'AC-6(10)', 'AC-10', 'AU-2', 'T1098', 'T1098.007', 'T1558.003'];
  expect([...order].reverse().sort(compareControls)).toEqual(order);
  const id = fc.string({ unit: fc.constantFrom('A', '-', '(', ')', '.', '1', '02', '9'), maxLength: 6 });
  fc.assert(
    fc.property(id, id, id, (a, b, c) => {
      expect(compareControls(a, a)).toBe(0);
      expect(Math.sign(compareControls(a, b)) + Math.sign(compareControls(b, a))).toBe(0);
      if (compareControls(a, b) <= 0 && compareControls(b, c) <= 0)
        expect(compareControls(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test.each(FRAMEWORK_NAMES)('%s has an edition and a source, and verified identifiers of its form', (name) => {
  const { title, version, source, id, form } = FRAMEWORKS[name];
  for (const text of [title, version, source, form]) expect(text).not.toBe('');
  const ids = verifiedIds(name);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.filter((each) => !id.test(each))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(VERIFIED.filter(({ framework, source: from }) => framework === name && from === '')).toEqual([]);
});

test.each([
  ['attack', 'TA0005'],
  ['stig', 'V-36432'],
  ['nist', 'AC6'],
  ['pingcastle', 'R18'],
  ['anssi', 'permissions_dc'],
] as const)('%s: %s is no identifier', (name, id) => {
  expect(FRAMEWORKS[name].id.test(id)).toBe(false);
});
