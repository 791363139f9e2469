/** Files that are larger than memory should be: read in pieces, kept in parts, with progress. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { verify } from '../../src/index.js';
import { Changes } from '../../src/verify/changes.js';
import type { EventInput } from '../../src/verify/events/input.js';
import { SAMPLE } from './domain.js';
import { damagesIn, eventsIn, inputOf, readAll } from './events/read.js';
import { evtxChunks, evtxFile, evtxHeader } from './evtx-file.js';
import { wevtutilXml } from './forms.js';
import { attribute, START, switched } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'adreach-large-'));
afterAll(() => rmSync(folder, { recursive: true }));

const events = Array.from({ length: 200 }, (_, i) => switched(i % 2 === 0 ? 4725 : 4722, { time: START + i * 1000 }));

/** A file that is nowhere: its parts again and again. @param largest is told the most that was asked for at once */
function repeated(head: Buffer, part: Buffer, times: number, largest: (bytes: number) => void): EventInput {
  const size = head.length + part.length * times;
  const readAt = async (offset: number, length: number): Promise<Buffer> => {
    largest(length);
    const pieces: Buffer[] = [];
    for (let at = offset; at < Math.min(size, offset + length); ) {
      const inHead = at < head.length;
      const from = inHead ? at : (at - head.length) % part.length;
      const piece = (inHead ? head : part).subarray(from, from + offset + length - at);
      pieces.push(piece);
      at += piece.length;
    }
    return Buffer.concat(pieces);
  };
  return {
    name: 'large',
    size,
    readAt,
    async *read() {
      for (let at = 0; at < size; at += 0x40000) yield await readAt(at, 0x40000);
    },
  };
}

test('an event log: one chunk at a time', async () => {
  const [chunk] = evtxChunks(events);
  const inOne = eventsIn(await readAll(inputOf(Buffer.concat([evtxHeader(1, 1), chunk!])))).length;
  let most = 0;
  const input = repeated(evtxHeader(300, 1), chunk!, 300, (bytes) => {
    most = Math.max(most, bytes);
  });
  const items = await readAll(input);
  expect(damagesIn(items)).toEqual([]);
  expect(eventsIn(items)).toHaveLength(300 * inOne);
  expect(most).toBe(0x10000);
});

test('XML: a piece at a time, wherever it is cut', async () => {
  const part = Buffer.from(`${wevtutilXml(events)}\r\n`);
  const items = await readAll(repeated(Buffer.alloc(0), part, 100, () => undefined));
  expect(damagesIn(items)).toEqual([]);
  expect(eventsIn(items)).toHaveLength(100 * events.length);
});

test('changes of one object: the first are kept with what they say, of the others only when they were', async () => {
  const changes = new Changes();
  const [event] = eventsIn(await readAll(inputOf(evtxFile([attribute('OU=x,DC=a', 'nTSecurityDescriptor', 'D:')]))));
  for (let i = 0; i < 10_000; i++) changes.take({ ...event!, time: START + i });
  const before = (time: number | null) => (time !== null && time < START + 5_000 ? 'yes' : 'no');
  const found = changes.of(['ou=x,dc=a'], new Set(['descriptor']), before, new Set());
  expect(found).toMatchObject({ more: 4_980, undated: false });
  expect(found.changes).toHaveLength(20);
});

test('progress tells how much of which file was read', async () => {
  const path = join(folder, 'some.evtx');
  writeFileSync(path, evtxFile(events));
  const told: string[] = [];
  await verify({ sources: [SAMPLE], accounts: ['mdiAction$'], events: [path], progress: (text) => told.push(text) });
  expect(told).toContain(`${path}: 100% read`);
});
