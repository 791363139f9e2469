/**
 * Random changes, really made on the directory server: of the domain before and after, every changed verdict has a proven cause,
 * and each cause, replayed alone, gives what it claims. `npm run fuzz:diff` makes as many pairs as wanted.
 */
import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Trials } from '../fuzz/changes/trial.js';
import { Look } from '../fuzz/diff/look.js';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { seedOf } from '../seed.js';

const PAIRS = 6;
const reason = await labOrReason('causes of changes that are really made');

(reason === null ? describe : describe.skip)('a domain before and after changes on the directory server', () => {
  const look = new Look();
  let lab: Lab;
  let trials: Trials;

  beforeAll(async () => {
    lab = await startLab({ address: await labAddress() });
    trials = new Trials(lab, seedOf(process.env.ADREACH_SEED) + 1, look.at);
  }, 180_000);

  afterAll(async () => {
    await trials?.close();
    await lab?.stop();
  }, 60_000);

  test('every changed verdict has a cause, and each cause gives what it claims', async () => {
    const faults: string[] = [];
    for (let file = 1; file <= PAIRS; file++) {
      const result = await trials.try(file);
      for (const fault of result.faults.filter((each) => each.startsWith('diff, ')))
        faults.push(`file ${file}: ${fault}\n${result.ldif}`);
    }
    const { pairs, verdicts, causes } = look.counts;
    writeSync(1, `Causes: ${causes} of ${verdicts} changed verdicts in ${pairs} pairs, ${faults.length} faults\n`);
    expect(faults).toEqual([]);
  }, 300_000);
});
