/** What explanations of the sample domain advise, as data: all that a program needs to carry a step out. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { openSession } from '../../src/audit/session.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import { type Advice, Explainer, findTarget } from '../../src/explain/index.js';
import { loadRules } from '../../src/rules/index.js';
import { FIXTURES } from '../truth/predict.js';

const DOMAIN = 'S-1-5-21-1004336348-1177238915-682003330';
const BASE = 'DC=securelab,DC=local';
const DELEGATION = { sid: `${DOMAIN}-1107` as const, name: 'SECURELAB\\MDI Response Delegation' };
const LEAVE_DELEGATION: Advice = {
  do: 'leave-group',
  member: {
    dn: `CN=MDI Action Accounts,OU=Delegation Groups,${BASE}`,
    sid: `${DOMAIN}-1106` as const,
    name: 'SECURELAB\\MDI Action Accounts',
  },
  group: { dn: `CN=MDI Response Delegation,OU=Delegation Groups,${BASE}`, ...DELEGATION },
};
const orphan = `CN=orphan,OU=Staff,OU=Managed,${BASE}`;

let evidence: RecordSource;
beforeAll(async () => {
  evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')]);
}, 60_000);
afterAll(() => evidence.close());

async function changeFor(target: string, action: string) {
  const session = await openSession(evidence, ['mdiAction$'], loadRules([]).actions);
  const explainer = new Explainer(session, 0, { name: 'adreach', version: 'test', rules: '' });
  return explainer.explain(await findTarget(session, target), action).change;
}

test.each<[target: string, action: string, options: readonly (readonly Advice[])[]]>([
  [
    'da-pending-nested',
    'disable',
    [
      [
        {
          do: 'add-entry',
          dn: `CN=AdminSDHolder,CN=System,${BASE}`,
          trustee: DELEGATION,
          rights: [
            {
              right: 'write-property',
              attribute: 'userAccountControl',
              guid: 'bf967a68-0de6-11d0-a285-00aa003049e2',
            },
          ],
          appliesTo: null,
        },
      ],
      [
        {
          do: 'leave-group',
          member: {
            dn: `CN=da-pending-nested,OU=Staff,OU=Managed,${BASE}`,
            sid: `${DOMAIN}-1377` as const,
            name: 'da-pending-nested',
          },
          group: {
            dn: `CN=Tier 0 Inner,OU=Delegation Groups,${BASE}`,
            sid: `${DOMAIN}-1364` as const,
            name: 'SECURELAB\\Tier 0 Inner',
          },
        },
      ],
    ],
  ],
  [
    'flag-dont-expire',
    'force-password-change',
    [
      [
        {
          do: 'clear-flag',
          dn: `CN=flag-dont-expire,OU=Staff,OU=Managed,${BASE}`,
          attribute: 'userAccountControl',
          bit: 0x10000,
          flag: 'DONT_EXPIRE_PASSWD',
        },
      ],
    ],
  ],
  [
    'deny-group-allow-user',
    'disable',
    [
      [
        {
          do: 'remove-entry',
          dn: `CN=deny-group-allow-user,OU=Entries,OU=Other People,${BASE}`,
          index: 0,
          sddl: `(OD;;WP;bf967a68-0de6-11d0-a285-00aa003049e2;;${DOMAIN}-1107)`,
        },
      ],
      [LEAVE_DELEGATION],
    ],
  ],
  [
    'inet-one',
    'reset-password',
    [
      [
        {
          do: 'add-entry',
          dn: `OU=Managed,${BASE}`,
          trustee: DELEGATION,
          rights: [
            {
              right: 'control-access',
              controlAccessRight: 'User-Force-Change-Password',
              displayName: 'User Force Change Password',
              guid: '00299570-246d-11d0-a768-00aa006e0529',
            },
          ],
          appliesTo: { name: 'inetOrgPerson', guid: '4828cc14-1437-45bc-9b07-ad6f015e5f28' },
        },
      ],
    ],
  ],
  [
    'null-dacl',
    'disable',
    [
      [
        {
          do: 'write-dacl',
          dn: `CN=null-dacl,OU=Raw Entries,OU=Other People,${BASE}`,
          objectClass: { name: 'user', guid: 'bf967aba-0de6-11d0-a285-00aa003049e2' },
        },
      ],
    ],
  ],
  [
    'trustee-foreign-group',
    'disable',
    [
      [
        {
          do: 'add-entry',
          dn: `OU=Entries,OU=Other People,${BASE}`,
          trustee: DELEGATION,
          rights: [
            {
              right: 'write-property',
              attribute: 'userAccountControl',
              guid: 'bf967a68-0de6-11d0-a285-00aa003049e2',
            },
          ],
          appliesTo: { name: 'user', guid: 'bf967aba-0de6-11d0-a285-00aa003049e2' },
        },
      ],
    ],
  ],
  ['conditional-deny', 'disable', [[{ do: 'look-at', what: 'condition', entry: 0 }]]],
  [
    'orphan',
    'disable',
    [
      [
        { do: 'confirm', what: 'left-protected-groups', dn: orphan },
        { do: 'enable-inheritance', dn: orphan },
        { do: 'clear-admin-count', dn: orphan },
      ],
    ],
  ],
])('%s: %s', async (target, action, options) => {
  expect((await changeFor(target, action)).options).toEqual(options);
});

test('what works can be taken away by leaving the group that holds it', async () => {
  expect((await changeFor('flag-normal', 'disable')).revoke.at(-1)).toEqual([LEAVE_DELEGATION]);
});
