import { expect, test } from '@jest/globals';
import { FindingComparison, HeldTexts } from '../../src/diff/former-findings.js';
import type { DiffFinding } from '../../src/result/diff.js';

const finding = (fingerprint: string, status: DiffFinding['status'] = 'open'): DiffFinding => ({
  rule: 'ADR-X',
  severity: 'high',
  title: 'x',
  subject: 'DC=x',
  subjectName: 'x',
  account: null,
  message: `about ${fingerprint}`,
  fingerprint,
  status,
});

test('new, gone, the same, and of another status; one that comes twice counts once; asked for again it is told again', () => {
  const texts = new HeldTexts();
  const findings = new FindingComparison(texts);
  findings.before([finding('a'), finding('b'), finding('\ud800'), finding('b')]);
  findings.before([finding('c', 'suppressed')]);
  findings.after([finding('b'), finding('d'), finding('d')]);
  findings.after([finding('c'), finding('\ud800'), finding('c')]);
  expect(findings.counts).toEqual({ new: 1, gone: 1, same: 3, statusChanged: 1 });
  const { new: fresh, gone, same, statusChanged } = findings.result();
  expect([...fresh]).toEqual([finding('d')]);
  expect([...fresh]).toEqual([finding('d')]);
  expect([...gone]).toEqual([finding('a')]);
  expect([...statusChanged]).toEqual([{ finding: finding('c'), before: 'suppressed' }]);
  expect(same).toBe(3);
});

test('only what is shown of a finding waits, as text', () => {
  const texts = new HeldTexts();
  new FindingComparison(texts).before([{ ...finding('a'), evidence: { much: 'x' } } as DiffFinding]);
  expect(texts.read(0)).not.toContain('much');
});
