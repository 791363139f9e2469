import { describe, expect, test } from '@jest/globals';
import type { Condition, MembershipOperator } from '../../src/descriptor/condition/index.js';
import { builtinNames } from '../../src/directory/names.js';
import type { ConditionFact } from '../../src/result/explain.js';
import { conditionFactText, conditionInWords } from '../../src/words/condition.js';

describe('membership', () => {
  test.each<[MembershipOperator, string]>([
    ['Member_of', 'the token holds Everyone and Authenticated Users'],
    ['Member_of_any', 'the token holds Everyone or Authenticated Users'],
    ['Not_Member_of', 'the token does not hold Everyone and Authenticated Users'],
    ['Not_Member_of_any', 'the token does not hold Everyone or Authenticated Users'],
    ['Device_Member_of', "the device's token holds Everyone and Authenticated Users"],
    ['Device_Member_of_any', "the device's token holds Everyone or Authenticated Users"],
    ['Not_Device_Member_of', "the device's token does not hold Everyone and Authenticated Users"],
    ['Not_Device_Member_of_any', "the device's token does not hold Everyone or Authenticated Users"],
  ])('%s', (operator, words) => {
    const elements = (['S-1-1-0', 'S-1-5-11'] as const).map((sid) => ({ kind: 'sid' as const, sid }));
    const condition: Condition = { kind: 'membership', operator, operand: { kind: 'composite', elements } };
    expect(conditionInWords(condition, builtinNames())).toBe(words);
  });
});

test.each<[ConditionFact, string]>([
  [{ kind: 'member', sid: 'S-1-5-21-1-2-3-4', name: 'LAB\\desk' }, 'LAB\\desk'],
  [{ kind: 'member', sid: 'S-1-5-21-1-2-3-4', name: null }, 'S-1-5-21-1-2-3-4'],
  [{ kind: 'device-member', sid: 'S-1-5-21-1-2-3-4', name: null }, "the device's membership in S-1-5-21-1-2-3-4"],
  [{ kind: 'attribute', scope: 'local', name: 'a' }, 'a'],
  [{ kind: 'attribute', scope: 'user', name: 'a' }, '@User.a'],
  [{ kind: 'attribute', scope: 'resource', name: 'a' }, '@Resource.a'],
  [{ kind: 'attribute', scope: 'device', name: 'a' }, '@Device.a'],
])('what a condition depends on: %j', (fact, words) => {
  expect(conditionFactText(fact)).toBe(words);
});
