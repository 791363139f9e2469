import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRight } from '../../src/access/check.js';
import { type ConditionOutcome, conditionOutcome } from '../../src/access/condition.js';
import { controlAccessRequest } from '../../src/access/request.js';
import { type Condition, encodeCondition } from '../../src/descriptor/condition/index.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { encodeResourceAttribute, type ResourceAttribute } from '../../src/descriptor/resource-attribute/index.js';
import { type Ace, AceType, SdControl, type SecurityDescriptor } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';
import { evaluate, type Leaf, type World } from './condition-specification.js';

const CONTROL = '00299570-246d-11d0-a768-00aa006e0529';
const SELF = 'S-1-5-10';
const sid = (number: number) => `S-1-5-21-1-2-3-${number}` as const;
const [YES, NO, MAYBE] = [sid(1), sid(2), sid(3)];
const who = {
  carries: (asked: string): Tristate =>
    asked === YES || asked === 'S-1-1-0' ? 'yes' : asked.startsWith('S-1-5-21-1-2-3-3') ? 'unknown' : 'no',
  isSelf: false,
};

/** Everything about the first entry of a descriptor in SDDL. */
function outcome(text: string, requester = who): ConditionOutcome {
  const descriptor = parseSddl(text);
  return conditionOutcome(descriptor.dacl!.aces[0]!, requester, descriptor);
}
const allow = (condition: string, sacl = '') => outcome(`D:(XA;;CR;;;WD;${condition})${sacl}`);
const deny = (condition: string, sacl = '') => outcome(`D:(XD;;CR;;;WD;${condition})${sacl}`);
const SACL =
  'S:(RA;;;;;WD;("Dept",TS,0,"Sales","HR"))(RA;;;;;WD;("Level",TI,0,3))(RA;;;;;WD;("City",TS,0,"Oslo"))' +
  '(RA;;;;;WD;("Code",TS,2,"Ab"))(RA;;;;;WD;("Secret",TB,0,1))(RA;;;;;WD;("Owner",TD,0,BA))(RA;;;;;WD;("Big",TU,0,9))' +
  '(RA;;;;;WD;("Zero",TI,0,0))(RA;;;;;WD;("Raw",TX,0,0a0b))(RA;;;;;WD;("None",TS,0))(RA;;;;;WD;("Empty",TS,0,""))';

describe('membership', () => {
  test.each<[string, ConditionOutcome['result']]>([
    [`(Member_of {SID(${YES})})`, 'true'],
    [`(Member_of SID(${YES}))`, 'true'],
    [`(Member_of {SID(${YES}), SID(${NO})})`, 'false'],
    [`(Member_of {SID(${YES}), SID(${MAYBE})})`, 'undecided'],
    [`(Member_of {SID(${NO}), SID(${MAYBE})})`, 'false'],
    [`(Member_of_Any {SID(${NO}), SID(${YES}), SID(${MAYBE})})`, 'true'],
    [`(Member_of_Any {SID(${NO}), SID(${MAYBE})})`, 'undecided'],
    [`(Not_Member_of {SID(${YES}), SID(${NO})})`, 'true'],
    [`(Not_Member_of_Any {SID(${NO})})`, 'true'],
    [`(Not_Member_of_Any {SID(${NO}), SID(${YES})})`, 'false'],
    [`(Device_Member_of {SID(${YES})})`, 'undecided'],
    // The operand must be SIDs: anything else is an error, and an error makes the whole UNKNOWN.
    ['(Member_of {1})', 'unknown'],
    [`(Member_of {"x"} || Member_of {SID(${YES})})`, 'unknown'],
    // One SID in two places is carried in both or in neither.
    [`(Member_of {SID(${MAYBE})} || Not_Member_of {SID(${MAYBE})})`, 'true'],
    [`(Member_of {SID(${MAYBE})} && !(Member_of {SID(${MAYBE})}))`, 'false'],
  ])('%s is %s', (condition, result) => {
    expect(allow(condition).result).toBe(result);
  });

  test('the trustee of the entry is carried where its condition matters', () => {
    expect(outcome(`D:(XA;;CR;;;${MAYBE};(Member_of {SID(${MAYBE})}))`)).toMatchObject({ applies: 'yes' });
    expect(outcome(`D:(XD;;CR;;;${MAYBE};(Not_Member_of {SID(${MAYBE})}))`)).toMatchObject({ applies: 'no' });
  });

  test('SELF is in no token; whether it stands for the object here is left open', () => {
    const condition = `D:(XA;;CR;;;WD;(Member_of {SID(${SELF})}))`;
    expect(outcome(condition).result).toBe('false');
    expect(outcome(condition, { ...who, isSelf: true }).result).toBe('undecided');
  });
});

describe('resource attributes of the object', () => {
  test.each<[string, ConditionOutcome['result']]>([
    ['(@Resource.City == "Oslo")', 'true'],
    ['(@Resource.city == "OSLO")', 'true'],
    ['(@Resource.City != "Oslo")', 'false'],
    ['(@Resource.City < "Paris")', 'true'],
    ['(@Resource.City == "Oslo ")', 'false'],
    ['(@Resource.City >= "osl")', 'true'],
    // What stands between "Z" and "a" is smaller or greater, depending on the case that is folded to.
    ['(@Resource.City < "_")', 'undecided'],
    ['(@Resource.Code == "ab")', 'false'],
    ['(@Resource.Code == "Ab")', 'true'],
    ['(@Resource.Level >= 3)', 'true'],
    ['(@Resource.Level > 0x3)', 'false'],
    ['(@Resource.Level > -1)', 'true'],
    ['(@Resource.Big > 8)', 'true'],
    ['(@Resource.Level == "3")', 'unknown'],
    [`(@Resource.Level == "3" || Member_of {SID(${YES})})`, 'unknown'],
    ['(@Resource.Secret == 1)', 'true'],
    ['(@Resource.Secret != 1)', 'false'],
    ['(@Resource.Owner == SID(BA))', 'true'],
    ['(@Resource.Owner == SID(BU))', 'false'],
    ['(@Resource.Raw == #0a0b)', 'true'],
    ['(@Resource.Raw == #0a0c)', 'false'],
    ['(@Resource.Dept Any_of {"Sales", "IT"})', 'true'],
    ['(@Resource.Dept Any_of {"IT"})', 'false'],
    ['(@Resource.Dept Contains {"hr", "sales"})', 'true'],
    ['(@Resource.Dept Contains "IT")', 'false'],
    ['(@Resource.City Not_Contains "Oslo")', 'false'],
    ['(@Resource.City Not_Any_of {"Rome", "Bonn"})', 'undecided'],
    ['(@Resource.Dept == {"Sales", "HR"})', 'true'],
    ['(@Resource.Dept == {"HR", "Sales"})', 'undecided'],
    ['(@Resource.Dept == {"HR"})', 'false'],
    // Several values: only ==, Contains and Any_of have an answer.
    ['(@Resource.Dept < "A")', 'unknown'],
    ['(@Resource.Level)', 'true'],
    ['(@Resource.Zero)', 'false'],
    ['(@Resource.Empty)', 'false'],
    ['(@Resource.City)', 'true'],
    ['(@Resource.Missing)', 'unknown'],
    ['(@Resource.Missing == 1)', 'unknown'],
    ['(@Resource.Missing != 1)', 'unknown'],
    ['(@Resource.Missing == @User.x)', 'unknown'],
    ['(Exists @Resource.City)', 'true'],
    ['(Exists @Resource.Missing)', 'false'],
    ['(Not_Exists @Resource.Missing)', 'true'],
    ['(Exists @Resource.None)', 'undecided'],
    ['(@Resource.City == @Resource.City)', 'true'],
    ['(@Resource.City == @Resource.Level)', 'unknown'],
    ['(!(@Resource.Missing))', 'unknown'],
    ['(@Resource.Missing && @Resource.Zero)', 'false'],
    ['(@Resource.Missing || @Resource.Level)', 'true'],
  ])('%s is %s', (condition, result) => {
    expect(allow(condition, SACL).result).toBe(result);
  });

  test('without a SACL in the evidence nothing is known of them', () => {
    expect(allow('(Exists @Resource.City)')).toMatchObject({
      result: 'undecided',
      applies: 'unknown',
      missing: [{ kind: 'attribute', scope: 'resource', name: 'City' }],
    });
    expect(allow('(Exists @Resource.City)', 'S:').result).toBe('false');
    expect(allow('(Exists @Resource.City)', 'S:NO_ACCESS_CONTROL').result).toBe('undecided');
  });

  test('an entry that cannot be read may be the attribute; an earlier one that can is', () => {
    const damaged: Ace = {
      form: 'system',
      type: AceType.SystemResourceAttribute,
      flags: 0,
      mask: 0,
      sid: 'S-1-1-0',
      applicationData: new Uint8Array(8),
    };
    const base = parseSddl(`D:(XA;;CR;;;WD;(@Resource.City == "Oslo"))${SACL}`);
    const result = (aces: readonly Ace[]) =>
      conditionOutcome(base.dacl!.aces[0]!, who, { ...base, sacl: { revision: 2, aces } }).result;
    expect(result([damaged, ...base.sacl!.aces])).toBe('undecided');
    expect(result([...base.sacl!.aces, damaged])).toBe('true');
    expect(result([damaged])).toBe('undecided');
  });
});

describe('what is in no directory', () => {
  test.each([
    '(@User.Title == "PM")',
    '(@Device.Managed)',
    '(Title == "PM")',
    '(Exists Title)',
    '(Exists @User.Title)',
    '(@Resource.City == @User.City)',
  ])('%s is undecided, and says what is missing', (condition) => {
    const { result, applies, missing } = allow(condition, SACL);
    expect([result, applies]).toEqual(['undecided', 'unknown']);
    expect(missing).toHaveLength(1);
  });

  test('it does not matter where the rest decides', () => {
    const claim = '@User.Title == "PM"';
    expect(allow(`(${claim} && Member_of {SID(${NO})})`).applies).toBe('no');
    expect(deny(`(${claim} || Member_of {SID(${YES})})`).applies).toBe('yes');
    expect(allow(`(Device_Member_of {SID(BA)} || Member_of {SID(${YES})})`)).toMatchObject({
      applies: 'yes',
      result: 'true',
      missing: [],
    });
    expect(allow(`(Member_of {SID(${MAYBE})} || Member_of {SID(${YES})})`).applies).toBe('yes');
    // A claim of another type than the literal would make the whole expression UNKNOWN (MS-DTYP 2.4.4.17.6).
    expect(allow(`(${claim} || Member_of {SID(${YES})})`).applies).toBe('unknown');
    expect(deny(`(${claim} && Member_of {SID(${NO})})`).applies).toBe('unknown');
  });
});

describe('what a result means for the entry (MS-DTYP 2.4.4.17.3)', () => {
  test('UNKNOWN: an allowing entry does not grant, a denying one denies', () => {
    expect(allow('(@Resource.x == 1)', 'S:')).toMatchObject({ result: 'unknown', applies: 'no' });
    expect(deny('(@Resource.x == 1)', 'S:')).toMatchObject({ result: 'unknown', applies: 'yes' });
    expect(outcome('D:(ZA;;CR;;;WD;(@Resource.x == 1))S:')).toMatchObject({ applies: 'no' });
  });

  const attribute = [0xf9, 2, 0, 0, 0, 0x61, 0];
  test.each<[string, readonly number[], ConditionOutcome['result']]>([
    // As some servers return an entry: its condition was left out.
    ['nothing', [], 'undecided'],
    ['another signature', [0x61, 0x72, 0x74, 0x79], 'unknown'],
    ['a signature and nothing else', [0x61, 0x72, 0x74, 0x78], 'unknown'],
    ['an unknown token', [0x61, 0x72, 0x74, 0x78, ...attribute, 0x77], 'unknown'],
    ['an operand too few', [0x61, 0x72, 0x74, 0x78, ...attribute, 0xa0], 'unknown'],
    ['an operand too many', [0x61, 0x72, 0x74, 0x78, ...attribute, ...attribute], 'unknown'],
    ['a token that runs over the end', [0x61, 0x72, 0x74, 0x78, 0xf9, 200, 0, 0, 0], 'undecided'],
    [
      'nesting beyond what is read',
      [0x61, 0x72, 0x74, 0x78, ...attribute, ...new Array<number>(1000).fill(0xa2)],
      'undecided',
    ],
  ])('%s in place of an expression', (_, bytes, result) => {
    const descriptor = parseSddl('D:');
    const ace = (type: number): Ace => ({
      form: 'basic',
      type,
      flags: 0,
      mask: 0x100,
      sid: 'S-1-1-0',
      applicationData: Uint8Array.from(bytes),
    });
    const allowing = conditionOutcome(ace(AceType.AccessAllowedCallback), who, descriptor);
    const denying = conditionOutcome(ace(AceType.AccessDeniedCallback), who, descriptor);
    expect([allowing.result, allowing.condition]).toEqual([result, null]);
    expect(allowing.fault).toMatch(/^Conditional expression, byte \d+: /);
    expect([allowing.applies, denying.applies]).toEqual(result === 'unknown' ? ['no', 'yes'] : ['unknown', 'unknown']);
  });

  test.each<[string, string, string, number]>([
    [`D:(XA;;CR;;;WD;(Member_of {SID(${YES})}))`, 'granted', 'entry', 0],
    [`D:(XA;;CR;;;WD;(Member_of {SID(${NO})}))(A;;CR;;;WD)`, 'granted', 'entry', 1],
    [`D:(XD;;CR;;;WD;(Member_of {SID(${YES})}))(A;;CR;;;WD)`, 'denied', 'entry', 0],
    [`D:(XD;;CR;;;WD;(Member_of {SID(${NO})}))(A;;CR;;;WD)`, 'granted', 'entry', 1],
    ['D:(XD;;CR;;;WD;(@User.x == 1))(A;;CR;;;WD)', 'unknown', 'conditional', 0],
    ['D:(XA;;CR;;;WD;(@User.x == 1))(A;;CR;;;WD)', 'granted', 'entry', 1],
    ['D:(XA;;CR;;;WD;(@User.x == 1))', 'unknown', 'conditional', 0],
    ['D:(XD;;CR;;;WD;(@User.x == 1))', 'denied', 'no-entry', -1],
    // The same undecided trustee: the later entry is not reached where the first matches, and does not match otherwise.
    [`D:(A;;CR;;;${MAYBE})(XD;;CR;;;${MAYBE};(@User.x == 1))(A;;CR;;;WD)`, 'granted', 'entry', 2],
    [`D:(XA;;CR;;;${MAYBE};(Member_of {SID(${NO})}))`, 'denied', 'no-entry', -1],
    [`D:(XA;;CR;;;${MAYBE};(Member_of {SID(${YES})}))`, 'unknown', 'unresolved-trustee', 0],
  ])('%s: %s', (text, decision, basis, index) => {
    expect(checkRight(parseSddl(text), who, controlAccessRequest(CONTROL))).toEqual({ decision, basis, index });
  });
});

test('the largest conditions that an entry can hold cost little', () => {
  const joined = (leaves: readonly string[]): string => {
    if (leaves.length === 1) return leaves[0]!;
    const half = leaves.length >> 1;
    return `((${joined(leaves.slice(0, half))}) && (${joined(leaves.slice(half))}))`;
  };
  const members = joined(Array.from({ length: 1000 }, (_, index) => `Member_of_Any {SID(${MAYBE}${index % 7})}`));
  const values = Array.from({ length: 1000 }, (_, index) => `"v${index}"`);
  const claims = joined(Array.from({ length: 1000 }, (_, index) => `@Resource.Many Any_of {"x${index}"}`));
  const start = performance.now();
  expect(allow(`(${members})`).result).toBe('undecided');
  expect(allow(`(${claims})`, `S:(RA;;;;;WD;("Many",TS,0,${values.join(',')}))`).result).toBe('false');
  expect(performance.now() - start).toBeLessThan(30_000);
});

// ---- against the specification's steps, by trying every way in which what is not known may turn out

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

const conditionalAce = (denies: boolean, trustee: number, value: Condition | null): Ace => ({
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
