/** `adreach collect` as a command, against the stand-in server. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DescribedSearch } from '../../src/result/collection-plan.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import { readAll } from '../snapshot/file.js';
import { certificates } from '../sources/ldap/stand-in/certificates.js';
import { DOMAIN, SD, sampleDirectory, user } from '../sources/ldap/stand-in/directory.js';
import type { Request } from '../sources/ldap/stand-in/protocol.js';
import { type Behaviour, PASSWORD, type StandIn, startStandIn, USER } from '../sources/ldap/stand-in/server.js';
import { validJson } from '../valid-json.js';

const isAccounts = (request: Request): boolean =>
  request.kind === 'search' &&
  request.attributes.includes('userAccountControl') &&
  !request.attributes.includes('msDS-GroupMSAMembership');

/** Built by `npm test`; another build can be named. */
const CLI = process.env.ADREACH_CLI ?? join(process.cwd(), 'dist', 'cli', 'index.js');
const built = existsSync(CLI) ? describe : describe.skip;

built('adreach collect', () => {
  let folder: string;
  let server: StandIn;
  let output: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-collect-'));
    output = join(folder, 'out.snapshot');
    await writeFile(join(folder, 'ca.pem'), certificates().ca);
    await writeFile(join(folder, 'wrong.pem'), certificates().wrongCa);
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    await writeFile(join(folder, 'utf16'), Buffer.from(`\ufeff${PASSWORD}\n`, 'utf16le'));
  });
  afterEach(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(behaviour: Partial<Behaviour> = {}): Promise<void> {
    server = await startStandIn({ entries: sampleDirectory(30), ...behaviour });
  }

  const logon = () => ['--ca', join(folder, 'ca.pem'), '--user', USER, '--password-file', join(folder, 'password')];

  function adreach(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ status: number; stdout: string; stderr: string }> {
    const { ADREACH_PASSWORD: _, ...inherited } = process.env;
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [CLI, ...args],
        { env: { ...inherited, ...env } },
        (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
      );
      child.stdin?.end();
    });
  }

  /** Nothing but what the test put there. */
  const expectNothingWritten = async () =>
    expect((await readdir(folder)).sort()).toEqual(['ca.pem', 'password', 'utf16', 'wrong.pem']);

  test('writes a snapshot that only its owner may read, and sums up on standard error', async () => {
    await serve();
    const { status, stdout, stderr } = await adreach(['collect', server.url, ...logon(), '-o', output]);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain('30 accounts');
    expect(stderr).toContain(`read from dc.stand.in as ${USER}`);
    expect(stderr).not.toContain('\u001b');
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    const snapshot = await openSnapshot(output);
    expect(snapshot.sources).toMatchObject([{ kind: 'snapshot', server: 'dc.stand.in' }]);
    let accounts = 0;
    for await (const batch of snapshot.accounts()) accounts += batch.filter(({ type: t }) => t === 'account').length;
    await snapshot.close();
    expect(accounts).toBe(30);
  });

  test('what could not be read is said, and makes the status 3 with --require-complete only', async () => {
    await serve({
      entries: [
        ...sampleDirectory(3),
        user('shut', DOMAIN, { nTSecurityDescriptor: SD }, ['ntsecuritydescriptor']),
        user('below', `CN=Hidden,${DOMAIN}`),
      ],
    });
    const args = ['collect', server.url, ...logon(), '-o', output];
    const lax = await adreach(args);
    expect(lax.status).toBe(0);
    expect(lax.stderr).toContain('INCOMPLETE');
    expect(lax.stderr).toContain(`CN=shut,${DOMAIN}`);
    expect(lax.stderr).toContain(`CN=Hidden,${DOMAIN}`);
    expect(lax.stderr).not.toContain('object-not-visible');
    expect((await adreach([...args, '--require-complete'])).status).toBe(3);
    expect(existsSync(output)).toBe(true);
  });

  test('the password from the environment; a wrong one is one message and status 2', async () => {
    await serve();
    const args = ['collect', server.url, '--ca', join(folder, 'ca.pem'), '--user', USER, '-o', output];
    expect((await adreach(args, { ADREACH_PASSWORD: 'wrong' })).stderr).toMatch(
      /^adreach: cannot log on to ldaps:\/\/127\.0\.0\.1:\d+: .*password is wrong \(data 52e\)\n {2}check .*\n$/,
    );
    await expectNothingWritten();
    expect((await adreach(args, { ADREACH_PASSWORD: PASSWORD })).status).toBe(0);
  });

  test.each([
    [
      'a wrong CA',
      (f: string) => ['--ca', join(f, 'wrong.pem'), '--user', USER, '--password-file', join(f, 'password')],
      '--ca',
    ],
    [
      'a CA file that is none',
      (f: string) => ['--ca', join(f, 'password'), '--user', USER, '--password-file', join(f, 'password')],
      'no certificate',
    ],
    ['no password and nobody to ask', (f: string) => ['--ca', join(f, 'ca.pem'), '--user', USER], '--password-file'],
    ['nobody to log on as', (f: string) => ['--ca', join(f, 'ca.pem')], '--user'],
    [
      'a password file in UTF-16, as some programs write it',
      (f: string) => ['--user', USER, '--password-file', join(f, 'utf16')],
      'is not UTF-8',
    ],
    ['a folder as the password file', (f: string) => ['--user', USER, '--password-file', f], 'is a folder'],
    ['a password file that is missing', (f: string) => ['--user', USER, '--password-file', join(f, 'none')], 'ENOENT'],
    ['a certificate without a key', (f: string) => ['--cert', join(f, 'ca.pem')], '--key'],
    [
      'a page size that is no number',
      (f: string) => ['--user', USER, '--page-size', 'many', '--password-file', f],
      'whole number',
    ],
  ])('%s: status 2, a way out, no file', async (_, args, hint) => {
    await serve();
    const { status, stdout, stderr } = await adreach(['collect', server.url, ...args(folder), '-o', output]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain(PASSWORD);
    await expectNothingWritten();
  });

  test('a server that drops the connection again and again: status 2, no half-written file', async () => {
    await serve({ onSearch: (search) => (isAccounts(search) ? { kind: 'drop', after: 3 } : undefined) });
    const { status, stderr } = await adreach(['collect', server.url, ...logon(), '-o', output]);
    expect(status).toBe(2);
    expect(stderr).toContain('tried 4 times');
    expect(stderr).toContain(`what was read is in ${output}.partial`);
    expect(stderr).toContain('--resume');
    expect((await readdir(folder)).sort()).toEqual([
      'ca.pem',
      'out.snapshot.partial',
      'password',
      'utf16',
      'wrong.pem',
    ]);
  }, 30_000);

  test('interrupted twice, once by Ctrl-C: --resume goes on, and the snapshot is the one of an uninterrupted run', async () => {
    let broken = true;
    await serve({
      onSearch: (search) => (broken && isAccounts(search) ? { kind: 'silence' } : undefined),
    });
    const args = ['collect', server.url, ...logon(), '--connections', '1', '-o', output];
    expect((await adreach([...args, '--timeout', '1'])).status).toBe(2);

    // Without --resume nothing is read again and nothing is lost.
    const refused = await adreach(args);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(
      /out\.snapshot\.partial is there: .*\n {2}go on with it by adding --resume, or delete it/,
    );

    const before = server.requests.length;
    const child = spawn(process.execPath, [CLI, ...args, '--resume'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        const asked = server.requests.slice(before).some(({ request }) => isAccounts(request));
        if (!asked) return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_code, signal) => resolve(signal)),
    );
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect(told).toMatch(/^going on with .*out\.snapshot\.partial, begun /);
    expect(told).toMatch(
      /adreach: interrupted\n {2}what was read is in .*\.partial \(1 search finished, 0 objects\); go on by the same command\n$/,
    );
    expect(existsSync(output)).toBe(false);

    broken = false;
    const sent = server.requests.length;
    const last = await adreach([...args, '--resume']);
    expect(last.status).toBe(0);
    expect(last.stderr).toContain('Interrupted 2 times: begun ');
    expect(existsSync(`${output}.partial`)).toBe(false);
    const managed = server.requests
      .slice(sent)
      .filter(({ request }) => request.kind === 'search' && request.attributes.includes('msDS-GroupMSAMembership'));
    expect(managed).toEqual([]);

    const whole = join(folder, 'whole.snapshot');
    expect((await adreach([...args.slice(0, -1), whole])).status).toBe(0);
    const [resumed, uninterrupted] = [await openSnapshot(output), await openSnapshot(whole)];
    const collection = resumed.sources[0]!.collection!;
    expect(collection.resumed).toHaveLength(2);
    expect(Date.parse(collection.resumed![1]!.startedAt)).toBeGreaterThan(Date.parse(collection.startedAt));
    expect(await readAll(resumed)).toEqual(await readAll(uninterrupted));
    await resumed.close();
    await uninterrupted.close();
  }, 60_000);

  test('--resume with nothing to go on with starts from the beginning and says so', async () => {
    await serve();
    const { status, stderr } = await adreach(['collect', server.url, ...logon(), '-o', output, '--resume']);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^there is no .*out\.snapshot\.partial: starting from the beginning\n/);
  });

  test('of several servers, --resume takes the one that it was begun with', async () => {
    await serve({
      onSearch: (search) => (isAccounts(search) ? { kind: 'drop', after: 0 } : undefined),
    });
    expect((await adreach(['collect', server.url, ...logon(), '-o', output])).status).toBe(2);
    await server.stop();
    await serve();
    const other = await startStandIn({
      entries: sampleDirectory(30),
      rootDse: { dsServiceName: 'CN=NTDS Settings,CN=OTHER', dnsHostName: 'other.stand.in' },
    });
    try {
      const alone = await adreach(['collect', other.url, ...logon(), '-o', output, '--resume']);
      expect(alone.status).toBe(2);
      expect(alone.stderr).toMatch(/begun with dc\.stand\.in, not other\.stand\.in/);
      const { status, stderr } = await adreach([
        'collect',
        other.url,
        server.url,
        ...logon(),
        '-o',
        output,
        '--resume',
      ]);
      expect(status).toBe(0);
      expect(stderr).toMatch(/Passed over: .*begun with dc\.stand\.in/);
    } finally {
      await other.stop();
    }
  }, 30_000);

  test('--time-limit leaves a snapshot with gaps, and what to go on with', async () => {
    let slow = true;
    await serve({ onSearch: (search) => (slow && isAccounts(search) ? { kind: 'silence' } : undefined) });
    const args = ['collect', server.url, ...logon(), '-o', output, '--connections', '1'];
    const first = await adreach([...args, '--time-limit', '2', '--require-complete']);
    expect(first.status).toBe(3);
    expect(first.stderr).toMatch(/Not finished: what was read is in .*; go on by the same command with --resume/);
    expect(existsSync(output)).toBe(true);
    slow = false;
    expect(first.stderr).toContain('search-incomplete');
    const second = await adreach([...args, '--resume']);
    expect([second.status, existsSync(`${output}.partial`)]).toEqual([0, false]);
    expect(second.stderr).toContain('30 accounts');
    expect(second.stderr).not.toContain('search-incomplete');
  }, 30_000);

  test('an unfinished collection is no source, and says what it is', async () => {
    await writeFile(output, 'adreach collection 1\nH');
    const { status, stderr } = await adreach(['inspect', output]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/an unfinished collection.*\n.*--resume/);
  });

  test('a file that was there stays as it was when collecting fails', async () => {
    await serve({ onSearch: ({ base }) => (base === '' ? undefined : { kind: 'silence' }) });
    await writeFile(output, 'the one of yesterday');
    const { status, stderr } = await adreach(['collect', server.url, ...logon(), '-o', output, '--timeout', '1']);
    expect(status).toBe(2);
    expect(stderr).toContain('no answer within 1 s');
    expect((await stat(output)).size).toBe('the one of yesterday'.length);
    expect((await readdir(folder)).filter((name) => name.includes('tmp'))).toEqual([]);
  }, 30_000);

  test('Ctrl-C before anything was read to its end leaves nothing behind', async () => {
    await serve({ onSearch: (search) => (search.pageSize ? { kind: 'silence' } : undefined) });
    const child = spawn(process.execPath, [CLI, 'collect', server.url, ...logon(), '--page-size', '5', '-o', output], {
      stdio: 'ignore',
    });
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!server.requests.some(({ request }) => request.kind === 'search' && request.pageSize)) return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_code, signal) => resolve(signal)),
    );
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    await expectNothingWritten();
  }, 30_000);

  test('--insecure is said loudly', async () => {
    await serve({ certificate: certificates().otherName });
    const { status, stderr } = await adreach(['collect', server.url, '--insecure', ...logon().slice(2), '-o', output]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^WARNING: --insecure/);
  });

  test('--dry-run prints each search as it is sent later, reads the rootDSE and the RID manager alone and writes no file', async () => {
    await serve();
    const dry = await adreach(['collect', server.url, ...logon(), '--dry-run', '--format', 'json', '--page-size', '7']);
    expect([dry.status, dry.stderr]).toEqual([0, '']);
    expect(server.requests.map(({ request }) => request.kind)).toEqual(['bind', 'search', 'search', 'unbind']);
    await expectNothingWritten();
    const printed = validJson('collect-dry-run', dry.stdout);
    expect(printed).toMatchObject({ adreach: 'dry-run', basis: 'rootDSE', contexts: { defaultNamingContext: DOMAIN } });
    const before = server.requests.length;
    expect((await adreach(['collect', server.url, ...logon(), '--page-size', '7', '-o', output])).status).toBe(0);
    const scopes = ['base', 'one', 'sub'];
    const key = (...parts: unknown[]) => JSON.stringify(parts);
    const sent = server.requests.slice(before).flatMap(({ request }) => {
      if (request.kind !== 'search' || request.cookie) return [];
      const controls = [
        ...(request.pageSize === undefined ? [] : [`1.2.840.113556.1.4.319 ${request.pageSize} entries a page`]),
        ...(request.sdFlags === undefined
          ? []
          : [`1.2.840.113556.1.4.801 ${request.sdFlags} (owner, group, DACL; no SACL)`]),
      ];
      return [key(request.base, scopes[request.scope], request.attributes, request.timeLimit, controls)];
    });
    const described = printed.searches.map((search: DescribedSearch) => {
      const controls = search.controls.map(({ oid, value }) => `${oid} ${value}`);
      expect(search.controls.every(({ critical }) => critical)).toBe(true);
      return key(search.base, search.scope, search.attributes, search.timeLimit, controls);
    });
    expect(sent.sort()).toEqual(described.sort());
  });

  test('--dry-run --base connects to nothing and needs no account', async () => {
    const nowhere = ['collect', 'ldaps://dc1.example.com', '--dry-run', '--base'];
    const { status, stdout, stderr } = await adreach([...nowhere, 'DC=example,DC=com']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Nothing was connected to');
    expect(stdout).toContain('CN=Schema,CN=Configuration,DC=example,DC=com');
    expect(stdout).toContain('1.2.840.113556.1.4.801 SD flags, critical: 7 (owner, group, DACL; no SACL)');
    expect(await adreach([...nowhere, 'OU=People,DC=example'])).toMatchObject({ status: 2, stdout: '' });
    expect((await adreach(['collect', 'ldaps://dc1.example.com', '--base', 'DC=a', '-o', output])).stderr).toContain(
      '--dry-run',
    );
    expect((await adreach(['collect', 'ldaps://dc1.example.com'])).stderr).toContain('-o FILE');
  });

  test('of several servers the first that can be reached serves, and is said', async () => {
    const gone = await startStandIn({ entries: [] });
    await gone.stop();
    const busy = await startStandIn({ entries: [], bind: () => [51, 'busy'] });
    try {
      await serve();
      const args = [...logon(), '-o', output];
      const { status, stderr } = await adreach(['collect', gone.url, busy.url, server.url, ...args]);
      expect(status).toBe(0);
      expect(stderr).toContain('read from dc.stand.in');
      expect(stderr).toMatch(new RegExp(`Passed over: cannot connect to ${gone.url}: nothing listens there`));
      expect(stderr).toMatch(new RegExp(`Passed over: cannot log on to ${busy.url}: busy`));
      expect(busy.requests.filter(({ request }) => request.kind === 'search')).toEqual([]);
      await rm(output);
      const mute = await startStandIn({ entries: [], onSearch: () => ({ kind: 'result', code: 52, after: 0 }) });
      const { stderr: told } = await adreach(['collect', mute.url, server.url, ...args, '--timeout', '1']);
      await mute.stop();
      expect(told).toMatch(new RegExp(`Passed over: cannot read the rootDSE of ${mute.url}: unavailable`));
      await rm(output);
      const none = await adreach(['collect', gone.url, busy.url, ...args, '--timeout', '1']);
      expect(none.status).toBe(2);
      expect(none.stderr).toContain('none of 2 servers serves');
      expect((await adreach(['collect', gone.url, gone.url, ...args])).stderr).toContain('named twice');
      await expectNothingWritten();
    } finally {
      await busy.stop();
    }
  }, 30_000);

  test('a password that one server refuses is not tried on the next', async () => {
    await serve();
    const next = await startStandIn({ entries: [] });
    try {
      const args = ['--ca', join(folder, 'ca.pem'), '--user', USER, '-o', output];
      const { status } = await adreach(['collect', server.url, next.url, ...args], { ADREACH_PASSWORD: 'wrong' });
      expect([status, next.requests.length]).toEqual([2, 0]);
    } finally {
      await next.stop();
    }
  });

  test('output that cannot be written is said before anything is read', async () => {
    await serve();
    for (const bad of ['-', folder, join(folder, 'none', 'out.snapshot')]) {
      expect((await adreach(['collect', server.url, ...logon(), '-o', bad])).status).toBe(2);
    }
    expect(server.requests).toEqual([]);
  });
});
