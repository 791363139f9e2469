/** Groups that nothing should be delegated to, whoever names them. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { planDelegation } from '../../src/library/plan.js';
import { DN, group, managedAccount, ou, smallDomain, user } from './small-domain.js';

let remove = () => {};
afterEach(() => remove());

const USERS = `CN=Users,${DN}`;
const OBJECTS = [
  managedAccount(1100, 'actor'),
  ou('North'),
  user(1001, 'anna', `OU=North,${DN}`),
  group(1200, 'Delegation', [`CN=actor,${USERS}`]),
  group(1101, 'DnsAdmins', [`CN=Name Servers,${USERS}`]),
  group(1201, 'Name Servers'),
  group(1202, 'Other'),
  group(517, 'Cert Publishers'),
  group(553, 'RAS and IAS Servers'),
];

async function groupFor(account: string, named: string): Promise<string> {
  const domain = smallDomain(OBJECTS, true);
  remove = domain.remove;
  const { plan } = await planDelegation({ sources: [domain.path], account, exported: 'all', group: named });
  return plan.group.dn;
}

describe('a group is refused', () => {
  test.each([
    ['DnsAdmins', 'brings the power of EXAMPLE\\DnsAdmins, which is much more than a delegation'],
    ['Name Servers', 'brings the power of EXAMPLE\\DnsAdmins'],
    ['Cert Publishers', 'brings the power of EXAMPLE\\Cert Publishers'],
    ['RAS and IAS Servers', 'is a group of Windows itself, which has rights of its own'],
    ['OTHER\\New One', 'no group "OTHER\\New One" in the sources, and a new one is made in EXAMPLE only'],
  ])('%s: %s', async (named, message) => {
    await expect(groupFor('actor$', named)).rejects.toThrow(message);
  });

  test('that is another one than the group that is to act', async () => {
    await expect(groupFor('Delegation', 'Other')).rejects.toMatchObject({
      code: 'usage',
      message: 'EXAMPLE\\Delegation is a group itself: the rights are delegated to it, and not to Other',
    });
    remove();
    expect(await groupFor('Delegation', 'Delegation')).toBe(`CN=Delegation,${USERS}`);
  });
});

test('a new group by its name in the domain', async () => {
  expect(await groupFor('actor$', 'example\\New One')).toBe(`CN=New One,${USERS}`);
});
