/** The table of findings: one row a finding. */
import type { AuditedAccount, Finding } from '../../result/audit.js';
import { FRAMEWORK_NAMES } from '../../result/frameworks.js';
import type { RunStamp } from '../run-stamp.js';
import { type Column, instant, key, text } from './column.js';

export interface FindingRow {
  readonly finding: Finding;
  /** Of the account under audit that it is about; null where it is about the directory itself. */
  readonly accountName: string | null;
  readonly run: RunStamp;
}

/** In order; the names are part of the interface, new ones go to the end. */
export const FINDING_COLUMNS: readonly Column<FindingRow>[] = [
  key('rule', ({ finding }) => finding.rule, 32),
  key('severity', ({ finding }) => finding.severity, 10),
  key('status', ({ finding }) => finding.status, 12),
  key('title', ({ finding }) => finding.title, 48),
  key('subject', ({ finding }) => finding.subject, 48),
  key('subjectName', ({ finding }) => finding.subjectName, 30),
  text('account', ({ finding }) => finding.account, 46),
  text('accountName', ({ accountName }) => accountName),
  key('message', ({ finding }) => finding.message, 80),
  key('remediation', ({ finding }) => finding.remediation, 80),
  key('fingerprint', ({ finding }) => finding.fingerprint, 40),
  text('suppressionReason', ({ finding }) => finding.suppression?.reason ?? null, 40),
  text('suppressionOwner', ({ finding }) => finding.suppression?.owner ?? null),
  text('suppressionExpires', ({ finding }) => finding.suppression?.expires ?? null, 12),
  ...FRAMEWORK_NAMES.map((name) =>
    text<FindingRow>(name, ({ finding }) => finding.frameworks[name]?.join('; ') ?? null),
  ),
  key('evidence', ({ finding }) => JSON.stringify(finding.evidence), 60),
  instant('collectedAt', ({ run }) => run.collectedAt),
];

/** @returns what makes rows of findings */
export function findingRows(accounts: readonly AuditedAccount[], run: RunStamp): (finding: Finding) => FindingRow {
  const names = new Map(accounts.map(({ sid, name }) => [sid, name]));
  return (finding) => ({
    finding,
    accountName: finding.account === null ? null : (names.get(finding.account) ?? null),
    run,
  });
}
