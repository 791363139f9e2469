/** Objects that are made, moved and deleted; expected lists are written down from MS-ADTS 6.1.3 and MS-DTYP 2.5.3.4. */
import { describe, expect, test } from '@jest/globals';
import { openSources } from '../../../src/assemble/open.js';
import {
  type Change,
  type ChangedSourceOptions,
  changedSource,
  inverse,
  numberValues,
} from '../../../src/changes/index.js';
import { encodeGuid, parseSddl } from '../../../src/descriptor/index.js';
import type { Guid, Sid } from '../../../src/descriptor/types.js';
import { accountDn } from '../../../src/directory/directory.js';
import {
  DomainText,
  type Entry,
  GroupType,
  sd,
  sid,
  USER_ACCOUNT_CONTROL as UAC,
  withFiles,
} from '../../e2e/domain-text.js';
import { answers, assembledAnew, worldOfSource } from '../evidence.js';
import { descriptorsOf, type World } from '../world.js';

const SID: Sid = 'S-1-5-21-10-20-30';
const DN = 'DC=example,DC=com';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const COMPUTER = 'bf967a86-0de6-11d0-a285-00aa003049e2';
const text = new DomainText(DN, SID);
const CREW = `OU=Crew,${DN}`;
const CHARGES = `OU=Charges,${DN}`;

/** Default lists, short ones: who reads which here says where an entry is from. */
const CLASSES: readonly (readonly [name: string, guid: string, parent: string, category: number, sddl?: string])[] = [
  ['top', 'bf967ab7-0de6-11d0-a285-00aa003049e2', 'top', 2],
  ['person', 'bf967aa7-0de6-11d0-a285-00aa003049e2', 'top', 0],
  ['organizationalPerson', 'bf967aa4-0de6-11d0-a285-00aa003049e2', 'person', 0],
  ['user', USER, 'organizationalPerson', 1, 'D:(A;;RPWP;;;DA)(A;;RP;;;PS)(OA;;CR;;;CO)'],
  ['computer', COMPUTER, 'user', 1, 'D:(A;;GA;;;DA)'],
  ['group', 'bf967a9c-0de6-11d0-a285-00aa003049e2', 'top', 1, 'D:(A;;RPWP;;;DA)'],
  ['organizationalUnit', 'bf967aa5-0de6-11d0-a285-00aa003049e2', 'top', 1, 'D:(A;;RPWP;;;DA)'],
  ['container', 'bf967a8b-0de6-11d0-a285-00aa003049e2', 'top', 1, 'D:(A;;RP;;;EA)'],
  ['domainDNS', '19195a5b-6da0-11d0-afd3-00c04fd930c9', 'top', 1],
  ['mailRecipient', 'bf967aa2-0de6-11d0-a285-00aa003049e2', 'top', 3],
];
const ATTRIBUTES = [
  'userAccountControl',
  'sAMAccountName',
  'member',
  'groupType',
  'description',
  'userPrincipalName',
  'pwdLastSet',
];

const schema: Entry[] = [
  ...CLASSES.map(([name, guid, parent, category, sddl]) =>
    text.object(`CN=${name},CN=Schema,CN=Configuration,${DN}`, ['top', 'classSchema'], {
      lDAPDisplayName: name,
      schemaIDGUID: encodeGuid(guid as Guid),
      subClassOf: parent,
      objectClassCategory: category,
      ...(sddl !== undefined && { defaultSecurityDescriptor: sddl }),
    }),
  ),
  ...ATTRIBUTES.map((name, index) =>
    text.object(`CN=a-${name},CN=Schema,CN=Configuration,${DN}`, ['top', 'attributeSchema'], {
      lDAPDisplayName: name,
      schemaIDGUID: encodeGuid(
        (name === 'userAccountControl' ? UAC : `00000000-0000-0000-0000-00000000000${index}`) as Guid,
      ),
    }),
  ),
];

const ou = (dn: string, aces: string) =>
  text.object(dn, ['top', 'organizationalUnit'], { nTSecurityDescriptor: sd(aces) });
const list = (aces: string, more = {}) => ({ nTSecurityDescriptor: sd(aces), ...more });

/** Crew hands on one entry, Charges another and one for the owner. */
const entries: Entry[] = [
  ...schema,
  ...text.partitions(text),
  ...text.whole(
    ou(CREW, 'P(A;CI;RP;;;AU)'),
    ou(CHARGES, `P(A;CI;RP;;;WD)(A;CIIO;WP;;;CO)(OA;CIIO;WP;${UAC};${USER};AU)`),
    text.user('jo', list('AI(A;;RC;;;SY)(A;CIID;RP;;;AU)')),
    text.user('shut', list('PAI(A;;RC;;;SY)')),
    text.group('team', GroupType.global, [`CN=jo,${CREW}`], list('AI(A;CIID;RP;;;AU)')),
    text.user('boss', list('AI(A;CIID;RP;;;AU)', { primaryGroupID: 1300 })),
    text.group('bosses', GroupType.global, [], { ...list('AI(A;CIID;RP;;;AU)'), ...text.rid(1300) }),
    ou(`OU=Inner,${CREW}`, 'AI(A;CI;LC;;;SY)(A;CIID;RP;;;AU)'),
    { ...text.user('deep', list('AI(A;CIID;LC;;;SY)(A;CIID;RP;;;AU)')), dn: `CN=deep,OU=Inner,${CREW}` },
    ou(`OU=Empty,${CREW}`, 'AI(A;CIID;RP;;;AU)'),
    text.object(`CN=jar,${CREW}`, ['top', 'container'], list('AI(A;CIID;RP;;;AU)')),
  ),
];
const head = text.object(DN, ['top', 'domainDNS'], { objectSid: sid(SID), ...list('P') });
const domain: readonly Entry[] = entries.map((entry) => (entry.dn === DN ? head : entry));

interface After {
  readonly world: World;
  readonly lists: Readonly<Record<string, string>>;
  account(name: string): Readonly<Record<string, unknown>> | undefined;
  names(): readonly string[];
}

async function afterwards(changes: readonly Change[], options: ChangedSourceOptions = {}): Promise<After> {
  return withFiles([domain], async (paths) => {
    const base = await openSources(paths, { exported: 'all' });
    const source = await changedSource(
      base,
      changes.map((change, at) => ({ change, where: `change ${at + 1}` })),
      options,
    ).catch(async (error) => {
      await base.close();
      throw error;
    });
    try {
      const world = await worldOfSource(source);
      const { directory, accounts } = world;
      return {
        world,
        lists: descriptorsOf(world),
        account: (dn) => accounts.find((record) => accountDn(directory, record) === dn) as never,
        names: () => [
          ...directory.containers.map(({ dn }) => dn),
          ...directory.groups.map(({ dn }) => dn),
          ...accounts.map((record) => accountDn(directory, record)),
        ],
      };
    } finally {
      await source.close();
    }
  });
}

const create = (
  dn: string,
  classes: readonly string[],
  attributes: Record<string, string | readonly string[]> = {},
  sddl?: string,
): Change => ({
  kind: 'create',
  dn,
  classes,
  attributes: new Map(
    Object.entries(attributes).map(([name, values]) => [name, [values].flat().map((value) => Buffer.from(value))]),
  ),
  descriptor: sddl === undefined ? null : parseSddl(sddl, { domainSid: SID }),
});
const move = (dn: string, to: string, rdn?: string): Change => ({
  kind: 'move',
  dn,
  to,
  ...(rdn !== undefined && { rdn }),
});
const remove = (dn: string, tree = false): Change => ({ kind: 'delete', dn, tree });
const set = (dn: string, attribute: string, ...values: string[]): Change => ({
  kind: 'set-attribute',
  dn,
  attribute,
  values: values.map((value) => Buffer.from(value)),
});

const NEW = `CN=new,${CHARGES}`;

describe('a new object', () => {
  test('has the default list of its class, what its parent hands on, and Domain Admins for an owner', async () => {
    const { lists, account } = await afterwards([create(NEW, ['user'], { sAMAccountName: 'new' })]);
    expect(lists[NEW]).toBe(
      `O:DAG:DAD:AI(A;;RPWP;;;DA)(A;;RP;;;PS)(OA;;CR;;;DA)(A;CIID;RP;;;WD)(A;ID;WP;;;DA)(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    );
    expect(account(NEW)).toMatchObject({
      samAccountName: 'new',
      userAccountControl: 546,
      primaryGroupId: 513,
      pwdLastSet: '0',
      // Domain Users has 513, team and others up to 1300.
      sid: `${SID}-1301`,
    });
  });

  test('of another class waits with what is not for it; a computer has the flags of one', async () => {
    const { lists, account } = await afterwards([create(NEW, ['computer'])]);
    expect(lists[NEW]).toBe(
      `O:DAG:DAD:AI(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA)(A;CIID;RP;;;WD)(A;ID;WP;;;DA)(A;CIIOID;WP;;;CO)(OA;CIIOID;WP;${UAC};${USER};AU)`,
    );
    expect(account(NEW)).toMatchObject({ userAccountControl: 4130, primaryGroupId: 515 });
    expect(account(NEW)!['samAccountName']).toMatch(/^\$[0-9A-F]{8}-[0-9A-F]{10}\$$/);
  });

  test('whoever makes it owns it, and CREATOR OWNER is that one', async () => {
    const creator: Sid = `${SID}-1105`;
    const options = { as: { sid: creator, groups: [], primaryGroup: `${SID}-513` as Sid } };
    const { lists } = await afterwards([create(NEW, ['user'])], options);
    expect(lists[NEW]).toBe(
      `O:${creator}G:DUD:AI(A;;RPWP;;;DA)(A;;RP;;;PS)(OA;;CR;;;${creator})(A;CIID;RP;;;WD)(A;ID;WP;;;${creator})(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    );
  });

  test.each([
    // What is given stands in place of the default; what the parent hands on comes all the same.
    [
      'D:(A;;RC;;;WD)',
      `O:DAG:DAD:AI(A;;RC;;;WD)(A;CIID;RP;;;WD)(A;ID;WP;;;DA)(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    ],
    ['O:SYG:BAD:P(A;;RC;;;WD)', 'O:SYG:BAD:PAI(A;;RC;;;WD)'],
    // An entry that somebody writes as inherited is none.
    [
      'D:(A;;RC;;;WD)(A;ID;LC;;;WD)',
      `O:DAG:DAD:AI(A;;RC;;;WD)(A;CIID;RP;;;WD)(A;ID;WP;;;DA)(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    ],
    // An owner alone leaves the list to the class.
    [
      'O:SY',
      `O:SYG:DAD:AI(A;;RPWP;;;DA)(A;;RP;;;PS)(OA;;CR;;;SY)(A;CIID;RP;;;WD)(A;ID;WP;;;SY)(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    ],
  ])('with the descriptor %s', async (given, expected) => {
    const { lists } = await afterwards([create(NEW, ['user'], {}, given)]);
    expect(lists[NEW]).toBe(expected);
  });

  test('lies in another new one, with what that hands on; aliases of the root domain are those of the forest', async () => {
    const outer = `OU=outer,${CREW}`;
    const { lists, names } = await afterwards([
      create(outer, ['organizationalUnit'], {}, 'D:(A;CI;LC;;;SY)'),
      create(`CN=inner,${outer}`, ['container']),
      create(`CN=who,CN=inner,${outer}`, ['top', 'person', 'organizationalPerson', 'user', 'mailRecipient']),
    ]);
    expect(names()).toContain(outer);
    expect(lists[outer]).toBe('O:DAG:DAD:AI(A;CI;LC;;;SY)(A;CIID;RP;;;AU)');
    expect(lists[`CN=inner,${outer}`]).toBe('O:DAG:DAD:AI(A;;RP;;;EA)(A;CIID;LC;;;SY)(A;CIID;RP;;;AU)');
    expect(lists[`CN=who,CN=inner,${outer}`]).toContain('(OA;;CR;;;DA)(A;CIID;LC;;;SY)(A;CIID;RP;;;AU)');
  });

  test('a group has its members, a type, and no primary group', async () => {
    const dn = `CN=fresh,${CREW}`;
    const { world, account } = await afterwards([
      create(NEW, ['user']),
      create(dn, ['group'], { member: [`CN=jo,${CREW}`, NEW, `CN=team,${CREW}`] }),
    ]);
    const { directory } = world;
    const id = directory.groups.findIndex((group) => group.dn === dn);
    expect(directory.groups[id]).toMatchObject({ groupType: -2147483646, sid: `${SID}-1302`, incomplete: false });
    expect(account(NEW)!['memberOf']).toEqual([id]);
    expect(account(`CN=jo,${CREW}`)!['memberOf']).toContain(id);
    const team = directory.groups.findIndex((group) => group.dn === `CN=team,${CREW}`);
    expect(directory.membership.isMember(team as never, id as never)).toBe(true);
  });

  test('the same changes give the same identifiers, different ones different', async () => {
    const [one, two] = [await afterwards([create(NEW, ['user'])]), await afterwards([create(NEW, ['user'])])];
    expect(one.account(NEW)).toEqual(two.account(NEW));
    const other = await afterwards([create(`CN=other,${CHARGES}`, ['user'])]);
    expect(other.account(`CN=other,${CHARGES}`)!['guid']).not.toBe(one.account(NEW)!['guid']);
  });

  test('names are written as the directory writes them', async () => {
    const { names } = await afterwards([
      create('cn=new, ou=charges,dc=EXAMPLE,dc=com', ['container']),
      move(`cn=JO,${CREW.toLowerCase()}`, CHARGES.toLowerCase()),
    ]);
    expect(names()).toEqual(expect.arrayContaining([`cn=new,${CHARGES}`, `CN=jo,${CHARGES}`]));
  });

  test('no SID that an entry still names is given again', async () => {
    const entry = parseSddl(`D:(A;;RP;;;${SID}-1301)`).dacl!.aces[0]!;
    const { account } = await afterwards([{ kind: 'add-entry', dn: CREW, entry }, create(NEW, ['user'])]);
    expect(account(NEW)!['sid']).toBe(`${SID}-1302`);
  });
});

test('what is made is taken back by a deletion, and nothing is left of it', async () => {
  const before = await afterwards([]);
  const made = create(NEW, ['user'], { sAMAccountName: 'new' });
  const { lists, names } = await afterwards([made, inverse(before.world.directory, made)]);
  expect(lists).toEqual(before.lists);
  expect(names()).toEqual(before.names());
});

test('what is deleted cannot be put back', async () => {
  const { world } = await afterwards([]);
  expect(() => inverse(world.directory, remove(`CN=jo,${CREW}`))).toThrow('cannot be put back once it is deleted');
});

describe('a move', () => {
  const moved = `CN=jo,${CHARGES}`;

  test('takes the old inherited entries away and brings the new ones; memberships follow', async () => {
    const { lists, account, world } = await afterwards([move(`CN=jo,${CREW}`, CHARGES)]);
    expect(lists[moved]).toBe(
      `O:SYG:SYD:AI(A;;RC;;;SY)(A;CIID;RP;;;WD)(A;ID;WP;;;SY)(A;CIIOID;WP;;;CO)(OA;CIID;WP;${UAC};${USER};AU)`,
    );
    const team = world.directory.groups.findIndex(({ dn }) => dn === `CN=team,${CREW}`);
    expect(account(moved)).toMatchObject({ memberOf: [team], otherGroups: [] });
    expect(world.directory.groups[team]!.unresolvedMembers).toEqual([]);
    expect(account(`CN=jo,${CREW}`)).toBeUndefined();
  });

  test('leaves a protected list as it is', async () => {
    const { lists } = await afterwards([move(`CN=shut,${CREW}`, CHARGES)]);
    expect(lists[`CN=shut,${CHARGES}`]).toBe('O:SYG:SYD:PAI(A;;RC;;;SY)');
  });

  test('of a container changes all that lies below it', async () => {
    const { lists, names } = await afterwards([move(`OU=Inner,${CREW}`, CHARGES, 'OU=Renamed')]);
    const inner = `OU=Renamed,${CHARGES}`;
    const handed = `(A;CIID;RP;;;WD)(A;ID;WP;;;SY)(A;CIIOID;WP;;;CO)`;
    expect(lists[inner]).toBe(`O:SYG:SYD:AI(A;CI;LC;;;SY)${handed}(OA;CIIOID;WP;${UAC};${USER};AU)`);
    expect(lists[`CN=deep,${inner}`]).toBe(`O:SYG:SYD:AI(A;CIID;LC;;;SY)${handed}(OA;CIID;WP;${UAC};${USER};AU)`);
    expect(names().filter((dn) => dn.includes('OU=Inner'))).toEqual([]);
  });

  test('and back again brings the lists back', async () => {
    const before = await afterwards([]);
    const there = move(`OU=Inner,${CREW}`, CHARGES, 'OU=Renamed');
    const { lists } = await afterwards([there, inverse(before.world.directory, there)]);
    expect(lists).toEqual(before.lists);
  });

  test('a new name alone leaves the list', async () => {
    const { lists } = await afterwards([move(`CN=jo,${CREW}`, CREW, 'CN=joe')]);
    expect(lists[`CN=joe,${CREW}`]).toBe('O:SYG:SYD:AI(A;;RC;;;SY)(A;CIID;RP;;;AU)');
  });

  test('names change places, and what is made in a moved container gets what that hands on now', async () => {
    const { lists, account } = await afterwards([
      move(`CN=jo,${CREW}`, CHARGES),
      move(`CN=shut,${CREW}`, CREW, 'CN=jo'),
      move(`OU=Empty,${CREW}`, CHARGES),
      create(`CN=late,OU=Empty,${CHARGES}`, ['group']),
      set(`CN=jo,${CREW}`, 'userPrincipalName', 'shut@example.com'),
    ]);
    expect(lists[`CN=jo,${CREW}`]).toBe('O:SYG:SYD:PAI(A;;RC;;;SY)');
    expect(account(`CN=jo,${CREW}`)!['userPrincipalName']).toBe('shut@example.com');
    expect(account(`CN=jo,${CHARGES}`)!['userPrincipalName']).toBeUndefined();
    expect(lists[`CN=late,OU=Empty,${CHARGES}`]).toContain('(A;CIID;RP;;;WD)');
  });
});

describe('a deletion', () => {
  test('takes memberships along, and leaves the SID in lists', async () => {
    const entry = parseSddl(`D:(A;;RP;;;${SID}-1105)`).dacl!.aces[0]!;
    const { world, lists, names } = await afterwards([
      { kind: 'add-entry', dn: CHARGES, entry },
      remove(`CN=jo,${CREW}`),
      remove(`CN=team,${CREW}`),
    ]);
    expect(names()).not.toContain(`CN=jo,${CREW}`);
    expect(world.directory.groups.map(({ dn }) => dn)).not.toContain(`CN=team,${CREW}`);
    expect(lists[CHARGES]).toContain(`(A;;RP;;;${SID}-1105)`);
    expect(world.directory.gaps.filter(({ dn }) => dn?.includes('jo') || dn?.includes('team'))).toEqual([]);
  });

  test('of a tree takes all below it', async () => {
    const { names } = await afterwards([remove(`OU=Inner,${CREW}`, true)]);
    expect(names().filter((dn) => dn.includes('OU=Inner'))).toEqual([]);
  });

  test('what was moved away before stays; the name can be used again', async () => {
    const inner = `OU=Inner,${CREW}`;
    const { names, account } = await afterwards([
      move(`CN=deep,${inner}`, CREW),
      remove(inner),
      create(inner, ['organizationalUnit']),
      create(`CN=deep,${inner}`, ['user'], { sAMAccountName: 'deeper' }),
    ]);
    expect(names()).toContain(`CN=deep,${CREW}`);
    expect(account(`CN=deep,${inner}`)!['samAccountName']).toBe('deeper');
    expect(account(`CN=deep,${CREW}`)!['samAccountName']).toBe('deep');
  });
});

describe('what cannot be done is refused, with where it is written', () => {
  const all = 'CN=Users,';
  test.each<[string, Change, string]>([
    [
      'no parent',
      create(`CN=x,OU=Nowhere,${DN}`, ['user']),
      `the sources have no object OU=Nowhere,${DN}, the parent of the new object`,
    ],
    ['a name that is taken', create(`cn=JO,${CREW}`, ['user']), `there is an object cn=JO,${CREW} already`],
    [
      'a name in the domain',
      create(NEW, ['user'], { sAMAccountName: 'JO' }),
      `${NEW} cannot be called JO: CN=jo,${CREW} has that sAMAccountName`,
    ],
    ['no such class', create(NEW, ['butler']), `the schema has no class butler, which ${NEW} is to be of`],
    ['an abstract class', create(NEW, ['top']), `${NEW}: no object can be of top: none is its structural class`],
    [
      'an auxiliary class',
      create(NEW, ['mailRecipient']),
      `${NEW}: no object can be of mailRecipient: none is its structural class`,
    ],
    [
      'a class that may not be there',
      create(`OU=x,CN=jar,${CREW}`, ['organizationalUnit']),
      `OU=x,CN=jar,${CREW}: an object of the class organizationalUnit may not lie below CN=jar,${CREW}, which is of the class container`,
    ],
    [
      'a class that has another name',
      create(`CN=x,${CREW}`, ['organizationalUnit']),
      `CN=x,${CREW}: objects of the class organizationalUnit are named by ou`,
    ],
    [
      'a class that is not made',
      create(`CN=x,${CREW}`, ['domainDNS']),
      `CN=x,${CREW}: objects of the class domainDNS are not made by an add`,
    ],
    [
      'an attribute of the server',
      create(NEW, ['user'], { objectSid: 'x' }),
      `objectSid of ${NEW} is given by the server, not by whoever makes the object`,
    ],
    ['an unknown attribute', create(NEW, ['user'], { shoeSize: '42' }), 'the schema has no attribute "shoeSize"'],
    [
      'an impossible type of group',
      create(NEW, ['group'], { groupType: '1' }),
      `groupType 1 of ${NEW} is none that a new group can have`,
    ],
    [
      'no type of account',
      create(NEW, ['user'], { userAccountControl: '2' }),
      `userAccountControl 2 of ${NEW} does not say of which type the account is`,
    ],
    [
      'an unknown member',
      create(NEW, ['group'], { member: `CN=nobody,${DN}` }),
      `the sources have no object CN=nobody,${DN}, a member of ${NEW}`,
    ],
    [
      'a time of a password',
      set(`CN=shut,${CREW}`, 'pwdLastSet', '133487715506658733'),
      `pwdLastSet of CN=shut,${CREW} can be set to 0 and to -1 only`,
    ],
    [
      'no time of a password',
      set(`CN=shut,${CREW}`, 'pwdLastSet'),
      `pwdLastSet of CN=shut,${CREW} can be set to 0 and to -1 only`,
    ],
    ['no object to move', move(`CN=nobody,${CREW}`, CHARGES), `the sources have no object CN=nobody,${CREW}`],
    [
      'a move to nowhere',
      move(`CN=jo,${CREW}`, `OU=Nowhere,${DN}`),
      `the sources have no object OU=Nowhere,${DN}, where CN=jo,${CREW} is to be moved`,
    ],
    ['a move below itself', move(CREW, `OU=Inner,${CREW}`), `${CREW} cannot be moved below itself`],
    ['a move of a head', move(DN, CREW), `${DN} is the head of a naming context, which cannot be moved or renamed`],
    ['a move to a taken name', move(`CN=shut,${CREW}`, CREW, 'CN=jo'), `there is an object CN=jo,${CREW} already`],
    [
      'a move to where the class may not be',
      move(`OU=Inner,${CREW}`, `CN=jar,${CREW}`),
      `OU=Inner,CN=jar,${CREW}: an object of the class organizationalUnit may not lie below CN=jar,${CREW}, which is of the class container`,
    ],
    [
      'a move to another naming context',
      move(`CN=jo,${CREW}`, `CN=top,CN=Schema,CN=Configuration,${DN}`),
      `CN=jo,${CREW} cannot be moved to CN=top,CN=Schema,CN=Configuration,${DN}: that is in another naming context`,
    ],
    [
      'another kind of name',
      move(`CN=jo,${CREW}`, CREW, 'OU=jo'),
      `CN=jo,${CREW} is named by cn, and cannot be named OU=jo`,
    ],
    [
      'a place of every domain',
      move(`${all}${DN}`, CREW),
      `${all}${DN} is a place that every domain has, and cannot be moved or renamed`,
    ],
    [
      'a group of every domain',
      remove(`CN=Domain Admins,${CREW}`),
      `every domain has CN=Domain Admins,${CREW}, which cannot be deleted`,
    ],
    [
      'an object with others below it',
      remove(`OU=Inner,${CREW}`),
      `OU=Inner,${CREW} cannot be deleted: CN=deep,OU=Inner,${CREW} lies below it`,
    ],
    [
      'a primary group',
      remove(`CN=bosses,${CREW}`),
      `CN=bosses,${CREW} cannot be deleted: CN=bosses,${CREW} is the primary group of CN=boss,${CREW}`,
    ],
    [
      'a tree with a group of every domain',
      remove(CREW, true),
      `${CREW} cannot be deleted: CN=Domain Admins,${CREW} is a group that every domain has`,
    ],
    [
      'no object to write to',
      set(`CN=nobody,${CREW}`, 'description', 'x'),
      `the sources have no object CN=nobody,${CREW}`,
    ],
    [
      'what an object is',
      set(`CN=jo,${CREW}`, 'objectClass', 'user'),
      `objectClass of CN=jo,${CREW} cannot be set: what an object is does not change`,
    ],
    ['no name', create('jo', ['user']), '"jo" is no distinguished name'],
  ])('%s', async (_, change, message) => {
    await expect(afterwards([set(`CN=jo,${CREW}`, 'description', 'first'), change])).rejects.toMatchObject({
      code: 'change',
      message: `change 2: ${message}`,
    });
  });

  test('what a new object would inherit from a list that nobody read', async () => {
    await withFiles(
      [
        domain.map((entry) =>
          entry.dn === CHARGES
            ? text.object(CHARGES, ['top', 'organizationalUnit'], { nTSecurityDescriptor: [] })
            : entry,
        ),
      ],
      async (paths) => {
        const base = await openSources(paths, { exported: 'all' });
        const made = (change: Change) => changedSource(base, [{ change, where: 'line 1' }]);
        await expect(made(create(NEW, ['user']))).rejects.toMatchObject({
          message: `line 1: what ${NEW} inherits is not known: the descriptor of ${CHARGES} was not read`,
        });
        await expect(made(move(`CN=jo,${CREW}`, CHARGES))).rejects.toMatchObject({
          message: `line 1: what CN=jo,${CHARGES} inherits in its new place is not known: the descriptor above it was not read`,
        });
        // What inherits nothing needs no list above it.
        const source = await made(create(NEW, ['user'], {}, 'D:P(A;;RP;;;WD)'));
        expect(descriptorsOf(await worldOfSource(source))[NEW]).toBe('O:DAG:DAD:PAI(A;;RP;;;WD)');
        await source.close();
      },
    );
  });
});

test('any attribute that is kept can be set and cleared', async () => {
  const { account, world } = await afterwards([
    set(`CN=jo,${CREW}`, 'sAMAccountName', 'joanna'),
    set(`CN=jo,${CREW}`, 'description', 'nobody keeps that'),
    { kind: 'set-attribute', dn: `CN=jo,${CREW}`, attribute: 'useraccountcontrol', values: numberValues(514) },
    set(`CN=jo,${CREW}`, 'userPrincipalName', 'jo@example.com'),
    set(`CN=shut,${CREW}`, 'pwdLastSet', '-1'),
    set(`CN=team,${CREW}`, 'groupType', '-2147483640'),
  ]);
  expect(world.directory.groups.find(({ dn }) => dn === `CN=team,${CREW}`)!.groupType).toBe(-2147483640);
  expect(account(`CN=jo,${CREW}`)).toMatchObject({
    samAccountName: 'joanna',
    userAccountControl: 514,
    userPrincipalName: 'jo@example.com',
  });
  expect(account(`CN=shut,${CREW}`)).toMatchObject({ pwdLastSet: '-1' });
});

test('what an audit says of it is what it says of the same objects, assembled', async () => {
  await withFiles([domain], async (paths) => {
    const base = await openSources(paths, { exported: 'all' });
    const changes: Change[] = [
      create(NEW, ['user']),
      move(`CN=jo,${CREW}`, CHARGES),
      { kind: 'add-entry', dn: CHARGES, entry: parseSddl(`D:(OA;CI;WP;${UAC};;${SID}-1105)`).dacl!.aces[0]! },
      remove(`OU=Inner,${CREW}`, true),
    ];
    const source = await changedSource(
      base,
      changes.map((change) => ({ change })),
    );
    const again = await assembledAnew(source);
    const accounts = ['boss', `CN=jo,${CHARGES}`];
    expect(await answers(source, accounts)).toEqual(await answers(again, accounts));
    await again.close();
    await source.close();
  });
});
