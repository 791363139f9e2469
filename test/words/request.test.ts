import { expect, test } from '@jest/globals';
import type { DaclView } from '../../src/result/explain.js';
import type { Place } from '../../src/result/rights.js';
import { outcomeWords, placesWords } from '../../src/words/request.js';

const GUID = '11111111-2222-3333-4444-555555555555';

test.each<[Place['kind'], string]>([
  ['attribute', 'the attribute x'],
  ['property-set', 'the property set x'],
  ['class', 'the class x'],
  ['control-access', 'the extended right x'],
  ['validated-write', 'the validated write x'],
  ['unknown', 'the GUID x'],
])('an entry can name %s', (kind, text) => {
  expect(placesWords([{ guid: GUID, kind, name: 'x' }])).toBe(
    `An entry is about it where it names ${text}, or names no object type at all (the whole object).`,
  );
});

test('a right that no object type goes with', () => {
  expect(placesWords([])).toBe('An entry is about it where it names no object type at all (the whole object).');
});

test('answers in the cases that are left open', () => {
  const two: DaclView['outcomes'] = [
    { applies: 3, decision: 'granted', index: 3 },
    { applies: null, decision: 'denied', index: 5 },
  ];
  const owner: DaclView['outcomes'] = [{ applies: 'owner', decision: 'granted', index: null }, ...two];
  const words = (outcomes: DaclView['outcomes']) =>
    outcomes.map((outcome) =>
      outcomeWords(outcome, { state: 'present', problem: null, ownerGrants: false, entries: [], outcomes }),
    );
  expect(words(two)).toEqual(['If entry 3 applies: granted.', 'If it does not: denied (by entry 5).']);
  expect(words(owner)).toEqual([
    'If the account is the owner, or is in the group that is: granted.',
    'If entry 3 applies: granted.',
    'If none of these: denied (by entry 5).',
  ]);
});
