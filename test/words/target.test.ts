import { expect, test } from '@jest/globals';
import type { TargetView } from '../../src/result/explain.js';
import {
  accountControlWords,
  adminCountWords,
  classWords,
  inheritanceWords,
  protectionWords,
} from '../../src/words/target.js';
import { target } from './explanation.js';

test.each<[Partial<TargetView>, string]>([
  [{ protected: 'yes' }, 'yes, by its own RID'],
  [{ protected: 'yes', protectedBy: [{ via: [], groups: [], certain: true }] }, 'yes, through'],
  [{ protected: 'unknown' }, 'not known for certain'],
  [{}, 'no'],
  [{ excluded: true }, 'no: its groups are taken out of the protected set by dSHeuristics (dwAdminSDExMask)'],
  [
    { excluded: true, adminCount: 1 },
    'no: its groups are taken out of the protected set by dSHeuristics (dwAdminSDExMask); its marks stem from before',
  ],
  [
    { excluded: true, kind: 'group' },
    'no: it is, or is in, a group that is taken out of the protected set by dSHeuristics (dwAdminSDExMask)',
  ],
  [{ adminCount: 1 }, 'no, it is in no protected group; what it bears was left behind when it was in one'],
  [{ equalsAdminSDHolder: 'yes' }, 'no, it is in no protected group; what it bears was left behind when it was in one'],
])('protection: %j', (different, words) => {
  expect(protectionWords(target(different))).toBe(words);
});

test.each<[TargetView['inheritance'], string]>([
  ['on', 'on'],
  ['off', 'OFF, so that no entry of the containers above reaches it'],
  ['unknown', 'not known'],
])('inheritance: %s', (inheritance, words) => {
  expect(inheritanceWords(target({ inheritance }))).toBe(words);
});

test.each<[Partial<TargetView>, string]>([
  [{}, "adminCount: not set; its list is not AdminSDHolder's"],
  [{ adminCount: 1, equalsAdminSDHolder: 'yes' }, "adminCount: 1; its list is equal to AdminSDHolder's"],
  [{ adminCount: 0, equalsAdminSDHolder: 'unknown' }, "adminCount: 0; its list is not comparable with AdminSDHolder's"],
])('adminCount: %j', (different, words) => {
  expect(adminCountWords(target(different))).toBe(words);
});

test.each<[Partial<TargetView>, string]>([
  [{}, 'user'],
  [{ className: 'robot', classKnown: false }, 'robot (not in the schema)'],
  [{ className: '', classKnown: false }, 'not read'],
])('class: %j', (different, words) => {
  expect(classWords(target(different))).toBe(words);
});

test.each<[Partial<TargetView>, string]>([
  [{}, 'userAccountControl 0x200: enabled; NORMAL_ACCOUNT'],
  [{ userAccountControl: { value: 0, flags: [] }, enabled: 'no' }, 'userAccountControl 0x0: DISABLED; no flag'],
  [
    { userAccountControl: null, enabled: 'unknown' },
    'userAccountControl: could not be read (which is not 0), so neither is it known whether it is enabled',
  ],
])('flags: %j', (different, words) => {
  expect(accountControlWords(target(different))).toBe(words);
});
