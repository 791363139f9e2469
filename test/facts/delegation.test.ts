import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { type DelegationFacts, delegationScope, delegationsTo } from '../../src/facts/delegation.js';
import {
  alias,
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  type Plain,
  PWD_LAST_SET as PWD,
  RESET_PASSWORD as RESET,
  ACCOUNT_RESTRICTIONS as SET,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
} from '../directory/memory-source.js';
import { auditedUser, LOCAL_SYSTEM } from '../verdicts/accounts.js';
import { DISABLE, FORCE, RESET as RESET_ACTION } from '../verdicts/actions.js';
import { contextOf } from './context.js';

const sid = (rid: number): Sid => `${DOMAIN_SID}-${rid}`;
const ME = sid(1000);
const TEAM = sid(2001);
const ACTIONS = [DISABLE, FORCE, RESET_ACTION];
const OU = `OU=Deep,OU=Staff,${DOMAIN_DN}`;

interface Scene {
  /** SDDL of OU=Deep; of the domain and OU=Staff it has nothing in it. */
  readonly deep: string;
  readonly domain?: string;
  readonly holder?: string;
  /** Number of the class list of OU=Deep. */
  readonly classes?: number | undefined;
  readonly more?: readonly Plain<ModelRecord>[];
}

async function contextIn(
  { deep, domain, holder, classes = 3, more = [] }: Scene,
  account = auditedUser(1000, 'actor', { groups: [0, 1] }),
) {
  const directory = await loadDirectory(
    memorySource({
      groups: [
        group(2001, 'team', GLOBAL),
        group(2002, 'local', DOMAIN_LOCAL),
        group(513, 'Domain Users', GLOBAL),
        alias(554, 'Pre-Windows 2000 Compatible Access'),
        group(2003, 'apart', GLOBAL),
      ],
      foreign: [{ sid: 'S-1-5-11', memberOf: [3] }],
      descriptors: [domain ?? 'O:SYG:SYD:', `O:SYG:SYD:${deep}`, holder ?? 'O:SYG:SYD:'],
      adminSDHolder: holder === undefined ? undefined : 2,
      more: [{ type: 'container', dn: OU, parent: 3, classes, descriptor: 1 }, ...more],
    }),
  );
  return contextOf(directory, account, ACTIONS);
}

async function delegations(
  scene: Scene,
  account?: Parameters<typeof contextIn>[1],
): Promise<readonly DelegationFacts[]> {
  const { tokens, shared, actions, privileged } = await contextIn(scene, account);
  return delegationsTo(tokens, shared, actions, privileged);
}

test('every field', async () => {
  expect(
    await delegations({ deep: `(A;;RC;;;AU)(OA;CIIO;RPWP;${UAC};${USER_CLASS};${TEAM})(OA;CI;CRWP;;;${ME})` }),
  ).toEqual([
    {
      holder: OU,
      objects: 1,
      where: [OU],
      atDomainRoot: false,
      onAdminSDHolder: false,
      index: 1,
      identity: `(OA;CIIO;RPWP;${UAC};${USER_CLASS};${TEAM})`,
      sddl: `(OA;CIIO;RPWP;${UAC};${USER_CLASS};${TEAM})`,
      trustee: TEAM,
      trusteeName: 'EXAMPLE\\team',
      direct: false,
      through: '',
      actions: ['disable'],
      rights: ['read userAccountControl', 'write userAccountControl'],
      excess: [],
      appliesTo: 'user',
      inheritOnly: true,
      byDefault: false,
      default: 'no',
    },
    {
      holder: OU,
      objects: 1,
      where: [OU],
      atDomainRoot: false,
      onAdminSDHolder: false,
      index: 2,
      identity: `(OA;CI;WPCR;;;${ME})`,
      sddl: `(OA;CI;WPCR;;;${ME})`,
      trustee: ME,
      trusteeName: ME,
      direct: true,
      through: '',
      actions: ['disable', 'force-password-change', 'reset-password'],
      rights: ['write all properties', 'all extended rights'],
      excess: ['write all properties', 'all extended rights'],
      appliesTo: '',
      inheritOnly: false,
      byDefault: false,
      default: 'no',
    },
  ]);
});

describe('which entries are told', () => {
  test.each<[string, string, number[]]>([
    ['of the account', `(A;CI;WP;;;${ME})`, [0]],
    ['of a group', `(A;CI;WP;;;${TEAM})`, [0]],
    ['of a domain-local group', `(A;CI;WP;;;${sid(2002)})`, [0]],
    ['of somebody else', `(A;CI;WP;;;${sid(2003)})`, []],
    ['of whom it is not known', '(A;CI;WP;;;S-1-5-21-7-7-7-1)', []],
    ['inherited', `(A;CIID;WP;;;${ME})`, []],
    ['denying', `(D;;WP;;;${ME})(OD;;WP;${UAC};;${ME})`, []],
    ['with a condition', `(XA;CI;WP;;;${ME};(@User.x == 1))`, [0]],
    ['rights that no action needs', `(A;CI;SD;;;${ME})(OA;CI;RP;${PWD};;${TEAM})`, [0, 1]],
    // Whom everybody carries: only what gives an action's request.
    ['of authenticated users, reading', '(A;CI;RP;;;AU)(A;CI;GR;;;AU)', []],
    ['of authenticated users, giving a request', `(A;CI;RP;;;AU)(OA;CI;WP;${SET};;AU)`, [1]],
    ['of Everyone, reading', '(A;CI;RP;;;WD)', []],
    ['of Everyone, giving a request', '(A;CI;CR;;;WD)', [0]],
    ['of an alias, reading', '(A;CI;RP;;;RU)', []],
    ['of an alias, giving a request', '(A;CI;WP;;;RU)', [0]],
    ['of Domain Users, reading', `(A;CI;RP;;;${sid(513)})`, []],
    ['of Domain Users, giving a request', `(A;CI;WP;;;${sid(513)})`, [0]],
    ['several', `(A;CI;WP;;;${sid(2003)})(A;CI;RP;;;${ME})(A;CI;RP;;;AU)(A;CI;RP;;;${TEAM})`, [1, 3]],
  ])('%s', async (_, deep, expected) => {
    expect((await delegations({ deep })).map(({ index }) => index)).toEqual(expected);
  });

  test.each([
    [513, []],
    [514, []],
    [515, []],
    [516, []],
    [512, [0]],
    [517, [0]],
    [1513, [0]],
    [5130, [0]],
  ])('whose primary group is %i: %j', async (rid, expected) => {
    const account = auditedUser(1000, 'actor', { primaryGroup: rid });
    expect((await delegations({ deep: `(A;CI;RP;;;${sid(rid)})` }, account)).map(({ index }) => index)).toEqual(
      expected,
    );
  });

  test('LocalSystem has no delegation', async () => {
    expect(await delegations({ deep: '(A;CI;GA;;;SY)(A;CI;GA;;;BA)' }, LOCAL_SYSTEM)).toEqual([]);
  });
});

describe('where they stand', () => {
  test('at the root of the domain, and on AdminSDHolder', async () => {
    const list = `O:SYG:SYD:(A;;WP;;;${ME})`;
    const found = await delegations({ deep: '', domain: list, holder: `O:SYG:SYD:(A;;RP;;;${ME})` });
    expect(found.map(({ holder, atDomainRoot, onAdminSDHolder }) => [holder, atDomainRoot, onAdminSDHolder])).toEqual([
      [DOMAIN_DN, true, false],
      [`CN=AdminSDHolder,CN=System,${DOMAIN_DN}`, false, true],
    ]);
  });

  test('the same entry on several containers is one delegation; that of the root is another', async () => {
    const list = `O:SYG:SYD:(A;CI;WP;;;${ME})`;
    const found = await delegations({ deep: `(A;;RC;;;AU)(A;CI;WP;;;${ME})(A;CI;WP;;;${ME})`, domain: list });
    expect(
      found.map(({ objects, where, atDomainRoot, index, identity }) => [objects, where, atDomainRoot, index, identity]),
    ).toEqual([
      [1, [DOMAIN_DN], true, 0, `root of ${DOMAIN_SID}|(A;CI;WP;;;${ME})`],
      [2, [`OU=Staff,${DOMAIN_DN}`, OU], false, 0, `(A;CI;WP;;;${ME})`],
    ]);
  });

  test('containers of no domain, without a descriptor or without a list, hold none', async () => {
    const more: Plain<ModelRecord>[] = [
      { type: 'container', dn: 'CN=Configuration,DC=elsewhere', descriptor: 1 },
      { type: 'container', dn: `OU=Unread,${DOMAIN_DN}`, parent: 0 },
      { type: 'container', dn: `OU=Open,${DOMAIN_DN}`, parent: 0, descriptor: 3 },
      { type: 'descriptor', base64: Buffer.from('0100048000', 'hex').toString('base64') },
    ];
    const found = await delegations({ deep: `(A;CI;WP;;;${ME})`, domain: 'O:SYG:SYD:NO_ACCESS_CONTROL', more });
    expect(found.map(({ holder }) => holder)).toEqual([OU]);
  });

  test.each<[string, number | undefined, string, number[]]>([
    ['an account that has objects below it', 0, `(A;;WP;;;${ME})(A;CI;WP;;;${ME})(A;OI;WP;;;${ME})`, [1]],
    ['a computer', 2, `(A;;WP;;;${ME})(A;CIIO;WP;;;${ME})`, [1]],
    ['a container', 3, `(A;;WP;;;${ME})(A;CI;WP;;;${ME})`, [1]],
    ['an object whose class was not read', 99, `(A;;WP;;;${ME})(A;CI;WP;;;${ME})`, [1]],
  ])('%s', async (_, classes, deep, expected) => {
    expect((await delegations({ deep, classes })).map(({ index }) => index)).toEqual(expected);
  });

  test('the name of its class in another spelling', async () => {
    const more = [{ type: 'classes', names: ['TOP', 'USER'] } as const];
    expect(await delegations({ deep: `(A;;WP;;;${ME})`, classes: 4, more })).toEqual([]);
  });
});

describe('what they give', () => {
  test.each<[string, string, Pick<DelegationFacts, 'actions' | 'rights' | 'excess' | 'appliesTo'>]>([
    [
      'the attribute of one action',
      `(OA;CI;WP;${PWD};;${ME})`,
      { actions: ['force-password-change'], rights: ['write pwdLastSet'], excess: [], appliesTo: '' },
    ],
    [
      'a property set',
      `(OA;CI;WP;${SET};;${ME})`,
      {
        actions: ['disable', 'force-password-change'],
        rights: ['write property set User-Account-Restrictions'],
        excess: ['write property set User-Account-Restrictions'],
        appliesTo: '',
      },
    ],
    [
      'an extended right',
      `(OA;CIIO;CR;${RESET};${COMPUTER_CLASS};${ME})`,
      {
        actions: ['reset-password'],
        rights: ['extended right User-Force-Change-Password'],
        excess: [],
        appliesTo: 'computer',
      },
    ],
    [
      'for a class that no schema has',
      `(OA;CIIO;WP;${UAC};00000000-0000-0000-0000-000000000009;${ME})`,
      {
        actions: ['disable'],
        rights: ['write userAccountControl'],
        excess: [],
        appliesTo: '{00000000-0000-0000-0000-000000000009}',
      },
    ],
    [
      'for what is no class',
      `(OA;CIIO;WP;${UAC};${PWD};${ME})`,
      { actions: ['disable'], rights: ['write userAccountControl'], excess: [], appliesTo: `{${PWD}}` },
    ],
    [
      'everything',
      `(A;CI;GA;;;${ME})`,
      {
        actions: ['disable', 'force-password-change', 'reset-password'],
        rights: ['full control'],
        excess: ['full control'],
        appliesTo: '',
      },
    ],
  ])('%s', async (_, deep, expected) => {
    expect(await delegations({ deep })).toEqual([expect.objectContaining(expected)]);
  });
});

test('the scope tells each with the account', async () => {
  const context = await contextIn({ deep: `(A;CI;WP;;;${ME})(A;CI;RP;;;${TEAM})` });
  const found = delegationsTo(context.tokens, context.shared, context.actions, context.privileged);
  expect(found).toHaveLength(2);
  expect([...delegationScope.start!(context)]).toEqual(
    found.map((delegation) => ({ account: context.account, delegation })),
  );
  expect(Object.keys(delegationScope)).toEqual(['start']);
});
