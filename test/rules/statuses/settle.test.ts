import { describe, expect, test } from '@jest/globals';
import type { Finding, Severity } from '../../../src/result/audit.js';
import type { RuleEvaluator } from '../../../src/rules/evaluator.js';
import { FindingStatuses, type StatusOptions, withStatuses } from '../../../src/rules/statuses/settle.js';
import { parseSubject } from '../../../src/rules/statuses/subject.js';
import type { SuppressionEntry } from '../../../src/rules/statuses/suppressions.js';

const SID = 'S-1-5-21-1-2-3-1105';
const DN = 'CN=Ada Byron,OU=Staff,DC=x';
const TODAY = '2026-11-26';

function entry(changes: Partial<SuppressionEntry> = {}): SuppressionEntry {
  const subject = changes.subject ?? DN;
  return {
    rule: 'ADR-A',
    subject,
    match: parseSubject(subject)!,
    reason: 'Known.',
    owner: 'Grace',
    expires: '2027-01-31',
    file: 'accepted.yaml',
    line: 2,
    ...changes,
  };
}

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'ADR-A',
    severity: 'high',
    title: 'A',
    subject: DN,
    subjectName: 'X\\ada',
    account: null,
    message: 'A.',
    evidence: {},
    remediation: '',
    fingerprint: 'ADR-A/1',
    status: 'open',
    suppression: null,
    frameworks: {},
    ...changes,
  };
}

function statuses(options: Partial<StatusOptions>): FindingStatuses {
  return new FindingStatuses({ suppressions: null, baseline: null, today: TODAY, applied: ['ADR-A'], ...options });
}

const baselineOf = (...findings: readonly (readonly [string, Severity])[]) => ({
  sha256: 'a'.repeat(64),
  findings: new Map(findings),
  about: new Map<string, string | null>(findings.map(([fingerprint]) => [fingerprint, SID])),
  actions: ['disable'],
  profile: 'mdi-action-account',
  reach: [{ sid: SID, scope: [], populations: {} }],
  rules: 'b'.repeat(64),
});
const nobody = () => [];
const settle = (made: FindingStatuses, of: Finding = finding()) => made.settle(of, nobody).status;

describe('a suppression', () => {
  test('gives its reason, owner and expiry to the finding', () => {
    expect(statuses({ suppressions: [entry()] }).settle(finding(), nobody)).toEqual({
      ...finding(),
      status: 'suppressed',
      suppression: { reason: 'Known.', owner: 'Grace', expires: '2027-01-31' },
    });
  });

  test.each([
    ['another rule', { rule: 'ADR-B' }, 'open'],
    ['another object', { subject: 'CN=Other,DC=x' }, 'open'],
    ['a pattern', { subject: '*,OU=Staff,DC=x' }, 'suppressed'],
    ['the SID of a DN that nobody knows', { subject: SID }, 'open'],
    ['the same cause', { fingerprint: 'ADR-A/1' }, 'suppressed'],
    ['another cause', { fingerprint: 'ADR-A/2' }, 'open'],
  ])('for %s', (_what, changes, status) => {
    expect(settle(statuses({ suppressions: [entry(changes)] }))).toBe(status);
  });

  test('for a SID is for the DN of the same object, and the other way round, where facts or the directory know both', () => {
    const bySid = statuses({ suppressions: [entry({ subject: SID })] });
    expect(bySid.settle(finding(), (subject) => (subject === DN ? [SID] : [])).status).toBe('suppressed');
    const byDn = statuses({ suppressions: [entry({ subject: '*,OU=Staff,DC=x' })] });
    byDn.identifyBy((subject) => (subject === SID ? [DN] : []));
    expect(settle(byDn, finding({ subject: SID }))).toBe('suppressed');
  });

  test('holds until the end of its last day', () => {
    const on = (today: string) => settle(statuses({ suppressions: [entry({ expires: TODAY })], today }));
    expect([on('2026-11-25'), on('2026-11-26'), on('2026-11-27')]).toEqual(['suppressed', 'suppressed', 'open']);
  });
});

describe('what became of the entries', () => {
  test('expired ones with the findings that count again, unused ones, and those whose rule is not applied', () => {
    const made = statuses({
      suppressions: [
        entry({ line: 2 }),
        entry({ line: 7, subject: 'CN=Gone,DC=x' }),
        entry({ line: 12, subject: 'CN=b,DC=x', expires: '2026-11-25' }),
        entry({ line: 17, rule: 'ADR-OTHER' }),
        entry({ line: 22, expires: '2020-01-01' }),
      ],
    });
    settle(made);
    expect(settle(made, finding({ subject: 'CN=b,DC=x' }))).toBe('open');
    const { suppressions } = made.summary([]);
    expect(suppressions).toMatchObject({ asOf: TODAY, entries: 5 });
    // The entry of line 22 is for a finding that another one still holds for.
    expect(suppressions!.expired.map(({ line, findings }) => [line, findings])).toEqual([
      [12, 1],
      [22, 0],
    ]);
    expect(suppressions!.unused.map(({ line, ruleApplied }) => [line, ruleApplied])).toEqual([
      [7, true],
      [17, false],
    ]);
    expect(suppressions!.expired[0]).not.toHaveProperty('match');
  });

  test('nothing is said of what was not given', () => {
    expect(statuses({}).summary([])).toEqual({});
  });
});

describe('a baseline', () => {
  test('keeps what it has from counting, unless it is graver now', () => {
    const baseline = baselineOf(['ADR-A/1', 'high'], ['ADR-A/2', 'low'], ['ADR-A/3', 'high']);
    const made = statuses({ baseline });
    expect(settle(made)).toBe('baseline');
    expect(settle(made, finding({ fingerprint: 'ADR-A/2' }))).toBe('open');
    expect(settle(made, finding({ fingerprint: 'ADR-A/new' }))).toBe('open');
    expect(settle(made, finding({ fingerprint: 'ADR-A/8' }))).toBe('open');
    expect(made.summary([])).toEqual({
      baseline: {
        sha256: 'a'.repeat(64),
        findings: 3,
        same: 2,
        gone: 1,
        added: 2,
        reach: [],
        byAccount: [{ sid: null, gone: 0, added: 2 }],
        sameActions: null,
        sameRules: null,
      },
    });
  });

  test('counts what is new and what is gone by account, where it says whom each is about', () => {
    const baseline = baselineOf(['ADR-A/1', 'high'], ['ADR-A/2', 'low'], ['ADR-A/3', 'high'], ['ADR-A/4', 'high']);
    baseline.about.set('ADR-A/3', null).set('ADR-A/4', 'S-1-5-18');
    const changed = (made: FindingStatuses) => {
      settle(made, finding({ account: SID }));
      settle(made, finding({ fingerprint: 'ADR-A/new', account: SID }));
      settle(made, finding({ fingerprint: 'ADR-A/newer', account: SID }));
      settle(made, finding({ fingerprint: 'ADR-A/newest', account: null }));
      return made.summary([SID]).baseline!.byAccount;
    };
    // What is about an account that is not under audit now is counted for nobody.
    expect(changed(statuses({ baseline }))).toEqual([
      { sid: SID, gone: 1, added: 2 },
      { sid: null, gone: 1, added: 1 },
    ]);
    baseline.about.delete('ADR-A/2');
    expect(changed(statuses({ baseline }))).toBeNull();
  });

  test.each([
    [['disable'], 'mdi-action-account', true],
    [['disable', 'enable'], 'mdi-action-account', false],
    [['disable'], 'delegated-account', false],
  ])('of %j by %s: the same is asked: %s', (actions, profile, same) => {
    const made = statuses({ baseline: baselineOf(), asked: { actions, profile } });
    expect(made.summary([]).baseline!.sameActions).toBe(same);
    const silent = statuses({ baseline: { ...baselineOf(), actions: null }, asked: { actions, profile } });
    expect(silent.summary([]).baseline!.sameActions).toBeNull();
  });

  test('comes after suppressions that hold; where one has expired, the finding counts again all the same', () => {
    const baseline = baselineOf(['ADR-A/1', 'high']);
    expect(settle(statuses({ baseline, suppressions: [entry()] }))).toBe('suppressed');
    const expired = statuses({ baseline, suppressions: [entry({ expires: '2026-01-01' })] });
    expect(settle(expired)).toBe('open');
    expect(expired.summary([]).baseline).toMatchObject({ same: 1, gone: 0 });
  });
});

test('an evaluator with statuses asks the facts for the other name of a subject', () => {
  const rules: RuleEvaluator = {
    uses: () => true,
    evaluate: () => [finding({ subject: SID })],
    mayFind: () => true,
    failures: () => [],
  };
  const evaluator = withStatuses(rules, statuses({ suppressions: [entry()] }));
  const target = { sid: SID, dn: DN } as never;
  expect(evaluator.evaluate('target', { target }).map(({ status }) => status)).toEqual(['suppressed']);
  expect(evaluator.evaluate('target', { target: { sid: SID, dn: '' } as never })[0]!.status).toBe('open');
});
