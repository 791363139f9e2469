import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { at, type Directory, groupOfSid, groupsOfSid } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { domainId } from './ids.js';
import { alias, GLOBAL, group, recordSource } from './memory-source.js';

const A = 'S-1-5-21-1-1-1';
const B = 'S-1-5-21-2-2-2';

/** Groups: 0 and 1 Administrators of A and of B, 2 Guests of B alone, 3 a group of A, 4 and 5 two of one SID, in A and in B. */
let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory(
    recordSource([
      { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: A },
      { type: 'domain', dn: 'DC=b', dnsName: 'b', sid: B },
      { type: 'container', dn: 'DC=a' },
      { type: 'container', dn: 'DC=b' },
      { type: 'group', ...alias(544, 'Administrators'), parent: 0 },
      { type: 'group', ...alias(544, 'Administrators'), parent: 1 },
      { type: 'group', ...alias(546, 'Guests'), parent: 1 },
      { type: 'group', ...group(1, 'of A', GLOBAL, [], { sid: `${A}-1001` }), parent: 0 },
      { type: 'group', ...group(2, 'twin', GLOBAL, [], { sid: `${A}-1002` }), parent: 0 },
      { type: 'group', ...group(3, 'twin', GLOBAL, [], { sid: `${A}-1002` }), parent: 1 },
    ]),
  );
});

describe('groups of a SID', () => {
  test.each<[string, Sid, number | null, number[]]>([
    ['an alias, on its domain', 'S-1-5-32-544', 0, [0]],
    ['an alias, on the other domain', 'S-1-5-32-544', 1, [1]],
    ['an alias, on a domain that is not known', 'S-1-5-32-544', null, []],
    ['an alias that this domain lacks', 'S-1-5-32-546', 0, []],
    ['a group, on its domain', `${A}-1001`, 0, [3]],
    ['a group, on another domain', `${A}-1001`, 1, [3]],
    ['a group, on a domain that is not known', `${A}-1001`, null, [3]],
    ['two of one SID, on the domain of the first', `${A}-1002`, 0, [4]],
    ['two of one SID, on the domain of the second', `${A}-1002`, 1, [5]],
    ['two of one SID, elsewhere', `${A}-1002`, null, [4, 5]],
    ['none', `${A}-4711`, 0, []],
  ])('%s', (_, sid, domain, expected) => {
    const where = domain === null ? null : domainId(domain);
    expect(groupsOfSid(directory, sid, where)).toEqual(expected);
    expect(groupOfSid(directory, sid, where)).toBe(expected[0] ?? null);
  });
});

test('the item that a number stands for', () => {
  expect([at(['a', 'b'], 0), at(['a', 'b'], 1), at(['a', 'b'], 2), at(['a', 'b'], null)]).toEqual([
    'a',
    'b',
    null,
    null,
  ]);
});
