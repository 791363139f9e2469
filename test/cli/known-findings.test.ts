/** `audit` with suppressions, a baseline, a profile and a framework, from the command line to the result. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { auditCommand } from '../../src/cli/audit.js';
import type { AuditResult, Finding, Severity } from '../../src/result/audit.js';
import type { Manifest } from '../../src/result/manifest.js';
import { pageOf } from '../report/page.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const SAMPLE = join(FIXTURES, 'securelab.ldif.gz');
const folder = mkdtempSync(join(tmpdir(), 'adreach-known-'));
const at = (name: string) => join(folder, name);

let first: AuditResult;

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await audit('first.json')).toBe(1);
  first = resultIn('first.json');
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns the exit status */
async function audit(out: string, ...args: readonly string[]): Promise<number> {
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const said = ['--account', 'mdiAction$', '--no-config', '--fail-on', 'info', '-o', at(out)];
    const format = args.includes('--format') ? [] : ['--format', 'json'];
    await auditCommand()
      .exitOverride()
      .parseAsync([SAMPLE, ...said, ...format, ...args], { from: 'user' });
    return Number(process.exitCode);
  } finally {
    process.exitCode = before;
  }
}

const resultIn = (name: string) => validJson<AuditResult>('audit', readFileSync(at(name), 'utf8'));
const total = (counts: Readonly<Record<Severity, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function suppress(name: string, entries: readonly object[]): string {
  writeFileSync(at(name), JSON.stringify({ suppressions: entries }));
  return at(name);
}

const accept = ({ rule, subject }: Finding, expires = '2027-01-31') => ({
  rule,
  subject,
  reason: 'Known.',
  owner: 'Ada',
  expires,
});

test('without files all findings are open, with the identifiers of their rule', () => {
  expect(first.profile).toBe('mdi-action-account');
  expect(first.findings.length).toBeGreaterThan(10);
  expect(first.findings.every(({ status, suppression }) => status === 'open' && suppression === null)).toBe(true);
  expect(first.findings.find(({ rule }) => rule === 'ADR-CONTROLS-OBJECTS')!.frameworks).toEqual({
    attack: ['T1098'],
    pingcastle: ['P-DangerousExtendedRight'],
    stig: ['V-243488'],
    nist: ['AC-6'],
  });
  expect(total(first.summary.findings)).toBe(first.findings.length);
  expect([first.summary.suppressions, first.summary.baseline]).toEqual([undefined, undefined]);
});

describe('suppressions', () => {
  test('take findings out of the counts and the exit status, not out of the result', async () => {
    const file = suppress(
      'all.yaml',
      first.findings.map((finding) => accept(finding)),
    );
    expect(await audit('all.json', '--suppress', file, '--clock', '2027-01-31T23:59:59Z')).toBe(0);
    const { findings, summary } = resultIn('all.json');
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
      first.findings.map(({ fingerprint }) => fingerprint),
    );
    expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['suppressed']));
    expect(findings[0]!.suppression).toEqual({ reason: 'Known.', owner: 'Ada', expires: '2027-01-31' });
    expect(total(summary.findings)).toBe(0);
    expect(summary.findingsByRule).toEqual({});
    expect(summary.suppressedFindings).toEqual(first.summary.findings);
    expect(summary.suppressions).toMatchObject({ asOf: '2027-01-31', expired: [], unused: [] });
    // A day later they count again, and the result says which.
    expect(await audit('later.json', '--suppress', file, '--clock', '2027-02-01T00:00:00Z')).toBe(1);
    const later = resultIn('later.json').summary;
    expect(later.findings).toEqual(first.summary.findings);
    expect(later.suppressions!.expired).toHaveLength(first.findings.length);
  });

  test('by DN for findings that name a SID, and by pattern', async () => {
    const target = first.findings.find(
      ({ subject, evidence }) => subject.startsWith('S-1-5-21-') && 'target' in evidence,
    )!;
    const dn = String(target.evidence['target']);
    const file = suppress('dn.yaml', [{ ...accept(target), subject: `*${dn.slice(dn.indexOf(',')).toUpperCase()}` }]);
    await audit('dn.json', '--suppress', file);
    const same = resultIn('dn.json').findings.find(({ fingerprint }) => fingerprint === target.fingerprint)!;
    expect(same.status).toBe('suppressed');
  });

  test('are told in the formats for people, with whom to ask', async () => {
    const [one] = first.findings;
    const unused = { ...accept(one!), subject: 'CN=Nobody,DC=x', owner: 'Grace' };
    const file = suppress('told.yaml', [accept(one!), unused, accept(first.findings[1]!, '2020-01-01')]);
    const clock = ['--clock', '2026-11-26T00:00:00Z'];
    await audit('told.table', '--suppress', file, '--format', 'table', ...clock);
    const text = readFileSync(at('told.table'), 'utf8').replaceAll(/\s+/g, ' ');
    expect(text).toContain('3 suppressions, 1 expired, 1 unused (as of 2026-11-26).');
    expect(text).toContain('Suppressed until 2027-01-31 by Ada: Known.');
    expect(text).toContain('Expired on 2020-01-01: ');
    expect(text).toMatch(/Unused: [A-Z-]+, CN=Nobody,DC=x \(Grace;/);
    expect(text).toContain('; suppressed: ');
    // The page says the same of these (test/report/statuses.test.ts).
    await audit('told.html', '--suppress', file, '--format', 'html', ...clock);
    const { summary, findings } = pageOf(readFileSync(at('told.html'), 'utf8'));
    expect(summary.suppressions).toMatchObject({ asOf: '2026-11-26' });
    expect(summary.suppressions!.expired).toHaveLength(1);
    expect(summary.suppressions!.unused[0]).toMatchObject({ owner: 'Grace' });
    const own = findings.flatMap(({ shown }) => shown).filter(({ status }) => status === 'suppressed');
    expect(own.map(({ suppression }) => suppression)).toContainEqual({
      reason: 'Known.',
      owner: 'Ada',
      expires: '2027-01-31',
    });
  });
});

describe('a baseline', () => {
  test('leaves what is new, and counts what is gone', async () => {
    const [gone, ...others] = first.findings;
    const former = { ...first, findings: [...others.slice(1), { ...gone!, fingerprint: 'ADR-GONE/1' }] };
    writeFileSync(at('former.json'), JSON.stringify(former));
    expect(await audit('new.json', '--baseline', at('former.json'))).toBe(1);
    const { findings, summary } = resultIn('new.json');
    expect(findings.filter(({ status }) => status === 'open').map(({ fingerprint }) => fingerprint)).toEqual(
      [gone!, others[0]!].map(({ fingerprint }) => fingerprint),
    );
    const { actions, targets } = first.summary.accounts[0]!.populations['people']!;
    expect(summary.baseline).toMatchObject({ same: others.length - 1, gone: 1, added: 2, sameRules: true });
    expect(summary.baseline!.reach.map(({ populations }) => populations['people'])).toEqual([
      { targets, can: Object.fromEntries(Object.entries(actions).map(([id, { can }]) => [id, can])) },
    ]);
    expect(total(summary.baselineFindings)).toBe(others.length - 1);
    expect(await audit('same.json', '--baseline', at('first.json'))).toBe(0);
  });

  test('does not take over what was suppressed then', async () => {
    const file = suppress('one.yaml', [accept(first.findings[0]!)]);
    await audit('then.json', '--suppress', file);
    const suppressed = resultIn('then.json').findings.filter(({ status }) => status === 'suppressed');
    await audit('now.json', '--baseline', at('then.json'));
    const open = resultIn('now.json').findings.filter(({ status }) => status === 'open');
    expect(open.map(({ fingerprint }) => fingerprint)).toEqual(suppressed.map(({ fingerprint }) => fingerprint));
  });
});

test('the manifest names the files and their hashes', async () => {
  const file = suppress('m.yaml', []);
  writeFileSync(at('config.yaml'), 'fail-on: never\n');
  const args = ['--suppress', file, '--baseline', at('first.json'), '--config', at('config.yaml')];
  await audit('m.json', ...args, '--manifest', at('manifest.json'));
  const { inputs, command } = validJson<Manifest>('manifest', readFileSync(at('manifest.json'), 'utf8'));
  expect(inputs.map(({ kind, path }) => [kind, path])).toEqual([
    ['source', expect.stringContaining('securelab.ldif.gz')],
    ['config', 'config.yaml'],
    ['suppressions', 'm.yaml'],
    ['baseline', 'first.json'],
  ]);
  expect(inputs[3]!.sha256).toBe(resultIn('m.json').summary.baseline!.sha256);
  expect(command.options).toMatchObject({ suppress: [file], profile: 'mdi-action-account', config: at('config.yaml') });
});

test('a profile leaves out the rules of the other one', async () => {
  await audit('profile.json', '--profile', 'delegated-account');
  const { profile, rules } = resultIn('profile.json');
  expect(profile).toBe('delegated-account');
  const ids = rules.map(({ id }) => id);
  expect(first.rules.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual(['ADR-DOCUMENTED-SET-INCOMPLETE']);
  const accepted = suppress('other.yaml', [
    { ...accept(first.findings[0]!), rule: 'ADR-DOCUMENTED-SET-INCOMPLETE', subject: 'DC=x' },
  ]);
  await audit('other.json', '--profile', 'delegated-account', '--suppress', accepted);
  expect(resultIn('other.json').summary.suppressions!.unused).toMatchObject([{ ruleApplied: false }]);
});

test('a framework orders the findings by its controls, those without one last', async () => {
  await audit('order.txt', '--format', 'table', '--framework', 'nist');
  const heads = readFileSync(at('order.txt'), 'utf8').match(/^ {2}(?:NIST SP 800-53.*|No control of .*)$/gm)!;
  expect(heads.map((head) => head.trim())).toEqual([...new Set(heads.map((head) => head.trim()))]);
  const controls = heads.slice(0, -1).map((head) => Number(/AC-(\d+)$/.exec(head)![1]));
  expect(controls).toEqual([...controls].sort((a, b) => a - b));
  expect(heads.at(-1)).toBe('  No control of NIST SP 800-53 Rev. 5.2.0');
});
