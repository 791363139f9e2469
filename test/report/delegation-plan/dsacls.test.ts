import { expect, test } from '@jest/globals';
import { planDelegation } from '../../../src/library/plan.js';
import { planFiles } from '../../../src/report/delegation-plan/index.js';
import { DN, group, managedAccount, ou, smallDomain, user } from '../../plan/small-domain.js';

async function commands(source: string, account: string): Promise<readonly string[]> {
  const made = await planDelegation({ sources: [source], account, exported: 'all' });
  const [file] = planFiles(made, ['dsacls']);
  return file!.text.split('\r\n').filter((line) => line.startsWith('dsacls '));
}

test('without the rights in the sources, what Windows calls them', async () => {
  const domain = smallDomain([
    managedAccount(1100, 'actor'),
    group(1200, 'Delegation', [`CN=actor,CN=Users,${DN}`]),
    ou(
      'North',
      '(OA;CIIO;WP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;S-1-5-21-10-20-30-1200)',
    ),
    user(1001, 'anna', `OU=North,${DN}`),
  ]);
  try {
    const lines = await commands(domain.path, 'actor$');
    // The three that Microsoft's page has (Reset Password, pwdLastSet, userAccountControl).
    expect(lines).toEqual(
      ['RPWP;userAccountControl', 'RPWP;pwdLastSet', 'CA;Reset Password'].map(
        (right) => `dsacls "OU=North,${DN}" /I:S /G "EXAMPLE\\Delegation:${right};user"`,
      ),
    );
  } finally {
    domain.remove();
  }
});

test('with them, what the directory calls them', async () => {
  const lines = await commands('fixtures/securelab/securelab.ldif.gz', 'mdiAction$');
  expect(lines.filter((line) => line.includes(':CA;'))[0]).toContain(':CA;User Force Change Password;user"');
});
