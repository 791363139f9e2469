import { describe, expect, test } from '@jest/globals';
import {
  findingAnchor,
  findingAnchors,
  findingsOfOthers,
  openNotListed,
  particular,
  ruleFindings,
  severityCounts,
} from '../../../app/src/model/findings.js';
import { finding, ONE, OTHER, page } from './sample.js';

const wanted = { account: ONE, all: false, severity: null, anchor: '' };

const mine = finding('ADR-A', 'mine');
const theirs = finding('ADR-A', 'theirs', { account: OTHER, severity: 'critical' });
const nobodys = finding('ADR-B', 'directory', { account: null, severity: 'low' });
const accepted = finding('ADR-B', 'accepted', { account: null, severity: 'low', status: 'suppressed' });
const data = page({
  accounts: [ONE, OTHER],
  findings: [
    { shown: [mine, theirs] },
    { shown: [nobodys, accepted], counts: { open: 1, suppressed: 1, baseline: 0 } },
  ],
  open: { critical: 1, high: 1, medium: 0, low: 1, info: 0 },
});

describe('ruleFindings', () => {
  test('lists those of the account that is looked at, and of the directory', () => {
    expect(ruleFindings(data, wanted).map(({ listed }) => listed)).toEqual([[mine], [nobodys, accepted]]);
    expect(findingsOfOthers(data, ONE, null)).toBe(1);
    expect(findingsOfOthers(data, ONE, 'high')).toBe(0);
  });

  test('lists those of all accounts where asked', () => {
    expect(ruleFindings(data, { ...wanted, all: true })[0]!.listed).toEqual([mine, theirs]);
  });

  test('narrows to one severity, and leaves out rules without any', () => {
    const groups = ruleFindings(data, { ...wanted, severity: 'low' });
    expect(groups.map(({ group, listed }) => [group.rule, listed])).toEqual([['ADR-B', [nobodys, accepted]]]);
    expect(groups[0]!.counts).toEqual({ open: 1, suppressed: 1, baseline: 0 });
  });

  test('shows the finding that an address leads to, whoever it is of', () => {
    const anchor = findingAnchor('theirs');
    expect(ruleFindings(data, { ...wanted, anchor })[0]!.listed).toEqual([mine, theirs]);
    expect(ruleFindings(data, { ...wanted, severity: 'low', anchor })[0]!.listed).toEqual([theirs]);
  });

  test('is as grave as the gravest that is listed', () => {
    expect(ruleFindings(data, wanted)[0]!.severity).toBe('high');
    expect(ruleFindings(data, { ...wanted, all: true })[0]!.severity).toBe('critical');
  });

  test('says how many the page has no room for', () => {
    const cut = page({ findings: [{ shown: [mine], counts: { open: 501, suppressed: 0, baseline: 2 } }] });
    expect(ruleFindings(cut, wanted)[0]!.notOnPage).toBe(502);
  });
});

describe('severityCounts', () => {
  test('are those of the summary where one account is audited, or all are wanted', () => {
    expect(severityCounts(data, ONE, true)).toEqual({ counts: data.summary.findings, exact: true });
  });

  test('count open findings of the account and the directory', () => {
    expect(severityCounts(data, ONE, false)).toEqual({
      counts: { critical: 0, high: 1, medium: 0, low: 1, info: 0 },
      exact: true,
    });
    expect(severityCounts(data, OTHER, false).counts.critical).toBe(1);
  });

  test('are lower bounds where the page does not list all', () => {
    const cut = page({
      accounts: [ONE, OTHER],
      findings: [{ shown: [mine], counts: { open: 2, suppressed: 0, baseline: 0 } }],
    });
    expect(severityCounts(cut, ONE, false).exact).toBe(false);
    expect(openNotListed(cut, wanted)).toBeNull();
  });
});

describe('openNotListed', () => {
  test('is the difference between what is counted and what is listed', () => {
    const cut = page({
      findings: [{ shown: [mine], counts: { open: 4, suppressed: 0, baseline: 0 } }],
      open: { critical: 1, high: 3, medium: 0, low: 0, info: 0 },
    });
    expect(openNotListed(cut, wanted)).toBe(3);
    expect(openNotListed(cut, { ...wanted, severity: 'critical' })).toBe(1);
    expect(openNotListed(data, { ...wanted, all: true })).toBe(0);
  });
});

describe('findingAnchors', () => {
  test('no two are alike, even of one fingerprint', () => {
    const twice = page({ findings: [{ shown: [finding('ADR-A', 'same'), finding('ADR-A', 'same')] }] });
    const anchor = findingAnchor('same');
    expect([...findingAnchors(twice).values()]).toEqual([anchor, `${anchor}-2`]);
    expect(anchor).toMatch(/^finding-[0-9a-f]{16}$/);
  });
});

describe('particular', () => {
  test.each([
    ['', 'none'],
    ['CN=a', 'CN=a'],
    [[], 'none'],
    [
      ['a', ''],
      ['a', 'none'],
    ],
    [
      [['a', 'b'], 3],
      ['a, b', '3'],
    ],
    [7, '7'],
    [false, 'false'],
    [null, 'null'],
    [undefined, ''],
  ])('%j is %j', (value, text) => {
    expect(particular(value)).toEqual(text);
  });
});
