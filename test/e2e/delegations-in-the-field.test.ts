/** Delegations as they are written: what each is, what it adds to the reach, and entries that could go. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sid } from '../../src/descriptor/types.js';
import { audit } from '../../src/library/audit.js';
import type { AuditResult } from '../../src/result/audit.js';
import type { Delegation } from '../../src/result/delegations.js';
import {
  DomainText,
  type Entry,
  GroupType,
  READABLE,
  sd,
  sid,
  USER_ACCOUNT_CONTROL,
  withFiles,
} from './domain-text.js';

const DOMAIN = new DomainText('DC=given,DC=example', 'S-1-5-21-91-92-93' as Sid);
const SELF = `${DOMAIN.sid}-1999`;
const TEAM = `${DOMAIN.sid}-1998`;
const DESK = `${DOMAIN.sid}-1997`;
const GONE = `${DOMAIN.sid}-1996`;
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const PERSON = '4828cc14-1437-45bc-9b07-ad6f015e5f28';
const ACT: Entry = DOMAIN.user('act', { objectSid: sid(SELF as Sid), userAccountControl: 514 });
const GROUPS = [
  DOMAIN.group('team', GroupType.global, [ACT.dn], { objectSid: sid(TEAM as Sid) }),
  DOMAIN.group('desk', GroupType.global, [ACT.dn], { objectSid: sid(DESK as Sid) }),
];

/** As it stands on a container, and as it arrives at a user. */
const written = (who: string, rights = 'WP') => `(OA;CIIO;${rights};${USER_ACCOUNT_CONTROL};${USER};${who})`;
const arrived = (who: string, rights = 'WP') => `(OA;ID;${rights};${USER_ACCOUNT_CONTROL};${USER};${who})`;

const ou = (name: string, aces: string, above = DOMAIN.dn, values: Entry['values'] = {}): Entry =>
  DOMAIN.object(`OU=${name},${above}`, ['top', 'organizationalUnit'], {
    nTSecurityDescriptor: sd(`${aces}${READABLE}`),
    ...values,
  });

function person(name: string, above: Entry, aces: string, more: Entry['values'] = {}): Entry {
  const { values } = DOMAIN.user(name, { nTSecurityDescriptor: sd(`${aces}${READABLE}`), ...more });
  return { dn: `CN=${name},${above.dn}`, values };
}

interface Options {
  readonly scope?: readonly string[];
  readonly exported?: 'all';
}

function audited(entries: readonly Entry[], options: Options = {}): Promise<AuditResult> {
  return withFiles([DOMAIN.whole(ACT, ...GROUPS, ...entries)], (paths) =>
    audit({ sources: paths, accounts: ['act'], actions: ['disable'], exported: 'all', ...options }),
  );
}

/** By the name of the trustee and the RDN of the first holder: adds, shared, elsewhere. */
async function reach(entries: readonly Entry[], options: Options = {}): Promise<Record<string, readonly number[]>> {
  const { summary } = await audited(entries, options);
  return Object.fromEntries(summary.accounts[0]!.delegations.map((each) => [label(each), figures(each)]));
}

const label = ({ trusteeName, where }: Delegation) => `${trusteeName!.split('\\')[1]} on ${where[0]!.split(',')[0]}`;
const figures = ({ reach: { disable } }: Delegation) => [disable!.adds, disable!.shared, disable!.addsElsewhere];

const STAFF = ou('Staff', written(TEAM));

describe('what each adds', () => {
  test('those that it alone gives; of those not meant to be reached, elsewhere', async () => {
    const entries = [
      STAFF,
      person('a', STAFF, arrived(TEAM)),
      person('b', STAFF, arrived(TEAM)),
      person('off', STAFF, arrived(TEAM), { userAccountControl: 514 }),
      person('cut', STAFF, ''),
    ];
    expect(await reach(entries)).toEqual({ 'team on OU=Staff': [2, 0, 1] });
    // Out of scope is elsewhere, too.
    expect(await reach(entries, { scope: [`OU=Crew,${DOMAIN.dn}`] })).toEqual({ 'team on OU=Staff': [0, 0, 3] });
  });

  test('two that are each enough add nothing alone, and share all', async () => {
    const both = ou('Staff', `${written(TEAM)}${written(DESK)}`);
    const entries = [both, person('a', both, `${arrived(TEAM)}${arrived(DESK)}`), person('b', both, arrived(DESK))];
    expect(await reach(entries)).toEqual({ 'team on OU=Staff': [0, 1, 0], 'desk on OU=Staff': [1, 1, 0] });
  });

  test('the same on two containers, one above the other, is one; another one of the same trustee is not', async () => {
    const sales = ou('Sales', `${written(TEAM)}(OA;CIIOID;WP;${USER_ACCOUNT_CONTROL};${USER};${TEAM})`, STAFF.dn);
    const entries = [STAFF, sales, person('a', sales, `${arrived(TEAM)}${arrived(TEAM)}`)];
    expect(await reach(entries)).toEqual({ 'team on OU=Staff': [1, 0, 0] });
    // The lower one says more: it is another delegation, and what the account has of the entry both of them give.
    const more = ou(
      'Sales',
      `${written(TEAM)}${written(TEAM, 'RP')}(OA;CIIOID;WP;${USER_ACCOUNT_CONTROL};${USER};${TEAM})`,
      STAFF.dn,
    );
    const given = await reach([STAFF, more, person('a', more, arrived(TEAM))]);
    expect(given).toEqual({ 'team on OU=Staff': [0, 1, 0], 'team on OU=Sales': [0, 1, 0] });
  });

  test("an object's own entry, which no delegation gives, is enough as well", async () => {
    const own = `(OA;;WP;${USER_ACCOUNT_CONTROL};;${SELF})`;
    expect(await reach([STAFF, person('a', STAFF, `${own}${arrived(TEAM)}`)])).toEqual({
      'team on OU=Staff': [0, 1, 0],
    });
  });

  test('an entry behind one that denies gives nothing, and one before it does', async () => {
    const deny = `(OD;ID;WP;${USER_ACCOUNT_CONTROL};;${DESK})`;
    const entries = [
      STAFF,
      person('a', STAFF, `${deny}${arrived(TEAM)}`),
      person('b', STAFF, `${arrived(TEAM)}${deny}`),
    ];
    expect(await reach(entries)).toEqual({ 'team on OU=Staff': [1, 0, 0] });
  });

  test('what would not be certain without it, it adds', async () => {
    // Whether the account is a member of a group of another domain, nothing here says.
    const open = `(OA;ID;WP;${USER_ACCOUNT_CONTROL};;S-1-5-21-7-7-7-1104)`;
    expect(await reach([STAFF, person('a', STAFF, `${open}${arrived(TEAM)}`)])).toEqual({
      'team on OU=Staff': [1, 0, 0],
    });
  });

  test("AdminSDHolder's entry gives protected accounts what their own lists have", async () => {
    const grant = `(OA;;WP;${USER_ACCOUNT_CONTROL};;${TEAM})`;
    const admin = person('boss', STAFF, '', { nTSecurityDescriptor: DOMAIN.stamped(`${grant}${READABLE}`) });
    const admins = DOMAIN.group('Domain Admins', GroupType.global, [admin.dn], {
      ...DOMAIN.rid(512),
      nTSecurityDescriptor: DOMAIN.stamped(`${grant}${READABLE}`),
    });
    const entries = [STAFF, DOMAIN.holder(`${grant}${READABLE}`), admin, admins];
    expect(await reach(entries)).toEqual({ 'team on OU=Staff': [0, 0, 0], 'team on CN=AdminSDHolder': [0, 0, 1] });
  });

  test('nothing is delegated to LocalSystem', async () => {
    const { summary } = await withFiles([DOMAIN.whole(ACT, ...GROUPS, STAFF)], (paths) =>
      audit({ sources: paths, accounts: ['local-system'], actions: ['disable'], exported: 'all' }),
    );
    expect(summary.accounts[0]!.delegations).toEqual([]);
  });

  test('what adds is what is lost when it is gone', async () => {
    const who = [TEAM, DESK, SELF];
    const subset = fc.subarray(who);
    await fc.assert(
      fc.asyncProperty(
        subset,
        subset,
        fc.array(fc.subarray(who), { minLength: 1, maxLength: 4 }),
        async (high, low, own) => {
          const make = (without: string | null) => {
            const left = (list: readonly string[]) => list.filter((each) => each !== without);
            const top = ou(
              'Staff',
              left(high)
                .map((each) => written(each))
                .join(''),
            );
            const mid = ou(
              'Sales',
              [
                ...left(low).map((each) => written(each)),
                ...left(high).map((each) => written(each).replace('CIIO', 'CIIOID')),
              ].join(''),
              top.dn,
            );
            const inherited = [...left(low), ...left(high)].map((each) => arrived(each)).join('');
            const grant = (each: string) => `(OA;;WP;${USER_ACCOUNT_CONTROL};;${each})`;
            return [top, mid, ...own.map((has, i) => person(`p${i}`, mid, `${has.map(grant).join('')}${inherited}`))];
          };
          const canIn = async (entries: readonly Entry[]) =>
            (await audited(entries)).summary.accounts[0]!.populations['people']!.actions['disable']!.can;
          const { summary } = await audited(make(null));
          const of = summary.accounts[0]!;
          const can = of.populations['people']!.actions['disable']!.can;
          for (const trustee of who) {
            const adds = of.delegations
              .filter((each) => each.trustee === trustee)
              .reduce((sum, each) => sum + figures(each)[0]!, 0);
            expect([trustee, can - (await canIn(make(trustee)))]).toEqual([trustee, adds]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('what each is', () => {
  test('trustee, rights, scope, the set that it is like', async () => {
    const { summary } = await audited([
      ou('Staff', `${written(TEAM, 'RPWP')}${written(TEAM, 'RPWP')}`),
      ou('Desk', written(TEAM, 'RPWP')),
      ou('All', '(A;CI;RPWP;;;S-1-5-21-91-92-93-1999)'),
    ]);
    const [all, set] = [...summary.accounts[0]!.delegations].sort((a, b) => a.objects - b.objects);
    expect(set).toEqual({
      trustee: TEAM,
      trusteeName: 'GIVEN\\team',
      direct: false,
      through: null,
      default: 'no',
      rights: ['read userAccountControl', 'write userAccountControl'],
      entries: [written(TEAM, 'RPWP')],
      entryCount: 1,
      where: [`OU=Desk,${DOMAIN.dn}`, `OU=Staff,${DOMAIN.dn}`],
      objects: 2,
      atDomainRoot: false,
      onAdminSDHolder: false,
      appliesTo: 'user',
      spread: 'descendants',
      template: { id: 'mdi-disable', title: expect.any(String) as unknown, missing: [], more: [], classes: 'same' },
      reach: { disable: { adds: 0, shared: 0, addsElsewhere: 0 } },
    });
    expect(all).toMatchObject({ direct: true, appliesTo: null, spread: 'this-object-and-descendants' });
    expect(all!.template).toMatchObject({ id: 'mdi-disable', more: ['write all properties'], classes: 'every' });
  });

  test('more than a thousand are counted, and what they give is nobody else alone', async () => {
    // Each has a condition of its own, so that no two are the same.
    const odd = (i: number) => `(XA;CI;WP;;;${TEAM};(@User.t == ${i}))`;
    const many = Array.from({ length: 1003 }, (_, i) => ou(`M${String(i).padStart(4, '0')}`, odd(i)));
    const { summary } = await audited([...many, STAFF]);
    expect(summary.accounts[0]!.delegations).toHaveLength(1000);
    expect(summary.accounts[0]!.furtherDelegations).toBe(4);
  });
});

describe('entries that could go', () => {
  const found = async (entries: readonly Entry[], rule: RegExp) => {
    const { findings } = await audited(entries);
    return findings
      .filter((each) => rule.test(each.rule))
      .map(({ subject, evidence }) => [subject.split(',')[0], evidence['reason'], evidence['objects']]);
  };
  const IDLE = /^ADR-(DUPLICATE-ENTRY|ENTRY-WITHOUT-EFFECT)$/;
  const deny = (who: string) => written(who).replace('(OA', '(OD');
  /** So that a user is below, and entries for users have an effect. */
  const used = (aces: string) => {
    const unit = ou('Unit', aces);
    return [unit, person('a', unit, '')];
  };

  test.each<[string, string, readonly unknown[][]]>([
    ['none where each says something', `${written(TEAM)}${written(DESK)}`, []],
    ['one that is there twice', `${written(TEAM)}${written(TEAM)}`, [['OU=Unit', 'twice', 1]]],
    ['one that is denied before', `${deny(DESK)}${written(TEAM)}`, [['OU=Unit', 'denied-before', 1]]],
    ['a refusal that comes too late', `${written(TEAM)}${deny(DESK)}`, [['OU=Unit', 'allowed-before', 1]]],
    ['but not where it refuses more', `${written(TEAM)}(D;CIIO;WP;;;${DESK})`, []],
    ['nor one for somebody else', `${written(TEAM)}${deny(`${DOMAIN.sid}-1500`)}`, []],
    ['one that nothing inherits', `(A;IO;WP;;;${TEAM})`, [['OU=Unit', 'nowhere', 1]]],
    [
      'the same from above',
      `${written(TEAM)}${written(TEAM).replace('CIIO', 'CIIOID')}`,
      [['OU=Unit', 'inherited-too', 1]],
    ],
    [
      'but not where an entry from above refuses first',
      `${written(TEAM)}${deny(DESK).replace('CIIO', 'CIIOID')}${written(TEAM).replace('CIIO', 'CIIOID')}`,
      [],
    ],
    [
      'one for a class of which nobody is below',
      written(TEAM).replace(USER, PERSON),
      [['OU=Unit', 'no-object-below', 1]],
    ],
    [
      'one for organizational units, of which there are others',
      '(OA;CIIO;WP;;bf967aa5-0de6-11d0-a285-00aa003049e2;S-1-5-21-91-92-93-1998)',
      [['OU=Unit', 'no-object-below', 1]],
    ],
    // Of computers the sources hold none at all: perhaps nobody asked for them.
    [
      'but not for one that may not have been asked for',
      written(TEAM).replace(USER, 'bf967a86-0de6-11d0-a285-00aa003049e2'),
      [],
    ],
    // A schema that was not read knows nothing.
    [
      'nor for a right that only the read schema could know',
      `(OA;CI;CR;12345678-0000-0000-0000-000000000000;;${TEAM})`,
      [],
    ],
  ])('%s', async (_, aces, expected) => {
    expect(await found(used(aces), IDLE)).toEqual(expected);
  });

  test('the same on many containers is one finding, entries of one delegation together', async () => {
    const aces = `${written(TEAM)}${written(TEAM, 'RP')}${written(TEAM)}${written(TEAM, 'RP')}`;
    const units = ['A', 'B', 'C'].map((name) => ou(name, aces));
    const entries = units.flatMap((unit) => [unit, person(`in ${unit.dn.slice(3, 4)}`, unit, '')]);
    expect(await found(entries, IDLE)).toEqual([['OU=A', 'twice', 3]]);
  });

  test('somebody far below is below; a group, and a unit, too', async () => {
    const top = ou(
      'Top',
      `${written(TEAM)}(OA;CIIO;WP;;bf967aa5-0de6-11d0-a285-00aa003049e2;${TEAM})(OA;CIIO;WP;;bf967a9c-0de6-11d0-a285-00aa003049e2;${TEAM})`,
    );
    const low = ou('Low', '', top.dn);
    const group = { dn: `CN=g,${low.dn}`, values: DOMAIN.group('g', GroupType.global).values };
    expect(await found([top, low, person('a', low, ''), group], IDLE)).toEqual([]);
  });

  test('a deleted principal is told of where the sources show that it was', async () => {
    const at = ou('Old', `${written(GONE)}(A;CI;RP;;;${GONE})`);
    const dead: Entry = {
      dn: `CN=old\\0ADEL:9b026da6-0d3c-465c-8bee-5199d7165cba,CN=Deleted Objects,${DOMAIN.dn}`,
      values: { objectClass: ['top', 'group'], objectSid: sid(GONE as Sid), isDeleted: 'TRUE' },
    };
    const { findings } = await audited([at, dead]);
    const gone = findings.filter(({ rule }) => rule === 'ADR-ENTRY-FOR-DELETED-PRINCIPAL');
    expect(gone.map(({ subject, account, evidence }) => [subject, account, evidence])).toEqual([
      [
        GONE,
        null,
        {
          sid: GONE,
          proven: 'yes',
          entries: 2,
          objects: 1,
          where: [at.dn],
          atDomainRoot: false,
          onAdminSDHolder: false,
        },
      ],
    ]);
  });

  test('where nothing of it is there it is said that this proves nothing, and nothing is said of others', async () => {
    const proven = async (entries: readonly Entry[]) =>
      (await audited(entries)).findings
        .filter(({ rule }) => rule === 'ADR-ENTRY-FOR-DELETED-PRINCIPAL')
        .map(({ evidence }) => [evidence['sid'], evidence['proven']]);
    const on = (who: string) => ou('Old', written(who));
    expect(await proven([on(GONE)])).toEqual([[GONE, 'unknown']]);
    // A group, an account, a group's former SID, Windows' own, another domain's.
    expect(await proven([on(TEAM)])).toEqual([]);
    expect(await proven([on(SELF)])).toEqual([]);
    expect(await proven([on(`${DOMAIN.sid}-527`)])).toEqual([]);
    expect(await proven([on('S-1-5-21-7-7-7-1104')])).toEqual([]);
    // One that is called so is alive.
    const joker = DOMAIN.user('joker', { sAMAccountName: '(deleted)', objectSid: sid(GONE as Sid) });
    expect(await proven([on(GONE), joker])).toEqual([]);
  });
});
