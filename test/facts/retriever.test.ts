import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { retrieverScope } from '../../src/facts/retriever.js';
import { type RetrieverFacts, Retrievers } from '../../src/facts/retrievers.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId } from '../directory/ids.js';
import {
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  UNIVERSAL,
  user,
} from '../directory/memory-source.js';
import { auditedGroup, auditedUser, LOCAL_SYSTEM } from '../verdicts/accounts.js';
import { contextOf } from './context.js';

const sid = (rid: number): Sid => `${DOMAIN_SID}-${rid}`;
const FOREIGN: Sid = 'S-1-5-21-77-77-77-1001';
const FORMER: Sid = 'S-1-5-21-8-8-8-1105';
const HOSTS = sid(2000);

/**
 * 0 hosts, 1 nested in it, 2 nested in that, 3 mail, a distribution group nested in hosts, 4 nested in mail alone,
 * 5 local, 6 of the domain's members (primary group), 7 apart, 8 open, 9 primary group nested in hosts.
 */
let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory(
    memorySource({
      groups: [
        group(2000, 'hosts', GLOBAL),
        group(2001, 'nested', GLOBAL, [0]),
        group(2002, 'deeper', UNIVERSAL, [1]),
        group(2003, 'mail', 2, [0]),
        group(2004, 'beyond mail', GLOBAL, [3]),
        group(2005, 'local', DOMAIN_LOCAL, [0]),
        group(515, 'Domain Computers', GLOBAL),
        group(2007, 'apart', GLOBAL),
        group(2008, 'open', GLOBAL, [], { unresolvedMembers: ['CN=hidden'] }),
        group(2009, 'primary', GLOBAL, [0]),
      ],
      more: [{ type: 'principal', sid: sid(1500), name: 'web1$', dn: 'CN=WEB1' }],
    }),
  );
});

const retrievers = (dacl: string) =>
  new Retrievers(
    directory,
    parseSddl(`O:SYG:SY${dacl}`),
    (asked) => (asked === HOSTS ? 'EXAMPLE\\hosts' : null),
    domainId(0),
  );

/** A computer with these particulars. */
const computer = (more: Parameters<typeof user>[2] = {}) =>
  ({
    type: 'account',
    ...user(1001, 'web1$', { userAccountControl: 0x1000, primaryGroupId: undefined, ...more }),
  }) as AccountRecord;
/** What is told of it; only through what it may, where it may. */
const through = (dacl: string, more: Parameters<typeof user>[2] = {}): string | null =>
  retrievers(dacl).account(computer(more), 'CN=x', 'x', 'computer')?.through ?? null;

test('every field of an account that may', () => {
  expect(
    retrievers(`D:(A;;RP;;;${HOSTS})`).account(computer({ memberOf: [0] }), 'CN=WEB1', 'EXAMPLE\\web1$', 'computer'),
  ).toEqual({
    sid: sid(1001),
    dn: 'CN=WEB1',
    name: 'EXAMPLE\\web1$',
    className: 'computer',
    domainController: 'no',
    mayRetrieve: 'yes',
    through: 'EXAMPLE\\hosts',
  });
});

test('the SID of one is empty where it was not read', () => {
  const nameless = computer({ memberOf: [0], sid: undefined });
  expect(retrievers(`D:(A;;RP;;;${HOSTS})`).account(nameless, 'CN=x', 'x', '')?.sid).toBe('');
});

describe('an account may retrieve the password', () => {
  test.each<[string, string, Parameters<typeof user>[2], string | null]>([
    ['as the trustee itself', `D:(A;;RP;;;${sid(1001)})`, {}, sid(1001)],
    ['as somebody else', `D:(A;;RP;;;${sid(1002)})`, {}, null],
    ['as a member', `D:(A;;RP;;;${HOSTS})`, { memberOf: [0] }, 'EXAMPLE\\hosts'],
    ['as a member of one of its groups', `D:(A;;RP;;;${HOSTS})`, { memberOf: [7, 0] }, 'EXAMPLE\\hosts'],
    ['through a nested group', `D:(A;;RP;;;${HOSTS})`, { memberOf: [1] }, 'EXAMPLE\\hosts'],
    ['through two nested groups', `D:(A;;RP;;;${HOSTS})`, { memberOf: [2] }, 'EXAMPLE\\hosts'],
    ['through a domain-local group of its domain', `D:(A;;RP;;;${HOSTS})`, { memberOf: [5] }, 'EXAMPLE\\hosts'],
    ['not through another group', `D:(A;;RP;;;${HOSTS})`, { memberOf: [7] }, null],
    ['not without groups', `D:(A;;RP;;;${HOSTS})`, {}, null],
    ['not as a member of a group that the trustee is in', `D:(A;;RP;;;${sid(2001)})`, { memberOf: [0] }, null],
    ['through a former SID', `D:(A;;RP;;;${FORMER})`, { sidHistory: [FOREIGN, FORMER] }, FORMER],
    ['not through another former SID', `D:(A;;RP;;;${FORMER})`, { sidHistory: [FOREIGN] }, null],
    ['as a member by primary group', `D:(A;;RP;;;${sid(515)})`, { primaryGroupId: 515 }, sid(515)],
    ['through its primary group, nested', `D:(A;;RP;;;${HOSTS})`, { primaryGroupId: 2009 }, 'EXAMPLE\\hosts'],
    ['through a primary group that no source holds', `D:(A;;RP;;;${sid(516)})`, { primaryGroupId: 516 }, sid(516)],
    ['not through another primary group', `D:(A;;RP;;;${HOSTS})`, { primaryGroupId: 515 }, null],
    [
      'not by a primary group, where its SID was not read',
      `D:(A;;RP;;;${sid(515)})`,
      { primaryGroupId: 515, sid: undefined },
      null,
    ],
    ['without a SID, as a member', `D:(A;;RP;;;${HOSTS})`, { memberOf: [0], sid: undefined }, 'EXAMPLE\\hosts'],
  ])('%s', (_, dacl, more, expected) => {
    expect(through(dacl, more)).toBe(expected);
  });

  test('a distribution group gives nothing, nor does it lead on to what it is in', () => {
    expect(through(`D:(A;;RP;;;${HOSTS})`, { memberOf: [3] })).toBeNull();
    expect(through(`D:(A;;RP;;;${HOSTS})`, { memberOf: [4] })).toBeNull();
    expect(through(`D:(A;;RP;;;${sid(2003)})`, { memberOf: [3] })).toBeNull();
  });

  test('one group may lead to several trustees: the first entry that lets one of them in is told', () => {
    const list = `D:(D;;WP;;;${HOSTS})(A;;RP;;;${sid(2001)})(A;;RP;;;${HOSTS})`;
    expect(through(list, { memberOf: [2] })).toBe(sid(2001));
    expect(through(list, { memberOf: [0] })).toBe('EXAMPLE\\hosts');
    expect(through(`D:(D;;RP;;;${sid(2001)})(A;;RP;;;${HOSTS})`, { memberOf: [2] })).toBeNull();
    expect(through(`D:(D;;RP;;;${HOSTS})(A;;RP;;;${sid(2001)})`, { memberOf: [2] })).toBeNull();
  });

  test('a domain-local group counts on controllers of its own domain only', () => {
    const elsewhere = new Retrievers(directory, parseSddl(`O:SYG:SYD:(A;;RP;;;${HOSTS})`), () => null, null);
    expect(elsewhere.account(computer({ memberOf: [5] }), '', '', '')).toBeNull();
    expect(elsewhere.account(computer({ memberOf: [1] }), '', '', '')).not.toBeNull();
  });
});

describe('by the list, entry by entry', () => {
  const MINE = sid(1001);
  test.each<[string, string, string | null]>([
    ['read all properties', `D:(A;;RP;;;${MINE})`, MINE],
    ['full control', `D:(A;;GA;;;${MINE})`, MINE],
    ['what the tools write', `D:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${MINE})`, MINE],
    ['generic read', `D:(A;;GR;;;${MINE})`, MINE],
    ['read permissions alone', `D:(A;;RC;;;${MINE})`, null],
    ['write properties alone', `D:(A;;WP;;;${MINE})`, null],
    ['one attribute alone', `D:(OA;;RP;00000000-0000-0000-0000-000000000001;;${MINE})`, null],
    ['denied before it is allowed', `D:(D;;RP;;;${HOSTS})(A;;RP;;;${MINE})`, null],
    ['allowed before it is denied', `D:(A;;RP;;;${MINE})(D;;RP;;;${HOSTS})`, MINE],
    ['denied to everybody before', `D:(D;;RP;;;WD)(A;;RP;;;${MINE})`, null],
    ['denied to authenticated users before', `D:(D;;RP;;;AU)(A;;RP;;;${MINE})`, null],
    ['another right denied before', `D:(D;;WP;;;${MINE})(A;;RP;;;${MINE})`, MINE],
    ['for objects below alone', `D:(A;CIIO;RP;;;${MINE})`, null],
    ['of two, the first that lets it in', `D:(A;;RP;;;${HOSTS})(A;;RP;;;${MINE})`, 'EXAMPLE\\hosts'],
    // Those whom everybody's entry lets in are told once, not one by one.
    ['everybody first', `D:(A;;RP;;;WD)(A;;RP;;;${MINE})`, null],
    ['everybody behind it', `D:(A;;RP;;;${MINE})(A;;RP;;;WD)`, MINE],
    ['the account whose password it is', `D:(A;;RP;;;PS)(D;;RP;;;${MINE})`, null],
    ['an empty list', 'D:', null],
    ['no list', 'D:NO_ACCESS_CONTROL', null],
  ])('%s', (_, dacl, expected) => {
    expect(through(dacl, { memberOf: [0] })).toBe(expected);
  });

  /** Of which it is not known (MS-DTYP 2.4.4.17: the claims of a user are in no directory); through whom it may, perhaps. */
  test.each<[string, string, readonly string[] | null]>([
    ['allowed on a condition', `D:(XA;;RP;;;${MINE};(@User.x == 1))`, ['unknown', MINE]],
    ['allowed on a condition to its group', `D:(XA;;RP;;;${HOSTS};(@User.x == 1))`, ['unknown', 'EXAMPLE\\hosts']],
    ['denied on a condition before', `D:(XD;;RP;;;${HOSTS};(@User.x == 1))(A;;RP;;;${MINE})`, ['unknown', MINE]],
    ['denied to everybody on one before', `D:(XD;;RP;;;WD;(@User.x == 1))(A;;RP;;;${MINE})`, ['unknown', MINE]],
    ['denied on a condition behind', `D:(A;;RP;;;${MINE})(XD;;RP;;;${HOSTS};(@User.x == 1))`, ['yes', MINE]],
    [
      'denied on a condition, another right allowed first',
      `D:(XD;;RP;;;${HOSTS};(@User.x == 1))(A;;WP;;;${HOSTS})(A;CIIO;RP;;;${HOSTS})(A;;RP;;;${MINE})`,
      ['unknown', MINE],
    ],
    ['denied on a condition, and for certain behind it', `D:(XD;;RP;;;${MINE};(@User.x == 1))(D;;RP;;;${HOSTS})`, null],
    [
      'both on a condition, denied for certain behind',
      `D:(XA;;RP;;;${HOSTS};(@User.x == 1))(D;;RP;;;${MINE})(A;;RP;;;${HOSTS})`,
      ['unknown', 'EXAMPLE\\hosts'],
    ],
    ['allowed on a condition or without', `D:(XA;;RP;;;${HOSTS};(@User.x == 1))(A;;RP;;;${MINE})`, ['yes', MINE]],
    // Whom everybody's entry may let in is told once, with everybody.
    ['everybody on a condition alone', `D:(XA;;RP;;;WD;(@User.x == 1))(A;;WP;;;${MINE})`, null],
    ['everybody on a condition, itself denied', `D:(XA;;RP;;;WD;(@User.x == 1))(D;;RP;;;${MINE})`, null],
    [
      'everybody and itself on a condition',
      `D:(XA;;RP;;;WD;(@User.x == 1))(XA;;RP;;;${MINE};(@User.y == 1))`,
      ['unknown', MINE],
    ],
    // Memberships are followed to the trustees of the list, not to whatever a condition names.
    ['by a membership that only the condition names', `D:(XA;;RP;;;${MINE};(Member_of {SID(BA)}))`, ['unknown', MINE]],
    ['by one that is known', `D:(XA;;RP;;;${MINE};(Member_of {SID(${HOSTS})}))(A;;WP;;;${HOSTS})`, ['yes', MINE]],
    ['by one that is not there', `D:(XA;;RP;;;${MINE};(Member_of {SID(${FORMER})}))(A;;WP;;;${FORMER})`, null],
  ])('%s', (_, dacl, expected) => {
    const facts = retrievers(dacl).account(computer({ memberOf: [0] }), '', '', '');
    expect(facts && [facts.mayRetrieve, facts.through]).toEqual(expected);
  });

  test('accounts that match the same trustees have the same answer, others their own', () => {
    const list = retrievers(`D:(D;;RP;;;${sid(2007)})(A;;RP;;;${HOSTS})`);
    const may = (memberOf: readonly number[]) => list.account(computer({ memberOf }), '', '', '') !== null;
    expect([[0], [7], [0, 7], [7, 0], [1], [0]].map(may)).toEqual([true, false, false, false, true, true]);
  });
});

describe('is a domain controller', () => {
  test.each<[string, Parameters<typeof user>[2], Tristate]>([
    ['server trust account', { userAccountControl: 0x2000 }, 'yes'],
    ['a domain controller as it is', { userAccountControl: 0x82000, primaryGroupId: 516 }, 'yes'],
    ['read-only', { userAccountControl: 0x5001000, primaryGroupId: 521 }, 'yes'],
    ['partial secrets', { userAccountControl: 0x4000000 }, 'yes'],
    ['a workstation', { userAccountControl: 0x1000 }, 'no'],
    // The flags are what the directory goes by.
    ['a workstation with their primary group', { userAccountControl: 0x1000, primaryGroupId: 516 }, 'no'],
    ['flags of nothing', { userAccountControl: 0 }, 'no'],
    ['flags not read, primary group 516', { userAccountControl: undefined, primaryGroupId: 516 }, 'yes'],
    ['flags not read, primary group 521', { userAccountControl: undefined, primaryGroupId: 521 }, 'yes'],
    ['flags not read, primary group 515', { userAccountControl: undefined, primaryGroupId: 515 }, 'no'],
    ['neither read', { userAccountControl: undefined, primaryGroupId: undefined }, 'unknown'],
  ])('%s', (_, more, expected) => {
    const facts = retrievers(`D:(A;;RP;;;${sid(1001)})`).account(computer(more), '', '', '');
    expect(facts?.domainController).toBe(expected);
  });
});

describe('whom the sources do not hold, and everybody', () => {
  const told = (dacl: string): readonly RetrieverFacts[] => [...retrievers(dacl).unexpanded()];
  const somebody = (
    who: Sid,
    domainController: Tristate,
    mayRetrieve: RetrieverFacts['mayRetrieve'] = 'yes',
  ): RetrieverFacts => ({
    sid: who,
    dn: '',
    name: who,
    className: '',
    domainController,
    mayRetrieve,
    through: who,
  });

  test.each<[string, string, readonly RetrieverFacts[]]>([
    ['an unknown SID', `D:(A;;RP;;;${FOREIGN})`, [somebody(FOREIGN, 'unknown')]],
    ['Everyone', 'D:(A;;RP;;;WD)', [somebody('S-1-1-0', 'no')]],
    ['Authenticated Users', 'D:(A;;RP;;;AU)', [somebody('S-1-5-11', 'no')]],
    ['NETWORK', 'D:(A;;RP;;;NU)', [somebody('S-1-5-2', 'no')]],
    ['ANONYMOUS', 'D:(A;;RP;;;AN)', [somebody('S-1-5-7', 'no')]],
    ['all domain controllers', 'D:(A;;RP;;;ED)', [somebody('S-1-5-9', 'yes')]],
    ['SYSTEM', 'D:(A;;RP;;;SY)', [somebody('S-1-5-18', 'unknown')]],
    ['a group of which all members are known', `D:(A;;RP;;;${HOSTS})`, []],
    ['an account that is known', `D:(A;;RP;;;${sid(1500)})`, []],
    [
      'an open group',
      `D:(A;;RP;;;${sid(2008)})`,
      [
        {
          sid: sid(2008),
          dn: `CN=open,OU=Staff,${DOMAIN_DN}`,
          name: sid(2008),
          className: 'group',
          domainController: 'unknown',
          mayRetrieve: 'yes',
          through: sid(2008),
        },
      ],
    ],
    ['denied', `D:(D;;RP;;;${FOREIGN})`, []],
    ['denied before it is allowed', `D:(D;;RP;;;${FOREIGN})(A;;RP;;;${FOREIGN})`, []],
    ['denied to everybody before', `D:(D;;RP;;;WD)(A;;RP;;;${FOREIGN})`, []],
    ['another right', `D:(A;;WP;;;${FOREIGN})`, []],
    [
      'with a condition that cannot be told',
      `D:(XA;;RP;;;${FOREIGN};(@User.x == 1))`,
      [somebody(FOREIGN, 'unknown', 'unknown')],
    ],
    ['everybody on a condition', 'D:(XA;;RP;;;WD;(@User.x == 1))', [somebody('S-1-1-0', 'no', 'unknown')]],
    ['two of them', `D:(A;;RP;;;${FOREIGN})(A;;RP;;;WD)`, [somebody(FOREIGN, 'unknown'), somebody('S-1-1-0', 'no')]],
    ['an empty list', 'D:', []],
    [
      'no list, which lets everybody in',
      'D:NO_ACCESS_CONTROL',
      [{ ...somebody('S-1-1-0', 'no'), through: 'everybody (there is no DACL)' }],
    ],
    ['a descriptor without the part', '', [{ ...somebody('S-1-1-0', 'no'), through: 'everybody (there is no DACL)' }]],
  ])('%s', (_, dacl, expected) => {
    expect(told(dacl)).toEqual(expected);
  });

  test('are told by their names', () => {
    const names: Readonly<Record<Sid, string>> = { 'S-1-1-0': 'Everyone', [FOREIGN]: 'OTHER\\x' };
    const named = (dacl: string) =>
      [
        ...new Retrievers(
          directory,
          parseSddl(`O:SYG:SY${dacl}`),
          (asked) => names[asked] ?? null,
          domainId(0),
        ).unexpanded(),
      ].map(({ name, through }) => [name, through]);
    expect(named(`D:(A;;RP;;;${FOREIGN})`)).toEqual([['OTHER\\x', 'OTHER\\x']]);
    expect(named('D:NO_ACCESS_CONTROL')).toEqual([['Everyone', 'everybody (there is no DACL)']]);
  });
});

describe('the scope', () => {
  const scene = async (dacl: string) =>
    loadDirectory(
      memorySource({ groups: [group(2000, 'hosts', GLOBAL)], descriptors: ['O:SYG:SYD:', `O:SYG:SY${dacl}`] }),
    );
  const gmsa = (retrievers?: number) =>
    auditedUser(1000, 'gmsa$', { kind: 'gmsa', record: { managed: { retrievers } } });

  test('tells first whom no source holds, then each account that may as it passes', async () => {
    const context = contextOf(await scene(`D:(A;;RP;;;${FOREIGN})(A;;RP;;;${HOSTS})`), gmsa(1));
    const { account } = context;
    expect([...retrieverScope.start!(context)]).toEqual([
      {
        account,
        retriever: {
          sid: FOREIGN,
          dn: '',
          name: FOREIGN,
          className: '',
          domainController: 'unknown',
          mayRetrieve: 'yes',
          through: FOREIGN,
        },
      },
    ]);
    const observe = retrieverScope.observer!(context)!;
    const identity = { sid: sid(1001), dn: 'CN=WEB1', name: 'EXAMPLE\\web1$' };
    const passes = (record: AccountRecord) =>
      observe({
        record,
        identity,
        className: 'computer',
        retriever: context.retrievers!.take(record, identity, 'computer'),
      });
    expect(passes(computer({ memberOf: [0] }))).toEqual({
      account,
      retriever: {
        sid: sid(1001),
        dn: 'CN=WEB1',
        name: 'EXAMPLE\\web1$',
        className: 'computer',
        domainController: 'no',
        mayRetrieve: 'yes',
        through: 'EXAMPLE\\hosts',
      },
    });
    expect(passes(computer())).toBeNull();
  });

  test.each([
    ['whose list was not read', gmsa()],
    ['whose list is damaged', gmsa(2)],
    ['that is no managed service account', auditedUser(1000, 'x')],
    ['that is a group', auditedGroup(0, HOSTS, 'hosts')],
    ['that is LocalSystem', LOCAL_SYSTEM],
  ])('of an account %s tells nothing', async (_, audited) => {
    const context = contextOf(await scene(`D:(A;;RP;;;${FOREIGN})`), audited);
    expect([...retrieverScope.start!(context)]).toEqual([]);
    expect(retrieverScope.observer!(context)).toBeNull();
  });
});
