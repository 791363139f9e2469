/**
 * What somebody holds on single objects: found where it stands, once for each cause, and nothing that Windows puts there.
 * Each situation is built by hand; its findings are the ones named, and no others.
 */
import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { allBut, auditOf, DomainText, type Entry, GroupType, READABLE, sd } from './domain-text.js';

const DOMAIN = new DomainText('DC=field,DC=example', 'S-1-5-21-71-72-73' as Sid);
const ACT = DOMAIN.user('act');
const DC_FLAGS = 0x2000 | 0x80000;

/** The SID of the account under audit, in whatever order the objects were made. */
function sidOf({ values }: Entry): string {
  const bytes = Buffer.from(values['objectSid'] as Uint8Array);
  return `${DOMAIN.sid}-${bytes.readUInt32LE(bytes.length - 4)}`;
}

const team = DOMAIN.group('Team', GroupType.global, [ACT.dn]);
const TEAM = sidOf(team);
const SELF = sidOf(ACT);
const list = (aces: string, owner?: string) => ({ nTSecurityDescriptor: sd(`${aces}${READABLE}`, owner) });

/** Findings of the scopes that look at objects and memberships, with what they are about. */
async function found(...entries: Entry[]) {
  const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, ...entries)]);
  return findings
    .filter(({ rule }) => OF_OBJECTS.has(rule))
    .map(({ rule, evidence }) => [
      rule,
      evidence['powers'] ?? evidence['groupName'],
      evidence['where'] ?? evidence['path'],
    ]);
}

const OF_OBJECTS = new Set([
  'ADR-PRIVILEGED-MEMBERSHIP',
  'ADR-CONTROLS-TIER-ZERO',
  'ADR-CONTROLS-OBJECTS',
  'ADR-GROUP-MEMBERS-WRITABLE',
  'ADR-LOGS-ON-AS-OTHERS',
  'ADR-READS-LOCAL-ADMIN-PASSWORDS',
  'ADR-LINKS-GROUP-POLICY',
  'ADR-CREATES-OR-DELETES',
  'ADR-UNDECIDED-CONTROL',
]);

const controller = (aces: string, owner?: string) => DOMAIN.computer('DC1', DC_FLAGS, 516, list(aces, owner));
const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';

describe('one situation each', () => {
  test('an account that holds nothing', async () => {
    expect(await found(controller(''), DOMAIN.target('one', ''))).toEqual([]);
  });

  test("full control of a domain controller's computer object, through a group", async () => {
    expect(await found(controller(`(A;;GA;;;${TEAM})`))).toEqual([
      ['ADR-CONTROLS-TIER-ZERO', ['full-control'], [controller('').dn]],
    ]);
  });

  test.each([
    ['full control of one user', '(A;;GA;;;SELF)', ['full-control'], 'ADR-CONTROLS-OBJECTS'],
    ['WRITE_DAC', '(A;;WD;;;SELF)', ['write-dac'], 'ADR-CONTROLS-OBJECTS'],
    ['WRITE_OWNER', '(A;;WO;;;SELF)', ['write-owner'], 'ADR-CONTROLS-OBJECTS'],
    ['all properties', '(A;;WP;;;SELF)', ['write-all-properties'], 'ADR-CONTROLS-OBJECTS'],
    ['GENERIC_WRITE', '(A;;GW;;;SELF)', ['write-all-properties'], 'ADR-CONTROLS-OBJECTS'],
    ['all extended rights', '(A;;CR;;;SELF)', ['all-extended-rights'], 'ADR-CONTROLS-OBJECTS'],
    [
      'a property set',
      '(OA;;WP;e48d0154-bcf8-11d1-8702-00c04fb96050;;SELF)',
      ['write-spn', 'write-alt-security-identities'],
      'ADR-LOGS-ON-AS-OTHERS',
    ],
    ['keys', '(OA;;WP;5b47d60f-6090-40b2-9f37-2a4de88f3063;;SELF)', ['write-key-credential'], 'ADR-LOGS-ON-AS-OTHERS'],
    ['deleting it', '(A;;SD;;;SELF)', ['delete'], 'ADR-CREATES-OR-DELETES'],
  ])('%s', async (_, aces, powers, rule) => {
    const one = DOMAIN.target('one', aces.replace('SELF', SELF));
    expect(await found(one)).toEqual([[rule, powers, [one.dn]]]);
  });

  test('the ownership of one user', async () => {
    const one = DOMAIN.user('one', list('', SELF));
    expect(await found(one)).toEqual([['ADR-CONTROLS-OBJECTS', ['write-dac'], [one.dn]]]);
    const limited = DOMAIN.user('two', list('(A;;RC;;;OW)', SELF));
    expect(await found(limited)).toEqual([]);
    const given = DOMAIN.user('three', list('(A;;WPCR;;;OW)', TEAM));
    expect(await found(given)).toEqual([
      ['ADR-CONTROLS-OBJECTS', ['write-all-properties', 'all-extended-rights'], [given.dn]],
    ]);
    // Of computers it depends on the version of the domain controllers.
    expect(await found(controller('', TEAM))).toEqual([['ADR-UNDECIDED-CONTROL', ['write-dac'], [controller('').dn]]]);
    expect(await found(DOMAIN.user('four', list('(A;;WPCR;;;OW)')))).toEqual([]);
  });

  test('an entry with a condition, and one behind a conditional refusal, may give it', async () => {
    const condition = '(@User.clearance == "high")';
    for (const aces of [`(XA;;WD;;;${TEAM};${condition})`, `(XD;;WD;;;${TEAM};${condition})(A;;WD;;;${TEAM})`]) {
      const one = DOMAIN.target('one', aces);
      expect(await found(one)).toEqual([['ADR-UNDECIDED-CONTROL', ['write-dac'], [one.dn]]]);
    }
    // Where another entry gives it anyway, nothing is left open.
    const sure = DOMAIN.target('one', `(XA;;WD;;;${TEAM};${condition})(A;;WD;;;${TEAM})`);
    expect((await found(sure)).map(([rule]) => rule)).toEqual(['ADR-CONTROLS-OBJECTS']);
  });

  test('members of one group, and oneself', async () => {
    const target = (aces: string) => DOMAIN.group('Target', GroupType.global, [], list(aces));
    const { dn } = target('');
    expect(await found(target(`(OA;;WP;${MEMBER};;${TEAM})`))).toEqual([
      ['ADR-GROUP-MEMBERS-WRITABLE', ['write-members'], [dn]],
    ]);
    expect(await found(target(`(OA;;SW;${MEMBER};;${TEAM})`))).toEqual([
      ['ADR-GROUP-MEMBERS-WRITABLE', ['add-self'], [dn]],
    ]);
  });

  test('a protected group, AdminSDHolder, the head of the domain', async () => {
    const admins = DOMAIN.group('Domain Admins', GroupType.global, [], {
      ...DOMAIN.rid(512),
      ...list(`(OA;;WP;${MEMBER};;${TEAM})`),
    });
    expect(await found(admins)).toEqual([['ADR-CONTROLS-TIER-ZERO', ['write-members'], [admins.dn]]]);
    const head = DOMAIN.object(DOMAIN.dn, ['top', 'domain', 'domainDNS'], {
      ...DOMAIN.frame()[0]!.values,
      ...list(
        `(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${TEAM})(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;${TEAM})`,
      ),
    });
    expect(await found(head)).toEqual([['ADR-CONTROLS-TIER-ZERO', ['replicate-secrets'], [DOMAIN.dn]]]);
    const half = DOMAIN.object(DOMAIN.dn, ['top', 'domain', 'domainDNS'], {
      ...DOMAIN.frame()[0]!.values,
      ...list(`(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${TEAM})`),
    });
    expect(await found(half)).toEqual([]);
  });

  test('group policies: the object, and the link', async () => {
    const policy = DOMAIN.object(
      `CN={1},CN=System,${DOMAIN.dn}`,
      ['top', 'container', 'groupPolicyContainer'],
      list(`(A;;WP;;;${TEAM})`),
    );
    expect(await found(policy)).toEqual([['ADR-CONTROLS-OBJECTS', ['write-all-properties'], [policy.dn]]]);
    const unit = DOMAIN.object(
      `OU=Unit,${DOMAIN.dn}`,
      ['top', 'organizationalUnit'],
      list(`(OA;;WP;f30e3bbe-9ff0-11d1-b603-0000f80367c1;;${TEAM})`),
    );
    expect(await found(unit)).toEqual([['ADR-LINKS-GROUP-POLICY', ['link-group-policy'], [unit.dn]]]);
  });

  test('a container above a domain controller stands for the domain', async () => {
    const dc = controller('');
    const above = DOMAIN.object(`OU=Crew,${DOMAIN.dn}`, ['top', 'organizationalUnit'], list(`(A;;WD;;;${TEAM})`));
    expect(await found(dc, above)).toEqual([['ADR-CONTROLS-TIER-ZERO', ['write-dac'], [above.dn]]]);
    expect(await found(above)).toEqual([['ADR-CONTROLS-OBJECTS', ['write-dac'], [above.dn]]]);
  });

  test('a privileged membership two groups up is one finding, and none of its entries is another', async () => {
    const middle = DOMAIN.group('Middle', GroupType.global, [team.dn]);
    const admins = DOMAIN.group('Domain Admins', GroupType.global, [middle.dn], DOMAIN.rid(512));
    const builtin = DOMAIN.builtin(544, 'Administrators', [admins.dn]);
    const DA = `${DOMAIN.sid}-512`;
    const targets = ['a', 'b', 'c'].map((name) => DOMAIN.target(name, `(A;;GA;;;${DA})(A;;GA;;;BA)`, {}));
    const one = DOMAIN.target('one', `(A;;GA;;;${SELF})`);
    const act = { dn: ACT.dn, values: { ...ACT.values, nTSecurityDescriptor: DOMAIN.stamped() } };
    const { found: findings } = await auditOf('act', [
      DOMAIN.whole(act, team, middle, admins, builtin, ...targets, one),
    ]);
    const loud = findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
    expect(loud.map(({ rule }) => rule)).toEqual(['ADR-PRIVILEGED-MEMBERSHIP', 'ADR-CONTROLS-OBJECTS']);
    expect(loud[0]!.evidence).toMatchObject({
      groupName: 'FIELD\\Domain Admins',
      path: ['FIELD\\act', 'FIELD\\Team', 'FIELD\\Middle', 'FIELD\\Domain Admins'],
      tierZero: expect.any(Number),
    });
    // Of three lists, one entry for each of two groups; the second group comes with the first.
    expect(loud[0]!.evidence['entries']).toBeGreaterThanOrEqual(2);
    expect(loud[1]!.evidence['where']).toEqual([one.dn]);
  });
});

describe('one cause, one finding', () => {
  test('what everybody holds is no news of an administrator, and what the account was given itself is', async () => {
    const everybody = DOMAIN.target('open', '(A;;GA;;;WD)');
    const through = DOMAIN.group('Holds Everyone', GroupType.local, [DOMAIN.foreignDn('S-1-1-0')]);
    const users = DOMAIN.target('users', `(A;;WD;;;${DOMAIN.sid}-513)`);
    const local = DOMAIN.target('local', `(A;;WO;;;${sidOf(through)})`);
    const own = DOMAIN.target('own', `(A;;WD;;;${TEAM})`);
    const domainUsers = DOMAIN.group('Domain Users', GroupType.global, [], DOMAIN.rid(513));
    const open = [DOMAIN.foreign('S-1-1-0'), through, everybody, users, local, own, domainUsers];
    const admins = (members: readonly string[]) => [
      DOMAIN.group('Domain Admins', GroupType.global, members, DOMAIN.rid(512)),
      DOMAIN.builtin(544, 'Administrators', [DOMAIN.at('Domain Admins')]),
    ];
    const controls = async (members: readonly string[]) =>
      (await found(...open, ...admins(members)))
        .filter(([rule]) => rule === 'ADR-CONTROLS-OBJECTS')
        .map(([, , where]) => where);
    expect(await controls([ACT.dn])).toEqual([[own.dn]]);
    // Of anybody else it is.
    const all = [everybody, users, local, own].map(({ dn }) => [dn]);
    expect((await controls([])).sort()).toEqual(all.sort());
  });

  test('deleting is no finding of its own where the same entry gives control', async () => {
    const one = DOMAIN.target('one', `(A;;SDDTWD;;;${TEAM})`);
    expect((await found(one)).map(([rule]) => rule)).toEqual(['ADR-CONTROLS-OBJECTS']);
  });

  test('the same entry on many objects', async () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      DOMAIN.target(`t${String(i).padStart(2, '0')}`, `(A;;WD;;;${TEAM})`),
    );
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, ...many)]);
    const [finding, ...more] = findings.filter(({ rule }) => rule === 'ADR-CONTROLS-OBJECTS');
    expect(more).toEqual([]);
    expect(finding!.evidence).toMatchObject({ objects: 30, where: many.slice(0, 20).map(({ dn }) => dn) });
  });

  test('an object of each kind', async () => {
    const aces = `(A;;WD;;;${TEAM})`;
    const [dc, one] = [controller(aces), DOMAIN.target('one', aces)];
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, dc, one)]);
    const rules = findings.filter(({ rule }) => OF_OBJECTS.has(rule));
    expect(rules.map(({ rule, evidence }) => [rule, evidence['objects'], evidence['tierZero']])).toEqual([
      ['ADR-CONTROLS-OBJECTS', 2, 1],
      ['ADR-CONTROLS-TIER-ZERO', 2, 1],
    ]);
    expect(rules[0]!.evidence['where']).toEqual([dc.dn, one.dn]);
  });
});

describe('nothing is told', () => {
  test('of what is denied before', async () => {
    expect(await found(DOMAIN.target('one', `(D;;WP;;;${SELF})(A;;WP;;;${TEAM})`))).toEqual([]);
    expect(await found(DOMAIN.target('one', allBut(SELF)))).toEqual([]);
  });

  test('of what is inherited: it is told where it is written', async () => {
    expect(await found(DOMAIN.target('one', `(A;ID;GA;;;${TEAM})`))).toEqual([]);
  });

  test('of what is for objects below only, and of what only reads', async () => {
    expect(
      await found(
        DOMAIN.target('one', `(A;CIIO;GA;;;${TEAM})(A;;GR;;;${TEAM})(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)`),
      ),
    ).toEqual([]);
  });

  test('of what Windows puts on every object of the class', async () => {
    const schema = DOMAIN.object(`CN=User,CN=Schema,CN=Configuration,${DOMAIN.dn}`, ['top', 'classSchema'], {
      lDAPDisplayName: 'user',
      schemaIDGUID: Buffer.from('ba7a96bfe60dd011a28500aa003049e2', 'hex'),
      subClassOf: 'user',
      objectClassCategory: 1,
      defaultSecurityDescriptor: 'D:(A;;WD;;;AU)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DU)',
    });
    const attribute = DOMAIN.object(`CN=UAC,CN=Schema,CN=Configuration,${DOMAIN.dn}`, ['top', 'attributeSchema'], {
      lDAPDisplayName: 'userAccountControl',
      schemaIDGUID: Buffer.from('687a96bfe60dd011a28500aa003049e2', 'hex'),
    });
    const pwd = DOMAIN.object(`CN=Pwd,CN=Schema,CN=Configuration,${DOMAIN.dn}`, ['top', 'attributeSchema'], {
      lDAPDisplayName: 'pwdLastSet',
      schemaIDGUID: Buffer.from('0a7a96bfe60dd011a28500aa003049e2', 'hex'),
    });
    const one = (aces: string) => DOMAIN.target('one', aces);
    const plain = { objectClass: ['user'] };
    const made = (aces: string) => ({ dn: one(aces).dn, values: { ...one(aces).values, ...plain } });
    const users = `${DOMAIN.sid}-513`;
    expect(await found(schema, attribute, pwd, made(`(A;;WD;;;AU)(A;;GA;;;${users})`))).toEqual([]);
    // The same for somebody else, or more for the same, is none of it.
    expect(await found(schema, attribute, pwd, made(`(A;;WDWO;;;AU)`))).toEqual([
      ['ADR-CONTROLS-OBJECTS', ['write-dac', 'write-owner'], [one('').dn]],
    ]);
  });
});

describe('fingerprints', () => {
  const aces = `(A;;WD;;;${TEAM})`;
  const guid = (number: number) => Buffer.alloc(16, number);
  const withGuid = ({ dn, values }: Entry, number: number): Entry => ({
    dn,
    values: { objectGUID: guid(number), ...values },
  });
  const delegated = (dn: string) =>
    withGuid(DOMAIN.object(dn, ['top', 'organizationalUnit'], list(`(A;CI;WD;;;${TEAM})`)), 7);
  const base = [
    DOMAIN.target('one', aces),
    DOMAIN.group('Target', GroupType.global, [], list(`(OA;;WP;${MEMBER};;${SELF})`)),
  ];
  const prints = async (...entries: readonly Entry[]) => {
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, ...entries)]);
    // AdminSDHolder of these domains is short; what is told of the account whatever it holds is another matter.
    const always = ['ADR-ADMINSDHOLDER-EDITED', 'ADR-ACTION-ACCOUNT-IS-A-USER', 'ADR-MODE-NOT-KNOWN'];
    const told = findings.filter(({ rule }) => !always.includes(rule));
    const all = told.map(({ fingerprint }) => fingerprint);
    expect(new Set(all).size).toBe(all.length);
    return all.sort();
  };
  const UNIT = `OU=Unit,${DOMAIN.dn}`;

  test('stay while others are added, units renamed, and whatever the order', async () => {
    const before = await prints(...base, delegated(UNIT));
    expect(before.length).toBe(3);
    for (const print of before) expect(print).not.toMatch(/one|Target|Unit|field/);
    const others = Array.from({ length: 100 }, (_, i) => DOMAIN.target(`other${i}`, ''));
    expect(await prints(...others, ...base, delegated(UNIT))).toEqual(before);
    expect(await prints(delegated(UNIT), ...[...base].reverse())).toEqual(before);
    expect(await prints(...base, delegated(UNIT.replace('Unit', 'Renamed')))).toEqual(before);
    // One more object with the same entry is the same cause.
    expect(await prints(...base, DOMAIN.target('two', aces), delegated(UNIT))).toEqual(before);
  });

  test('differ where the cause does', async () => {
    const before = await prints(...base);
    expect(await prints(base[0]!)).not.toEqual(before);
    const [other] = await prints(DOMAIN.target('one', `(A;;WDWO;;;${TEAM})`));
    expect(before).not.toContain(other);
  });

  test('a subject has a name', async () => {
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, ...base)]);
    const [control] = findings.filter(({ rule }) => rule === 'ADR-CONTROLS-OBJECTS');
    expect(control).toMatchObject({ subject: TEAM, subjectName: 'FIELD\\Team' });
    for (const { subjectName } of findings) expect(subjectName).not.toMatch(/^S-1-/);
  });
});

describe('entries of containers are told once', () => {
  const unit = (aces: string) =>
    DOMAIN.object(`OU=Unit,${DOMAIN.dn}`, ['top', 'organizationalUnit'], {
      nTSecurityDescriptor: sd(`${aces}${READABLE}`),
    });
  const rules = async (aces: string) => {
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, unit(aces))]);
    return findings.filter(({ severity }) => severity === 'high').map(({ rule }) => rule);
  };

  test('as a delegation where others inherit them, else as a grant', async () => {
    expect(await rules(`(A;CI;WD;;;${TEAM})`)).toEqual(['ADR-EXCESS-RIGHTS']);
    expect(await rules(`(A;CIIO;WD;;;${TEAM})`)).toEqual(['ADR-EXCESS-RIGHTS']);
    expect(await rules(`(A;;WD;;;${TEAM})`)).toEqual(['ADR-CONTROLS-OBJECTS']);
  });

  test('the same on two is one', async () => {
    const other = { ...unit(`(A;CI;WD;;;${TEAM})`), dn: `OU=Other,${DOMAIN.dn}` };
    const { found: findings } = await auditOf('act', [DOMAIN.whole(ACT, team, unit(`(A;CI;WD;;;${TEAM})`), other)]);
    const excess = findings.filter(({ rule }) => rule === 'ADR-EXCESS-RIGHTS');
    expect(excess.map(({ evidence }) => [evidence['objects'], evidence['where']])).toEqual([
      [2, [other.dn, `OU=Unit,${DOMAIN.dn}`]],
    ]);
  });
});
