import { expect, test } from '@jest/globals';
import { Comparison } from '../../src/facts/comparison.js';
import type { Outcome, VerdictCode } from '../../src/result/audit.js';

const outcomes = (...verdicts: VerdictCode[]) =>
  verdicts.map((verdict, i) => ({ verdict, action: ['a', 'b'][i]! }) as Outcome);

test('who reaches what the other does not, and halves that are added', () => {
  const whole = new Comparison(['a', 'b']);
  const halves = [new Comparison(['a', 'b']), new Comparison(['a', 'b'])];
  const targets = [
    [outcomes('can', 'can'), outcomes('can', 'cannot')],
    [outcomes('cannot', 'no-effect'), outcomes('can', 'can')],
    // What is not known of one says nothing of both.
    [outcomes('unknown', 'can'), outcomes('can', 'unknown')],
    [outcomes('can-until-sdprop', 'cannot'), outcomes('can', 'cannot')],
  ] as const;
  targets.forEach(([own, other], i) => {
    whole.target(own, other);
    halves[i % 2]!.target(own, other);
  });
  halves[0]!.merge(halves[1]!);
  for (const counted of [whole, halves[0]!]) {
    expect([counted.action(0), counted.action(1)]).toEqual([
      { both: 1, onlyAccount: 0, onlyOther: 2 },
      { both: 0, onlyAccount: 1, onlyOther: 1 },
    ]);
    expect([counted.onlyAccount, counted.onlyOther]).toEqual([1, 2]);
  }
});
