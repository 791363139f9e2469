import { expect, test } from '@jest/globals';
import { findAccounts } from '../../src/audit/find-accounts.js';
import { identitiesOf } from '../../src/audit/identities.js';
import { AccountStream } from '../../src/directory/account-stream.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { DOMAIN_DN, DOMAIN_SID, GLOBAL, group, memorySource, user } from '../directory/memory-source.js';

async function scene() {
  const source = memorySource({
    groups: [group(2101, 'Help Desk', GLOBAL)],
    accounts: [user(1001, 'actor', { memberOf: [0] }), user(1002, 'other')],
  });
  const directory = await loadDirectory(source);
  const accounts = await findAccounts(directory, new AccountStream(directory, source), ['actor']);
  return { directory, accounts };
}

test('a group, a domain and the account under audit have two names; another account has one', async () => {
  const { directory, accounts } = await scene();
  const identify = identitiesOf(directory, accounts);
  const helpDesk = directory.groups.find(({ sid }) => sid === `${DOMAIN_SID}-2101`)!.dn;
  const actor = accounts[0]!.dn!;
  for (const [sid, dn] of [
    [`${DOMAIN_SID}-2101`, helpDesk],
    [DOMAIN_SID, DOMAIN_DN],
    [`${DOMAIN_SID}-1001`, actor],
  ] as const) {
    expect(identify(sid)).toEqual([dn]);
    expect(identify(dn.toUpperCase())).toEqual([sid]);
  }
  expect(identify(`${DOMAIN_SID}-1002`)).toEqual([]);
  expect(identify('CN=nobody,DC=x')).toEqual([]);
});

test('a SID that stands for groups of several domains has no DN', async () => {
  const { directory, accounts } = await scene();
  const [first] = directory.groups;
  const other = { ...first!, dn: 'CN=Help Desk,DC=other' };
  const identify = identitiesOf({ ...directory, groups: [...directory.groups, other] } as Directory, accounts);
  expect(identify(first!.sid!)).toEqual([]);
  // A shadow principal has the SID of somebody else.
  const shadow = { ...first!, dn: 'CN=shadow,DC=x', shadow: true };
  const shadowed = identitiesOf({ ...directory, groups: [...directory.groups, shadow] } as Directory, accounts);
  expect(shadowed(first!.sid!)).toEqual([first!.dn]);
  expect(shadowed('CN=shadow,DC=x')).toEqual([]);
});
