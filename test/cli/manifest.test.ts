/** `adreach audit --manifest` and `adreach check`: what was read and written, whether it is still that, and who says so. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { auditCommand } from '../../src/cli/audit.js';
import { checkCommand } from '../../src/cli/check.js';
import type { Manifest } from '../../src/result/manifest.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const CLOCK = '2026-01-31T10:00:00Z';
let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-manifest-'));
  await mkdir(at('rules'));
  await copyFile(join(FIXTURES, 'securelab.ldif.gz'), at('domain.ldif.gz'));
  for (const name of ['auditor', 'other']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await writeFile(at(`${name}.pem`), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await writeFile(at(`${name}.public.pem`), publicKey.export({ format: 'pem', type: 'spki' }));
  }
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** The exit status is that of the test run otherwise. */
async function status(run: () => Promise<unknown>): Promise<number> {
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await run();
    return Number(process.exitCode);
  } finally {
    process.exitCode = before;
  }
}

const SAID = ['--account', 'mdiAction$', '--fail-on', 'never', '--action', 'disable'];

async function audit(out: string, ...args: string[]): Promise<number> {
  await mkdir(at(out), { recursive: true });
  return status(() =>
    auditCommand()
      .exitOverride()
      .parseAsync(
        [
          at('domain.ldif.gz'),
          ...SAID,
          '--format',
          'json',
          '-o',
          join(at(out), 'result.json'),
          '--manifest',
          join(at(out), 'manifest.json'),
          '--clock',
          CLOCK,
          ...args,
        ],
        { from: 'user' },
      ),
  );
}

async function check(...args: string[]): Promise<{ code: number; text: string }> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await status(() => checkCommand(out).exitOverride().parseAsync(args, { from: 'user' }));
  return { code, text: Buffer.concat(chunks).toString('utf8') };
}

const read = async (name: string): Promise<Manifest> =>
  validJson<Manifest>('manifest', await readFile(at(name), 'utf8'));

async function flip(name: string, offset: number): Promise<void> {
  const bytes = await readFile(at(name));
  bytes[offset < 0 ? bytes.length + offset : offset]! ^= 1;
  await writeFile(at(name), bytes);
}

describe('a manifest', () => {
  test('names every input and output from its own folder, with hash and size; only its owner may read it', async () => {
    expect(await audit('out', '--html', at('report.html'))).toBe(0);
    const manifest = await read('out/manifest.json');
    expect(manifest).toMatchObject({
      schema: 'adreach/manifest/v1',
      createdAt: '2026-01-31T10:00:00.000Z',
      command: { name: 'audit', options: { account: ['mdiAction$'], failOn: 'never' } },
      accounts: [{ name: 'SECURELAB\\mdiAction$' }],
      inputs: [{ kind: 'source', path: '../domain.ldif.gz', bytes: (await stat(at('domain.ldif.gz'))).size }],
      outputs: [
        { kind: 'json', path: 'result.json' },
        { kind: 'html', path: '../report.html' },
      ],
    });
    expect(manifest.signature).toBeUndefined();
    expect((await stat(at('out/manifest.json'))).mode & 0o777).toBe(0o600);
    const { code, text } = await check(at('out/manifest.json'), '--file', folder);
    expect([code, text]).toEqual([0, expect.stringContaining('ok: 3 files')]);
    expect(text).toContain('none: anyone can have written this manifest');
  });

  test('the same input gives the same bytes, result and manifest, signature included', async () => {
    await audit('a', '--sign', at('auditor.pem'));
    await audit('b', '--sign', at('auditor.pem'));
    const [first, second] = [await read('a/manifest.json'), await read('b/manifest.json')];
    expect(await readFile(at('b/result.json'))).toEqual(await readFile(at('a/result.json')));
    expect(second.outputs[0]!.sha256).toBe(first.outputs[0]!.sha256);
    // Again into the same place: nothing at all may differ.
    const bytes = await readFile(at('a/manifest.json'));
    await audit('a', '--sign', at('auditor.pem'));
    expect(await readFile(at('a/manifest.json'))).toEqual(bytes);
  });

  test('SOURCE_DATE_EPOCH is a clock too', async () => {
    process.env.SOURCE_DATE_EPOCH = '86400';
    try {
      await auditCommand()
        .exitOverride()
        .parseAsync([at('domain.ldif.gz'), ...SAID, '-o', at('result.txt'), '--manifest', at('m.json')], {
          from: 'user',
        });
    } finally {
      delete process.env.SOURCE_DATE_EPOCH;
    }
    expect((await read('m.json')).createdAt).toBe('1970-01-02T00:00:00.000Z');
  });

  test("the user's rule files are inputs; a changed one is found", async () => {
    const action = await readFile('rules/actions/disable.yaml', 'utf8');
    await writeFile(at('rules/own.yaml'), action.replace(/^id: .*$/m, 'id: disable-too'));
    await audit('out', '--rules', at('rules/own.yaml'));
    expect((await read('out/manifest.json')).inputs.map(({ kind, path }) => [kind, path])).toEqual([
      ['source', '../domain.ldif.gz'],
      ['rules', '../rules/own.yaml'],
    ]);
    await flip('rules/own.yaml', 3);
    expect(await check(at('out/manifest.json'), '--file', folder)).toMatchObject({
      code: 1,
      text: expect.stringContaining('DIFFERENT  ../rules/own.yaml'),
    });
  });

  test('what cannot work is said before anything is written', async () => {
    await expect(audit('out', '--sign', at('missing.pem'))).rejects.toThrow('cannot read the key');
    await expect(audit('out', '--sign', at('auditor.public.pem'))).rejects.toThrow('not a private key for Ed25519');
    await expect(audit('out', '--clock', 'yesterday')).rejects.toThrow('is no instant');
    await expect(audit('out', '--manifest', at('out/result.json'))).rejects.toThrow('--manifest is also -o');
    await expect(audit('out', '--manifest', at('domain.ldif.gz'))).rejects.toThrow('also a source');
    await expect(audit('out', '--manifest', at('none/manifest.json'))).rejects.toThrow('folder does not exist');
    const alone = auditCommand().exitOverride();
    await expect(
      alone.parseAsync([at('domain.ldif.gz'), ...SAID, '--manifest', at('m.json')], { from: 'user' }),
    ).rejects.toThrow('standard output');
    const unsigned = auditCommand().exitOverride();
    await expect(
      unsigned.parseAsync([at('domain.ldif.gz'), ...SAID, '-o', at('r'), '--sign', at('auditor.pem')], {
        from: 'user',
      }),
    ).rejects.toThrow('none is written');
    expect(await readdir(at('out'))).toEqual([]);
  });
});

describe('a folder of reports', () => {
  const into = (...args: string[]) =>
    status(() =>
      auditCommand()
        .exitOverride()
        .parseAsync([at('domain.ldif.gz'), ...SAID, '--clock', CLOCK, ...args], { from: 'user' }),
    );
  const MANIFEST = 'out/adreach-report.manifest.json';

  test('has its manifest, with what was written on the side, and can be checked', async () => {
    expect(await into('--format', 'md,sarif,html', '-o', at('out'))).toBe(0);
    const { outputs } = await read(MANIFEST);
    expect(outputs.map(({ kind, path }) => [kind, path])).toEqual([
      ['md', 'adreach-report.md'],
      ['sarif', 'adreach-report.sarif'],
      ['html', 'adreach-report.html'],
      ['csv', 'adreach-report-all.csv'],
      ['csv', 'adreach-report-all-findings.csv'],
    ]);
    const { code, text } = await check(at(MANIFEST), '--file', folder);
    expect([code, text]).toEqual([0, expect.stringContaining('ok: 6 files')]);
    await flip('out/adreach-report-all.csv', 500);
    expect((await check(at(MANIFEST), '--file', folder)).code).toBe(1);
  });

  test('signed, elsewhere, or none at all, as it is said', async () => {
    expect(await into('--format', 'json', '-o', `${at('out')}/`, '--sign', at('auditor.pem'))).toBe(0);
    expect((await check(at(MANIFEST), '--key', at('auditor.public.pem'), '--file', folder)).code).toBe(0);
    await rm(at('out'), { recursive: true });
    await into('--format', 'json,csv', '-o', at('out'), '--manifest', at('m.json'));
    expect((await readdir(at('out'))).filter((name) => name.includes('manifest'))).toEqual([]);
    expect((await read('m.json')).outputs).toHaveLength(3);
    await into('--format', 'json', '-o', at('out'), '--no-manifest');
    expect((await readdir(at('out'))).filter((name) => name.includes('manifest'))).toEqual([]);
    await expect(
      into('--format', 'json', '-o', at('out'), '--no-manifest', '--sign', at('auditor.pem')),
    ).rejects.toThrow('none is written');
  });

  test('one file has none of its own', async () => {
    await mkdir(at('out'));
    await into('--format', 'json', '-o', at('out/result.json'));
    expect(await readdir(at('out'))).toEqual(['result.json']);
  });

  test('a page of --html stands beside it in the same manifest', async () => {
    await into('--format', 'ndjson', '-o', `${at('out')}/`, '--html', at('page.html'));
    expect((await read(MANIFEST)).outputs.map(({ path }) => path)).toEqual(['adreach-report.ndjson', '../page.html']);
  });

  test('an audit that fails leaves neither reports nor manifest', async () => {
    await expect(into('--format', 'md', '-o', `${at('out')}/`, '--account', 'nobody-of-that-name')).rejects.toThrow();
    expect(await readdir(at('out'))).toEqual([]);
  });
});

describe('adreach check', () => {
  beforeEach(async () => {
    await audit('out', '--sign', at('auditor.pem'));
  });
  const trusted = (): string[] => ['--file', folder];
  const signed = (): string[] => [at('out/manifest.json'), '--key', at('auditor.public.pem'), ...trusted()];

  test('files and signature are as they were, wherever they were moved together', async () => {
    expect(await check(...signed())).toEqual({ code: 0, text: expect.stringContaining('good, by the key of') });
    expect((await check(at('out/manifest.json'), ...trusted())).text).toContain('by the key that the manifest names');
    await mkdir(at('elsewhere'));
    await rename(at('out'), at('elsewhere/out'));
    await rename(at('domain.ldif.gz'), at('elsewhere/domain.ldif.gz'));
    expect((await check(at('elsewhere/out/manifest.json'), '--key', at('auditor.public.pem'), ...trusted())).code).toBe(
      0,
    );
  });

  test.each([
    ['the first byte of the source', 'domain.ldif.gz', 0],
    ['the last byte of the source', 'domain.ldif.gz', -1],
    ['the first byte of the result', 'out/result.json', 0],
    ['a byte of the result', 'out/result.json', 4711],
    ['the last byte of the result', 'out/result.json', -1],
  ])('finds %s changed', async (_what, name, offset) => {
    const { sha256 } = [...(await read('out/manifest.json')).inputs, ...(await read('out/manifest.json')).outputs].find(
      ({ path }) => name.endsWith(path!.replace('../', '')),
    )!;
    await flip(name, offset);
    const { code, text } = await check(...signed());
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`DIFFERENT .*${name.split('/').at(-1)}`));
    expect(text).toContain(`expected ${sha256}`);
    expect(text).toMatch(/found {4}[0-9a-f]{64}/);
    expect(text).toContain('NOT OK: 1 of 2 files');
  });

  test('finds a missing file', async () => {
    await rm(at('out/result.json'));
    expect(await check(...signed())).toEqual({ code: 1, text: expect.stringContaining('MISSING    result.json') });
  });

  test('refuses a wrong key, a manifest without signature, and keys that are none', async () => {
    expect(await check(at('out/manifest.json'), '--key', at('other.public.pem'))).toEqual({
      code: 1,
      text: expect.stringContaining('WRONG KEY'),
    });
    const { signature: _, ...unsigned } = await read('out/manifest.json');
    await writeFile(at('out/unsigned.json'), JSON.stringify(unsigned));
    expect((await check(at('out/unsigned.json'), ...trusted())).code).toBe(0);
    expect(await check(at('out/unsigned.json'), '--key', at('auditor.public.pem'))).toEqual({
      code: 1,
      text: expect.stringContaining('signature  NONE'),
    });
    await expect(check(at('out/manifest.json'), '--key', at('domain.ldif.gz'))).rejects.toThrow(
      /too large|not a public key/,
    );
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(at('rsa.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    await expect(check(at('out/manifest.json'), '--key', at('rsa.pem'))).rejects.toThrow('but one of type rsa');
  });

  test('a text that reads in two ways, or in another way than it was written, is none that was signed', async () => {
    const text = await readFile(at('out/manifest.json'), 'utf8');
    const { signature } = JSON.parse(text) as Manifest;
    const first = (added: string) => text.replace('{', `{${added},`);
    const changed: string[] = [
      first('"schema":"adreach/manifest/v1"'),
      first('"outputs":[]'),
      first('"__proto__":{"outputs":[]}'),
      first('"\\u005f_proto__":null'),
      first('"constructor":1'),
      first('"note":"trust me"'),
      text.replace('"options":{', '"options":{"__proto__":{"account":["x"]},'),
      text.replace('"options":{', '"options":{"account":["x"],'),
      text.replace('"kind":"source"', '"kind":"nothing","kind":"source"'),
      text.replace('"kind":"source"', '"kind":"source","kind ":"source"'),
      text.replace(signature!.value, `${signature!.value}AAAA`),
      text.replace(signature!.value, `\\n${signature!.value}`),
      text.replace(signature!.publicKey, `${signature!.publicKey} `),
      first(`"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    ];
    for (const [number, content] of changed.entries()) {
      expect(content).not.toBe(text);
      await writeFile(at('out/changed.json'), content);
      const answer = await check(at('out/changed.json'), '--key', at('auditor.public.pem')).catch(
        (error: Error & { code?: string }) => error,
      );
      const refused =
        answer instanceof Error ? answer.code === 'format' : answer.code === 1 && /NOT OK/.test(answer.text);
      expect([number, refused]).toEqual([number, true]);
    }
  });

  test('the signature covers every member of the manifest', async () => {
    const original = await read('out/manifest.json');
    type Draft = { -readonly [K in keyof Manifest]: Manifest[K] };
    const changes: ((manifest: Draft) => unknown)[] = [
      (m) => (m.createdAt = '2027-01-01T00:00:00.000Z'),
      (m) => (m.tool.version = '9'),
      (m) => (m.command.options.account = ['other']),
      (m) => (m.accounts[0]!.name = 'other'),
      (m) => (m.inputs[0]!.name = 'other'),
      (m) => m.outputs.push({ ...m.outputs[0]!, kind: 'csv' }),
      (m) => (m.signature!.value = Buffer.alloc(64).toString('base64')),
    ];
    for (const change of changes) {
      const manifest = structuredClone(original);
      change(manifest);
      await writeFile(at('out/changed.json'), JSON.stringify(manifest));
      const { code, text } = await check(at('out/changed.json'), '--key', at('auditor.public.pem'));
      expect([String(change), code, text.includes('signature  BAD')]).toEqual([String(change), 1, true]);
    }
    // Blanks and the order of members mean nothing.
    await writeFile(
      at('out/changed.json'),
      JSON.stringify(Object.fromEntries(Object.entries(original).reverse()), null, 2),
    );
    expect((await check(at('out/changed.json'), '--key', at('auditor.public.pem'), ...trusted())).code).toBe(0);
  });

  test('what is no manifest is refused', async () => {
    await expect(check(at('missing.json'))).rejects.toThrow('cannot read');
    await expect(check(at('out/result.json'))).rejects.toThrow('no manifest');
    await writeFile(at('newer.json'), '{"schema":"adreach/manifest/v2"}');
    await expect(check(at('newer.json'))).rejects.toThrow('newer version');
    await writeFile(at('cut.json'), (await readFile(at('out/manifest.json'))).subarray(0, 300));
    await expect(check(at('cut.json'))).rejects.toThrow('no manifest');
    // Where the parser quotes what it does not understand, with its line breaks.
    await writeFile(at('broken.json'), '{\n "inputs": [\n  },\n  {\n');
    await expect(check(at('broken.json'))).rejects.toThrow(/^[^\n]*broken\.json is no manifest: [^\n]+$/);
  });

  test('a manifest does not choose what is read: only what lies beside it, or was named', async () => {
    await writeFile(at('secret'), 'secret');
    await mkdir(at('out/below'));
    await writeFile(at('out/below/file'), 'x');
    await symlink(at('secret'), at('out/link'));
    await symlink(at('.'), at('out/folder'));
    const { outputs: _, ...rest } = await read('out/manifest.json');
    const states = async (paths: readonly string[], ...args: readonly string[]) => {
      const inputs = paths.map((path) => ({ kind: 'source', path, name: 'n', bytes: 0, sha256: '0'.repeat(64) }));
      await writeFile(at('out/hostile.json'), JSON.stringify({ ...rest, inputs, outputs: [] }));
      const { code, text } = await check(at('out/hostile.json'), ...args);
      expect(code).toBe(1);
      return text.split('\n').flatMap((line) => /^(same|DIFFERENT|MISSING|NOT READ)/.exec(line)?.[0] ?? []);
    };
    const elsewhere = [
      '../secret',
      at('secret'),
      'link',
      'folder/secret',
      'below/../../secret',
      '/etc/passwd',
      '/dev/zero',
      '..\\secret',
      'C:\\secret',
      'C:secret',
      '\\\\server\\share\\file',
      '//server/share',
      'below/..',
      'with\0zero',
    ];
    expect(await states(elsewhere)).toEqual(elsewhere.map(() => 'NOT READ'));
    expect(await states(['below/file', './below/file', 'none', 'below/file/none'])).toEqual([
      'DIFFERENT',
      'DIFFERENT',
      'MISSING',
      'MISSING',
    ]);
    expect(await states(['../secret', 'link', '../domain.ldif.gz'], '--file', at('secret'))).toEqual([
      'DIFFERENT',
      'DIFFERENT',
      'NOT READ',
    ]);
    await expect(check(at('out/hostile.json'), '--file', at('none'))).rejects.toThrow('no such file');
  });

  test('what is no regular file is not waited for', async () => {
    execFileSync('mkfifo', [at('out/pipe')]);
    const { outputs: _, ...rest } = await read('out/manifest.json');
    for (const path of ['pipe', '.']) {
      const inputs = [{ kind: 'source', path, name: '', bytes: 0, sha256: '0'.repeat(64) }];
      await writeFile(at('out/device.json'), JSON.stringify({ ...rest, inputs, outputs: [] }));
      await expect(check(at('out/device.json'))).rejects.toThrow('no regular file');
    }
  });
});
