import { describe, expect, test } from '@jest/globals';
import type { DirectoryChange } from '../../src/result/directory-changes.js';
import {
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
} from '../directory/memory-source.js';
import { compared } from './causes-of.js';
import { HOLDER_LIST, type State } from './domain.js';

const PLAIN = 'O:DAG:DAD:';
/** Allows the group with RID 1500 to write userAccountControl of users below. */
const ENTRY = `(OA;CIIO;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1500)`;
const STAFF = `OU=Staff,${DOMAIN_DN}`;

/** svc is in helpers; helpers may disable the users in Staff. */
const BASE: State = {
  ous: { Staff: { sddl: `${PLAIN}${ENTRY}` }, Other: {} },
  groups: { helpers: { rid: 1500 }, outer: { rid: 1501 } },
  users: { svc: { rid: 1100, memberOf: ['helpers'] }, jo: { rid: 1200, in: 'Staff' }, al: { rid: 1201, in: 'Other' } },
};

/** What a cause says, in short. */
function short(change: DirectoryChange): string {
  switch (change.change) {
    case 'entry-added':
    case 'entry-removed':
    case 'entry-changed':
      return `${change.change} ${change.on ?? 'target'} ${change.entry.sddl}`;
    case 'member-added':
    case 'member-removed':
      return `${change.change} ${change.member?.name ?? 'target'} > ${change.group.name} (${change.because})${change.via.length > 0 ? ` via ${change.via.join(' > ')}` : ''}`;
    case 'moved':
      return `moved ${change.object ?? 'target'}: ${change.from} > ${change.to}${change.created ? ' (new)' : ''}`;
    case 'flag-set':
    case 'flag-cleared':
      return `${change.change} ${change.flag}`;
    case 'inheritance-off':
    case 'inheritance-on':
    case 'list-replaced':
    case 'entries-reordered':
    case 'entries-propagated':
      return `${change.change} ${change.on ?? 'target'}`;
    case 'owner-changed':
      return `${change.change} ${change.on ?? 'target'}: ${change.after}`;
    case 'class-changed':
      return `${change.change} ${change.on ?? 'target'}: ${change.after.at(-1)}`;
    case 'evidence-better':
    case 'evidence-worse':
      return `${change.change} ${change.what}`;
    case 'group-deleted':
      return `${change.change} ${change.group.name} via ${change.via.join(' > ')}`;
    case 'group-type-changed':
      return `${change.change} ${change.group.name}`;
    default:
      return change.change;
  }
}

async function causes(old: State, now: State, of: string) {
  const { causes: found, faults } = await compared(old, now);
  expect(faults).toEqual([]);
  return (found[of] ?? null)?.map((changes) => changes.map(short)) ?? null;
}

describe('causes, one kind of change at a time', () => {
  test('nothing changed: no verdict did', async () => {
    expect((await compared(BASE, BASE)).causes).toEqual({});
  });

  test('an entry added on an OU above', async () => {
    const old: State = { ...BASE, ous: { Staff: {}, Other: {} } };
    expect(await causes(old, BASE, 'jo disable')).toEqual([[`entry-added ${STAFF} ${ENTRY}`]]);
    expect(await causes(old, BASE, 'al disable')).toBeNull();
  });

  test('an entry removed from it; others that were removed beside it are no cause', async () => {
    const old: State = { ...BASE, ous: { Staff: { sddl: `${PLAIN}${ENTRY}(A;CI;RP;;;AU)` }, Other: {} } };
    const now: State = { ...BASE, ous: { Staff: {}, Other: {} } };
    expect(await causes(old, now, 'jo disable')).toEqual([[`entry-removed ${STAFF} ${ENTRY}`]]);
  });

  test('an entry changed: the same trustee and attribute, for other objects', async () => {
    const here = `(OA;;WP;${UAC};;${DOMAIN_SID}-1500)`;
    const now: State = { ...BASE, ous: { Staff: { sddl: `${PLAIN}${here}` }, Other: {} } };
    expect(await causes(BASE, now, 'jo disable')).toEqual([[`entry-changed ${STAFF} ${here}`]]);
  });

  test('an entry on the account itself is told without its name', async () => {
    const deny = `(OD;;WP;${UAC};;${DOMAIN_SID}-1500)`;
    const now: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', sddl: `${PLAIN}${deny}` } } };
    expect(await causes(BASE, now, 'jo disable')).toEqual([
      [`entry-removed target x`.replace('removed target x', `added target ${deny}`)],
    ]);
  });

  test('the account under audit left a group', async () => {
    const now: State = { ...BASE, users: { ...BASE.users, svc: { rid: 1100 } } };
    expect(await causes(BASE, now, 'jo disable')).toEqual([
      ['member-removed EXAMPLE\\svc > EXAMPLE\\helpers (membership)'],
    ]);
  });

  test('a group of it was put into another: by which path', async () => {
    const old: State = { ...BASE, users: { ...BASE.users, svc: { rid: 1100, memberOf: ['outer'] } } };
    const now: State = { ...old, groups: { ...BASE.groups, outer: { rid: 1501, memberOf: ['helpers'] } } };
    expect(await causes(old, now, 'jo disable')).toEqual([
      ['member-added EXAMPLE\\outer > EXAMPLE\\helpers (membership) via EXAMPLE\\svc > EXAMPLE\\outer'],
    ]);
  });

  test('two memberships and an entry that need each other are one cause', async () => {
    const old: State = {
      ...BASE,
      ous: { Staff: {}, Other: {} },
      users: { ...BASE.users, svc: { rid: 1100 } },
    };
    const now: State = {
      ...BASE,
      groups: { helpers: { rid: 1500 }, outer: { rid: 1501, memberOf: ['helpers'] } },
      users: { ...BASE.users, svc: { rid: 1100, memberOf: ['outer'] } },
    };
    expect(await causes(old, now, 'jo disable')).toEqual([
      [
        `entry-added ${STAFF} ${ENTRY}`,
        'member-added EXAMPLE\\svc > EXAMPLE\\outer (membership)',
        'member-added EXAMPLE\\outer > EXAMPLE\\helpers (membership) via EXAMPLE\\svc > EXAMPLE\\outer',
      ],
    ]);
  });

  test('two entries of which each is enough are two causes', async () => {
    const all = `(A;CI;WP;;;${DOMAIN_SID}-1500)`;
    const old: State = { ...BASE, ous: { Staff: {}, Other: {} } };
    const now: State = { ...BASE, ous: { Staff: { sddl: `${PLAIN}${all}${ENTRY}` }, Other: {} } };
    expect((await causes(old, now, 'jo reset-password')) ?? 'same').toBe('same');
    expect(await causes(old, now, 'jo disable')).toEqual([
      [`entry-added ${STAFF} ${all}`],
      [`entry-added ${STAFF} ${ENTRY}`],
    ]);
  });

  test('a group was deleted; another was made', async () => {
    const { helpers, ...left } = BASE.groups!;
    const gone: State = { ...BASE, groups: left, users: { ...BASE.users, svc: { rid: 1100 } } };
    expect(await causes(BASE, gone, 'jo disable')).toEqual([['group-deleted EXAMPLE\\helpers via EXAMPLE\\svc']]);
    expect(helpers).toBeDefined();
    // An entry cannot name a group that there never was: it had not been read.
    expect(await compared(gone, BASE)).toMatchObject({
      causes: { 'jo disable': [] },
      unproven: expect.arrayContaining(['jo disable: evidence-better|unresolved-trustee']),
    });
    expect(await causes({ ...gone, ous: { ...gone.ous, Staff: {} } }, BASE, 'jo disable')).toEqual([
      [`entry-added ${STAFF} ${ENTRY}`, 'member-added EXAMPLE\\svc > EXAMPLE\\helpers (group-created)'],
    ]);
  });

  test('moved to another OU, also to a new one', async () => {
    const now: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Other' } } };
    expect(await causes(BASE, now, 'jo disable')).toEqual([[`moved target: ${STAFF} > OU=Other,${DOMAIN_DN}`]]);
    const made: State = {
      ...BASE,
      ous: { ...BASE.ous, Made: { in: 'Staff' } },
      users: { ...BASE.users, al: { rid: 1201, in: 'Made' } },
    };
    expect(await causes(BASE, made, 'al disable')).toEqual([
      [`moved target: OU=Other,${DOMAIN_DN} > OU=Made,${STAFF} (new)`],
    ]);
  });

  test('an OU was moved with what lies in it', async () => {
    const old: State = {
      ...BASE,
      ous: { Staff: { sddl: `${PLAIN}${ENTRY}` }, Other: {}, Desk: { in: 'Staff' }, Inner: { in: 'Desk' } },
      users: { ...BASE.users, in: { rid: 1300, in: 'Inner' } },
    };
    const now: State = { ...old, ous: { ...old.ous, Desk: { in: 'Other' } } };
    expect(await causes(old, now, 'in disable')).toEqual([
      [`moved OU=Desk,OU=Other,${DOMAIN_DN}: ${STAFF} > OU=Other,${DOMAIN_DN}`],
    ]);
  });

  test('inheritance was switched off, on an OU and on the account; and on again', async () => {
    const old: State = {
      ...BASE,
      ous: { ...BASE.ous, Desk: { in: 'Staff' } },
      users: { ...BASE.users, in: { rid: 1300, in: 'Desk' } },
    };
    const now: State = { ...old, ous: { ...old.ous, Desk: { in: 'Staff', sddl: 'O:DAG:DAD:P' } } };
    expect(await causes(old, now, 'in disable')).toEqual([[`inheritance-off OU=Desk,${STAFF}`]]);
    expect(await causes(now, old, 'in disable')).toEqual([[`inheritance-on OU=Desk,${STAFF}`]]);
    const own: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', sddl: 'O:DAG:DAD:P' } } };
    expect(await causes(BASE, own, 'jo disable')).toEqual([['inheritance-off target']]);
  });

  test('in Domain Admins now: until the next run, and after it', async () => {
    const joined: State = {
      ...BASE,
      users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', memberOf: ['Domain Admins'] } },
    };
    const join = 'member-added target > EXAMPLE\\Domain Admins (membership)';
    expect(await causes(BASE, joined, 'jo disable')).toEqual([[join]]);
    const stamped: State = {
      ...BASE,
      users: {
        ...BASE.users,
        jo: { rid: 1200, in: 'Staff', memberOf: ['Domain Admins'], sddl: HOLDER_LIST, adminCount: 1 },
      },
    };
    expect(await causes(BASE, stamped, 'jo disable')).toEqual([[join, 'adminsdholder-stamped']]);
    expect(await causes(stamped, BASE, 'jo disable')).toEqual([
      ['member-removed target > EXAMPLE\\Domain Admins (membership)', 'adminsdholder-released'],
    ]);
  });

  test('protected by a group that was put into a protected one: by which path', async () => {
    const old: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', memberOf: ['outer'] } } };
    const now: State = { ...old, groups: { ...BASE.groups, outer: { rid: 1501, memberOf: ['Domain Admins'] } } };
    expect(await causes(old, now, 'jo disable')).toEqual([
      ['member-added EXAMPLE\\outer > EXAMPLE\\Domain Admins (membership) via EXAMPLE\\outer'],
    ]);
  });

  test("AdminSDHolder's own list", async () => {
    const old: State = {
      ...BASE,
      users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', memberOf: ['Domain Admins'] } },
    };
    const own = `(OA;;WP;${UAC};;${DOMAIN_SID}-1500)`;
    const now: State = { ...old, holder: `${HOLDER_LIST}${own}` };
    expect(await causes(old, now, 'jo disable')).toEqual([
      [`entry-added CN=AdminSDHolder,CN=System,${DOMAIN_DN} ${own}`],
    ]);
  });

  test('a flag: the password never expires', async () => {
    const pls = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
    const old: State = {
      ...BASE,
      ous: { Staff: { sddl: `${PLAIN}(OA;CIIO;WP;${pls};${USER_CLASS};${DOMAIN_SID}-1500)` }, Other: {} },
    };
    const now: State = { ...old, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', uac: 0x10202 } } };
    expect(await causes(old, now, 'jo force-password-change')).toEqual([['flag-set DONT_EXPIRE_PASSWD']]);
  });

  test('the class; the owner; the type of a group', async () => {
    const pc: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', computer: true } } };
    expect(await causes(BASE, pc, 'jo disable')).toEqual([['class-changed target: computer']]);
    const rights = '(A;;WP;;;OW)';
    const owned: State = {
      ...BASE,
      users: { ...BASE.users, al: { rid: 1201, in: 'Other', sddl: `O:DAG:DAD:${rights}` } },
    };
    const other: State = {
      ...owned,
      users: { ...owned.users, al: { rid: 1201, in: 'Other', sddl: `O:${DOMAIN_SID}-1500G:DAD:${rights}` } },
    };
    expect(await causes(owned, other, 'al disable')).toEqual([[`owner-changed target: ${DOMAIN_SID}-1500`]]);
    const distribution: State = { ...BASE, groups: { ...BASE.groups, helpers: { rid: 1500, type: 2 } } };
    expect(await causes(BASE, distribution, 'jo disable')).toEqual([['group-type-changed EXAMPLE\\helpers']]);
    expect(DOMAIN_LOCAL).toBeLessThan(0);
  });

  test('made, in a place where it can be reached, and in one that was opened since', async () => {
    const { jo: _, ...left } = BASE.users!;
    const old: State = { ...BASE, users: left };
    expect(await causes(old, BASE, 'jo disable')).toEqual([['target-created']]);
    const closed: State = { ...old, ous: { Staff: {}, Other: {} } };
    expect(await causes(closed, BASE, 'jo disable')).toEqual([['target-created', `entry-added ${STAFF} ${ENTRY}`]]);
  });

  test('dSHeuristics takes its group out of the protected set', async () => {
    const old: State = {
      ...BASE,
      users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', memberOf: ['Print Operators'] } },
    };
    const now: State = { ...old, dSHeuristics: '0000000001000004' };
    expect(await causes(old, now, 'jo disable')).toEqual([['setting-changed']]);
    expect(await causes(now, old, 'jo disable')).toEqual([['setting-changed']]);
  });

  test('a former SID of the account under audit', async () => {
    const old: State = { ...BASE, users: { ...BASE.users, svc: { rid: 1100 } } };
    const now: State = { ...BASE, users: { ...BASE.users, svc: { rid: 1100, sidHistory: [`${DOMAIN_SID}-1500`] } } };
    expect(await causes(old, now, 'jo disable')).toEqual([['former-sids-changed']]);
  });

  test('what was not read is told, not proven', async () => {
    const blind: State = { ...BASE, users: { ...BASE.users, jo: { rid: 1200, in: 'Staff', sddl: null } } };
    expect(await compared(BASE, blind)).toMatchObject({
      causes: { 'jo disable': [] },
      unproven: expect.arrayContaining(['jo disable: evidence-worse|descriptor-unreadable']),
    });
    expect(await compared(blind, BASE)).toMatchObject({
      unproven: expect.arrayContaining(['jo disable: evidence-better|descriptor-unreadable']),
    });
  });

  test('an entry that a list has twice, and both were taken away', async () => {
    const entry = `(OA;;WP;${UAC};;${DOMAIN_SID}-1500)`;
    const of = (sddl: string): State => ({ ...BASE, users: { ...BASE.users, al: { rid: 1201, in: 'Other', sddl } } });
    const removed = `entry-removed target ${entry}`;
    expect(await causes(of(`${PLAIN}${entry}${entry}`), of(PLAIN), 'al disable')).toEqual([[removed, removed]]);
    const added = `entry-added target ${entry}`;
    expect(await causes(of(PLAIN), of(`${PLAIN}${entry}${entry}`), 'al disable')).toEqual([[added]]);
  });

  test('an order that the directory would not have given: a denial behind what it denies', async () => {
    const [allow, deny] = [`(OA;;WP;${UAC};;${DOMAIN_SID}-1500)`, `(OD;;WP;${UAC};;${DOMAIN_SID}-1500)`];
    const of = (sddl: string): State => ({ ...BASE, users: { ...BASE.users, al: { rid: 1201, in: 'Other', sddl } } });
    expect(await causes(of(`${PLAIN}${deny}${allow}`), of(`${PLAIN}${allow}${deny}`), 'al disable')).toEqual([
      ['entries-reordered target'],
    ]);
  });
});
