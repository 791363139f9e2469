/** The attacks that take few seconds, and that the trial itself sees what does not hold. */
import { describe, expect, test } from '@jest/globals';
import type { Attack } from './attack.js';
import { answered, refused } from './attack.js';
import { ATTACKS } from './attacks.js';
import { tryAttack } from './try.js';

const QUICK = ATTACKS.filter(({ quick }) => quick);

test('no two attacks have one name', () => {
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length);
});

describe('quick attacks are held', () => {
  for (const attack of QUICK) {
    test(`${attack.kind}: ${attack.what}`, async () => {
      const { fault } = await tryAttack(attack);
      expect(fault).toBe(null);
    });
  }
});

describe('what does not hold is seen', () => {
  const attack = (changes: Partial<Attack>): Attack => ({
    name: 'sample',
    kind: 'files',
    what: 'the version',
    most: { seconds: 30, mebibytes: 500 },
    mount: async () => ({ run: ['--version'], judge: answered(/^\d/) }),
    ...changes,
  });
  const faultOf = async (changes: Partial<Attack>) => (await tryAttack(attack(changes))).fault;

  test('an end that is as it should be', async () => {
    expect(await faultOf({})).toBe(null);
  });

  test('memory, time and another end', async () => {
    expect(await faultOf({ most: { seconds: 30, mebibytes: 10 } })).toMatch(/^took \d+ MiB, more than 10$/);
    expect(await faultOf({ most: { seconds: 0.001, mebibytes: 500 } })).toMatch(/^took [\d.]+ s, more than 0\.001$/);
    const refusal = async () => ({ run: ['--version'], judge: refused(/anything/) });
    expect(await faultOf({ mount: refusal })).toMatch(/^exit status 0 instead of 2/);
  });

  test('a process that never ends is ended', async () => {
    const forever = async () => ({
      run: [],
      env: { NODE_OPTIONS: '--import=data:text/javascript,setInterval(()=>{},1000)' },
      judge: () => null,
    });
    expect(await faultOf({ most: { seconds: 0.2, mebibytes: 500 }, mount: forever })).toMatch(/^took/);
  }, 60_000);
});
