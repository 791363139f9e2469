/** Classes that no schema names, what AdminSDHolder's descriptor does as a whole, whom it is put on, and advice about both. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { explain } from '../../src/library/explain.js';
import { allow, answers, deny, encoded, Field, filesOf, GroupType, READ, removeFields, UAC } from './field.js';

const DOMAIN = 'S-1-5-21-610-620-630';
const ACT = `${DOMAIN}-1100`;
const WITHOUT = { exported: ['member', 'sIDHistory'] };

afterAll(removeFields);

const yard = (options: ConstructorParameters<typeof Field>[2] = {}) =>
  new Field('DC=yard,DC=test', DOMAIN, options).user('act', 1100);
const boss = (field: Field, aces: string, owner?: string) =>
  field
    .group('Domain Admins', 512, { in: 'CN=Users', member: [field.person('boss')] })
    .user('boss', 1001, aces, owner === undefined ? {} : { owner });
const targets = async (field: Field, options?: Parameters<typeof answers>[2]) =>
  (await answers([field], 'act', options)).targets;

describe('the class of a target in the schema that was read', () => {
  const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
  const CLERK = '0d1c2b3a-4f5e-4d6c-8b7a-998877665544';
  const PERSONS = ['person', 'organizationalPerson', 'user'];
  const guid = (text: string) => {
    const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
    for (const [from, to] of [
      [0, 4],
      [4, 6],
      [6, 8],
    ] as const)
      bytes.subarray(from, to).reverse();
    return encoded('schemaIDGUID', bytes);
  };
  const CLASSES = [
    ['top', 'top', 'bf967ab7-0de6-11d0-a285-00aa003049e2', 2],
    ['person', 'top', 'bf967aa7-0de6-11d0-a285-00aa003049e2', 0],
    ['organizationalPerson', 'person', 'bf967aa4-0de6-11d0-a285-00aa003049e2', 0],
    ['user', 'organizationalPerson', USER, 1],
    ['group', 'top', 'bf967a9c-0de6-11d0-a285-00aa003049e2', 1],
    ['clerk', 'user', CLERK, 1],
  ] as const;
  const ATTRIBUTES = [
    ['userAccountControl', UAC],
    ['member', 'bf9679c0-0de6-11d0-a285-00aa003049e2'],
    ['memberOf', 'bf967991-0de6-11d0-a285-00aa003049e2'],
    ['sIDHistory', '17eb4278-d167-11d0-b002-0000f80367c1'],
  ] as const;
  const schema = (held: readonly string[], withParents = true) => {
    const field = yard();
    for (const [name, parent, id, category] of CLASSES.filter(([each]) => held.includes(each)))
      field.object(
        `CN=${name},CN=Schema,CN=Configuration`,
        ['classSchema'],
        [
          ...[`lDAPDisplayName: ${name}`, guid(id), `objectClassCategory: ${category}`],
          ...(withParents ? [`subClassOf: ${parent}`] : []),
        ],
      );
    for (const [name, id] of ATTRIBUTES)
      field.object(
        `CN=${name},CN=Schema,CN=Configuration`,
        ['attributeSchema'],
        [...[`lDAPDisplayName: ${name}`, guid(id)]],
      );
    const forClass = (id: string) => `(OA;;WP;${id};;${ACT})`;
    const classes = [...PERSONS, 'clerk'];
    return field
      .user('as-user', 1001, forClass(USER), { classes })
      .user('as-clerk', 1002, forClass(CLERK), { classes })
      .user('by-name', 1003, allow(ACT), { classes })
      .user('refused', 1004, `(OD;;WP;${CLERK};;AU)${allow(ACT)}`, { classes })
      .user('allowed-first', 1005, `${allow(ACT)}(OD;;WP;${CLERK};;AU)`, { classes })
      .user('inherited', 1006, `(OA;CIID;WP;${UAC};${CLERK};${ACT})`, { classes })
      .user('passed-on', 1007, `(OA;CIIOID;WP;${UAC};${CLERK};${ACT})`, { classes })
      .user('plain', 1008, forClass(USER));
  };
  const all = CLASSES.map(([name]) => name);

  test('the most special one decides (MS-ADTS 5.1.3.3.3)', async () => {
    expect(await targets(schema(all))).toMatchObject({
      'as-user': 'denied',
      'as-clerk': 'granted',
      'by-name': 'granted',
      refused: 'denied',
      plain: 'granted',
    });
  });

  test('one that it lacks: entries for classes are undecided, and nothing else', async () => {
    const { targets: said, gaps } = await answers([schema(all.filter((name) => name !== 'clerk'))], 'act');
    expect(said).toMatchObject({
      'as-user': 'unknown',
      'as-clerk': 'unknown',
      'by-name': 'granted',
      refused: 'unknown',
      'allowed-first': 'granted',
      // Whether an inherited entry is for the object its flags say, and not the class that it names.
      inherited: 'granted',
      'passed-on': 'denied',
      plain: 'granted',
    });
    expect(gaps).toContain('class-not-in-schema');
  });

  test('one whose place was not read: the same', async () => {
    const { targets: said, gaps } = await answers([schema(all, false)], 'act');
    expect(said).toMatchObject({ 'as-user': 'unknown', 'as-clerk': 'unknown', 'by-name': 'granted' });
    expect(gaps).toContain('class-not-in-schema');
  });
});

describe("AdminSDHolder's descriptor is put on an account whole (MS-ADTS 3.1.1.6.1.3)", () => {
  const OWNERS = `${READ}(OA;;WP;${UAC};;OW)`;
  test.each<[string, string, string, string]>([
    // Its list says the same already, and its owner is another one then.
    ['the account owns the target', ACT, 'DA', 'granted can-until-sdprop'],
    ['the account owns both', ACT, ACT, 'granted'],
    ['the account owns what will be put there only', 'DA', ACT, 'denied'],
  ])('an entry for the owner, where %s', async (_, owner, holderOwner, expected) => {
    const field = boss(yard({ holder: OWNERS, holderOwner }), OWNERS, owner);
    expect(await targets(field)).toMatchObject({ boss: expected });
  });

  test('another owner alone changes nothing', async () => {
    const list = READ + allow(ACT);
    expect(await targets(boss(yard({ holder: list }), list, 'SY'))).toMatchObject({ boss: 'granted' });
  });

  test('a denial for the owner goes with the owner', async () => {
    const list = `(OD;;WP;${UAC};;OW)${READ}${allow('AU')}`;
    const field = boss(yard({ holder: list, holderOwner: 'DA' }), list, ACT);
    expect(await targets(field)).toMatchObject({ boss: 'denied' });
  });

  const OTHER = `${READ}(A;;RP;;;WD)`;
  interface Stamped {
    readonly own?: string;
    readonly ownOwner?: string;
    readonly admins?: string;
    readonly adminsOwner?: string;
  }
  test.each<[string, Stamped, string]>([
    ['it has it, like Domain Admins', {}, 'granted can-until-sdprop'],
    ['it has another list', { own: OTHER }, 'granted'],
    ['Domain Admins have another list', { own: OTHER, admins: OTHER }, 'granted unknown'],
    // The list tells it: an owner alone may have been changed since the last run.
    ['its owner differs', { ownOwner: 'SY' }, 'granted can-until-sdprop'],
    ["Domain Admins' owner differs", { own: OTHER, adminsOwner: 'SY' }, 'granted'],
  ])('members of Key Admins, where %s', async (_, stamped, expected) => {
    const { own = READ, ownOwner = 'DA', admins = READ, adminsOwner = 'DA' } = stamped;
    const field = yard();
    field
      .group('Domain Admins', 512, { in: 'CN=Users', aces: admins, owner: adminsOwner })
      .group('Key Admins', 526, { in: 'CN=Users', aces: own, owner: ownOwner, member: [field.person('keys')] })
      .group('Enterprise Key Admins', 527, {
        in: 'CN=Users',
        type: GroupType.universal,
        ...{ aces: own, owner: ownOwner, member: [field.person('more-keys')] },
      })
      // Never protected, whatever its own descriptor is.
      .group('Read-only', 498, { in: 'CN=Users', type: GroupType.universal, member: [field.person('read-only')] })
      .user('keys', 1001, allow(ACT))
      .user('more-keys', 1002, allow(ACT))
      .user('read-only', 1003, allow(ACT));
    expect(await targets(field)).toMatchObject({ keys: expected, 'more-keys': expected, 'read-only': 'granted' });
  });

  test('members of Enterprise Key Admins in another domain of the forest', async () => {
    const root = yard().partitions('DC=yard,DC=test', 'DC=sub,DC=yard,DC=test');
    const sub = new Field('DC=sub,DC=yard,DC=test', 'S-1-5-21-710-720-730').user('keys', 3001, allow(ACT));
    root
      .group('Domain Admins', 512, { in: 'CN=Users' })
      .group('Enterprise Key Admins', 527, { type: GroupType.universal, member: [sub.person('keys')] });
    expect((await answers([root, sub], 'YARD\\act')).targets).toMatchObject({ keys: 'granted unknown' });
  });

  test('an empty protected group stays known to be empty; of a hidden one the members tell', async () => {
    const operators = (aces: string, lines: readonly string[] = []) =>
      yard()
        .group('Account Operators', 'S-1-5-32-548', { in: 'CN=Builtin', type: -2147483643, aces })
        .user('clerk', 1001, READ + allow(ACT), { lines });
    expect(await targets(operators(READ), WITHOUT)).toMatchObject({ clerk: 'granted' });
    expect(await targets(operators('(A;;RP;;;SY)'), WITHOUT)).toMatchObject({ clerk: 'granted unknown' });
    const whole = ['memberOf: CN=Shown,OU=Teams,DC=yard,DC=test'];
    expect(await targets(operators('(A;;RP;;;SY)', whole))).toMatchObject({ clerk: 'granted' });
    const cut = ['memberOf;range=0-0: CN=Shown,OU=Teams,DC=yard,DC=test'];
    expect(await targets(operators('(A;;RP;;;SY)', cut))).toMatchObject({ clerk: 'granted unknown' });
  });
});

describe('what explain advises', () => {
  const change = async (field: Field) =>
    (
      await explain({
        ...{ sources: [...filesOf([field])], account: 'act', target: 'boss', action: 'disable' },
        exported: 'all',
      })
    ).change;
  /** The steps of each option, as what is done and where. */
  const done = ({ options }: Awaited<ReturnType<typeof change>>) =>
    options.map((steps) => steps.map((step) => `${step.do} ${'dn' in step ? step.dn : ''}`.trim()));

  test('no entry behind a denial that stays, above a target that leaves its protected group', async () => {
    const field = boss(yard(), deny('AU') + READ);
    const options = done(await change(field));
    const target = field.person('boss');
    expect(options).not.toEqual([]);
    // An entry of the container comes after the target's own ones: the denial has to go.
    for (const steps of options.filter((each) => each.includes(`add-entry OU=People,${field.dn}`)))
      expect(steps).toContain(`remove-entry ${target}`);
    for (const steps of options.filter((each) => each.includes('leave-group')))
      expect(steps).toContain(`remove-entry ${target}`);
  });

  test('no entry behind a denial of AdminSDHolder', async () => {
    const field = boss(yard({ holder: deny('AU') + READ }), READ + allow(ACT));
    const result = await change(field);
    const holder = `CN=AdminSDHolder,CN=System,${field.dn}`;
    expect(result.goal).toBe('last');
    expect(result.options).not.toEqual([]);
    for (const steps of done(result).filter((each) => each.includes(`add-entry ${holder}`)))
      expect(steps).toContain(`remove-entry ${holder}`);
  });
});
