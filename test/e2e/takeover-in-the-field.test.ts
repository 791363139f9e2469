/** Who can become the action account without being a member of anything: told where it is so, and for nobody who is an administrator anyway. */
import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { auditOf, DomainText, type Entry, GRANTS_ALL, GroupType, grants, READABLE, sd, sid } from './domain-text.js';

const DOMAIN = new DomainText('DC=taken,DC=example', 'S-1-5-21-91-92-93' as Sid);
const MALLORY: Sid = `${DOMAIN.sid}-1901`;
const TEAM: Sid = `${DOMAIN.sid}-1902`;
const HOSTS: Sid = `${DOMAIN.sid}-1903`;
const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const READERS = '888eedd6-ce04-df40-b462-b8a50e41ba38';
const ACT = `${DOMAIN.sid}-1900` as Sid;

interface Lists {
  readonly account?: string;
  readonly accountOwner?: string;
  readonly team?: string;
  readonly hosts?: string;
  readonly crew?: string;
  readonly more?: readonly Entry[];
}

/** A gMSA in a group to which something is delegated, whose password a group of hosts retrieves. */
async function taken({ account = '', accountOwner, team = '', hosts = '', crew = '', more = [] }: Lists) {
  const list = (aces: string, owner?: string) => ({ nTSecurityDescriptor: sd(`${aces}${READABLE}`, owner) });
  const act = DOMAIN.managed('act', 'Group', {
    objectSid: sid(ACT),
    'msDS-GroupMSAMembership': sd(`(A;;RP;;;${HOSTS})`),
    ...list(account, accountOwner),
  });
  const entries = [
    act,
    DOMAIN.user('mallory', { objectSid: sid(MALLORY) }),
    DOMAIN.group('Team', GroupType.global, [act.dn], { objectSid: sid(TEAM), ...list(team) }),
    DOMAIN.group('Hosts', GroupType.global, [], { objectSid: sid(HOSTS), ...list(hosts) }),
    DOMAIN.object(`OU=Crew,${DOMAIN.dn}`, ['top', 'organizationalUnit'], list(crew)),
    DOMAIN.object(`OU=Charges,${DOMAIN.dn}`, ['top', 'organizationalUnit'], list(grants(TEAM))),
    ...more,
  ];
  const { found } = await auditOf('act$', [DOMAIN.whole(...entries)]);
  return found
    .filter(({ rule }) => rule.startsWith('ADR-TAKEOVER'))
    .map(({ rule, severity, subject, evidence }) => [
      rule.slice('ADR-TAKEOVER-'.length),
      severity,
      subject.split(',')[0],
      evidence['trusteeName'] ?? '',
      evidence['powers'] ?? [],
    ]);
}

describe('ways to the account', () => {
  test('none', async () => {
    expect(await taken({})).toEqual([]);
  });

  test.each<[string, Lists, readonly unknown[]]>([
    [
      'choosing who may retrieve the password',
      { account: `(OA;;WP;${READERS};;${MALLORY})` },
      ['OF-ACCOUNT', 'high', 'CN=act', 'TAKEN\\mallory', ['write-password-readers']],
    ],
    ['owning it', { accountOwner: MALLORY }, ['OF-ACCOUNT', 'high', 'CN=act', 'TAKEN\\mallory', ['write-dac']]],
    ['everybody', { account: '(A;;GA;;;WD)' }, ['OF-ACCOUNT', 'critical', 'CN=act', 'Everyone', ['full-control']]],
    [
      'the group that holds its delegation',
      { team: `(OA;;WP;${MEMBER};;${MALLORY})` },
      ['OF-DELEGATION-GROUP', 'high', 'CN=Team', 'TAKEN\\mallory', ['write-members']],
    ],
    [
      'by making oneself a member',
      { team: `(OA;;SW;${MEMBER};;${MALLORY})` },
      ['OF-DELEGATION-GROUP', 'high', 'CN=Team', 'TAKEN\\mallory', ['add-self']],
    ],
    [
      'the group that retrieves its password',
      { hosts: `(A;;WO;;;${MALLORY})` },
      ['OF-HOST-GROUP', 'high', 'CN=Hosts', 'TAKEN\\mallory', ['write-owner']],
    ],
    [
      'the container above it',
      { crew: `(A;;WD;;;${MALLORY})` },
      ['OF-CONTAINER', 'high', 'OU=Crew', 'TAKEN\\mallory', ['write-dac']],
    ],
    [
      'a list that was not read',
      { more: [DOMAIN.object(`OU=Crew,${DOMAIN.dn}`, ['top', 'organizationalUnit'], { nTSecurityDescriptor: [] })] },
      ['NOT-KNOWN', 'medium', 'OU=Crew', '', []],
    ],
  ])('%s', async (_, lists, finding) => {
    expect(await taken(lists)).toEqual([finding]);
  });
});

describe('what is no news', () => {
  test.each<[string, Lists]>([
    [
      'administrators',
      { account: `(A;;GA;;;BA)(A;;GA;;;SY)(A;;GA;;;${DOMAIN.sid}-512)`, accountOwner: `${DOMAIN.sid}-512` },
    ],
    ['the account itself', { account: `(OA;;WP;${READERS};;${ACT})(A;;WD;;;PS)` }],
    ['what a deny before it takes away', { team: `(OD;;WP;${MEMBER};;WD)(OA;;WP;${MEMBER};;${MALLORY})` }],
    ['an entry for what lies below', { crew: `(A;CIIO;GA;;;${MALLORY})` }],
    ['a right that leads nowhere', { account: `(A;;DT;;;${MALLORY})`, team: GRANTS_ALL }],
  ])('%s', async (_, lists) => {
    expect(await taken(lists)).toEqual([]);
  });

  test('a group that nothing is delegated to', async () => {
    const act = `CN=act,OU=Crew,${DOMAIN.dn}`;
    const idle = DOMAIN.group('Idle', GroupType.global, [act], {
      nTSecurityDescriptor: sd(`(OA;;WP;${MEMBER};;${MALLORY})${READABLE}`),
    });
    expect(await taken({ more: [idle] })).toEqual([]);
  });
});

test('one entry that several groups have is told once', async () => {
  const entry = `(OA;;WP;${MEMBER};;${MALLORY})`;
  const act = `CN=act,OU=Crew,${DOMAIN.dn}`;
  const other = DOMAIN.group('Other', GroupType.global, [act], {
    objectSid: sid(`${DOMAIN.sid}-1904`),
    nTSecurityDescriptor: sd(`${entry}${READABLE}`),
  });
  const place = DOMAIN.object(`OU=Place,${DOMAIN.dn}`, ['top', 'organizationalUnit'], {
    nTSecurityDescriptor: sd(`${grants(`${DOMAIN.sid}-1904`)}${READABLE}`),
  });
  const found = await taken({ team: entry, more: [other, place] });
  expect(found).toHaveLength(1);
  expect(found[0]![0]).toBe('OF-DELEGATION-GROUP');
});

test('a group that holds everybody: who joins it gains nothing', async () => {
  const everyone = DOMAIN.foreign('S-1-1-0');
  const open = DOMAIN.group('Open', GroupType.local, [everyone.dn], {
    objectSid: sid(`${DOMAIN.sid}-1905`),
    nTSecurityDescriptor: sd(`(OA;;WP;${MEMBER};;${MALLORY})${READABLE}`),
  });
  const place = DOMAIN.object(`OU=Place,${DOMAIN.dn}`, ['top', 'organizationalUnit'], {
    nTSecurityDescriptor: sd(`${grants(`${DOMAIN.sid}-1905`)}${READABLE}`),
  });
  expect(await taken({ more: [everyone, open, place] })).toEqual([]);
});

test('a container above an account that does not inherit', async () => {
  expect(await taken({ account: 'P', crew: `(A;;WD;;;${MALLORY})` })).toEqual([]);
});
