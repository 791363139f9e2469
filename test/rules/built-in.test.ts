/** What the built-in rules must keep to, beyond their own cases. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { FRAMEWORK_NAMES } from '../../src/result/frameworks.js';
import { loadRules } from '../../src/rules/index.js';
import { verifiedIds } from './framework-ids.js';

const { rules } = loadRules();

interface Case {
  readonly name: string;
  readonly expect: unknown;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const folder = dirname(rule.path);
  const { cases } = parse(readFileSync(join(folder, 'cases.yaml'), 'utf8')) as { cases: readonly Case[] };

  test('stands in a folder of its name, with the prefix of the program', () => {
    expect(basename(folder)).toBe(id);
    expect(id).toMatch(/^ADR-/);
  });

  test('has a case with a finding, one without, and one in which something is unknown', () => {
    expect(cases.some((item) => item.expect !== 'none')).toBe(true);
    expect(cases.some((item) => item.expect === 'none')).toBe(true);
    expect(cases.some((item) => item.name.startsWith('unknown'))).toBe(true);
  });

  test('its cases hold the whole message at least once', () => {
    expect(cases.some((item) => typeof item.expect === 'object' && 'message' in (item.expect as object))).toBe(true);
  });

  test('names identifiers of other catalogues only where they were verified', () => {
    for (const name of FRAMEWORK_NAMES) {
      expect(verifiedIds(name)).toEqual(expect.arrayContaining([...rule.frameworks[name]]));
    }
    expect(rule.references.length).toBeGreaterThan(0);
  });
});

test('at least the ten of the beginning', () => {
  expect(rules.length).toBeGreaterThanOrEqual(10);
});
