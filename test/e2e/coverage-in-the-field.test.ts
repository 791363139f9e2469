/** How far a delegation reaches: each account in the population it belongs to, and each hole with the change that mends it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { audit } from '../../src/library/audit.js';
import type { AuditResult } from '../../src/result/audit.js';
import type { ReasonCode } from '../../src/result/codes.js';
import type { Hole } from '../../src/result/coverage.js';
import { DomainText, type Entry, READABLE, sd, sid, USER_ACCOUNT_CONTROL, withFiles } from './domain-text.js';

const DOMAIN = new DomainText('DC=reach,DC=example', 'S-1-5-21-81-82-83' as Sid);
const ACT: Entry = DOMAIN.user('act', { objectSid: sid(`${DOMAIN.sid}-1999`), userAccountControl: 514 });
const SELF = `${DOMAIN.sid}-1999`;
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const DOCUMENTED = `(OA;CIIO;WP;${USER_ACCOUNT_CONTROL};${USER};${SELF})`;
const INHERITED = `(OA;CIIOID;WP;${USER_ACCOUNT_CONTROL};${USER};${SELF})`;
const ARRIVED = `(OA;ID;WP;${USER_ACCOUNT_CONTROL};${USER};${SELF})`;
const PERSON = ['top', 'person', 'organizationalPerson', 'user'];

const ou = (name: string, aces: string, above = DOMAIN.dn): Entry =>
  DOMAIN.object(`OU=${name},${above}`, ['top', 'organizationalUnit'], {
    nTSecurityDescriptor: sd(`${aces}${READABLE}`),
  });

/** Somebody below a container. */
function person(name: string, above: Entry, aces: string, more: Entry['values'] = {}): Entry {
  const { values } = DOMAIN.user(name, { nTSecurityDescriptor: sd(`${aces}${READABLE}`), ...more });
  return { dn: `CN=${name},${above.dn}`, values };
}

const STAFF = ou('Staff', DOCUMENTED);

interface Options {
  readonly scope?: readonly string[];
  readonly expectCoverage?: number;
}

async function audited(entries: readonly Entry[], options: Options = {}): Promise<AuditResult> {
  return withFiles([[...DOMAIN.whole(ACT), ...entries]], (paths) =>
    audit({ sources: paths, accounts: ['act'], actions: ['disable'], exported: 'all', ...options }),
  );
}

/** Holes without those above everything that every domain of these tests has. */
async function holes(...entries: Entry[]): Promise<readonly Hole[]> {
  const { summary } = await audited([STAFF, ...entries], { scope: [STAFF.dn] });
  return summary.accounts[0]!.holes;
}

const gained = (
  mend: Hole['mend'],
  who: readonly Entry[],
  reason: ReasonCode,
  classes: readonly string[] = ['user'],
): Hole => ({
  mend,
  actions: ['disable'],
  accounts: who.length,
  gains: [{ action: 'disable', reason, accounts: who.length }],
  classes,
  where: who.map(({ dn }) => dn).sort(),
  aboveTierZero: false,
});

describe('populations', () => {
  const among = async (entry: Entry) => {
    const { summary } = await audited([STAFF, entry], { scope: [STAFF.dn] });
    const counted = Object.entries(summary.accounts[0]!.populations).filter(([, { targets }]) => targets > 0);
    return counted.map(([id, { targets, actions }]) => [id, targets, actions['disable']!.can]);
  };

  test.each<[string, Entry, string, number]>([
    ['an enabled user', person('a', STAFF, ARRIVED), 'people', 1],
    ['a disabled one', person('a', STAFF, ARRIVED, { userAccountControl: 514 }), 'disabled', 1],
    [
      'one that a program runs as',
      person('a', STAFF, ARRIVED, { servicePrincipalName: ['http/a'] }),
      'service-accounts',
      1,
    ],
    [
      'a managed service account',
      person('a$', STAFF, '', { objectClass: [...PERSON, 'computer', 'msDS-GroupManagedServiceAccount'] }),
      'service-accounts',
      0,
    ],
    [
      'a computer, which has service names',
      person('a$', STAFF, '', {
        objectClass: [...PERSON, 'computer'],
        userAccountControl: 4096,
        primaryGroupID: 515,
        servicePrincipalName: ['host/a'],
      }),
      'computers',
      0,
    ],
    [
      'a domain controller',
      person('a$', STAFF, '', {
        objectClass: [...PERSON, 'computer'],
        userAccountControl: 0x82000,
        primaryGroupID: 516,
      }),
      'tier-zero',
      0,
    ],
    ['Administrator', person('a', STAFF, '', DOMAIN.rid(500)), 'tier-zero', 0],
    // What AdminSDHolder makes of a primary group, no source decides.
    ['one in Domain Admins by its primary group', person('a', STAFF, '', { primaryGroupID: 512 }), 'undecided', 0],
    ['one whose flags were not read', person('a', STAFF, ARRIVED, { userAccountControl: [] }), 'undecided', 1],
  ])('%s', async (_, entry, population, can) => {
    expect(await among(entry)).toEqual([[population, 1, can]]);
  });

  test('what is outside of the scope is in none', async () => {
    const sales = ou('Sales', DOCUMENTED);
    const { summary } = await audited([STAFF, sales, person('a', STAFF, ARRIVED), person('b', sales, ARRIVED)], {
      scope: [STAFF.dn.toUpperCase()],
    });
    const [of] = summary.accounts;
    expect(of!.populations['people']!.targets).toBe(1);
    expect(of!.outside).toBe(summary.targets - 1);
    expect(of!.scope).toEqual([STAFF.dn]);
    expect(of!.actions['disable']!.can).toBe(2);
  });

  test('a scope that is nowhere is an error that names the nearest', async () => {
    await expect(audited([STAFF], { scope: [`OU=Stuff,${DOMAIN.dn}`] })).rejects.toMatchObject({
      message: `--scope "OU=Stuff,${DOMAIN.dn}" is no container of the sources`,
      hint: expect.stringContaining(STAFF.dn) as unknown,
    });
    await expect(audited([STAFF], { scope: ['Staff'] })).rejects.toThrow('is no container of the sources');
  });
});

describe('holes', () => {
  test('none where all are reached, and none for those who are not meant to be', async () => {
    const disabled = person('off', STAFF, '', { userAccountControl: 514 });
    expect(await holes(person('a', STAFF, ARRIVED), disabled)).toEqual([]);
  });

  test('inheritance is off at a container', async () => {
    const vault = ou('Vault', 'P', STAFF.dn);
    const inner = ou('Inner', '', vault.dn);
    const who = [person('a', vault, ''), person('b', inner, '')];
    expect(await holes(vault, inner, ...who, person('c', STAFF, ARRIVED))).toEqual([
      gained([{ change: 'enable-inheritance', at: vault.dn }], who, 'no-entry'),
    ]);
  });

  test('at the accounts themselves', async () => {
    const who = [person('a', STAFF, 'P'), person('b', STAFF, 'P(A;;RP;;;WD)')];
    expect(await holes(...who)).toEqual([
      gained([{ change: 'enable-inheritance', at: null }], who, 'no-entry-inheritance-off'),
    ]);
  });

  test('at two places, which only together help', async () => {
    const vault = ou('Vault', 'P', STAFF.dn);
    const who = [person('a', vault, 'P')];
    expect(await holes(vault, ...who)).toEqual([
      gained(
        [
          { change: 'enable-inheritance', at: null },
          { change: 'enable-inheritance', at: vault.dn },
        ],
        who,
        'no-entry',
      ),
    ]);
  });

  test('the entry is for another class', async () => {
    const classes = { objectClass: [...PERSON, 'inetOrgPerson'] };
    const who = [person('a', STAFF, INHERITED, classes), person('b', STAFF, INHERITED, classes)];
    expect(await holes(...who)).toEqual([
      gained([{ change: 'name-class', at: STAFF.dn, className: 'inetOrgPerson' }], who, 'no-entry-for-class', [
        'inetOrgPerson',
      ]),
    ]);
  });

  test('entries that should have come down are not there', async () => {
    const who = [person('a', STAFF, '')];
    expect(await holes(...who)).toEqual([gained([{ change: 'propagate', at: null }], who, 'no-entry')]);
  });

  test('an own entry denies it, to a group that the account is in', async () => {
    const deny = `(OD;;WP;${USER_ACCOUNT_CONTROL};;${DOMAIN.sid}-513)`;
    const who = [person('a', STAFF, `${deny}${ARRIVED}`)];
    expect(await holes(...who)).toEqual([
      gained([{ change: 'remove-deny', at: null, sddl: deny }], who, 'denied-by-entry'),
    ]);
  });

  test('an entry of a container denies it: told once, where it stands', async () => {
    const inner = ou('Inner', `(OD;CI;WP;${USER_ACCOUNT_CONTROL};;${SELF})${INHERITED}`, STAFF.dn);
    const arrived = `(OD;CIID;WP;${USER_ACCOUNT_CONTROL};;${SELF})`;
    const who = [person('a', inner, `${arrived}${ARRIVED}`), person('b', inner, `${arrived}${ARRIVED}`)];
    expect(await holes(inner, ...who)).toEqual([
      gained([{ change: 'remove-deny', at: inner.dn, sddl: arrived }], who, 'denied-by-entry'),
    ]);
  });

  test('nothing is delegated: on the highest container below the domain', async () => {
    const sales = ou('Sales', '');
    const west = ou('West', '', sales.dn);
    const who = [person('a', west, ''), person('b', sales, '')];
    const { summary } = await audited([sales, west, ...who], { scope: [sales.dn] });
    expect(summary.accounts[0]!.holes).toEqual([gained([{ change: 'delegate', at: sales.dn }], who, 'no-entry')]);
  });

  test('a container above Tier-0 accounts is told as such', async () => {
    const sales = ou('Sales', '');
    const admin = person('admin', sales, '', DOMAIN.rid(500));
    const who = [person('a', sales, '')];
    const { summary } = await audited([sales, admin, ...who], { scope: [sales.dn] });
    expect(summary.accounts[0]!.holes).toEqual([
      { ...gained([{ change: 'delegate', at: sales.dn }], who, 'no-entry'), aboveTierZero: true },
    ]);
  });

  test('a list that was not read gives no change: nobody knows what it would take', async () => {
    expect(await holes(person('a', STAFF, '', { nTSecurityDescriptor: [] }))).toEqual([]);
  });

  test('of very many accounts the first by name are named', async () => {
    const who = Array.from({ length: 50 }, (_, i) => person(`p${i}`, STAFF, 'P'));
    const [hole] = await holes(...who);
    expect(hole).toMatchObject({
      accounts: 50,
      where: who
        .map(({ dn }) => dn)
        .sort()
        .slice(0, 20),
    });
  });
});

describe('findings', () => {
  const found = async (entries: readonly Entry[], options: Options = {}) => {
    const { findings } = await audited([STAFF, ...entries], { scope: [STAFF.dn], ...options });
    return findings
      .filter(({ rule }) => OF_COVERAGE.test(rule))
      .map(({ rule, severity, evidence }) => [
        rule,
        severity,
        evidence['accounts'] ?? evidence['figures'] ?? evidence['percent'],
      ]);
  };
  const OF_COVERAGE = /REACH-UNDECIDED|REACHES-NOTHING|COVERAGE|NOT-DELEGATED/;

  test('an account that reaches nothing', async () => {
    expect(await found([person('a', STAFF, 'P')])).toEqual([
      ['ADR-REACHES-NOTHING', 'high', ['disable: 0 of 1']],
      ['ADR-COVERAGE-HOLE', 'low', 1],
    ]);
  });

  test('one that reaches two of three, where nine of ten are expected', async () => {
    const people = [person('a', STAFF, ARRIVED), person('b', STAFF, ARRIVED), person('c', STAFF, 'P')];
    expect(await found(people, { expectCoverage: 90 })).toEqual([
      ['ADR-COVERAGE-BELOW-EXPECTED', 'high', 66],
      ['ADR-COVERAGE-HOLE', 'low', 1],
    ]);
    expect(await found(people, { expectCoverage: 66 })).toEqual([['ADR-COVERAGE-HOLE', 'low', 1]]);
  });

  test('one that may reach enough', async () => {
    const people = [person('a', STAFF, ARRIVED), person('b', STAFF, '', { nTSecurityDescriptor: [] })];
    expect(await found(people, { expectCoverage: 90 })).toEqual([['ADR-COVERAGE-UNDECIDED', 'medium', 50]]);
    expect(await found(people.slice(1))).toEqual([['ADR-REACH-UNDECIDED', 'medium', ['disable: 0 of 1']]]);
  });

  test('their fingerprints hold no names', async () => {
    const guid = new Uint8Array(16).fill(7);
    const vault: Entry = ou('Vault', 'P', STAFF.dn);
    const withGuid = { ...vault, values: { ...vault.values, objectGUID: guid } };
    const { findings } = await audited([STAFF, withGuid, person('a', withGuid, '')], { scope: [STAFF.dn] });
    const hole = findings.find(({ rule }) => rule === 'ADR-COVERAGE-HOLE')!;
    expect(hole.subject).toBe(vault.dn);
    expect(hole.fingerprint).toBe(
      `ADR-COVERAGE-HOLE/${SELF}/[{"change":"enable-inheritance","at":"07070707-0707-0707-0707-070707070707"}]`,
    );
  });
});

test('who is of tier zero is what the rule file says, for findings too', async () => {
  const vip = person('vip', STAFF, `(A;;WD;;;${SELF})${ARRIVED}`);
  const rules = async (declared: boolean) =>
    withFiles([[...DOMAIN.whole(ACT), STAFF, vip]], async (paths, folder) => {
      writeFileSync(
        join(folder, 'populations.yaml'),
        `populations:\n  - id: vips\n    title: x\n    description: x\n    tierZero: true\n    when: target.container == "${STAFF.dn}"\n`,
      );
      const { findings } = await audit({
        sources: paths,
        accounts: ['act'],
        exported: 'all',
        ...(declared && { rules: [join(folder, 'populations.yaml')] }),
      });
      return findings.filter(({ rule }) => rule.startsWith('ADR-CONTROLS')).map(({ rule }) => rule);
    });
  expect(await rules(false)).toEqual(['ADR-CONTROLS-OBJECTS']);
  expect(await rules(true)).toEqual(['ADR-CONTROLS-TIER-ZERO']);
});
