/** Random changes of a domain: every changed verdict has a cause, and every cause, replayed alone, gives what it claims. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  USER_ACCOUNT_CONTROL as UAC,
  UNIVERSAL,
  USER_CLASS,
} from '../directory/memory-source.js';
import { compared } from './causes-of.js';
import { HOLDER_LIST, type Ou, type State, type UserOf } from './domain.js';

const PLS = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const COMPUTER = 'bf967a86-0de6-11d0-a285-00aa003049e2';
const GROUPS = ['one', 'two', 'three', 'four'] as const;
const OUS = ['Alpha', 'Beta', 'Gamma', 'Delta'] as const;

const trustee = fc.constantFrom(
  ...GROUPS.map((_, i) => `${DOMAIN_SID}-${1500 + i}`),
  `${DOMAIN_SID}-1100`,
  'AU',
  'OW',
  'PS',
);
const subject = fc.constantFrom(`WP;${UAC}`, `WP;${PLS}`, `CR;${RESET}`, 'WP;', 'GA;');
const entry = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom('', 'CI', 'CIIO', 'CINP', 'CIIONP'),
    subject,
    fc.constantFrom('', USER_CLASS, COMPUTER),
    trustee,
  )
  .map(([denies, flags, what, heir, sid]) => {
    const [rights, guid] = what.split(';') as [string, string];
    const object = guid !== '' || heir !== '';
    return object
      ? `(${denies ? 'OD' : 'OA'};${flags};${rights};${guid};${heir};${sid})`
      : `(${denies ? 'D' : 'A'};${flags};${rights};;;${sid})`;
  });
const list = fc
  .tuple(
    fc.constantFrom('DA', `${DOMAIN_SID}-1100`, `${DOMAIN_SID}-1501`),
    fc.constantFrom('', '', 'P'),
    fc.array(entry, { maxLength: 3 }),
  )
  .map(([owner, control, entries]) => `O:${owner}G:DAD:${control}${entries.join('')}`);
const memberships = fc.subarray([...GROUPS, 'Domain Admins'] as string[]);
const ou = fc.record({ sddl: list });
const user = (names: readonly string[]): fc.Arbitrary<UserOf> =>
  fc.record({
    in: fc.constantFrom(...names),
    sddl: fc.oneof({ weight: 3, arbitrary: fc.constant('O:DAG:DAD:') }, list, fc.constant(HOLDER_LIST)),
    uac: fc.constantFrom(0x200, 0x10200, 0x202),
    memberOf: memberships,
  });
const group = fc.record({ type: fc.constantFrom(GLOBAL, GLOBAL, DOMAIN_LOCAL, UNIVERSAL), memberOf: memberships });

/** Nested each in one before it; of the two states each says in which. */
const ous = fc
  .tuple(fc.array(ou, { minLength: 4, maxLength: 4 }), fc.tuple(fc.nat(0), fc.nat(1), fc.nat(2), fc.nat(3)))
  .map(
    ([lists, parents]): Record<string, Ou> =>
      Object.fromEntries(
        OUS.map((name, i) => [name, { ...lists[i]!, ...(parents[i]! > 0 && { in: OUS[parents[i]! - 1]! }) }]),
      ),
  );

const state: fc.Arbitrary<State> = fc
  .record({
    root: list,
    holder: fc.constantFrom(HOLDER_LIST, `${HOLDER_LIST}(A;;WP;;;${DOMAIN_SID}-1500)`),
    ous,
    groups: fc.tuple(group, group, group, group),
    svc: memberships,
    users: fc.array(user([...OUS, 'Users']), { minLength: 3, maxLength: 3 }),
  })
  .map(({ root, holder, ous: units, groups, svc, users }) => ({
    root,
    holder,
    ous: units,
    groups: Object.fromEntries(
      GROUPS.map((name, i) => [
        name,
        { rid: 1500 + i, ...groups[i]!, memberOf: groups[i]!.memberOf.filter((each) => each !== name) },
      ]),
    ),
    users: {
      svc: { rid: 1100, memberOf: svc },
      ...Object.fromEntries(users.map((each, i) => [`user${i}`, { rid: 1200 + i, ...each }])),
    },
  }));

/** A few parts of one state in another. */
const changed = (old: State): fc.Arbitrary<State> =>
  fc.tuple(state, fc.array(fc.nat(13), { minLength: 1, maxLength: 4 })).map(([other, parts]) => {
    let now = old;
    for (const part of parts) {
      if (part === 0) now = { ...now, root: other.root! };
      else if (part === 1) now = { ...now, holder: other.holder! };
      else if (part <= 5) {
        const name = OUS[part - 2]!;
        // The list alone; where it lies is another matter.
        const { in: parent } = now.ous![name]!;
        now = {
          ...now,
          ous: { ...now.ous, [name]: { ...other.ous![name]!, ...(parent === undefined ? {} : { in: parent }) } },
        };
      } else if (part <= 8) {
        const name = GROUPS[part - 6]!;
        now = { ...now, groups: { ...now.groups, [name]: other.groups![name]! } };
      } else if (part <= 11) {
        const name = `user${part - 9}`;
        now = { ...now, users: { ...now.users, [name]: other.users![name]! } };
      } else if (part === 12) now = { ...now, users: { ...now.users, svc: other.users!.svc! } };
      else
        now = {
          ...now,
          ous: Object.fromEntries(
            OUS.map((name) => {
              const { in: parent, ...own } = { ...now.ous![name]! };
              const next = other.ous![name]!.in;
              return [name, next === undefined ? own : { ...own, in: next }];
            }),
          ),
        };
    }
    return now;
  });

test('random changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      state.chain((old) => changed(old).map((now) => ({ old, now }))),
      async ({ old, now }) => {
        const { causes, unproven, faults } = await compared(old, now);
        expect(faults).toEqual([]);
        expect(unproven).toEqual([]);
        expect(Object.entries(causes).filter(([, list]) => list.length === 0)).toEqual([]);
      },
    ),
    { numRuns: Number(process.env['DIFF_RUNS'] ?? 60) },
  );
}, 300_000);
