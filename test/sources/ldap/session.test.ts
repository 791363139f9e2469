import { afterEach, describe, expect, test } from '@jest/globals';
import { AdreachError } from '../../../src/errors/index.js';
import { type LdapOptions, openLdapSource } from '../../../src/sources/ldap/index.js';
import { certificates } from './stand-in/certificates.js';
import { sampleDirectory } from './stand-in/directory.js';
import { collect, optionsFor } from './stand-in/options.js';
import { type Behaviour, type StandIn, startStandIn, USER } from './stand-in/server.js';

let server: StandIn | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serve(behaviour: Partial<Behaviour> = {}): Promise<string> {
  server = await startStandIn({ entries: sampleDirectory(2), ...behaviour });
  return server.url;
}

async function failureOf(options: LdapOptions): Promise<AdreachError> {
  const failure = await openLdapSource(options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AdreachError);
  return failure as AdreachError;
}

describe('logging on', () => {
  test('StartTLS before the bind; the password never travels in clear', async () => {
    const url = await serve({ plain: true });
    const { entries } = await collect(optionsFor(url, { startTls: true }));
    expect(entries.length).toBeGreaterThan(5);
    expect(server!.requests.slice(0, 2).map(({ request }) => request.kind)).toEqual(['extended', 'bind']);
  });

  test('ldap:// without StartTLS is refused before anything is sent', async () => {
    const url = await serve({ plain: true });
    const { code, message, hint } = await failureOf(optionsFor(url));
    expect(code).toBe('usage');
    expect(message).toContain('not encrypted');
    expect(hint).toContain('--start-tls');
    expect(server!.requests).toEqual([]);
  });

  test('a server that refuses StartTLS is not spoken to any further', async () => {
    const url = await serve({ plain: true, startTls: [52, 'no certificate'] });
    expect(await failureOf(optionsFor(url, { startTls: true }))).toMatchObject({ code: 'tls' });
    expect(server!.requests).toHaveLength(1);
  });

  test('SASL EXTERNAL with a client certificate', async () => {
    const seen: unknown[] = [];
    const url = await serve({
      bind: (...bind) => {
        seen.push(bind);
        return [0, ''];
      },
    });
    const { ca, client } = certificates();
    const { info } = await collect(
      optionsFor(url, { credentials: { kind: 'external' }, tls: { ca, ...client, insecure: false } }),
    );
    expect(seen[0]).toEqual(['', undefined, 'EXTERNAL']);
    expect(info.boundAs).toBe('client certificate');
  });

  test.each([
    ['52e', 'password is wrong'],
    ['533', 'disabled'],
    ['701', 'expired'],
    ['773', 'must be changed'],
    ['775', 'locked out'],
    ['532', 'password has expired'],
  ])('data %s of a refused bind is explained', async (data, words) => {
    const url = await serve({
      bind: () => [49, `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${data}, v4563\0`],
    });
    const { code, message, hint } = await failureOf(optionsFor(url));
    expect(code).toBe('credentials');
    expect(message).toContain(words);
    expect(hint).toBeTruthy();
  });

  test('a wrong password is not tried again: accounts get locked by that', async () => {
    const url = await serve();
    await failureOf(optionsFor(url, { credentials: { kind: 'simple', user: USER, password: 'wrong' } }));
    expect(server!.requests.filter(({ request }) => request.kind === 'bind')).toHaveLength(1);
  });

  test('signing and channel binding come with the way out', async () => {
    const strong = await serve({
      bind: () => [
        8,
        '00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on integrity checking',
      ],
    });
    expect(await failureOf(optionsFor(strong))).toMatchObject({
      code: 'credentials',
      hint: expect.stringContaining('--cert'),
    });
    await server!.stop();
    const binding = await serve({
      bind: () => [49, '80090346: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data 80090346, v4563'],
    });
    expect(await failureOf(optionsFor(binding))).toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('channel binding'),
    });
  });

  test('an empty password is refused: it would be an anonymous bind that succeeds', async () => {
    const url = await serve({ bind: () => [0, ''] });
    expect(
      await failureOf(optionsFor(url, { credentials: { kind: 'simple', user: USER, password: '' } })),
    ).toMatchObject({ code: 'credentials' });
    expect(server!.requests).toEqual([]);
  });
});

describe('certificates', () => {
  test.each([
    ['an authority that signed nothing', () => ({ tls: { ca: certificates().wrongCa, insecure: false } }), {}, '--ca'],
    ['the built-in authorities', () => ({ tls: { insecure: false } }), {}, '--ca'],
    ['another name', () => ({}), { certificate: 'otherName' as const }, 'name'],
    ['an expired one', () => ({}), { certificate: 'expired' as const }, 'renew'],
  ])('%s: an error of kind tls, and no credentials sent', async (_, more, behaviour, hint) => {
    const { certificate } = behaviour as { certificate?: 'otherName' | 'expired' };
    for (const plain of [false, true]) {
      const url = await serve({ plain, ...(certificate && { certificate: certificates()[certificate] }) });
      const failure = await failureOf(optionsFor(url, { ...more(), startTls: plain }));
      expect(failure.code).toBe('tls');
      expect(failure.hint).toContain(hint);
      expect(server!.requests.filter(({ request }) => request.kind === 'bind')).toEqual([]);
      await server!.stop();
    }
  });

  test('--insecure takes any of them', async () => {
    const url = await serve({ certificate: certificates().otherName });
    const { entries } = await collect(optionsFor(url, { tls: { insecure: true } }));
    expect(entries.length).toBeGreaterThan(5);
  });

  test('a key that does not belong to the certificate, and TLS to a port that speaks none', async () => {
    const url = await serve({ plain: true });
    const { ca, client, server: other } = certificates();
    const tls = { ca, cert: client.cert, key: other.key, insecure: false };
    expect(await failureOf(optionsFor('ldaps://127.0.0.1:1', { tls }))).toMatchObject({ code: 'tls' });
    expect(await failureOf(optionsFor(url.replace('ldap:', 'ldaps:'), { timeout: 2 }))).toMatchObject({
      code: expect.stringMatching(/tls|network/),
    });
  });
});

describe('hosts', () => {
  test('nothing listens, and a name that does not exist', async () => {
    const url = await serve();
    await server!.stop();
    expect(await failureOf(optionsFor(url))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await failureOf(optionsFor('ldaps://no-such-host.invalid'))).toMatchObject({
      code: 'network',
      message: expect.stringContaining('resolved'),
    });
  });

  test('a port that accepts and stays silent', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const failure = await failureOf(optionsFor(`ldaps://127.0.0.1:${port}`, { timeout: 1 }));
    expect(failure).toMatchObject({ code: 'network', message: expect.stringContaining('within 1 s') });
    silent.close();
  });

  test('a server that is no domain controller', async () => {
    const url = await serve({
      onSearch: ({ base }) => (base === '' ? { kind: 'result', code: 0, after: 0 } : undefined),
    });
    expect(await failureOf(optionsFor(url))).toMatchObject({
      code: 'directory',
      message: expect.stringContaining('no Active Directory'),
    });
  });

  test.each([
    'http://dc1.example.com',
    'ldaps://',
    'ldaps://user:secret@dc1.example.com',
    'ldaps://dc1.example.com/DC=example,DC=com',
    'ldaps://dc1.example.com:3269',
    'ldaps://dc1.example.com:99999',
    'dc1',
  ])('%s is a usage error that never repeats a password', async (url) => {
    const { code, message, hint } = await failureOf(optionsFor(url));
    expect(code).toBe('usage');
    expect(message + hint).not.toContain('secret');
  });
});
