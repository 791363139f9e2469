/** What the recording of the lab must be, whoever makes predictions from it. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Attempt, Token } from './attempts.mjs';
import type { Situation } from './lab.mjs';

interface Meta {
  readonly accounts: readonly { readonly role: string; readonly name: string; readonly sid: string }[];
}

const file = (name: string) => readFileSync(new URL(`../../fixtures/securelab/${name}`, import.meta.url));
const json = <T>(name: string): T => JSON.parse(file(name).toString('utf8')) as T;
const ldif = gunzipSync(file('securelab.ldif.gz')).toString('utf8');
const attempts = gunzipSync(file('attempts.ndjson.gz'))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Attempt);
const situations = json<Situation[]>('situations.json');
const meta = json<Meta>('meta.json');
const audited = meta.accounts.filter((account) => account.role === 'audited');

/** DNs of the export, decoded and in lower case. */
const dns = new Set(
  [...ldif.matchAll(/^dn(::?) (.*)$/gm)].map(([, kind, value]) =>
    (kind === '::' ? Buffer.from(value!, 'base64').toString('utf8') : value!).toLowerCase(),
  ),
);

describe('attempts', () => {
  test('every account under audit tried every action on every target, once', () => {
    const targets = new Set(attempts.map((one) => one.target));
    const keys = new Set(attempts.map((one) => `${one.account} ${one.target} ${one.action}`));
    expect(targets.size).toBeGreaterThanOrEqual(150);
    expect(keys.size).toBe(attempts.length);
    expect(attempts).toHaveLength(audited.length * targets.size * 4);
    expect(new Set(attempts.map((one) => one.account))).toEqual(new Set(audited.map((one) => one.sid)));
  });

  test('the targets are all objects of class user in the export', () => {
    const users = ldif
      .split('\n\n')
      .filter((record) => /^objectClass: user$/m.test(record) && /^objectSid:/m.test(record));
    expect(new Set(attempts.map((one) => one.target)).size).toBe(users.length);
  });

  test('an outcome is the code of the access check, or names its other cause', () => {
    for (const one of attempts) {
      if (one.outcome === 'granted') expect(one.action === 'reset-password' ? [0, 19] : [0]).toContain(one.code);
      else if (one.outcome === 'denied') expect(one.code).toBe(50);
      else expect(one.cause).toBe('interdomain-trust-password');
    }
  });

  test('every account is granted something and denied something', () => {
    for (const { sid } of audited) {
      const outcomes = new Set(attempts.filter((one) => one.account === sid).map((one) => one.outcome));
      expect(outcomes).toContain('granted');
      expect(outcomes).toContain('denied');
    }
  });
});

describe('tokens', () => {
  test('each account has one, with itself and the well-known SIDs', () => {
    const tokens = json<Token[]>('tokens.json');
    expect(tokens.map((token) => token.account).sort()).toEqual(audited.map((one) => one.sid).sort());
    for (const { account, sids } of tokens)
      expect(sids).toEqual(expect.arrayContaining([account, 'S-1-1-0', 'S-1-5-11']));
  });
});

describe('export', () => {
  test('holds no secret attribute', () => {
    const secrets =
      /^(unicodePwd|dBCSPwd|ntPwdHistory|lmPwdHistory|supplementalCredentials|msKds-RootKeyData|msDS-ManagedPassword|trustAuth\w+)::? /im;
    expect(ldif).not.toMatch(secrets);
  });

  test('every object has its descriptor', () => {
    const domain = ldif.split('\n\n').filter((record) => /^objectGUID::/m.test(record));
    expect(domain.length).toBeGreaterThan(400);
    for (const record of domain) expect(record).toMatch(/^nTSecurityDescriptor:: /m);
  });
});

describe('situations', () => {
  test('each names objects that are in the export', () => {
    for (const { objects } of situations) for (const dn of objects) expect(dns).toContain(dn.toLowerCase());
  });

  test('ids are unique', () => {
    expect(new Set(situations.map((one) => one.id)).size).toBe(situations.length);
  });

  // The hard cases that every known tool gets wrong, and the states of protection.
  test.each([
    ['deny-user-allow-group', 'explicit-allow-before-inherited-deny', 'allow-then-deny', 'rights-split-over-aces'],
    ['deny-set-allow-attribute', 'deny-attribute-allow-set', 'allow-set-deny-attribute', 'allow-attribute-deny-set'],
    [
      'object-scoped-write-dac',
      'inherit-only-explicit',
      'ace-for-another-class',
      'self-full-control',
      'self-on-itself',
    ],
    [
      'creator-owner-effective',
      'owner-rights-allow',
      'owner-rights-deny',
      'owner-is-account',
      'null-dacl',
      'empty-dacl',
    ],
    ['descriptor-not-readable', 'uac-not-readable', 'conditional-allow', 'unknown-ace-type', 'trailing-bytes'],
    ['trustee-foreign-group', 'trustee-deleted-group', 'trustee-pre-windows-2000', 'sid-history-of-account'],
    ['via-chain', 'via-ring', 'via-distribution-group', 'via-primary-group-nested', 'da-primary-group'],
    ['da-normal', 'da-pending', 'da-inheritance-on', 'da-tampered', 'da-admincount-empty', 'orphan', 'stale-flag'],
    ['po-excluded', 'operators-excluded', 'ba-distribution', 'bo-ring', 'foreign-admin', 'protected-not-user'],
    ['inetorgperson', 'computer', 'gmsa-target', 'smsa-target', 'rodc-target', 'trust-account', 'rid-500-502'],
    ['flag-dont-expire', 'flag-smartcard', 'flag-disabled', 'pwd-must-change', 'dacl-protected', 'ou-inheritance-off'],
  ])('covers %s, %s, %s, %s', (...ids) => {
    expect(situations.map((one) => one.id)).toEqual(expect.arrayContaining(ids));
  });
});
