import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { runStamp } from '../../src/report/run-stamp.js';
import type { AuditHeader } from '../../src/result/audit.js';

const stamp = (hashes: readonly (string | null)[]) =>
  runStamp({
    tool: { version: '1', rules: 'r' },
    evidence: { sources: hashes.map((sha256) => ({ sha256, collectedAt: null })) },
  } as unknown as AuditHeader);

test('the evidence is stamped by the hashes of its sources, in their order', () => {
  const expected = createHash('sha256').update('aa\nbb\n').digest('hex');
  expect(stamp(['aa', 'bb']).evidence).toBe(expected);
  expect(stamp(['bb', 'aa']).evidence).not.toBe(expected);
});

test('two directories that were read live are not the same evidence: they have no stamp', () => {
  expect(stamp([null]).evidence).toBeNull();
  expect(stamp(['aa', null]).evidence).toBeNull();
});
