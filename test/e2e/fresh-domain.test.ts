/** A domain in which nobody has done anything yet: what Windows puts there is no finding, of whomever the audit is. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/result/audit.js';
import { findingsOfText } from './audit-findings.js';
import { writeRecords } from './ldif-records.js';
import { fresh } from './situations.js';

const SID = 'S-1-5-21-1004336348-1177238915-682003330';
const ALIASES = [544, 545, 546, 548, 549, 550, 551, 552, 554, 557, 558, 559, 560, 561, 562].map(
  (rid) => `S-1-5-32-${rid}`,
);
const GROUPS = [498, 512, 513, 514, 515, 516, 517, 518, 519, 520, 521, 553, 571, 572].map((rid) => `${SID}-${rid}`);
const ACCOUNTS = ['Administrator', 'Guest', 'krbtgt', 'DC1$', 'local-system'];

/** Findings about what an account is and is in, and about what is delegated to nobody. */
const OF_THE_ACCOUNT = new Set([
  'ADR-PRIVILEGED-MEMBERSHIP',
  'ADR-POWERFUL-GROUP-MEMBERSHIP',
  'ADR-ACTION-ACCOUNT-IS-A-USER',
  'ADR-ACCOUNT-DISABLED',
  'ADR-ACCOUNT-PASSWORD-NEVER-EXPIRES',
  'ADR-ACCOUNT-SERVICE-NAMES',
  'ADR-ACCOUNT-WEAK-FLAGS',
  'ADR-MODE-NOT-KNOWN',
  'ADR-LOCAL-SYSTEM-COMPARED',
]);

describe('a fresh domain', () => {
  const found = new Map<string, readonly Finding[]>();

  beforeAll(async () => {
    const text = writeRecords(fresh.head, fresh.records);
    for (const account of [...ALIASES, ...GROUPS, ...ACCOUNTS])
      found.set(account, await findingsOfText(text, [account]));
  }, 180_000);

  test('no finding about any entry, any object, or the domain', () => {
    const others = [...found].flatMap(([account, findings]) =>
      findings
        .filter(({ rule }) => !OF_THE_ACCOUNT.has(rule))
        .map(({ rule, message }) => `${account}: ${rule}: ${message}`),
    );
    expect(others).toEqual([]);
  });

  test('LocalSystem is what it should be', () => {
    expect(found.get('local-system')).toEqual([]);
  });

  test('the privileged groups are told as such, once each', () => {
    for (const rid of [512, 518, 519]) {
      const told = found.get(`${SID}-${rid}`)!.filter(({ severity }) => severity === 'critical');
      expect(told.map(({ rule }) => rule)).toEqual(['ADR-PRIVILEGED-MEMBERSHIP']);
    }
    for (const rid of [513, 515]) {
      expect(found.get(`${SID}-${rid}`)!.filter(({ severity }) => severity !== 'info')).toEqual([]);
    }
  });
});
