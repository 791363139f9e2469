/** Writes small AD Explorer snapshots, from the description of the format in docs/adexplorer.md. */
import { AdsType } from '../../../src/sources/adexplorer/values.js';

export type Value = string | number | bigint | boolean | Date | Buffer;

/** Attributes of an object: name to values. */
export type DatObject = Readonly<Record<string, readonly Value[]>>;

export interface DatOptions {
  readonly objects: readonly DatObject[];
  /** ADSTYPE by attribute name; what is not named is a case-ignore string. */
  readonly types?: Readonly<Record<string, number>>;
  readonly server?: string;
  readonly description?: string;
  /** 100-nanosecond intervals since 1601. */
  readonly time?: bigint;
  /** Write equal values once and refer back to them, as AD Explorer does. */
  readonly share?: boolean;
}

const TYPES: Readonly<Record<string, number>> = {
  distinguishedName: AdsType.dnString,
  member: AdsType.dnString,
  memberOf: AdsType.dnString,
  nTSecurityDescriptor: AdsType.securityDescriptor,
  objectSid: AdsType.octetString,
  objectGUID: AdsType.octetString,
  userAccountControl: AdsType.integer,
  primaryGroupID: AdsType.integer,
  groupType: AdsType.integer,
  pwdLastSet: AdsType.largeInteger,
};

const FIRST_OBJECT = 0x43e;

const u16 = (n: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(n);
  return bytes;
};
const u32 = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n >>> 0);
  return bytes;
};
const u64 = (n: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, n));
  return bytes;
};
const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le');
const named = (text: string): Buffer => Buffer.concat([u32(wide(text).length), wide(text)]);
const room = (text: string): Buffer => {
  const bytes = Buffer.alloc(520);
  bytes.write(text, 'utf16le');
  return bytes;
};

function systemTime(date: Date): Buffer {
  const parts = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDay(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  ];
  return Buffer.concat(parts.map(u16));
}

function attribute(type: number, values: readonly Value[]): Buffer {
  const count = u32(values.length);
  switch (type) {
    case AdsType.boolean:
      return Buffer.concat([count, ...values.map((v) => u32(v ? 1 : 0))]);
    case AdsType.integer:
      return Buffer.concat([count, ...values.map((v) => u32(v as number))]);
    case AdsType.largeInteger:
      return Buffer.concat([count, ...values.map((v) => u64(v as bigint))]);
    case AdsType.utcTime:
      return Buffer.concat([count, ...values.map((v) => systemTime(v as Date))]);
    case AdsType.octetString: {
      const bytes = values as readonly Buffer[];
      return Buffer.concat([count, ...bytes.map((v) => u32(v.length)), ...bytes]);
    }
    case AdsType.securityDescriptor:
      return Buffer.concat([count, ...(values as readonly Buffer[]).flatMap((v) => [u32(v.length), v])]);
    default: {
      const texts = (values as readonly string[]).map(wide);
      let at = 4 + 4 * texts.length;
      const offsets = texts.map((text) => {
        at += text.length;
        return u32(at - text.length);
      });
      return Buffer.concat([count, ...offsets, ...texts]);
    }
  }
}

export function buildDat({ objects, types = {}, server, description, time, share }: DatOptions): Buffer {
  const typeOf = (name: string): number => types[name] ?? TYPES[name] ?? AdsType.caseIgnoreString;
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const written = new Map<string, number>();
  const parts: Buffer[] = [];
  const starts: number[] = [];
  let start = FIRST_OBJECT;
  for (const object of objects) {
    starts.push(start);
    const entries = Object.entries(object);
    const table: Buffer[] = [];
    const blobs: Buffer[] = [];
    let at = 8 + 8 * entries.length;
    for (const [name, values] of entries) {
      const blob = attribute(typeOf(name), values);
      const key = `${typeOf(name)} ${blob.toString('hex')}`;
      const before = share ? written.get(key) : undefined;
      table.push(u32(names.indexOf(name)), u32((before ?? start + at) - start));
      if (before !== undefined) continue;
      written.set(key, start + at);
      blobs.push(blob);
      at += blob.length;
    }
    parts.push(u32(at), u32(entries.length), ...table, ...blobs);
    start += at;
  }
  const guids = Buffer.alloc(32);
  const tables = Buffer.concat([
    u32(names.length),
    ...names.flatMap((name) => [
      named(name),
      u32(0),
      u32(typeOf(name)),
      named(`CN=${name},CN=Schema,CN=Configuration,DC=lab`),
      guids,
      u32(0),
    ]),
    // One class: names, GUID, an area, attributes, entries, superiors, auxiliary classes.
    u32(1),
    ...['user', 'CN=User,CN=Schema,CN=Configuration,DC=lab', 'User', 'person'].map(named),
    Buffer.alloc(16),
    u32(12),
    Buffer.alloc(12),
    u32(2),
    u32(0),
    named('cn'),
    u32(1),
    named('sn'),
    u32(1),
    Buffer.alloc(16),
    u32(1),
    named('container'),
    u32(1),
    named('mailRecipient'),
    // One right.
    u32(1),
    named('Send-As'),
    named('Send As'),
    Buffer.alloc(20),
  ]);
  const header = Buffer.concat([
    Buffer.from('win-ad-ob\0', 'latin1'),
    u32(0x10001),
    u64(time ?? 132_827_825_226_331_628n),
    room(description ?? ''),
    room(server ?? 'dc1.lab'),
    u32(objects.length),
    u32(objects.reduce((sum, object) => sum + Object.keys(object).length - 1, 0)),
    u64(BigInt(start)),
    u64(BigInt(start + tables.length)),
  ]);
  return Buffer.concat([header, ...parts, tables, treeOf(starts)]);
}

/** The tree of names: the root, and all objects as its leaves. */
export function treeOf(starts: readonly number[]): Buffer {
  return Buffer.concat([u64(-2n), u32(0), u32(starts.length), ...starts.map((start) => u64(BigInt(start)))]);
}
