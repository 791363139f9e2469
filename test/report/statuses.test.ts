/** What the formats for people say of findings that do not count. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { DigestBuilder } from '../../src/report/digest.js';
import { columns } from '../../src/report/encode/terminal.js';
import { htmlSink } from '../../src/report/html/index.js';
import { countWords, groupWords } from '../../src/report/status-words.js';
import { tableSink } from '../../src/report/table/index.js';
import type { Finding, Summary } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { openBrowser, Pages } from '../app/browser/open.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, FINAL_EVIDENCE, finding, HEADER, HOSTILE_NAMES, summarise } from './sample.js';

const entry = {
  rule: 'ADR-X',
  subject: HOSTILE_NAMES.join(' '),
  reason: HOSTILE_NAMES.join(' '),
  owner: HOSTILE_NAMES.join(' '),
  expires: '2026-01-31',
  file: 'accepted.yaml',
  line: 3,
};
const suppressed = (made: Finding): Finding => ({
  ...made,
  status: 'suppressed',
  suppression: { reason: entry.reason, owner: entry.owner, expires: '2027-01-31' },
});

/** Of each rule three findings: the second is suppressed, the third in the baseline. */
const FINDINGS: readonly Finding[] = Array.from({ length: 15 }, (_, i) => finding(i)).map((made, i) =>
  i < 5 ? made : i < 10 ? suppressed(made) : { ...made, status: 'baseline' },
);

const SUMMARY: Summary = {
  ...summarise([], FINDINGS),
  suppressions: {
    asOf: '2026-11-26',
    entries: 30,
    expired: Array.from({ length: 25 }, () => ({ ...entry, findings: 2 })),
    unused: [{ ...entry, ruleApplied: false }],
  },
  baseline: {
    sha256: 'a'.repeat(64),
    findings: 9,
    same: 5,
    gone: 4,
    added: 2,
    reach: [],
    byAccount: null,
    sameActions: true,
    sameRules: true,
  },
};

async function written(sink: AuditSink, findings = FINDINGS, summary = SUMMARY): Promise<void> {
  await sink.begin(HEADER, ACCOUNTS);
  await sink.findings(findings);
  await sink.end(summary, FINAL_EVIDENCE);
}

describe('table', () => {
  test('counts, marks and explains them, within its width, and nothing acts on the terminal', async () => {
    const output = memoryOutput();
    await written(tableSink(output, { width: 80, colour: false }, { details: true }));
    expect(output.text.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    expect(output.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
    const text = output.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('3 findings (1 open, 1 suppressed, 1 baseline)');
    expect(text).toContain('Suppressed until 2027-01-31 by ');
    expect(text).toContain('In the baseline already: does not count.');
    expect(text).toContain('30 suppressions, 25 expired, 1 unused (as of 2026-11-26).');
    expect(text).toContain('2 findings count again, unless another entry holds.');
    expect(text).toContain('... and 5 more: --format json has all of them');
    expect(text).toContain('its rule is not part of the profile');
    expect(text).toContain('Baseline of 9 findings: 5 still there, 4 gone.');
    expect(text).toMatch(/Findings: 1 critical, .*; suppressed: 1 critical, .*; in the baseline already: /);
  });
});

const browser = await openBrowser('what became of findings, on the page');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('html', () => {
  const pages = new Pages(browser!);
  afterAll(() => pages.close());

  test('the same, as text and not as markup', async () => {
    const output = memoryOutput();
    await written(htmlSink(output, 'attack'));
    const { page, noise } = await pages.show(output.text);
    await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
    const text = (await page.locator('#findings').innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Suppressed until 2027-01-31 by ');
    expect(text).toContain('30 suppressions, 25 expired, 1 unused (as of 2026-11-26).');
    expect(text).toContain('No control of MITRE ATT&CK v18');
    expect(text).toContain('Baseline of 9 findings: 5 still there, 4 gone.');
    expect(noise).toEqual([]);
  });
});

test('those that count come first, in a rule and among the rules', () => {
  const builder = new DigestBuilder({ rows: 1, findingsPerRule: 1 });
  const known = { ...finding(0), rule: 'ADR-A' };
  builder.addFindings([suppressed(known), { ...finding(3), rule: 'ADR-B' }]);
  builder.addFindings([suppressed(finding(1)), suppressed(finding(1)), finding(1)]);
  const { findings } = builder.build(HEADER, ACCOUNTS, SUMMARY, FINAL_EVIDENCE);
  expect(findings.map(({ rule }) => rule)).toEqual([finding(1).rule, 'ADR-B', 'ADR-A']);
  expect(findings[0]!.shown.map(({ status }) => status)).toEqual(['open', 'suppressed']);
  expect(findings[0]!.counts).toEqual({ open: 1, suppressed: 2, baseline: 0 });
});

test('by controls of a catalogue: the first one of each rule counts, and those without come last', () => {
  const builder = new DigestBuilder({ rows: 1, findingsPerRule: 1 }, 'nist');
  const rules: readonly (readonly [string, readonly string[] | null])[] = [
    ['ADR-NONE', null],
    ['ADR-TEN', ['AC-6(10)']],
    ['ADR-TWO', ['AU-2', 'AC-6(2)']],
  ];
  for (const [rule, nist] of rules) {
    builder.addFindings([{ ...finding(0), rule, frameworks: nist === null ? {} : { nist } }]);
  }
  const { findings } = builder.build(HEADER, ACCOUNTS, SUMMARY, FINAL_EVIDENCE);
  expect(findings.map(({ rule, controls }) => [rule, controls])).toEqual([
    ['ADR-TWO', ['AC-6(2)', 'AU-2']],
    ['ADR-TEN', ['AC-6(10)']],
    ['ADR-NONE', []],
  ]);
});

test('numbers in words', () => {
  expect(groupWords({ open: 2, suppressed: 0, baseline: 0 })).toBe('2 findings');
  expect(groupWords({ open: 0, suppressed: 1, baseline: 0 })).toBe('1 finding (1 suppressed)');
  expect(countWords(summarise([], []))).toBe('no findings');
  expect(countWords(summarise([], [suppressed(finding(0))]))).toBe('none open; suppressed: 1 critical');
});
