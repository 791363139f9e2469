import { expect, test } from '@jest/globals';
import type { OriginInfo } from '../../src/result/sources.js';
import { simulatedSources } from '../../src/words/simulated-sources.js';

const source = (name: string, more: Partial<OriginInfo> = {}): OriginInfo => ({
  name,
  kind: 'snapshot',
  sha256: null,
  collectedAt: null,
  server: null,
  ...more,
});

test('what is simulated is found in what a source was made from, too', () => {
  expect(simulatedSources([source('a'), source('b', { madeFrom: [source('c')] })])).toBeNull();
  const inside = source('b', { madeFrom: [source('c', { simulated: { changes: 2 } })] });
  const both = [source('a', { simulated: { changes: 5 } }), inside, inside];
  expect(simulatedSources(both)).toEqual({ names: ['a', 'c'], changes: 5 });
});
