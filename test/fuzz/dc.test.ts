import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AceType, type SecurityDescriptor } from '../../src/descriptor/types.js';
import { labAddress, labOrReason } from '../lab-available.js';
import { productPredicts } from './judge.js';
import { fuzz } from './run.js';
import { DEVIATIONS } from './server-model.js';
import { summary } from './summary.js';
import { makeWorld, type World } from './world.js';

const reason = await labOrReason('random descriptors against the server');

/** What tools of the field do: deny before allow, whatever order is stored. */
function sorted(descriptor: SecurityDescriptor): SecurityDescriptor {
  const { dacl } = descriptor;
  if (dacl === null) return descriptor;
  const denies = (type: number) => type === AceType.AccessDenied || type === AceType.AccessDeniedObject;
  const aces = [...dacl.aces].sort((a, b) => Number(denies(b.type)) - Number(denies(a.type)));
  return { ...descriptor, dacl: { ...dacl, aces } };
}

(reason === null ? describe : describe.skip)('random descriptors on the directory server', () => {
  let world: World;

  beforeAll(async () => {
    world = await makeWorld(await labAddress(80));
  }, 180_000);
  afterAll(async () => {
    await world?.close();
  }, 60_000);

  test('a thousand of them: every answer is the predicted one, or differs for a known cause', async () => {
    const started = Date.now();
    const result = await fuzz(world, { seed: 2026, descriptors: 1000 });
    writeSync(1, `${summary(result, 2026, Date.now() - started)}\n`);
    expect(result.disagreements).toEqual([]);
    expect(result.descriptors).toBe(1000);
    expect(result.attempts).toBe(6000);
    // Neither everything granted nor everything refused, and the exceptions stay exceptions.
    expect(result.granted / result.attempts).toBeGreaterThan(0.1);
    expect(result.granted / result.attempts).toBeLessThan(0.9);
    expect(result.agreed / (result.attempts + result.read)).toBeGreaterThan(0.75);
    const causes = new Set([...result.deviations.keys()].flatMap((key) => key.split(' + ')));
    expect([...causes].sort()).toEqual([...DEVIATIONS].sort());
  }, 300_000);

  test('a check that sorts the list is found out, and its mistake shrunk to two entries', async () => {
    const result = await fuzz(world, {
      seed: 7,
      descriptors: 200,
      predict: (asked) => productPredicts({ ...asked, descriptor: sorted(asked.descriptor) }),
    });
    expect(result.disagreements.length).toBeGreaterThan(0);
    const shrunk = /shrunk to: {2}(.*)/.exec(result.disagreements[0]!)![1]!;
    expect(shrunk.match(/\(/g)).toHaveLength(2);
    expect(result.disagreements[0]).toMatch(/prediction is denied, the server granted[\s\S]*token of /);
  }, 120_000);
});
