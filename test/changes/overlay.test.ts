import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openSources } from '../../src/assemble/open.js';
import {
  apply,
  type BaseSource,
  type Change,
  changedSource,
  namedBeyondModel,
  numberValues,
} from '../../src/changes/index.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { accountDn } from '../../src/directory/directory.js';
import {
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
  user,
} from '../directory/memory-source.js';
import { FIXTURES } from '../truth/predict.js';
import { all, answers, assembledAnew, keptOpen, memoryBase, worldOfSource } from './evidence.js';
import { aceOf, after, descriptorsOf, HOLDER, STAFF, type World } from './world.js';

const LIST = 'O:BAG:BAD:AI(A;;RP;;;WD)(A;CIID;RP;;;AU)';
const JO = `CN=jo,${STAFF}`;
const PC = `CN=pc,${STAFF}`;
const TEAM = `CN=team,${STAFF}`;

const written = {
  descriptors: ['O:BAG:BAD:PAI(A;CI;RP;;;AU)', LIST, 'O:DAG:DAD:PAI(A;;GA;;;SY)', 'O:BAG:BAD:PAI(A;;RP;;;WD)'],
  groups: [
    group(1200, 'team', GLOBAL, [], { descriptor: 1 }),
    group(1201, 'rest', DOMAIN_LOCAL, [0], { descriptor: 1 }),
  ],
  accounts: [
    user(1100, 'jo', { descriptor: 1, memberOf: [0], otherGroups: [] }),
    user(1101, 'pc', { descriptor: 1, classes: 2 }),
    user(1102, 'off', { descriptor: 3 }),
  ],
  adminSDHolder: 2,
};

async function listsAfter(changes: readonly Change[]): Promise<Readonly<Record<string, string>>> {
  const source = await changedSource(
    memoryBase(written),
    changes.map((change) => ({ change })),
  );
  return descriptorsOf(await worldOfSource(source));
}

describe('changes laid over the records', () => {
  test('nothing changed is the source itself', async () => {
    const base = memoryBase(written);
    expect(await changedSource(base, [])).toBe(base);
  });

  test('a change that changes nothing leaves every record as it is', async () => {
    const base = memoryBase(written);
    const source = await changedSource(base, [
      { change: { kind: 'set-attribute', dn: JO, attribute: 'userAccountControl', values: numberValues(0x200) } },
    ]);
    expect(await all(source.model())).toEqual(await all(base.model()));
    expect(await all(source.accounts())).toEqual(await all(base.accounts()));
  });

  test('an entry is handed on to what lies below, by class, and stops at a list that does not inherit', async () => {
    const entry = aceOf(`(OA;CIIO;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1200)`);
    const lists = await listsAfter([{ kind: 'add-entry', dn: STAFF, entry }]);
    const waiting = `(OA;CIIOID;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1200)`;
    expect(lists[STAFF]).toBe(`O:BAG:BAD:PAI(A;CI;RP;;;AU)(OA;CIIO;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1200)`);
    expect(lists[JO]).toBe(
      `O:BAG:BAD:AI(A;;RP;;;WD)(A;CIID;RP;;;AU)(OA;CIID;WP;${UAC};${USER_CLASS};${DOMAIN_SID}-1200)`,
    );
    expect(lists[PC]).toBe(`O:BAG:BAD:AI(A;;RP;;;WD)(A;CIID;RP;;;AU)${waiting}`);
    expect(lists[TEAM]).toBe(`O:BAG:BAD:AI(A;;RP;;;WD)(A;CIID;RP;;;AU)${waiting}`);
    expect(lists[`CN=off,${STAFF}`]).toBe('O:BAG:BAD:PAI(A;;RP;;;WD)');
  });

  test('descriptors have the same numbers at every pass, whatever is looked for', async () => {
    const source = await changedSource(memoryBase(written), [
      { change: { kind: 'add-entry', dn: STAFF, entry: aceOf(`(OA;CI;WP;${UAC};${USER_CLASS};AU)`) } },
    ]);
    const model = await all(source.model());
    expect(await all(source.model())).toEqual(model);
    const mentioned = await all(source.accounts(['jo']));
    const first = await all(source.accounts());
    const second = await all(source.accounts(['jo']));
    const tables = (records: readonly { readonly type: string }[]) => records.filter(({ type }) => type !== 'account');
    expect(tables(first).length).toBeGreaterThan(0);
    expect(tables(mentioned)).toEqual(tables(first));
    expect(tables(second)).toEqual(tables(first));
  });

  test('a change that cannot be made says where it was written, and leaves the source open', async () => {
    const base = memoryBase(written);
    let closed = 0;
    const source = {
      ...base,
      close: async () => {
        closed++;
      },
    };
    const change: Change = { kind: 'remove-entry', dn: JO, entry: aceOf('(A;;GA;;;WD)') };
    await expect(changedSource(source, [{ change, where: 'changes.ldif line 7' }])).rejects.toMatchObject({
      code: 'change',
      message: `changes.ldif line 7: the list of ${JO} has no entry (A;;GA;;;WD)`,
    });
    expect(closed).toBe(0);
  });

  test('a list that nobody read hands on what nobody knows: what lies below is not known any more', async () => {
    const inner = `OU=inner,${STAFF}`;
    const source = await changedSource(
      memoryBase({
        ...written,
        accounts: [user(1100, 'jo', { descriptor: 1, parent: 5 }), user(1101, 'off', { descriptor: 3, parent: 5 })],
        more: [{ type: 'container', dn: inner, parent: 3, classes: 3 }],
      }),
      [{ change: { kind: 'add-entry', dn: STAFF, entry: aceOf('(A;CI;WP;;;AU)') } }],
    );
    const world = await worldOfSource(source);
    const lists = descriptorsOf(world);
    expect(lists[`CN=jo,${inner}`]).toBeUndefined();
    expect(lists[`CN=off,${inner}`]).toBe('O:BAG:BAD:PAI(A;;RP;;;WD)');
    expect(world.directory.gaps).toContainEqual(
      expect.objectContaining({ code: 'descriptor-unreadable', dn: `CN=jo,${inner}` }),
    );
    await source.close();
  });

  test('a list above that nobody read: what is inherited stays, and is not what a client writes', async () => {
    const inner = `OU=inner,${STAFF}`;
    const base = () =>
      memoryBase({
        ...written,
        accounts: [user(1100, 'jo', { descriptor: 1, parent: 5 }), user(1102, 'off', { descriptor: 3, parent: 5 })],
        more: [{ type: 'container', dn: inner, parent: 3, classes: 3 }],
      });
    const write = (rdn: string, sddl: string, parts: readonly ('owner' | 'dacl')[] = ['dacl']) =>
      changedSource(base(), [
        {
          change: {
            kind: 'write-descriptor',
            dn: `${rdn},${inner}`,
            descriptor: parseSddl(sddl, { domainSid: DOMAIN_SID }),
            parts,
          },
        },
      ]);
    const source = await write('CN=jo', 'D:(A;;WP;;;WD)(A;ID;GA;;;WD)');
    expect(descriptorsOf(await worldOfSource(source))[`CN=jo,${inner}`]).toBe('O:BAG:BAD:(A;;WP;;;WD)(A;CIID;RP;;;AU)');
    await expect(write('CN=off', 'D:(A;;WP;;;WD)')).rejects.toMatchObject({
      code: 'change',
      message: `what CN=off,${inner} would inherit is not known: the descriptor above it was not read`,
    });
  });

  test('an account gets into a group, and the last one goes', async () => {
    const readable = 'O:BAG:BAD:PAI(A;;RP;;;AU)';
    const base = (more: object) =>
      memoryBase({
        ...written,
        descriptors: [...written.descriptors, readable],
        groups: [group(1200, 'team', GLOBAL, [], { descriptor: 4, classes: 3, ...more })],
        accounts: [
          user(1100, 'jo', { descriptor: 4, memberOf: [0], otherGroups: [] }),
          user(1101, 'al', { descriptor: 4 }),
        ],
      });
    const AL = `CN=al,${STAFF}`;
    const source = await changedSource(base({}), [
      { change: { kind: 'remove-member', group: TEAM, member: JO } },
      { change: { kind: 'add-member', group: TEAM, member: AL } },
    ]);
    const model = await all(source.model());
    expect(model.find((record) => record.type === 'group')).toMatchObject({ dn: TEAM, membersRead: 'yes' });
    const accounts = (await all(source.accounts())).filter((record) => record.type === 'account');
    expect(accounts.map(({ memberOf, otherGroups }) => [memberOf, otherGroups])).toEqual([
      [undefined, undefined],
      [[0], []],
    ]);
    const emptied = await changedSource(base({}), [{ change: { kind: 'remove-member', group: TEAM, member: JO } }]);
    const team = (await all(emptied.model())).find((record) => record.type === 'group');
    expect(team).toMatchObject({ dn: TEAM });
    expect(team).not.toHaveProperty('membersRead', 'yes');
  });

  test('a member that the scope of the group excludes is refused, with where it was written', async () => {
    const base = memoryBase({
      ...written,
      groups: [group(1200, 'team', GLOBAL, []), group(1300, 'local', DOMAIN_LOCAL, [])],
    });
    const LOCAL = `CN=local,${STAFF}`;
    const nested = (into: string, member: string) =>
      changedSource(base, [{ change: { kind: 'add-member', group: into, member }, where: 'x.yaml line 3' }]);
    await expect(nested(TEAM, LOCAL)).rejects.toThrow(
      `x.yaml line 3: ${LOCAL} cannot be a member of ${TEAM}: a global group takes no domain-local one`,
    );
    const { directory } = await worldOfSource(await nested(LOCAL, TEAM));
    expect(directory.membership.direct(0 as never)).toEqual([1]);
  });

  test.each(['CN=\\6Ao', 'CN = jo', 'cn="JO"'])('an account by another spelling of its name: %s', async (rdn) => {
    const change: Change = { kind: 'set-flags', dn: `${rdn},${STAFF}`, set: 2, clear: 0 };
    const accounts = await all((await changedSource(memoryBase(written), [{ change }])).accounts());
    expect(accounts.find((each) => each.type === 'account')).toMatchObject({ rdn: 'CN=jo', userAccountControl: 514 });
  });

  test('an account that an entry names for the first time gets a name', async () => {
    const source = await changedSource(memoryBase(written), [
      { change: { kind: 'add-entry', dn: STAFF, entry: aceOf(`(A;CI;WP;;;${DOMAIN_SID}-1101)`) } },
    ]);
    const { directory } = await worldOfSource(source);
    expect(directory.principals.get(`${DOMAIN_SID}-1101`)).toMatchObject({ dn: PC, name: 'EXAMPLE\\pc' });
  });

  test('AdminSDHolder: protected accounts that no change names, and what lies below one', async () => {
    const admin = `CN=admin,${STAFF}`;
    const source = await changedSource(
      memoryBase({
        ...written,
        descriptors: [...written.descriptors, 'O:DAG:DAD:PAI(A;CI;RPWP;;;SY)'],
        adminSDHolder: 4,
        groups: [group(512, 'Domain Admins', GLOBAL, [], { descriptor: 1 })],
        accounts: [
          user(1100, 'admin', { descriptor: 1, memberOf: [0] }),
          user(1101, 'plain', { descriptor: 1, memberOf: [0] }),
          user(1103, 'below', { descriptor: 1, parent: 5 }),
        ],
        more: [{ type: 'container', dn: admin, parent: 3, classes: 0, descriptor: 1 }],
      }),
      [{ change: { kind: 'run-adminsdholder', domain: DOMAIN_DN } }],
    );
    const world = await worldOfSource(source);
    const lists = descriptorsOf(world);
    expect(lists[`CN=plain,${STAFF}`]).toBe('O:DAG:DAD:PAI(A;CI;RPWP;;;SY)');
    expect(lists[admin]).toBe('O:DAG:DAD:PAI(A;CI;RPWP;;;SY)');
    expect(lists[`CN=below,${admin}`]).toBe('O:BAG:BAD:AI(A;;RP;;;WD)(A;CIID;RPWP;;;SY)');
    expect(lists[HOLDER]).toBe('O:DAG:DAD:PAI(A;CI;RPWP;;;SY)');
    expect(world.accounts.map(({ adminCount }) => adminCount)).toEqual([1, 1, undefined]);
  });
});

describe('in the sample domain', () => {
  let base: BaseSource;
  let world: World;
  const dns = { objects: [] as string[], accounts: [] as string[], groups: [] as string[] };

  beforeAll(async () => {
    base = await openSources([`${FIXTURES}/securelab.ldif.gz`]);
    world = await worldOfSource(base);
    const { directory, accounts } = world;
    const known = (number: number | null | undefined) =>
      number != null && directory.descriptors.get(number as never).state === 'parsed';
    dns.accounts = accounts.filter(({ descriptor }) => known(descriptor)).map((record) => accountDn(directory, record));
    dns.groups = directory.groups.filter(({ descriptor }) => known(descriptor)).map(({ dn }) => dn);
    const containers = directory.containers.filter(({ descriptor }) => known(descriptor)).map(({ dn }) => dn);
    dns.objects = [...containers, ...containers, ...dns.groups, ...dns.accounts];
  }, 60_000);
  afterAll(() => base.close());

  const ENTRIES = [
    '(A;CI;RPWP;;;AU)',
    '(D;CI;WP;;;S-1-5-21-1-2-3-1104)',
    `(OA;CIIO;WP;${UAC};${USER_CLASS};WD)`,
    `(OD;CINP;WP;${UAC};${COMPUTER_CLASS};WD)`,
    '(A;CIIO;GA;;;CO)',
    '(OA;;CR;00299570-246d-11d0-a768-00aa006e0529;;AU)',
  ].map(aceOf);

  const changeOf = (seed: readonly number[]): Change => {
    const [kind, one, two, three] = seed as [number, number, number, number];
    const pick = <T>(list: readonly T[], number: number): T => list[number % list.length]!;
    const dn = pick(dns.objects, one);
    switch (kind % 7) {
      case 0:
      case 1:
        return { kind: 'add-entry', dn, entry: pick(ENTRIES, two) };
      case 2:
        return three % 2 === 0
          ? { kind: 'set-inheritance', dn, inherits: true }
          : { kind: 'set-inheritance', dn, inherits: false, keep: three % 4 === 1 ? 'copies' : 'nothing' };
      case 3: {
        const acl = { revision: 4, aces: [pick(ENTRIES, two), pick(ENTRIES, three)] };
        return {
          kind: 'write-descriptor',
          dn,
          descriptor: { ...parseSddl('O:BAG:BAD:'), dacl: acl },
          parts: ['dacl', 'owner'],
        };
      }
      case 4:
        return {
          kind: 'add-member',
          group: pick(dns.groups, one),
          member: pick([...dns.accounts, ...dns.groups], two),
        };
      case 5:
        return {
          kind: 'set-flags',
          dn: pick(dns.accounts, one),
          set: pick([2, 0x10000, 0x40000], two),
          clear: pick([0, 0x200000], three),
        };
      default:
        return { kind: 'run-adminsdholder', domain: 'DC=securelab,DC=local' };
    }
  };

  test('what an audit says of it is what it says of the same objects, assembled', async () => {
    const accounts = ['mdiAction$', 'mdiNothing$', 'helpdesk1'];
    let made = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (seeds) => {
          // What cannot be made is left out.
          const changes: Change[] = [];
          let expected: World = world;
          for (const seed of seeds) {
            const next = [...changes, changeOf(seed)];
            const names = new Set(namedBeyondModel(world.directory, next));
            const named = world.accounts.filter((record) => names.has(accountDn(world.directory, record)));
            try {
              expected = after(world, apply(world.directory, next, named));
              changes.push(next.at(-1)!);
            } catch {}
          }
          made += changes.length;
          const source = await changedSource(
            keptOpen(base),
            changes.map((change) => ({ change })),
          );
          const again = await assembledAnew(source);
          try {
            expect(descriptorsOf(await worldOfSource(source))).toEqual(descriptorsOf(expected));
            expect(await answers(source, accounts)).toEqual(await answers(again, accounts));
          } finally {
            await again.close();
            await source.close();
          }
        },
      ),
      { numRuns: 6 },
    );
    expect(made).toBeGreaterThan(5);
  }, 180_000);
});
