/** Who holds what, where directories hold more than groups with members: one test a kind, each with its neighbours. */
import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import {
  allBut,
  auditOf,
  DomainText,
  denies,
  type Entry,
  GRANTS_ALL,
  GroupType,
  grants,
  ldif,
  plain,
  sd,
  type Values,
} from './domain-text.js';

const { ForestTransitive, TreatAsExternal, QuarantinedDomain, PimTrust, WithinForest } = TrustAttribute;

const HOME = 'S-1-5-21-310-320-330';
const OTHER = 'S-1-5-21-410-420-430';
const THIRD = 'S-1-5-21-510-520-530';
/** All but memberOf was asked for: what the groups do not show, nothing else tells. */
const NO_WITNESS = { exported: ['member', 'sIDHistory'] };
const HIDDEN: Values = { nTSecurityDescriptor: sd('(A;;RP;;;SY)') };

const home = () => new DomainText('DC=home,DC=test', HOME);
const works = () => new DomainText('DC=works,DC=test', OTHER);
const third = () => new DomainText('DC=third,DC=test', THIRD);
const at = home().at;
const RUNNER = at('runner');
const GUID = '6f1d2c3b-0a01-4b02-8c03-9d0405060708';

/** What more a domain holds. */
type More = (d: DomainText) => readonly Entry[];
const nothing: More = () => [];

/** An export without memberOf, but where a test says it. */
const exportOf = (d: DomainText, more: More) => ldif(d.whole(...more(d)));
/** The same, with the account under audit. */
const homeExport = (more: More, runner: Values = {}) =>
  exportOf(home(), (d) => [d.user('runner', { ...d.rid(1100), ...runner }), ...more(d)]);

/** Of a target that is granted to whom holds a SID, and of one that is granted to everybody else. */
const inAndOut = (d: DomainText, held: Sid) => [d.sealed('in', grants(held)), d.sealed('out', allBut(held))];
const heldOf = async (source: string, options = {}) => {
  const { answers } = await auditOf('runner', [source], options);
  return `${answers['in']} ${answers['out']}`;
};

describe('shadow principals of a bastion forest', () => {
  const Pim = ForestTransitive | TreatAsExternal | PimTrust;
  const production = (trustAttributes: number) =>
    exportOf(works(), (d) => [
      d.trust(home(), trustAttributes, 3),
      d.group('Responders', GroupType.universal, [], d.rid(3100)),
      d.group('On Site', GroupType.local, [d.at('Responders')], d.rid(3101)),
      d.sealed('direct', grants(`${OTHER}-3100`)),
      d.sealed('nested', grants(`${OTHER}-3101`)),
      d.sealed('spared', allBut(`${OTHER}-3101`)),
    ]);
  const of = async (bastion: string, trust = Pim, options = {}) => {
    const { answers } = await auditOf('HOME\\runner', [bastion, production(trust)], options);
    return ['direct', 'nested', 'spared'].map((name) => answers[name]).join(' ');
  };
  const HELD = 'granted granted denied';
  const OPEN = 'unknown unknown unknown';
  const FREE = 'denied denied granted';

  test.each<[string, string, More, number]>([
    ['a member carries the SID', HELD, (d) => [d.shadow('S', `${OTHER}-3100`, [RUNNER])], Pim],
    ['for a time too', HELD, (d) => [d.shadow('S', `${OTHER}-3100`, [plain(`<TTL=900,${RUNNER}>`)])], Pim],
    [
      'through a group',
      HELD,
      (d) => [d.group('Shift', GroupType.global, [RUNNER]), d.shadow('S', `${OTHER}-3100`, [d.at('Shift')])],
      Pim,
    ],
    // MS-PAC 4.1.2.2: a forest trust that is not for this filters SIDs of the trusting forest.
    ['over another trust it is filtered', FREE, (d) => [d.shadow('S', `${OTHER}-3100`, [RUNNER])], ForestTransitive],
    ['whose SID was not read: it may be any', OPEN, (d) => [d.shadow('S', null, [RUNNER])], Pim],
    ['that has no members, and everybody may read that', FREE, (d) => [d.shadow('S', `${OTHER}-3100`, [])], Pim],
  ])('%s', async (_, expected, bastion, trust) => {
    expect(await of(homeExport(bastion), trust)).toBe(expected);
  });

  test('whose members were not shown', async () => {
    const hidden = homeExport((d) => [d.shadow('S', `${OTHER}-3100`, [], HIDDEN)]);
    expect(await of(hidden, Pim, NO_WITNESS)).toBe(OPEN);
  });

  test('that were not exported at all: nobody knows, unless all memberships of the account are known', async () => {
    expect(await of(homeExport(nothing), Pim, NO_WITNESS)).toBe(OPEN);
    expect(await of(homeExport(nothing, { memberOf: at('Shown') }), Pim)).toBe(FREE);
    expect(await of(homeExport(nothing, { memberOf: home().shadowDn('S') }), Pim)).toBe(OPEN);
  });
});

describe('values of member and memberOf in the forms of servers and tools', () => {
  const scene = (shift: Values, runner: Values = {}) =>
    homeExport(
      (d) => [d.group('Shift', GroupType.global, [], { ...d.rid(2100), ...shift }), ...inAndOut(d, `${HOME}-2100`)],
      runner,
    );

  test.each<[string, Values]>([
    ['for a time', { member: plain(`<TTL=86400,${RUNNER}>`) }],
    ['for a time, closed early', { member: plain(`<TTL=86400>,${RUNNER}`) }],
    ['extended', { member: plain(`<GUID=${GUID}>;<SID=${HOME}-1100>;${RUNNER}`) }],
    ['extended, for a time', { member: plain(`<TTL=60,<GUID=${GUID}>;<SID=${HOME}-1100>;${RUNNER}>`) }],
    ['base64', { member: Buffer.from(`<TTL=60,${RUNNER}>`) }],
  ])('a member %s', async (_, shift) => {
    expect(await heldOf(scene(shift))).toBe('granted denied');
  });

  test.each<[string, Values]>([
    ['names no object', { member: plain(`<GUID=${GUID}>`) }],
    ['has a time that is none', { member: plain(`<TTL=soon,${RUNNER}>`) }],
    ['is not text', { member: new Uint8Array([0xff, 0xc0, 0x31]) }],
    ['is the first of more', { 'member;range=0-0': at('somebody') }],
  ])('a value of member that %s leaves the group open', async (_, shift) => {
    expect(await heldOf(scene(shift), NO_WITNESS)).toBe('unknown unknown');
  });

  test('a link to a deleted object is none', async () => {
    const member = `CN=runner\\0ADEL:${GUID},CN=Deleted Objects,DC=home,DC=test`;
    expect(await heldOf(scene({ member }))).toBe('denied granted');
  });

  test('memberOf tells it as well', async () => {
    expect(await heldOf(scene(HIDDEN, { memberOf: plain(`<TTL=60,${at('Shift')}>`) }))).toBe('granted denied');
    expect(await heldOf(scene(HIDDEN, { memberOf: at('Shown') }))).toBe('denied granted');
  });

  test.each<[string, Values]>([
    ['of which a value cannot be read', { memberOf: [plain(`<GUID=${GUID}>`), at('Shown')] }],
    ['of which no value can be read', { memberOf: plain(`<GUID=${GUID}>`) }],
    ['of which a range was read', { 'memberOf;range=0-0': at('Shown') }],
  ])('memberOf %s proves nothing', async (_, runner) => {
    expect(await heldOf(scene(HIDDEN, runner))).toBe('unknown unknown');
  });

  /** Of what only a SID of a third domain is granted. */
  const old = async (runner: Values) => {
    const { answers, evidence } = await auditOf('runner', [
      homeExport((d) => [d.trust(third(), QuarantinedDomain, 3), d.sealed('old', grants(`${THIRD}-1700`))], runner),
    ]);
    return { answers, gaps: evidence.gaps.map(({ code }) => code) };
  };

  test('a sIDHistory of which a value cannot be read is not known', async () => {
    const cut = new Uint8Array([0, 1, 2]);
    expect((await old({})).answers).toMatchObject({ old: 'denied' });
    expect((await old({ sIDHistory: cut })).answers).toMatchObject({ old: 'unknown' });
    expect((await old({ sIDHistory: [cut, `${THIRD}-1701`] })).answers).toMatchObject({ old: 'unknown' });
  });

  test('a group that memberOf names and no source holds may have been called anything', async () => {
    const { answers, gaps } = await old({ memberOf: 'CN=Unseen,OU=Elsewhere,DC=home,DC=test' });
    expect(answers).toMatchObject({ old: 'unknown' });
    expect(gaps).toContain('object-not-visible');
  });

  test('a global catalog names some groups of an object only', async () => {
    const catalog = homeExport(
      (d) => [
        // Of the groups with members it shows the universal ones alone.
        d.group('Shown', GroupType.global),
        d.group('Wide', GroupType.universal, [RUNNER]),
        ...[1, 2, 3, 4, 5, 6].map((i) => d.group(`G${i}`, GroupType.global, [], d.rid(2299 + i))),
        d.sealed('gone', grants(`${HOME}-2777`)),
        d.sealed('global', grants(`${HOME}-2300`)),
      ],
      { memberOf: at('Wide') },
    );
    expect((await auditOf('runner', [catalog])).answers).toMatchObject({ gone: 'unknown', global: 'unknown' });
  });
});

describe('a SID that a logon may carry', () => {
  const answersOf = async (of: Sid) => {
    const source = homeExport((d) => [
      d.foreign(of),
      d.group('Inner', GroupType.local, [d.foreignDn(of)], d.rid(2100)),
      d.group('Outer', GroupType.local, [d.at('Inner')], d.rid(2101)),
      d.group('Mail', GroupType.distribution, [d.at('Inner')], d.rid(2102)),
      d.group('Behind Mail', GroupType.local, [d.at('Mail'), d.at('Outer')], d.rid(2103)),
      d.sealed('allowed', grants(`${HOME}-2101`)),
      d.sealed('denied-first', allBut(`${HOME}-2103`)),
      d.sealed('denied-late', GRANTS_ALL + denies(`${HOME}-2101`)),
      d.sealed('either-way', grants(`${HOME}-2101`) + GRANTS_ALL),
      d.sealed('never', denies(`${HOME}-2101`) + denies('AU')),
      d.sealed('mailed', grants(`${HOME}-2102`)),
    ]);
    return (await auditOf('runner', [source])).answers;
  };

  test.each<Sid>(['S-1-18-1', 'S-1-5-64-10', 'S-1-5-21-0-0-0-497', 'S-1-5-65-1'])(
    '%s stays undecided through two groups, only where that decides',
    async (of) => {
      expect(await answersOf(of)).toMatchObject({
        allowed: 'unknown',
        'denied-first': 'unknown',
        'denied-late': 'granted',
        'either-way': 'granted',
        never: 'denied',
        // A distribution group is in no token, whoever is in it.
        mailed: 'denied',
      });
    },
  );

  test('INTERACTIVE comes with no logon over the network, NETWORK with each', async () => {
    expect(await answersOf('S-1-5-4')).toMatchObject({ allowed: 'denied', 'denied-first': 'granted' });
    expect(await answersOf('S-1-5-2')).toMatchObject({ allowed: 'granted', 'denied-first': 'denied' });
  });
});

describe('a group under audit', () => {
  const answersOf = async (groupType: number, options = {}) => {
    const sub = new DomainText('DC=sub,DC=home,DC=test', OTHER);
    const sources = [
      homeExport((d) => [
        ...d.partitions(d, sub),
        d.group('Team', groupType, [RUNNER], d.rid(2100)),
        d.group('Closed', GroupType.global, [], { ...d.rid(2101), ...HIDDEN }),
        d.sealed('here', grants(`${HOME}-2100`)),
        d.sealed('anyone', GRANTS_ALL),
        d.sealed('closed', grants(`${HOME}-2101`)),
        d.sealed('nobody', grants(`${HOME}-9999`)),
      ]),
      exportOf(sub, (d) => [d.sealed('there', grants(`${HOME}-2100`))]),
    ];
    return (await auditOf('HOME\\Team', sources, options)).answers;
  };

  test.each<[string, number, string, string]>([
    ['global', GroupType.global, 'granted', 'granted'],
    ['universal', GroupType.universal, 'granted', 'granted'],
    // Controllers of its own domain add it, and no others (MS-DRSR 4.1.8.3).
    ['domain-local', GroupType.local, 'granted', 'denied'],
    // In no token (MS-KILE 3.3.5.7.3).
    ['distribution', GroupType.distribution, 'denied', 'denied'],
  ])('%s', async (_, groupType, here, there) => {
    // Its own memberOf is known to be empty, so that the closed group does not hold it; the SID of nobody is none of it.
    const known = { anyone: 'granted', closed: 'denied', nobody: 'denied' };
    expect(await answersOf(groupType)).toMatchObject({ here, there, ...known });
  });

  test('which others may hold unseen', async () => {
    const answers = await answersOf(GroupType.global, NO_WITNESS);
    expect(answers).toMatchObject({ here: 'granted', closed: 'unknown', nobody: 'unknown' });
  });
});

describe('foreign principals', () => {
  const scene = (cn: string, of: Sid | null, runner: Values = {}) =>
    homeExport(
      (d) => [
        d.foreign(cn, of),
        d.group('Guests Here', GroupType.local, [d.foreignDn(cn)], d.rid(2100)),
        ...inAndOut(d, `${HOME}-2100`),
      ],
      runner,
    );

  test.each<[string, string, Sid | null, string]>([
    ['whose SID was not read may be anybody, though all memberships are known', 'guest', null, 'unknown unknown'],
    ['whose SID is its CN', 'S-1-1-0', null, 'granted denied'],
    ['that has another CN than SID', 'guest', 'S-1-5-11', 'granted denied'],
    // A conflict name is not the SID alone (MS-ADTS 3.1.1.1.5).
    ['of a conflict', `S-1-1-0\\0ACNF:${GUID}`, null, 'unknown unknown'],
    ['of nobody that logs on', 'S-1-5-7', 'S-1-5-7', 'denied granted'],
  ])('one %s', async (_, cn, of, expected) => {
    expect(await heldOf(scene(cn, of))).toBe(expected);
  });

  test('one of a former SID of the account is the account', async () => {
    const former = `${THIRD}-1700` as const;
    expect(await heldOf(scene(former, former, { sIDHistory: former }))).toBe('granted denied');
  });

  test('one of an account that a joined source holds is that account, and no other', async () => {
    const walker = `${HOME}-1200` as const;
    const other = exportOf(works(), (d) => [
      d.trust(home(), ForestTransitive, 3),
      d.foreign(walker),
      d.group('Guests Here', GroupType.local, [d.foreignDn(walker)], d.rid(3100)),
      d.sealed('target', grants(`${OTHER}-3100`)),
    ]);
    const both = homeExport((d) => [d.user('walker', d.rid(1200))]);
    const of = async (source: string, name: string) =>
      (await auditOf(`HOME\\${name}`, [source, other], NO_WITNESS)).answers;
    expect(await of(both, 'runner')).toMatchObject({ target: 'denied' });
    expect(await of(both, 'walker')).toMatchObject({ target: 'granted' });
    // Without the other account, nobody knows of whom it was.
    expect(await of(homeExport(nothing), 'runner')).toMatchObject({ target: 'unknown' });
  });
});

describe('which domains are one forest', () => {
  const tree = () => new DomainText('DC=tree,DC=example', OTHER);
  const treeExport = (more: More) =>
    exportOf(tree(), (d) => [
      ...more(d),
      d.group('Wide', GroupType.universal, [RUNNER], d.rid(3100)),
      d.sealed('in-forest', grants(`${OTHER}-3100`)),
    ]);
  // The trusting forest lets SIDs of every domain of the trusted one pass (MS-PAC 4.1.2.2), and no others.
  const farExport = (trustAttributes: number) =>
    exportOf(new DomainText('DC=far,DC=example', THIRD), (d) => [
      d.trust(home(), trustAttributes, 3),
      d.sealed('far', grants(`${OTHER}-3100`)),
    ]);
  const answersOf = async (atRoot: More, atTree: More, trustAttributes: number = ForestTransitive) =>
    (await auditOf('HOME\\runner', [homeExport(atRoot), treeExport(atTree), farExport(trustAttributes)])).answers;

  test.each<[string, More, More, string, string]>([
    ['by partitions', (d) => d.partitions(d, tree()), nothing, 'granted', 'granted'],
    ['by a trust of the root', (d) => [d.trust(tree(), WithinForest, 3)], nothing, 'granted', 'granted'],
    ['by a trust of the tree', nothing, (d) => [d.trust(home(), WithinForest, 3)], 'granted', 'granted'],
    ['by nothing that was read', nothing, nothing, 'unknown', 'unknown'],
    ['partitions that name one domain', (d) => d.partitions(d), nothing, 'unknown', 'denied'],
  ])('%s', async (_, atRoot, atTree, inForest, beyond) => {
    expect(await answersOf(atRoot, atTree)).toMatchObject({ 'in-forest': inForest, far: beyond });
  });

  test('a quarantined trust lets the trusted domain alone pass', async () => {
    const answers = await answersOf((d) => d.partitions(d, tree()), nothing, QuarantinedDomain | ForestTransitive);
    expect(answers).toMatchObject({ 'in-forest': 'granted', far: 'denied' });
  });
});
