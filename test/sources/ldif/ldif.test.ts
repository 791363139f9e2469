import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RawEntry, RawItem } from '../../../src/sources/entry.js';
import { openLdif } from '../../../src/sources/ldif/index.js';
import { LdifParser } from '../../../src/sources/ldif/parser.js';

function parse(text: string | Buffer, step = 0): RawItem[] {
  const bytes = Buffer.from(text as string);
  const parser = new LdifParser('FILE');
  const out: RawItem[] = [];
  const size = step || Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += size) parser.push(Buffer.from(bytes.subarray(at, at + size)), out);
  parser.finish(out);
  return out;
}

/** Entries as plain values: DN, where, and attributes as text. */
function entries(
  items: readonly RawItem[],
): { dn: string; where?: string | undefined; attributes: Record<string, string[]> }[] {
  return items
    .filter((item): item is { entry: RawEntry } => 'entry' in item)
    .map(({ entry }) => ({
      dn: entry.dn,
      where: entry.where,
      attributes: Object.fromEntries([...entry.attributes].map(([k, v]) => [k, v.map((b) => b.toString('utf8'))])),
    }));
}

const gaps = (items: readonly RawItem[]): string[] =>
  items.flatMap((item) => ('gap' in item ? [`${item.gap.code}: ${item.gap.message}`] : []));

describe('RFC 2849', () => {
  test('folding, base64, comments, options, CRLF, BOM, any order of attributes', () => {
    const text = [
      '\ufeffversion: 1',
      '',
      '# a comment',
      '# that goes',
      '  on',
      'dn: CN=Ann,OU=Sta',
      ' ff,DC=lab',
      'description:: w6k=',
      'objectClass: top',
      'cn;lang-en: Ann',
      '# a comment within the entry',
      'OBJECTCLASS: user',
      'empty:',
      'spaced:   x  ',
      '',
      '',
      'dn:: Q049w6ksREM9bGFi',
      'changetype: add',
      'photo;binary:: //79',
      '',
    ].join('\r\n');
    const items = parse(`${text}\r\n`);
    expect(entries(items)).toEqual([
      {
        dn: 'CN=Ann,OU=Staff,DC=lab',
        where: 'line 6',
        attributes: { description: ['é'], objectclass: ['top', 'user'], cn: ['Ann'], empty: [''], spaced: ['x  '] },
      },
      { dn: 'CN=é,DC=lab', where: 'line 17', attributes: { photo: ['\ufffd\ufffd\ufffd'] } },
    ]);
    expect(gaps(items)).toEqual([]);
  });

  test('chunks of any size give the same', () => {
    const text = 'version: 1\n\ndn: CN=a\nx: 1\n 2\n  3\n# c\n d\ny:: QUJD\n RA==\n\n\ndn: CN=b\r\nz: é\r\n\r\n';
    const whole = entries(parse(text));
    expect(whole).toHaveLength(2);
    expect(whole[0]!.attributes).toEqual({ x: ['12 3'], y: ['ABCD'] });
    for (let step = 1; step < text.length; step++) expect(entries(parse(text, step))).toEqual(whole);
  });

  test('what is written is read back, however it is folded and cut', () => {
    const value = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('\n', '\r\n'),
        (records, width, step, eol) => {
          const fold = (line: string): string => {
            let out = line.slice(0, width + 3);
            for (let at = width + 3; at < line.length; at += width) out += `${eol} ${line.slice(at, at + width)}`;
            return out;
          };
          const text = records
            .map((values, n) =>
              [`dn: CN=${n}`, ...values.map((v) => `a:: ${v.toString('base64')}`)].map((l) => fold(l) + eol).join(''),
            )
            .map((record) => record + eol)
            .join('');
          const read = parse(text, step).map((item) => (item as { entry: RawEntry }).entry);
          expect(read.map((e) => e.attributes.get('a'))).toEqual(records);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['dn: CN=a\nx:: Q=Q=\n\n', 'FILE line 2: the base64 value of x is damaged'],
    ['dn: CN=a\nx:: QUJ\n\n', 'FILE line 2: the base64 value of x is damaged'],
    ['dn: CN=a\nx:: QU-_\n\n', 'FILE line 2: the base64 value of x is damaged'],
    ['dn: CN=a\nx:: QUJDx\n RA==\n\n', 'FILE line 2: the base64 value of x is damaged'],
    ['dn:: /w==\n\n', 'FILE line 1: the DN is not UTF-8 text'],
    ['dn: CN=a\nx:< file:///etc/passwd\n\n', 'FILE line 2: the value of x is a URL'],
    ['dn: CN=a\nchangetype: modify\nreplace: x\nx: 1\n-\n\n', 'FILE line 2: a change record (changetype: modify)'],
    ['dn: CN=a\nchangetype: delete\n\n', 'FILE line 2: a change record (changetype: delete)'],
    ['dn: CN=a\ncontrol: 1.2.3 true\nchangetype: delete\n\n', 'FILE line 2: a change record with a control'],
    ['dn: CN=a\nx: 1\n-\n\n', 'FILE line 3: "-" belongs to a change record'],
    ['dn: CN=a\ndn: CN=b\n\n', 'FILE line 2: a second "dn:" in one entry'],
    ['x: 1\n\n', 'FILE line 1: "x" stands outside an entry'],
    [' folded\n', 'FILE line 1'],
    ['version: 2\n', 'FILE line 1: only LDIF version 1 is known'],
    ['dn: CN=a\nnonsense\n\n', 'FILE line 2: "nonsense" has no ":"'],
    ['dn: CN=a\na b: 1\n\n', 'FILE line 2: "a b" is not an attribute name'],
    ['\u0000\u0001\u0002binary\n', 'FILE line 1'],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  test('Latin-1 in a DN is refused by line', () => {
    expect(() => parse(Buffer.from('dn: CN=a\n\ndn: CN=J\xf6rg\n\n', 'latin1'))).toThrow(
      'FILE line 3: the DN is not UTF-8',
    );
  });

  test('Latin-1 in a value that is needed is left out and said by line; in others it does not matter', () => {
    const items = parse(
      Buffer.from(
        'dn: CN=a\nsAMAccountName: J\xf6rg\nmember: CN=x\nmember: CN=J\xf6rg\ndescription: \xe9\n\n',
        'latin1',
      ),
    );
    expect(gaps(items)).toEqual([
      'entry-damaged: FILE line 2: the value of samaccountname is not UTF-8 text (Latin-1 perhaps); it is taken as not read',
      'entry-damaged: FILE line 4: the value of member is not UTF-8 text (Latin-1 perhaps); it is taken as not read',
    ]);
    const { attributes } = entries(items)[0]!;
    expect(Object.keys(attributes)).toEqual(['member', 'description']);
    expect(attributes.member).toEqual(['CN=x']);
  });

  test('no bytes make it crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          parse(Buffer.from(bytes));
        } catch (error) {
          expect((error as Error).name).toBe('AdreachError');
        }
      }),
    );
  });
});

describe('what tools put around the entries', () => {
  const EXPORT = `# extended LDIF
#
# LDAPv3
# base <DC=lab> with scope subtree

# a, lab
dn: CN=a,DC=lab
member;range=0-1: CN=x
member;range=0-1: CN=y

# search reference
ref: ldap://other.lab/DC=other,DC=lab

# search result
search: 2
result: 0 Success
control: 1.2.840.113556.1.4.319 false MIQAAAAFAgEABAA=

# numResponses: 3
# numEntries: 1
`;

  test('ldapsearch: referrals and result lines are passed over, a range without its rest is a gap', () => {
    const items = parse(EXPORT);
    expect(entries(items)).toEqual([{ dn: 'CN=a,DC=lab', where: 'line 7', attributes: { member: ['CN=x', 'CN=y'] } }]);
    expect(gaps(items)).toEqual([
      expect.stringMatching(/^members-incomplete: FILE line 7: values of member after number 1/),
    ]);
    expect(items).toContainEqual({ entry: expect.objectContaining({ cut: ['member'] }) });
  });

  test('ranges that are whole are joined, the empty twin goes', () => {
    const items = parse('dn: CN=a\nmember:\nmember;range=0-0: CN=x\nmember;range=1-*: CN=y\n\n');
    expect(entries(items)[0]!.attributes).toEqual({ member: ['CN=x', 'CN=y'] });
    expect(gaps(items)).toEqual([]);
  });

  test('ldapsearch: a name with a line break in its comment, as conflicting objects have', () => {
    const conflict = EXPORT.replace(
      'dn: CN=a,DC=lab\n',
      '# a\nCNF:9fc1d5a2-0000-4000-8000-000000000000, b\nno colon, lab\ndn: CN=a,DC=lab\n',
    );
    expect(conflict).not.toBe(EXPORT);
    const plain = ({ dn, attributes }: { dn: string; attributes: object }): object => ({ dn, attributes });
    expect(entries(parse(conflict)).map(plain)).toEqual(entries(parse(EXPORT)).map(plain));
    for (let step = 1; step < 40; step++) expect(parse(conflict, step)).toEqual(parse(conflict));
    // In files of other tools, and elsewhere, such lines are what they are everywhere: no LDIF.
    expect(() => parse('# a\nCNF:1\ndn: CN=a\n\n')).toThrow('FILE line 2: "cnf" stands outside an entry');
    expect(() => parse(`${EXPORT}\nCNF:1\n`)).toThrow(/"cnf" stands outside an entry/);
  });

  test('what stands between a comment and no entry is no part of the comment: an entry that lost its first line', () => {
    for (const damaged of [
      EXPORT.replace('dn: CN=a,DC=lab', 'dm: CN=a,DC=lab'),
      EXPORT.replace('dn: CN=a,DC=lab', 'xx'),
      EXPORT.replace('dn: CN=a,DC=lab\nmember', 'dm: CN=a,DC=lab\nunknown'),
      EXPORT.replace('dn: CN=a,DC=lab\n', ''),
      EXPORT.replace('ref:', 'rex:'),
      EXPORT.replace('search: 2', 'surch: 2'),
      `${EXPORT}x: 1`,
    ]) {
      expect(damaged).not.toBe(EXPORT);
      expect(() => parse(damaged)).toThrow(/^FILE line \d+: .*stands outside an entry/);
    }
    // A filter may have line breaks, and stands in the heading.
    expect(entries(parse(EXPORT.replace('# base', '# filter: (&\n(a=b))\n# base')))).toHaveLength(1);
  });

  test('parts of a range that are missing before the last one are a gap', () => {
    const whole = 'dn: CN=a\nmember;range=0-1: CN=x\nmember;range=0-1: CN=y\nmember;range=2-*: CN=z\n\n';
    expect(gaps(parse(whole))).toEqual([]);
    expect(gaps(parse(whole.replace('member;range=0-1: CN=y\n', '')))).toEqual([
      'members-incomplete: FILE line 1: the last values of member begin with number 2, but 1 stand before them',
    ]);
    expect(gaps(parse('dn: CN=a\nmember;range=2-*: CN=z\n\n'))).toHaveLength(1);
    expect(gaps(parse('dn: CN=a\nmember;range=0-*: CN=z\n\n'))).toEqual([]);
  });

  test('a search that was cut short is a gap', () => {
    expect(gaps(parse(EXPORT.replace('result: 0 Success', 'result: 4 Size limit exceeded'))).at(-1)).toBe(
      'search-incomplete: FILE line 16: the search that made this file ended with result 4 Size limit exceeded: entries are missing',
    );
  });

  test('ldapsearch output without its closing lines is cut off', () => {
    expect(gaps(parse(`${EXPORT.split('# search result')[0]}`)).at(-1)).toMatch(/^search-incomplete: .*is missing/);
  });

  test('a file that ends within a line is a gap', () => {
    expect(gaps(parse('dn: CN=a\ncn: a'))).toEqual([
      'search-incomplete: FILE ends in the middle of line 2 (no line break at its end): it may be cut off',
    ]);
  });

  test('a file that ends within an entry, at the end of a line, is a gap that names the entry', () => {
    const whole = 'version: 1\n\ndn: CN=a\ncn: a\n\ndn: CN=g\nmember: CN=a\nmember: CN=b\n\n';
    expect(gaps(parse(whole))).toEqual([]);
    const cut = parse(whole.slice(0, whole.indexOf('member: CN=b')));
    expect(gaps(cut)).toEqual([
      'search-incomplete: FILE ends without an empty line after the entry that begins in line 6: it may be cut off (where it is whole, end it with one)',
    ]);
    expect(cut.at(-1)).toMatchObject({ gap: { dn: 'CN=g' } });
    expect(gaps(parse(whole.replaceAll('\n', '\r\n')))).toEqual([]);
    expect(gaps(parse(`${whole}# 2 entries\n`))).toEqual([]);
  });

  test('ldifde: no empty line after the version, changetype add', () => {
    expect(entries(parse('dn: CN=a\nchangetype: add\ncn: a\n\ndn: CN=b\nchangetype: add\ncn: b\n\n'))).toHaveLength(2);
    expect(entries(parse('version: 1\ndn: CN=a\ncn: a\n\n'))).toHaveLength(1);
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ldif-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function read(
    bytes: Buffer,
    name = 'a.ldif',
  ): Promise<{ items: RawItem[]; sha256: string; server: string | null; collectedAt: string | null }> {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const source = openLdif(path);
    const items: RawItem[] = [];
    for await (const item of source.items) items.push(item);
    return { items, ...source.info() };
  }

  const TEXT = Buffer.from(Array.from({ length: 3000 }, (_, n) => `dn: CN=${n},DC=é\ncn: ${n}\n\n`).join(''));

  test('plain, gzip by content, several members, UTF-16: the same entries, the hash of the file', async () => {
    const plain = await read(TEXT);
    expect(entries(plain.items)).toHaveLength(3000);
    expect(plain.sha256).toBe(createHash('sha256').update(TEXT).digest('hex'));
    const packed = gzipSync(TEXT);
    const gz = await read(packed, 'named.txt');
    expect(gz.items).toEqual(plain.items);
    expect(gz.sha256).toBe(createHash('sha256').update(packed).digest('hex'));
    const half = TEXT.indexOf('dn: CN=1500');
    const members = await read(Buffer.concat([gzipSync(TEXT.subarray(0, half)), gzipSync(TEXT.subarray(half))]));
    expect(members.items).toEqual(plain.items);
    const utf16 = await read(Buffer.from(`\ufeff${TEXT.toString('utf8')}`, 'utf16le'));
    expect(utf16.items).toEqual(plain.items);
    expect((await read(gzipSync(Buffer.from(`\ufeff${TEXT.toString('utf8')}`, 'utf16le')))).items).toEqual(plain.items);
  });

  test('gzip cut off, damaged or followed by something else is refused', async () => {
    const packed = gzipSync(TEXT);
    for (const length of [3, 10, 18, packed.length >> 1, packed.length - 8, packed.length - 1]) {
      await expect(read(packed.subarray(0, length))).rejects.toThrow(/the gzip data is damaged: it is cut off/);
    }
    const flipped = Buffer.from(packed);
    flipped[packed.length >> 1]! ^= 0x10;
    await expect(read(flipped)).rejects.toThrow(/the gzip data is damaged/);
    await expect(read(Buffer.concat([packed, Buffer.from('something else')]))).rejects.toThrow(/gzip data is damaged/);
    await expect(read(Buffer.concat([packed, Buffer.from([0x1f, 0x8b, 8])]))).rejects.toThrow(/gzip data is damaged/);
  });

  test('a rootDSE in the file says who answered, and when', async () => {
    const text = 'dn:\ndnsHostName: dc1.lab.local\ncurrentTime: 20260203040506.0Z\n\ndn: CN=a\ncn: a\n\n';
    const { items, server, collectedAt } = await read(Buffer.from(text));
    expect(items).toHaveLength(1);
    expect({ server, collectedAt }).toEqual({ server: 'dc1.lab.local', collectedAt: '2026-02-03T04:05:06Z' });
  });

  test('an object that lost its name is not taken for the rootDSE', async () => {
    const { items, server } = await read(Buffer.from('dn:\ndNSHostName: a\nobjectSid: x\n\n'));
    expect(entries(items).map(({ dn }) => dn)).toEqual(['']);
    expect(server).toBe(null);
  });

  test('a file that is not there', async () => {
    const source = openLdif(join(folder, 'none'));
    const all = async (): Promise<void> => {
      for await (const _ of source.items);
    };
    await expect(all()).rejects.toMatchObject({ name: 'AdreachError', code: 'file' });
  });

  test('stopping early closes the file', async () => {
    for await (const item of openLdif(join(folder, 'named.txt')).items) {
      expect('entry' in item).toBe(true);
      break;
    }
  });

  test('a line without an end is refused before it fills the memory', async () => {
    await expect(read(gzipSync(Buffer.alloc(80 * 1024 * 1024, 'x')))).rejects.toThrow(/the line is longer than/);
  });
});
