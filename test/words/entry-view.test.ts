import { describe, expect, test } from '@jest/globals';
import type { EntryView, Explanation } from '../../src/result/explain.js';
import { didWords, foldedWords, originWords } from '../../src/words/entry-view.js';
import { DESK, entry, explanation, OU, short, target } from './explanation.js';

const ASKED = '"write userAccountControl"';
const place = (kind: NonNullable<EntryView['node']>['kind']): NonNullable<EntryView['node']> => ({
  guid: '11111111-2222-3333-4444-555555555555',
  kind,
  name: 'x',
});

describe('where an entry is written', () => {
  test.each<[Partial<EntryView>, string]>([
    [{}, 'written on the object itself'],
    [{ inherited: true }, 'inherited, and no object above carries it as its own'],
    [{ inherited: true, written: { dn: OU, index: 2, sddl: '' } }, 'inherited from Staff, entry 2 there'],
  ])('%j', (different, words) => {
    expect(originWords(entry(different), short)).toBe(words);
  });
});

describe('what an entry did', () => {
  test.each<[Partial<EntryView>, string]>([
    [{}, `Matches, and decides: it allows ${ASKED} by naming no attribute, so on the whole object`],
    [
      { effect: 'deny', node: place('attribute'), via: ['LAB\\svc', 'LAB\\desk'] },
      `Matches, and decides: it denies ${ASKED} by naming the attribute x; the account has it through LAB\\svc > LAB\\desk`,
    ],
    [{ node: place('property-set') }, `Matches, and decides: it allows ${ASKED} by naming its property set x`],
    [{ node: place('class') }, `Matches, and decides: it allows ${ASKED} by naming the object's class x`],
    [{ node: place('control-access') }, `Matches, and decides: it allows ${ASKED} by naming the right x`],
    [{ node: place('validated-write') }, `Matches, and decides: it allows ${ASKED} by naming the validated write x`],
    [{ node: place('unknown') }, `Matches, and decides: it allows ${ASKED} by naming the GUID x`],
    [
      { role: 'open', doubts: ['trustee', 'class'] },
      `Undecided: it allows ${ASKED} where the token holds LAB\\desk, which is not known and where it is for the object's class, which is not known`,
    ],
    [
      { role: 'open', doubts: ['condition'] },
      `Undecided: it allows ${ASKED} where its condition holds, which the sources do not tell`,
    ],
    [
      {
        role: 'open',
        doubts: ['condition'],
        condition: { text: '', result: 'undecided', missing: [{ kind: 'member', ...DESK }] },
      },
      `Undecided: it allows ${ASKED} where its condition holds, which depends on LAB\\desk, and the sources do not hold that`,
    ],
    [
      { role: 'repeats' },
      'Adds nothing: an earlier entry names the same trustee, of which it is not known whether the token holds it',
    ],
    [{ role: 'too-late', effect: 'deny' }, 'Not reached: it would have denied it, but entry 0 decided before'],
    [{ role: 'too-late', doubts: ['trustee'] }, 'Not reached: it might have allowed it, but entry 0 decided before'],
    [{ role: 'none', obstacles: ['takes-no-part'] }, 'No match: entries of this type take no part in access checks'],
    [
      { role: 'none', obstacles: ['other-trustee', 'other-right'] },
      'No match: the token does not hold this trustee; it does not hold the right that is asked for',
    ],
    [
      { role: 'none', obstacles: ['other-trustee'], trustee: { sid: 'S-1-5-10', name: 'Self' } },
      'No match: Self is the target itself, not the account',
    ],
    [
      { role: 'none', obstacles: ['other-trustee'], trustee: { sid: 'S-1-3-4', name: 'Owner Rights' } },
      'No match: Owner Rights means the owner, BUILTIN\\Administrators, which the token does not hold',
    ],
    [
      { role: 'none', obstacles: ['other-trustee'], trustee: { sid: 'S-1-3-0', name: 'Creator Owner' } },
      'No match: Creator Owner is a placeholder for inheritance and never matches',
    ],
    [{ role: 'none', obstacles: ['inherit-only'] }, 'No match: it counts for objects below this one only'],
    [
      { role: 'none', obstacles: ['inherit-only'], appliesTo: 'inetOrgPerson' },
      'No match: it is for inetOrgPerson objects, and this is a user',
    ],
    [{ role: 'none', obstacles: ['other-place'] }, 'No match: it is about other attributes or rights'],
    [
      {
        role: 'none',
        obstacles: ['condition-not-met'],
        condition: { text: '', result: 'false', missing: [] },
      },
      'No match: its condition does not hold (it evaluates to FALSE)',
    ],
  ])('%j', (different, words) => {
    expect(didWords(entry(different), explanation())).toBe(words);
  });

  test('where the owner has the right anyway, and where SID filtering takes the trustee away', () => {
    const owned: Explanation = explanation({ dacl: { ...explanation().dacl, ownerGrants: true } });
    expect(didWords(entry({ role: 'too-late' }), owned)).toBe(
      'Not reached: it would have allowed it, but the owner has the right anyway',
    );
    const filtered = [{ ...DESK, via: ['LAB\\svc', 'LAB\\desk'], entries: [0], certain: true }];
    const lost = explanation({ token: { ...explanation().token, filtered }, target: target() });
    expect(didWords(entry({ role: 'none', obstacles: ['other-trustee'] }), lost)).toBe(
      'No match: the account has this SID, and SID filtering takes it away on the way to this domain',
    );
  });
});

test.each<[EntryView['obstacles'], string]>([
  [['other-trustee', 'takes-no-part'], 'of a kind that takes no part'],
  [['other-trustee', 'inherit-only'], 'for trustees that the token does not hold'],
  [['inherit-only', 'other-right'], 'for objects below only'],
  [['other-place'], 'about other rights or attributes'],
])('folded: %j', (obstacles, words) => {
  expect(foldedWords(entry({ obstacles }))).toBe(words);
});
