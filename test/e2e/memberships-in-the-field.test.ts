/** Who holds what, where directories hold more than groups with members: one test a kind, each with its neighbours. */
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import { allow, answers, deny, encoded, Field, GroupType, READ, removeFields } from './field.js';

const HOME = 'S-1-5-21-310-320-330';
const OTHER = 'S-1-5-21-410-420-430';
const THIRD = 'S-1-5-21-510-520-530';
/** All but memberOf was asked for: what the groups do not show, nothing else tells. */
const NO_WITNESS = { exported: ['member', 'sIDHistory'] };
const HIDDEN = '(A;;RP;;;SY)';

afterAll(removeFields);

const home = (lines: readonly string[] = []) =>
  new Field('DC=home,DC=test', HOME).user('runner', 1100, READ, { lines });
const RUNNER = home().person('runner');

describe('shadow principals of a bastion forest', () => {
  const Pim = TrustAttribute.ForestTransitive | TrustAttribute.TreatAsExternal | TrustAttribute.PimTrust;
  const production = (trustAttributes: number) =>
    new Field('DC=works,DC=test', OTHER)
      .trust('home.test', HOME, trustAttributes)
      .group('Responders', 3100, { type: GroupType.universal })
      .group('On Site', 3101, {
        type: GroupType.local,
        member: ['CN=Responders,OU=Teams,DC=works,DC=test'],
      })
      .user('direct', 3001, allow(`${OTHER}-3100`))
      .user('nested', 3002, allow(`${OTHER}-3101`))
      .user('spared', 3003, deny(`${OTHER}-3101`) + allow('AU'));
  const of = async (bastion: Field, trust = Pim, options = {}) => {
    const { targets } = await answers([bastion, production(trust)], 'HOME\\runner', { exported: 'all', ...options });
    const { direct, nested, spared } = targets;
    return `${direct} ${nested} ${spared}`;
  };
  const HELD = 'granted granted denied';
  const OPEN = 'unknown unknown unknown';
  const FREE = 'denied denied granted';

  test.each<[string, string, Field, number]>([
    ['a member carries the SID', HELD, home().shadow('S', `${OTHER}-3100`, [RUNNER]), Pim],
    ['for a time too', HELD, home().shadow('S', `${OTHER}-3100`, [`<TTL=900,${RUNNER}>`]), Pim],
    [
      'through a group',
      HELD,
      home()
        .group('Shift', 2100, { member: [RUNNER] })
        .shadow('S', `${OTHER}-3100`, ['CN=Shift,OU=Teams,DC=home,DC=test']),
      Pim,
    ],
    // MS-PAC 4.1.2.2: a forest trust that is not for this filters SIDs of the trusting forest.
    ['over another trust it is filtered', FREE, home().shadow('S', `${OTHER}-3100`, [RUNNER]), 0x8],
    ['whose SID was not read: it may be any', OPEN, home().shadow('S', null, [RUNNER]), Pim],
    ['that has no members, and everybody may read that', FREE, home().shadow('S', `${OTHER}-3100`, []), Pim],
  ])('%s', async (_, expected, bastion, trust) => {
    expect(await of(bastion, trust)).toBe(expected);
  });

  test('whose members were not shown', async () => {
    expect(await of(home().shadow('S', `${OTHER}-3100`, [], HIDDEN), Pim, NO_WITNESS)).toBe(OPEN);
  });

  test('that were not exported at all: nobody knows, unless all memberships of the account are known', async () => {
    expect(await of(home(), Pim, NO_WITNESS)).toBe(OPEN);
    expect(await of(home([`memberOf: CN=Shown,OU=Teams,DC=home,DC=test`]), Pim)).toBe(FREE);
    const named = 'CN=S,CN=Shadow Principal Configuration,CN=Services,CN=Configuration,DC=home,DC=test';
    expect(await of(home([`memberOf: ${named}`]), Pim)).toBe(OPEN);
  });
});

describe('values of member and memberOf in the forms of servers and tools', () => {
  const GUID = '6f1d2c3b-0a01-4b02-8c03-9d0405060708';
  const scene = (member: readonly string[], lines: readonly string[] = [], aces = READ) =>
    home(lines)
      .group('Shift', 2100, { member, aces })
      .user('in', 1001, allow(`${HOME}-2100`))
      .user('out', 1002, deny(`${HOME}-2100`) + allow('AU'));
  const of = async (field: Field, options = {}) => {
    const { targets } = await answers([field], 'runner', { exported: 'all', ...options });
    const { in: held, out } = targets;
    return `${held} ${out}`;
  };

  test.each<[string, string]>([
    ['for a time', `<TTL=86400,${RUNNER}>`],
    ['for a time, closed early', `<TTL=86400>,${RUNNER}`],
    ['extended', `<GUID=${GUID}>;<SID=${HOME}-1100>;${RUNNER}`],
    ['extended, for a time', `<TTL=60,<GUID=${GUID}>;<SID=${HOME}-1100>;${RUNNER}>`],
    ['base64', encoded('member', `<TTL=60,${RUNNER}>`)],
  ])('a member %s', async (_, value) => {
    expect(await of(scene([value]))).toBe('granted denied');
  });

  test.each<[string, string]>([
    ['names no object', `<GUID=${GUID}>`],
    ['has a time that is none', `<TTL=soon,${RUNNER}>`],
    ['is not text', encoded('member', new Uint8Array([0xff, 0xc0, 0x31]))],
    ['is the first of more', 'member;range=0-0: CN=somebody,OU=People,DC=home,DC=test'],
  ])('a value of member that %s leaves the group open', async (_, value) => {
    expect(await of(scene([value]), NO_WITNESS)).toBe('unknown unknown');
  });

  test('a link to a deleted object is none', async () => {
    const deleted = `CN=runner\\0ADEL:${GUID},CN=Deleted Objects,DC=home,DC=test`;
    expect(await of(scene([deleted]))).toBe('denied granted');
  });

  test('memberOf tells it as well', async () => {
    const team = 'CN=Shift,OU=Teams,DC=home,DC=test';
    expect(await of(scene([], [`memberOf: <TTL=60,${team}>`], HIDDEN))).toBe('granted denied');
    expect(await of(scene([], ['memberOf: CN=Shown,OU=Teams,DC=home,DC=test'], HIDDEN))).toBe('denied granted');
  });

  test.each<[string, readonly string[]]>([
    ['of which a value cannot be read', [`memberOf: <GUID=${GUID}>`, 'memberOf: CN=Shown,OU=Teams,DC=home,DC=test']],
    ['of which no value can be read', [`memberOf: <GUID=${GUID}>`]],
    ['of which a range was read', ['memberOf;range=0-0: CN=Shown,OU=Teams,DC=home,DC=test']],
  ])('memberOf %s proves nothing', async (_, lines) => {
    expect(await of(scene([], lines, HIDDEN))).toBe('unknown unknown');
  });

  test('a sIDHistory of which a value cannot be read is not known', async () => {
    const old = `${THIRD}-1700`;
    const former = (lines: readonly string[]) =>
      home(lines).trust('third.test', THIRD, TrustAttribute.QuarantinedDomain).user('old', 1001, allow(old));
    expect((await answers([former([])], 'runner')).targets).toMatchObject({ old: 'denied' });
    expect((await answers([former(['sIDHistory:: AAEC'])], 'runner')).targets).toMatchObject({ old: 'unknown' });
    const partly = ['sIDHistory:: AAEC', `sIDHistory: ${THIRD}-1701`];
    expect((await answers([former(partly)], 'runner')).targets).toMatchObject({ old: 'unknown' });
  });

  test('a group that memberOf names and no source holds may have been called anything', async () => {
    const field = home(['memberOf: CN=Unseen,OU=Elsewhere,DC=home,DC=test'])
      .trust('third.test', THIRD, TrustAttribute.QuarantinedDomain)
      .user('old', 1001, allow(`${THIRD}-1700`));
    const { targets, gaps } = await answers([field], 'runner');
    expect(targets).toMatchObject({ old: 'unknown' });
    expect(gaps).toContain('object-not-visible');
  });

  test('a global catalog names some groups of an object only', async () => {
    const field = home(['memberOf: CN=Wide,OU=Teams,DC=home,DC=test']).group('Wide', 2200, {
      type: GroupType.universal,
      member: [RUNNER],
    });
    const names = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'];
    for (const [i, name] of names.entries()) field.group(name, 2300 + i);
    field.user('gone', 1001, allow(`${HOME}-2777`)).user('global', 1002, allow(`${HOME}-2300`));
    const catalog = { ...field, text: field.text.replace(/^member: CN=somebody.*\n/m, '') } as Field;
    expect((await answers([catalog], 'runner')).targets).toMatchObject({ gone: 'unknown', global: 'unknown' });
  });
});

describe('a SID that a logon may carry', () => {
  const scene = (sid: Sid) => {
    const field = home().foreign(sid, sid);
    const [inner, outer] = ['CN=Inner,OU=Teams,DC=home,DC=test', 'CN=Outer,OU=Teams,DC=home,DC=test'];
    return field
      .group('Inner', 2100, { type: GroupType.local, member: [field.foreignName(sid)] })
      .group('Outer', 2101, { type: GroupType.local, member: [inner] })
      .group('Mail', 2102, { type: GroupType.distribution, member: [inner] })
      .group('Behind Mail', 2103, { type: GroupType.local, member: ['CN=Mail,OU=Teams,DC=home,DC=test', outer] })
      .user('allowed', 1001, allow(`${HOME}-2101`))
      .user('denied-first', 1002, deny(`${HOME}-2103`) + allow('AU'))
      .user('denied-late', 1003, allow('AU') + deny(`${HOME}-2101`))
      .user('either-way', 1004, allow(`${HOME}-2101`) + allow('AU'))
      .user('never', 1005, deny(`${HOME}-2101`) + deny('AU'))
      .user('mailed', 1006, allow(`${HOME}-2102`));
  };

  test.each<Sid>(['S-1-18-1', 'S-1-5-64-10', 'S-1-5-21-0-0-0-497', 'S-1-5-65-1'])(
    '%s stays undecided through two groups, only where that decides',
    async (sid) => {
      expect((await answers([scene(sid)], 'runner')).targets).toMatchObject({
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
    expect((await answers([scene('S-1-5-4')], 'runner')).targets).toMatchObject({
      allowed: 'denied',
      'denied-first': 'granted',
    });
    expect((await answers([scene('S-1-5-2')], 'runner')).targets).toMatchObject({
      allowed: 'granted',
      'denied-first': 'denied',
    });
  });
});

describe('a group under audit', () => {
  const scene = (type: number) => [
    home()
      .partitions('DC=home,DC=test', 'DC=sub,DC=home,DC=test')
      .group('Team', 2100, { type, member: [RUNNER] })
      .group('Closed', 2101, { aces: HIDDEN })
      .user('here', 1001, allow(`${HOME}-2100`))
      .user('anyone', 1002, allow('AU'))
      .user('closed', 1003, allow(`${HOME}-2101`))
      .user('nobody', 1004, allow(`${HOME}-9999`)),
    new Field('DC=sub,DC=home,DC=test', OTHER).user('there', 3001, allow(`${HOME}-2100`)),
  ];
  test.each<[string, number, string, string]>([
    ['global', GroupType.global, 'granted', 'granted'],
    ['universal', GroupType.universal, 'granted', 'granted'],
    // Controllers of its own domain add it, and no others (MS-DRSR 4.1.8.3).
    ['domain-local', GroupType.local, 'granted', 'denied'],
    // In no token (MS-KILE 3.3.5.7.3).
    ['distribution', GroupType.distribution, 'denied', 'denied'],
  ])('%s', async (_, type, here, there) => {
    // Its own memberOf is known to be empty, so that the closed group does not hold it; the SID of nobody is none of it.
    const known = { anyone: 'granted', closed: 'denied', nobody: 'denied' };
    expect((await answers(scene(type), 'HOME\\Team')).targets).toMatchObject({ here, there, ...known });
  });

  test('which others may hold unseen', async () => {
    const said = await answers(scene(GroupType.global), 'HOME\\Team', NO_WITNESS);
    expect(said.targets).toMatchObject({ here: 'granted', closed: 'unknown', nobody: 'unknown' });
  });
});

describe('foreign principals', () => {
  const scene = (cn: string, sid: Sid | null, lines: readonly string[] = []) => {
    const field = home(lines).foreign(cn, sid);
    return field
      .group('Guests Here', 2100, { type: GroupType.local, member: [field.foreignName(cn)] })
      .user('in', 1001, allow(`${HOME}-2100`))
      .user('out', 1002, deny(`${HOME}-2100`) + allow('AU'));
  };
  const of = async (field: Field) => {
    const { in: held, out } = (await answers([field], 'runner')).targets;
    return `${held} ${out}`;
  };

  test.each<[string, string, Sid | null, string]>([
    ['whose SID was not read may be anybody, though all memberships are known', 'guest', null, 'unknown unknown'],
    ['whose SID is its CN', 'S-1-1-0', null, 'granted denied'],
    ['that has another CN than SID', 'guest', 'S-1-5-11', 'granted denied'],
    // A conflict name is not the SID alone (MS-ADTS 3.1.1.1.5).
    ['of a conflict', 'S-1-1-0\\0ACNF:6f1d2c3b-0a01-4b02-8c03-9d0405060708', null, 'unknown unknown'],
    ['of nobody that logs on', 'S-1-5-7', 'S-1-5-7', 'denied granted'],
  ])('one %s', async (_, cn, sid, expected) => {
    expect(await of(scene(cn, sid))).toBe(expected);
  });

  test('one of a former SID of the account is the account', async () => {
    const field = scene(`${THIRD}-1700`, `${THIRD}-1700`, [`sIDHistory: ${THIRD}-1700`]);
    expect(await of(field)).toBe('granted denied');
  });

  test('one of an account that a joined source holds is that account, and no other', async () => {
    const other = new Field('DC=works,DC=test', OTHER).trust('home.test', HOME, 0x8);
    other
      .foreign(`${HOME}-1200`, `${HOME}-1200`)
      .group('Guests Here', 3100, { type: GroupType.local, member: [other.foreignName(`${HOME}-1200`)] })
      .user('target', 3001, allow(`${OTHER}-3100`));
    const of = async (field: Field, name: string) =>
      (await answers([field, other], `HOME\\${name}`, NO_WITNESS)).targets;
    const field = () => home().user('walker', 1200);
    expect(await of(field(), 'runner')).toMatchObject({ target: 'denied' });
    expect(await of(field(), 'walker')).toMatchObject({ target: 'granted' });
    // Without the other account, nobody knows of whom it was.
    expect(await of(home(), 'runner')).toMatchObject({ target: 'unknown' });
  });
});

describe('which domains are one forest', () => {
  const TREE = 'DC=tree,DC=example';
  const root = () => home();
  const tree = () =>
    new Field(TREE, OTHER)
      .group('Wide', 3100, { type: GroupType.universal, member: [RUNNER] })
      .user('in-forest', 3001, allow(`${OTHER}-3100`));
  // The trusting forest lets SIDs of every domain of the trusted one pass (MS-PAC 4.1.2.2), and no others.
  const far = (attributes = 0x8) =>
    new Field('DC=far,DC=example', THIRD)
      .trust('home.test', HOME, attributes)
      .user('far', 5001, allow(`${OTHER}-3100`));
  test.each<[string, Field, Field, string, string]>([
    ['by partitions', root().partitions('DC=home,DC=test', TREE), tree(), 'granted', 'granted'],
    ['by a trust of the root', root().trust('tree.example', OTHER, 0x20), tree(), 'granted', 'granted'],
    ['by a trust of the tree', root(), tree().trust('home.test', HOME, 0x20), 'granted', 'granted'],
    ['by nothing that was read', root(), tree(), 'unknown', 'unknown'],
    ['partitions that name one domain', root().partitions('DC=home,DC=test'), tree(), 'unknown', 'denied'],
  ])('%s', async (_, first, second, inForest, beyond) => {
    const said = await answers([first, second, far()], 'HOME\\runner');
    expect(said.targets).toMatchObject({ 'in-forest': inForest, far: beyond });
  });

  test('a quarantined trust lets the trusted domain alone pass', async () => {
    const said = await answers(
      [root().partitions('DC=home,DC=test', TREE), tree(), far(TrustAttribute.QuarantinedDomain | 0x8)],
      'HOME\\runner',
    );
    expect(said.targets).toMatchObject({ 'in-forest': 'granted', far: 'denied' });
  });
});
