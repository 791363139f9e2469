import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownEntries } from '../../src/changes/lists.js';
import { formatAce, formatSddl, parseSddl } from '../../src/descriptor/index.js';
import { descriptorAfter, listSteps, stepKey } from '../../src/diff/list-steps.js';

const sd = (sddl: string) => parseSddl(sddl, { domainSid: 'S-1-5-21-1-2-3' });
const steps = (before: string, after: string) => listSteps(sd(before), sd(after)).map(stepKey);

describe('how one list became another', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    ['nothing', 'O:BAG:BAD:(A;;RP;;;AU)', 'O:BAG:BAD:(A;;RP;;;AU)', []],
    ['only inherited entries', 'O:BAG:BAD:(A;;RP;;;AU)(A;ID;WP;;;AU)', 'O:BAG:BAD:(A;;RP;;;AU)', []],
    ['an entry more', 'O:BAG:BAD:', 'O:BAG:BAD:(A;;RP;;;AU)', ['add (A;;RP;;;AU)']],
    [
      'one of two equal ones less',
      'O:BAG:BAD:(A;;RP;;;AU)(A;;RP;;;AU)',
      'O:BAG:BAD:(A;;RP;;;AU)',
      ['remove (A;;RP;;;AU)'],
    ],
    [
      'another right for the same trustee',
      'O:BAG:BAD:(A;;RP;;;AU)',
      'O:BAG:BAD:(A;;WP;;;AU)',
      ['replace (A;;RP;;;AU) (A;;WP;;;AU)'],
    ],
    [
      'a denial in place of what allowed',
      'O:BAG:BAD:(A;;RP;;;AU)',
      'O:BAG:BAD:(D;;RP;;;AU)',
      ['remove (A;;RP;;;AU)', 'add (D;;RP;;;AU)'],
    ],
    ['owner and group', 'O:BAG:BAD:', 'O:SYG:SYD:', ['owner', 'group']],
    ['inheritance off, copies kept', 'O:BAG:BAD:(A;ID;RP;;;AU)', 'O:BAG:BAD:P(A;;RP;;;AU)', ['inheritance-off']],
    ['inheritance off, nothing kept', 'O:BAG:BAD:(A;ID;RP;;;AU)', 'O:BAG:BAD:P', ['inheritance-off']],
    ['inheritance on', 'O:BAG:BAD:P(A;;RP;;;AU)', 'O:BAG:BAD:(A;;RP;;;AU)(A;ID;WP;;;AU)', ['inheritance-on']],
    ['another order', 'O:BAG:BAD:(A;;RP;;;AU)(A;;WP;;;WD)', 'O:BAG:BAD:(A;;WP;;;WD)(A;;RP;;;AU)', ['order']],
    ['a list where there was none', 'O:BAG:BA', 'O:BAG:BAD:(A;;RP;;;AU)', ['rewrite']],
  ])('%s', (_what, before, after, expected) => {
    expect(steps(before, after)).toEqual(expected);
  });

  test('a step that needs another one is not done alone', () => {
    const [before, after] = [
      sd('O:BAG:BAD:(A;ID;RP;;;AU)(A;ID;WP;;;AU)(A;ID;RC;;;AU)'),
      sd('O:BAG:BAD:P(A;;RP;;;AU)(A;;WP;;;AU)'),
    ];
    const found = listSteps(before, after);
    expect(found.map(stepKey)).toEqual(['inheritance-off', 'remove (A;;RC;;;AU)']);
    expect(descriptorAfter(before, found.slice(1), after)).toBeNull();
  });

  test('all steps together give the own part of the other list, owner and group', () => {
    const entry = fc
      .tuple(
        fc.constantFrom('A', 'D'),
        fc.constantFrom('', 'CI', 'CIIO', 'ID', 'CIID'),
        fc.constantFrom('RP', 'WP', 'GA'),
        fc.constantFrom('AU', 'WD', 'CO', 'SY'),
      )
      .map(([type, flags, rights, trustee]) => `(${type};${flags};${rights};;;${trustee})`);
    const descriptor = fc
      .tuple(fc.constantFrom('BA', 'SY'), fc.constantFrom('', 'P', 'AI', 'PAI'), fc.array(entry, { maxLength: 6 }))
      .map(([owner, control, entries]) => `O:${owner}G:BAD:${control}${entries.join('')}`);
    fc.assert(
      fc.property(descriptor, descriptor, (one, other) => {
        const [before, after] = [sd(one), sd(other)];
        const made = descriptorAfter(before, listSteps(before, after), after)!;
        expect(ownEntries(made).map((ace) => formatAce(ace))).toEqual(ownEntries(after).map((ace) => formatAce(ace)));
        expect([made.owner, made.group]).toEqual([after.owner, after.group]);
        expect(listSteps(made, after)).toEqual([]);
        expect(formatSddl(descriptorAfter(before, [], after)!).includes('D:')).toBe(true);
      }),
    );
  });
});
