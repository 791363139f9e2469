import { expect, test } from '@jest/globals';
import { labAddress } from './lab-available.js';

test('addresses of labs are never given out twice, to whoever asks at the same time', async () => {
  const given = await Promise.all(Array.from({ length: 10 }, () => labAddress()));
  expect(new Set(given).size).toBe(given.length);
  for (const address of given) expect(address).toMatch(/^127\.0\.0\.1\d\d$/);
});
