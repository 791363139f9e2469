/** The event files that come with the sample domain, and what is made of them. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { verify } from '../../src/index.js';
import { SAMPLE, sampleDomain } from './domain.js';
import { storyActions, storyLog } from './story.js';

const EVENTS = ['fixtures/securelab/events.evtx', 'fixtures/securelab/actions.csv'];

test('the files are what they are made from', async () => {
  const { accounts, evidence } = await sampleDomain();
  expect(readFileSync(EVENTS[0]!).equals(storyLog((name) => accounts.get(name)!.guid))).toBe(true);
  expect(readFileSync(EVENTS[1]!, 'utf8')).toBe(storyActions());
  await evidence.close();
});

test('what docs/verify.md shows', async () => {
  const { attempts, notJudged, summary, files } = await verify({
    sources: [SAMPLE],
    accounts: ['mdiAction$'],
    events: EVENTS,
  });
  expect(files.flatMap(({ damages }) => damages)).toEqual([]);
  expect(summary).toEqual({ disagreed: 1, 'changed-in-between': 1, 'not-proven': 1, 'not-predicted': 0, agreed: 4 });
  expect(
    attempts.map(({ judgement, target, actions, as, occurrence, effect }) => [
      judgement,
      target.name,
      actions.join(),
      as,
      occurrence,
      effect,
    ]),
  ).toEqual([
    ['disagreed', 'SECURELAB\\ao-normal', 'reset-password', 'account', 'done', null],
    ['changed-in-between', 'SECURELAB\\near-deny-far-allow', 'disable', 'account', 'done', null],
    ['not-proven', 'SECURELAB\\user021', 'disable', 'account', 'reported', 'lasting'],
    ['agreed', 'SECURELAB\\user020', 'disable', 'account', 'done', 'lasting'],
    ['agreed', 'SECURELAB\\flag-dont-expire', 'force-password-change', 'account', 'done', 'none'],
    ['agreed', 'SECURELAB\\near-deny-far-allow', 'disable,enable', 'account', 'refused', null],
    ['agreed', 'SECURELAB\\ao-normal', 'disable', 'local-system', 'done', 'lasting'],
  ]);
  expect(notJudged.map(({ code, count }) => [code, count])).toEqual([['other-actors', 1]]);
});
