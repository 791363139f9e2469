/** What plan.md and apply.ldif say of an account that is still to be made. */
import { afterEach, expect, test } from '@jest/globals';
import { planDelegation } from '../../../src/library/plan.js';
import { planFiles } from '../../../src/report/delegation-plan/index.js';
import { DN, group, ou, type SmallObject, smallDomain, user } from '../../plan/small-domain.js';

let remove = () => {};
afterEach(() => remove());

async function filesFor(groups: readonly SmallObject[]) {
  const domain = smallDomain([...groups, ou('North'), user(1001, 'anna', `OU=North,${DN}`)], true);
  remove = domain.remove;
  const made = await planDelegation({ sources: [domain.path], account: 'fresh$', exported: 'all' });
  const [markdown, apply] = planFiles(made, ['md', 'ldif']);
  return { markdown: markdown!.text, ldif: apply!.text };
}

test('groups come first, and the account is made by no ldapmodify', async () => {
  const { markdown, ldif } = await filesFor([group(516, 'Domain Controllers')]);
  expect(ldif).toContain('# The first half of the plan: the groups that have to be there first.');
  expect(ldif).toContain('# The managed service account is made by New-ADServiceAccount alone');
  expect(ldif).not.toContain('msDS-GroupManagedServiceAccount');
  expect(markdown).toContain('the domain controllers are its only member');
  expect(markdown).toContain(
    '`ldapmodify -f apply.ldif` makes the groups, and `New-ADServiceAccount` the account, which `ldapmodify` does not make.',
  );
});

test('where the groups are there, making the plan again without the account would bring no more', async () => {
  const { markdown, ldif } = await filesFor([group(1201, 'fresh-Hosts'), group(1202, 'fresh-Delegation')]);
  expect(ldif).toContain('# Nothing for ldapmodify yet.');
  expect(ldif).toContain('make it before you go on');
  expect(markdown).toContain('the groups are there, and `New-ADServiceAccount` the account');
});

test('hosts without a member are no promise that somebody retrieves the password', async () => {
  const { markdown } = await filesFor([]);
  expect(markdown).toContain('**without a member**: the sources do not show the group of the domain controllers');
  expect(markdown).not.toContain('the domain controllers are its only member');
});
