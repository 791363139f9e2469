/** What tokens hold, on directories as they are met: former SIDs, domain controllers, delegated service accounts. */
import { describe, expect, test } from '@jest/globals';
import { allBut, auditOf, DomainText, type Entry, GroupType, grants, sid, type Values } from './domain-text.js';

const HARBOUR = 'S-1-5-21-310-320-330';
const ISLAND = 'S-1-5-21-410-420-430';
/** A domain that is no more. */
const GONE = 'S-1-5-21-77-78-79';

const harbour = () => new DomainText('DC=harbour,DC=test', HARBOUR);
const had = (...former: `${typeof HARBOUR | typeof GONE | typeof ISLAND}-${number}`[]): Values => ({
  sIDHistory: former.map(sid),
});

describe('a former SID that somebody has today', () => {
  test('brings the local groups of a group, and not its universal ones', async () => {
    const d = harbour();
    const { access } = await auditOf('mara', [
      [
        ...d.frame(),
        d.user('mara', had(`${HARBOUR}-4001`)),
        d.group('Pilots', GroupType.global, [], d.rid(4001)),
        d.group('Locks', GroupType.local, [d.at('Pilots')], d.rid(4002)),
        d.group('All Boats', GroupType.universal, [d.at('Pilots')], d.rid(4003)),
        d.builtin(548, 'Account Operators', [d.at('Pilots')]),
        d.target('itself', grants(`${HARBOUR}-4001`)),
        d.target('local', grants(`${HARBOUR}-4002`)),
        d.target('universal', grants(`${HARBOUR}-4003`)),
        d.target('alias', grants('S-1-5-32-548')),
        d.target('kept out', allBut('S-1-5-32-548')),
      ],
    ]);
    expect(access(['itself', 'local', 'universal', 'alias', 'kept out'])).toEqual({
      itself: 'granted',
      local: 'granted',
      // MS-DRSR 4.1.8.3: local groups are added for former SIDs, others are not.
      universal: 'denied',
      alias: 'granted',
      'kept out': 'denied',
    });
  });

  test.each<[string, (d: DomainText) => Entry[]]>([
    ['of the account', (d) => [d.user('mara', had(`${HARBOUR}-4100`))]],
    ['of a group', (d) => [d.user('mara'), d.group('Deck', GroupType.global, [d.at('mara')], had(`${HARBOUR}-4100`))]],
    [
      'of a group above a group',
      (d) => [
        d.user('mara'),
        d.group('Deck', GroupType.global, [d.at('mara')]),
        d.group('Ship', GroupType.universal, [d.at('Deck')], had(`${HARBOUR}-4100`)),
      ],
    ],
    [
      'of the primary group, which is in no list of members',
      (d) => [
        d.user('mara', { primaryGroupID: 4200 }),
        d.group('Deck', GroupType.global, [], { ...d.rid(4200), ...had(`${HARBOUR}-4100`) }),
      ],
    ],
  ])("of a user, %s: brings that user's local groups", async (_, made) => {
    const d = harbour();
    const { access } = await auditOf('mara', [
      [
        ...d.frame(),
        ...made(d),
        d.user('old mara', d.rid(4100)),
        d.group('Locks', GroupType.local, [d.at('old mara')], d.rid(4300)),
        d.group('Crane', GroupType.global, [d.at('old mara')], d.rid(4301)),
        d.target('local', grants(`${HARBOUR}-4300`)),
        d.target('global', grants(`${HARBOUR}-4301`)),
      ],
    ]);
    expect(access(['local', 'global'])).toEqual({ local: 'granted', global: 'denied' });
  });

  test('of a domain that is no more: a foreign principal of that SID is in a local group', async () => {
    const d = harbour();
    const { access, token } = await auditOf('mara', [
      [
        ...d.frame(),
        d.user('mara', had(`${GONE}-1200`)),
        d.foreign(`${GONE}-1200`),
        d.group('Guests Of Old', GroupType.local, [d.foreignDn(`${GONE}-1200`)]),
        d.builtin(544, 'Administrators', [d.at('Guests Of Old')]),
        d.target('through it', grants('BA')),
      ],
    ]);
    expect(access(['through it'])).toEqual({ 'through it': 'granted' });
    expect(token).toContain(`${GONE}-1200`);
  });

  test('of a local group of the other domain: the local groups of whoever has it there', async () => {
    const d = harbour();
    const e = new DomainText('DC=island,DC=test', ISLAND);
    const mara = `${HARBOUR}-4400` as const;
    const { access } = await auditOf('mara', [
      [...d.frame(), ...d.partitions(d), d.trust(e, 8, 1), d.user('mara', { objectSid: sid(mara) })],
      [
        ...e.frame(),
        ...e.partitions(e),
        e.trust(d, 8, 2),
        e.foreign(mara),
        e.group('Ferry', GroupType.local, [e.foreignDn(mara)], had(`${ISLAND}-4500`)),
        e.user('nils', e.rid(4500)),
        e.group('Pier', GroupType.local, [e.at('nils')], e.rid(4501)),
        e.target('by nils', grants(`${ISLAND}-4500`)),
        e.target('by pier', grants(`${ISLAND}-4501`)),
      ],
    ]);
    expect(access(['by nils', 'by pier'])).toEqual({ 'by nils': 'granted', 'by pier': 'granted' });
  });

  test("a distribution group leads nowhere, and its SID counts where it was once somebody's own", async () => {
    const d = harbour();
    const { access } = await auditOf('mara', [
      [
        ...d.frame(),
        d.user('mara', had(`${HARBOUR}-4600`)),
        d.group('Locks', GroupType.local, [], d.rid(4600)),
        d.group('News', 0x4, [d.at('Locks')], d.rid(4601)),
        d.group('Gate', GroupType.local, [d.at('News')], d.rid(4602)),
        d.group('Letters', GroupType.distribution, [d.at('mara')], d.rid(4603)),
        d.target('locks', grants(`${HARBOUR}-4600`)),
        d.target('news', grants(`${HARBOUR}-4601`)),
        d.target('gate', grants(`${HARBOUR}-4602`)),
        d.target('letters', grants(`${HARBOUR}-4603`)),
      ],
    ]);
    expect(access(['locks', 'news', 'gate', 'letters'])).toEqual({
      locks: 'granted',
      news: 'denied',
      gate: 'denied',
      letters: 'denied',
    });
  });
});

describe('computers that are domain controllers, by userAccountControl (MS-DTYP 2.4.2.4, MS-DRSR 4.1.8.3)', () => {
  const controllers = (d: DomainText) => [
    d.foreign('S-1-5-9'),
    d.builtin(560, 'Windows Authorization Access Group', [d.foreignDn('S-1-5-9')]),
  ];
  const targets = (d: DomainText, root: string) => [
    d.target('edc', grants('S-1-5-9')),
    d.target('through edc', grants('S-1-5-32-560')),
    d.target('read-only', grants(`${root}-498`)),
    d.target('not edc', allBut('S-1-5-9')),
  ];
  const ASKED = ['edc', 'through edc', 'read-only', 'not edc'];
  const WRITABLE = 'granted granted denied denied';
  const READ_ONLY = 'denied denied granted granted';
  const NEITHER = 'denied denied denied granted';

  test.each<[string, number, number, string]>([
    ['writable', 0x82000, 516, WRITABLE],
    ['writable and disabled', 0x82002, 516, WRITABLE],
    ['writable, of another primary group', 0x2000, 515, WRITABLE],
    ['read-only', 0x5001000, 521, READ_ONLY],
    ['read-only, prepared and disabled', 0x5001002, 521, READ_ONLY],
    ['a member server', 0x1000, 515, NEITHER],
    ['a member server with the primary group of controllers', 0x1000, 516, NEITHER],
    ['a member server trusted for delegation', 0x81000, 515, NEITHER],
    ['partial secrets without a workstation account', 0x4000000, 515, NEITHER],
  ])('%s', async (_, flags, primary, expected) => {
    const d = harbour();
    const erodc = d.group('ERODC', GroupType.universal, [], d.rid(498));
    const { access } = await auditOf('QUAY$', [
      [...d.frame(), ...controllers(d), erodc, d.computer('QUAY', flags, primary), ...targets(d, HARBOUR)],
    ]);
    expect(Object.values(access(ASKED)).join(' ')).toBe(expected);
  });

  test('whose flags were not read: open, and said', async () => {
    const d = harbour();
    const quay = d.computer('QUAY', 0, 516, { userAccountControl: [] });
    const { access, evidence } = await auditOf('QUAY$', [
      [...d.frame(), ...controllers(d), quay, ...targets(d, HARBOUR)],
    ]);
    expect(new Set(Object.values(access(ASKED)))).toEqual(new Set(['unknown']));
    expect(evidence.gaps).toContainEqual(expect.objectContaining({ code: 'attribute-unreadable', dn: d.at('QUAY') }));
  });

  test("of a child domain: read-only ones by the root's SID; S-1-5-9 in every domain of the forest, and in no other", async () => {
    const root = harbour();
    const child = new DomainText('DC=dock,DC=harbour,DC=test', ISLAND);
    const other = new DomainText('DC=island,DC=example', 'S-1-5-21-510-520-530');
    const sources = () => [
      [
        ...root.frame(),
        ...root.partitions(root, child),
        root.trust(child, 0x20, 3),
        root.trust(other, 8, 3),
        root.group('ERODC', GroupType.universal, [], root.rid(498)),
        root.target('root edc', grants('S-1-5-9')),
      ],
      [
        ...child.frame(),
        ...controllers(child),
        child.trust(root, 0x20, 3),
        child.computer('DOCKDC', 0x82000, 516),
        child.computer('DOCKRO', 0x5001000, 521),
        ...targets(child, HARBOUR),
      ],
      [
        ...other.frame(),
        ...other.partitions(other),
        other.trust(root, 8, 3),
        other.target('abroad', grants('S-1-5-9')),
        other.target('abroad all', allBut('S-1-5-9')),
      ],
    ];
    const asked = [...ASKED, 'root edc', 'abroad', 'abroad all'];
    const of = async (name: string) => Object.values((await auditOf(name, sources())).access(asked)).join(' ');
    expect(await of('DOCKDC$')).toBe(`${WRITABLE} granted denied granted`);
    expect(await of('DOCKRO$')).toBe(`${READ_ONLY} denied denied granted`);
  });
});

describe('a delegated managed service account: what the account that it took over holds', () => {
  /** @param told the attributes that the new one came with */
  async function answers(told: Values, old: Values = {}) {
    const d = harbour();
    const { access, evidence } = await auditOf('pump$', [
      [
        ...d.frame(),
        d.user('svc-pump', { userAccountControl: 514, ...old }),
        d.group('Pumps', GroupType.global, [d.at('svc-pump')], d.rid(4700)),
        d.group('Tides', GroupType.global, [], d.rid(4701)),
        d.managed('pump', 'Delegated', told),
        d.target('pumps', grants(`${HARBOUR}-4700`)),
        d.target('not pumps', allBut(`${HARBOUR}-4700`)),
        d.target('tides', grants(`${HARBOUR}-4701`)),
        d.target('all', grants('AU')),
      ],
    ]);
    const said = evidence.gaps.some(({ dn, message }) => dn === d.at('pump') && /DelegatedMSAState/.test(message));
    return { ...access(['pumps', 'not pumps', 'tides', 'all']), said };
  }
  const LINK = { 'msDS-ManagedAccountPrecededByLink': 'CN=svc-pump,OU=Crew,DC=harbour,DC=test' };
  const state = (value: number): Values => ({ 'msDS-DelegatedMSAState': value });
  const own = { pumps: 'denied', 'not pumps': 'granted', tides: 'denied', all: 'granted', said: false };
  const open = { pumps: 'unknown', 'not pumps': 'unknown', all: 'granted' };

  test('migrated (2): open what the other one holds, and nothing else', async () => {
    expect(await answers({ ...LINK, ...state(2) })).toEqual({ ...open, tides: 'denied', said: false });
  });

  test.each([0, 1, 3])('state %d: its own memberships alone', async (value) => {
    expect(await answers({ ...LINK, ...state(value) })).toEqual(own);
  });

  test('the state was not read: it may be migrated', async () => {
    expect(await answers(LINK)).toEqual({ ...open, tides: 'denied', said: false });
  });

  test('migrated, and from whom was not read: everything is open, and said', async () => {
    expect(await answers(state(2))).toEqual({ ...open, tides: 'unknown', said: true });
  });

  // By default not everybody may read a delegated managed service account.
  test('neither was read: the same', async () => {
    expect(await answers({})).toEqual({ ...open, tides: 'unknown', said: true });
  });

  test('the account that was taken over goes on holding what it holds; a group managed one takes over nothing', async () => {
    const d = harbour();
    const sources = [
      [
        ...d.frame(),
        d.user('svc-pump'),
        d.managed('pump', 'Delegated', { ...LINK, ...state(2) }),
        d.managed('valve', 'Group'),
        d.builtin(548, 'Account Operators', [d.at('svc-pump')], { groupType: GroupType.builtin }),
        d.target('a', grants('S-1-5-32-548')),
      ],
    ];
    expect((await auditOf('svc-pump', sources)).access(['a'])).toEqual({ a: 'granted' });
    expect((await auditOf('valve$', sources)).access(['a'])).toEqual({ a: 'denied' });
  });
});
