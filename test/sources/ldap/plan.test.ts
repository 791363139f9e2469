import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FilterParser } from 'ldapts';
import { attributesFor, WANTED_ATTRIBUTES } from '../../../src/sources/ldap/attributes.js';
import { EVERY_GUID, guidRanges, outside, within } from '../../../src/sources/ldap/partition.js';
import { planCollection, remaining } from '../../../src/sources/ldap/plan.js';
import { attributeTable } from './attribute-table.js';

/** Attributes that hold a secret, or that a server computes one for. */
const SECRETS = [
  'unicodePwd',
  'ntPwdHistory',
  'lmPwdHistory',
  'dBCSPwd',
  'userPassword',
  'unixUserPassword',
  'supplementalCredentials',
  'currentValue',
  'priorValue',
  'initialAuthIncoming',
  'initialAuthOutgoing',
  'trustAuthIncoming',
  'trustAuthOutgoing',
  'pekList',
  'msDS-ManagedPassword',
  'msDS-ExecuteScriptPassword',
  'ms-Mcs-AdmPwd',
  'msLAPS-Password',
  'msLAPS-EncryptedPassword',
  'msLAPS-EncryptedPasswordHistory',
  'msFVE-RecoveryPassword',
  'msFVE-KeyPackage',
  'msKds-RootKeyData',
  'msPKI-AccountCredentials',
  'msPKIDPAPIMasterKeys',
  'msPKIRoamingTimeStamp',
  'orclCommonAttribute',
];

const root = {
  defaultNamingContext: 'DC=a',
  configurationNamingContext: 'CN=Configuration,DC=a',
  schemaNamingContext: 'CN=Schema,CN=Configuration,DC=a',
  rootDomainNamingContext: 'DC=a',
  dnsHostName: null,
  highestCommittedUSN: null,
  currentTime: null,
  domainFunctionality: null,
  forestFunctionality: null,
  domainControllerFunctionality: null,
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

describe('what is asked for', () => {
  test('no secret, no wildcard, and a reason for each', () => {
    const secrets = new Set(SECRETS.map((name) => name.toLowerCase()));
    for (const { name, reason, uses } of WANTED_ATTRIBUTES) {
      expect(secrets).not.toContain(name.toLowerCase());
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]*$/);
      expect(reason.length).toBeGreaterThan(10);
      expect(uses.length).toBeGreaterThan(0);
    }
    const names = WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  test('every search of the plan takes its attributes from the table and names some', () => {
    const { managed, searches } = planCollection(root, { connections: 3, relativeIds: 1100 });
    for (const search of [managed, ...searches]) {
      expect(search.attributes).toEqual(attributesFor(search.use));
      expect(search.attributes.length).toBeGreaterThan(0);
      expect(search.descriptors).toBe(search.attributes.includes('nTSecurityDescriptor'));
    }
    expect(searches.filter(({ use }) => use === 'accounts')).toHaveLength(3);
  });

  test.each([
    [{ connections: 3, relativeIds: 22_000 }, 3, 1],
    [{ connections: 3, relativeIds: 1_000_000 }, 100, 20],
    [{ connections: 3, relativeIds: 900_000_000 }, 256, 52],
    [{ connections: 1, relativeIds: null }, 16, 4],
    [{ connections: 2, relativeIds: 1100, rate: 10 }, 6, 2],
  ])('%j: %i parts of accounts, %i of groups, that are disjoint and together everything', (size, accounts, groups) => {
    const { searches } = planCollection(root, size);
    for (const [use, count] of [
      ['accounts', accounts],
      ['structure', groups],
    ] as const) {
      const parts = searches.filter(
        (search) =>
          search.use === use && search.what.startsWith('the ') && !/class cannot|well-known|shadow/.test(search.what),
      );
      expect(parts).toHaveLength(count);
      expect(
        outside(
          EVERY_GUID,
          parts.map(({ range }) => range),
        ),
      ).toEqual([]);
      for (const [index, { range }] of parts.entries()) expect(range.from).toBe(parts[index - 1]?.range.to ?? 0);
    }
  });

  test('what is left of a search are the ranges that were not finished', () => {
    const { searches } = planCollection(root, { connections: 1, relativeIds: 1 });
    const accounts = searches.find(({ use }) => use === 'accounts')!;
    expect(remaining(accounts, [])).toEqual([accounts]);
    expect(remaining(accounts, [EVERY_GUID])).toEqual([]);
    const half = 2 ** 31;
    const [low, high, ...others] = remaining(accounts, [{ from: half, to: half + 5 }]);
    expect(others).toEqual([]);
    expect([low!.range, high!.range]).toEqual([
      { from: 0, to: half },
      { from: half + 5, to: 2 ** 32 },
    ]);
    expect(low!.filter.toString()).toContain('(!(objectGUID=*))');
    expect(high!.filter.toString()).not.toContain('(!(objectGUID=*))');
  });

  test('the documentation lists the same', () => {
    const page = readFileSync('docs/collecting.md', 'utf8');
    expect(page).toContain(attributeTable());
  });

  test('filters are written so that they can be sent again by hand', () => {
    const filter = FilterParser.parseString('(objectClass=user)');
    const filters = guidRanges(2).map((range) => String(within(filter, range)));
    const middle = String.raw`\80\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00`;
    expect(filters).toEqual([
      `(&(objectClass=user)(|(!(objectGUID=*))(!(objectGUID>=${middle}))))`,
      `(&(objectClass=user)(objectGUID>=${middle}))`,
    ]);
  });
});

describe('nothing is ever written to a directory', () => {
  test('of ldapts only what encodes bind, search, StartTLS and unbind is imported, in one folder', () => {
    const allowed = new Set([
      'AndFilter',
      'BindRequest',
      'BerWriter',
      'Control',
      'ExtendedRequest',
      'Filter',
      'FilterParser',
      'GreaterThanEqualsFilter',
      'NotFilter',
      'OrFilter',
      'PagedResultsControl',
      'PresenceFilter',
      'SearchRequest',
      'UnbindRequest',
    ]);
    const importing = sources('src').filter((file) => /\bldapts['"]/.test(readFileSync(file, 'utf8')));
    expect(importing.length).toBeGreaterThan(0);
    for (const file of importing) {
      expect(file).toMatch(/^src[\\/]sources[\\/]ldap[\\/]/);
      const text = readFileSync(file, 'utf8');
      const imports = [...text.matchAll(/import\s*\{([^}]*)\}\s*from 'ldapts'/g)];
      expect(imports.length).toBe([...text.matchAll(/['"]ldapts['"]/g)].length);
      for (const [, list] of imports) {
        const names = list!
          .split(',')
          .map((name) => name.replace('type ', '').trim())
          .filter(Boolean);
        for (const name of names) expect(allowed).toContain(name);
      }
    }
  });

  test('the one extended request is StartTLS, and nothing calls a write operation by name', () => {
    for (const file of sources(join('src', 'sources', 'ldap'))) {
      const text = readFileSync(file, 'utf8');
      expect(text).not.toMatch(/\.(modify|modifyDN|del|exop|compare)\(/);
      expect(text).not.toMatch(/\b(Add|Modify|ModifyDN|Delete)Request\b/);
      for (const [call] of text.matchAll(/new ExtendedRequest\([^)]*\)/g)) expect(call).toContain('START_TLS_OID');
    }
  });
});
