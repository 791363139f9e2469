/**
 * Event logs as Windows keeps them (EVTX). The frame of the file is checked here, checksums and the sizes of records
 * included, since the library that reads what records say takes whatever it finds.
 */
import vm from 'node:vm';
import { crc32 } from 'node:zlib';
import { AdreachError } from '../../errors/index.js';
import type { ReadItem, WindowsEvent } from './event.js';
import { damage, type EventInput } from './input.js';
import { auditEventOf, READ, successOf } from './windows.js';

const FILE_HEADER = 128;
const CHUNK = 0x10000;
const CHUNK_HEADER = 0x200;
/** Signature, size, identifier, time; and the size again at the end. */
const RECORD_HEADER = 24;
const SMALLEST_RECORD = RECORD_HEADER + 4;
const RECORD_MAGIC = 0x2a2a;

/** A chunk of 64 KB takes some milliseconds; one made so that its parts refer to each other may take any time. */
export const SLOWEST_CHUNK_MS = 20_000;

/** @throws AdreachError `format` for a version of the format that is not known */
export async function* readEvtx(input: EventInput, slowest = SLOWEST_CHUNK_MS): AsyncGenerator<ReadItem> {
  const { parseEvtxFile } = await import('winevtx');
  const header = await input.readAt(0, FILE_HEADER);
  const first = checkedHeader(input.name, header);
  if (crc32(header.subarray(0, 120)) !== header.readUInt32LE(124)) {
    yield damage(input.name, 'byte 0', 'the checksum of its header is wrong; its chunks have checksums of their own');
  }
  const parse = limited((bytes: Buffer) => [...parseEvtxFile(bytes)], slowest);
  const chunks = header.readUInt16LE(42);
  // A file of one chunk, each in its turn: nothing of it is kept by what is made of it.
  const single = Buffer.alloc(first + CHUNK);
  header.copy(single);
  let found = 0;
  for (let offset = first; offset < input.size; offset += CHUNK) {
    const chunk = await input.readAt(offset, CHUNK);
    const at = `byte ${offset}`;
    if (chunk.length < CHUNK) {
      if (!isEmpty(chunk))
        yield damage(input.name, at, `the file is cut off: ${chunk.length} of the ${CHUNK} bytes of a chunk`);
      break;
    }
    if (isEmpty(chunk)) continue;
    found++;
    const records = recordsOf(chunk);
    if (typeof records === 'string') {
      yield damage(input.name, at, `a chunk is left out: ${records}`);
      continue;
    }
    if (records === 0) continue;
    let parsed: ReturnType<typeof parse>;
    try {
      chunk.copy(single, first);
      parsed = parse(single);
    } catch (error) {
      yield damage(input.name, at, `a chunk of ${records} records is left out: ${reasonOf(error)}`);
      continue;
    }
    if (parsed.length !== records) {
      yield damage(input.name, at, `of ${records} records in a chunk ${parsed.length} could be read`);
    }
    for (const { event, recordID } of parsed) yield* itemsOf(input.name, event, recordID, at);
  }
  // A log that was copied while it was written to has more than it says, never fewer.
  if (found < chunks) {
    yield damage(input.name, `byte ${input.size}`, `it says that it has ${chunks} chunks, and ${found} are there`);
  }
}

/** @returns where the first chunk begins */
function checkedHeader(name: string, header: Buffer): number {
  const refuse = (what: string) =>
    new AdreachError('format', `${name}: ${what}`, 'export the log again with wevtutil epl Security FILE.evtx');
  if (header.length < FILE_HEADER) throw refuse('the file ends within its header');
  if (header.toString('latin1', 0, 8) !== 'ElfFile\0') throw refuse('it is no event log (.evtx)');
  const [minor, major] = [header.readUInt16LE(36), header.readUInt16LE(38)];
  if (major !== 3 || minor > 2) throw refuse(`version ${major}.${minor} of the event log format is not known`);
  const size = header.readUInt16LE(40);
  if (size !== 4096) throw refuse(`its header says that it is ${size} bytes long, which no event log's is`);
  return size;
}

/**
 * Checks the frame of a chunk.
 * @returns how many records it holds, or what is wrong with it
 */
function recordsOf(chunk: Buffer): number | string {
  if (chunk.toString('latin1', 0, 8) !== 'ElfChnk\0') return 'it does not begin as chunks do';
  const header = crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120)));
  if (header !== chunk.readUInt32LE(124)) return 'the checksum of its header is wrong';
  const end = chunk.readUInt32LE(48);
  if (end < CHUNK_HEADER || end > CHUNK) return `its records are said to end at byte ${end} of it`;
  if (crc32(chunk.subarray(CHUNK_HEADER, end)) !== chunk.readUInt32LE(52))
    return 'the checksum of its records is wrong';
  let records = 0;
  for (let at = CHUNK_HEADER; at < end; records++) {
    if (at + SMALLEST_RECORD > end) return `a record at byte ${at} of it is cut off`;
    const size = chunk.readUInt32LE(at + 4);
    if (chunk.readUInt32LE(at) !== RECORD_MAGIC) return `what stands at byte ${at} of it is no record`;
    if (size < SMALLEST_RECORD || at + size > end || chunk.readUInt32LE(at + size - 4) !== size) {
      return `a record at byte ${at} of it has a wrong size`;
    }
    at += size;
  }
  const [from, to] = [chunk.readBigUInt64LE(8), chunk.readBigUInt64LE(16)];
  if (records > 0 && to - from + 1n !== BigInt(records))
    return `it says that it has ${to - from + 1n} records, and ${records} are there`;
  return records;
}

function isEmpty(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/** Does something with a limit of time, which nothing within can get around. */
function limited<In, Out>(work: (value: In) => Out, milliseconds: number): (value: In) => Out {
  const call: { run: () => void } = { run: () => undefined };
  const context = vm.createContext(call);
  const script = new vm.Script('run()');
  return (value) => {
    let result: Out | undefined;
    call.run = () => {
      result = work(value);
    };
    script.runInContext(context, { timeout: milliseconds });
    return result as Out;
  };
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'it takes too long to read, as if it had been made to';
  return `its records cannot be read (${String(message).slice(0, 100)})`;
}

function itemsOf(file: string, event: unknown, recordId: number, at: string): readonly ReadItem[] {
  const windows = windowsEventOf(file, event, recordId, at);
  if (windows === null) return [damage(file, at, `record ${recordId} of its chunk is no event`)];
  const known = auditEventOf(windows);
  return known === null ? [] : [known];
}

const NO_DATA: ReadonlyMap<string, string> = new Map();

/** The event as the library gives it: values as numbers where they are numbers in the log, `EventID` with or without qualifiers. */
function windowsEventOf(file: string, value: unknown, recordId: number, at: string): WindowsEvent | null {
  const event = member(value, 'Event') ?? value;
  const system = member(event, 'System');
  const number = member(system, 'EventID');
  const id = typeof number === 'object' ? member(number, 'Value') : number;
  if (typeof id !== 'number') return null;
  const seconds = member(member(system, 'TimeCreated'), 'SystemTime');
  const record = member(system, 'EventRecordID') ?? recordId;
  return {
    id,
    provider: text(member(member(system, 'Provider'), 'Name')),
    channel: text(member(system, 'Channel')),
    time: typeof seconds === 'number' ? Math.floor(seconds * 1000) : null,
    computer: text(member(system, 'Computer')),
    success: successOf(text(member(system, 'Keywords')) ?? ''),
    // Of most events of a log only their number is looked at.
    data: READ.has(id) ? dataOf(member(event, 'EventData')) : NO_DATA,
    place: { file, at: `record ${String(record)} (${at})` },
  };
}

/** A list of named values where one of them is missing in the log, else an object. */
function dataOf(value: unknown): ReadonlyMap<string, string> {
  const data = new Map<string, string>();
  const named = member(value, 'Data');
  const list = Array.isArray(named) ? named : member(named, 'Name') !== undefined ? [named] : null;
  const pairs =
    list !== null
      ? list.map((item): [unknown, unknown] => [member(item, 'Name'), member(item, 'Value')])
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
        : [];
  for (const [name, each] of pairs) {
    const shown = text(each);
    if (typeof name === 'string' && shown !== null) data.set(name.toLowerCase(), shown);
  }
  return data;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : null;
}
