import { expect, test } from '@jest/globals';
import { datedWords } from '../../../src/report/answer/dated.js';
import type { SourceInfo } from '../../../src/result/sources.js';

const SOURCE: SourceInfo = {
  name: 'lab.snapshot',
  kind: 'snapshot',
  sha256: '0'.repeat(64),
  collectedAt: '2026-01-31T10:20:30Z',
  server: 'dc1.lab',
};

test.each<[string, Partial<SourceInfo>, string]>([
  ['of what there is', {}, 'Collected 2026-01-31 10:20 UTC from dc1.lab.'],
  [
    'of what was simulated',
    { simulated: { changes: 1 } },
    'SIMULATED (1 change), no evidence of what is there. Collected 2026-01-31 10:20 UTC from dc1.lab.',
  ],
])('%s', (_name, more, words) => {
  expect(datedWords({ sources: [{ ...SOURCE, ...more }] })).toBe(words);
});
