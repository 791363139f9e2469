/** Objects by what they are, not by what they are called: several sources of one directory, or of two that must not be mixed. */
import { mkdirSync, readdirSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assembleSnapshot } from '../../src/assemble/index.js';
import type { AccountRecord, ModelRecord } from '../../src/directory/records.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import type { RawItem } from '../../src/sources/entry.js';
import { snapshotItems } from '../../src/sources/snapshot-items.js';
import { readAll, testFolder } from '../snapshot/file.js';
import { DOMAIN, DOMAIN_SID, domainItems, entry, guid, sddl, settings, sid, stream } from './synthetic.js';

const folder = testFolder();
afterAll(() => folder.dispose());
const temporary = folder.path('temporary');
beforeEach(() => {
  mkdirSync(temporary, { recursive: true });
});

let files = 0;
async function assemble(items: Iterable<RawItem> | AsyncIterable<RawItem>) {
  const path = folder.path(`${files++}.snapshot`);
  const summary = await assembleSnapshot(Symbol.asyncIterator in items ? items : stream(items), {
    path,
    tool: { name: 'adreach', version: '0' },
    sources: () => [],
    tempDir: temporary,
  });
  expect(readdirSync(temporary)).toEqual([]);
  const evidence = await openSnapshot(path);
  const { model, accounts } = await readAll(evidence);
  await evidence.close();
  const of = <T extends ModelRecord['type']>(type: T) =>
    model.filter((r): r is Extract<ModelRecord, { type: T }> => r.type === type);
  const people = accounts.filter((r): r is AccountRecord => r.type === 'account');
  const containers = of('container').map(({ dn }) => dn);
  return {
    path,
    summary,
    model,
    of,
    stream: accounts,
    accounts: people,
    /** DN of each account, with the names of its groups. */
    people: Object.fromEntries(
      people.map(({ rdn, parent, memberOf = [] }) => [
        `${rdn},${containers[parent]}`.replace(`,${DOMAIN}`, ''),
        memberOf.map((g) => of('group')[g]!.samAccountName).sort(),
      ]),
    ),
    containers: containers.map((dn) => dn.replace(`,${DOMAIN}`, '')),
    gaps: of('gap'),
    codes: of('gap').map(({ code, dn = '' }) => `${code} ${dn.replace(`,${DOMAIN}`, '')}`.trim()),
  };
}

const SD = sddl('O:DAG:DAD:(A;;GA;;;DA)');
const OTHER_SD = sddl('O:DAG:DAD:(A;;GR;;;DA)');
const USER = ['top', 'person', 'organizationalPerson', 'user'];
type Values = Parameters<typeof entry>[1];

const id = (n: number): Buffer => guid(`00000000-0000-0000-0000-${String(n).padStart(12, '0')}`);
const HEAD = entry(DOMAIN, {
  objectclass: ['top', 'domain', 'domainDNS'],
  objectsid: sid(DOMAIN_SID),
  objectguid: id(1),
  ntsecuritydescriptor: SD,
});
const ou = (name: string, n: number, values: Values = {}): RawItem =>
  entry(`${name},${DOMAIN}`, {
    objectclass: ['top', 'organizationalUnit'],
    objectguid: id(n),
    ntsecuritydescriptor: SD,
    ...values,
  });
const base = (): RawItem[] => [
  ...settings(),
  HEAD,
  ou('CN=System', 2),
  ou('CN=AdminSDHolder,CN=System', 3),
  ou('OU=Staff', 4),
  ou('OU=Sales', 5),
];
const user = (name: string, n: number, values: Values = {}): RawItem =>
  entry(`${name},${DOMAIN}`, {
    objectclass: USER,
    objectguid: id(n),
    objectsid: sid(`${DOMAIN_SID}-${n}`),
    samaccountname: `user${n}`,
    useraccountcontrol: 512,
    primarygroupid: 513,
    ntsecuritydescriptor: SD,
    ...values,
  });
const group = (name: string, n: number, member: readonly string[], values: Values = {}): RawItem =>
  entry(`${name},${DOMAIN}`, {
    objectclass: ['top', 'group'],
    objectguid: id(n),
    objectsid: sid(`${DOMAIN_SID}-${n}`),
    samaccountname: name.slice(3, name.indexOf(',')),
    grouptype: -2147483646,
    ntsecuritydescriptor: SD,
    member: member.map((dn) => `${dn},${DOMAIN}`),
    ...values,
  });
const without = (item: RawItem, ...attributes: string[]): RawItem => {
  const { dn, attributes: all } = (
    item as { entry: { dn: string; attributes: ReadonlyMap<string, readonly Buffer[]> } }
  ).entry;
  return { entry: { dn, attributes: new Map([...all].filter(([name]) => !attributes.includes(name))) } };
};
const A: RawItem = { source: 'a' };
const B: RawItem = { source: 'b' };
const C: RawItem = { source: 'c' };

describe('an object that was moved or renamed between two readings', () => {
  const before = [...base(), user('CN=Ann,OU=Staff', 1100), group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff'])];
  const after = [...base(), user('CN=Ann Lee,OU=Sales', 1100), group('CN=G,OU=Staff', 1200, ['CN=Ann Lee,OU=Sales'])];

  test('is one object, under the name that was read first, and that is said', async () => {
    const { people, gaps, summary } = await assemble([A, ...before, B, ...after]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G'] });
    expect(gaps).toEqual([
      {
        type: 'gap',
        code: 'object-moved',
        dn: `CN=Ann,OU=Staff,${DOMAIN}`,
        message: expect.stringMatching(
          /^b: read under the name cn=ann lee,ou=sales,.*read first in a\) counts|in a counts$/,
        ),
      },
    ]);
    expect(summary.duplicates).toBe(before.length);
    expect((await assemble([B, ...after, A, ...before])).people).toEqual({ 'CN=Ann Lee,OU=Sales': ['G'] });
  });

  test('a group of a third source that calls it by the other name has it as a member', async () => {
    const third = [group('CN=H,OU=Staff', 1201, ['CN=Ann Lee,OU=Sales'])];
    const { people, of } = await assemble([A, ...before, B, ...after, C, ...third]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G', 'H'] });
    expect(of('group').map((g) => g.unresolvedMembers)).toEqual([undefined, undefined]);
    expect((await assemble([C, ...third, A, ...before, B, ...after])).people).toEqual(people);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['without a GUID in one reading, by its SID', ['objectguid'], []],
    ['without a GUID in the other', [], ['objectguid']],
    ['without a GUID in either', ['objectguid'], ['objectguid']],
    ['without a SID, by its GUID', ['objectsid'], ['objectsid']],
  ])('%s', async (_, first, second) => {
    const { people, codes } = await assemble([
      A,
      ...base(),
      without(user('CN=Ann,OU=Staff', 1100), ...first),
      B,
      without(user('CN=Ann,OU=Sales', 1100), ...second),
    ]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': [] });
    expect(codes).toContain('object-moved CN=Ann,OU=Staff');
  });

  test('without GUID and SID a name is all there is: two objects', async () => {
    const bare = (dn: string): RawItem => without(user(dn, 1100), 'objectguid', 'objectsid');
    const { people } = await assemble([A, ...base(), bare('CN=Ann,OU=Staff'), B, bare('CN=Ann,OU=Sales')]);
    expect(Object.keys(people)).toEqual(['CN=Ann,OU=Sales', 'CN=Ann,OU=Staff']);
  });

  test('foreign principals and aliases of BUILTIN have the SID of something else, and stay themselves', async () => {
    const { of, codes, accounts } = await assemble([
      ...base(),
      user('CN=Ann,OU=Staff', 1100),
      entry(`CN=${DOMAIN_SID}-1100,CN=ForeignSecurityPrincipals,${DOMAIN}`, {
        objectclass: ['top', 'foreignSecurityPrincipal'],
        objectsid: sid(`${DOMAIN_SID}-1100`),
      }),
      group('CN=Administrators,OU=Staff', 1, ['CN=Ann,OU=Staff'], {
        objectsid: sid('S-1-5-32-544'),
        objectguid: id(70),
      }),
      group('CN=Administrators,OU=Sales', 1, [], { objectsid: sid('S-1-5-32-544'), objectguid: id(71) }),
    ]);
    expect(accounts).toHaveLength(1);
    expect(of('foreign')).toHaveLength(1);
    expect(of('group')).toHaveLength(2);
    expect(codes).toEqual([]);
  });
});

describe('a container that was renamed: everything below it comes twice', () => {
  const below = (top: string, extra: readonly RawItem[] = []): RawItem[] => [
    ou(`OU=Team,${top}`, 11),
    user(`CN=Ann,${top}`, 1100),
    user(`CN=Bob,OU=Team,${top}`, 1101),
    group(`CN=G,${top}`, 1200, [`CN=Ann,${top}`, `CN=Bob,OU=Team,${top}`]),
    ...extra,
  ];
  const first = [...base(), ...below('OU=Staff')];
  const second = [
    ...base().filter((item) => item !== undefined && !('entry' in item && item.entry.dn.startsWith('OU=Staff'))),
    ou('OU=People', 4),
    ...below('OU=People'),
  ];

  test('each is one object, and one gap tells of the container', async () => {
    const { people, codes, containers } = await assemble([A, ...first, B, ...second]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G'], 'CN=Bob,OU=Team,OU=Staff': ['G'] });
    expect(containers).not.toContain('OU=People');
    expect(codes).toEqual(['object-moved OU=Staff']);
    // Children before their parents, the second source's in between: no matter.
    expect((await assemble([A, ...first.toReversed(), B, ...second.toReversed()])).model).toEqual(
      (await assemble([A, ...first, B, ...second])).model,
    );
  });

  test('what only the second source has lies below the container under its first name', async () => {
    const fresh = [
      ou('OU=New,OU=People', 12),
      ou('OU=Deep,OU=New,OU=People', 13),
      user('CN=Cy,OU=Deep,OU=New,OU=People', 1102),
      user('CN=Dee,OU=Unread,OU=People', 1103),
      group('CN=H,OU=New,OU=People', 1201, ['CN=Cy,OU=Deep,OU=New,OU=People', 'CN=Ann,OU=People']),
    ];
    const elsewhere = [group('CN=I,OU=Sales', 1202, ['CN=Cy,OU=Deep,OU=New,OU=Staff', 'CN=Dee,OU=Unread,OU=Staff'])];
    for (const more of [fresh, fresh.toReversed()]) {
      const { people, containers, codes, of } = await assemble([A, ...first, ...elsewhere, B, ...second, ...more]);
      expect(people).toEqual({
        'CN=Ann,OU=Staff': ['G', 'H'],
        'CN=Bob,OU=Team,OU=Staff': ['G'],
        'CN=Cy,OU=Deep,OU=New,OU=Staff': ['H', 'I'],
        'CN=Dee,OU=Unread,OU=Staff': ['I'],
      });
      expect(
        of('group')
          .map((g) => g.dn.replace(`,${DOMAIN}`, ''))
          .sort(),
      ).toEqual(['CN=I,OU=Sales', 'CN=G,OU=Staff', 'CN=H,OU=New,OU=Staff'].sort());
      expect(containers.filter((dn) => dn.includes('People'))).toEqual([]);
      expect(codes.filter((code) => !code.startsWith('object-moved'))).toEqual(['parent-missing OU=Unread,OU=Staff']);
    }
  });

  test('members that only the second source names, by a name below the renamed container, are found', async () => {
    const groups = [ou('OU=People', 4), group('CN=H,OU=Sales', 1201, ['CN=Bob,OU=Team,OU=People'])];
    const { people, codes } = await assemble([A, ...first, B, ...groups]);
    expect(people['CN=Bob,OU=Team,OU=Staff']).toEqual(['G', 'H']);
    expect(codes).toEqual(['object-moved OU=Staff']);
  });

  test('what has no GUID nor SID is the same by its name below the same container', async () => {
    const bare = (dn: string): RawItem => without(user(dn, 1105), 'objectguid', 'objectsid');
    const { people, codes, summary } = await assemble([
      A,
      ...first,
      bare('CN=Eve,OU=Staff'),
      group('CN=H,OU=Sales', 1201, ['CN=Eve,OU=Staff']),
      B,
      ...second,
      bare('CN=Eve,OU=People'),
      group('CN=I,OU=Sales', 1202, ['CN=Eve,OU=People']),
    ]);
    expect(people['CN=Eve,OU=Staff']).toEqual(['H', 'I']);
    expect(Object.keys(people)).toHaveLength(3);
    expect(codes).toEqual(['object-moved OU=Staff', 'sid-missing CN=Eve,OU=Staff']);
    expect(summary.objects - summary.duplicates).toBe(first.length + 3);
  });

  test('a container within itself, when the sources are joined, is refused', async () => {
    const items = [
      A,
      ...base(),
      ou('OU=X,OU=Y2', 20),
      B,
      ou('OU=Y,OU=X2', 21),
      C,
      ou('OU=Y2', 21),
      ou('OU=X2', 20),
      user('CN=Ann,OU=X2', 1100),
    ];
    await expect(assemble(items)).rejects.toMatchObject({
      code: 'ambiguous',
      message: expect.stringMatching(/below itself/),
    });
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('one name, two objects', () => {
  const old = [...base(), user('CN=Ann,OU=Staff', 1100), group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff'])];
  const anew = [...base(), user('CN=Ann,OU=Staff', 2100), group('CN=H,OU=Staff', 1201, ['CN=Ann,OU=Staff'])];

  test('made anew between two readings: the first counts, and has none of the memberships of the other', async () => {
    const { people, accounts, codes } = await assemble([A, ...old, B, ...anew]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G'] });
    expect(accounts[0]!.sid).toBe(`${DOMAIN_SID}-1100`);
    expect(codes).toEqual([`members-incomplete cn=h,ou=staff,${DOMAIN.toLowerCase()}`, 'name-reused CN=Ann,OU=Staff']);
    expect((await assemble([B, ...anew, A, ...old])).accounts[0]!.sid).toBe(`${DOMAIN_SID}-2100`);
  });

  test('by the SID where there is no GUID', async () => {
    const bare = (n: number): RawItem => without(user('CN=Ann,OU=Staff', n), 'objectguid');
    const { codes } = await assemble([A, ...base(), bare(1100), B, bare(2100)]);
    expect(codes).toEqual(['name-reused CN=Ann,OU=Staff']);
  });

  test('two that changed places: both are there, each with the memberships that its source tells', async () => {
    const { people, accounts, codes } = await assemble([
      A,
      ...base(),
      user('CN=Ann,OU=Staff', 1100),
      user('CN=Bob,OU=Staff', 1101),
      group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff']),
      B,
      ...base(),
      user('CN=Bob,OU=Staff', 1100),
      user('CN=Ann,OU=Staff', 1101),
      group('CN=H,OU=Staff', 1201, ['CN=Ann,OU=Staff']),
    ]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G'], 'CN=Bob,OU=Staff': ['H'] });
    expect(accounts.map(({ sid: s }) => s)).toEqual([`${DOMAIN_SID}-1100`, `${DOMAIN_SID}-1101`]);
    expect(codes).toEqual(['object-moved CN=Ann,OU=Staff', 'object-moved CN=Bob,OU=Staff']);
  });

  test('a name that one object left and another took: both are there', async () => {
    const { people, codes } = await assemble([
      A,
      ...base(),
      user('CN=Ann,OU=Staff', 1100),
      B,
      user('CN=Ann,OU=Sales', 1100),
      group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Sales']),
      C,
      user('CN=Ann,OU=Sales', 2100),
      group('CN=H,OU=Staff', 1201, ['CN=Ann,OU=Sales']),
    ]);
    expect(people).toEqual({ 'CN=Ann,OU=Sales': ['H'], 'CN=Ann,OU=Staff': ['G'] });
    expect(codes).toEqual(['object-moved CN=Ann,OU=Staff']);
  });

  test('what was left out, and is read again, stays left out', async () => {
    const { people, accounts } = await assemble([A, ...old, B, ...anew, ...anew]);
    expect(people).toEqual({ 'CN=Ann,OU=Staff': ['G'] });
    expect(accounts).toHaveLength(1);
  });
});

describe('one SID, two objects', () => {
  test('both stay, and it is said; a snapshot of them says it again', async () => {
    const { people, gaps, path } = await assemble([
      ...base(),
      user('CN=Ann,OU=Staff', 1100),
      user('CN=Bob,OU=Staff', 1101, { objectsid: sid(`${DOMAIN_SID}-1100`) }),
    ]);
    expect(Object.keys(people)).toEqual(['CN=Ann,OU=Staff', 'CN=Bob,OU=Staff']);
    const said = [
      {
        type: 'gap',
        code: 'sid-duplicate',
        dn: `CN=Bob,OU=Staff,${DOMAIN}`,
        message: `its SID ${DOMAIN_SID}-1100 is that of cn=ann,ou=staff,${DOMAIN.toLowerCase()} too, which is another object`,
        derived: true,
      },
    ];
    expect(gaps).toEqual(said);
    const evidence = await openSnapshot(path);
    expect((await assemble(snapshotItems(evidence))).gaps).toEqual(said);
    await evidence.close();
  });

  test('accounts whose SIDs another domain gave out', async () => {
    const { gaps } = await assemble([
      ...base(),
      user('CN=Ann,OU=Staff', 1100),
      user('CN=Bob,OU=Staff', 1101, { objectsid: sid('S-1-5-21-9-9-9-1101') }),
      group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff'], { objectsid: sid('S-1-5-21-9-9-9-1200') }),
      group('CN=Administrators,OU=Staff', 1201, [], { objectsid: sid('S-1-5-32-544') }),
    ]);
    expect(gaps).toMatchObject([
      {
        code: 'sid-of-other-domain',
        dn: DOMAIN,
        count: 2,
        message: expect.stringContaining('S-1-5-21-9-9-9'),
        derived: true,
      },
    ]);
  });
});

describe('two directories are never mixed', () => {
  const head = (values: Values): RawItem =>
    entry(DOMAIN, { objectclass: ['top', 'domain', 'domainDNS'], ntsecuritydescriptor: SD, ...values });
  const one = { objectsid: sid('S-1-5-21-1-1-1') };
  const two = { objectsid: sid('S-1-5-21-2-2-2') };

  test.each<[string, RawItem, RawItem, RegExp]>([
    [
      'one name, two SIDs',
      head(one),
      head(two),
      /^DC=lab,DC=local is the name of two directories: S-1-5-21-1-1-1 in a, S-1-5-21-2-2-2 in b$/,
    ],
    [
      'one name, two SIDs, with GUIDs',
      head({ ...one, objectguid: id(1) }),
      head({ ...two, objectguid: id(2) }),
      /two directories/,
    ],
    [
      'one name, two GUIDs, no SID in one',
      head({ ...one, objectguid: id(1) }),
      head({ objectguid: id(2) }),
      /two directories/,
    ],
    ['one GUID, two SIDs', head({ ...one, objectguid: id(1) }), head({ ...two, objectguid: id(1) }), /two directories/],
    [
      'two configurations of one name',
      entry(`CN=Configuration,${DOMAIN}`, { objectclass: ['top', 'configuration'], objectguid: id(1) }),
      entry(`CN=Configuration,${DOMAIN}`, { objectclass: ['top', 'configuration'], objectguid: id(2) }),
      /one with another objectGUID in a, one with another objectGUID in b/,
    ],
    [
      'two names, one SID, two GUIDs',
      head({ ...one, objectguid: id(1) }),
      entry('DC=other', { objectclass: ['top', 'domain', 'domainDNS'], ...one, objectguid: id(2) }),
      /^two domains have the SID S-1-5-21-1-1-1: DC=lab,DC=local in a, DC=other in b/,
    ],
    [
      'two names, one SID, no GUIDs',
      head(one),
      entry('DC=other', { objectclass: ['top', 'domain', 'domainDNS'], ...one }),
      /two domains have the SID/,
    ],
  ])('%s: refused', async (_, first, second, message) => {
    for (const [items, pattern] of [
      [[A, first, B, second], message],
      [[first, second], /two d(irectories|omains)/],
    ] as const) {
      await expect(assemble(items)).rejects.toMatchObject({
        name: 'AdreachError',
        code: 'ambiguous',
        message: expect.stringMatching(pattern),
        hint: expect.stringMatching(/audit each on its own/),
      });
      expect(readdirSync(temporary)).toEqual([]);
    }
  });

  test('a domain that was renamed, by its GUID, is one', async () => {
    const items = (dn: string): RawItem[] => [
      entry(dn, { objectclass: ['top', 'domain', 'domainDNS'], ...one, objectguid: id(1), ntsecuritydescriptor: SD }),
      entry(`CN=Ann,${dn}`, {
        objectclass: USER,
        objectguid: id(9),
        objectsid: sid('S-1-5-21-1-1-1-9'),
        ntsecuritydescriptor: SD,
      }),
    ];
    const { of, accounts, codes } = await assemble([A, ...items('DC=old'), B, ...items('DC=new')]);
    expect(of('domain').map(({ dn }) => dn)).toEqual(['DC=old']);
    expect(accounts).toHaveLength(1);
    expect(codes).toContain('object-moved DC=old');
  });

  test('an application partition that was made anew is none of that', async () => {
    const zones = (n: number): RawItem =>
      entry(`DC=DomainDnsZones,${DOMAIN}`, {
        objectclass: ['top', 'domain', 'domainDNS'],
        objectguid: id(n),
        ntsecuritydescriptor: SD,
      });
    expect((await assemble([A, ...base(), zones(30), B, zones(31)])).codes).toEqual(['name-reused DC=DomainDnsZones']);
  });
});

describe('partial views', () => {
  const whole = user('CN=Ann,OU=Staff', 1100, { primarygroupid: 513, pwdlastset: '133000000000000000' });

  test('what one reading lacks the other fills in, whichever comes first', async () => {
    const expected = await assemble([...base(), whole]);
    const left = without(whole, 'ntsecuritydescriptor', 'objectsid', 'primarygroupid');
    const right = without(whole, 'objectguid', 'useraccountcontrol', 'samaccountname');
    for (const [a, b] of [
      [left, right],
      [right, left],
    ] as const) {
      const { model, stream: records, gaps } = await assemble([A, ...base(), a, B, b]);
      expect(gaps).toEqual([]);
      expect(model).toEqual(expected.model);
      expect(JSON.stringify(records)).toBe(JSON.stringify(expected.stream));
    }
  });

  test('a reading without objectClass yields to one that has it, and its members count', async () => {
    const g = group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff']);
    const expected = await assemble([...base(), whole, g]);
    const blind = [
      without(whole, 'objectclass'),
      without(g, 'objectclass', 'member'),
      without(base()[0]!, 'objectclass'),
    ];
    for (const items of [
      [A, ...blind, B, ...base(), whole, g],
      [A, ...base(), whole, g, B, ...blind],
    ]) {
      const { model, stream: records } = await assemble(items);
      expect(model).toEqual(expected.model);
      expect(records).toEqual(expected.stream);
    }
  });

  test('what differs is named, with the sources; the first counts', async () => {
    const other = user('CN=Ann,OU=Staff', 1100, {
      useraccountcontrol: 514,
      ntsecuritydescriptor: OTHER_SD,
      admincount: 1,
    });
    const { accounts, gaps } = await assemble([A, ...base(), user('CN=Ann,OU=Staff', 1100), B, other]);
    expect(accounts).toMatchObject([{ userAccountControl: 512, adminCount: 1 }]);
    expect(gaps).toEqual([
      {
        type: 'gap',
        code: 'readings-differ',
        dn: `CN=Ann,OU=Staff,${DOMAIN}`,
        message: 'b: adminCount: only one of the readings of the object has it, which counts (read first in a)',
      },
      {
        type: 'gap',
        code: 'readings-differ',
        dn: `CN=Ann,OU=Staff,${DOMAIN}`,
        message: 'b: nTSecurityDescriptor, userAccountControl differs from what was read first in a, which counts',
      },
    ]);
  });

  test('when the password was set matters only where it was not', async () => {
    const set = (pwdlastset: string): RawItem => user('CN=Ann,OU=Staff', 1100, { pwdlastset });
    expect((await assemble([A, ...base(), set('1'), B, set('2')])).codes).toEqual([]);
    expect((await assemble([A, ...base(), set('1'), B, set('0')])).codes).toEqual(['readings-differ CN=Ann,OU=Staff']);
  });

  test('members by two snapshots that differ are put together, and that is said', async () => {
    const people = [user('CN=Ann,OU=Staff', 1100), user('CN=Bob,OU=Staff', 1101)];
    const first = await assemble([...base(), ...people, group('CN=G,OU=Staff', 1200, ['CN=Ann,OU=Staff'])]);
    const second = await assemble([...base(), ...people, group('CN=G,OU=Staff', 1200, ['CN=Bob,OU=Staff'])]);
    const none = await assemble([...base(), ...people, group('CN=G,OU=Staff', 1200, [])]);
    const joined = async (...parts: { path: string }[]) => {
      async function* items(): AsyncGenerator<RawItem> {
        for (const [i, { path }] of parts.entries()) {
          const evidence = await openSnapshot(path);
          yield { source: `${i}` };
          yield* snapshotItems(evidence);
          await evidence.close();
        }
      }
      return assemble(items());
    };
    const { people: found, gaps } = await joined(first, second);
    expect(found).toEqual({ 'CN=Ann,OU=Staff': ['G'], 'CN=Bob,OU=Staff': ['G'] });
    expect(gaps).toMatchObject([
      {
        code: 'readings-differ',
        dn: `CN=G,OU=Staff,${DOMAIN}`,
        message: 'the group has other members in 1 than in 0; those of both count',
      },
    ]);
    expect((await joined(first, none)).gaps).toEqual([]);
    expect((await joined(first, first)).gaps).toEqual([]);
  });
});

test('the order within each of two sources, and of the sources, changes nothing where they agree', async () => {
  const items = [...settings(), ...domainItems({ containers: 4, groups: 6, accounts: 60, descriptors: 5 })];
  const expected = await assemble(items);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(items, { minLength: items.length }),
      fc.shuffledSubarray(items, { minLength: 1 }),
      fc.boolean(),
      async (whole, part, swap) => {
        const parts = [
          [A, ...whole],
          [B, ...part],
        ];
        const { model, stream: records } = await assemble((swap ? parts.reverse() : parts).flat());
        expect(model).toEqual(expected.model);
        expect(records).toEqual(expected.stream);
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);

test('sources that agree on nothing make a snapshot that reads, or are refused', async () => {
  const rdn = fc.constantFrom('OU=a', 'OU=b', 'CN=c', 'CN=d');
  const dn = fc.array(rdn, { minLength: 1, maxLength: 3 }).map((rdns) => [...rdns, DOMAIN].join(','));
  const raw = fc.record({
    dn,
    source: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom(USER, ['top', 'group'], ['top', 'organizationalUnit'], []),
    guid: fc.option(fc.integer({ min: 40, max: 46 })),
    sid: fc.option(fc.integer({ min: 1100, max: 1106 })),
    member: fc.array(dn, { maxLength: 3 }),
  });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(raw, { maxLength: 25 }), async (all) => {
      const items = [0, 1, 2].flatMap((source): RawItem[] => [
        { source: `${source}` },
        ...all
          .filter((each) => each.source === source)
          .map((each) =>
            entry(each.dn, {
              objectclass: each.kind,
              ntsecuritydescriptor: SD,
              ...(each.guid === null ? {} : { objectguid: id(each.guid) }),
              ...(each.sid === null ? {} : { objectsid: sid(`${DOMAIN_SID}-${each.sid}`) }),
              ...(each.kind[1] === 'group' ? { member: each.member } : {}),
            }),
          ),
      ]);
      let first: Awaited<ReturnType<typeof assemble>>;
      try {
        first = await assemble(items);
      } catch (error) {
        expect(error).toMatchObject({ name: 'AdreachError', code: 'ambiguous' });
        refused++;
        return;
      }
      const { of, accounts, summary, containers } = first;
      // No object twice, by GUID or by name.
      for (const list of [[...accounts, ...of('group')], of('container')]) {
        const known = list.flatMap(({ guid: own }) => (own === undefined ? [] : [own]));
        expect(new Set(known).size).toBe(known.length);
      }
      const names = accounts.map(({ rdn, parent }) => `${rdn},${containers[parent]}`.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      const dns = of('container').map(({ dn: name }) => name.toLowerCase());
      expect(new Set(dns).size).toBe(dns.length);
      for (const [n, { dn: name, parent }] of of('container').entries()) {
        expect(parent ?? -1).toBeLessThan(n);
        if (parent !== undefined) expect(name.slice(name.indexOf(',') + 1).toLowerCase()).toBe(dns[parent]);
      }
      expect(summary.objects - summary.duplicates).toBeGreaterThanOrEqual(accounts.length + of('group').length);
      // What was joined once is one directory.
      const evidence = await openSnapshot(first.path);
      const again = await assemble(snapshotItems(evidence));
      await evidence.close();
      expect(again.accounts.map(({ rdn, guid: own, sid: s }) => [rdn, own, s])).toEqual(
        accounts.map(({ rdn, guid: own, sid: s }) => [rdn, own, s]),
      );
      expect(again.containers).toEqual(containers);
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeLessThan(150);
}, 120_000);
