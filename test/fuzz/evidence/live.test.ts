/** Rights to read denied to the collecting user on the real directory server; `npm run fuzz:evidence -- --live 500` at length. */
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { labAddress, labOrReason } from '../../lab-available.js';
import { seedOf } from '../../seed.js';
import { liveSummary, runLive } from './live.js';

const ROUNDS = 20;
const reason = await labOrReason('evidence denied on the server');
const folder = mkdtempSync(join(tmpdir(), 'adreach-evidence-live-'));
afterAll(() => rmSync(folder, { recursive: true }));

(reason === null ? describe : describe.skip)('rights to read denied on the directory server', () => {
  test(`${ROUNDS} rounds: no known answer becomes another, and what is missing is named`, async () => {
    const seed = seedOf(process.env.ADREACH_SEED);
    const result = await runLive({ address: await labAddress(), rounds: ROUNDS, seed, folder });
    writeSync(1, `${liveSummary(result, seed)}\n`);
    expect(result.found).toEqual([]);
    expect(result.rounds).toBe(ROUNDS);
    expect(result.compared).toBeGreaterThan(ROUNDS * 1000);
    expect(result.stayed).toBeGreaterThan(result.compared / 3);
  }, 900_000);
});
