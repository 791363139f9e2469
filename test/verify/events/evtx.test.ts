/** Event logs: those that the tests make, and real ones where they are; held against two other readers. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { AuditEvent, ReadItem } from '../../../src/verify/events/event.js';
import { parseEventXml } from '../../../src/verify/events/event-xml.js';
import { readEvtx } from '../../../src/verify/events/evtx.js';
import { auditEventOf } from '../../../src/verify/events/windows.js';
import { windowsEventOf } from '../../../src/verify/events/xml.js';
import { leaveOut, mentionLeftOut } from '../../left-out.js';
import { evtxChunks, evtxFile, evtxHeader, seal } from '../evtx-file.js';
import {
  ACTION_SID,
  CONTROLLER,
  changed,
  everyKind,
  HOSTILE,
  type SampleEvent,
  START,
  switched,
  TARGET_SID,
} from '../samples.js';
import { damagesIn, eventsIn, inputOf, readAll } from './read.js';

const folder = mkdtempSync(join(tmpdir(), 'adreach-evtx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REAL = join(process.cwd(), '../shared/data/evtx');
const there = existsSync(REAL);
const realFiles = there ? readdirSync(REAL).filter((name) => name.endsWith('.evtx')) : [];

/** Without where it stands, and times to the millisecond: readers round the parts of one in ways of their own. */
function plain({ place: _, ...event }: AuditEvent) {
  return { ...event, time: event.time === null ? null : Math.round(event.time / 10) };
}

const ofXml = (xml: string) => auditEventOf(windowsEventOf(parseEventXml(xml), { file: '', at: '' }));

/** As the second library renders them. */
async function second(path: string): Promise<readonly AuditEvent[]> {
  const { EvtxFile } = await import('@ts-evtx/core');
  const file = await EvtxFile.open(path);
  return [...file.records()].flatMap((record) => {
    const event = ofXml(record.renderXml().trim());
    return event === null ? [] : [event];
  });
}

const PYTHON = `
import sys, json
from Evtx.Evtx import Evtx
with Evtx(sys.argv[1]) as log:
    print(json.dumps([record.xml() for record in log.records()]))
`;

/** The interpreter that has it: the package of Debian is for Debian's own. */
const pythonWithEvtx = ['python3', '/usr/bin/python3'].find((python) => {
  try {
    execFileSync(python, ['-c', 'import Evtx'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
if (pythonWithEvtx === undefined)
  leaveOut('event logs as another reader has them', 'no python3-evtx on this computer (sh test/verify/install.sh)');
if (!there) mentionLeftOut('event logs of a real domain', '../shared/data/evtx is not there');

function python(path: string): readonly AuditEvent[] | null {
  if (pythonWithEvtx === undefined) return null;
  const xml = JSON.parse(
    execFileSync(pythonWithEvtx, ['-c', PYTHON, path], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
  ) as readonly string[];
  return xml.flatMap((text) => {
    // It writes instants with a blank in place of the T, and in UTC.
    const event = ofXml(
      text
        .replace(/^<\?xml[^>]*>\s*/, '')
        .replace(
          /SystemTime="([^"]*)"/,
          (_, time: string) => `SystemTime="${time.replace(' ', 'T').replace(/\+00:00$/, '')}Z"`,
        )
        .trim(),
    );
    return event === null ? [] : [event];
  });
}

async function ours(bytes: Buffer): Promise<readonly AuditEvent[]> {
  const items = await readAll(inputOf(bytes));
  expect(damagesIn(items)).toEqual([]);
  return eventsIn(items);
}

test('an event log with one of each kind, a 4725 among them: read by us and by the one for Python alike', async () => {
  const bytes = evtxFile(everyKind());
  const path = join(folder, 'made.evtx');
  writeFileSync(path, bytes);
  const events = await ours(bytes);
  expect(events.map(({ kind }) => kind)).toEqual([
    'switched',
    'changed',
    'switched',
    'reset',
    'reset',
    'own-password',
    'changed',
    'renamed',
    'stamped',
    'attribute',
    'membership',
    'membership',
    'moved',
    'access',
    'changed',
  ]);
  expect(events[0]).toEqual({
    kind: 'switched',
    id: 4725,
    time: START,
    controller: CONTROLLER,
    target: { sid: TARGET_SID, name: 'jdoe', domain: 'EXAMPLE' },
    actor: { sid: ACTION_SID, name: 'mdiAction$', domain: 'EXAMPLE' },
    place: { file: 'events', at: expect.stringMatching(/^record \d+ \(byte 4096\)$/) },
  });
  expect(events[1]).toMatchObject({ target: { name: HOSTILE }, flags: { on: 1, off: 0 }, password: 'unchanged' });
  expect(events[3]).toMatchObject({ success: true });
  expect(events[4]).toMatchObject({ success: false });
  expect(events[6]).toMatchObject({ flags: null, password: 'never' });
  expect(events[7]).toMatchObject({ from: 'jdoe', to: HOSTILE });
  expect(events[9]).toMatchObject({ attribute: 'nTSecurityDescriptor', operation: 'added' });
  expect(events[13]).toMatchObject({
    success: false,
    mask: 0x20,
    guid: '6f1b5a3c-5e0c-4f0e-9a47-3f3c5a0d1b77',
    properties: ['4c164200-20c0-11d0-a768-00aa006e0529', 'bf967a68-0de6-11d0-a285-00aa003049e2'],
  });
  // The second library takes what stands near the values for their number, and is right with what Windows writes only.
  const third = python(path);
  if (third !== null) expect(third.map(plain)).toEqual(events.map(plain));
});

(there ? describe : describe.skip)('real event logs', () => {
  test.each(realFiles)('%s is read alike by all readers that are there', async (name) => {
    const path = join(REAL, name);
    const events = await ours(readFileSync(path));
    expect(events.length).toBeGreaterThan(1);
    expect((await second(path)).map(plain)).toEqual(events.map(plain));
    const third = python(path);
    if (third !== null) expect(third.map(plain)).toEqual(events.map(plain));
  });

  const real = async (name: string) => eventsIn(await readAll(inputOf(readFileSync(join(REAL, name)), name)));

  test('flags and codes are as their README says', async () => {
    const never = (await real('4738-password-never-expires.evtx')).filter((event) => event.kind === 'changed');
    // 0x10 to 0x210 and back.
    expect(never).toMatchObject([{ flags: { on: 0x200, off: 0 } }, { flags: { on: 0, off: 0x200 } }]);
    const hidden = await real('4722-4724-4738-hidden-user.evtx');
    expect(hidden.filter((event) => event.kind === 'changed')).toMatchObject([
      { flags: { on: 0x200, off: 0x5 }, password: 'other' },
      { kind: 'changed' },
    ]);
    expect(hidden.filter((event) => event.kind === 'switched')).toMatchObject([{ id: 4722 }]);
    expect(hidden.filter((event) => event.kind === 'reset')).toMatchObject([{ id: 4724, success: true }]);
    const renamed = await real('4781-4738-renamed.evtx');
    expect(renamed.find((event) => event.kind === 'renamed')).toMatchObject({ id: 4781, from: expect.any(String) });
    const permission = await real('5136-permission-change-on-ou.evtx');
    expect(permission.filter((event) => event.kind === 'attribute')).toMatchObject([
      { attribute: 'nTSecurityDescriptor', operation: 'removed', value: expect.stringMatching(/^O:DAG:DAD:/) },
      { attribute: 'nTSecurityDescriptor', operation: 'added', dn: expect.stringMatching(/^OU=Test-OU,/) },
    ]);
  });
});

const many = (count: number): readonly SampleEvent[] =>
  Array.from({ length: count }, (_, i) =>
    switched(i % 2 === 0 ? 4725 : 4722, { time: START + i * 1000, record: i + 1 }),
  );

describe('damage', () => {
  const whole = () => evtxFile(many(1000));
  const chunks = evtxChunks(many(1000)).length;

  async function read(bytes: Buffer): Promise<{ events: number; damages: readonly string[] }> {
    const items = await readAll(inputOf(bytes));
    return {
      events: eventsIn(items).length,
      damages: damagesIn(items).map(({ place, what }) => `${place.at}: ${what}`),
    };
  }

  test('a whole log of several chunks has none', async () => {
    expect(chunks).toBeGreaterThan(2);
    expect(await read(whole())).toEqual({ events: 1000, damages: [] });
  });

  test('a chunk with a flipped bit is left out, with its place; the others are read', async () => {
    const bytes = whole();
    bytes[0x1000 + 0x10000 + 0x4000]! ^= 1;
    const { events, damages } = await read(bytes);
    expect(damages).toEqual(['byte 69632: a chunk is left out: the checksum of its records is wrong']);
    expect(events).toBeGreaterThan(500);
    expect(events).toBeLessThan(1000);
  });

  test('a log that is cut off says so, within a chunk and between two', async () => {
    const within = await read(whole().subarray(0, 0x1000 + 0x18000));
    expect(within.damages).toEqual([
      'byte 69632: the file is cut off: 32768 of the 65536 bytes of a chunk',
      `byte 102400: it says that it has ${chunks} chunks, and 1 are there`,
    ]);
    const between = await read(whole().subarray(0, 0x1000 + 0x10000));
    expect(between.damages).toEqual([`byte 69632: it says that it has ${chunks} chunks, and 1 are there`]);
    expect(between.events).toBeGreaterThan(100);
  });

  test('a record with a wrong size is found although the checksum is right', async () => {
    const bytes = whole();
    const chunk = bytes.subarray(0x1000, 0x11000);
    chunk.writeUInt32LE(0x30, 0x204);
    seal(chunk);
    expect((await read(bytes)).damages).toEqual([
      'byte 4096: a chunk is left out: a record at byte 512 of it has a wrong size',
    ]);
  });

  test('what is no event log, or one of another version, is refused', async () => {
    const other = whole();
    other.writeUInt16LE(4, 38);
    await expect(read(other)).rejects.toThrow('version 4.1 of the event log format is not known');
    await expect(read(whole().subarray(0, 100))).rejects.toThrow('the file ends within its header');
  });

  test('a chunk that takes without end is given up, and the next one is read', async () => {
    const items: ReadItem[] = [];
    const bytes = Buffer.concat([evtxHeader(2, 3), endless(), ...evtxChunks([switched(4725)])]);
    for await (const item of readEvtx(inputOf(bytes), 300)) items.push(item);
    expect(damagesIn(items)).toMatchObject([{ what: expect.stringContaining('it takes too long to read') }]);
    expect(eventsIn(items)).toHaveLength(1);
  });
});

/**
 * A chunk of two records, made so that the second takes without end: a template that is known has four values of BinXml,
 * all of them the same bytes, which begin with the next such template.
 */
function endless(): Buffer {
  const large = changed({ DisplayName: 'x'.repeat(200) });
  const chunk = evtxChunks([large, large])[0]!;
  const first = chunk.readUInt32LE(0x204);
  for (const record of [chunk.subarray(0x200, 0x200 + first), chunk.subarray(0x200 + first, chunk.readUInt32LE(48))]) {
    const value = [0, 0, 0x21, 0];
    const bytes = [0x0f, 1, 1, 0];
    for (let level = 1; level <= 18; level++) {
      bytes.push(0x0c, 1, level, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, ...value, ...value, ...value, ...value);
    }
    expect(bytes.length).toBeLessThan(record.length - 28);
    record.set(bytes, 24);
  }
  seal(chunk);
  return chunk;
}

test('changes of text are not taken for changes of flags', async () => {
  const [event] = await ours(evtxFile([changed({ DisplayName: '%%2080' })]));
  expect(event).toMatchObject({ flags: null });
});
