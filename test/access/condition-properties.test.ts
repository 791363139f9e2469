/** Random conditions, against the specification's steps, by trying every way in which what is not known may turn out. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight } from '../../src/access/check.js';
import { conditionOutcome } from '../../src/access/condition.js';
import { controlAccessRequest } from '../../src/access/request.js';
import { type Condition, encodeCondition } from '../../src/descriptor/condition/index.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { encodeResourceAttribute, type ResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import {
  type Ace,
  AceType,
  type BasicAce,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';
import { evaluate, type Leaf, type World } from './condition-specification.js';

const CONTROL = '00299570-246d-11d0-a768-00aa006e0529';
const sid = (number: number): Sid => `S-1-5-21-1-2-3-${number}`;

const ATTRIBUTES: readonly ResourceAttribute[] = [
  { name: 'n', flags: 0, type: 'int64', values: [3n] },
  { name: 'zero', flags: 0, type: 'int64', values: [0n] },
  { name: 's', flags: 0, type: 'string', values: ['pm'] },
  { name: 'many', flags: 0, type: 'string', values: ['a', 'b'] },
  { name: 'flag', flags: 0, type: 'boolean', values: [true] },
];

const attribute = fc.oneof(
  fc.record({
    kind: fc.constant('attribute' as const),
    scope: fc.constant('resource' as const),
    name: fc.constantFrom('n', 'zero', 's', 'many', 'flag', 'absent'),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    scope: fc.constantFrom('user' as const, 'device' as const, 'local' as const),
    name: fc.constantFrom('c', 'd'),
  }),
);
const literal = fc.oneof(
  fc.constantFrom(0n, 1n, 3n, 4n).map((value) => ({
    kind: 'integer' as const,
    value,
    size: 8 as const,
    sign: 'none' as const,
    base: 10 as const,
  })),
  fc.constantFrom('pm', 'PM', 'a', 'zz').map((value) => ({ kind: 'string' as const, value })),
);
const sids = fc.array(
  fc.integer({ min: 0, max: 4 }).map((number) => ({ kind: 'sid' as const, sid: sid(number) })),
  { minLength: 1, maxLength: 3 },
);
const condition = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      kind: fc.constant('membership' as const),
      operator: fc.constantFrom(
        'Member_of',
        'Member_of_any',
        'Not_Member_of',
        'Not_Member_of_any',
        'Device_Member_of',
        'Not_Device_Member_of_any',
      ),
      operand: sids.map((elements) => ({ kind: 'composite' as const, elements })),
    }),
    attribute,
    fc.record({
      kind: fc.constant('relational' as const),
      operator: fc.constantFrom('==', '!=', '<', '>=', 'Contains', 'Any_of', 'Not_Any_of'),
      left: attribute,
      right: fc.oneof(
        literal,
        attribute.filter(({ scope }) => scope !== 'local'),
      ),
    }),
    fc.record({
      kind: fc.constant('exists' as const),
      operator: fc.constantFrom('Exists' as const, 'Not_Exists' as const),
      attribute,
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('node') }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
  ) as fc.Arbitrary<Condition>,
})).node;

const matches = fc.array(fc.constantFrom<Tristate>('yes', 'no', 'unknown'), { minLength: 5, maxLength: 5 });
const carries = (known: readonly Tristate[]) => (asked: string) => known[Number(asked.at(-1))] ?? 'no';

function descriptorOf(aces: readonly Ace[], saclRead: boolean): SecurityDescriptor {
  return {
    revision: 1,
    sbz1: 0,
    control: SdControl.SelfRelative | SdControl.DaclPresent | (saclRead ? SdControl.SaclPresent : 0),
    owner: null,
    group: null,
    sacl: saclRead
      ? {
          revision: 2,
          aces: ATTRIBUTES.map((value) => ({
            form: 'system',
            type: AceType.SystemResourceAttribute,
            flags: 0,
            mask: 0,
            sid: 'S-1-1-0',
            applicationData: encodeResourceAttribute(value),
          })),
        }
      : null,
    dacl: { revision: 4, aces },
  };
}

const conditionalAce = (denies: boolean, trustee: number, value: Condition | null): BasicAce => ({
  form: 'basic',
  type: denies
    ? value === null
      ? AceType.AccessDenied
      : AceType.AccessDeniedCallback
    : value === null
      ? AceType.AccessAllowed
      : AceType.AccessAllowedCallback,
  flags: 0,
  mask: 0x100,
  sid: sid(trustee),
  applicationData: value === null ? new Uint8Array() : encodeCondition(value),
});

/** Values that a claim may have, one that is not there among them. */
const CLAIMS: readonly Leaf[] = [null, 0n, 3n, '', 'pm', ['a', 'b'], true];
const world = (known: readonly Tristate[], saclRead: boolean): fc.Arbitrary<World> =>
  fc
    .record({
      carried: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      device: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      claims: fc.array(fc.constantFrom(...CLAIMS), { minLength: 6, maxLength: 6 }),
      unread: fc.array(fc.constantFrom(...CLAIMS), { minLength: 6, maxLength: 6 }),
    })
    .map(({ carried, device, claims, unread }): World => {
      const resource = ['n', 'zero', 's', 'many', 'flag', 'absent'];
      return {
        carries: (asked) => {
          const number = Number(asked.at(-1));
          return known[number] === 'unknown' ? carried[number]! : known[number] === 'yes';
        },
        deviceCarries: (asked) => device[Number(asked.at(-1))]!,
        attribute: (scope, name) => {
          if (scope === 'resource') {
            if (!saclRead) return unread[resource.indexOf(name)]!;
            const found = ATTRIBUTES.find((candidate) => candidate.name === name);
            return !found ? null : found.values.length > 1 ? (found.values as Leaf) : (found.values[0] as Leaf);
          }
          return claims[['user', 'device', 'local'].indexOf(scope) * 2 + (name === 'c' ? 0 : 1)]!;
        },
      };
    });

describe('never a wrong definite answer', () => {
  test('of one condition, whatever the claims, the memberships and the SACL turn out to be', () => {
    fc.assert(
      fc.property(
        fc.record({ condition, matches, saclRead: fc.boolean(), denies: fc.boolean() }).chain((drawn) =>
          fc.record({
            drawn: fc.constant(drawn),
            worlds: fc.array(world(drawn.matches, drawn.saclRead), { minLength: 4, maxLength: 12 }),
          }),
        ),
        ({ drawn, worlds }) => {
          const ace = conditionalAce(drawn.denies, 9, drawn.condition);
          const requester = { carries: carries(drawn.matches), isSelf: false };
          const told = conditionOutcome(ace, requester, descriptorOf([ace], drawn.saclRead));
          expect(told.fault).toBeNull();
          for (const one of worlds) {
            const really = evaluate(drawn.condition, one);
            if (told.result !== 'undecided') expect(really).toBe(told.result);
            const applies = really === 'true' || (drawn.denies && really === 'unknown');
            if (told.applies !== 'unknown') expect(applies).toBe(told.applies === 'yes');
          }
        },
      ),
      { numRuns: 4000 },
    );
  });

  test('of a list with several conditional entries, which may depend on the same unknown', () => {
    const entry = fc.record({
      denies: fc.boolean(),
      trustee: fc.integer({ min: 0, max: 4 }),
      condition: fc.option(condition, { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.record({ entries: fc.array(entry, { maxLength: 6 }), matches, saclRead: fc.boolean() }).chain((drawn) =>
          fc.record({
            drawn: fc.constant(drawn),
            worlds: fc.array(world(drawn.matches, drawn.saclRead), { minLength: 4, maxLength: 12 }),
          }),
        ),
        ({ drawn, worlds }) => {
          const aces = drawn.entries.map(({ denies, trustee, condition: value }) =>
            conditionalAce(denies, trustee, value),
          );
          const requester = { carries: carries(drawn.matches), isSelf: false };
          const told = checkRight(descriptorOf(aces, drawn.saclRead), requester, controlAccessRequest(CONTROL));
          if (told.decision === 'unknown') return;
          for (const one of worlds) {
            const deciding = drawn.entries.find(({ denies, trustee, condition: value }) => {
              if (!one.carries(sid(trustee))) return false;
              const result = value === null ? 'true' : evaluate(value, one);
              return result === 'true' || (denies && result === 'unknown');
            });
            expect(deciding && !deciding.denies ? 'granted' : 'denied').toBe(told.decision);
          }
        },
      ),
      { numRuns: 4000 },
    );
  });

  test('memberships alone: undecided exactly where their outcomes differ', () => {
    const membership = fc.letrec<{ node: Condition }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.record({
          kind: fc.constant('membership' as const),
          operator: fc.constantFrom('Member_of', 'Member_of_any', 'Not_Member_of', 'Not_Member_of_any'),
          operand: sids.map((elements) => ({ kind: 'composite' as const, elements })),
        }),
        fc.record({ kind: fc.constant('not' as const), operand: tie('node') }),
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
      ) as fc.Arbitrary<Condition>,
    })).node;
    fc.assert(
      fc.property(membership, matches, (value, known) => {
        const ace = conditionalAce(false, 9, value);
        const told = conditionOutcome(ace, { carries: carries(known), isSelf: false }, descriptorOf([ace], false));
        const results = new Set<string>();
        for (let bits = 0; bits < 32; bits++) {
          results.add(
            evaluate(value, {
              carries: (asked) => {
                const number = Number(asked.at(-1));
                return known[number] === 'unknown' ? ((bits >> number) & 1) === 1 : known[number] === 'yes';
              },
              deviceCarries: () => false,
              attribute: () => null,
            }),
          );
        }
        expect(told.result).toBe(results.size === 1 ? [...results][0] : 'undecided');
      }),
      { numRuns: 4000 },
    );
  });
});

test('the largest conditions that an entry can hold cost little', () => {
  const joined = (leaves: readonly string[]): string => {
    if (leaves.length === 1) return leaves[0]!;
    const half = leaves.length >> 1;
    return `((${joined(leaves.slice(0, half))}) && (${joined(leaves.slice(half))}))`;
  };
  const members = joined(Array.from({ length: 1000 }, (_, index) => `Member_of_Any {SID(${sid(3)}${index % 7})}`));
  const values = Array.from({ length: 1000 }, (_, index) => `"v${index}"`);
  const claims = joined(Array.from({ length: 1000 }, (_, index) => `@Resource.Many Any_of {"x${index}"}`));
  const who = { carries: (asked: string): Tristate => (asked === 'S-1-1-0' ? 'yes' : 'unknown'), isSelf: false };
  const allow = (condition: string, sacl = '') => {
    const descriptor = parseSddl(`D:(XA;;CR;;;WD;${condition})${sacl}`);
    return conditionOutcome(descriptor.dacl!.aces[0] as BasicAce, who, descriptor);
  };
  const start = performance.now();
  expect(allow(`(${members})`).result).toBe('undecided');
  expect(allow(`(${claims})`, `S:(RA;;;;;WD;("Many",TS,0,${values.join(',')}))`).result).toBe('false');
  expect(performance.now() - start).toBeLessThan(30_000);
});
