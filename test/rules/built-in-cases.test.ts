import { describe, expect, test } from '@jest/globals';
import { testRules } from '../../src/rules/index.js';

describe('the built-in rules hold their cases', () => {
  const results = testRules(undefined);

  test.each(results.map((result) => [result.rule, result] as const))('%s', (_rule, { cases }) => {
    expect(cases.length).toBeGreaterThanOrEqual(3);
    expect(cases.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
  });
});
