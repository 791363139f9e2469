import { describe, expect, test } from '@jest/globals';
import { checkRight } from '../../src/access/check.js';
import { type ConditionOutcome, conditionOutcome, isConditional } from '../../src/access/condition.js';
import { controlAccessRequest } from '../../src/access/request.js';
import type { Requester } from '../../src/access/trustee.js';
import { encodeCondition } from '../../src/descriptor/condition/index.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { type Ace, AceType, type BasicAce } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

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
function outcome(text: string, requester: Requester = who): ConditionOutcome {
  const descriptor = parseSddl(text);
  return conditionOutcome(descriptor.dacl!.aces[0] as BasicAce, requester, descriptor);
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
    [`(Member_of {SID(${YES}), 1})`, 'unknown'],
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

  test('a trustee that is known not to be carried is not', () => {
    expect(outcome(`D:(XA;;CR;;;${NO};(Member_of {SID(${NO})}))`).result).toBe('false');
  });

  test('up to six undecided SIDs are tried together, more of them each by itself', () => {
    const either = (number: number) => `(Member_of {SID(${MAYBE}${number})} || Not_Member_of {SID(${MAYBE}${number})})`;
    const all = (count: number) => `(${Array.from({ length: count }, (_, index) => either(index)).join(' && ')})`;
    expect([1, 5, 6, 7].map((count) => allow(all(count)).result)).toEqual(['true', 'true', 'true', 'undecided']);
    const missing = allow(all(7)).missing.map((fact) => (fact.kind === 'member' ? fact.sid : fact));
    expect(missing).toEqual([0, 1, 2, 3, 4, 5, 6].map((number) => `${MAYBE}${number}`));
  });

  test.each(['Member_of', 'Member_of_any', 'Not_Member_of', 'Device_Member_of'] as const)(
    '%s of nothing is left open',
    (operator) => {
      const applicationData = encodeCondition({
        kind: 'membership',
        operator,
        operand: { kind: 'composite', elements: [] },
      });
      const ace = { ...(parseSddl('D:(A;;CR;;;WD)').dacl!.aces[0] as BasicAce), type: 0x9, applicationData };
      expect(conditionOutcome(ace, who, parseSddl('D:')).result).toBe('undecided');
    },
  );

  test('SELF is in no token; whether it stands for the object here is left open', () => {
    const condition = `D:(XA;;CR;;;WD;(Member_of {SID(${SELF})}))`;
    expect(outcome(condition).result).toBe('false');
    expect(outcome(condition, { ...who, isSelf: true }).result).toBe('undecided');
    expect(outcome(condition, { carries: () => 'yes', isSelf: true }).result).toBe('true');
    expect(outcome(`D:(XA;;CR;;;WD;(Member_of {SID(${NO})}))`, { ...who, isSelf: true }).result).toBe('false');
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
    ['(@User.x == @Resource.Missing)', 'unknown'],
    ['(@Resource.City == @Resource.Missing)', 'unknown'],
    // What is not there is UNKNOWN; a literal of several types may be an error, which nothing makes up for.
    [`(@Resource.Missing == 1 || Member_of {SID(${YES})})`, 'true'],
    [`(@Resource.Missing == {1, "a"} || Member_of {SID(${YES})})`, 'undecided'],
    ['(@Resource.City == {1, "a"})', 'undecided'],
    // By itself only one number or text has a truth value.
    ['(@Resource.Dept)', 'undecided'],
    ['(@Resource.Raw)', 'undecided'],
    ['(@Resource.Owner)', 'undecided'],
    ['(@Resource.Secret)', 'true'],
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
      conditionOutcome(base.dacl!.aces[0] as BasicAce, who, { ...base, sacl: { revision: 2, aces } }).result;
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

  test('each missing fact once, in the order of the expression', () => {
    const facts =
      `Member_of {SID(${MAYBE})} && Member_of {SID(${MAYBE}1)} && Device_Member_of {SID(${YES})} && ` +
      `Device_Member_of {SID(${NO})} && @User.a == 1 && @User.b == 1 && @Device.a == 1 && @Resource.None == "x"`;
    expect(allow(`(${facts} && ${facts})`, SACL).missing).toEqual([
      { kind: 'member', sid: MAYBE },
      { kind: 'member', sid: `${MAYBE}1` },
      { kind: 'device-member', sid: YES },
      { kind: 'device-member', sid: NO },
      { kind: 'attribute', scope: 'user', name: 'a' },
      { kind: 'attribute', scope: 'user', name: 'b' },
      { kind: 'attribute', scope: 'device', name: 'a' },
      { kind: 'attribute', scope: 'resource', name: 'None' },
    ]);
  });

  test('whether a claim exists may be an error, whether an attribute of the environment does is not', () => {
    expect(allow(`(Exists Title || Member_of {SID(${YES})})`).result).toBe('true');
    expect(allow(`(Exists @User.Title || Member_of {SID(${YES})})`).result).toBe('undecided');
    expect(allow(`(Exists @Device.Title || Member_of {SID(${YES})})`).result).toBe('undecided');
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

  test('the types that carry a condition, and which of them deny', () => {
    const bytes = (parseSddl('D:(XA;;CR;;;WD;(@Resource.x == 1))').dacl!.aces[0] as BasicAce).applicationData;
    const applies = Array.from({ length: 0x14 }, (_, type) => {
      const ace: BasicAce = { form: 'basic', type, flags: 0, mask: 0x100, sid: 'S-1-1-0', applicationData: bytes };
      return isConditional(ace) ? [type, conditionOutcome(ace, who, parseSddl('D:S:')).applies] : [];
    });
    expect(applies.flat()).toEqual([0x09, 'no', 0x0a, 'yes', 0x0b, 'no', 0x0c, 'yes']);
  });

  test('a fault of the program is none of the expression', () => {
    const carries = () => {
      throw new Error('broken');
    };
    expect(() => outcome(`D:(XA;;CR;;;WD;(Member_of {SID(${YES})}))`, { carries, isSelf: false })).toThrow('broken');
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
    const ace = (type: number): BasicAce => ({
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

  test.each<[string, string, string, number | null]>([
    [`D:(XA;;CR;;;WD;(Member_of {SID(${YES})}))`, 'granted', 'entry', 0],
    [`D:(XA;;CR;;;WD;(Member_of {SID(${NO})}))(A;;CR;;;WD)`, 'granted', 'entry', 1],
    [`D:(XD;;CR;;;WD;(Member_of {SID(${YES})}))(A;;CR;;;WD)`, 'denied', 'entry', 0],
    [`D:(XD;;CR;;;WD;(Member_of {SID(${NO})}))(A;;CR;;;WD)`, 'granted', 'entry', 1],
    ['D:(XD;;CR;;;WD;(@User.x == 1))(A;;CR;;;WD)', 'unknown', 'conditional', 0],
    ['D:(XA;;CR;;;WD;(@User.x == 1))(A;;CR;;;WD)', 'granted', 'entry', 1],
    ['D:(XA;;CR;;;WD;(@User.x == 1))', 'unknown', 'conditional', 0],
    ['D:(XD;;CR;;;WD;(@User.x == 1))', 'denied', 'no-entry', null],
    // The same undecided trustee: the later entry is not reached where the first matches, and does not match otherwise.
    [`D:(A;;CR;;;${MAYBE})(XD;;CR;;;${MAYBE};(@User.x == 1))(A;;CR;;;WD)`, 'granted', 'entry', 2],
    [`D:(XA;;CR;;;${MAYBE};(Member_of {SID(${NO})}))`, 'denied', 'no-entry', null],
    [`D:(XA;;CR;;;${MAYBE};(Member_of {SID(${YES})}))`, 'unknown', 'unresolved-trustee', 0],
  ])('%s: %s', (text, decision, basis, index) => {
    expect(checkRight(parseSddl(text), who, controlAccessRequest(CONTROL))).toEqual({ decision, basis, index });
  });
});
