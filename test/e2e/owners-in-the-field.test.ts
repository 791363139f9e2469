/** The implicit rights of owners, by the 29th character of dSHeuristics (MS-ADTS 5.1.3.3.1, 6.1.3.4). */
import { describe, expect, test } from '@jest/globals';
import { auditOf, DomainText, type Entry, GroupType, sd, sid, type Values } from './domain-text.js';

const SID = 'S-1-5-21-4310-4320-4330';
const OWNER = `${SID}-6000` as const;
const NAME = 'CN=keeper,OU=Crew,DC=lock,DC=test';

const TAKE = `id: take
title: Take over
description: Change the permissions of the object.
request: {right: write-dac}
documented:
  - {right: write-dac}
noEffect: []
references: []
`;

interface Scene {
  /** The 29th character; null: the string is shorter; undefined: the object was not read. */
  readonly character?: string | null | undefined;
  /** What owns the objects, and how the account under audit holds that. */
  readonly owner?: (d: DomainText) => readonly Entry[];
  readonly domainAdmins?: readonly string[] | null;
  readonly enterpriseAdmins?: readonly string[] | null;
}

const itself =
  (more: Values = {}) =>
  (d: DomainText) => [d.user('keeper', { objectSid: sid(OWNER), ...more })];
const ownersGroup = (d: DomainText) => [
  d.user('keeper'),
  d.group('Keepers', GroupType.global, [d.at('keeper')], { objectSid: sid(OWNER) }),
];

async function taking({ character, owner = itself(), domainAdmins = [], enterpriseAdmins = [] }: Scene) {
  const d = new DomainText('DC=lock,DC=test', SID);
  const owned = (aces = '') => ({ nTSecurityDescriptor: sd(`${aces}(A;;RPRC;;;AU)`, OWNER) });
  const admins = (name: string, type: number, rid: number, members: readonly string[] | null) =>
    members === null ? [] : [d.group(name, type, members, { objectSid: sid(`${SID}-${rid}`) })];
  const settings = character === null ? '0010' : `0000000001000000000200000000${character}`;
  const { access } = await auditOf(
    'keeper',
    [
      [
        ...d.frame(),
        ...d.partitions(d),
        ...(character === undefined ? [] : [d.settings(settings)]),
        ...owner(d),
        ...admins('Domain Admins', GroupType.global, 512, domainAdmins),
        ...admins('Enterprise Admins', GroupType.universal, 519, enterpriseAdmins),
        d.computer('PC', 4096, 515, owned()),
        d.managed('gate', 'Group', owned()),
        d.user('person', owned()),
        d.computer('LIMITED', 4096, 515, owned('(A;;RC;;;S-1-3-4)')),
        d.computer('NAMED', 4096, 515, owned(`(A;;WD;;;${OWNER})`)),
      ],
    ],
    { actions: [TAKE] },
  );
  return Object.values(access(['PC$', 'gate$', 'person', 'LIMITED$', 'NAMED$'], 'take')).join(' ');
}

/** A computer and what derives from it; a user; where OWNER RIGHTS says what the owner may; where an entry names it. */
const BLOCKED = 'denied denied granted denied granted';
const FREE = 'granted granted granted denied granted';
/** On build 26H1 and later it is blocked and on none before, which no directory tells. */
const OPEN = 'unknown unknown granted denied granted';

describe('of computers and what derives from them', () => {
  test.each<[string | null | undefined, string]>([
    ['0', OPEN],
    ['1', BLOCKED],
    ['2', FREE],
    ['3', OPEN],
    // Any other character counts as 1.
    ['7', BLOCKED],
    [null, OPEN],
    [undefined, OPEN],
  ])('character %p', async (character, expected) => {
    expect(await taking({ character })).toBe(expected);
    expect(await taking({ character, owner: ownersGroup })).toBe(expected);
  });

  test.each<[string, Scene, string]>([
    ['Domain Admins', { domainAdmins: [NAME] }, FREE],
    ['Enterprise Admins', { enterpriseAdmins: [NAME] }, FREE],
    ['Domain Admins as primary group', { owner: itself({ primaryGroupID: 512 }) }, FREE],
    [
      'Domain Admins as primary group, whose object was not read',
      { owner: itself({ primaryGroupID: 512 }), domainAdmins: null },
      FREE,
    ],
    ['Domain Admins by a former SID', { owner: itself({ sIDHistory: sid(`${SID}-512`) }), domainAdmins: null }, FREE],
    ['neither', {}, BLOCKED],
    // The export shows everything but who is in Enterprise Admins, as that of a child domain does.
    ['neither, without Enterprise Admins', { enterpriseAdmins: null }, BLOCKED],
  ])('blocked are those who are no administrators: %s', async (_, scene, expected) => {
    expect(await taking({ character: '1', ...scene })).toBe(expected);
  });
});
