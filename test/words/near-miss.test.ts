import { expect, test } from '@jest/globals';
import type { NearMiss } from '../../src/result/explain.js';
import { nearMissWords } from '../../src/words/near-miss.js';
import { DESK, OU, short, TARGET, target } from './explanation.js';

const MISS: NearMiss = {
  because: 'elsewhere',
  written: { dn: OU, index: 2, sddl: '' },
  trustee: DESK,
  rights: [
    { right: 'read-property', bit: 0x10, place: null },
    { right: 'write-property', bit: 0x20, place: null },
  ],
  appliesTo: null,
  blockedAt: [],
};
const ENTRY = 'Entry 2 on Staff allows LAB\\desk to read and write all properties';

test.each<[Partial<NearMiss>, string]>([
  [{}, `${ENTRY}, but the target does not lie below it.`],
  [
    { because: 'other-class', appliesTo: 'inetOrgPerson' },
    `${ENTRY} on inetOrgPerson objects, but the target is a user, and an entry for inetOrgPerson objects reaches no other class, not even one derived from it.`,
  ],
  [
    { because: 'inheritance-off', blockedAt: [TARGET, OU] },
    `${ENTRY}, but inheritance is off at Jo and Staff, so it does not come down.`,
  ],
  [{ because: 'one-level' }, `${ENTRY}, but it goes one level down only, and the target is deeper than that.`],
  [{ because: 'not-inheritable' }, `${ENTRY}, but it counts for Staff itself and is not inherited.`],
  [
    { because: 'not-propagated' },
    `${ENTRY}, but the target's list does not hold it, although it should have come down.`,
  ],
  [
    { because: 'inherit-only' },
    `${ENTRY}, but it is marked inherit-only: it counts for objects below the target, not for the target.`,
  ],
])('%j', (different, words) => {
  expect(nearMissWords({ ...MISS, ...different }, target(), short)).toBe(words);
});
