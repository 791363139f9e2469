/** A short run of what `npm run fuzz:parsers` does at length. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCampaign, variantOf } from './campaign.js';
import { DAMAGES } from './mutate.js';
import type { ParserTarget } from './parser-target.js';
import { TARGET_NAMES, targetsNamed } from './parser-targets.js';

const EACH = 30;
const SEED = 1;
const folder = mkdtempSync(join(tmpdir(), 'fuzz-parsers-'));
let targets: readonly ParserTarget[] = [];
beforeAll(async () => {
  targets = await targetsNamed(TARGET_NAMES, folder, SEED);
});
afterAll(() => rmSync(folder, { recursive: true }));

const targetOf = (name: string): ParserTarget => targets.find((target) => target.name === name)!;

test.each(TARGET_NAMES)('%s: damaged input is refused, or read with what it lacks said', async (name) => {
  const target = targetOf(name);
  const number = Math.ceil(EACH / (target.costly ?? 1));
  const { variants, outcomes, damages, distinct } = await runCampaign(target, { seed: SEED, from: 0, to: number });
  expect(variants).toBe(number);
  expect(distinct).toBeGreaterThan(number / 2);
  expect(outcomes.refused).toBeGreaterThan(0);
  if (number >= 10) for (const kind of DAMAGES) expect(damages[kind].variants).toBeGreaterThan(0);
});

test.each(TARGET_NAMES)('%s: what is not damaged is read, and nothing is said to be missing', async (name) => {
  const target = targetOf(name);
  for (const index of new Set([0, target.inputs.length - 1])) {
    const original = target.inputs[index]!;
    const outcome = await target.run({ bytes: Buffer.from(original), original, index, damage: 'flipped' });
    // Of records and of a server, what they say themselves is not told from what is found out.
    const whole = ['snapshot-records', 'ldap'].includes(name)
      ? ['with-gaps', 'without-gaps']
      : ['accepted', 'without-gaps'];
    expect(whole).toContain(outcome);
  }
});

test('a variant is the same in every run, differs from its input, and comes from all inputs', async () => {
  const [target] = await targetsNamed(['ldif'], folder, SEED);
  const seen = new Set<number>();
  for (let number = 0; number < 200; number++) {
    const variant = variantOf(target!, SEED, number);
    expect(variantOf(target!, SEED, number).bytes.equals(variant.bytes)).toBe(true);
    expect(variant.bytes.equals(variant.original)).toBe(false);
    seen.add(variant.index);
  }
  expect(seen.size).toBe(target!.inputs.length);
});
