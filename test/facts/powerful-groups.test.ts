/** Groups that bring much and are not protected: told by RID, alias or the name that setup gives, and never twice. */
import { expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { auditOf, DomainText, type Entry, GroupType, sid } from '../e2e/domain-text.js';

const DOMAIN = new DomainText('DC=power,DC=example', 'S-1-5-21-61-62-63' as Sid);
const ACT = DOMAIN.managed('act', 'Group');

async function told(...groups: readonly Entry[]): Promise<unknown> {
  const { found } = await auditOf('act$', [DOMAIN.whole(ACT, ...groups)]);
  const finding = found.find(({ rule }) => rule === 'ADR-POWERFUL-GROUP-MEMBERSHIP');
  return finding?.evidence['groups'];
}

const group = (name: string, rid: number) =>
  DOMAIN.group(name, GroupType.global, [ACT.dn], { objectSid: sid(`${DOMAIN.sid}-${rid}`) });

test.each<[string, Entry, unknown]>([
  ['DnsAdmins, by its name', group('DnsAdmins', 1201), ['POWER\\DnsAdmins']],
  ['Cert Publishers under another name', group('Herausgeber', 517), ['POWER\\Herausgeber']],
  ['Group Policy Creator Owners', group('GPCO', 520), ['POWER\\GPCO']],
  [
    'Hyper-V Administrators',
    DOMAIN.builtin(578, 'Hyper-V Administrators', [ACT.dn]),
    ['BUILTIN\\Hyper-V Administrators'],
  ],
  ['an ordinary group', group('Staff', 1202), undefined],
  ['one that only looks like it', group('DnsAdmins2', 1203), undefined],
])('%s', async (_, entry, expected) => {
  expect(await told(entry)).toEqual(expected);
});

test('through another group', async () => {
  const inner = group('Inner', 1204);
  const outer = DOMAIN.group('GPCO', GroupType.global, [inner.dn], { objectSid: sid(`${DOMAIN.sid}-520`) });
  expect(await told(inner, outer)).toEqual(['POWER\\GPCO']);
});

test('a protected one is told as a privileged membership, and not here', async () => {
  const { found } = await auditOf('act$', [
    DOMAIN.whole(ACT, DOMAIN.builtin(551, 'Backup Operators', [ACT.dn], { nTSecurityDescriptor: DOMAIN.stamped() })),
  ]);
  const rules = found.map(({ rule }) => rule);
  expect(rules).toContain('ADR-PRIVILEGED-MEMBERSHIP');
  expect(rules).not.toContain('ADR-POWERFUL-GROUP-MEMBERSHIP');
});
