import { describe, expect, test } from '@jest/globals';
import { apply, type Change, namedBeyondModel, numberValues } from '../../src/changes/index.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { AccountRecord } from '../../src/directory/records.js';
import {
  alias,
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  type Plain,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
  user,
  type Written,
} from '../directory/memory-source.js';
import { aceOf, after, differences, HOLDER, STAFF, type World, worldOf } from './world.js';

const DESK = `OU=Desk,${STAFF}`;
const CLOSED = `OU=Closed,${STAFF}`;
const INSIDE = `OU=Inside,${CLOSED}`;
const JO = `CN=jo,${DESK}`;
const PC = `CN=pc,${DESK}`;
const IN = `CN=in,${INSIDE}`;
const GROUP = `CN=helpers,${STAFF}`;
const ADMINS = `CN=Domain Admins,${STAFF}`;
const BOSS = `CN=boss,${STAFF}`;
const OWNER = `${DOMAIN_SID}-1101`;

/**
 * The domain, and below it OU=Staff with OU=Desk (jo, a computer), and OU=Closed, whose inheritance is off (OU=Inside: in).
 * boss is in Domain Admins, in in helpers.
 */
const WRITTEN: Written = {
  descriptors: [
    'O:BAG:BAD:(A;;RC;;;AU)', // 0 the domain, Staff
    `O:${OWNER}G:BAD:(A;;RC;;;SY)`, // 1 what inherits
    'O:BAG:BAD:P(A;;RC;;;SY)', // 2 what does not
    'O:SYG:SYD:P(A;;RC;;;BA)', // 3 AdminSDHolder
  ],
  adminSDHolder: 3,
  groups: [
    group(1200, 'helpers', GLOBAL, [], { descriptor: 1, classes: 3 }),
    group(512, 'Domain Admins', GLOBAL, [2], { descriptor: 1, classes: 3 }),
    alias(544, 'Administrators', [], { descriptor: 1, classes: 3 }),
    group(1300, 'local', DOMAIN_LOCAL, [], { classes: 3, unresolvedMembers: ['CN=gone,DC=other'] }),
    group(513, 'Domain Users', GLOBAL, [], { descriptor: 2, classes: 3 }),
  ],
  foreign: [{ sid: 'S-1-5-11', memberOf: [0] }],
  accounts: [
    user(1101, 'jo', { parent: 5, descriptor: 1 }),
    user(1102, 'pc', { parent: 5, descriptor: 1, classes: 2 }),
    user(1103, 'in', { parent: 7, descriptor: 1, memberOf: [0] }),
    user(1104, 'boss', { descriptor: 1, memberOf: [1] }),
    user(1105, 'blind', { userAccountControl: undefined }),
  ],
  more: [
    { type: 'container', dn: DESK, parent: 3, classes: 3, descriptor: 1 },
    { type: 'container', dn: CLOSED, parent: 3, classes: 3, descriptor: 2 },
    { type: 'container', dn: INSIDE, parent: 6, classes: 3, descriptor: 1 },
    { type: 'container', dn: `CN=Configuration,${DOMAIN_DN}`, parent: 0, classes: 4, descriptor: 1 },
    { type: 'classes', names: ['top', 'configuration'] },
  ] satisfies readonly Plain<NonNullable<Written['more']>[number]>[],
};

const entry = (sddl: string, dn: string): Change => ({ kind: 'add-entry', dn, entry: aceOf(sddl) });
const named = ({ directory, accounts }: World, changes: readonly Change[]): AccountRecord[] => {
  const dns = namedBeyondModel(directory, changes);
  return accounts.filter((record) => dns.includes(`${record.rdn},${directory.containers[record.parent]!.dn}`));
};
async function changed(...changes: Change[]) {
  const world = await worldOf(WRITTEN);
  return { before: world, now: after(world, apply(world.directory, changes, named(world, changes))) };
}
const diff = async (...changes: Change[]) => {
  const { before, now } = await changed(...changes);
  return differences(before, now);
};
const recordOf = ({ accounts }: World, name: string) => accounts.find(({ rdn }) => rdn === `CN=${name}`)!;

// MS-ADTS 6.1.3, MS-DTYP 2.5.3.4: what an entry on OU=Staff becomes on everything below it.
describe('an entry added above', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['for itself only', '(A;;RP;;;WD)', {}],
    [
      'for everything below: not where inheritance is off',
      '(A;CI;RP;;;WD)',
      {
        [DESK]: '(A;CIID;RP;;;WD)',
        [JO]: '(A;CIID;RP;;;WD)',
        [PC]: '(A;CIID;RP;;;WD)',
        [GROUP]: '(A;CIID;RP;;;WD)',
        [ADMINS]: '(A;CIID;RP;;;WD)',
        [BOSS]: '(A;CIID;RP;;;WD)',
      },
    ],
    [
      'one level',
      '(A;CINP;RP;;;WD)',
      { [DESK]: '(A;ID;RP;;;WD)', [GROUP]: '(A;ID;RP;;;WD)', [ADMINS]: '(A;ID;RP;;;WD)', [BOSS]: '(A;ID;RP;;;WD)' },
    ],
    [
      'for users: it waits in everything else',
      `(OA;CIIO;WP;${UAC};${USER_CLASS};WD)`,
      {
        [DESK]: `(OA;CIIOID;WP;${UAC};${USER_CLASS};WD)`,
        [JO]: `(OA;CIID;WP;${UAC};${USER_CLASS};WD)`,
        [PC]: `(OA;CIIOID;WP;${UAC};${USER_CLASS};WD)`,
        [GROUP]: `(OA;CIIOID;WP;${UAC};${USER_CLASS};WD)`,
        [ADMINS]: `(OA;CIIOID;WP;${UAC};${USER_CLASS};WD)`,
        [BOSS]: `(OA;CIID;WP;${UAC};${USER_CLASS};WD)`,
      },
    ],
    ['for computers, one level', `(OA;CINPIO;WP;${UAC};${COMPUTER_CLASS};WD)`, {}],
    [
      'CREATOR OWNER: the owner of each object, and again below',
      '(A;CIIO;RP;;;CO)',
      Object.fromEntries(
        [DESK, JO, PC, GROUP, ADMINS, BOSS].map((dn) => [dn, `(A;ID;RP;;;${OWNER})(A;CIIOID;RP;;;CO)`]),
      ),
    ],
    [
      'CREATOR GROUP, one level',
      '(A;CINPIO;RP;;;CG)',
      Object.fromEntries([DESK, GROUP, ADMINS, BOSS].map((dn) => [dn, '(A;ID;RP;;;BA)'])),
    ],
  ])('%s', async (_, sddl, below) => {
    expect(await diff(entry(sddl, STAFF))).toEqual({
      [STAFF]: `O:BAG:BAD:(A;;RC;;;AU)${sddl}`,
      ...Object.fromEntries(Object.entries(below).map(([dn, text]) => [dn, `O:${OWNER}G:BAD:(A;;RC;;;SY)${text}`])),
    });
  });

  test('a list without room for it is refused by name: what a server makes of it is not known', async () => {
    const full = Array.from({ length: 1820 }, (_, n) => `(A;;RP;;;S-1-5-21-9-9-9-${n + 1})`).join('');
    const [descriptors, last] = [WRITTEN.descriptors!, WRITTEN.descriptors!.length];
    const world = await worldOf({
      ...WRITTEN,
      descriptors: [...descriptors, `O:${OWNER}G:BAD:${full}`],
      accounts: [...WRITTEN.accounts!, user(1106, 'full', { parent: 5, descriptor: last })],
    });
    const now = apply(world.directory, [entry('(A;CI;RP;;;WD)', STAFF)]);
    const record = recordOf(world, 'full');
    expect(() => now.account(record)).toThrow(
      expect.objectContaining({
        code: 'change',
        message: expect.stringMatching(/^the list of CN=full,OU=Desk,.* has no room .*65548 bytes/),
      }),
    );
    expect(now.account(recordOf(world, 'jo'))).not.toBe(recordOf(world, 'jo'));
  });

  test('the head of another naming context inherits nothing', async () => {
    const found = await diff(entry('(A;CI;RP;;;WD)', DOMAIN_DN));
    expect(Object.keys(found)).toContain(JO);
    expect(Object.keys(found)).not.toContain(`CN=Configuration,${DOMAIN_DN}`);
  });

  test('nothing is copied of an account that does not change', async () => {
    const { before, now } = await changed(entry('(A;CI;RP;;;WD)', DESK));
    const same = now.accounts.filter((record, index) => record === before.accounts[index]);
    expect(same.map(({ rdn }) => rdn)).toEqual(['CN=in', 'CN=boss', 'CN=blind']);
  });

  test('accounts of one descriptor, class and container share what it becomes', async () => {
    const twin = user(1109, 'twin', { parent: 5, descriptor: 1 });
    const world = await worldOf({ ...WRITTEN, accounts: [...WRITTEN.accounts!, twin] });
    const now = after(world, apply(world.directory, [entry('(A;CI;RP;;;WD)', STAFF)]));
    expect(recordOf(now, 'twin').descriptor).toBe(recordOf(now, 'jo').descriptor);
  });
});

describe('the place of an entry (MS-ADTS 6.1.3.1)', () => {
  const LIST = `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)(OA;;RP;${UAC};;WD)(A;CIID;RC;;;BA)`;
  test.each<[string, string]>([
    ['(D;;RP;;;SY)', `(D;;WP;;;WD)(D;;RP;;;SY)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)(OA;;RP;${UAC};;WD)`],
    [`(OD;;RP;${UAC};;SY)`, `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(OD;;RP;${UAC};;SY)(A;;RP;;;WD)(OA;;RP;${UAC};;WD)`],
    ['(A;;WP;;;SY)', `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)(A;;WP;;;SY)(OA;;RP;${UAC};;WD)`],
    [`(OA;;WP;${UAC};;SY)`, `(D;;WP;;;WD)(OD;;WP;${UAC};;WD)(A;;RP;;;WD)(OA;;RP;${UAC};;WD)(OA;;WP;${UAC};;SY)`],
  ])('%s', async (sddl, own) => {
    const world = await worldOf({ ...WRITTEN, descriptors: [`O:BAG:BAD:${LIST}`, ...WRITTEN.descriptors!.slice(1)] });
    const now = after(world, apply(world.directory, [entry(sddl, STAFF)]));
    expect(differences(world, now)[STAFF]).toBe(`O:BAG:BAD:${own}(A;CIID;RC;;;BA)`);
  });
});

describe('other changes of lists', () => {
  test('an entry removed above is gone below', async () => {
    const both: Change[] = [
      entry('(A;CI;RP;;;WD)', STAFF),
      { kind: 'remove-entry', dn: STAFF, entry: aceOf('(A;CI;RP;;;WD)') },
    ];
    expect(await diff(...both)).toEqual({});
  });

  test('inheritance on, and everything below with it', async () => {
    const found = await diff(entry('(A;CI;RP;;;WD)', STAFF), { kind: 'set-inheritance', dn: CLOSED, inherits: true });
    expect([found[CLOSED], found[INSIDE], found[IN]]).toEqual([
      'O:BAG:BAD:(A;;RC;;;SY)(A;CIID;RP;;;WD)',
      `O:${OWNER}G:BAD:(A;;RC;;;SY)(A;CIID;RP;;;WD)`,
      `O:${OWNER}G:BAD:(A;;RC;;;SY)(A;CIID;RP;;;WD)`,
    ]);
  });

  test.each<['nothing' | 'copies', string, string]>([
    ['nothing', '(A;;RC;;;SY)', '(A;;RC;;;SY)'],
    ['copies', '(A;;RC;;;SY)(A;CI;RP;;;WD)', '(A;;RC;;;SY)(A;CIID;RP;;;WD)'],
  ])('inheritance off, %s kept', async (keep, desk, jo) => {
    const off: Change = { kind: 'set-inheritance', dn: DESK, inherits: false, keep };
    const found = await diff(entry('(A;CI;RP;;;WD)', STAFF), off, {
      kind: 'remove-entry',
      dn: STAFF,
      entry: aceOf('(A;CI;RP;;;WD)'),
    });
    expect(found[DESK]).toBe(`O:${OWNER}G:BAD:P${desk}`);
    expect(found[JO] ?? `O:${OWNER}G:BAD:(A;;RC;;;SY)`).toBe(`O:${OWNER}G:BAD:${jo}`);
  });

  test('a whole list: what it says is inherited is made anew, and the parts that are not written stay', async () => {
    const descriptor = parseSddl('O:SYG:SYD:(A;ID;GA;;;WD)(A;CI;RP;;;AU)');
    const found = await diff({ kind: 'write-descriptor', dn: DESK, descriptor, parts: ['dacl'] });
    expect(found).toEqual({
      [DESK]: `O:${OWNER}G:BAD:(A;CI;RP;;;AU)`,
      [JO]: `O:${OWNER}G:BAD:(A;;RC;;;SY)(A;CIID;RP;;;AU)`,
      [PC]: `O:${OWNER}G:BAD:(A;;RC;;;SY)(A;CIID;RP;;;AU)`,
    });
  });

  test('another owner is whom CREATOR OWNER means', async () => {
    const descriptor = parseSddl('O:SYG:SYD:');
    const found = await diff(entry('(A;CIIO;RP;;;CO)', STAFF), {
      kind: 'write-descriptor',
      dn: JO,
      descriptor,
      parts: ['owner'],
    });
    expect(found[JO]).toBe('O:SYG:BAD:(A;;RC;;;SY)(A;ID;RP;;;SY)(A;CIIOID;RP;;;CO)');
  });

  test('no list at all (a NULL DACL) has nothing that could inherit', async () => {
    const descriptor = parseSddl('D:NO_ACCESS_CONTROL');
    const found = await diff(
      { kind: 'write-descriptor', dn: JO, descriptor, parts: ['dacl'] },
      entry('(A;CI;RP;;;WD)', STAFF),
    );
    expect(found[JO]).toBe(`O:${OWNER}G:BAD:NO_ACCESS_CONTROL`);
  });

  test('an inherited entry that has come from nowhere goes with the first write', async () => {
    const stray = [...WRITTEN.descriptors!, 'O:BAG:BAD:(A;;RC;;;SY)(A;ID;WP;;;WD)'];
    const accounts = WRITTEN.accounts!.map((account) =>
      account.rdn === 'CN=jo' ? { ...account, descriptor: 4 } : account,
    );
    const world = await worldOf({ ...WRITTEN, descriptors: stray, accounts });
    const changes: Change[] = [{ kind: 'remove-entry', dn: JO, entry: aceOf('(A;ID;WP;;;WD)') }];
    const now = after(world, apply(world.directory, changes, named(world, changes)));
    expect(differences(world, now)).toEqual({ [JO]: 'O:BAG:BAD:(A;;RC;;;SY)' });
  });
});

// MS-ADTS 3.1.1.6.1.3: the whole descriptor, owner and group included; adminCount.
describe('an AdminSDHolder run', () => {
  const RUN: Change = { kind: 'run-adminsdholder', domain: DOMAIN_DN };
  const STAMPED = 'O:SYG:SYD:P(A;;RC;;;BA)';

  test('reaches the protected groups and accounts', async () => {
    const { before, now } = await changed(RUN);
    const aliases = ['Administrators', 'Account Operators', 'Server Operators', 'Print Operators', 'Backup Operators'];
    expect(differences(before, now)).toEqual({
      [ADMINS]: STAMPED,
      ...Object.fromEntries(aliases.map((name) => [`CN=${name},CN=Builtin,${DOMAIN_DN}`, STAMPED])),
      [BOSS]: STAMPED,
    });
    expect(recordOf(now, 'boss').adminCount).toBe(1);
    const written = now.directory.groups.slice(0, WRITTEN.groups!.length);
    expect(written.map(({ adminCount }) => adminCount)).toEqual([null, 1, 1, null, null]);
  });

  test('with what was changed before: its own list, and who is protected', async () => {
    const found = await diff(
      entry('(A;;WP;;;WD)', HOLDER),
      { kind: 'remove-member', group: ADMINS, member: BOSS },
      { kind: 'add-member', group: ADMINS, member: JO },
      RUN,
    );
    expect(found[JO]).toBe('O:SYG:SYD:P(A;;RC;;;BA)(A;;WP;;;WD)');
    expect(found[BOSS]).toBeUndefined();
  });

  test('and what is changed afterwards stands until the next', async () => {
    const found = await diff(RUN, entry('(A;;WP;;;WD)', BOSS), { kind: 'set-inheritance', dn: ADMINS, inherits: true });
    expect([found[BOSS], found[ADMINS]]).toEqual(['O:SYG:SYD:P(A;;RC;;;BA)(A;;WP;;;WD)', 'O:SYG:SYD:(A;;RC;;;BA)']);
  });

  test("with AdminSDHolder's inheritance on, each object inherits from its own parent", async () => {
    const descriptors = WRITTEN.descriptors!.toSpliced(3, 1, 'O:SYG:SYD:(A;;RC;;;BA)');
    const world = await worldOf({ ...WRITTEN, descriptors });
    const made = apply(world.directory, [entry('(A;CI;RP;;;WD)', STAFF), RUN], world.accounts);
    const found = differences(world, after(world, made));
    expect(found[BOSS]).toBe('O:SYG:SYD:(A;;RC;;;BA)(A;CIID;RP;;;WD)');
  });
});

describe('memberships and attributes', () => {
  const memberships = ({ directory, accounts }: World) => ({
    accounts: accounts.map(({ memberOf }) => memberOf?.map(Number) ?? null),
    groups: WRITTEN.groups!.map((_, id) => directory.membership.direct(id as never).map(Number)),
    foreign: directory.membership.ofForeign('S-1-5-11').map((list) => list.map(Number)),
  });
  const BEFORE = {
    accounts: [null, null, [0], [1], null],
    groups: [[], [2], [], [], []],
    foreign: [[0]],
  };
  const ALL = `CN=S-1-5-11,CN=ForeignSecurityPrincipals,${DOMAIN_DN}`;
  const LOCAL = `CN=local,${STAFF}`;

  test.each<[Change, object]>([
    [{ kind: 'add-member', group: ADMINS, member: IN }, { accounts: [null, null, [0, 1], [1], null] }],
    [{ kind: 'remove-member', group: GROUP, member: IN }, { accounts: [null, null, [], [1], null] }],
    [{ kind: 'add-member', group: LOCAL, member: GROUP }, { groups: [[3], [2], [], [], []] }],
    [
      { kind: 'remove-member', group: `CN=Administrators,CN=Builtin,${DOMAIN_DN}`, member: ADMINS },
      { groups: [[], [], [], [], []] },
    ],
    [{ kind: 'add-member', group: LOCAL, member: ALL }, { foreign: [[0, 3]] }],
    [{ kind: 'remove-member', group: GROUP, member: ALL }, { foreign: [[]] }],
  ])('%j', async (change, different) => {
    const { before, now } = await changed(change);
    expect(memberships(before)).toEqual(BEFORE);
    expect(memberships(now)).toEqual({ ...BEFORE, ...different });
  });

  test('a member that no source has', async () => {
    const { now } = await changed({ kind: 'remove-member', group: LOCAL, member: 'cn=Gone, dc=other' });
    expect(now.directory.groups[3]!.unresolvedMembers).toEqual([]);
    // Others may have been left out by the same export.
    expect(now.directory.groups[3]!.incomplete).toBe(true);
  });

  test.each<[Change, Partial<AccountRecord>]>([
    [{ kind: 'set-flags', dn: JO, set: 0x10000, clear: 0x20 }, { userAccountControl: 0x10200 }],
    // What only says how things stand is never stored (MS-SAMR 3.1.1.8.10).
    [{ kind: 'set-flags', dn: JO, set: 0x800012, clear: 0 }, { userAccountControl: 0x202 }],
    [
      { kind: 'set-attribute', dn: JO, attribute: 'userAccountControl', values: numberValues(514) },
      { userAccountControl: 514 },
    ],
    [{ kind: 'set-attribute', dn: JO, attribute: 'adminCount', values: numberValues(1) }, { adminCount: 1 }],
    [{ kind: 'set-attribute', dn: JO, attribute: 'adminCount', values: [] }, {}],
  ])('%j', async (change, different) => {
    const { before, now } = await changed(change);
    expect(recordOf(now, 'jo')).toEqual({ ...recordOf(before, 'jo'), ...different });
  });

  test('another primary group: one entry goes, one comes (MS-SAMR 3.1.1.8.2)', async () => {
    const { now } = await changed({
      kind: 'set-attribute',
      dn: IN,
      attribute: 'primaryGroupID',
      values: numberValues(1200),
    });
    expect(recordOf(now, 'in')).toMatchObject({ primaryGroupId: 1200, memberOf: [4] });
  });
});

describe('what cannot be done is refused, with the reason', () => {
  test.each<[Change, string]>([
    [entry('(A;;RP;;;WD)', `CN=none,${STAFF}`), `the sources have no object CN=none,${STAFF}`],
    [
      { kind: 'remove-entry', dn: STAFF, entry: aceOf('(A;;WP;;;WD)') },
      `the list of ${STAFF} has no entry (A;;WP;;;WD)`,
    ],
    [entry('(A;ID;RP;;;WD)', STAFF), `an entry added to ${STAFF} cannot be an inherited one`],
    [
      entry('(A;;RP;;;WD)', `CN=System,${DOMAIN_DN}`),
      `the descriptor of CN=System,${DOMAIN_DN} was not read, or is damaged`,
    ],
    [entry('(A;;RP;;;WD)', `CN=blind,${STAFF}`), `the descriptor of CN=blind,${STAFF} was not read, or is damaged`],
    [
      { kind: 'set-inheritance', dn: `CN=Administrators,CN=Builtin,${DOMAIN_DN}`, inherits: true },
      `what CN=Administrators,CN=Builtin,${DOMAIN_DN} would inherit is not known: the descriptor above it was not read`,
    ],
    [{ kind: 'add-member', group: `CN=none,${STAFF}`, member: JO }, `the sources have no group CN=none,${STAFF}`],
    [{ kind: 'add-member', group: GROUP, member: 'CN=none' }, 'the sources have no principal CN=none'],
    [{ kind: 'add-member', group: GROUP, member: IN }, `${IN} is a member of ${GROUP} already`],
    [
      { kind: 'add-member', group: `CN=Domain Users,${STAFF}`, member: JO },
      `CN=Domain Users,${STAFF} is the primary group of ${JO}`,
    ],
    [{ kind: 'remove-member', group: GROUP, member: JO }, `${JO} is no direct member of ${GROUP}`],
    [
      { kind: 'set-flags', dn: `CN=blind,${STAFF}`, set: 2, clear: 0 },
      `userAccountControl of CN=blind,${STAFF} was not read, so that its bits are not known`,
    ],
    [
      { kind: 'set-flags', dn: JO, set: 0x1000, clear: 0x200 },
      `userAccountControl 4096 would make an account of another type of ${JO}`,
    ],
    [{ kind: 'set-flags', dn: STAFF, set: 2, clear: 0 }, `${STAFF} is no account, so it has no userAccountControl`],
    [
      { kind: 'set-attribute', dn: STAFF, attribute: 'adminCount', values: numberValues(1) },
      `adminCount of ${STAFF} is not looked at`,
    ],
    [
      { kind: 'set-attribute', dn: JO, attribute: 'primaryGroupID', values: [] },
      `primaryGroupID of ${JO} cannot be cleared`,
    ],
    [
      { kind: 'set-attribute', dn: JO, attribute: 'primaryGroupID', values: numberValues(9) },
      'the sources have no group with the RID 9',
    ],
    [
      { kind: 'set-attribute', dn: JO, attribute: 'primaryGroupID', values: numberValues(1200) },
      `${JO} is no member of ${GROUP}`,
    ],
    [{ kind: 'run-adminsdholder', domain: STAFF }, `the sources have no domain ${STAFF}`],
  ])('%j', async (change, message) => {
    await expect(changed(change)).rejects.toMatchObject({ code: 'change', message: expect.stringContaining(message) });
  });

  test('an inherited entry is removed where it is written', async () => {
    await expect(
      changed(entry('(A;CI;RP;;;WD)', STAFF), { kind: 'remove-entry', dn: JO, entry: aceOf('(A;CIID;RP;;;WD)') }),
    ).rejects.toThrow(`the entry (A;CIID;RP;;;WD) of ${JO} is inherited`);
  });

  test('without AdminSDHolder there is no run', async () => {
    const world = await worldOf({ ...WRITTEN, adminSDHolder: undefined });
    expect(() => apply(world.directory, [{ kind: 'run-adminsdholder', domain: DOMAIN_DN }])).toThrow(
      `the descriptor of AdminSDHolder of ${DOMAIN_DN} was not read`,
    );
  });
});

test('the directory itself stays as it was, and changes can be made upon changes', async () => {
  const world = await worldOf(WRITTEN);
  const first = apply(world.directory, [entry('(A;CI;RP;;;WD)', STAFF)]);
  const middle = after(world, first);
  const second = after(middle, apply(first.directory, [entry('(A;CI;WP;;;WD)', STAFF)]));
  expect(differences(world, world)).toEqual({});
  expect(differences(middle, second)[JO]).toBe(`O:${OWNER}G:BAD:(A;;RC;;;SY)(A;CIID;RP;;;WD)(A;CIID;WP;;;WD)`);
});

test('changes upon changes upon changes: every list stays readable, and holds them all', async () => {
  let { directory } = await worldOf(WRITTEN);
  const times = 60;
  for (let n = 0; n < times; n++)
    directory = apply(directory, [entry(`(A;;RC;;;${DOMAIN_SID}-${2000 + n})`, DESK)]).directory;
  const desk = directory.containers.find(({ dn }) => dn === DESK)!;
  const stored = directory.descriptors.get(desk.descriptor!);
  expect(stored.state === 'parsed' && stored.value.dacl!.aces.filter(({ flags }) => flags === 0).length).toBe(
    times + 1,
  );
});
