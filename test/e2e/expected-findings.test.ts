/**
 * Every finding about the accounts of fixtures/expected, which were reviewed entry by entry, and no other: on the lab's situations,
 * on the sample domain, and on a real Windows domain where that sample is present.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/result/audit.js';
import { findingsOf, findingsOfText } from './audit-findings.js';
import { type Expected, expectedOf, inOrder, readExpected } from './expected.js';
import { ROOT, writeRecords } from './ldif-records.js';
import { situations } from './situations.js';

const SNAPSHOT = join(ROOT, '../shared/data/detectionlab.dat');
const LAB = writeRecords(situations.head, situations.records);

const DOMAINS: readonly [name: string, present: boolean, find: (account: string) => Promise<readonly Finding[]>][] = [
  ['situations', true, (account) => findingsOfText(LAB, [account])],
  ['securelab', true, (account) => findingsOf([join(ROOT, 'fixtures/securelab/securelab.ldif.gz')], [account])],
  ['detectionlab', existsSync(SNAPSHOT), (account) => findingsOf([SNAPSHOT], [account])],
];

const LOUD = new Set(['critical', 'high']);
const loud = (findings: readonly Expected[]) => findings.filter(({ severity }) => LOUD.has(severity));

describe.each(DOMAINS)('%s', (name, present, find) => {
  const { accounts, reviewed } = readExpected(name);

  (present ? test : test.skip).each(Object.keys(accounts))('%s', async (account) => {
    const found = await find(account);
    expect(inOrder(found.map(expectedOf))).toEqual(inOrder(accounts[account] ?? []));
  });

  test('the findings of each rule were reviewed', () => {
    const rules = new Set(Object.values(accounts).flatMap((findings) => (findings ?? []).map(({ rule }) => rule)));
    expect(Object.keys(reviewed)).toEqual([...rules].sort());
    for (const note of Object.values(reviewed)) expect(note.length).toBeGreaterThan(20);
  });
});

describe('what the situations are for', () => {
  const { accounts } = readExpected('situations');
  const of = (account: string) => accounts[account]!;
  /** The rules that a situation is about: none of them is told of an account without one. */
  const rules = (account: string) =>
    of(account)
      .map(({ rule }) => rule)
      .filter((rule) => /^ADR-(CONTROLS|GROUP-MEMBERS|PRIVILEGED|LOGS-ON|LINKS|CREATES|EXCESS)/.test(rule));

  test.each([
    ['sit-controller$', ['ADR-CONTROLS-TIER-ZERO']],
    ['sit-user$', ['ADR-CONTROLS-OBJECTS']],
    ['sit-member$', ['ADR-GROUP-MEMBERS-WRITABLE']],
    ['sit-self$', ['ADR-GROUP-MEMBERS-WRITABLE']],
    ['sit-owner$', ['ADR-CONTROLS-OBJECTS']],
    ['sit-write-owner$', ['ADR-CONTROLS-OBJECTS']],
    ['sit-policy$', ['ADR-CONTROLS-GROUP-POLICY']],
    ['sit-dns$', ['ADR-CONTROLS-DNS']],
    ['sit-template$', ['ADR-CONTROLS-CERTIFICATE-SERVICES']],
    ['sit-enrolment$', ['ADR-CONTROLS-CERTIFICATE-SERVICES']],
    ['sit-ntauth$', ['ADR-CONTROLS-CERTIFICATE-SERVICES']],
    ['sit-nested$', ['ADR-PRIVILEGED-MEMBERSHIP']],
    ['sit-admin', ['ADR-PRIVILEGED-MEMBERSHIP']],
    ['sit-action$', []],
    ['sit-nothing$', []],
    ['Help Desk', []],
    ['Domain Users', []],
    ['local-system', []],
  ])('%s', (account, expected) => {
    expect(rules(account)).toEqual(expected);
  });

  test('who reaches nobody is told so', () => {
    expect(loud(of('sit-nothing$')).map(({ rule }) => rule)).toEqual(['ADR-REACHES-NOTHING']);
    expect(loud(of('sit-action$'))).toEqual([]);
    expect(loud(of('local-system'))).toEqual([]);
  });
});

describe('a member of Domain Admins', () => {
  test.each([
    ['situations', 'sit-admin'],
    ['situations', 'sit-nested$'],
    ['situations', 'Administrator'],
    ['securelab', 'da-normal'],
    ['detectionlab', 'Administrator'],
  ])('%s: %s', (name, account) => {
    const found = readExpected(name).accounts[account]!;
    const membership = found.filter(
      ({ rule, subject }) => rule === 'ADR-PRIVILEGED-MEMBERSHIP' && subject.endsWith('\\Domain Admins'),
    );
    expect(membership.map(({ severity }) => severity)).toEqual(['critical']);
    expect(loud(found).length).toBeLessThanOrEqual(10);
    // Nothing that would take away an entry: that comes with the membership, or is Windows' own.
    expect(found.filter(({ about }) => about?.['from'] !== undefined || about?.['index'] !== undefined)).toEqual([]);
  });
});
