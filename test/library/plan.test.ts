/** Plans of small domains: where rights are delegated, what goes, in which order, and what comes of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { checkPlan, type PlanOptions, planDelegation } from '../../src/library/plan.js';
import { planFiles } from '../../src/report/delegation-plan/index.js';
import type { Plan } from '../../src/result/plan.js';
import {
  DN,
  documented,
  group,
  INETORGPERSON,
  managedAccount,
  ou,
  type SmallObject,
  sid,
  smallDomain,
  USER,
  user,
} from '../plan/small-domain.js';

const ACTOR = `CN=actor,CN=Users,${DN}`;
const DELEGATION = group(1200, 'Delegation', [ACTOR]);
const [NORTH, SOUTH, TIER] = [`OU=North,${DN}`, `OU=South,${DN}`, `OU=Tier,${DN}`];

let remove = () => {};
afterEach(() => remove());

async function planned(objects: readonly SmallObject[], options: Partial<PlanOptions> = {}): Promise<Plan> {
  const domain = smallDomain([managedAccount(1100, 'actor'), ...objects]);
  remove = domain.remove;
  const { plan } = await planDelegation({ sources: [domain.path], account: 'actor$', exported: 'all', ...options });
  return plan;
}

/** What is done, in order. */
const done = ({ changes }: Plan) =>
  changes.map((change) => {
    if (change.do === 'grant' || change.do === 'remove-entry') return `${change.do} ${change.on} ${change.entry}`;
    return 'group' in change ? `${change.do} ${change.group} ${change.member}` : change.do;
  });
const granted = (on: string, entries: readonly string[]) => entries.map((entry) => `grant ${on} ${entry}`);
const people = (plan: Plan, action = 'disable') => [
  plan.before.accounts[0]!.populations['people']!.actions[action]!.can,
  plan.promises.accounts[0]!.populations['people']!.actions[action]!.can,
];

describe('where rights are delegated', () => {
  test('on one unit above two, for the group that is named, and not at the root', async () => {
    const plan = await planned(
      [
        DELEGATION,
        ou('North'),
        ou('One', '', NORTH),
        ou('Two', '', NORTH),
        user(1001, 'anna', `OU=One,${NORTH}`),
        user(1002, 'ben', `OU=Two,${NORTH}`),
      ],
      { group: 'Delegation' },
    );
    expect(done(plan)).toEqual(granted(NORTH, documented(sid(1200))));
    expect(people(plan)).toEqual([0, 2]);
    expect(plan.places).toMatchObject([{ dn: NORTH, classes: ['user'], gains: 2, others: 0, tierZero: 0 }]);
  });

  test('for inetOrgPersons with entries of their own, where there are any', async () => {
    const plan = await planned(
      [DELEGATION, ou('North'), user(1001, 'anna', NORTH), { ...user(1002, 'ida', NORTH), is: 'inetOrgPerson' }],
      { group: 'Delegation' },
    );
    expect(done(plan)).toEqual(granted(NORTH, [...documented(sid(1200), INETORGPERSON), ...documented(sid(1200))]));
    expect(people(plan)).toEqual([0, 2]);
  });

  test('a unit whose inheritance is off is not reached from above', async () => {
    const plan = await planned(
      [
        DELEGATION,
        ou('North'),
        ou('Closed', 'P(A;;RPLCLORC;;;AU)', NORTH),
        user(1001, 'anna', NORTH),
        user(1002, 'ben', `OU=Closed,${NORTH}`),
      ],
      { group: 'Delegation' },
    );
    expect(plan.places.map(({ dn, gains }) => [dn, gains])).toEqual([
      [`OU=Closed,${NORTH}`, 1],
      [NORTH, 1],
    ]);
    expect(people(plan)).toEqual([0, 2]);
  });

  test('tier zero that inherits is gone around; people beside it are left for somebody to decide', async () => {
    const boss = user(1003, 'boss', TIER);
    const objects = [
      DELEGATION,
      // Not protected by membership, and of tier zero all the same: a domain controller by its flags.
      ou('Tier'),
      { ...boss, attributes: { ...boss.attributes, userAccountControl: '8192' } },
      user(1004, 'beside', TIER),
      ou('South'),
      user(1001, 'anna', SOUTH),
    ];
    const plan = await planned(objects, { group: 'Delegation' });
    expect(plan.places.map(({ dn }) => dn)).toEqual([SOUTH]);
    expect(plan.avoided).toMatchObject([{ dn: TIER, gains: 1, tierZero: 1 }]);
    remove();
    const asked = await planned(objects, { group: 'Delegation', on: [TIER, SOUTH] });
    expect(asked.places.map(({ dn, tierZero }) => [dn, tierZero])).toEqual([
      [SOUTH, 0],
      [TIER, 1],
    ]);
  });

  test('tier zero that it reaches today is no reason to leave people out', async () => {
    const boss = user(1003, 'boss', TIER);
    const plan = await planned(
      [
        { dn: DN, is: 'domainDNS', own: documented(sid(1200)).join('') },
        DELEGATION,
        ou('Tier'),
        { ...boss, attributes: { ...boss.attributes, userAccountControl: '8192' } },
        user(1004, 'beside', TIER),
      ],
      { cleanUp: true },
    );
    expect(plan.places).toMatchObject([{ dn: TIER, gains: 1, tierZero: 1 }]);
    expect(plan.lost.count).toBe(0);
  });

  test('what is there already is not added again', async () => {
    const plan = await planned([DELEGATION, ou('North', documented(sid(1200)).join('')), user(1001, 'anna', NORTH)], {
      group: 'Delegation',
      on: [NORTH],
    });
    expect(plan.changes).toEqual([]);
    expect(people(plan)).toEqual([1, 1]);
  });

  test('the group that has the rights already is taken; one that is named gets the account as a member', async () => {
    const objects = [
      DELEGATION,
      group(1201, 'Other'),
      ou('North', documented(sid(1200)).join('')),
      user(1001, 'anna', NORTH),
      ou('South'),
      user(1002, 'ben', SOUTH),
    ];
    const plan = await planned(objects);
    expect(plan.group.dn).toBe(DELEGATION.dn);
    expect(done(plan)).toEqual(granted(SOUTH, documented(sid(1200))));
    remove();
    const other = await planned(objects, { group: 'Other' });
    expect(done(other)).toEqual([
      `add-member CN=Other,CN=Users,${DN} ${ACTOR}`,
      ...granted(SOUTH, documented(sid(1201))),
    ]);
    expect(other.group).toMatchObject({ adds: true, others: 0 });
  });

  test.each([
    ['Domain Admins', 'privileged'],
    ['Domain Users', 'most accounts'],
    ['nobody-is-called-so@', 'no group'],
  ])('nothing is delegated to %s', async (name, why) => {
    await expect(planned([DELEGATION, ou('North'), user(1001, 'anna', NORTH)], { group: name })).rejects.toThrow(why);
  });

  test('a denial is not gone around, and told where somebody names the container all the same', async () => {
    const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
    const SUB = `OU=Sub,${NORTH}`;
    const objects = [
      DELEGATION,
      ou('North', `(OD;CIIO;WP;${UAC};${USER};${sid(1200)})`),
      user(1001, 'anna', NORTH),
      ou('Sub', '', NORTH),
      user(1002, 'ben', SUB),
    ];
    const plan = await planned(objects, { group: 'Delegation' });
    expect(plan.places).toMatchObject([{ dn: NORTH, gains: 2, overDenials: 0 }]);
    expect(people(plan)).toEqual([0, 0]);
    remove();
    const asked = await planned(objects, { group: 'Delegation', on: [SUB] });
    expect(asked.places).toMatchObject([{ dn: SUB, gains: 1, overDenials: 1 }]);
    expect(people(asked)).toEqual([0, 1]);
  });

  test('a container that is named twice gets its entries once', async () => {
    const plan = await planned([DELEGATION, ou('North'), user(1001, 'anna', NORTH)], {
      group: 'Delegation',
      on: [NORTH, NORTH.toLowerCase()],
    });
    expect(done(plan)).toEqual(granted(NORTH, documented(sid(1200))));
    expect(plan.places).toMatchObject([{ dn: NORTH, entries: 3 }]);
  });

  test('where the evidence does not tell who is meant, nothing is planned but on containers that are named', async () => {
    const objects = [DELEGATION, ou('North', documented(sid(1200)).join('')), user(1001, 'anna', NORTH)];
    // Of an export that asked for nobody knows what, attributes that are missing say nothing.
    const options = { exported: [], cleanUp: true } as const;
    await expect(planned(objects, options)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('the evidence does not tell of which kind the accounts are (1 of them)'),
      hint: expect.stringContaining('--exported'),
    });
    remove();
    const plan = await planned(objects, { ...options, on: [`CN=Users,${DN}`] });
    expect(plan.lost.count).toBe(0);
    expect(plan.changes).not.toContainEqual(expect.objectContaining({ do: 'remove-entry' }));
  });

  test('people below a list that was not read are told to stay out, though nothing is known that would let it', async () => {
    const domain = smallDomain([
      managedAccount(1100, 'actor'),
      DELEGATION,
      ou('North', documented(sid(1200)).join('')),
      user(1001, 'anna', NORTH),
      ou('South'),
      user(1002, 'ben', SOUTH),
    ]);
    remove = domain.remove;
    const at = `dn:: ${Buffer.from(SOUTH).toString('base64')}\n`;
    const [before, after] = readFileSync(domain.path, 'utf8').split(at) as [string, string];
    writeFileSync(domain.path, `${before}${at}${after.replace(/nTSecurityDescriptor:: .*\n/, '')}`);
    const made = await planDelegation({ sources: [domain.path], account: 'actor$', exported: 'all' });
    expect([made.plan.stillOut, people(made.plan)]).toEqual([[], [1, 1]]);
    const [markdown] = planFiles(made, ['md']);
    expect(markdown!.text).toContain(
      '**1 account** that it should reach and does not, for which no change is named here',
    );
    expect(markdown!.text).not.toMatch(/Nobody whom it should reach|reaches everybody/);
  });

  test('a container that there is not is told with its like', async () => {
    await expect(planned([DELEGATION, ou('North')], { group: 'Delegation', on: [`OU=Nort,${DN}`] })).rejects.toThrow(
      `no container OU=Nort,${DN}`,
    );
  });
});

describe('clean-up', () => {
  test('what is added comes first, what is removed last', async () => {
    const plan = await planned(
      [
        DELEGATION,
        ou(
          'North',
          `(A;CI;WD;;;${sid(1200)})(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid(1100)})`,
        ),
        user(1001, 'anna', NORTH),
      ],
      { group: 'Delegation', cleanUp: true },
    );
    expect(done(plan)).toEqual([
      ...granted(NORTH, documented(sid(1200))),
      `remove-entry ${NORTH} (OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid(1100)})`,
      `remove-entry ${NORTH} (A;CI;WD;;;${sid(1200)})`,
    ]);
    expect(plan.steps).toEqual([
      { id: 'prepare', changes: [] },
      { id: 'replace', changes: [] },
      { id: 'delegate', changes: [0, 1, 2] },
      { id: 'check', changes: [] },
      { id: 'remove', changes: [3, 4] },
    ]);
    expect(plan.removals.map(({ cause, rule }) => [cause, rule])).toEqual([
      ['direct', 'ADR-DIRECT-DELEGATION'],
      ['excess', 'ADR-EXCESS-RIGHTS'],
    ]);
    expect(people(plan)).toEqual([1, 1]);
    expect(plan.lost.count).toBe(0);
  });

  test('from the root of the domain to a unit', async () => {
    const plan = await planned(
      [
        { dn: DN, is: 'domainDNS', own: documented(sid(1200)).join('') },
        DELEGATION,
        ou('North'),
        user(1001, 'anna', NORTH),
        user(1002, 'ben', NORTH),
      ],
      { cleanUp: true },
    );
    expect(done(plan)).toEqual([
      ...granted(NORTH, documented(sid(1200))),
      ...documented(sid(1200)).map((entry) => `remove-entry ${DN} ${entry}`),
    ]);
    expect(plan.removals.every(({ rule }) => rule === 'ADR-DOMAIN-ROOT-DELEGATION')).toBe(true);
    expect(people(plan)).toEqual([2, 2]);
    // The actor itself lies in CN=Users, where the entries were for nobody that it is meant to reach.
    expect(plan.lost.count).toBe(0);
  });

  test('an entry that comes from above as well stays where the one above goes', async () => {
    const plan = await planned(
      [
        { dn: DN, is: 'domainDNS', own: documented(sid(1200)).join('') },
        DELEGATION,
        ou('North', documented(sid(1200)).join('')),
        user(1001, 'anna', NORTH),
      ],
      { cleanUp: true, actions: ['disable'] },
    );
    // Of one action the others' entries are not given again: on the unit they are what is left of them.
    expect(plan.changes.map((change) => 'on' in change && change.on)).toEqual([DN, DN, DN]);
    expect(plan.removals.map(({ cause }) => cause)).toEqual(['domain-root', 'domain-root', 'domain-root']);
    expect(plan.lost.count).toBe(0);
  });

  test('what would be taken away and given again stays', async () => {
    const plan = await planned(
      [
        { dn: DN, is: 'domainDNS', own: documented(sid(1200)).join('') },
        DELEGATION,
        ou('North', documented(sid(1200)).join('')),
        user(1001, 'anna', NORTH),
      ],
      { cleanUp: true },
    );
    expect(done(plan)).toEqual(documented(sid(1200)).map((entry) => `remove-entry ${DN} ${entry}`));
    expect(people(plan)).toEqual([1, 1]);
  });

  test('an entry that .NET would make one with what is added goes first', async () => {
    const former = `(OA;CIIO;RPWPSD;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid(1200)})`;
    const plan = await planned([DELEGATION, ou('North', former), user(1001, 'anna', NORTH)], {
      group: 'Delegation',
      cleanUp: true,
    });
    expect(done(plan)).toEqual([`remove-entry ${NORTH} ${former}`, ...granted(NORTH, documented(sid(1200)))]);
    expect(plan.steps[1]).toEqual({ id: 'replace', changes: [0] });
    expect(plan.removals).toMatchObject([{ change: 0, cause: 'excess' }]);
  });

  test('on AdminSDHolder nothing is delegated, whoever says so', async () => {
    const on = [`CN=AdminSDHolder,CN=System,${DN}`];
    await expect(planned([DELEGATION], { group: 'Delegation', on })).rejects.toThrow('nothing is delegated on');
  });

  test('a group that others are in keeps its entries: the account leaves it', async () => {
    const plan = await planned(
      [
        group(1300, 'Helpers', [ACTOR, `CN=anna,${NORTH}`]),
        group(1200, 'Delegation'),
        ou('North', `(A;CI;WD;;;${sid(1300)})`),
        user(1001, 'anna', NORTH),
      ],
      { group: 'Delegation', cleanUp: true },
    );
    expect(done(plan)).toEqual([
      `add-member CN=Delegation,CN=Users,${DN} ${ACTOR}`,
      ...granted(NORTH, documented(sid(1200))),
      `remove-member CN=Helpers,CN=Users,${DN} ${ACTOR}`,
    ]);
    expect(plan.removals).toMatchObject([{ cause: 'shared-group', loses: 0 }]);
  });

  test('an entry that stands on an object twice goes twice', async () => {
    const all = `(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${sid(1100)})`;
    const plan = await planned(
      [
        DELEGATION,
        group(1220, 'Vip', [], `${all}${all}`),
        ou('North', documented(sid(1200)).join('')),
        user(1001, 'anna', NORTH, { own: `${all}${all}` }),
      ],
      { cleanUp: true },
    );
    const VIP = `CN=Vip,CN=Users,${DN}`;
    expect(plan.removals.map(({ dn }) => dn)).toEqual([VIP, VIP, `CN=anna,${NORTH}`, `CN=anna,${NORTH}`]);
    expect(plan.promises.findingsByRule['ADR-CONTROLS-OBJECTS'] ?? 0).toBe(0);
  });

  test('a group that holds the account back with a denial is not left', async () => {
    const shared = group(1201, 'Shared', [ACTOR, `CN=ben,${NORTH}`]);
    const boss = user(1003, 'boss', TIER);
    const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
    const plan = await planned(
      [
        DELEGATION,
        shared,
        ou('North', `(A;CI;RPWPCR;;;${sid(1201)})`),
        user(1002, 'ben', NORTH),
        ou('Tier', `(OD;CI;WP;${UAC};;${sid(1201)})${documented(sid(1200)).join('')}`),
        { ...boss, attributes: { ...boss.attributes, userAccountControl: '8192' } },
      ],
      { cleanUp: true },
    );
    expect(plan.removals).toEqual([]);
    expect(plan.left).toMatchObject([{ dn: shared.dn, trustee: sid(1201), sddl: null, why: 'would-gain' }]);
    expect(plan.promises.accounts[0]!.populations['tier-zero']!.actions['disable']!.can).toBe(0);
  });

  test('a privileged membership goes, with what is lost by it; what Windows puts there stays', async () => {
    const plan = await planned(
      [
        group(512, 'Domain Admins', [ACTOR]),
        group(1200, 'Delegation'),
        ou('North', `(A;CI;RPWPCR;;;${sid(512)})`),
        user(1001, 'anna', NORTH),
      ],
      { group: 'Delegation', cleanUp: true },
    );
    expect(done(plan)).toEqual([
      `add-member CN=Delegation,CN=Users,${DN} ${ACTOR}`,
      ...granted(NORTH, documented(sid(1200))),
      `remove-member CN=Domain Admins,CN=Users,${DN} ${ACTOR}`,
    ]);
    expect(plan.removals).toMatchObject([{ cause: 'membership', rule: 'ADR-PRIVILEGED-MEMBERSHIP', loses: 1 }]);
    expect(people(plan)).toEqual([1, 1]);
  });

  test('every membership that leads to a privileged group goes; what still does is told', async () => {
    const objects = (mids: readonly string[]) => [
      DELEGATION,
      group(512, 'Domain Admins', [ACTOR, `CN=Mid,CN=Users,${DN}`, `CN=Primary,CN=Users,${DN}`]),
      group(1210, 'Mid', mids),
      group(513, 'Domain Users'),
      group(1211, 'Primary'),
      ou('North'),
      user(1001, 'anna', NORTH),
    ];
    const plan = await planned(objects([ACTOR]), { cleanUp: true, group: 'Delegation' });
    expect(plan.removals.map(({ cause, dn }) => [cause, dn])).toEqual([
      ['membership', `CN=Domain Admins,CN=Users,${DN}`],
      ['membership', `CN=Mid,CN=Users,${DN}`],
    ]);
    expect(plan.promises.findingsByRule['ADR-PRIVILEGED-MEMBERSHIP'] ?? 0).toBe(0);
    remove();
    // What its primary group leads to, no membership of its own takes away.
    const domain = smallDomain([
      {
        ...managedAccount(1100, 'actor'),
        attributes: { ...managedAccount(1100, 'actor').attributes, primaryGroupID: '1211' },
      },
      ...objects([]),
    ]);
    remove = domain.remove;
    const other = await planDelegation({
      sources: [domain.path],
      account: 'actor$',
      exported: 'all',
      cleanUp: true,
      group: 'Delegation',
    });
    expect(other.plan.removals.map(({ dn }) => dn)).toEqual([`CN=Domain Admins,CN=Users,${DN}`]);
    expect(other.plan.left).toContainEqual(
      expect.objectContaining({ trustee: sid(512), sddl: null, why: 'no-membership-of-its-own' }),
    );
    expect(other.plan.accountGaps[0]).toMatchObject({ rule: 'ADR-PRIVILEGED-MEMBERSHIP', severity: 'critical' });
  });

  test('the memberships that Windows gives its own accounts stay', async () => {
    const plan = await planned(
      [
        user(500, 'Administrator', `CN=Users,${DN}`),
        group(512, 'Domain Admins', [`CN=Administrator,CN=Users,${DN}`]),
        group(1200, 'Delegation'),
        ou('North'),
        user(1001, 'anna', NORTH),
      ],
      { account: 'Administrator', group: 'Delegation', cleanUp: true },
    );
    expect(plan.removals).toEqual([]);
    expect(plan.left).toContainEqual(
      expect.objectContaining({ dn: `CN=Domain Admins,CN=Users,${DN}`, why: 'default-not-known' }),
    );
  });

  test('a group that is to act keeps its own entries where they are as documented', async () => {
    const plan = await planned(
      [DELEGATION, ou('North', `${documented(sid(1200)).join('')}(A;CI;WD;;;${sid(1200)})`), user(1001, 'anna', NORTH)],
      { account: 'Delegation', cleanUp: true },
    );
    expect(done(plan)).toEqual([`remove-entry ${NORTH} (A;CI;WD;;;${sid(1200)})`]);
    expect(people(plan)).toEqual([1, 1]);
  });

  test('what Windows itself may have put there stays, and is told', async () => {
    const plan = await planned([DELEGATION, ou('North', '(A;CI;WP;;;AU)'), user(1001, 'anna', NORTH)], {
      group: 'Delegation',
      cleanUp: true,
    });
    expect(plan.removals).toEqual([]);
    expect(plan.left).toMatchObject([{ dn: NORTH, trustee: 'S-1-5-11', why: 'default-not-known' }]);
  });
});

describe('promises', () => {
  test('are broken as things are, and told which', async () => {
    const domain = smallDomain([managedAccount(1100, 'actor'), DELEGATION, ou('North'), user(1001, 'anna', NORTH)]);
    remove = domain.remove;
    const sources = [domain.path];
    const { plan } = await planDelegation({ sources, account: 'actor$', group: 'Delegation', exported: 'all' });
    const { checks, sameRules } = await checkPlan({ sources, plan, exported: 'all' });
    expect(sameRules).toBe(true);
    expect(
      checks.filter(({ kept }) => !kept).map(({ about, promised, found }) => [about, promised, found]),
    ).toContainEqual([
      { kind: 'population', account: 'EXAMPLE\\actor$', population: 'people', action: 'disable', verdict: 'can' },
      1,
      0,
    ]);
    const { checks: kept } = await checkPlan({
      sources,
      plan: { ...plan, promises: plan.before, promisesAfterRun: null },
      exported: 'all',
    });
    expect(kept.filter((each) => !each.kept)).toEqual([]);
  });
});
