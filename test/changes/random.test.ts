/** Random changes of all kinds in the sample domain: what comes of them is one directory, however it is looked at. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { type BaseSource, type Change, changedSource } from '../../src/changes/index.js';
import { AdreachError } from '../../src/errors/index.js';
import { randomChanges } from '../fuzz/changes/generate.js';
import { Random } from '../fuzz/random.js';
import { seedOf } from '../seed.js';
import { FIXTURES } from '../truth/predict.js';
import { answers, assembledAnew, keptOpen, worldOfSource } from './evidence.js';
import { descriptorsOf } from './world.js';

const DOMAIN_DN = 'DC=securelab,DC=local';
const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';
const FILES = 6;

let base: BaseSource;
beforeAll(async () => {
  base = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
}, 60_000);
afterAll(() => base.close());

/** The changes with those left out at the end that cannot be made, and what comes of them. */
async function possible(proposed: readonly Change[]): Promise<{ changes: readonly Change[]; source: BaseSource }> {
  for (let changes = proposed; ; changes = changes.slice(0, -1)) {
    try {
      const source = await changedSource(
        keptOpen(base),
        changes.map((change) => ({ change })),
      );
      return { changes, source };
    } catch (error) {
      if (!(error instanceof AdreachError)) throw error;
    }
  }
}

test('an audit says of it what it says of the same objects, assembled; and the same changes come to the same', async () => {
  const world = await worldOfSource(base);
  const kinds = new Set<string>();
  for (let file = 1; file <= FILES; file++) {
    const random = new Random(seedOf(process.env.ADREACH_SEED) * 1009 + file);
    const proposed = [
      ...randomChanges(world, DOMAIN_DN, DOMAIN_SID, random, file),
      ...randomChanges(world, DOMAIN_DN, DOMAIN_SID, random, file + FILES),
    ];
    const { changes, source } = await possible(proposed);
    for (const { kind } of changes) kinds.add(kind);
    const again = await assembledAnew(keptOpen(source));
    const second = await possible(changes);
    try {
      const said = await answers(source, ['mdiAction$', 'known1']);
      expect(said).toEqual(await answers(again, ['mdiAction$', 'known1']));
      expect(descriptorsOf(await worldOfSource(second.source))).toEqual(descriptorsOf(await worldOfSource(source)));
    } finally {
      await again.close();
      await second.source.close();
      await source.close();
    }
  }
  expect(kinds.size).toBeGreaterThan(5);
}, 240_000);
