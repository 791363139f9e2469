import { expect, test } from '@jest/globals';
import { cruise, ROOT } from './cruise.js';

test('imports go one way, without circles (.dependency-cruiser.cjs)', async () => {
  const { violations, modules } = await cruise(ROOT);
  expect(violations).toEqual([]);
  // A parser that reads nothing would also find nothing wrong.
  expect(modules).toBeGreaterThan(50);
}, 60_000);
