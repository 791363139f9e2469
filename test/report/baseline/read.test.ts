import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AdreachError } from '../../../src/errors/index.js';
import { readBaseline } from '../../../src/report/baseline/read.js';
import { ObjectWalker } from '../../../src/report/baseline/walker.js';
import { jsonSink } from '../../../src/report/json.js';
import { ndjsonSink } from '../../../src/report/ndjson.js';
import { memoryOutput } from '../memory-output.js';
import { drive, finding, HEADER } from '../sample.js';

const folder = mkdtempSync(join(tmpdir(), 'adreach-baseline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string | Buffer) {
  const path = join(folder, 'former.json');
  writeFileSync(path, text);
  return readBaseline(path);
}

const HEAD = '{"schema":"adreach/audit/v1",';
const made = (fingerprint: string, more = '') => `{"fingerprint":"${fingerprint}","severity":"high"${more}}`;

describe('the findings of a former result', () => {
  test('as this program writes it, names of all kinds and verdicts included', async () => {
    const output = memoryOutput();
    await drive(jsonSink(output), 700);
    const { findings, sha256, about, actions, profile } = await read(output.text);
    const expected = Array.from({ length: 12 }, (_, i) => finding(i));
    expect([...findings]).toEqual(expected.map(({ fingerprint, severity }) => [fingerprint, severity]));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect([...about]).toEqual(expected.map(({ fingerprint, account }) => [fingerprint, account]));
    expect([actions, profile]).toEqual([HEADER.actions.map(({ id }) => id), HEADER.profile]);
  });

  test('of those that do not say whom they are about, what they asked, or say it otherwise, nothing is made up', async () => {
    const found = await read(
      `${HEAD}"actions":{},"profile":7,"findings":[${made('a')},${made('b', ',"account":null')}]}`,
    );
    expect([[...found.about], found.actions, found.profile]).toEqual([[['b', null]], null, null]);
  });

  test('without those that were suppressed; of two with one fingerprint the graver', async () => {
    const list = [
      made('a'),
      made('b', ',"status":"suppressed"'),
      made('c', ',"status":"baseline"'),
      '{"fingerprint":"d","severity":"low"}',
      '{"severity":"critical","fingerprint":"d","evidence":{"x":[1,"}"]}}',
      '{"fingerprint":"d","severity":"info"}',
    ];
    const { findings } = await read(`${HEAD}"verdicts":[{"a":"]\\"}"}], "findings":[ ${list.join(' , ')}\n] }\n`);
    expect([...findings]).toEqual([
      ['a', 'high'],
      ['c', 'high'],
      ['d', 'critical'],
    ]);
  });

  test('none, and the schema behind them', async () => {
    expect((await read('{"findings":[],"x":-1.5e3,"y":null,"schema":"adreach/audit/v1"}')).findings.size).toBe(0);
  });
});

describe('what is refused', () => {
  test.each([
    ['', /ends in the middle, at byte 0/],
    ['[]', /does not begin with \{, at byte 0/],
    ['{}', /has no "schema"/],
    [`${HEAD}"x":1}`, /has no "findings"/],
    ['{"type":"object","findings":[]}', /has no "schema"/],
    ['{"schema":"adreach/audit/v2","findings":[]}', /its schema is "adreach\/audit\/v2"/],
    ['{"schema":"adreach/simulate/v1","findings":[]}', /its schema is "adreach\/simulate\/v1"/],
    [`${HEAD}"findings":{}}`, /"findings" is no list/],
    [`${HEAD}"findings":[1]}`, /an element of "findings" is no object/],
    [`${HEAD}"findings":[{}]}`, /finding 1 has no fingerprint/],
    [`${HEAD}"findings":[{"fingerprint":"x"}]}`, /finding 1 has no severity/],
    [`${HEAD}"findings":[${made('x', ',"status":"closed"')}]}`, /finding 1 has an unknown status/],
    [`${HEAD}"findings":[${made('x', ',"fingerprint":"y"')}]}`, /the member "fingerprint" stands twice/],
    [`${HEAD}"findings":[${made('x')}`, /ends in the middle/],
    [`${HEAD}"findings":[${made('x')},]}`, /an element of "findings" is no object/],
    [`${HEAD}"findings":[${made('x')}${made('y')}]}`, /a comma is missing/],
    [`${HEAD}"findings":[],"findings":[]}`, /the member "findings" stands twice/],
    [`${HEAD}"schem\\u0061":"adreach/audit/v1","findings":[]}`, /the member "schema" stands twice/],
    [`${HEAD}"findings":[]}}`, /something follows its end/],
    [`${HEAD}"findings":[],"x":[}]}`, /brackets do not match in "x"/],
    [`${HEAD}"x":${'['.repeat(65)}`, /more than 64 levels/],
    [`${HEAD}"${'n'.repeat(300)}":1}`, /a part of more than 256 bytes/],
    ['{"type":"header","schema":"adreach/audit/v1"}\n{"type":"account"}\n', /it is an ndjson result/],
    [Buffer.from('{"\xff":1}', 'latin1'), /bytes that are no UTF-8/],
  ])('%j', async (text, message) => {
    await expect(read(text as string | Buffer)).rejects.toMatchObject({
      code: 'format',
      message: expect.stringMatching(message as RegExp),
      hint: expect.stringContaining('--format json'),
    });
  });

  test('a result as ndjson', async () => {
    const output = memoryOutput();
    await drive(ndjsonSink(output), 3);
    await expect(read(output.text)).rejects.toThrow(/ndjson/);
  });

  test('what is no regular file, without waiting for it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, folder, '/dev/zero', join(folder, 'missing')]) {
      await expect(readBaseline(path)).rejects.toMatchObject({ code: 'file' });
    }
  });
});

test('in whatever pieces the bytes come, the same is found as by reading it whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true, maxKeys: 4 }), { maxLength: 4 }),
      fc.jsonValue(),
      fc.integer({ min: 1, max: 9 }),
      (list, other, size) => {
        const bytes = Buffer.from(JSON.stringify({ other, kept: other, list, last: 1 }, null, size % 3));
        const elements: unknown[] = [];
        const members: unknown[] = [];
        const walker = new ObjectWalker({
          members: ['kept'],
          member: (name, text) => void members.push([name, JSON.parse(text)]),
          list: 'list',
          element: (text) => void elements.push(JSON.parse(text)),
          ended() {},
        });
        for (let at = 0; at < bytes.length; at += size) walker.feed(bytes.subarray(at, at + size));
        walker.end();
        expect(JSON.stringify(elements)).toBe(JSON.stringify(list));
        expect(JSON.stringify(members)).toBe(JSON.stringify([['kept', other]]));
      },
    ),
  );
});

describe('what the accounts of a former result reached', () => {
  const RULES = 'b'.repeat(64);
  const whole = (accounts: string, more = '') =>
    `${HEAD}"tool":{"name":"adreach","rules":"${RULES}"},"findings":[],"summary":{"targets":7,"containers":[{"a":"}]"}],"accounts":${accounts}${more}}}`;
  const account = (sid: string, can: unknown = 3) =>
    JSON.stringify({
      sid,
      scope: ['OU=Staff,DC=x'],
      holes: [{ mend: [] }],
      populations: { people: { targets: 5, actions: { disable: { can, cannot: 2 }, enable: { can: 0 } } } },
    });
  const reach = (sid: string) => ({
    sid,
    scope: ['OU=Staff,DC=x'],
    populations: { people: { targets: 5, can: { disable: 3, enable: 0 } } },
  });

  test('as this program writes it', async () => {
    const output = memoryOutput();
    const { accounts } = await drive(jsonSink(output), 700);
    const read1 = await read(output.text);
    expect(read1.rules).toBe(HEADER.tool.rules);
    expect(read1.reach.map(({ sid }) => sid)).toEqual(accounts.map(({ sid }) => sid));
    const { populations } = accounts[0]!;
    expect(read1.reach[0]!.populations['people']).toEqual({
      targets: populations['people']!.targets,
      can: Object.fromEntries(Object.entries(populations['people']!.actions).map(([action, { can }]) => [action, can])),
    });
  });

  test('whatever stands beside them, in pieces of any size', async () => {
    const text = whole(`[${account('S-1-5-18')} , ${account('S-1-5-21-1')}]`, ',"accountsBelow":1');
    const { reach: found, rules } = await read(text);
    expect(found).toEqual([reach('S-1-5-18'), reach('S-1-5-21-1')]);
    expect(rules).toBe(RULES);
  });

  test.each([
    ['a result without a summary', `${HEAD}"findings":[]}`],
    ['a summary that is no object', `${HEAD}"findings":[],"summary":[1]}`],
    ['a summary of before accounts were counted', `${HEAD}"findings":[],"summary":{"targets":1}}`],
    ['accounts without populations', whole('[{"sid":"S-1-5-18"}]')],
    ['numbers that are none', whole(`[${account('S-1-5-18', -1)},${account('S-1-5-18', '3')}]`)],
    ['SIDs that are none', whole(`[${account('x')}]`)],
  ])('nothing of %s', async (_, text) => {
    expect((await read(text)).reach).toEqual([]);
  });

  test('and no JSON is none within, either', async () => {
    await expect(read(whole('[{]'))).rejects.toThrow(/brackets do not match/);
    await expect(read(whole('[{"sid":nope}]'))).rejects.toThrow(AdreachError);
  });
});
