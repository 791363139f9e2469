import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { loadDirectory } from '../../src/directory/load.js';
import { type GrantFacts, grantScope, possibleGrantScope } from '../../src/facts/grant.js';
import { DOMAIN_DN, DOMAIN_SID, GLOBAL, group, memorySource } from '../directory/memory-source.js';
import { auditedUser } from '../verdicts/accounts.js';
import { contextOf } from './context.js';

const ME: Sid = `${DOMAIN_SID}-1000`;
const FULL = 'CCDCLCSWRPWPDTLOCRSDRCWDWO';

/** What one container with a list of its own gives the account. */
async function grants(dn: string, sddl: string, names: readonly string[] = ['top', 'container']) {
  const more = [
    { type: 'classes' as const, names },
    { type: 'container' as const, dn: `CN=Policies,CN=System,${DOMAIN_DN}`, parent: 1, classes: 3 },
    { type: 'container' as const, dn, parent: dn.includes(',CN=Policies,') ? 5 : 1, classes: 4, descriptor: 1 },
  ];
  const directory = await loadDirectory(
    memorySource({ descriptors: ['D:', sddl], groups: [group(2001, 'Team', GLOBAL)], more: more as never }),
  );
  const context = contextOf(directory, auditedUser(1000, 'actor', { groups: [0] }));
  const told = (scope: typeof grantScope) => [...scope.end!(context)].map(({ grant }) => grant);
  return { has: told(grantScope), mayHave: told(possibleGrantScope) };
}

const brief = ({ area, powers, default: byDefault, undecided, trustee }: GrantFacts) => ({
  area,
  powers,
  default: byDefault,
  undecided,
  trustee,
});

describe('grants on what gives power over the forest', () => {
  const policy = `CN={1},CN=Policies,CN=System,${DOMAIN_DN}`;

  test('an inheritable entry on a group policy is told there', async () => {
    const { has, mayHave } = await grants(policy, `D:(A;CI;RPWP;;;${ME})`, [
      'top',
      'container',
      'groupPolicyContainer',
    ]);
    expect(has.map(brief)).toEqual([
      { area: 'group-policy', powers: ['write-all-properties'], default: 'no', undecided: '', trustee: ME },
    ]);
    expect(mayHave).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['f30e3bc1-9ff0-11d1-b603-0000f80367c1', ['top', 'container', 'groupPolicyContainer'], 'write-group-policy'],
    ['ea1dddc4-60ff-416e-8cc0-17cee534bce7', ['top', 'pKICertificateTemplate'], 'write-certificate-template'],
    ['bf967932-0de6-11d0-a285-00aa003049e2', ['top', 'certificationAuthority'], 'write-certificate-authority'],
    ['2a39c5b1-8960-11d1-aebc-0000f80367c1', ['top', 'pKIEnrollmentService'], 'write-certificate-authority'],
  ])('write %s on %j: %s', async (attribute, names, power) => {
    const { has } = await grants(policy, `D:(OA;;WP;${attribute};;${ME})`, names);
    expect(has.map(({ powers }) => powers)).toEqual([[power]]);
  });

  test('what Windows puts on a well-known object is told as such', async () => {
    const place = `CN=WMIPolicy,CN=System,${DOMAIN_DN}`;
    const { has } = await grants(place, `D:(A;;LCRPLORC;;;AU)(A;;CC;;;AU)(A;;CC;;;${ME})`);
    // None of the table's, but for one of Windows' own trustees: another version may put it there.
    expect(has.map(brief).sort((a, b) => (a.trustee < b.trustee ? -1 : 1))).toEqual([
      { area: 'group-policy', powers: ['create-any-child'], default: 'unknown', undecided: '', trustee: 'S-1-5-11' },
    ]);
  });
});

describe('grants of a trustee that the account may carry', () => {
  const unknown = 'S-1-5-21-7-8-9-1201';
  const place = `CN=Apart,CN=System,${DOMAIN_DN}`;

  test('are told apart, with the reason', async () => {
    const { has, mayHave } = await grants(place, `D:(A;;${FULL};;;${unknown})`);
    expect(has).toEqual([]);
    expect(mayHave.map(brief)).toEqual([
      {
        area: '',
        powers: ['full-control'],
        default: 'no',
        undecided: 'the sources do not hold the domain of this SID',
        trustee: unknown,
      },
    ]);
  });

  test('not where the account has the same anyway, nor for what may only be read', async () => {
    const { has, mayHave } = await grants(place, `D:(A;;WD;;;${ME})(A;;WD;;;${unknown})(A;;LCRPLORC;;;${unknown})`);
    expect(has.map(({ powers }) => powers)).toEqual([['write-dac']]);
    expect(mayHave).toEqual([]);
  });
});
