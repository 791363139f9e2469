import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountRecord, AccountStreamRecord, ModelRecord } from '../../src/directory/records.js';
import { toLine } from '../../src/snapshot/line.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import { SnapshotWriter } from '../../src/snapshot/writer.js';
import { classListId, containerId, descriptorId, groupId } from '../directory/ids.js';
import { forge, HEADER, readAll, testFolder } from './file.js';

const folder = testFolder();
afterAll(() => folder.dispose());

const GUID = '00299570-246d-11d0-a768-00aa006e0529';
const MODEL: ModelRecord[] = [
  { type: 'class', name: 'user', guid: GUID, parent: 'top', category: 1, auxiliary: [], attributes: ['pwdLastSet'] },
  { type: 'attribute', name: 'pwdLastSet', guid: GUID, set: GUID },
  { type: 'right', name: 'Reset', guid: GUID, appliesTo: [GUID] },
  { type: 'partition', nCName: 'DC=lab' },
  { type: 'forest', dSHeuristics: null },
  { type: 'kdsRootKey', dn: 'CN=k' },
  { type: 'trust', dn: 'CN=t', partner: 'other.lab' },
  { type: 'domain', dn: 'DC=lab', dnsName: 'lab', sid: 'S-1-5-21-1-2-3' },
  { type: 'classes', names: ['top', 'domainDNS'] },
  { type: 'descriptor', base64: Buffer.alloc(20, 1).toString('base64') },
  { type: 'container', dn: 'DC=lab', classes: classListId(0), descriptor: descriptorId(0), guid: GUID },
  { type: 'container', dn: 'OU=Größe,DC=lab', parent: containerId(0), missing: true },
  {
    type: 'group',
    dn: 'CN=G,DC=lab',
    parent: containerId(0),
    sid: 'S-1-5-21-1-2-3-512',
    memberOf: [groupId(1)],
    unresolvedMembers: ['CN=日本'],
  },
  { type: 'group', dn: 'CN=H,DC=lab', parent: containerId(0) },
  { type: 'foreign', dn: 'CN=S-1-1-0', sid: 'S-1-1-0', memberOf: [groupId(0), groupId(1)] },
  { type: 'principal', sid: 'S-1-5-21-1-2-3-500', name: 'admin', dn: 'CN=admin,DC=lab' },
  { type: 'gap', code: 'sid-missing', message: 'none', count: 2 },
];
const account = (n: number): AccountRecord => ({
  type: 'account',
  rdn: `CN=Üser ${n}`,
  parent: containerId(n % 2),
  classes: classListId(1),
  descriptor: descriptorId(n % 2),
  sid: `S-1-5-21-1-2-3-${1000 + n}`,
  samAccountName: `user${n}`,
  userAccountControl: 512,
  pwdLastSet: '0',
  memberOf: [groupId(0)],
});
const ACCOUNTS: AccountStreamRecord[] = [
  { type: 'classes', names: ['top', 'user'] },
  { type: 'descriptor', base64: Buffer.alloc(24, 2).toString('base64') },
  ...Array.from({ length: 60 }, (_, n) => account(n)),
];

async function write(path: string, accounts: readonly AccountStreamRecord[] = ACCOUNTS) {
  const writer = await SnapshotWriter.create(path, HEADER);
  for (const record of MODEL) await writer.add(record);
  await writer.beginAccounts();
  for (const record of accounts) await writer.add(record);
  return writer.finish();
}

describe('writing and reading', () => {
  const path = folder.path('a.snapshot');
  let sha256 = '';
  beforeAll(async () => {
    ({ sha256 } = await write(path));
  });

  test('what was written is read, as often as wanted, also side by side', async () => {
    const evidence = await openSnapshot(path);
    const first = readAll(evidence);
    expect(await readAll(evidence)).toEqual({ model: MODEL, accounts: ACCOUNTS });
    expect(await first).toEqual({ model: MODEL, accounts: ACCOUNTS });
    await evidence.close();
    await evidence.close();
  });

  test('what results say of the source', async () => {
    const evidence = await openSnapshot(path);
    expect(evidence.sources).toEqual([
      {
        name: path,
        kind: 'snapshot',
        sha256,
        collectedAt: '2026-01-02T03:04:05Z',
        server: 'dc.lab',
        tool: HEADER.tool,
      },
    ]);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    await evidence.close();
  });

  test('gzip prints it: ASCII lines, header first, counts and hash last', () => {
    const lines = execFileSync('gzip', ['-dc'], { input: readFileSync(path) })
      .toString('utf8')
      .trimEnd()
      .split('\n');
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(lines[0]!)).toEqual(HEADER);
    expect(lines.slice(1, -1).map((line) => JSON.parse(line))).toEqual([...MODEL, ...ACCOUNTS].map(toLine));
    const end = JSON.parse(lines.at(-1)!);
    expect(end.counts.accounts).toEqual({ account: 60, classes: 1, sd: 1 });
    const bytes = readFileSync(path);
    const content = bytes.subarray(0, end.parts[0].bytes + end.parts[1].bytes);
    expect(end.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('the same records give the same bytes, readable by the owner only', async () => {
    const again = folder.path('again.snapshot');
    await write(again);
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('an older file of the name stays until the new one is whole, and nothing half-written is left', async () => {
    const target = folder.path('old.snapshot');
    writeFileSync(target, 'old');
    const writer = await SnapshotWriter.create(target, HEADER);
    for (const record of MODEL) await writer.add(record);
    expect(readFileSync(target, 'utf8')).toBe('old');
    await writer.abort();
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(dirname(target)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await expect(SnapshotWriter.create(folder.path('none/a.snapshot'), HEADER)).rejects.toMatchObject({ code: 'file' });
    expect(existsSync(folder.path('none'))).toBe(false);
  });

  test('a writer that is behind says so with the next record, whichever was not waited for', async () => {
    const writer = await SnapshotWriter.create(folder.path('behind.snapshot'), HEADER);
    const descriptor: ModelRecord = { type: 'descriptor', base64: randomBytes(60_000).toString('base64') };
    for (let i = 0; i < 40; i++) void writer.add(descriptor);
    const wait = writer.add(MODEL[0]!);
    expect(wait).toBeInstanceOf(Promise);
    await wait;
    // At the most what is being compressed at the moment is left.
    expect(writer.add(MODEL[0]!)).toBeUndefined();
    await writer.abort();
  });

  test('accounts by mention: all descriptors and class lists, and whoever is mentioned, in any case and script', async () => {
    const evidence = await openSnapshot(path);
    const mentioned = async (...mentions: string[]): Promise<string[]> => {
      const { accounts } = await readAll(evidence, mentions);
      expect(accounts.filter((r) => r.type !== 'account')).toEqual(ACCOUNTS.slice(0, 2));
      return accounts.flatMap((r) => (r.type === 'account' ? [r.samAccountName!] : []));
    };
    // Longer than a pattern can be, and than any name.
    expect(await mentioned('w'.repeat(200_000))).toEqual([]);
    expect(await mentioned('USER17')).toEqual(['user17']);
    expect(await mentioned('üSER 31', 's-1-5-21-1-2-3-1004')).toEqual(['user4', 'user31']);
    expect(await mentioned('.*', '$', 'a|b')).toEqual([]);
    expect(await mentioned()).toEqual([]);
    await evidence.close();
  });

  test('large files stream through in pieces', async () => {
    const many = folder.path('many.snapshot');
    const accounts = [...ACCOUNTS.slice(0, 2), ...Array.from({ length: 30_000 }, (_, n) => account(n))];
    await write(many, accounts);
    const evidence = await openSnapshot(many);
    let batches = 0;
    let count = 0;
    for await (const batch of evidence.accounts()) {
      batches++;
      count += batch.length;
    }
    expect(count).toBe(30_002);
    expect(batches).toBeGreaterThan(10);
    const { accounts: found } = await readAll(evidence, ['user29999', 'user15000']);
    expect(found.flatMap((r) => (r.type === 'account' ? [r.samAccountName] : []))).toEqual(['user15000', 'user29999']);
    for await (const _ of evidence.accounts()) break;
    await evidence.close();
  });
});

describe('damage', () => {
  const path = folder.path('damaged.snapshot');
  let good: Buffer;
  beforeAll(async () => {
    await write(folder.path('good.snapshot'), ACCOUNTS.slice(0, 6));
    good = readFileSync(folder.path('good.snapshot'));
  });

  async function refused(bytes: Buffer): Promise<Error> {
    writeFileSync(path, bytes);
    const error = await openSnapshot(path).then(
      () => new Error('accepted'),
      (e: Error) => e,
    );
    expect(error).toMatchObject({ name: 'AdreachError', code: 'integrity' });
    return error;
  }

  test('every flipped bit in any byte is refused', async () => {
    for (let at = 0; at < good.length; at++) {
      const bytes = Buffer.from(good);
      bytes[at]! ^= 1 << (at % 8);
      await refused(bytes);
    }
  }, 60_000);

  test('every byte replaced is refused', async () => {
    for (let at = 0; at < good.length; at += 3) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at]! + 1 + (at % 255)) & 0xff;
      if (!bytes.equals(good)) await refused(bytes);
    }
  }, 60_000);

  test('every truncation is refused', async () => {
    for (let length = 0; length < good.length; length++) await refused(good.subarray(0, length));
  }, 60_000);

  test('bytes too many are refused, wherever they are', async () => {
    for (const extra of [Buffer.from([0]), Buffer.from('x'), good, good.subarray(good.length - 40)]) {
      await refused(Buffer.concat([good, extra]));
      await refused(Buffer.concat([extra, good]));
      await refused(Buffer.concat([good.subarray(0, 200), extra, good.subarray(200)]));
    }
  });

  test('the reason is said', async () => {
    expect((await refused(good.subarray(0, good.length - 9))).message).toMatch(
      /truncated or altered: no closing record/,
    );
    const flipped = Buffer.from(good);
    flipped[40]! ^= 1;
    expect((await refused(flipped)).message).toMatch(
      /altered: its SHA-256 does not hold, the change lies in bytes 0 to \d+/,
    );
    expect((await refused(Buffer.from('PK and so on'))).message).toMatch(/not a snapshot/);
    expect((await refused(Buffer.alloc(0))).message).toMatch(/not a snapshot/);
    expect((await refused(forge([{ ...HEADER, version: 3 }], []))).message).toMatch(/version 3; .* up to version 2/);
  });

  test('a folder, and no file', async () => {
    await expect(openSnapshot(dirname(path))).rejects.toMatchObject({ name: 'AdreachError' });
    await expect(openSnapshot(folder.path('nothing'))).rejects.toMatchObject({ code: 'file' });
  });
});

describe('records of another hand', () => {
  const path = folder.path('forged.snapshot');

  async function read(bytes: Buffer): Promise<unknown> {
    writeFileSync(path, bytes);
    const evidence = await openSnapshot(path);
    try {
      return await readAll(evidence);
    } finally {
      await evidence.close();
    }
  }
  const withModel = (...records: (object | string)[]): Buffer => forge([HEADER, ...records], []);
  const USERS = { t: 'classes', names: ['top', 'user'] };
  const withAccounts = (...records: (object | string)[]): Buffer =>
    forge([HEADER, ...MODEL.map(toLine)], [USERS, ...records]);

  test('unknown fields are passed over', async () => {
    await expect(read(withModel({ t: 'forest', dSHeuristics: '', later: 1 }))).resolves.toBeDefined();
  });

  test.each<[string, object | string]>([
    ['no JSON', '{"t":'],
    ['no object', '17'],
    ['null', 'null'],
    ['no type', {}],
    ['unknown type', { t: 'gpo' }],
    ['type of Object.prototype', { t: 'constructor' }],
    ['wrong guid', { t: 'attribute', name: 'x', guid: 'x' }],
    ['missing field', { t: 'class', name: 'x', guid: GUID }],
    ['number for text', { t: 'container', dn: 5 }],
    ['container that does not exist yet', { t: 'container', dn: 'CN=x', p: 0 }],
    ['descriptor that does not exist yet', { t: 'container', dn: 'CN=x', d: 0 }],
    ['negative number', { t: 'container', dn: 'CN=x', c: -1 }],
    ['base64', { t: 'sd', b: 'x' }],
    ['group that does not exist', { t: 'group', dn: 'CN=x', m: [1] }],
    ['SID', { t: 'foreign', dn: 'CN=x', s: 'S-1' }],
    ['gap code', { t: 'gap', code: 'else', message: '' }],
    ['account in the model', toLine(account(0))],
  ])('in the model: %s', async (_, record) => {
    await expect(read(withModel(record))).rejects.toMatchObject({ name: 'AdreachError', code: 'integrity' });
  });

  test.each<[string, object | string]>([
    ['no JSON', '{"t":'],
    ['no object', '"x"'],
    ['null', 'null'],
    ['unknown type', { t: 'container', dn: 'CN=x' }],
    ['no RDN', { ...toLine(account(0)), c: 1, r: undefined }],
    ['container', { ...toLine(account(0)), c: 1, p: 2 }],
    ['class list', { ...toLine(account(0)), c: 2 }],
    ['class list of no account', { ...toLine(account(0)), c: 0, d: 0 }],
    ['descriptor', { ...toLine(account(0)), c: 1, d: 1 }],
    ['SID', { ...toLine(account(0)), c: 1, s: 5 }],
    ['groups', { ...toLine(account(0)), c: 1, m: [2] }],
    ['groups of text', { ...toLine(account(0)), c: 1, m: ['0'] }],
    ['pwdLastSet', { ...toLine(account(0)), c: 1, w: 0 }],
    ['fraction', { ...toLine(account(0)), c: 1, f: 1.5 }],
    ['managed', { ...toLine(account(0)), c: 1, managed: 1 }],
    ['retrievers', { ...toLine(account(0)), c: 1, managed: { retrievers: 1 } }],
  ])('among the accounts: %s', async (_, record) => {
    await expect(read(withAccounts(record))).rejects.toMatchObject({ name: 'AdreachError', code: 'integrity' });
  });

  test('counts that do not hold', async () => {
    const right = withAccounts({ ...toLine(account(0)), c: 1, d: 0 });
    await expect(read(right)).resolves.toBeDefined();
    const end = JSON.parse(right.subarray(right.lastIndexOf('{"end"'), right.lastIndexOf('\n')).toString());
    end.counts.accounts.account = 2;
    const wrong = forge([HEADER, ...MODEL.map(toLine)], [USERS, { ...toLine(account(0)), c: 1, d: 0 }], {
      counts: end.counts,
    });
    await expect(read(wrong)).rejects.toThrow(/holds 1 records of type "account", its end states 2/);
  });

  test('a wrong header, and bytes that are not ASCII', async () => {
    await expect(read(forge([{ ...HEADER, sources: 'none' }], []))).rejects.toThrow(
      /header of the snapshot is wrong: sources: [^\n]+$/,
    );
    await expect(read(forge([HEADER, '{"t":"container","dn":"é"}'], []))).rejects.toThrow(/not ASCII/);
  });
});

test('a signal removes what is half-written, and goes on to whom it may concern', async () => {
  const target = folder.path('interrupted.snapshot');
  const writer = await SnapshotWriter.create(target, HEADER);
  await writer.add(MODEL[0]!);
  const half = (): string[] => readdirSync(dirname(target)).filter((name) => name.includes('interrupted'));
  expect(half()).toHaveLength(1);
  const heard: string[] = [];
  const listener = (signal: string): void => void heard.push(signal);
  process.on('SIGTERM', listener);
  try {
    process.emit('SIGTERM', 'SIGTERM');
  } finally {
    process.off('SIGTERM', listener);
  }
  expect(half()).toEqual([]);
  expect(heard).toEqual(['SIGTERM']);
  expect(process.listenerCount('SIGTERM')).toBe(0);
  await writer.abort();
});
