import { expect, test } from '@jest/globals';
import { foreignByName } from '../../src/directory/foreign-names.js';

test.each([
  ['CN=S-1-5-11,CN=ForeignSecurityPrincipals,DC=lab,DC=example', 'S-1-5-11'],
  ['cn=s-1-5-21-1-2-3-1104,cn=foreignsecurityprincipals,dc=lab,dc=example', 'S-1-5-21-1-2-3-1104'],
  // Known to be one, and not for whom.
  ['CN=somebody,CN=ForeignSecurityPrincipals,DC=lab,DC=example', null],
  ['CN=Everyone,CN=WellKnown Security Principals,CN=Configuration,DC=lab,DC=example', null],
  // None: its place says so, whatever its name.
  ['CN=S-1-5-11,OU=Groups,DC=lab,DC=example', undefined],
  ['CN=S-1-5-11,CN=ForeignSecurityPrincipals,OU=Old,DC=lab,DC=example', undefined],
  ['DC=lab', undefined],
])('%s: %s', (dn, sid) => {
  expect(foreignByName(dn)).toBe(sid);
});
