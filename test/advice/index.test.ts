import { describe, expect, test } from '@jest/globals';
import {
  ACT,
  COMPUTER_CLASS,
  changeFor,
  HELPERS,
  type Lists,
  NOTHING,
  shortOptions,
  USER_CLASS,
  write,
} from './situations.js';

const OTHER = '(A;;RC;;;SY)';
const FOR_USERS = write('A', HELPERS, 'CIIO', USER_CLASS);
const ADMIN: Lists = { admin: true, target: `P${NOTHING}`, adminCount: 1 };
const DOMAIN_ADMIN_ALLOWED: Lists = { admin: true, target: `P${write('A', HELPERS)}` };

describe('what allows it', () => {
  test.each<[string, Lists, readonly string[]]>([
    ['no entry at all', {}, ['+ Desk EXAMPLE\\act user = can']],
    [
      'an entry for another class',
      { desk: `${NOTHING}${write('A', HELPERS, 'CIIO', COMPUTER_CLASS)}` },
      ['+ Desk EXAMPLE\\helpers user = can'],
    ],
    ['an entry of its own for what is below it', { target: FOR_USERS }, ['+ target EXAMPLE\\helpers itself = can']],
    [
      'inheritance off',
      { desk: FOR_USERS, target: `P${OTHER}` },
      ['enable-inheritance target = can', '+ target EXAMPLE\\helpers itself = can'],
    ],
    [
      'inheritance off, and what would come denies: the denial goes, or it stays off',
      { desk: `${write('D', HELPERS, 'CIIO', USER_CLASS)}${FOR_USERS}`, target: `P${OTHER}` },
      ['enable-inheritance target; - Desk 0 = can', '+ target EXAMPLE\\helpers itself = can'],
    ],
    ['an entry that has not come down', { desk: FOR_USERS, target: OTHER }, ['propagate Desk = can']],
    [
      'AdminSDHolder has left its mark',
      { desk: FOR_USERS, target: `P${NOTHING}`, adminCount: 1 },
      ['confirm target; enable-inheritance target; clear-admin-count target = can'],
    ],
    [
      'a denial, which is taken away, or the group that it is for left',
      { target: `${write('D', HELPERS)}${write('A', ACT)}` },
      ['- target 0 = can', 'act leaves helpers = can'],
    ],
    [
      'a denial of a group through another group: the last membership ends',
      { target: `${write('D', 'S-1-5-21-10-20-30-1300')}${write('A', ACT)}` },
      ['- target 0 = can', 'helpers leaves local = can'],
    ],
    [
      'a denial without anything that allows: both, and leaving the group is not enough',
      { target: write('D', HELPERS) },
      ['- target 0; + Desk EXAMPLE\\act user = can'],
    ],
    [
      'protected: AdminSDHolder, of which all hear, or out of the group with all that it takes then',
      ADMIN,
      [
        '+ AdminSDHolder EXAMPLE\\act itself = cannot > can',
        'target leaves Domain Admins; enable-inheritance target; clear-admin-count target; + Desk EXAMPLE\\act user = can',
      ],
    ],
    [
      'protected, and AdminSDHolder denies',
      { ...ADMIN, holder: `P${write('D', HELPERS)}${NOTHING}` },
      [
        '- AdminSDHolder 0; + AdminSDHolder EXAMPLE\\act itself = cannot > can',
        'target leaves Domain Admins; enable-inheritance target; clear-admin-count target; + Desk EXAMPLE\\act user = can',
      ],
    ],
    [
      'protected, and its own denial stays when it leaves (case 42)',
      { admin: true, target: `${write('D', 'AU')}${NOTHING}`, holder: `P${OTHER}` },
      [
        '+ AdminSDHolder EXAMPLE\\act itself = cannot > can',
        'target leaves Domain Admins; - target 0; + Desk EXAMPLE\\act user = can',
      ],
    ],
  ])('%s', async (_, lists, options) => {
    const change = await changeFor(lists);
    expect(change.goal).toBe('allow');
    expect(shortOptions(change.options, change.effects)).toEqual(options);
  });

  test('for a protected target, and for a denial, the caution comes with it', async () => {
    expect((await changeFor(ADMIN)).caution).toBe('protected-on-purpose');
    expect((await changeFor({ target: write('D', HELPERS) })).caution).toBe('deny-may-be-meant');
    expect((await changeFor({})).caution).toBeNull();
  });
});

describe('what makes it last', () => {
  test.each<[string, Lists, readonly string[]]>([
    [
      'nothing on AdminSDHolder',
      DOMAIN_ADMIN_ALLOWED,
      ['+ AdminSDHolder EXAMPLE\\helpers itself = can', 'target leaves Domain Admins = can'],
    ],
    [
      'a denial on AdminSDHolder (case 43)',
      { ...DOMAIN_ADMIN_ALLOWED, holder: `P${write('D', 'AU')}${NOTHING}` },
      ['- AdminSDHolder 0; + AdminSDHolder EXAMPLE\\helpers itself = can', 'target leaves Domain Admins = can'],
    ],
  ])('%s', async (_, lists, options) => {
    const change = await changeFor(lists);
    expect([change.goal, change.caution]).toEqual(['last', 'protected-on-purpose']);
    expect(shortOptions(change.options, change.effects)).toEqual(options);
  });
});

describe('what takes it away', () => {
  test.each<[string, Lists, readonly string[]]>([
    [
      'one entry, or the group',
      { target: write('A', HELPERS) },
      ['- target 0 = cannot', 'act leaves helpers = cannot'],
    ],
    [
      'two entries: the group alone is not enough',
      { target: `${write('A', HELPERS)}${write('A', ACT)}` },
      ['- target 0; - target 1 = cannot'],
    ],
    [
      'more entries than anybody removes one by one',
      { target: ['AU', 'WD', HELPERS, ACT].map((sid) => write('A', sid)).join('') },
      [],
    ],
    [
      'for a protected target: at AdminSDHolder, and then with the next run',
      { admin: true, target: `P${write('A', HELPERS)}`, holder: `P${write('A', HELPERS)}` },
      ['- AdminSDHolder 0 = can-until-sdprop > cannot', 'act leaves helpers = cannot'],
    ],
  ])('%s', async (_, lists, options) => {
    const change = await changeFor(lists);
    expect(change.goal).toBe('none');
    expect(shortOptions(change.revoke, change.revokeEffects)).toEqual(options);
  });
});

describe('what makes it take effect', () => {
  const LISTS: Lists = { target: `(OA;;WP;bf967a0a-0de6-11d0-a285-00aa003049e2;;${ACT})` };
  test.each<[string, number, string, readonly string[]]>([
    ['a password that never expires', 0x10200, 'take-effect', ['clear-flag target = can']],
    ['a smart card', 0x40200, 'impossible', []],
  ])('%s', async (_, flags, goal, options) => {
    const change = await changeFor({ ...LISTS, flags }, 'force-password-change');
    expect(change.goal).toBe(goal);
    expect(shortOptions(change.options, change.effects)).toEqual(options);
  });
});

describe('lists that are missing', () => {
  const CLASS = {
    type: 'class',
    guid: USER_CLASS,
    parent: 'person',
    category: 1,
    auxiliary: [],
    attributes: [],
  } as const;
  const DEFAULT = { ...CLASS, name: 'user', defaultSddl: 'D:(A;;RC;;;AU)' } as const;
  test.each<[string, Lists, string, readonly string[]]>([
    [
      'none at all, and the default list of the class is not known: not tried',
      { target: 'NO_ACCESS_CONTROL' },
      'repair',
      ['write-dacl target = default-list-unread'],
    ],
    [
      'none at all: with the default list it is refused',
      { target: 'NO_ACCESS_CONTROL', more: [DEFAULT] },
      'repair',
      ['write-dacl target = cannot'],
    ],
    [
      'an empty one: with the default list it is allowed as others are',
      { target: 'P', desk: FOR_USERS, more: [DEFAULT] },
      'allow',
      ['write-dacl target = can'],
    ],
  ])('%s', async (_, lists, goal, options) => {
    const change = await changeFor(lists);
    expect(change.goal).toBe(goal);
    expect(shortOptions(change.options, change.effects)).toEqual(options);
  });
});
