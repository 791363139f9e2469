import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inheritedEntries, isInherited } from '../../src/access/inherit.js';
import { changesOfRecords, formatLdif, NOTHING_KNOWN, parseChangeRecords } from '../../src/changes/files/index.js';
import { apply, type Change, inverse, namedBeyondModel, numberValues } from '../../src/changes/index.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import { sameAce } from '../../src/descriptor/same.js';
import type { SecurityDescriptor } from '../../src/descriptor/types.js';
import { accountDn } from '../../src/directory/directory.js';
import type { DescriptorId } from '../../src/directory/ids.js';
import type { AccountRecord } from '../../src/directory/records.js';
import {
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_SID,
  GLOBAL,
  group,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
  user,
} from '../directory/memory-source.js';
import { aceOf, after, type World, worldOf } from './world.js';

const ENTRIES = [
  '(A;;RP;;;WD)',
  '(D;;WP;;;AU)',
  '(A;CI;RP;;;WD)',
  '(D;CI;WP;;;AU)',
  '(A;CIIO;RPWP;;;SY)',
  '(A;CINP;RC;;;BA)',
  '(A;CIIO;GA;;;CO)',
  '(A;CINPIO;RP;;;CG)',
  '(A;OICI;GR;;;SY)',
  '(A;OI;RP;;;WD)',
  `(OA;CIIO;WP;${UAC};${USER_CLASS};WD)`,
  `(OD;CI;WP;${UAC};${COMPUTER_CLASS};WD)`,
  `(OA;CINP;CR;;${USER_CLASS};AU)`,
  `(OA;;WP;${UAC};;WD)`,
];
const OWNERS = ['SY', 'BA', `${DOMAIN_SID}-1101`];

/** A random tree of containers, with groups and accounts in them; every list is what its parent's makes of it. */
interface Tree {
  /** By container: its parent among those before it. */
  readonly parents: readonly number[];
  /** By object, containers first: own entries, whether it inherits, owner. */
  readonly objects: readonly { readonly own: readonly number[]; readonly off: boolean; readonly owner: number }[];
  /** By leaf: where it lies. Groups first. */
  readonly places: readonly number[];
}
const CONTAINERS = 6;
const GROUPS = 3;
const ACCOUNTS = 6;

const tree: fc.Arbitrary<Tree> = fc.record({
  parents: fc.tuple(...Array.from({ length: CONTAINERS }, (_, index) => fc.nat({ max: index }))),
  objects: fc.array(
    fc.record({
      own: fc.uniqueArray(fc.nat({ max: ENTRIES.length - 1 }), { maxLength: 4 }),
      off: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
      owner: fc.nat({ max: OWNERS.length - 1 }),
    }),
    { minLength: CONTAINERS + GROUPS + ACCOUNTS, maxLength: CONTAINERS + GROUPS + ACCOUNTS },
  ),
  places: fc.array(fc.nat({ max: CONTAINERS }), { minLength: GROUPS + ACCOUNTS, maxLength: GROUPS + ACCOUNTS }),
});

/** Containers of memory-source begin here; the one that tests put theirs in is OU=Staff. */
const STAFF = 3;
const FIRST = 5;
const containerDn = (tree: Tree, index: number): string => {
  const parent = tree.parents[index]!;
  return `OU=c${index},${parent === 0 ? `OU=Staff,${DOMAIN_DN}` : containerDn(tree, parent - 1)}`;
};
const placeOf = (index: number) => (index === 0 ? STAFF : FIRST + index - 1);
const dnOf = (tree: Tree, object: number): string => {
  if (object < CONTAINERS) return containerDn(tree, object);
  const place = tree.places[object - CONTAINERS]!;
  return `CN=o${object},${place === 0 ? `OU=Staff,${DOMAIN_DN}` : containerDn(tree, place - 1)}`;
};

async function consistent(tree: Tree): Promise<World> {
  const texts = tree.objects.map(
    ({ own, off, owner }) =>
      `O:${OWNERS[owner]}G:BAD:${off ? 'P' : ''}(OA;;RP;${UAC};;PS)${own.map((at) => ENTRIES[at]).join('')}`,
  );
  const world = await worldOf({
    // An entry about an attribute in each, so that every list is of the revision that those of a directory have.
    descriptors: [`O:BAG:BAD:(OA;;RP;${UAC};;PS)`, ...texts],
    groups: Array.from({ length: GROUPS }, (_, index) => {
      const object = CONTAINERS + index;
      return group(1200 + index, `o${object}`, GLOBAL, [], {
        dn: dnOf(tree, object),
        parent: placeOf(tree.places[index]!),
        descriptor: object + 1,
        classes: 3,
      });
    }),
    accounts: Array.from({ length: ACCOUNTS }, (_, index) => {
      const object = CONTAINERS + GROUPS + index;
      const parent = placeOf(tree.places[GROUPS + index]!);
      return user(1100 + index, `o${object}`, { parent, descriptor: object + 1, classes: index % 3 });
    }),
    more: Array.from({ length: CONTAINERS }, (_, index) => ({
      type: 'container' as const,
      dn: dnOf(tree, index),
      parent: placeOf(tree.parents[index]!),
      classes: 3,
      descriptor: index + 1,
    })),
  });
  // A list that is written is stored as the directory stores it, and handed on.
  const lists = ['(A;CI;RC;;;AU)(OA;CI;RP;;;PS)', ...texts.map((text) => text.slice(text.indexOf('(')))];
  const dns = [`OU=Staff,${DOMAIN_DN}`, ...tree.objects.map((_, object) => dnOf(tree, object))];
  const changes = dns.map((dn, index): Change => {
    const isOff = index > 0 && tree.objects[index - 1]!.off;
    const descriptor = parseSddl(`D:${isOff ? 'P' : ''}${lists[index]}`, { domainSid: DOMAIN_SID });
    return { kind: 'write-descriptor', dn, descriptor, parts: ['dacl'] };
  });
  return after(world, apply(world.directory, changes, world.accounts));
}

const change = (given: Tree): fc.Arbitrary<Change> => {
  const dn = fc.nat({ max: given.objects.length - 1 }).map((object) => dnOf(given, object));
  const account = fc.nat({ max: ACCOUNTS - 1 }).map((index) => dnOf(given, CONTAINERS + GROUPS + index));
  const entry = fc.nat({ max: ENTRIES.length - 1 }).map((at) => aceOf(ENTRIES[at]!));
  return fc.oneof(
    fc.record({ kind: fc.constant('add-entry' as const), dn, entry }),
    fc.record({ kind: fc.constant('remove-entry' as const), dn, entry }),
    fc.record({ kind: fc.constant('set-inheritance' as const), dn, inherits: fc.constant(true as const) }),
    fc.record({
      kind: fc.constant('set-inheritance' as const),
      dn,
      inherits: fc.constant(false as const),
      keep: fc.constantFrom('nothing' as const, 'copies' as const),
    }),
    fc.record({
      kind: fc.constant('write-descriptor' as const),
      dn,
      descriptor: entry.map(
        (ace): SecurityDescriptor => ({ ...parseSddl('O:SYG:SYD:'), dacl: { revision: 4, aces: [ace] } }),
      ),
      parts: fc.constantFrom(['dacl'] as const, ['owner', 'dacl'] as const, ['owner', 'group'] as const),
    }),
    fc.record({
      kind: fc.constant('set-flags' as const),
      dn: account,
      set: fc.constantFrom(0, 2, 0x10000),
      clear: fc.constantFrom(0, 2, 0x200),
    }),
    fc.record({
      kind: fc.constant('set-attribute' as const),
      dn: account,
      attribute: fc.constant('adminCount' as const),
      values: fc.constantFrom(null, 0, 1).map(numberValues),
    }),
    fc.record({
      kind: fc.constant('add-member' as const),
      group: fc.nat({ max: GROUPS - 1 }).map((index) => dnOf(given, CONTAINERS + index)),
      member: fc.nat({ max: GROUPS + ACCOUNTS - 1 }).map((index) => dnOf(given, CONTAINERS + index)),
    }),
  );
};

function named({ directory, accounts }: World, changes: readonly Change[]): AccountRecord[] {
  const dns = namedBeyondModel(directory, changes);
  return accounts.filter((record) => dns.includes(accountDn(directory, record)));
}

const made = (world: World, changes: readonly Change[]): World =>
  after(world, apply(world.directory, changes, named(world, changes)));

/** The changes as an LDAP client would send them, read back from its file. */
function asSent(world: World, changes: readonly Change[]): readonly Change[] {
  const text = formatLdif(changes, world.directory, named(world, changes));
  const records = parseChangeRecords('changes.ldif', Buffer.from(text));
  return changesOfRecords('changes.ldif', records, NOTHING_KNOWN).map(({ change }) => change);
}

/** Everything that changes can change, descriptors as bytes. */
function stateOf({ directory, accounts }: World) {
  const bytes = (number: DescriptorId | null | undefined) => {
    const stored = number == null ? null : directory.descriptors.get(number);
    return stored?.state === 'parsed' ? Buffer.from(encodeSecurityDescriptor(stored.value)).toString('base64') : null;
  };
  return {
    containers: directory.containers.map(({ dn, descriptor }) => [dn, bytes(descriptor)]),
    groups: directory.groups.map(({ dn, descriptor, adminCount }, id) => [
      dn,
      bytes(descriptor),
      adminCount,
      directory.membership.direct(id as never),
    ]),
    accounts: accounts.map(({ descriptor, adminCount, memberOf = [], ...rest }) => ({
      ...rest,
      adminCount: adminCount ?? null,
      memberOf,
      descriptor: bytes(descriptor),
    })),
  };
}

/** The objects whose list is not: own entries, then what the parent's list becomes in it. */
function inconsistent({ directory, accounts }: World): string[] {
  const value = (number: DescriptorId | null | undefined) => {
    const stored = number == null ? null : directory.descriptors.get(number);
    return stored?.state === 'parsed' ? stored.value : null;
  };
  const objects = [
    ...directory.containers.map(({ dn, parent, classes, descriptor }) => ({ dn, parent, classes, descriptor })),
    ...directory.groups.map(({ dn, container, classes, descriptor }) => ({
      dn,
      parent: container,
      classes,
      descriptor,
    })),
    ...accounts.map(({ rdn, parent, classes, descriptor }) => ({ dn: rdn, parent, classes, descriptor })),
  ];
  return objects.flatMap(({ dn, parent, classes, descriptor }) => {
    const own = value(descriptor);
    const above = parent === null ? null : value(directory.containers[parent]!.descriptor);
    if (own === null || above === null || (own.control & 0x1000) !== 0) return [];
    const classGuid = directory.schema.mostSpecificClass(directory.classLists[classes!]!)?.guid;
    const expected = [
      ...own.dacl!.aces.filter((ace) => !isInherited(ace)),
      ...above.dacl!.aces.flatMap((ace) => inheritedEntries(ace, { classGuid, owner: own.owner, group: own.group })),
    ];
    const { aces } = own.dacl!;
    return aces.length === expected.length && aces.every((ace, index) => sameAce(ace, expected[index]!)) ? [] : [dn];
  });
}

describe('random trees', () => {
  test('every list stays what its parent makes of it, and each change taken back leaves nothing behind', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(
        tree.chain((given) => fc.tuple(fc.constant(given), fc.array(change(given), { minLength: 1, maxLength: 6 }))),
        async ([given, changes]) => {
          const start = await consistent(given);
          expect(inconsistent(start)).toEqual([]);
          let world = start;
          const back: Change[] = [];
          const forth: Change[] = [];
          for (const each of changes) {
            let next: World;
            try {
              next = made(world, [each]);
            } catch (error) {
              // No such entry, a member already.
              expect(error).toMatchObject({ code: 'change' });
              continue;
            }
            const undo = inverse(world.directory, each, named(world, [each]));
            expect(stateOf(made(next, [undo]))).toEqual(stateOf(world));
            expect(inconsistent(next)).toEqual([]);
            back.unshift(undo);
            forth.push(each);
            world = next;
            done++;
          }
          // All at once is the same as one after the other, and so is the way back.
          expect(stateOf(made(start, forth))).toEqual(stateOf(world));
          // So is the file that an LDAP client sends, which has whole lists.
          expect(stateOf(made(start, asSent(start, forth)))).toEqual(stateOf(world));
          expect(stateOf(made(world, back))).toEqual(stateOf(start));
        },
      ),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(300);
  });
});

describe('the way back', () => {
  const DN = `OU=Staff,${DOMAIN_DN}`;
  const inverted = async (sddl: string, change: Change) => {
    const world = await worldOf({ descriptors: [sddl] });
    return inverse(world.directory, change, named(world, [change]));
  };

  test.each<[string, string, Change, Change]>([
    [
      'an entry where it belongs comes back there',
      'D:(D;;WP;;;WD)(A;;RP;;;WD)',
      { kind: 'remove-entry', dn: DN, entry: aceOf('(D;;WP;;;WD)') },
      { kind: 'add-entry', dn: DN, entry: aceOf('(D;;WP;;;WD)') },
    ],
    [
      'one that stands elsewhere, at its position',
      'D:(A;;RP;;;WD)(D;;WP;;;WD)',
      { kind: 'remove-entry', dn: DN, entry: aceOf('(D;;WP;;;WD)') },
      { kind: 'add-entry', dn: DN, entry: aceOf('(D;;WP;;;WD)'), at: 1 },
    ],
    [
      'inheritance off, copies kept: the whole list',
      'D:(A;;RP;;;WD)',
      { kind: 'set-inheritance', dn: DN, inherits: false, keep: 'copies' },
      { kind: 'write-descriptor', dn: DN, descriptor: parseSddl('D:(A;;RP;;;WD)'), parts: ['dacl'] },
    ],
  ])('%s', async (_, sddl, change, expected) => {
    expect(await inverted(sddl, change)).toEqual(expected);
  });

  test('an AdminSDHolder run has none', async () => {
    await expect(inverted('D:', { kind: 'run-adminsdholder', domain: DOMAIN_DN })).rejects.toThrow(
      'cannot be taken back by one change',
    );
  });
});
