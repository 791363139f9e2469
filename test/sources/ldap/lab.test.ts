/** Collecting from the real directory server of the lab, held against `ldapsearch`. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RawEntry } from '../../../src/sources/entry.js';
import { attributesFor } from '../../../src/sources/ldap/attributes.js';
import { type LdapOptions, openLdapSource } from '../../../src/sources/ldap/index.js';
import { openLdif } from '../../../src/sources/ldif/index.js';
import { type Lab, startLab } from '../../lab/lab.mjs';
import { labAddress, labOrReason } from '../../lab-available.js';
import { collect } from './stand-in/options.js';

const unavailable = await labOrReason("collecting from the lab's server");
const whenLab = unavailable ? describe.skip : describe;

whenLab("the lab's directory server", () => {
  let lab: Lab;
  let ca: Buffer;

  beforeAll(async () => {
    lab = await startLab({ address: await labAddress() });
    ca = await readFile(lab.caFile);
  }, 180_000);
  afterAll(async () => lab?.stop(), 30_000);

  const options = (more: Partial<LdapOptions> = {}): LdapOptions => ({
    url: lab.url,
    startTls: false,
    tls: { ca, insecure: false },
    credentials: { kind: 'simple', user: lab.adminUser, password: lab.adminPassword },
    pageSize: 50,
    connections: 2,
    timeout: 30,
    ...more,
  });

  /** What ldapsearch finds, by DN. */
  async function ldapsearch(filter: string, attributes: readonly string[]): Promise<Map<string, RawEntry>> {
    const password = join(lab.dir, 'collect-test-password');
    const output = join(lab.dir, 'collect-test.ldif');
    await writeFile(password, lab.adminPassword, { mode: 0o600 });
    const env = { ...process.env, LDAPTLS_CACERT: lab.caFile, LDAPTLS_REQCERT: 'demand' };
    const { stdout } = await promisify(execFile)(
      'ldapsearch',
      [
        ...['-LLL', '-x', '-H', lab.url, '-D', lab.adminUser, '-y', password, '-b', lab.domainDn],
        ...['-E', 'pr=1000/noprompt', '-E', '!1.2.840.113556.1.4.801=::MAMCAQc=', filter, ...attributes],
      ],
      { env, maxBuffer: 1 << 28 },
    );
    await writeFile(output, stdout);
    const found = new Map<string, RawEntry>();
    for await (const item of openLdif(output).items) if ('entry' in item) found.set(item.entry.dn, item.entry);
    return found;
  }

  const comparable = ({ attributes }: RawEntry, only: readonly string[]) =>
    Object.fromEntries(
      only.flatMap((name) => {
        const values = attributes.get(name.toLowerCase());
        return values === undefined ? [] : [[name, values.map((value) => value.toString('hex')).sort()]];
      }),
    );

  test.each([1, 2, 4])(
    'over %i connections: the same accounts, groups and bytes as ldapsearch',
    async (connections) => {
      const { entries, byDn, gaps } = await collect(options({ connections }));
      expect(gaps).toEqual([]);
      expect(byDn.size).toBe(entries.length);
      const classesOf = (entry: RawEntry) => (entry.attributes.get('objectclass') ?? []).map(String);
      const accounts = await ldapsearch('(objectClass=user)', attributesFor('accounts'));
      expect(accounts.size).toBeGreaterThan(150);
      expect(
        entries
          .filter((entry) => classesOf(entry).includes('user'))
          .map(({ dn }) => dn)
          .sort(),
      ).toEqual([...accounts.keys()].sort());
      for (const [dn, account] of accounts) {
        expect(comparable(byDn.get(dn)!, attributesFor('accounts'))).toEqual(
          comparable(account, attributesFor('accounts')),
        );
      }
      const groups = await ldapsearch('(objectClass=group)', attributesFor('structure'));
      for (const [dn, group] of groups) {
        expect(comparable(byDn.get(dn)!, attributesFor('structure'))).toEqual(
          comparable(group, attributesFor('structure')),
        );
      }
      for (const { dn } of accounts.values()) expect(byDn.has(dn.replace(/^(?:[^,\\]|\\.)+,/, ''))).toBe(true);
    },
    60_000,
  );

  test('StartTLS, the same again', async () => {
    const { entries } = await collect(options({ url: lab.plainUrl, startTls: true }));
    expect(entries.length).toBeGreaterThan(1500);
  }, 60_000);

  test('an ordinary user completes, and sees less', async () => {
    const auditor = lab.accounts.find(({ role }) => role === 'auditor')!;
    const user = `${auditor.name}@securelab.local`;
    const mine = await collect(options({ credentials: { kind: 'simple', user, password: auditor.password } }));
    const all = await collect(options());
    const descriptors = (entries: readonly RawEntry[]) =>
      entries.filter(({ attributes }) => attributes.has('ntsecuritydescriptor')).length;
    expect(descriptors(mine.entries)).toBeGreaterThan(100);
    expect(descriptors(mine.entries)).toBeLessThan(descriptors(all.entries));
  }, 60_000);

  test('wrong password, wrong authority, no encryption', async () => {
    const failure = (more: Partial<LdapOptions>) => openLdapSource(options(more)).catch((error: unknown) => error);
    const credentials = { kind: 'simple' as const, user: lab.adminUser, password: 'not-the-password' };
    expect(await failure({ credentials })).toMatchObject({ code: 'credentials' });
    const wrong = await readFile(lab.wrongCaFile);
    expect(await failure({ tls: { ca: wrong, insecure: false } })).toMatchObject({ code: 'tls' });
    expect(await failure({ url: lab.plainUrl })).toMatchObject({ code: 'usage' });
  }, 30_000);
});
