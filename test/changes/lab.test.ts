/**
 * Random files of changes, really made: each is written as LDIF, sent to the directory server by ldapmodify, and read back as
 * changes of the evidence. The domain, exported again, is what the evidence says: every object with its list, flags and
 * memberships, entry for entry; and an audit says the same of both. `npm run fuzz:changes` makes as many as wanted.
 */
import { readFileSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'ldapts';
import type { Change } from '../../src/changes/index.js';
import { CHECKED_CLASSES, namingAttribute, superiorsOf } from '../../src/changes/objects/superiors.js';
import { Trials } from '../fuzz/changes/trial.js';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { seedOf } from '../seed.js';

const FILES = 12;
const reason = await labOrReason('files of changes that are really made');

(reason === null ? describe : describe.skip)('files of changes on the directory server', () => {
  let lab: Lab;
  let trials: Trials;

  beforeAll(async () => {
    lab = await startLab({ address: await labAddress() });
    trials = new Trials(lab, seedOf(process.env.ADREACH_SEED));
  }, 180_000);

  afterAll(async () => {
    await trials?.close();
    await lab?.stop();
  }, 60_000);

  test('leave behind what was computed', async () => {
    const faults: string[] = [];
    const kinds = new Set<string>();
    let made = 0;
    const started = Date.now();
    for (let file = 1; file <= FILES; file++) {
      const result = await trials.try(file);
      made += result.made.length;
      for (const kind of result.made) kinds.add(kind);
      for (const fault of result.faults) faults.push(`file ${file}: ${fault}\n${result.ldif}`);
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    writeSync(1, `Changes: ${made} of ${kinds.size} kinds in ${FILES} files, ${seconds} s, ${faults.length} faults\n`);
    expect(faults).toEqual([]);
    expect(made).toBeGreaterThan(FILES);
  }, 300_000);

  test('what cannot be made, the server refuses as well', async () => {
    const domain = lab.domainDn;
    const managed = `OU=Managed,${domain}`;
    const create = (dn: string, className: string, values: Record<string, string> = {}): Change => ({
      kind: 'create',
      dn,
      classes: [className],
      attributes: new Map(Object.entries(values).map(([name, value]) => [name, [Buffer.from(value)]])),
      descriptor: null,
    });
    const remove = (dn: string): Change => ({ kind: 'delete', dn, tree: false });
    // Not there: another kind of name (OU=North to CN=North), which this server takes, and Windows does not (MS-ADTS 3.1.1.5.4.1.2).
    const impossible: readonly Change[] = [
      create(`CN=x,OU=Nowhere,${domain}`, 'user'),
      create(managed, 'organizationalUnit'),
      create(`OU=x,CN=Users,${domain}`, 'organizationalUnit'),
      create(`CN=x,CN=Administrator,CN=Users,${domain}`, 'user'),
      create(`OU=x,${managed}`, 'user'),
      create(`CN=x,${managed}`, 'user', { sAMAccountName: 'Administrator' }),
      create(`CN=x,${managed}`, 'msDS-GroupManagedServiceAccount', { sAMAccountName: 'x$' }),
      create(`CN=x,${managed}`, 'group', { groupType: '1' }),
      create(`CN=x,${managed}`, 'user', { shoeSize: '42' }),
      remove(`CN=nobody,${managed}`),
      remove(managed),
      remove(domain),
      remove(`CN=Users,${domain}`),
      remove(`CN=Domain Admins,CN=Users,${domain}`),
      { kind: 'move', dn: managed, to: `OU=North,${managed}` },
      { kind: 'move', dn: `OU=North,${managed}`, to: `OU=Nowhere,${domain}` },
      { kind: 'move', dn: `OU=North,${managed}`, to: `CN=Users,${domain}` },
      { kind: 'move', dn: `OU=North,${managed}`, to: managed, rdn: 'OU=South' },
      { kind: 'move', dn: `OU=North,${managed}`, to: `CN=Configuration,${domain}` },
      { kind: 'move', dn: `CN=Users,${domain}`, to: managed },
      { kind: 'set-attribute', dn: `CN=nobody,${managed}`, attribute: 'description', values: [Buffer.from('x')] },
      { kind: 'add-member', group: `CN=Domain Admins,CN=Users,${domain}`, member: `CN=nobody,${managed}` },
    ];
    const taken: string[] = [];
    for (const change of impossible) {
      const { evidence, server } = await trials.refuse(change);
      if (evidence === null || server === null)
        taken.push(`${JSON.stringify(change)}: ${evidence ?? 'not the evidence'}; ${server ?? 'not the server'}`);
    }
    expect(taken).toEqual([]);
  }, 120_000);

  test('the table of what may lie below what is that of the schema', async () => {
    const schema = `CN=Schema,CN=Configuration,${lab.domainDn}`;
    const client = new Client({ url: lab.url, tlsOptions: { ca: [readFileSync(lab.caFile)] } });
    await client.bind(lab.adminUser, lab.adminPassword);
    const attributes = ['lDAPDisplayName', 'subClassOf', 'possSuperiors', 'systemPossSuperiors', 'rDNAttID'];
    const { searchEntries } = await client.search(schema, {
      scope: 'one',
      filter: '(objectClass=classSchema)',
      attributes,
      paged: { pageSize: 200 },
    });
    await client.unbind();
    const texts = (value: unknown) => [value ?? []].flat().map(String);
    const classes = new Map(searchEntries.map((entry) => [texts(entry['lDAPDisplayName'])[0]!, entry]));
    const superiors = (name: string): string[] => {
      const entry = classes.get(name)!;
      const own = [...texts(entry['possSuperiors']), ...texts(entry['systemPossSuperiors'])];
      const above = texts(entry['subClassOf'])[0]!;
      return above === name ? own : [...own, ...superiors(above)];
    };
    for (const name of CHECKED_CLASSES) {
      expect([name, [...new Set(superiors(name))].sort()]).toEqual([name, [...superiorsOf(name)!].sort()]);
      expect([name, texts(classes.get(name)!['rDNAttID'])[0]]).toEqual([name, namingAttribute(name)]);
    }
  }, 60_000);
});
