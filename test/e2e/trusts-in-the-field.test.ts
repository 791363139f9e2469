/** What comes over a trust, and who: SID filtering (MS-PAC 4.1.2.2) and the way that a trust leads (MS-ADTS 6.1.6.7.12). */
import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import { auditOf, DomainText, type Entry, GRANTS_ALL, GroupType, grants, sd, sid, type Values } from './domain-text.js';

const {
  ForestTransitive,
  TreatAsExternal,
  QuarantinedDomain,
  PimTrust,
  WithinForest,
  CrossOrganization,
  NonTransitive,
} = TrustAttribute;
const EXTERNAL = 0;

/** Where the accounts are, a child of it, and where the targets are. */
const NORTH = 'S-1-5-21-1310-1320-1330';
const FJORD = 'S-1-5-21-1410-1420-1430';
const SOUTH = 'S-1-5-21-1510-1520-1530';
/** A domain that none of the forests has. */
const LOST = 'S-1-5-21-1610-1620-1630';

const domains = () => ({
  north: new DomainText('DC=north,DC=test', NORTH),
  fjord: new DomainText('DC=fjord,DC=north,DC=test', FJORD),
  south: new DomainText('DC=south,DC=example', SOUTH),
});

describe('SIDs that come over a trust, where the account brings them as former ones', () => {
  const BROUGHT = {
    'Domain Admins of the target': `${SOUTH}-512`,
    'a group of the target': `${SOUTH}-1200`,
    Administrators: 'S-1-5-32-544',
    'a group of nowhere': `${LOST}-1300`,
    'Enterprise Admins of nowhere': `${LOST}-519`,
    'a group of its forest': `${FJORD}-1400`,
    'Domain Admins of its forest': `${FJORD}-512`,
    SYSTEM: 'S-1-5-18',
    INTERACTIVE: 'S-1-5-4',
    'Enterprise Domain Controllers': 'S-1-5-9',
  } as const satisfies Record<string, Sid>;
  const EXPECTED: readonly [string, number, string][] = [
    ['a forest trust', ForestTransitive, 'no no no no no yes yes no no no'],
    ['a forest trust treated as external', ForestTransitive | TreatAsExternal, 'no yes no yes no yes maybe no no no'],
    // The well-known principals of a third domain of the account's forest are in no row of the table.
    ['an external trust', EXTERNAL, 'no yes no yes no yes maybe no no no'],
    ['an external trust that says that it is not transitive', NonTransitive, 'no yes no yes no yes maybe no no no'],
    ['a quarantined external trust', QuarantinedDomain, 'no no no no no no no no no no'],
    ['a quarantined forest trust', ForestTransitive | QuarantinedDomain, 'no no no no no no no no no no'],
    // Domain Admins of the target hold Administrators there: that one the target's controllers add.
    [
      'a trust for privileged access',
      ForestTransitive | TreatAsExternal | PimTrust,
      'yes yes yes yes yes yes yes no no no',
    ],
    // The bit counts beside treat-as-external only (MS-ADTS 6.1.6.7.9).
    ['its bit alone', ForestTransitive | PimTrust, 'no no no no no yes yes no no no'],
    ['its bit on an external trust', QuarantinedDomain | PimTrust, 'no no no no no no no no no no'],
  ];

  test.each(EXPECTED)('%s', async (_, attributes, expected) => {
    const { north, fjord, south } = domains();
    const { access } = await auditOf('erik', [
      [
        ...north.frame(),
        ...north.partitions(north, fjord),
        north.trust(fjord, WithinForest, 3),
        north.trust(south, attributes, 1),
        north.user('erik', { sIDHistory: Object.values(BROUGHT).map(sid) }),
      ],
      [
        ...south.frame(),
        ...south.partitions(south),
        south.trust(north, attributes, 2),
        south.group('Domain Admins', GroupType.global, [], { objectSid: sid(`${SOUTH}-512`) }),
        south.builtin(544, 'Administrators', [south.at('Domain Admins')]),
        ...Object.entries(BROUGHT).map(([name, each]) => south.target(name, grants(each))),
        south.target('by its own', grants(`${NORTH}-513`)),
        south.target('by the logon', GRANTS_ALL),
      ],
    ]);
    const words = { granted: 'yes', denied: 'no', unknown: 'maybe' } as Record<string, string>;
    expect(
      Object.values(access(Object.keys(BROUGHT)))
        .map((answer) => words[answer!])
        .join(' '),
    ).toBe(expected);
    // RIDs below 1000 of the account's own domain pass, and what the controllers add themselves is there.
    expect(access(['by its own', 'by the logon'])).toEqual({ 'by its own': 'granted', 'by the logon': 'granted' });
  });

  test('a quarantined child: within the forest its own SIDs and Enterprise Domain Controllers pass only', async () => {
    const { north, fjord } = domains();
    const { access } = await auditOf('siv', [
      [
        ...north.frame(),
        ...north.partitions(north, fjord),
        north.trust(fjord, WithinForest | QuarantinedDomain, 3),
        north.target('of the root', grants(`${NORTH}-1700`)),
        north.target('of the child', grants(`${FJORD}-513`)),
      ],
      [
        ...fjord.frame(),
        fjord.trust(north, WithinForest, 3),
        fjord.user('siv', { sIDHistory: sid(`${NORTH}-1700`) }),
        fjord.target('at home', grants(`${NORTH}-1700`)),
      ],
    ]);
    expect(access(['of the root', 'of the child', 'at home'])).toEqual({
      'of the root': 'denied',
      'of the child': 'granted',
      'at home': 'granted',
    });
  });
});

describe('a child of whose quarantine not all was read', () => {
  async function answer(trust: (north: DomainText, fjord: DomainText) => Entry[]) {
    const { north, fjord } = domains();
    const { access, evidence } = await auditOf('siv', [
      [
        ...north.frame(),
        ...north.partitions(north, fjord),
        ...trust(north, fjord),
        north.target('t', grants(`${NORTH}-1700`)),
      ],
      [...fjord.frame(), fjord.user('siv', { sIDHistory: sid(`${NORTH}-1700`) })],
    ]);
    return { access: access(['t'])['t'], notes: evidence.notes.filter((note) => note.includes('quarantined')) };
  }

  test('a trust without its SID is known by its name', async () => {
    const without = (north: DomainText, fjord: DomainText) => {
      const { dn, values } = north.trust(fjord, WithinForest | QuarantinedDomain, 3);
      const { securityIdentifier: _, ...rest } = values;
      return [{ dn, values: rest }];
    };
    expect(await answer(without)).toEqual({ access: 'denied', notes: [] });
  });

  test('that no trust is there to tell is said', async () => {
    expect(await answer(() => [])).toEqual({
      access: 'granted',
      notes: [expect.stringContaining('fjord.north.test come to north.test')],
    });
  });
});

describe('the way that a trust leads', () => {
  const INBOUND = 1;
  const OUTBOUND = 2;
  type Trust = readonly [attributes: number, direction: number];

  /** Both ends of the trust, as far as they were read; null: that one was not. */
  async function answer(
    atTarget: Trust | null,
    atAccount: Trust | null,
    more: readonly Entry[] = [],
    values: Values = {},
  ) {
    const { north, south } = domains();
    const { of } = await auditOf('erik', [
      [
        ...north.frame(),
        ...north.partitions(north),
        ...(atAccount ? [north.trust(south, ...atAccount)] : []),
        north.user('erik'),
      ],
      [
        ...south.frame(),
        ...south.partitions(south),
        ...(atTarget ? [south.trust(north, ...atTarget, values)] : []),
        ...more,
        south.target('a', GRANTS_ALL),
        south.target('refused anyway', ''),
      ],
    ]);
    expect(of('refused anyway')!.access).toBe('denied');
    const { access, reason } = of('a')!;
    return `${access} ${reason}`;
  }
  const GRANTED = 'granted allowed-by-entry';
  const REFUSED = 'denied trust-refuses-logon';
  const OPEN = 'unknown logon-undecided';

  describe.each([
    ['forest', ForestTransitive],
    ['external', EXTERNAL],
    ['quarantined', QuarantinedDomain],
  ])('%s', (_, attributes) => {
    test.each<[string, number | null, number | null, string]>([
      ['both ways', 3, 3, GRANTED],
      ['the target trusts', OUTBOUND, INBOUND, GRANTED],
      ['the target is trusted', INBOUND, OUTBOUND, REFUSED],
      ['disabled', 0, 0, REFUSED],
      ['the target trusts, as its own end alone tells', OUTBOUND, null, GRANTED],
      ['the target is trusted, as its own end alone tells', INBOUND, null, REFUSED],
      ['the target is trusted, as the other end alone tells', null, OUTBOUND, REFUSED],
      // The attributes of the target's end, selective authentication among them, stand there alone.
      ['the target trusts, as the other end alone tells', null, INBOUND, OPEN],
      ['neither end was read', null, null, OPEN],
    ])('%s', async (_name, atTarget, atAccount, expected) => {
      const end = (direction: number | null): Trust | null => (direction === null ? null : [attributes, direction]);
      expect(await answer(end(atTarget), end(atAccount))).toBe(expected);
    });

    test('what of the trust was not read is open', async () => {
      expect(await answer([attributes, 3], null, [], { trustDirection: [] })).toBe(OPEN);
      expect(await answer([attributes, 3], null, [], { trustAttributes: [] })).toBe(OPEN);
      // Its name tells whose trust it is.
      expect(await answer([attributes, 1], null, [], { securityIdentifier: [] })).toBe(REFUSED);
    });
  });

  test('selective authentication: Allowed-To-Authenticate on every controller, or on none, decides', async () => {
    const { south } = domains();
    const controllers = (...lists: readonly string[]) =>
      lists.map((aces, i) =>
        south.computer(`DC${i}`, 0x82000, 516, {
          objectSid: sid(`${SOUTH}-${8801 + i}`),
          nTSecurityDescriptor: sd(aces),
        }),
      );
    const allowed = '(OA;;CR;68b1d179-0d15-4d4f-ab71-46152e79a7bc;;AU)';
    const selective: Trust = [ForestTransitive | CrossOrganization, OUTBOUND];
    const far: Trust = [ForestTransitive, INBOUND];
    expect(await answer(selective, far)).toBe(OPEN);
    expect(await answer(selective, far, controllers(allowed, allowed))).toBe(GRANTED);
    expect(await answer(selective, far, controllers('(A;;CR;;;WD)'))).toBe(GRANTED);
    expect(await answer(selective, far, controllers('(A;;RP;;;AU)'))).toBe(REFUSED);
    expect(await answer(selective, far, controllers('(OA;;CR;00299570-246d-11d0-a768-00aa006e0529;;AU)'))).toBe(
      REFUSED,
    );
    expect(await answer(selective, far, controllers(allowed, ''))).toBe(OPEN);
    // Such accounts are of another organization (MS-DTYP 2.4.2.4).
    const denied = `(OD;;CR;68b1d179-0d15-4d4f-ab71-46152e79a7bc;;S-1-5-1000)${allowed}`;
    expect(await answer(selective, far, controllers(denied))).toBe(REFUSED);
    // The right is of no use where the trust does not lead here, and what the other end asks for is asked there.
    expect(await answer([selective[0], INBOUND], [ForestTransitive, OUTBOUND], controllers(allowed))).toBe(REFUSED);
    expect(await answer([ForestTransitive, OUTBOUND], [selective[0], INBOUND])).toBe(GRANTED);
  });

  test('an account of a child domain comes over a forest trust of its root, and over no external one', async () => {
    const scene = async (attributes: number, told: 'partitions' | 'trusts' | 'both' | 'neither') => {
      const { north, fjord, south } = domains();
      const trusts = told === 'trusts' || told === 'both';
      const { of } = await auditOf('siv', [
        [
          ...north.frame(),
          ...(told === 'partitions' || told === 'both' ? north.partitions(north, fjord) : []),
          ...(trusts ? [north.trust(fjord, WithinForest, 3)] : []),
          north.trust(south, attributes, INBOUND),
        ],
        [...fjord.frame(), ...(trusts ? [fjord.trust(north, WithinForest, 3)] : []), fjord.user('siv')],
        [
          ...south.frame(),
          ...south.partitions(south),
          south.trust(north, attributes, OUTBOUND),
          south.target('a', GRANTS_ALL),
        ],
      ]);
      return of('a')!.access;
    };
    for (const told of ['partitions', 'trusts', 'both'] as const)
      expect(await scene(ForestTransitive, told)).toBe('granted');
    expect(await scene(ForestTransitive, 'neither')).toBe('unknown');
    expect(await scene(EXTERNAL, 'both')).toBe('unknown');
  });
});
