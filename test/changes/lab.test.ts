/**
 * Random files of changes, really made: each is written as LDIF, sent to the directory server by ldapmodify, and read back as
 * changes of the evidence. The domain, exported again, is what the evidence says: every object with its list, flags and
 * memberships, entry for entry; and an audit says the same of both. `npm run fuzz:changes` makes as many as wanted.
 */
import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Trials } from '../fuzz/changes/trial.js';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { seedOf } from '../seed.js';

const FILES = 12;
const reason = await labOrReason('files of changes that are really made');

(reason === null ? describe : describe.skip)('files of changes on the directory server', () => {
  let lab: Lab;
  let trials: Trials;

  beforeAll(async () => {
    lab = await startLab({ address: await labAddress() });
    trials = new Trials(lab, seedOf(process.env.ADREACH_SEED));
  }, 180_000);

  afterAll(async () => {
    await trials?.close();
    await lab?.stop();
  }, 60_000);

  test('leave behind what was computed', async () => {
    const faults: string[] = [];
    const kinds = new Set<string>();
    let made = 0;
    const started = Date.now();
    for (let file = 1; file <= FILES; file++) {
      const result = await trials.try(file);
      made += result.made.length;
      for (const kind of result.made) kinds.add(kind);
      for (const fault of result.faults) faults.push(`file ${file}: ${fault}\n${result.ldif}`);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    writeSync(1, `Changes: ${made} of ${kinds.size} kinds in ${FILES} files, ${seconds} s, ${faults.length} faults\n`);
    expect(faults).toEqual([]);
    expect(made).toBeGreaterThan(FILES);
  }, 300_000);
});
