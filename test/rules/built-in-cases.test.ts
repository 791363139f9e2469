import { describe, expect, test } from '@jest/globals';
import { testRules } from '../../src/rules/index.js';

describe('the built-in rules hold their cases', () => {
  const results = testRules(undefined, [], { mutate: true });

  test.each(results.map((result) => [result.rule, result] as const))('%s', (_rule, { cases, faults }) => {
    expect(faults).toEqual([]);
    expect(cases.flatMap(({ name, faults: wrong }) => wrong.map((fault) => `${name}: ${fault}`))).toEqual([]);
  });

  test.each(results.map((result) => [result.rule, result] as const))(
    '%s: its cases tell its condition from each that is wrong in one place ("adreach rules test --mutate")',
    (_rule, { mutations }) => {
      expect(mutations?.made).toBeGreaterThan(2);
      expect(mutations?.survivors).toEqual([]);
    },
  );
});
