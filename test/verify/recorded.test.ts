/**
 * The attempts that were really made on the sample domain's server, written as the events that Windows would have logged:
 * what was granted as 4725, 4722, 4738 or 4724, what was refused as a failed 4662. verify agrees as the truth test does,
 * and finds each wrong prediction that is planted.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verify } from '../../src/index.js';
import { type Attempt, loadDifferences } from '../truth/compare.js';
import { readAt, type SampleDomain, sampleDomain } from './domain.js';
import { csvOf, securityEventRows, wevtutilXml } from './forms.js';
import { access, changed, parties, type SampleEvent, START, sample, switched } from './samples.js';

let domain: SampleDomain;
const folder = mkdtempSync(join(tmpdir(), 'adreach-recorded-'));
beforeAll(async () => {
  domain = await sampleDomain();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await domain.evidence.close();
});

const attempts = gunzipSync(readFileSync('fixtures/securelab/attempts.ndjson.gz'))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Attempt);

/** Attempts on one account do not run into one another. */
const APART = 10_000;

const PROPERTIES = {
  disable: ['0x20', 'bf967a68-0de6-11d0-a285-00aa003049e2'],
  enable: ['0x20', 'bf967a68-0de6-11d0-a285-00aa003049e2'],
  'force-password-change': ['0x20', 'bf967a0a-0de6-11d0-a285-00aa003049e2'],
  'reset-password': ['0x100', '00299570-246d-11d0-a768-00aa006e0529'],
} as const;

/** @param granted what came of it */
function eventOf({ account, target, action }: Attempt, granted: boolean, position: number): SampleEvent {
  const rest = { time: START + position * APART };
  const actor = { sid: account, name: domain.bySid.get(account)?.name ?? 'LOCAL SERVICE' };
  const on = { sid: target, name: domain.bySid.get(target)?.name ?? 'somebody' };
  if (!granted) {
    const [mask, guid] = PROPERTIES[action as keyof typeof PROPERTIES];
    return access(domain.bySid.get(target)!.guid, mask, `%%7685\r\n\t\t{${guid}}`, rest, actor);
  }
  switch (action) {
    case 'disable':
      return switched(4725, rest, on, actor);
    case 'enable':
      return switched(4722, rest, on, actor);
    case 'force-password-change':
      return changed({ PasswordLastSet: '%%1794' }, rest, on, actor);
    default:
      return sample(4724, parties(on, actor), rest);
  }
}

const excused = () => {
  const keys = new Set<string>();
  for (const { cases } of loadDifferences()) {
    for (const { account, target, actions } of cases)
      for (const action of actions) keys.add(`${account}|${target}|${action}`);
  }
  return ({ account, target, action }: Attempt): boolean => {
    const rdn = /^(?:[^,\\]|\\.)*/.exec(domain.bySid.get(target)?.dn ?? '')![0];
    return keys.has(`${domain.bySid.get(account)?.name}|${rdn}|${action}`);
  };
};

test('what the server did agrees with what the sources predict; each planted wrong prediction is found', async () => {
  const isExcused = excused();
  const usable = attempts.filter(
    (attempt) =>
      attempt.outcome !== 'error' &&
      domain.bySid.has(attempt.account) &&
      domain.bySid.has(attempt.target) &&
      !isExcused(attempt),
  );
  expect(usable.length).toBeGreaterThan(10_000);
  // Every 97th is told as the opposite of what happened.
  const planted = new Set(usable.filter((_, position) => position % 97 === 0));
  const events = usable.map((attempt, position) =>
    eventOf(attempt, (attempt.outcome === 'granted') !== planted.has(attempt), position),
  );
  const half = events.length >> 1;
  writeFileSync(join(folder, 'first.xml'), wevtutilXml(events.slice(0, half)));
  writeFileSync(join(folder, 'second.csv'), csvOf(securityEventRows(events.slice(half))));
  const accounts = [...new Set(usable.map(({ account }) => account))];
  const result = await verify({
    sources: readAt(domain.evidence, new Date(START + 10 * 86_400_000).toISOString()),
    accounts,
    events: [join(folder, 'first.xml'), join(folder, 'second.csv')],
  });
  expect(result.files.flatMap(({ damages }) => damages)).toEqual([]);
  expect(result.attempts).toHaveLength(usable.length);

  const byTime = new Map(
    usable.map((attempt, position) => [new Date(START + position * APART).toISOString(), attempt]),
  );
  const of = (code: string) =>
    result.attempts.filter(({ judgement }) => judgement === code).map(({ time }) => byTime.get(time!)!);
  const undecided = of('not-predicted');
  expect(undecided.length).toBeLessThan(300);
  expect(result.attempts.every(({ judgement }) => ['agreed', 'disagreed', 'not-predicted'].includes(judgement))).toBe(
    true,
  );
  const decided = new Set(undecided);
  expect(new Set(of('disagreed'))).toEqual(new Set([...planted].filter((attempt) => !decided.has(attempt))));
  expect(of('disagreed').length).toBeGreaterThan(100);
}, 120_000);
