/** A pass over all accounts, and two over any two halves of them that are merged: the same counts, the same findings. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openSources } from '../../src/assemble/open.js';
import { Pass } from '../../src/audit/pass.js';
import { openSession } from '../../src/audit/session.js';
import type { AccountRecord } from '../../src/directory/records.js';
import type { Finding } from '../../src/result/audit.js';
import type { TargetOutcomes } from '../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';
import { FIXTURES } from '../truth/predict.js';

const RULES = loadRules([]);
const ACCOUNTS = ['mdiAction$', 'local-system', 'S-1-5-32-548'];

test('halves of the sample domain, split at random', async () => {
  const evidence = await openSources([`${FIXTURES}/securelab.ldif.gz`]);
  try {
    const session = await openSession(evidence, ACCOUNTS, RULES.actions);
    const records: AccountRecord[] = [];
    for await (const batch of session.stream.pass()) records.push(...batch);
    expect(records.length).toBeGreaterThan(200);

    const run = (wanted: (ordinal: number) => boolean) => {
      const pass = new Pass(session, createEvaluator(RULES.rules));
      const findings: Finding[] = [];
      const outcomes: TargetOutcomes[] = [];
      records.forEach((record, ordinal) => {
        if (wanted(ordinal)) findings.push(...pass.take(record, ordinal, outcomes));
      });
      return { pass, findings, outcomes };
    };
    const inOrder = (findings: readonly Finding[]) => findings.map((finding) => JSON.stringify(finding)).sort();
    const whole = run(() => true);
    const ended = whole.pass.end();
    expect(new Set(ended.map(({ rule }) => rule))).toContain('ADR-CONTROLS-OBJECTS');
    const expected = whole.pass.finish();
    expect(expected.summary.targets).toBe(records.length);
    expect(expected.summary.accounts.map(({ managed }) => managed)).toEqual([MANAGED, null, null]);
    expect(expected.evidence.unknown?.some(({ examples }) => examples.length > 1)).toBe(true);

    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: records.length, maxLength: records.length }), (side) => {
        const one = run((ordinal) => side[ordinal]!);
        const other = run((ordinal) => !side[ordinal]!);
        one.pass.merge(other.pass);
        expect(one.pass.end()).toEqual(ended);
        expect(one.pass.finish()).toEqual(expected);
        expect(inOrder([...one.findings, ...other.findings])).toEqual(inOrder(whole.findings));
        expect(one.outcomes.length + other.outcomes.length).toBe(whole.outcomes.length);
      }),
      { numRuns: 10 },
    );
  } finally {
    await evidence.close();
  }
});

test('what is told before the first target', async () => {
  const evidence = await openSources([`${FIXTURES}/securelab.ldif.gz`]);
  try {
    const session = await openSession(evidence, ['mdiAction$'], RULES.actions);
    const rules = new Set(new Pass(session, createEvaluator(RULES.rules)).start().map(({ rule }) => rule));
    expect([...rules].sort()).toEqual(EARLY);
  } finally {
    await evidence.close();
  }
});

const CONTROLLER = {
  className: 'computer',
  domainController: 'yes',
  mayRetrieve: 'yes',
  through: 'SECURELAB\\Domain Controllers',
};

/** The gMSA of the sample domain, whose password the domain controllers may retrieve. */
const MANAGED = {
  interval: 30,
  encryptionTypes: { known: true, des: false, rc4: false, aes128: true, aes256: true },
  aesByDefault: 'unknown',
  dnsHostName: 'mdiaction.securelab.local',
  retrieversKnown: true,
  retrievers: [
    {
      sid: 'S-1-5-21-1004336348-1177238915-682003330-1000',
      dn: 'CN=DC1,OU=Domain Controllers,DC=securelab,DC=local',
      name: 'SECURELAB\\DC1$',
      ...CONTROLLER,
    },
    {
      sid: 'S-1-5-21-1004336348-1177238915-682003330-1206',
      dn: 'CN=DC9,OU=Domain Controllers,DC=securelab,DC=local',
      name: 'SECURELAB\\DC9$',
      ...CONTROLLER,
    },
  ],
  furtherRetrievers: 0,
  kdsRootKey: 'yes',
};

/** Rules of the scopes account, delegation, retriever and domain that the sample domain meets. */
const EARLY = [
  'ADR-ADMINSDHOLDER-DELEGATION',
  'ADR-ADMINSDHOLDER-DIFFERS',
  'ADR-DIRECT-DELEGATION',
  'ADR-OPERATORS-NOT-PROTECTED',
];
