/**
 * Writes event logs (EVTX 3.1) as Windows does: chunks with checksums, each kind of event as a template that its first
 * record in a chunk defines. Layout: the format's public description (libevtx), held against three readers by the tests.
 */
import { crc32 } from 'node:zlib';
import type { SampleEvent } from './samples.js';

const CHUNK = 0x10000;
const CHUNK_HEADER = 0x200;
const HEADER_BLOCK = 0x1000;
const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const PROVIDER_GUID = '54849625-5478-4994-a5ba-3e3b0328c30d';
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** Types of values (BinXml). */
const Type = {
  Text: 1,
  Uint8: 4,
  Uint16: 6,
  Uint32: 8,
  Uint64: 10,
  Guid: 15,
  FileTime: 17,
  Sid: 19,
  Hex32: 20,
  Hex64: 21,
} as const;
type Type = (typeof Type)[keyof typeof Type];

/** Bytes that are written one behind the other; positions are those in the chunk. */
class Bytes {
  #parts: Buffer[] = [];
  length = 0;
  constructor(readonly base: number) {}
  get at(): number {
    return this.base + this.length;
  }
  put(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }
  u8(...values: readonly number[]): void {
    this.put(Buffer.from(values));
  }
  u16(value: number): void {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    this.put(bytes);
  }
  u32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.put(bytes);
  }
  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export const filetime = (ms: number): bigint => (BigInt(ms) + 11_644_473_600_000n) * 10_000n;

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function guidBytes(guid: string): Buffer {
  const hex = guid.replace(/[{}-]/g, '');
  const bytes = Buffer.from(hex, 'hex');
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ]);
}

function sidBytes(sid: string): Buffer {
  const [, revision, authority, ...subs] = sid.split('-');
  const bytes = Buffer.alloc(8 + 4 * subs.length);
  bytes.writeUInt8(Number(revision), 0);
  bytes.writeUInt8(subs.length, 1);
  bytes.writeUIntBE(Number(authority), 2, 6);
  subs.forEach((sub, i) => {
    bytes.writeUInt32LE(Number(sub), 8 + 4 * i);
  });
  return bytes;
}

/** What a chunk defines once and refers to by its position: names and templates, in chains by their hash. */
interface Defined {
  readonly names: Map<string, number>;
  readonly nameHeads: Map<number, number>;
  readonly templates: Map<string, { readonly id: number; readonly at: number }>;
  readonly templateHeads: Map<number, number>;
}

const nothing = (): Defined => ({
  names: new Map(),
  nameHeads: new Map(),
  templates: new Map(),
  templateHeads: new Map(),
});
const copyOf = (defined: Defined): Defined => ({
  names: new Map(defined.names),
  nameHeads: new Map(defined.nameHeads),
  templates: new Map(defined.templates),
  templateHeads: new Map(defined.templateHeads),
});

/** A name: where it was defined before, or its definition. */
function name(out: Bytes, text: string, { names, nameHeads }: Defined): void {
  const known = names.get(text);
  if (known !== undefined) {
    out.u32(known);
    return;
  }
  const at = out.at + 4;
  let hash = 0;
  for (const c of text) hash = (Math.imul(hash, 65599) + c.charCodeAt(0)) >>> 0;
  const bucket = (hash & 0xffff) % 64;
  out.u32(at);
  out.u32(nameHeads.get(bucket) ?? 0);
  out.u16(hash & 0xffff);
  out.u16(text.length);
  out.put(Buffer.from(`${text}\0`, 'utf16le'));
  names.set(text, at);
  nameHeads.set(bucket, at);
}

function literal(out: Bytes, text: string): void {
  out.u8(0x05, Type.Text);
  out.u16(text.length);
  out.put(Buffer.from(text, 'utf16le'));
}

type Attribute = readonly [name: string, value: string | { readonly id: number; readonly type: Type }];

function substitution(out: Bytes, { id, type }: { readonly id: number; readonly type: Type }): void {
  out.u8(0x0e);
  out.u16(id);
  out.u8(type);
}

/** @param inside writes what stands in it; absent: an empty element */
function element(
  out: Bytes,
  defined: Defined,
  tag: string,
  attributes: readonly Attribute[],
  inside?: (out: Bytes) => void,
): void {
  const body = new Bytes(out.at + 7);
  name(body, tag, defined);
  if (attributes.length > 0) {
    const list = new Bytes(body.at + 4);
    attributes.forEach(([key, value], i) => {
      list.u8(i < attributes.length - 1 ? 0x46 : 0x06);
      name(list, key, defined);
      if (typeof value === 'string') literal(list, value);
      else substitution(list, value);
    });
    body.u32(list.length);
    body.put(list.bytes());
  }
  if (inside === undefined) body.u8(0x03);
  else {
    body.u8(0x02);
    inside(body);
    body.u8(0x04);
  }
  out.u8(attributes.length > 0 ? 0x41 : 0x01);
  out.u16(0xffff);
  out.u32(body.length);
  out.put(body.bytes());
}

/** Values of System, before those of EventData. */
const SYSTEM_VALUES = 11;

interface Value {
  readonly type: Type;
  readonly bytes: Buffer;
}

function dataValue(key: string, text: string): Value {
  if (/Sid$/.test(key) && text.startsWith('S-1-')) return { type: Type.Sid, bytes: sidBytes(text) };
  if (/Guid$|GUID$|^OpCorrelationID$/.test(key) && text.startsWith('{'))
    return { type: Type.Guid, bytes: guidBytes(text) };
  if (key === 'AccessMask') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(Number(text));
    return { type: Type.Hex32, bytes };
  }
  if (/^(?:SubjectLogonId|HandleId)$/.test(key)) return { type: Type.Hex64, bytes: u64(BigInt(text)) };
  return { type: Type.Text, bytes: Buffer.from(text, 'utf16le') };
}

function valuesOf(event: SampleEvent): readonly Value[] {
  const u16 = (value: number) => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return bytes;
  };
  return [
    { type: Type.Uint16, bytes: u16(event.id) },
    { type: Type.Hex64, bytes: u64(event.success ? 0x8020000000000000n : 0x8010000000000000n) },
    { type: Type.FileTime, bytes: u64(filetime(event.time)) },
    { type: Type.Uint64, bytes: u64(BigInt(event.record)) },
    { type: Type.Text, bytes: Buffer.from(event.computer, 'utf16le') },
    // Version, Level, Opcode; Task; ProcessID, ThreadID.
    ...[0, 0, 0].map((value) => ({ type: Type.Uint8, bytes: Buffer.from([value]) })),
    { type: Type.Uint16, bytes: u16(13824) },
    ...[720, 4711].map((value) => ({ type: Type.Uint32, bytes: Buffer.concat([u16(value), u16(0)]) })),
    ...event.data.map(([key, text]) => dataValue(key, text)),
  ];
}

function templateBody(base: number, event: SampleEvent, values: readonly Value[], defined: Defined): Buffer {
  const out = new Bytes(base);
  const value = (id: number) => (inner: Bytes) => substitution(inner, { id, type: values[id]!.type });
  out.u8(0x0f, 1, 1, 0);
  element(out, defined, 'Event', [['xmlns', NAMESPACE]], (inEvent) => {
    element(inEvent, defined, 'System', [], (system) => {
      element(system, defined, 'Provider', [
        ['Name', PROVIDER],
        ['Guid', `{${PROVIDER_GUID}}`],
      ]);
      element(system, defined, 'EventID', [], value(0));
      element(system, defined, 'Version', [], value(5));
      element(system, defined, 'Level', [], value(6));
      element(system, defined, 'Task', [], value(8));
      element(system, defined, 'Opcode', [], value(7));
      element(system, defined, 'Keywords', [], value(1));
      element(system, defined, 'TimeCreated', [['SystemTime', { id: 2, type: Type.FileTime }]]);
      element(system, defined, 'EventRecordID', [], value(3));
      element(system, defined, 'Execution', [
        ['ProcessID', { id: 9, type: Type.Uint32 }],
        ['ThreadID', { id: 10, type: Type.Uint32 }],
      ]);
      element(system, defined, 'Channel', [], (inner) => literal(inner, 'Security'));
      element(system, defined, 'Computer', [], value(4));
    });
    element(inEvent, defined, 'EventData', [], (data) => {
      event.data.forEach(([key], i) => {
        element(data, defined, 'Data', [['Name', key]], value(SYSTEM_VALUES + i));
      });
    });
  });
  out.u8(0);
  return out.bytes();
}

/** One record at a position of a chunk. @param defined is added to */
function record(base: number, event: SampleEvent, number: number, defined: Defined): Buffer {
  const { templates, templateHeads } = defined;
  const values = valuesOf(event);
  const key = [event.id, ...event.data.map(([field], i) => `${field}:${values[SYSTEM_VALUES + i]!.type}`)].join();
  const out = new Bytes(base + 24);
  out.u8(0x0f, 1, 1, 0);
  out.u8(0x0c, 1);
  const known = templates.get(key);
  if (known !== undefined) {
    out.u32(known.id);
    out.u32(known.at);
  } else {
    const template = { id: crc32(Buffer.from(key)), at: out.at + 8 };
    templates.set(key, template);
    out.u32(template.id);
    out.u32(template.at);
    out.u32(templateHeads.get(template.id % 32) ?? 0);
    templateHeads.set(template.id % 32, template.at);
    const guid = Buffer.alloc(16, 0x5a);
    guid.writeUInt32LE(template.id);
    out.put(guid);
    const body = templateBody(out.at + 4, event, values, defined);
    out.u32(body.length);
    out.put(body);
  }
  out.u32(values.length);
  for (const { type, bytes } of values) {
    out.u16(bytes.length);
    out.u8(type, 0);
  }
  for (const { bytes } of values) out.put(bytes);
  out.u8(0);
  const body = out.bytes();
  const size = (24 + body.length + 4 + 7) & ~7;
  const whole = Buffer.alloc(size);
  whole.writeUInt32LE(0x2a2a, 0);
  whole.writeUInt32LE(size, 4);
  whole.writeBigUInt64LE(BigInt(number), 8);
  whole.writeBigUInt64LE(filetime(event.time), 16);
  body.copy(whole, 24);
  whole.writeUInt32LE(size, size - 4);
  return whole;
}

function chunkOf(records: readonly Buffer[], first: number, { nameHeads, templateHeads }: Defined): Buffer {
  const chunk = Buffer.alloc(CHUNK);
  let at = CHUNK_HEADER;
  let last = at;
  for (const bytes of records) {
    last = at;
    bytes.copy(chunk, at);
    at += bytes.length;
  }
  chunk.write('ElfChnk\0', 'latin1');
  chunk.writeBigUInt64LE(BigInt(first), 8);
  chunk.writeBigUInt64LE(BigInt(first + records.length - 1), 16);
  chunk.writeBigUInt64LE(BigInt(first), 24);
  chunk.writeBigUInt64LE(BigInt(first + records.length - 1), 32);
  chunk.writeUInt32LE(128, 40);
  chunk.writeUInt32LE(last, 44);
  chunk.writeUInt32LE(at, 48);
  for (const [bucket, head] of nameHeads) chunk.writeUInt32LE(head, 128 + 4 * bucket);
  for (const [bucket, head] of templateHeads) chunk.writeUInt32LE(head, 384 + 4 * bucket);
  seal(chunk);
  return chunk;
}

/** Computes the checksums of a chunk. */
export function seal(chunk: Buffer): void {
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER, chunk.readUInt32LE(48))), 52);
  chunk.writeUInt32LE(crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120))), 124);
}

/** The chunks of a log, as many as its events need. */
export function evtxChunks(events: readonly SampleEvent[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let records: Buffer[] = [];
  let defined = nothing();
  let at = CHUNK_HEADER;
  let number = 1;
  let first = 1;
  for (const event of events) {
    let next = copyOf(defined);
    let bytes = record(at, event, number, next);
    if (at + bytes.length > CHUNK) {
      chunks.push(chunkOf(records, first, defined));
      [records, next, at, first] = [[], nothing(), CHUNK_HEADER, number];
      bytes = record(at, event, number, next);
    }
    defined = next;
    records.push(bytes);
    at += bytes.length;
    number++;
  }
  if (records.length > 0) chunks.push(chunkOf(records, first, defined));
  return chunks;
}

export function evtxHeader(chunks: number, next: number): Buffer {
  const header = Buffer.alloc(HEADER_BLOCK);
  header.write('ElfFile\0', 'latin1');
  header.writeBigUInt64LE(0n, 8);
  header.writeBigUInt64LE(BigInt(Math.max(0, chunks - 1)), 16);
  header.writeBigUInt64LE(BigInt(next), 24);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(HEADER_BLOCK, 40);
  header.writeUInt16LE(chunks, 42);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return header;
}

/** A whole event log. */
export function evtxFile(events: readonly SampleEvent[]): Buffer {
  const chunks = evtxChunks(events);
  return Buffer.concat([evtxHeader(chunks.length, events.length + 1), ...chunks]);
}
