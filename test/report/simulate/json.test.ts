import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChangedVerdictLines } from '../../../src/report/simulate/lines.js';
import type { Outcome } from '../../../src/result/audit.js';
import type { ChangedVerdict } from '../../../src/result/simulate.js';

const outcome = (verdict: Outcome['verdict'], sddl: string): Outcome =>
  ({
    action: 'disable',
    access: 'granted',
    verdict,
    reason: 'ace-grants',
    documentedSet: true,
    ace: { sddl },
  }) as never;

test('a verdict is written as it is, whatever was written before it', () => {
  const sides = [
    null,
    outcome('can', 'a'),
    outcome('can', 'a'),
    outcome('cannot', '\u202e"\\'),
    outcome('unknown', 'é'),
  ];
  const text = fc.constantFrom('', 'S-1-5-21-1-2-3-4', 'OU=a"b\\,c', 'x\u0000y', '名', '\u202e', '</script>');
  const verdict: fc.Arbitrary<ChangedVerdict> = fc.record({
    account: text,
    target: text,
    targetDn: text,
    targetName: text,
    action: fc.constant('disable'),
    before: fc.constantFrom(...sides),
    after: fc.constantFrom(...sides),
  });
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 40 }), (verdicts) => {
      const lines = new ChangedVerdictLines();
      for (const each of verdicts) {
        const line = lines.of(each);
        expect(JSON.parse(line)).toEqual(each);
        // What a reader cannot see stands as an escape.
        expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    }),
  );
});

test('more differences than are remembered', () => {
  const lines = new ChangedVerdictLines();
  const before = outcome('can', 'before');
  const made = Array.from({ length: 40_000 }, (_, number) => outcome('cannot', String(number)));
  for (const [number, after] of made.entries()) {
    const line = lines.of({
      account: 'a',
      target: 't',
      targetDn: 'd',
      targetName: 'n',
      action: 'disable',
      before,
      after,
    });
    if (number % 997 === 0) expect((JSON.parse(line) as ChangedVerdict).after!.ace!.sddl).toBe(String(number));
  }
});
