import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CAVEAT_CODES, REASON_CODES, VERDICT_CODES } from '../../src/result/codes.js';
import { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } from '../../src/words/reasons.js';

const root = join(import.meta.dirname, '../..');

describe('reasons', () => {
  test.each(Object.entries({ ...REASON_TEXTS, ...VERDICT_TEXTS }))('%s is told in full sentences', (_code, entry) => {
    expect(entry.label.length).toBeLessThanOrEqual(30);
    expect(entry.text).toMatch(/^[A-Z].*\.$/);
    expect(entry.advice).toMatch(/^[A-Z].*\.$/);
  });

  test('texts stand in the order of the codes, which docs and reports show', () => {
    expect(Object.keys(VERDICT_TEXTS)).toEqual(VERDICT_CODES);
    expect(Object.keys(REASON_TEXTS)).toEqual(REASON_CODES);
    expect(Object.keys(CAVEAT_TEXTS)).toEqual(CAVEAT_CODES);
  });

  test('every verdict has a reason', () => {
    const explained = new Set(Object.values(REASON_TEXTS).map(({ verdict }) => verdict));
    expect([...explained].sort()).toEqual([...VERDICT_CODES].sort());
  });

  test('docs/reasons.md is what the script makes of them', async () => {
    const script: string = join(root, 'scripts/reasons-doc.mjs');
    const { renderReasons } = await import(script);
    expect(readFileSync(join(root, 'docs/reasons.md'), 'utf8')).toBe(
      renderReasons(VERDICT_TEXTS, REASON_TEXTS, CAVEAT_TEXTS),
    );
  });
});
