import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AdreachError } from '../../../src/errors/index.js';
import { openAdExplorer } from '../../../src/sources/adexplorer/index.js';
import { readObjects } from '../../../src/sources/adexplorer/objects.js';
import { RandomAccess } from '../../../src/sources/adexplorer/random-access.js';
import { AdsType } from '../../../src/sources/adexplorer/values.js';
import type { RawEntry, RawItem } from '../../../src/sources/entry.js';
import { testFolder } from '../../snapshot/file.js';
import { buildDat, type DatObject, type DatOptions } from './build.js';

const folder = testFolder();
afterAll(() => folder.dispose());

const PATH = folder.path('a.dat');

async function read(bytes: Buffer, wanted?: readonly string[]) {
  writeFileSync(PATH, bytes);
  const source = openAdExplorer(PATH, { name: 'FILE', ...(wanted && { wanted: new Set(wanted) }) });
  const items: RawItem[] = [];
  for await (const item of source.items) items.push(item);
  return { items, source };
}

const entries = (items: readonly RawItem[]): RawEntry[] =>
  items.flatMap((item) => ('entry' in item ? [item.entry] : []));
const gaps = (items: readonly RawItem[]): string[] =>
  items.flatMap((item) => ('gap' in item ? [`${item.gap.code}: ${item.gap.message}`] : []));
const plain = ({ attributes }: RawEntry): Record<string, string[]> =>
  Object.fromEntries([...attributes].map(([name, values]) => [name, values.map((value) => value.toString('utf8'))]));

const SID = Buffer.from('010500000000000515000000010000000200000003000000f4010000', 'hex');
const ANN: DatObject = {
  distinguishedName: ['CN=Ann Élan,DC=lab'],
  objectClass: ['top', 'person', 'user'],
  objectSid: [SID],
  memberOf: ['CN=Staff,DC=lab', 'CN=All,DC=lab'],
  nTSecurityDescriptor: [Buffer.alloc(40, 7)],
};
const BOB: DatObject = { ...ANN, distinguishedName: ['CN=Bob,DC=lab'], memberOf: ['CN=Staff,DC=lab'] };
const SMALL: DatOptions = { objects: [ANN, BOB, { distinguishedName: ['CN=Hidden,DC=lab'] }], share: true };

describe('AD Explorer snapshots', () => {
  test('values as LDAP gives them', async () => {
    const { items, source } = await read(
      buildDat({
        objects: [
          {
            distinguishedName: ['CN=a,DC=lab'],
            cn: ['größe 😀'],
            exact: ['X'],
            printable: ['p'],
            numeric: ['12 34'],
            oid: ['1.2.840.113556.1.5.9', 'user'],
            flag: [true],
            off: [false],
            groupType: [-2147483646, 7],
            pwdLastSet: [132_827_825_226_331_628n, 0n, -1n, 9223372036854775807n],
            whenCreated: [new Date('2021-11-30T20:00:56.789Z'), new Date('1601-01-01T00:00:00Z')],
            objectGUID: [Buffer.from('000102ff', 'hex'), Buffer.alloc(0), Buffer.from('fe', 'hex')],
            nTSecurityDescriptor: [Buffer.from('01000480', 'hex'), Buffer.from('02', 'hex')],
            none: [],
          },
        ],
        types: {
          exact: AdsType.caseExactString,
          printable: AdsType.printableString,
          numeric: AdsType.numericString,
          oid: AdsType.objectClass,
          flag: AdsType.boolean,
          off: AdsType.boolean,
          whenCreated: AdsType.utcTime,
        },
        description: 'before the move',
      }),
    );
    const [entry] = entries(items);
    const { objectguid, ntsecuritydescriptor, ...text } = plain(entry!);
    expect(text).toEqual({
      distinguishedname: ['CN=a,DC=lab'],
      cn: ['größe 😀'],
      exact: ['X'],
      printable: ['p'],
      numeric: ['12 34'],
      oid: ['1.2.840.113556.1.5.9', 'user'],
      flag: ['TRUE'],
      off: ['FALSE'],
      grouptype: ['-2147483646', '7'],
      pwdlastset: ['132827825226331628', '0', '-1', '9223372036854775807'],
      whencreated: ['20211130200056.0Z', '16010101000000.0Z'],
      none: [],
    });
    const hex = (name: string): string[] => entry!.attributes.get(name)!.map((value) => value.toString('hex'));
    expect([objectguid?.length, hex('objectguid')]).toEqual([3, ['000102ff', '', 'fe']]);
    expect([ntsecuritydescriptor?.length, hex('ntsecuritydescriptor')]).toEqual([2, ['01000480', '02']]);
    expect(entry).toMatchObject({ dn: 'CN=a,DC=lab', where: 'byte 1086' });
    expect(source.header).toMatchObject({
      collectedAt: '2021-11-30T21:48:42.633Z',
      description: 'before the move',
      server: 'dc1.lab',
      objects: 1,
    });
    expect(source.tables).toMatchObject({ classes: 1, rights: 1 });
    expect(gaps(items)).toEqual([]);
  });

  test('values that are shared between objects; memberships from both sides; the hash of the file', async () => {
    const shared = buildDat(SMALL);
    const separate = buildDat({ ...SMALL, share: false });
    expect(shared.length).toBeLessThan(separate.length);
    const { items, source } = await read(shared);
    expect(entries(items).map(plain)).toEqual(entries((await read(separate)).items).map(plain));
    expect(items.flatMap((item) => ('memberships' in item ? [item.memberships] : []))).toEqual([
      { dn: 'CN=Ann Élan,DC=lab', groups: ['CN=Staff,DC=lab', 'CN=All,DC=lab'] },
      { dn: 'CN=Bob,DC=lab', groups: ['CN=Staff,DC=lab'] },
    ]);
    expect(source.sha256()).toBe(createHash('sha256').update(shared).digest('hex'));
  });

  test('only what is wanted is read', async () => {
    const { items } = await read(buildDat(SMALL), ['objectsid']);
    expect([...entries(items)[0]!.attributes.keys()]).toEqual(['distinguishedname', 'objectsid', 'memberof']);
  });

  test('pages: values across and far behind them', async () => {
    const objects = Array.from({ length: 300 }, (_, n) => ({
      distinguishedName: [`CN=${n},DC=lab`],
      objectClass: ['top', 'person', 'user'],
      objectSid: [Buffer.alloc(1000 + n, n)],
      cn: [`${'x'.repeat(700 + (n % 7))}${n}`],
    }));
    const bytes = buildDat({ objects, share: true });
    expect(bytes.length).toBeGreaterThan(10 * 65536);
    const all = entries((await read(bytes)).items);
    expect(all.map((e) => e.attributes.get('objectsid')![0]!.length)).toEqual(objects.map((_, n) => 1000 + n));
    expect(all.map((e) => plain(e).cn)).toEqual(objects.map((o) => o.cn));
    expect(all.every((e) => e.attributes.get('objectclass')!.length === 3)).toBe(true);
  });

  test('offsets beyond 4 GiB (a file with a hole); header and tables are read without reading what lies before', () => {
    const small = buildDat({ ...SMALL, share: false });
    const hole = 3 * 2 ** 30;
    const second = 1086 + small.readUInt32LE(1086);
    const third = second + small.readUInt32LE(second);
    const tables = Number(small.readBigUInt64LE(1070));
    // The first two objects are made larger by the hole, so that the third lies behind 6 GiB.
    small.writeUInt32LE(second - 1086 + hole, 1086);
    small.writeUInt32LE(third - second + hole, second);
    for (const at of [1070, 1078]) small.writeBigUInt64LE(small.readBigUInt64LE(at) + BigInt(2 * hole), at);
    const fd = openSync(PATH, 'w');
    writeSync(fd, small, 0, second, 0);
    writeSync(fd, small, second, third - second, second + hole);
    writeSync(fd, small, third, small.length - third, third + 2 * hole);
    closeSync(fd);
    const source = openAdExplorer(PATH);
    source.close();
    expect(source.bytes).toBe(small.length + 2 * hole);
    expect(source.header.tables).toBe(tables + 2 * hole);
    expect(source.tables.properties.map(({ name }) => name)).toContain('distinguishedName');
    const file = new RandomAccess(PATH, 'FILE');
    const items = [...readObjects(file, source.header, source.tables, 3, {})];
    file.close();
    rmSync(PATH);
    expect(entries(items).map(({ dn }) => dn)).toEqual(['CN=Ann Élan,DC=lab', 'CN=Bob,DC=lab', 'CN=Hidden,DC=lab']);
    expect(plain(entries(items)[1]!).memberof).toEqual(['CN=Staff,DC=lab']);
  });

  test('what cannot be told of a value is a gap, and the rest is read', async () => {
    const { items } = await read(
      buildDat({
        objects: [
          { distinguishedName: ['CN=a,DC=lab'], cn: ['\ud800'], odd: [1], when: [new Date('2020-01-01')] },
          { cn: ['nameless'] },
        ],
        types: { odd: 27, when: AdsType.utcTime },
      }),
    );
    expect(gaps(items)).toEqual([
      'entry-damaged: byte 1086: cn is malformed (not well-formed UTF-16); it is taken as not read',
      'entry-damaged: byte 1086: odd is malformed (values of type 27, whose layout is not known); it is taken as not read',
      expect.stringMatching(/^entry-damaged: byte \d+: an object without a name is left out$/),
    ]);
    expect(plain(entries(items)[0]!)).toEqual({ distinguishedname: ['CN=a,DC=lab'], when: ['20200101000000.0Z'] });
  });
});

describe('damage', () => {
  const whole = buildDat(SMALL);
  const failure = async (bytes: Buffer): Promise<AdreachError> =>
    read(bytes).then(
      () => Promise.reject(new Error('it was read')),
      (error: AdreachError) => error,
    );

  test('cut anywhere: refused, with the byte', async () => {
    const lengths = Array.from({ length: Math.floor(whole.length / 97) }, (_, n) => 10 + 97 * n);
    for (const length of [...lengths, whole.length - 40, whole.length - 8, whole.length - 1]) {
      const error = await failure(whole.subarray(0, length));
      expect(error).toMatchObject({ code: 'integrity', hint: expect.stringContaining('cut off') });
      expect(error.message).toMatch(/^FILE byte \d+: .*the file ends at byte \d+$/);
    }
  });

  const changed = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt32LE(value >>> 0, at);
    return bytes;
  };
  test.each([
    ['another version', 10, 0x20001, /byte 10: an AD Explorer snapshot of a version that is not known \(20001/],
    ['too many objects', 1062, 0xffffffff, /byte 1070: .* objects have no room/],
    ['tree before the tables', 1078, 1086, /byte 1078: the tree of names begins/],
    ['an object larger than the file', 1086, 0x7fffffff, /byte 1086: an object of 2147483647 bytes/],
    ['an object of no size', 1086, 0, /byte 1086: an object of 0 bytes/],
    ['too many attributes', 1090, 0x10000000, /byte 1090: 268435456 attributes do not fit/],
    ['an attribute that is none', 1094, 5000, /byte 1094: attribute 5000 of 5/],
    ['an attribute twice', 1102, 0, /byte 1102: distinguishedname stands twice/],
    ['values before the objects', 1098, -1000, /byte 1094: .* at byte 86, outside/],
    ['too many values', 1134, 0x7fffff00, /byte 1134: 2147483392 values/],
    ['a text outside the file', 1138, 0x7fffff00, /the file ends/],
    ['a text before the file', 1138, -0x7fffff00, /before the beginning of the file/],
  ])('%s', async (_name, at, value, message) => {
    const error = await failure(changed(at, value));
    expect(error).toBeInstanceOf(AdreachError);
    expect(error.message).toMatch(message);
    expect(['format', 'integrity']).toContain(error.code);
  });

  const TREE = Number(whole.readBigUInt64LE(1078));
  test.each([
    ['objects that are not counted', 1062, 1, /byte \d+: \d+ bytes follow the 1 objects that are counted/],
    ['an object fewer in the tree', TREE + 12, 2, /byte \d+: the tree of names ends here, but the file at byte \d+/],
    ['an object in the tree that is none', TREE + 16, 7, /the tree of names names an object at byte 7/],
    ['a tree of another form', TREE, 7, /the tree of names begins in a way that is not known/],
  ])('%s: read, and said', async (_name, at, value, message) => {
    const { items } = await read(changed(at, value));
    expect(gaps(items)).toEqual([expect.stringMatching(/^search-incomplete: FILE/)]);
    expect(gaps(items)[0]).toMatch(message);
  });

  test('a tree with branches; an object with nothing but a name that is not counted, and room after it', async () => {
    expect(gaps((await read(whole)).items)).toEqual([]);
    const starts = [0, 1, 2].map((n) => BigInt(whole.readUInt32LE(TREE + 16 + 8 * n)));
    const node = (object: bigint, branches: readonly number[], leaves: readonly bigint[]): Buffer => {
      const bytes = Buffer.alloc(16 + 4 * branches.length + 8 * leaves.length);
      bytes.writeBigInt64LE(object);
      bytes.writeUInt32LE(branches.length, 8);
      bytes.writeUInt32LE(leaves.length, 12);
      let at = 16;
      for (const offset of branches) at = bytes.writeUInt32LE(offset, at);
      for (const leaf of leaves) at = bytes.writeBigInt64LE(leaf, at);
      return bytes;
    };
    const tree = [node(-2n, [20], []), node(starts[0]!, [28], [starts[1]!]), node(starts[2]!, [], [])];
    const branched = Buffer.concat([whole.subarray(0, TREE), ...tree]);
    expect(gaps((await read(branched)).items)).toEqual([]);
    const astray = Buffer.from(branched);
    astray.writeUInt32LE(29, TREE + 20 + 16);
    expect(gaps((await read(astray)).items)[0]).toMatch(
      /a branch of the tree of names at byte \d+, where \d+ is meant/,
    );
    for (let length = TREE; length < branched.length; length++) {
      expect(await failure(branched.subarray(0, length))).toMatchObject({ code: 'integrity' });
    }

    // The third object, which is but a name, is counted no more; eight bytes of nothing follow it.
    const tables = Number(whole.readBigUInt64LE(1070));
    const bytes = Buffer.concat([branched.subarray(0, tables), Buffer.alloc(8), branched.subarray(tables)]);
    bytes.writeUInt32LE(2, 1062);
    for (const at of [1070, 1078]) bytes.writeBigUInt64LE(bytes.readBigUInt64LE(at) + 8n, at);
    const { items } = await read(bytes);
    expect(entries(items)).toHaveLength(2);
    expect(gaps(items)).toEqual([]);
  });

  test('an attribute of a type that is not known is not read as one of a type that is, where they share values', async () => {
    const bytes = buildDat({
      objects: [
        { distinguishedName: ['CN=a,DC=lab'], cn: ['x'] },
        { distinguishedName: ['CN=b,DC=lab'], sn: ['x'] },
      ],
      share: true,
    });
    const tables = Number(bytes.readBigUInt64LE(1070));
    const type = bytes.indexOf(Buffer.from('sn\0', 'utf16le'), tables) + 6 + 4;
    expect(bytes.readUInt32LE(type)).toBe(AdsType.caseIgnoreString);
    bytes.writeUInt32LE(AdsType.caseIgnoreString + 32, type);
    expect(gaps((await read(bytes)).items)).toEqual([expect.stringMatching(/sn is malformed \(values of type 35/)]);
  });

  test('an object that is skipped because another one claims its bytes is missed in the tree', async () => {
    const first = whole.readUInt32LE(1086);
    const bytes = changed(1086, first + whole.readUInt32LE(1086 + first));
    bytes.writeUInt32LE(2, 1062);
    expect(gaps((await read(bytes)).items)).toEqual([
      expect.stringMatching(/^search-incomplete: FILE byte \d+: the tree of names names 3 objects, and 2 are counted$/),
    ]);
  });

  test('a file that says far more than it holds is refused before it fills memory or time', async () => {
    const wide = buildDat({
      objects: [
        { distinguishedName: ['CN=a,DC=lab'], cn: ['x'.repeat(60_000)] },
        ...Array.from({ length: 4 }, (_, n) => ({
          distinguishedName: [`CN=${n},DC=lab`],
          sn: Array.from({ length: 3000 }, () => 'y'),
        })),
      ],
    });
    // Every text of every "sn" becomes the long one.
    const long = wide.indexOf(Buffer.from('xxxx', 'utf16le'));
    for (let at = wide.indexOf(Buffer.from('y\0y\0', 'utf16le')); at >= 0; at = -1) {
      for (let p = long + 120_002; p + 4 < wide.length; p += 2) {
        if (wide.readUInt32LE(p) !== 3000) continue;
        for (let n = 0; n < 3000; n++) wide.writeInt32LE(long - p, p + 4 + 4 * n);
        p += 12_000;
      }
    }
    const error = await failure(wide);
    expect(error.message).toMatch(/the objects say more than 1024 times what the file holds/);
  }, 30_000);

  test('changed, cut and spliced bytes: read or refused, never a crash or a hang', async () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.record({ from: fc.nat(whole.length), to: fc.nat(whole.length), size: fc.nat(200) }), { freq: 3 }),
        fc.option(fc.nat(whole.length), { freq: 5 }),
        async (changes, splice, cut) => {
          const bytes = Buffer.from(whole);
          // The names in the header and the tables' blanks are long: half of the changes go to the objects.
          const objects = whole.length - 0x42e - 40;
          for (const { at, byte } of changes) bytes[0x42e + Math.floor(at * (objects - 1))] = byte;
          if (splice) bytes.copy(bytes, splice.to, splice.from, splice.from + splice.size);
          try {
            const { items } = await read(cut === null ? bytes : bytes.subarray(0, cut));
            expect(items.length).toBeLessThanOrEqual(40);
          } catch (error) {
            if (!(error instanceof AdreachError)) throw error;
            expect(error.message).toMatch(/^FILE/);
          }
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);
});
