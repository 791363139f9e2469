/** A rule that fails is that rule's error: the audit goes on, says so, and is not complete; in every scope and every part of a rule. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/index.js';
import type { AuditResult } from '../../src/result/audit.js';
import { SCOPE_NAMES, variablesOf } from '../../src/rules/variables.js';
import { DomainText, GroupType, sd, sid, withFiles } from './domain-text.js';

const DOMAIN = 'S-1-5-21-4310-4320-4330';
const KEEPER = `${DOMAIN}-6000`;
const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';

/** A managed account in Domain Admins, with an entry on a group, a delegation, and somebody who may retrieve its password. */
function entries() {
  const d = new DomainText('DC=lock,DC=test', DOMAIN as `S-1-${string}`);
  return d.whole(
    d.managed('keeper', 'Group', {
      objectSid: sid(KEEPER as `S-1-${string}`),
      'msDS-GroupMSAMembership': sd(`(A;;GA;;;${DOMAIN}-1999)`),
    }),
    d.user('retriever', { objectSid: sid(`${DOMAIN}-1999`) }),
    d.group('Domain Admins', GroupType.global, [d.at('keeper')], { ...d.rid(512), nTSecurityDescriptor: d.stamped() }),
    d.group('Open', GroupType.global, [], { nTSecurityDescriptor: sd(`(OA;;WP;${MEMBER};;${KEEPER})(A;;RPRC;;;AU)`) }),
    d.object(`OU=Charges,${d.dn}`, ['top', 'organizationalUnit'], {
      // One is there twice, and one is for somebody who is no more.
      nTSecurityDescriptor: sd(
        `(OA;CI;WP;${UAC};;${KEEPER})(OA;CI;WP;${UAC};;${KEEPER})(A;;RP;;;${DOMAIN}-7000)(A;;RPRC;;;AU)`,
      ),
    }),
    d.object(`OU=Crew,${d.dn}`, ['top', 'organizationalUnit'], {
      nTSecurityDescriptor: sd(`(A;;WD;;;${DOMAIN}-1999)(A;;RPRC;;;AU)`),
    }),
    // Whether it is carried depends on how the account logs on.
    d.group('Perhaps', GroupType.global, [], { nTSecurityDescriptor: sd('(A;;WD;;;S-1-18-1)(A;;RPRC;;;AU)') }),
    d.settings('0000000001000000000200000000'),
    ...d.partitions(d),
  );
}

const rule = (id: string, scope: string, parts: Readonly<Record<string, string>>) =>
  Object.entries({
    id,
    title: 'Fails',
    severity: 'high',
    scope,
    description: 'Fails.',
    when: "'true'",
    subject:
      scope === 'question'
        ? 'question.id'
        : `${['target', 'domain', 'deleted'].includes(scope) ? scope : 'account'}.sid`,
    message: 'Hit.',
    risk: 'Some.',
    remediation: 'Some.',
    ...parts,
  })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

const audited = (rules: Readonly<Record<string, string>>): Promise<AuditResult> =>
  withFiles([entries()], async (sources, folder) => {
    for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, `${name}.yaml`), text);
    const paths = Object.keys(rules).map((name) => join(folder, `${name}.yaml`));
    return audit({ sources, accounts: [KEEPER], rules: paths, exported: 'all' });
  });

const zero = (field: string) => `size(${field}) - size(${field})`;
const ZERO: Readonly<Record<string, string>> = {
  account: zero('account.sid'),
  target: zero('target.sid'),
  domain: zero('domain.sid'),
  question: zero('question.id'),
  deleted: zero('deleted.sid'),
};
const zeroOf = (scope: string) => ZERO[scope] ?? ZERO['account']!;

describe('a rule that fails', () => {
  test.each(SCOPE_NAMES)('in the scope %s: the audit goes on, and is not complete', async (scope) => {
    expect(variablesOf(scope).some((name) => name in ZERO)).toBe(true);
    const without = await audited({});
    const result = await audited({ fails: rule('ORG-FAILS', scope, { when: `1 / (${zeroOf(scope)}) == 1` }) });
    const own = result.findings.filter(({ rule: id }) => id === 'ORG-FAILS');
    expect(own).toEqual([
      expect.objectContaining({
        severity: 'info',
        title: 'Rule ORG-FAILS could not be evaluated',
        fingerprint: 'ORG-FAILS/failed',
        evidence: { error: 'division by zero', rule: 'ORG-FAILS' },
        subject: expect.stringMatching(/^(S-1-|CN=|OU=|DC=|[a-z-]+$)/),
      }),
    ]);
    expect(result.evidence.complete).toBe(false);
    expect(result.evidence.failedRules).toEqual([
      { rule: 'ORG-FAILS', count: expect.any(Number), message: 'division by zero' },
    ]);
    expect(without.evidence).not.toHaveProperty('failedRules');
    expect(result.evidence.notes.filter((note) => note.includes('ORG-FAILS'))).toHaveLength(1);
    expect(result.findings.filter((finding) => !own.includes(finding))).toEqual(without.findings);
    expect(result.verdicts).toEqual(without.verdicts);
  });

  const GRANT_ZERO = 'grant.objects - grant.objects';
  test.each([
    ['its subject', { subject: `'string(1 / (${GRANT_ZERO}))'` }],
    ['its message', { message: `'\${1 / (${GRANT_ZERO})}'` }],
    ['its evidence', { evidence: `{a: 1 / (${GRANT_ZERO})}` }],
    ['an element that is not there', { when: 'grant.where[100] == ""' }],
  ])('by %s', async (_name, parts) => {
    const { findings, evidence } = await audited({ fails: rule('ORG-FAILS', 'grant', parts) });
    expect(findings.filter(({ rule: id }) => id === 'ORG-FAILS')).toEqual([
      expect.objectContaining({ severity: 'info', fingerprint: 'ORG-FAILS/failed' }),
    ]);
    expect(evidence.complete).toBe(false);
  });

  test('several fail each for itself', async () => {
    const failing = (id: string, scope: string) => rule(id, scope, { when: `1 / (${ZERO.account}) == 1` });
    const { findings, evidence } = await audited({
      a: failing('ORG-A-FAILS', 'grant'),
      b: failing('ORG-B-FAILS', 'membership'),
    });
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
      expect.arrayContaining(['ORG-A-FAILS/failed', 'ORG-B-FAILS/failed']),
    );
    expect(evidence.notes.filter((note) => /ORG-[AB]-FAILS/.test(note))).toHaveLength(2);
  });
});
