import { describe, expect, test } from '@jest/globals';
import { findAccounts } from '../../src/audit/find-accounts.js';
import type { Sid } from '../../src/descriptor/types.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken } from '../../src/directory/token.js';
import {
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  user,
  type Written,
} from '../directory/memory-source.js';

const sid = (rid: number): Sid => `${DOMAIN_SID}-${rid}`;
const LED_TO = 2100;

/** Whether the token of `actor`, alone under audit, has the group 2100, and what the passes over the accounts looked for. */
async function ofActor(written: Written) {
  const asked: (readonly string[] | undefined)[] = [];
  const plain = memorySource(written);
  const source: typeof plain = {
    ...plain,
    accounts(mentions) {
      asked.push(mentions);
      return plain.accounts(mentions);
    },
  };
  const directory = await loadDirectory(source);
  const [account] = await findAccounts(directory, new AccountStream(directory, source), ['actor']);
  return { held: buildToken(directory, account!.user, account!.domain).carries(sid(LED_TO)), asked };
}

/** An account whose SID somebody else is found to have had, in the local group 2100 (number 0). */
const HOLDER = user(3001, 'holder', { memberOf: [0] });
const LOCAL = group(LED_TO, 'led to', DOMAIN_LOCAL);

describe('the local groups of an account whose SID is a former one of the token', () => {
  const cases: readonly (readonly [string, Written])[] = [
    [
      'of the account itself',
      { groups: [LOCAL], accounts: [user(1001, 'actor', { sidHistory: [sid(3001)] }), HOLDER] },
    ],
    [
      'of a group',
      {
        groups: [LOCAL, group(2101, 'former', GLOBAL, [], { sidHistory: [sid(3001)] })],
        accounts: [user(1001, 'actor', { memberOf: [1] }), HOLDER],
      },
    ],
    [
      'of its primary group',
      {
        groups: [LOCAL, group(2101, 'primary', GLOBAL, [], { sidHistory: [sid(3001)] })],
        accounts: [user(1001, 'actor', { primaryGroupId: 2101 }), HOLDER],
      },
    ],
    [
      'of a local group that holds Everyone',
      {
        groups: [LOCAL, group(2101, 'everybody', DOMAIN_LOCAL, [], { sidHistory: [sid(3001)] })],
        foreign: [{ sid: 'S-1-1-0', memberOf: [1] }],
        accounts: [user(1001, 'actor'), HOLDER],
      },
    ],
    [
      'of a local group that another former SID leads to',
      {
        groups: [LOCAL, group(2101, 'next', DOMAIN_LOCAL, [], { sidHistory: [sid(3001)] })],
        accounts: [user(1001, 'actor', { sidHistory: [sid(3002)] }), user(3002, 'first', { memberOf: [1] }), HOLDER],
      },
    ],
  ];
  test.each(cases)('are in it: %s', async (_, written) => {
    expect((await ofActor(written)).held).toBe('yes');
  });

  test('are not where nobody was called so', async () => {
    const { held, asked } = await ofActor({ groups: [LOCAL], accounts: [user(1001, 'actor'), HOLDER] });
    expect([held, asked.length]).toEqual(['no', 1]);
  });

  test('are looked for by SID, and among all accounts where these are many', async () => {
    const withFormer = (count: number) => ({
      groups: [
        LOCAL,
        ...Array.from({ length: count }, (_, index) =>
          group(2200 + index, `group ${index}`, GLOBAL, [], { sidHistory: [sid(4000 + index)] }),
        ),
      ],
      accounts: [user(1001, 'actor')],
    });
    expect((await ofActor(withFormer(2))).asked[1]).toEqual([sid(4000), sid(4001)]);
    expect((await ofActor(withFormer(51))).asked).toHaveLength(2);
    expect((await ofActor(withFormer(51))).asked[1]).toBeUndefined();
  });
});

test.each([[['actor', 'actor']], [['actor', sid(1001)]]])('named twice, %j is one account', async (names) => {
  const source = memorySource({ accounts: [user(1001, 'actor')] });
  const directory = await loadDirectory(source);
  const found = await findAccounts(directory, new AccountStream(directory, source), names);
  expect(found.map((account) => account.sid)).toEqual([sid(1001)]);
});

test.each([
  [
    ['actor', 'local-system'],
    [sid(1001), 'S-1-5-18'],
  ],
  [
    ['local-system', 'actor'],
    ['S-1-5-18', sid(1001)],
  ],
])('%j come in the order in which they were named', async (names, expected) => {
  const source = memorySource({ accounts: [user(1001, 'actor')] });
  const directory = await loadDirectory(source);
  const found = await findAccounts(directory, new AccountStream(directory, source), names);
  expect(found.map((account) => account.sid)).toEqual(expected);
});
