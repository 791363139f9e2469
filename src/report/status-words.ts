/** The status of findings, and what suppressions and a baseline were good for, in words for the formats for people. */
import type {
  AuditHeader,
  EvidenceBlock,
  ExpiredSuppression,
  Finding,
  FindingStatus,
  Severity,
  Summary,
  UnusedSuppression,
} from '../result/audit.js';
import { FINDING_STATUSES, SEVERITIES } from '../result/codes.js';
import { count, counted } from './numbers.js';

/** `1 critical, 3 high`; severities without findings are left out. */
export function severityWords(bySeverity: Readonly<Record<Severity, number>>): string {
  const parts = SEVERITIES.filter((severity) => bySeverity[severity] > 0);
  return parts.length === 0
    ? 'no findings'
    : parts.map((severity) => `${count(bySeverity[severity])} ${severity}`).join(', ');
}

/** What counts, and what does not: `1 critical, 3 high; suppressed: 2 high`. */
export function countWords({ findings, suppressedFindings, baselineFindings }: Summary): string {
  const others = [
    ['suppressed', suppressedFindings],
    ['in the baseline already', baselineFindings],
  ] as const;
  const words = others.filter(([, counts]) => SEVERITIES.some((severity) => counts[severity] > 0));
  const open =
    SEVERITIES.every((severity) => findings[severity] === 0) && words.length > 0
      ? 'none open'
      : severityWords(findings);
  return [open, ...words.map(([what, counts]) => `${what}: ${severityWords(counts)}`)].join('; ');
}

/**
 * Where there is no finding: what that is worth, so that nobody takes it for more.
 * @param where on what, with a blank in front; empty: on anything
 */
export function nothingFoundWords(
  { rules }: Pick<AuditHeader, 'rules'>,
  { complete }: Pick<EvidenceBlock, 'complete'>,
  where = '',
): string {
  if (rules.length === 0) return NOT_LOOKED_FOR;
  return `No rule found anything${where}.${complete ? '' : ` ${MAY_BE_MORE}`}`;
}

const NOT_LOOKED_FOR = 'No rules were applied: nothing was looked for.';
export const MAY_BE_MORE = 'The evidence is incomplete: there may be more.';

/** How many findings a rule has, and what became of them: `5 findings (3 open, 2 suppressed)`. */
export function groupWords(counts: Readonly<Record<FindingStatus, number>>): string {
  const all = FINDING_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const parts = FINDING_STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `${count(counts[status])} ${status}`,
  );
  return `${counted(all, 'finding')}${counts.open === all ? '' : ` (${parts.join(', ')})`}`;
}

/** Why a finding does not count; empty where it does. */
export function statusWords({ status, suppression }: Finding): string {
  if (status === 'baseline') return 'In the baseline already: does not count.';
  if (suppression === null) return '';
  const { reason, owner, expires } = suppression;
  return `Suppressed until ${expires} by ${owner}: ${reason}`;
}

/** One line for all suppressions; null where none were given. */
export function suppressionsWords({ suppressions }: Summary): string | null {
  if (suppressions === undefined) return null;
  const { entries, asOf, expired, unused } = suppressions;
  const parts = [
    counted(entries, 'suppression'),
    ...(expired.length === 0 ? [] : [`${count(expired.length)} expired`]),
    ...(unused.length === 0 ? [] : [`${count(unused.length)} unused`]),
  ];
  return `${parts.join(', ')} (as of ${asOf}).`;
}

export function expiredWords({ rule, subject, expires, owner, findings, file, line }: ExpiredSuppression): string {
  const counts =
    findings === 0
      ? 'no finding is left that it was for'
      : `${counted(findings, 'finding')} ${findings === 1 ? 'counts' : 'count'} again, unless another entry holds`;
  return `Expired on ${expires}: ${rule}, ${subject} (${owner}; ${file} line ${line}): ${counts}.`;
}

export function unusedWords({ rule, subject, owner, ruleApplied, file, line }: UnusedSuppression): string {
  const why = ruleApplied ? 'matches no finding' : 'its rule is not part of the profile';
  return `Unused: ${rule}, ${subject} (${owner}; ${file} line ${line}): ${why}.`;
}

/** How the findings compare with a former result's; null where there is no baseline. */
export function baselineWords({ baseline }: Summary): string | null {
  if (baseline === undefined) return null;
  const { findings, same, gone } = baseline;
  return `Baseline of ${counted(findings, 'finding')}: ${count(same)} still there, ${count(gone)} gone.`;
}
