/** A short run of what `npm run fuzz:parsers` does at length. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { fuzzParsers, ldifText, parserTargets } from './parser-targets.js';

const FIXTURE = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab/securelab.ldif.gz');

test('damaged input is refused by an error that a user can read, or used to the end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-parsers-'));
  try {
    const targets = await parserTargets(ldifText(FIXTURE), folder, 1);
    const before = process.memoryUsage().rss;
    const tallies = await fuzzParsers(targets, 4000, 1);
    for (const { accepted, refused } of tallies) expect(accepted + refused).toBeGreaterThan(0);
    // Damage does not stop all of it: the parsers get to the end, and what they accept is used.
    expect(tallies.filter(({ accepted }) => accepted > 0).length).toBeGreaterThan(5);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
