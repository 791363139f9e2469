/** Which findings are listed: by rule, for the account that is looked at, of one severity or all. */
import type { Finding, Severity } from '../../../src/result/audit.js';
import { FINDING_STATUSES, type FindingStatus, SEVERITIES } from '../../../src/result/codes.js';
import type { PageData, PageFindings } from '../../../src/result/page.js';
import { shortHash } from './hash.js';

/** @returns the id of a finding on the page; of several with one fingerprint, that of the first */
export function findingAnchor(fingerprint: string): string {
  return `finding-${shortHash(fingerprint)}`;
}

/** @returns the id of what a rule found */
export function ruleAnchor(rule: string): string {
  return `rule-${rule}`;
}

/** What the reader wants to see. */
export interface Wanted {
  /** SID of the account under audit that is looked at. */
  readonly account: string;
  /** Those of the other accounts under audit, too. */
  readonly all: boolean;
  /** Null: any. */
  readonly severity: Severity | null;
  /** Id of a finding that is shown in any case: an address led to it. */
  readonly anchor: string;
}

/** The findings of one rule that are wanted. */
export interface RuleFindings {
  readonly group: PageFindings;
  /** The worst of those that are listed. */
  readonly severity: Severity;
  readonly listed: readonly Finding[];
  readonly counts: Readonly<Record<FindingStatus, number>>;
  /** How many more the rule has that the page has no room for: whose they are is not known. */
  readonly notOnPage: number;
}

/** @returns the rules that have some, in the order of the report */
export function ruleFindings(data: PageData, wanted: Wanted): readonly RuleFindings[] {
  return data.findings.flatMap((group) => {
    const listed = group.shown.filter(
      (finding) =>
        (isOfSeverity(finding, wanted.severity) && isOwn(finding, wanted)) ||
        findingAnchors(data).get(finding) === wanted.anchor,
    );
    const notOnPage = all(group.counts) - group.shown.length;
    if (listed.length === 0 && (notOnPage === 0 || wanted.severity !== null)) return [];
    return [{ group, listed, notOnPage, severity: worst(group, listed), counts: countsOf(listed) }];
  });
}

function isOwn({ account }: Finding, wanted: Pick<Wanted, 'all' | 'account'>): boolean {
  return wanted.all || account === null || account === wanted.account;
}

function isOfSeverity(finding: Finding, severity: Severity | null): boolean {
  return severity === null || finding.severity === severity;
}

/** @returns how many of the findings on the page are of other accounts under audit */
export function findingsOfOthers(data: PageData, account: string, severity: Severity | null): number {
  const all = data.findings.flatMap(({ shown }) => shown);
  return all.filter((finding) => isOfSeverity(finding, severity) && !isOwn(finding, { all: false, account })).length;
}

/** @returns open findings that are counted and not listed; null where it is not known whose or how grave they are */
export function openNotListed(data: PageData, wanted: Wanted): number | null {
  const { counts, exact } = severityCounts(data, wanted.account, wanted.all);
  if (!exact) return null;
  const counted = SEVERITIES.filter((severity) => wanted.severity === null || wanted.severity === severity);
  const open = data.findings.flatMap(({ shown }) => shown).filter(({ status }) => status === 'open');
  const listed = open.filter((finding) => isOfSeverity(finding, wanted.severity) && isOwn(finding, wanted)).length;
  return counted.reduce((sum, severity) => sum + counts[severity], 0) - listed;
}

function all(counts: Readonly<Record<FindingStatus, number>>): number {
  return FINDING_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}

function countsOf(findings: readonly Finding[]): Record<FindingStatus, number> {
  const counts = { open: 0, suppressed: 0, baseline: 0 };
  for (const { status } of findings) counts[status]++;
  return counts;
}

/** Conditions of a rule may make some of its findings graver. */
function worst(group: PageFindings, findings: readonly Finding[]): Severity {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? group.severity;
}

/** Open findings by severity, of what is wanted. */
export interface SeverityCounts {
  readonly counts: Readonly<Record<Severity, number>>;
  /** False: the page does not list all of them, so that there are at least these. */
  readonly exact: boolean;
}

export function severityCounts(data: PageData, account: string, everybody: boolean): SeverityCounts {
  if (everybody || data.accounts.length === 1) return { counts: data.summary.findings, exact: true };
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  let exact = true;
  for (const { shown, counts: of } of data.findings) {
    const open = shown.filter(({ status }) => status === 'open');
    exact &&= open.length === of.open;
    for (const finding of open) {
      if (finding.account === null || finding.account === account) counts[finding.severity]++;
    }
  }
  return { counts, exact };
}

const known = new WeakMap<PageData, ReadonlyMap<Finding, string>>();

/** Ids of all findings on the page; no two are alike, whatever the fingerprints are. */
export function findingAnchors(data: PageData): ReadonlyMap<Finding, string> {
  const before = known.get(data);
  if (before !== undefined) return before;
  const taken = new Map<string, number>();
  const anchors = new Map<Finding, string>();
  for (const finding of data.findings.flatMap(({ shown }) => shown)) {
    const anchor = findingAnchor(finding.fingerprint);
    const times = (taken.get(anchor) ?? 0) + 1;
    taken.set(anchor, times);
    anchors.set(finding, times === 1 ? anchor : `${anchor}-${times}`);
  }
  known.set(data, anchors);
  return anchors;
}

/** A particular of a finding as text, or as a list of texts. */
export function particular(value: unknown): string | readonly string[] {
  if (typeof value === 'string') return value === '' ? 'none' : value;
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((each) => [particular(each)].flat().join(', '));
  return JSON.stringify(value) ?? '';
}
