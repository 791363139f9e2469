import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ace, AceFlag, AceType } from '../../src/descriptor/types.js';
import { labAddress, labOrReason } from '../lab-available.js';
import { type Answer, judge, type Predict, productPredicts } from './judge.js';
import { fuzz } from './run.js';
import { DEVIATIONS } from './server-model.js';
import { summary } from './summary.js';
import { makeWorld, type World } from './world.js';

const reason = await labOrReason('random descriptors against the server');

const DENYING: readonly number[] = [AceType.AccessDenied, AceType.AccessDeniedObject];

/** The product's check behind a change of what it is asked: a mistake that a check could make. */
const mistaken =
  (change: (aces: readonly Ace[], asked: Asked) => readonly Ace[]): Predict =>
  (asked) => {
    const { dacl } = asked.descriptor;
    if (dacl === null) return productPredicts(asked);
    return productPredicts({
      ...asked,
      descriptor: { ...asked.descriptor, dacl: { ...dacl, aces: change(dacl.aces, asked) } },
    });
  };
type Asked = Parameters<Predict>[0];

/** What tools of the field get wrong, and a few more. */
const sorts = mistaken((aces) =>
  [...aces].sort((a, b) => Number(DENYING.includes(b.type)) - Number(DENYING.includes(a.type))),
);
const MISTAKES: Readonly<Record<string, Predict>> = {
  'sorts denies to the front': sorts,
  'skips entries that deny': mistaken((aces) => aces.filter((ace) => !DENYING.includes(ace.type))),
  'counts inherit-only entries': mistaken((aces) =>
    aces.map((ace) => ({ ...ace, flags: ace.flags & ~AceFlag.InheritOnly })),
  ),
  'does not map generic rights': mistaken((aces) =>
    aces.map((ace) => ('mask' in ace ? { ...ace, mask: ace.mask & 0x0fffffff } : ace)),
  ),
  'takes SELF for the account under audit': mistaken((aces, { actor }) =>
    aces.map((ace) => ('sid' in ace && ace.sid === 'S-1-5-10' ? { ...ace, sid: actor.sid } : ace)),
  ),
  'takes no notice of object types': mistaken((aces) =>
    aces.map((ace) => (ace.form === 'object' ? { ...ace, objectType: null } : ace)),
  ),
  'leaves out entries scoped to another class': mistaken((aces, { target }) =>
    aces.filter((ace) => ace.form !== 'object' || [null, target.classGuid].includes(ace.inheritedObjectType)),
  ),
  'takes no notice of property sets': (asked) => {
    const { request } = asked.question;
    const covers = request.covers.length < 3 ? request.covers : [request.covers[0]!, request.covers[2]!];
    return productPredicts({ ...asked, question: { ...asked.question, request: { ...request, covers } } });
  },
  'counts the token by the account alone': (asked) =>
    productPredicts({
      ...asked,
      actor: {
        ...asked.actor,
        token: { ...asked.actor.token, carries: (sid) => (sid === asked.actor.sid ? 'yes' : 'no') },
      },
    }),
};

(reason === null ? describe : describe.skip)('random descriptors on the directory server', () => {
  let world: World;
  const answers: Answer[] = [];

  beforeAll(async () => {
    world = await makeWorld(await labAddress());
  }, 180_000);
  afterAll(async () => {
    await world?.close();
  }, 60_000);

  test('a thousand of them: every answer is the predicted one, or differs for a known cause', async () => {
    const started = Date.now();
    const result = await fuzz(world, { seed: 2026, descriptors: 1000, onAnswer: (answer) => answers.push(answer) });
    writeSync(1, `${summary(result, 2026, Date.now() - started)}\n`);
    expect(result.disagreements).toEqual([]);
    expect(result.descriptors).toBe(1000);
    // Two accounts, three attempts each, and the last account changes the list itself.
    expect(result.attempts).toBe(7000);
    // Neither everything granted nor everything refused, and the exceptions stay exceptions.
    expect(result.granted / result.attempts).toBeGreaterThan(0.1);
    expect(result.granted / result.attempts).toBeLessThan(0.9);
    expect(result.agreed / (result.attempts + result.read)).toBeGreaterThan(0.75);
    const causes = new Set([...result.deviations.keys()].flatMap((key) => key.split(' + ')));
    expect([...causes].sort()).toEqual([...DEVIATIONS].sort());
  }, 300_000);

  test.each(Object.keys(MISTAKES))('a check that %s would be found out by these answers', (mistake) => {
    expect(answers.length).toBeGreaterThan(30_000);
    const disagreeing = answers.filter((answer) => judge(answer, MISTAKES[mistake]!).kind === 'disagrees');
    expect(disagreeing.length).toBeGreaterThan(10);
  });

  test('a disagreement is shrunk on the server to the fewest entries that show it', async () => {
    const result = await fuzz(world, { seed: 7, descriptors: 60, predict: sorts });
    expect(result.disagreements.length).toBeGreaterThan(0);
    const shrunk = /shrunk to: {2}(.*)/.exec(result.disagreements[0]!)![1]!;
    expect(shrunk.match(/\(/g)).toHaveLength(2);
    expect(result.disagreements[0]).toMatch(/prediction is denied, the server \w+[\s\S]*token of /);
  }, 120_000);
});
