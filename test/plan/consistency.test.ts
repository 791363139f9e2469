/** What a way back does not bring back. */
import { expect, test } from '@jest/globals';
import { planDelegation } from '../../src/library/plan.js';
import { DN, documented, group, managedAccount, ou, sid, smallDomain, user } from './small-domain.js';

test('what lies in a container that comes out as another one does too, consistent as it is', async () => {
  const USERS = `CN=Users,${DN}`;
  // The domain stands behind CN=Users and CN=System, which therefore lack what it hands on; what lies in them agrees with them.
  const domain = smallDomain([
    { dn: DN, is: 'domainDNS', own: documented(sid(1200)).join('') },
    managedAccount(1100, 'actor'),
    group(1200, 'Delegation', [`CN=actor,${USERS}`]),
    ou('North'),
    user(1001, 'anna', `OU=North,${DN}`),
  ]);
  try {
    const { plan } = await planDelegation({
      sources: [domain.path],
      account: 'actor$',
      exported: 'all',
      cleanUp: true,
    });
    expect(plan.inconsistent).toEqual({
      count: 6,
      names: [
        `CN=Delegation,${USERS}`,
        `CN=Domain Admins,${USERS}`,
        `CN=Domain Users,${USERS}`,
        `CN=System,${DN}`,
        USERS,
        `CN=actor,${USERS}`,
      ],
    });
  } finally {
    domain.remove();
  }
});
