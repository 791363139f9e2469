import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { UndecidedSid } from '../../src/result/explain.js';
import { formerSidText, primaryGroupText, sidWords, undecidedWords, wayWords } from '../../src/words/token.js';

const GROUP = 'S-1-5-21-7-8-9-1104';

test.each<[sid: Sid, name: string | null, via: readonly string[], way: string]>([
  [GROUP, 'LAB\\svc', ['LAB\\svc'], 'the account itself'],
  ['S-1-1-0', 'Everyone', ['LAB\\svc', 'Everyone'], 'every logon'],
  [GROUP, 'LAB\\desk', ['LAB\\svc', 'LAB\\desk'], 'LAB\\svc > LAB\\desk'],
  [
    'S-1-5-32-544',
    'Administrators',
    ['LAB\\svc', 'LAB\\desk', 'Administrators'],
    'LAB\\svc > LAB\\desk > Administrators',
  ],
])('the way to %s: %s', (sid, name, via, way) => {
  expect(wayWords({ sid, name, via, entries: [] })).toBe(way);
});

test('a SID with its name, where it has one', () => {
  expect(sidWords({ sid: 'S-1-1-0', name: 'Everyone' })).toBe('Everyone S-1-1-0');
  expect(sidWords({ sid: GROUP, name: null })).toBe(GROUP);
});

test('steps of the way that have no name of their own', () => {
  expect(formerSidText(GROUP)).toBe(`sIDHistory ${GROUP}`);
  expect(primaryGroupText(GROUP)).toBe(`primary group ${GROUP}`);
});

describe('why it is not known whether the token holds a SID', () => {
  test.each<[UndecidedSid['because'], readonly string[], string]>([
    ['sid-filtering', [], 'SID filtering may take it away'],
    ['members-missing', ['CN=a', 'CN=b'], 'members that no source has: CN=a and CN=b'],
    ['primary-group-unread', [], "the account's primary group was not read"],
    ['kind-of-logon', [], 'only some kinds of logon carry it'],
    ['builtin-missing', [], 'the sources lack this group of CN=Builtin'],
    [
      'deleted-or-hidden',
      [],
      'its domain is in the sources and has no such object: deleted, or hidden from the collecting account',
    ],
    ['other-domain', [], 'a SID of a domain that is not in the sources'],
    ['other-domain', ['other.example'], 'a SID of a domain that is not in the sources (other.example)'],
  ])('%s %j', (because, detail, text) => {
    expect(undecidedWords({ sid: GROUP, name: null, entries: [0], because, detail })).toBe(text);
  });
});
