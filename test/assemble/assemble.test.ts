import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AssembleSummary, assembleSnapshot } from '../../src/assemble/index.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Ace } from '../../src/descriptor/types.js';
import type {
  AccountRecord,
  ContainerRecord,
  GapRecord,
  GroupRecord,
  ModelRecord,
} from '../../src/directory/records.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import type { RawItem } from '../../src/sources/entry.js';
import { snapshotItems } from '../../src/sources/snapshot-items.js';
import { readAll, testFolder } from '../snapshot/file.js';
import {
  DOMAIN,
  DOMAIN_FOR_TESTS,
  DOMAIN_SID,
  domainItems,
  entry,
  guid,
  sddl,
  settings,
  sid,
  stream,
} from './synthetic.js';

const folder = testFolder();
afterAll(() => folder.dispose());
const temporary = folder.path('temporary');
beforeEach(() => {
  mkdirSync(temporary, { recursive: true });
});

let files = 0;
async function assemble(items: Iterable<RawItem> | AsyncIterable<RawItem>) {
  const path = folder.path(`${files++}.snapshot`);
  const all = Symbol.asyncIterator in items ? items : stream(items);
  const summary: AssembleSummary = await assembleSnapshot(all, {
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
  return {
    path,
    summary,
    model,
    of,
    accounts: accounts.filter((r): r is AccountRecord => r.type === 'account'),
    stream: accounts,
    gaps: of('gap'),
    codes: of('gap').map((gap) => `${gap.code} ${gap.dn ?? ''}`.trim()),
  };
}

const USER = ['top', 'person', 'organizationalPerson', 'user'];
const SD = sddl('O:DAG:DAD:(A;;GA;;;DA)');
const SYSTEM = [
  entry(`CN=System,${DOMAIN}`, { objectclass: ['top', 'container'], ntsecuritydescriptor: SD }),
  entry(`CN=AdminSDHolder,CN=System,${DOMAIN}`, { objectclass: ['top', 'container'], ntsecuritydescriptor: SD }),
];
const HEAD = entry(DOMAIN, {
  objectclass: ['top', 'domain', 'domainDNS'],
  objectsid: sid(DOMAIN_SID),
  ntsecuritydescriptor: SD,
});
const STAFF = entry(`OU=Staff,${DOMAIN}`, { objectclass: ['top', 'organizationalUnit'], ntsecuritydescriptor: SD });
/** A complete little domain, to which each test adds. */
const base = (): RawItem[] => [...settings(), HEAD, ...SYSTEM, STAFF];
const ann = (values: Parameters<typeof entry>[1] = {}, dn = `CN=Ann,OU=Staff,${DOMAIN}`): RawItem =>
  entry(dn, {
    objectclass: USER,
    objectsid: sid(`${DOMAIN_SID}-1104`),
    samaccountname: 'ann',
    useraccountcontrol: 512,
    primarygroupid: 513,
    ntsecuritydescriptor: SD,
    ...values,
  });
const group = (cn: string, values: Parameters<typeof entry>[1] = {}): RawItem =>
  entry(`CN=${cn},OU=Staff,${DOMAIN}`, {
    objectclass: ['top', 'group'],
    objectsid: sid(`${DOMAIN_SID}-${5000 + cn.charCodeAt(0)}`),
    samaccountname: cn,
    grouptype: -2147483646,
    ntsecuritydescriptor: SD,
    ...values,
  });

describe('a whole domain', () => {
  const items = [...settings(), ...domainItems(DOMAIN_FOR_TESTS)];

  test('nothing is missing, counts are those of the input', async () => {
    const { gaps, summary, accounts, of, stream: records } = await assemble(items);
    expect(gaps).toEqual([]);
    expect(summary).toMatchObject({ gaps: 0, duplicates: 0, objects: items.length });
    expect(accounts).toHaveLength(DOMAIN_FOR_TESTS.accounts);
    expect(of('group')).toHaveLength(DOMAIN_FOR_TESTS.groups);
    expect(of('container')).toHaveLength(DOMAIN_FOR_TESTS.containers + 4);
    expect(of('descriptor').length + records.filter((r) => r.type === 'descriptor').length).toBe(
      DOMAIN_FOR_TESTS.descriptors + 2,
    );
    expect(of('principal')).toHaveLength(DOMAIN_FOR_TESTS.descriptors);
  });

  test('the order of the input does not matter: the same bytes', async () => {
    const { path } = await assemble(items);
    const expected = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(items, { minLength: items.length }), async (shuffled) => {
        expect(readFileSync((await assemble(shuffled)).path).equals(expected)).toBe(true);
      }),
      { numRuns: 4 },
    );
  }, 60_000);

  test('memberships are those of the input, turned round', async () => {
    const { accounts, of } = await assemble(items);
    const groups = of('group');
    const containers = of('container');
    const told = new Set<string>();
    for (const item of items) {
      if (!('entry' in item)) continue;
      for (const member of item.entry.attributes.get('member') ?? []) told.add(`${member} < ${item.entry.dn}`);
    }
    const found = new Set<string>();
    for (const { rdn, parent, memberOf } of accounts)
      for (const g of memberOf ?? []) found.add(`${rdn},${containers[parent]!.dn} < ${groups[g]!.dn}`);
    for (const { dn, memberOf } of groups) for (const g of memberOf ?? []) found.add(`${dn} < ${groups[g]!.dn}`);
    expect(found).toEqual(told);
    for (const { memberOf } of [...accounts, ...groups])
      expect(memberOf ?? []).toEqual([...new Set(memberOf)].sort((a, b) => a - b));
  });

  test('a snapshot taken apart and assembled again is the same', async () => {
    const first = await assemble(items);
    const evidence = await openSnapshot(first.path);
    const again = await assemble(snapshotItems(evidence));
    await evidence.close();
    expect(again.model).toEqual(first.model);
    expect(again.stream).toEqual(first.stream);
    expect(again.summary.gaps).toBe(0);
  });
});

describe('kinds of objects', () => {
  test('schema and configuration', async () => {
    const { of } = await assemble([...base(), ann()]);
    expect(of('class').filter(({ name }) => name === 'user')).toEqual([
      {
        type: 'class',
        name: 'user',
        guid: 'bf967aba-0de6-11d0-a285-00aa003049e2',
        parent: 'organizationalPerson',
        category: 1,
        auxiliary: [],
        attributes: ['pwdLastSet', 'userAccountControl'],
        defaultSddl: 'D:(A;;RP;;;WD)',
        dn: `CN=User,CN=Schema,CN=Configuration,${DOMAIN}`,
      },
    ]);
    expect(of('attribute')[0]).toMatchObject({ name: 'pwdLastSet', set: '4c164200-20c0-11d0-a768-00aa006e0529' });
    expect(of('right')[0]).toMatchObject({
      name: 'User-Force-Change-Password',
      displayName: 'Reset Password',
      validAccesses: 256,
    });
    expect(of('partition')[0]).toMatchObject({ nCName: DOMAIN, netbiosName: 'LAB', systemFlags: 3 });
    expect(of('forest')).toMatchObject([{ dSHeuristics: '0000000001' }]);
    expect(of('domain')).toEqual([
      { type: 'domain', dn: DOMAIN, dnsName: 'lab.local', netbiosName: 'LAB', sid: DOMAIN_SID },
    ]);
    // Settings are no containers, and their parents are not missed.
    expect(of('container').map((c) => c.dn)).not.toContainEqual(expect.stringContaining('Configuration'));
  });

  test('dSHeuristics: not set is null, not read is a gap', async () => {
    const unset = settings().map((item) =>
      'entry' in item && item.entry.attributes.has('dsheuristics')
        ? entry(item.entry.dn, { objectclass: ['top', 'nTDSService'] })
        : item,
    );
    expect((await assemble([{ asked: 'all' }, ...unset, HEAD, ...SYSTEM])).of('forest')).toMatchObject([
      { dSHeuristics: null },
    ]);
    // An object that came without is one that has none only where it was asked for.
    for (const asked of [null, new Set(['objectclass'])] as const)
      expect((await assemble([{ asked }, ...unset, HEAD, ...SYSTEM])).of('forest')[0]).not.toHaveProperty(
        'dSHeuristics',
      );
    const { of, gaps } = await assemble([
      ...settings().filter((item) => !('entry' in item) || !item.entry.dn.startsWith('CN=Directory Service,')),
      HEAD,
      ...SYSTEM,
    ]);
    expect(of('forest')).toEqual([]);
    expect(gaps.map((g) => g.message)).toEqual([expect.stringMatching(/dSHeuristics/)]);
  });

  test('trusts, root keys, foreign principals', async () => {
    const { of, gaps } = await assemble([
      ...base(),
      entry(`CN=other.lab,CN=System,${DOMAIN}`, {
        objectclass: ['top', 'leaf', 'trustedDomain'],
        trustpartner: 'other.lab',
        flatname: 'OTHER',
        securityidentifier: sid('S-1-5-21-9-9-9'),
        trustattributes: 8,
        trustdirection: 3,
      }),
      entry('CN=1234,CN=Master Root Keys,CN=Services,CN=Configuration,DC=lab,DC=local', {
        objectclass: ['top', 'msKds-ProvRootKey'],
        'mskds-usestarttime': '132000000000000000',
      }),
      entry(`CN=S-1-5-11,CN=ForeignSecurityPrincipals,${DOMAIN}`, { objectclass: ['top', 'foreignSecurityPrincipal'] }),
      group('G', { member: [`CN=S-1-5-11,CN=ForeignSecurityPrincipals,${DOMAIN}`] }),
    ]);
    expect(of('trust')).toEqual([
      {
        type: 'trust',
        dn: `CN=other.lab,CN=System,${DOMAIN}`,
        partner: 'other.lab',
        flatName: 'OTHER',
        sid: 'S-1-5-21-9-9-9',
        attributes: 8,
        direction: 3,
      },
    ]);
    expect(of('kdsRootKey')).toEqual([
      { type: 'kdsRootKey', dn: expect.stringContaining('CN=1234'), useStartTime: '2019-04-17T18:40:00.000Z' },
    ]);
    expect(of('foreign')).toEqual([{ type: 'foreign', dn: expect.any(String), sid: 'S-1-5-11', memberOf: [0] }]);
    expect(gaps).toEqual([]);
  });

  test('an account with all its attributes; a managed one with who may retrieve its password', async () => {
    const retrievers = sddl('O:BAD:(A;;RP;;;DD)');
    const {
      accounts,
      stream: records,
      of,
    } = await assemble([
      ...base(),
      ann({
        objectguid: guid('00112233-4455-6677-8899-aabbccddeeff'),
        userprincipalname: 'ann@lab.local',
        sidhistory: [sid('S-1-5-21-7-7-7-1'), sid('S-1-5-21-7-7-7-0')],
        pwdlastset: '0133000000000000000',
        admincount: 1,
        primarygroupid: 513,
        // Not a managed account: not of interest.
        serviceprincipalname: ['HTTP/x'],
      }),
      ann(
        {
          objectclass: [...USER, 'computer', 'msDS-GroupManagedServiceAccount'],
          objectsid: sid(`${DOMAIN_SID}-1105`),
          samaccountname: 'svc$',
          'msds-groupmsamembership': retrievers,
          'msds-managedpasswordinterval': 30,
          'msds-supportedencryptiontypes': 24,
          'msds-managedpasswordid': Buffer.alloc(100),
          dnshostname: 'svc.lab.local',
          serviceprincipalname: ['b/x', 'a/x'],
        },
        `CN=svc,OU=Staff,${DOMAIN}`,
      ),
    ]);
    const descriptors = [...of('descriptor'), ...records.filter((r) => r.type === 'descriptor')];
    expect(accounts[0]).toEqual({
      unasked: ['memberof'],
      type: 'account',
      rdn: 'CN=Ann',
      parent: expect.any(Number),
      classes: expect.any(Number),
      descriptor: expect.any(Number),
      guid: '00112233-4455-6677-8899-aabbccddeeff',
      sid: `${DOMAIN_SID}-1104`,
      samAccountName: 'ann',
      userPrincipalName: 'ann@lab.local',
      sidHistory: ['S-1-5-21-7-7-7-0', 'S-1-5-21-7-7-7-1'],
      userAccountControl: 512,
      pwdLastSet: '133000000000000000',
      adminCount: 1,
      primaryGroupId: 513,
      hasSpn: true,
    });
    expect(accounts[1]!.hasSpn).toBe(true);
    expect(accounts[1]!.managed).toEqual({
      retrievers: descriptors.findIndex((d) => d.base64 === retrievers.toString('base64')),
      interval: 30,
      encryptionTypes: 24,
      dnsHostName: 'svc.lab.local',
      spns: ['a/x', 'b/x'],
      hasPasswordId: true,
    });
  });
});

test('who a descriptor names is known before the accounts come, by a former SID too', async () => {
  const sd = sddl(
    `O:${DOMAIN_SID}-1104D:(A;;RP;;;${DOMAIN_SID}-1105)(A;;RP;;;S-1-5-21-7-7-7-9)(A;;RP;;;${DOMAIN_SID}-9999)`,
  );
  const { of } = await assemble([
    ...base(),
    ann({ ntsecuritydescriptor: sd }),
    ann(
      { objectsid: sid(`${DOMAIN_SID}-1105`), samaccountname: [], sidhistory: [sid('S-1-5-21-7-7-7-9')] },
      `CN=Bob\\+,OU=Staff,${DOMAIN}`,
    ),
    ann({ objectsid: sid(`${DOMAIN_SID}-1106`) }, `CN=Eve,OU=Staff,${DOMAIN}`),
  ]);
  expect(of('principal').map(({ sid, name }) => [sid, name])).toEqual([
    [`${DOMAIN_SID}-1104`, 'ann'],
    [`${DOMAIN_SID}-1105`, 'Bob+'],
    ['S-1-5-21-7-7-7-9', 'Bob+'],
  ]);
});

test('who a descriptor names is known among more trustees than are remembered', async () => {
  const stranger = (list: number, entry: number): Ace => ({
    form: 'basic',
    type: 0,
    flags: 0,
    mask: 0x10,
    sid: `S-1-5-21-${list}-${entry}-1-1`,
    applicationData: new Uint8Array(0),
  });
  const lists = Array.from({ length: 100 }, (_, list) => {
    const descriptor = parseSddl(`O:SYD:(A;;RP;;;S-1-5-21-7-7-7-9)(A;;RP;;;${DOMAIN_SID}-1104)`);
    const aces = [...descriptor.dacl!.aces, ...Array.from({ length: 1400 }, (_, entry) => stranger(list, entry))];
    return Buffer.from(encodeSecurityDescriptor({ ...descriptor, dacl: { revision: 2, aces } }));
  });
  const { of } = await assemble([
    ...base(),
    ann({ ntsecuritydescriptor: 'damaged' }),
    ann(
      { objectsid: sid(`${DOMAIN_SID}-1105`), samaccountname: [], sidhistory: [sid('S-1-5-21-7-7-7-9')] },
      `CN=Bob,OU=Staff,${DOMAIN}`,
    ),
    ...lists.map((ntsecuritydescriptor, n) =>
      ann({ objectsid: sid(`${DOMAIN_SID}-${5000 + n}`), ntsecuritydescriptor }, `CN=u${n},OU=Staff,${DOMAIN}`),
    ),
  ]);
  expect(of('principal').map(({ sid, name }) => [sid, name])).toEqual([
    [`${DOMAIN_SID}-1104`, 'ann'],
    ['S-1-5-21-7-7-7-9', 'Bob'],
  ]);
});

test('settings of the forest that came without dSHeuristics, which nobody asked for, are a gap', async () => {
  const dn = `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${DOMAIN}`;
  const without = entry(dn, { objectclass: ['top', 'nTDSService'] });
  const withValue = entry(dn, { objectclass: ['top', 'nTDSService'], dsheuristics: '0' });
  const told = async (...items: RawItem[]) => {
    const { of, gaps } = await assemble([
      ...items,
      entry(DOMAIN, { objectclass: ['top', 'domainDNS'], objectsid: sid(DOMAIN_SID) }),
    ]);
    const said = gaps.filter(({ code, dn: at }) => code === 'configuration-missing' && at === dn);
    return [of('forest').map(({ dSHeuristics }) => dSHeuristics), said.map(({ message }) => message)];
  };
  expect(await told(without)).toEqual([
    [undefined],
    ['dSHeuristics was not asked for, or could not be read: which groups it leaves unprotected is not known'],
  ]);
  expect(await told({ asked: 'all' }, without)).toEqual([[null], []]);
  // That of another forest, which is there too, says nothing of this one.
  const other = entry(dn.replace(DOMAIN, 'DC=else'), { objectclass: ['top', 'nTDSService'], dsheuristics: '0' });
  expect((await told(without, other))[1]).toHaveLength(1);
  expect(await told(withValue)).toEqual([['0'], []]);
});

describe('the tree', () => {
  const nested = (levels: number, prefix = '') =>
    `${Array.from({ length: levels - 2 }, (_, i) => `OU=${prefix}${i}`).join(',')},${DOMAIN}`;

  test('a name of more than 256 levels is left out, with a gap', async () => {
    const { accounts, gaps } = await assemble([
      ...base(),
      ann({ objectsid: sid(`${DOMAIN_SID}-2001`) }, `CN=Deep,${nested(255)}`),
      ann({ objectsid: sid(`${DOMAIN_SID}-2002`) }, `CN=Deeper,${nested(256)}`),
    ]);
    expect(accounts.map((a) => a.type === 'account' && a.rdn)).toContain('CN=Deep');
    expect(accounts.map((a) => a.type === 'account' && a.rdn)).not.toContain('CN=Deeper');
    expect(gaps.filter(({ code }) => code === 'entry-damaged').map(({ message }) => message)).toEqual([
      'a name of more than 256 levels: the entry is left out',
    ]);
  });

  test('containers that no source holds may not take far more than what was read', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        ann({ objectsid: sid(`${DOMAIN_SID}-${5000 + n}`) }, `CN=a,${nested(200, `${'x'.repeat(50)}${n}-`)}`),
      );
    const few = await assemble([...base(), ...many(10)]);
    expect(few.gaps.filter(({ code }) => code === 'entry-damaged')).toEqual([]);
    const { accounts, gaps } = await assemble([...base(), ...many(60)]);
    const kept = accounts.filter((account) => account.type === 'account' && account.rdn === 'CN=a').length;
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(60);
    expect(gaps.filter(({ code }) => code === 'entry-damaged')).toEqual([
      expect.objectContaining({
        count: 60 - kept,
        message: `${60 - kept} objects are left out: the containers above them are in no source, and their names are too many to keep`,
      }),
    ]);
  });

  test('parents come first; an account that is a parent is a container too', async () => {
    const { of, accounts, gaps } = await assemble([
      ann({}, `CN=Ann,CN=Computer 1,OU=Staff,${DOMAIN}`),
      ann({ objectsid: sid(`${DOMAIN_SID}-2000`), admincount: 1 }, `CN=Computer 1,OU=Staff,${DOMAIN}`),
      ...base(),
    ]);
    const containers = of('container');
    for (const [n, c] of containers.entries()) expect(c.parent ?? -1).toBeLessThan(n);
    const computer = containers.findIndex((c) => c.dn.startsWith('CN=Computer 1'));
    expect(containers[computer]).toMatchObject({ descriptor: expect.any(Number), adminCount: 1 });
    expect(accounts.map((a) => [a.rdn, a.parent])).toContainEqual(['CN=Ann', computer]);
    expect(accounts).toHaveLength(2);
    expect(gaps).toEqual([]);
  });

  test('parents that no source has are named as missing, up to the head of the naming context and no further', async () => {
    const { of, codes } = await assemble([...base(), ann({}, `CN=Ann,OU=B,OU=A,${DOMAIN}`)]);
    const dns = of('container')
      .filter((c) => c.missing)
      .map((c) => c.dn);
    expect(dns).toEqual([`OU=A,${DOMAIN}`, `OU=B,OU=A,${DOMAIN}`]);
    expect(codes).toEqual([`parent-missing OU=A,${DOMAIN}`, `parent-missing OU=B,OU=A,${DOMAIN}`]);
    expect(
      of('container')
        .filter((c) => c.parent === undefined)
        .map((c) => c.dn),
    ).toEqual([DOMAIN]);
  });

  test('without the head of the domain, its DN is told by its components', async () => {
    const { of, codes } = await assemble([...settings().slice(0, 3), settings()[4]!, STAFF, ann()]);
    expect(of('container')).toMatchObject([{ dn: DOMAIN, missing: true }, { dn: `OU=Staff,${DOMAIN}` }]);
    // Of the classes above a user the schema says nothing, but they are the base product's.
    expect(codes).toEqual([...['configuration-missing', `domain-missing ${DOMAIN}`, `parent-missing ${DOMAIN}`]]);
  });

  test('objects of other classes are in it only where accounts or groups lie below them', async () => {
    const zone = `DC=zone,CN=System,${DOMAIN}`;
    const other = (dn: string, ...classes: string[]) => entry(dn, { objectclass: ['top', ...classes] });
    const { of, codes } = await assemble([
      ...base(),
      other(zone, 'dnsZone'),
      other(`DC=host,${zone}`, 'dnsNode'),
      other(`DC=deep,DC=not-read,${zone}`, 'dnsNode'),
      other(`CN=Apart,${DOMAIN}`, 'device'),
      ann({ objectsid: sid(`${DOMAIN_SID}-1105`) }, `CN=ann2,CN=Apart,${DOMAIN}`),
    ]);
    const dns = of('container').map((c: ContainerRecord) => c.dn);
    expect(dns).toContain(`CN=Apart,${DOMAIN}`);
    expect(dns.filter((dn: string) => dn.includes('DC=zone'))).toEqual([]);
    // Of what is in the tree a missing descriptor is told.
    expect(codes.filter((code: string) => /zone|Apart/.test(code))).toEqual([
      `descriptor-unreadable CN=Apart,${DOMAIN}`,
    ]);
  });

  test('a naming context within another DN stands by itself', async () => {
    const { of } = await assemble([
      ...base(),
      entry(`CN=Configuration,${DOMAIN}`, { objectclass: ['top', 'configuration'], ntsecuritydescriptor: SD }),
      entry(`CN=Sites,CN=Configuration,${DOMAIN}`, { objectclass: ['top', 'container'], ntsecuritydescriptor: SD }),
      entry(`DC=child,${DOMAIN}`, {
        objectclass: ['top', 'domain', 'domainDNS'],
        objectsid: sid('S-1-5-21-4-4-4'),
        ntsecuritydescriptor: SD,
      }),
    ]);
    const tops = of('container')
      .filter((c: ContainerRecord) => c.parent === undefined)
      .map((c) => c.dn);
    expect(tops.sort()).toEqual([`CN=Configuration,${DOMAIN}`, `DC=child,${DOMAIN}`, DOMAIN].sort());
  });

  test('DNs are the same however they are written', async () => {
    const { accounts, of, gaps } = await assemble([
      ...base(),
      ann({}, `CN=Smith\\, Ann,OU=Staff,${DOMAIN}`),
      group('G', { member: [`cn=smith\\2c ann, ou=staff, ${DOMAIN.toLowerCase()}`] }),
    ]);
    expect(accounts[0]).toMatchObject({ rdn: 'CN=Smith\\, Ann', memberOf: [0] });
    expect(of('group')[0]!.unresolvedMembers).toBeUndefined();
    expect(gaps).toEqual([]);
  });
});

describe('gaps', () => {
  test('what is not readable is not empty', async () => {
    const { accounts, gaps } = await assemble([
      ...base(),
      entry(`CN=Ann,OU=Staff,${DOMAIN}`, { objectclass: USER, ntsecuritydescriptor: [] }),
      entry(`CN=G,OU=Staff,${DOMAIN}`, { objectclass: ['top', 'group'] }),
      entry(`OU=Closed,${DOMAIN}`, { objectclass: ['top', 'organizationalUnit'] }),
      entry(`CN=Nothing,OU=Staff,${DOMAIN}`, { ntsecuritydescriptor: SD }),
    ]);
    expect(accounts).toEqual([
      {
        type: 'account',
        rdn: 'CN=Ann',
        parent: expect.any(Number),
        classes: expect.any(Number),
        unasked: ['memberof', 'sidhistory'],
      },
    ]);
    expect(gaps.map((g: GapRecord) => [g.code, g.dn?.split(',')[0], g.derived])).toEqual([
      ['attribute-not-exported', undefined, true],
      ['attribute-not-exported', undefined, true],
      ['attribute-unreadable', 'CN=Ann', true],
      ['attribute-unreadable', 'CN=Nothing', true],
      ['descriptor-unreadable', 'CN=Ann', true],
      ['descriptor-unreadable', 'CN=G', true],
      ['descriptor-unreadable', 'OU=Closed', true],
      ['sid-missing', 'CN=Ann', true],
      ['sid-missing', 'CN=G', true],
    ]);
  });

  test('a damaged descriptor is said once, with how many have it, and kept', async () => {
    const broken = SD.subarray(0, SD.length - 5);
    const {
      accounts,
      gaps,
      stream: records,
      of,
    } = await assemble([
      ...base(),
      ann({ ntsecuritydescriptor: broken }),
      ann({ ntsecuritydescriptor: broken, objectsid: sid(`${DOMAIN_SID}-1105`) }, `CN=Bob,OU=Staff,${DOMAIN}`),
    ]);
    expect(gaps).toMatchObject([{ code: 'descriptor-damaged', dn: `CN=Ann,OU=Staff,${DOMAIN}`, count: 2 }]);
    const descriptors = [...of('descriptor'), ...records.filter((r) => r.type === 'descriptor')];
    expect(accounts.map((a) => descriptors[a.descriptor!]!.base64)).toEqual([
      broken.toString('base64'),
      broken.toString('base64'),
    ]);
  });

  test('members of a domain of the sources that are not visible; members from elsewhere are no gap', async () => {
    const { of, codes } = await assemble([
      ...base(),
      group('G', { member: [`CN=Hidden,OU=Staff,${DOMAIN}`, 'CN=Far,DC=other', `CN=Ann,OU=Staff,${DOMAIN}`] }),
      ann(),
    ]);
    expect(of('group')[0]!.unresolvedMembers).toEqual([`CN=Far,DC=other`, `CN=Hidden,OU=Staff,${DOMAIN}`]);
    expect(codes).toEqual([`object-not-visible CN=Hidden,OU=Staff,${DOMAIN}`]);
  });

  test('a domain beside, told by its partition, is not ours though its DN ends like ours', async () => {
    const child = entry(`CN=CHILD,CN=Partitions,CN=Configuration,${DOMAIN}`, {
      objectclass: ['top', 'crossRef'],
      ncname: `DC=child,${DOMAIN}`,
    });
    const { codes } = await assemble([...base(), child, group('G', { member: [`CN=Far,DC=child,${DOMAIN}`] })]);
    expect(codes).toEqual([]);
  });

  test('malformed values are named with where they stand, and taken as not read', async () => {
    const where = {
      ...ann({
        useraccountcontrol: '5x',
        objectsid: Buffer.from([1, 2, 3]),
        objectguid: Buffer.alloc(15),
        samaccountname: Buffer.from([0xff]),
        pwdlastset: '99999999999999999999',
        admincount: ['1', '2'],
      }),
    } as { entry: { dn: string; attributes: ReadonlyMap<string, readonly Buffer[]> } };
    const { accounts, gaps } = await assemble([...base(), { entry: { ...where.entry, where: 'line 17' } }]);
    expect(accounts).toEqual([
      {
        type: 'account',
        rdn: 'CN=Ann',
        parent: expect.any(Number),
        classes: expect.any(Number),
        descriptor: expect.any(Number),
        primaryGroupId: 513,
        unasked: ['memberof', 'sidhistory'],
      },
    ]);
    const damaged = gaps.filter((g) => g.code === 'entry-damaged');
    expect(damaged.map((g) => g.message.split(' is malformed')[0]).sort()).toEqual(
      ['admincount', 'objectguid', 'objectsid', 'pwdlastset', 'samaccountname', 'useraccountcontrol'].map(
        (a) => `line 17: ${a}`,
      ),
    );
    expect(new Set(damaged.map((g) => g.dn))).toEqual(new Set([`CN=Ann,OU=Staff,${DOMAIN}`]));
  });

  test('an account or a group whose class was damaged does not vanish in silence', async () => {
    const lost = ann({ objectclass: ['top', 'person', 'organizationalPerson', 'usar'], useraccountcontrol: 512 });
    const group = entry(`CN=G,OU=Staff,${DOMAIN}`, { objectclass: ['top', 'graup'], grouptype: -2147483646 });
    const { accounts, gaps } = await assemble([...base(), lost, group]);
    expect(accounts).toEqual([]);
    expect(gaps.filter((g) => g.code === 'entry-damaged')).toEqual([
      expect.objectContaining({
        dn: `CN=Ann,OU=Staff,${DOMAIN}`,
        message: 'the object has userAccountControl, but objectClass does not say "user": it is not taken for one',
      }),
      expect.objectContaining({ dn: `CN=G,OU=Staff,${DOMAIN}`, message: expect.stringContaining('"group"') }),
    ]);
  });

  test('an account that is the head of a naming context, as damage makes one, keeps its name', async () => {
    const { model } = await assemble([
      ann({ objectclass: ['top', 'user', 'domainDNS'] }, 'DC=a,DC=other'),
      ann({ objectsid: sid(`${DOMAIN_SID}-1199`) }, 'CN=Bob,DC=a,DC=other'),
    ]);
    const containers = model.filter((record) => record.type === 'container').map((record) => record.dn);
    expect(containers.sort()).toEqual(['DC=a,DC=other', 'DC=other']);
  });

  test('names that are none', async () => {
    const { codes, accounts } = await assemble([...base(), ann({}, 'nonsense'), ann({}, 'CN=top'), ann({}, '')]);
    expect(accounts).toEqual([]);
    expect(codes).toEqual(['entry-damaged', 'entry-damaged CN=top', 'entry-damaged nonsense']);
  });

  test('the same object twice: once if it is the same, with a gap if it is not', async () => {
    const same = await assemble([
      ...base(),
      ann(),
      ann(),
      group('G', { member: ['CN=a,DC=other'] }),
      group('G', { member: ['CN=a,DC=other'] }),
    ]);
    expect(same.accounts).toHaveLength(1);
    expect(same.gaps).toEqual([]);
    expect(same.summary.duplicates).toBe(2);
    const other = await assemble([
      ...base(),
      ann(),
      ann({ useraccountcontrol: 514 }),
      group('G', { member: ['CN=a,DC=other'] }),
      group('G', { member: [`CN=Ann,OU=Staff,${DOMAIN}`] }),
    ]);
    expect(other.accounts).toMatchObject([{ userAccountControl: 512, memberOf: [0] }]);
    expect(other.of('group')).toMatchObject([{ unresolvedMembers: ['CN=a,DC=other'] }]);
    expect(other.codes).toEqual([
      `readings-differ CN=Ann,OU=Staff,${DOMAIN}`,
      `readings-differ CN=G,OU=Staff,${DOMAIN}`,
    ]);
  });

  test('more than a thousand of a kind are counted', async () => {
    const many = Array.from({ length: 1500 }, (_, n) =>
      ann({ useraccountcontrol: [], objectsid: sid(`${DOMAIN_SID}-${3000 + n}`) }, `CN=U${n},OU=Staff,${DOMAIN}`),
    );
    const { gaps, summary } = await assemble([...base(), ...many]);
    // The kind as a whole is said too: none of the accounts came with it.
    expect(gaps).toHaveLength(1002);
    expect(gaps).toContainEqual(expect.objectContaining({ code: 'attribute-not-exported', count: 1500 }));
    expect(gaps).toContainEqual(
      expect.objectContaining({
        code: 'attribute-unreadable',
        count: 500,
        message: expect.stringMatching(/500 more/),
      }),
    );
    expect(summary.gaps).toBe(3000);
  });

  test('what nobody told of: schema, configuration, AdminSDHolder', async () => {
    const { codes } = await assemble([HEAD]);
    expect(codes).toEqual([`adminsdholder-missing ${DOMAIN}`, 'configuration-missing', 'schema-missing']);
  });

  test('gaps of a source are kept, and each once', async () => {
    const gap: RawItem = { gap: { code: 'search-incomplete', dn: DOMAIN, message: 'time limit' } };
    expect((await assemble([...base(), gap, gap])).gaps).toEqual([
      { type: 'gap', code: 'search-incomplete', dn: DOMAIN, message: 'time limit' },
    ]);
  });
});

describe('joining snapshots', () => {
  async function* parts(...paths: string[]): AsyncGenerator<RawItem> {
    for (const path of paths) {
      const evidence = await openSnapshot(path);
      yield* snapshotItems(evidence);
      await evidence.close();
    }
  }

  test('two halves are the whole: what each missed is found in the other', async () => {
    const whole = [
      ...base(),
      ann(),
      group('G', { member: [`CN=Ann,OU=Staff,${DOMAIN}`, 'CN=Far,DC=other'] }),
      group('H', { member: [`CN=G,OU=Staff,${DOMAIN}`] }),
    ];
    const isAccount = (item: RawItem): boolean => 'entry' in item && item.entry.dn.startsWith('CN=Ann');
    const directory = await assemble(whole.filter((item) => !isAccount(item)));
    const accounts = await assemble(whole.filter(isAccount));
    expect(directory.codes).toEqual([`object-not-visible CN=Ann,OU=Staff,${DOMAIN}`]);
    const expected = await assemble(whole);
    for (const order of [
      [directory.path, accounts.path],
      [accounts.path, directory.path],
    ]) {
      const joined = await assemble(parts(...order));
      expect(joined.model).toEqual(expected.model);
      expect(joined.stream).toEqual(expected.stream);
    }
    // The snapshot of the other side of a membership does not lose it.
    expect(
      (await assemble(parts(directory.path, directory.path))).of('group').map((g: GroupRecord) => g.memberOf ?? []),
    ).toEqual([[1], []]);
  });

  test('damage that was met when a snapshot was made is not forgotten', async () => {
    const first = await assemble([
      ...base(),
      ann({ useraccountcontrol: 'x', objectclass: [...USER, 'computer'] }),
      { gap: { code: 'members-incomplete', message: 'cut' } },
    ]);
    expect((await assemble(parts(first.path))).gaps).toEqual(first.gaps);
  });
});

describe('whatever comes', () => {
  test('an error of the source leaves nothing behind', async () => {
    async function* failing(): AsyncGenerator<RawItem> {
      yield* domainItems({ ...DOMAIN_FOR_TESTS, accounts: 20 });
      throw new Error('gone');
    }
    const path = folder.path('failing.snapshot');
    writeFileSync(path, 'old');
    await expect(
      assembleSnapshot(failing(), { path, tool: { name: 'a', version: '0' }, sources: () => [], tempDir: temporary }),
    ).rejects.toThrow('gone');
    expect(readdirSync(temporary)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder.path('')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a place that cannot be written to', async () => {
    const options = { tool: { name: 'a', version: '0' }, sources: () => [] };
    await expect(
      assembleSnapshot(stream([HEAD]), { ...options, path: folder.path('none/a'), tempDir: temporary }),
    ).rejects.toMatchObject({ code: 'file' });
    await expect(
      assembleSnapshot(stream([HEAD]), { ...options, path: folder.path('a'), tempDir: folder.path('none') }),
    ).rejects.toMatchObject({ code: 'file' });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('entries of any content make a snapshot that reads', async () => {
    const attribute = fc.constantFrom(
      'objectclass',
      'objectsid',
      'objectguid',
      'ntsecuritydescriptor',
      'member',
      'useraccountcontrol',
      'pwdlastset',
      'sidhistory',
      'schemaidguid',
      'ldapdisplayname',
      'ncname',
      'rightsguid',
      'dsheuristics',
      'msds-groupmsamembership',
    );
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          'user',
          'group',
          'classSchema',
          'attributeSchema',
          'crossRef',
          'domainDNS',
          'foreignSecurityPrincipal',
          'nTDSService',
          'trustedDomain',
          'controlAccessRight',
          'msKds-ProvRootKey',
          'msDS-GroupManagedServiceAccount',
          `CN=b,${DOMAIN}`,
          '512',
        )
        .map((text) => Buffer.from(text)),
      fc.constant(sid(`${DOMAIN_SID}-1`)),
      fc.constant(SD),
    );
    const dn = fc.oneof(
      fc
        .array(fc.constantFrom('CN=a', 'CN=b', 'CN=b+UID=c', 'DC=lab', 'DC=local', 'OU=\\,', 'O=x', 'DC=\\FF'), {
          minLength: 1,
          maxLength: 4,
        })
        .map((rdns) => rdns.join(',')),
      fc.string({ maxLength: 20, unit: 'binary' }),
    );
    const raw = fc.record({
      dn,
      attributes: fc.array(fc.tuple(attribute, fc.array(value, { maxLength: 3 })), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(raw, { maxLength: 12 }), async (entries) => {
        const items = entries.map(
          ({ dn: name, attributes }): RawItem => ({ entry: { dn: name, attributes: new Map(attributes) } }),
        );
        const first = await assemble(items);
        const evidence = await openSnapshot(first.path);
        const again = await assemble(snapshotItems(evidence));
        await evidence.close();
        expect(again.accounts.length).toBe(first.accounts.length);
        expect(again.of('group').length).toBe(first.of('group').length);
        expect(again.of('container').filter((c) => !c.missing).length).toBe(
          first.of('container').filter((c) => !c.missing).length,
        );
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
