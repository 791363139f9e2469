/** `ocsf`: each finding as one event of the Open Cybersecurity Schema Framework, for data lakes and SIEMs that take it. */
import type { AppliedRule, AuditedAccount, AuditHeader, Finding, FindingStatus, Severity } from '../result/audit.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../result/frameworks.js';
import type { AuditSink } from '../result/sink.js';
import { jsonText } from './encode/json.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';
import { type RunStamp, runStamp } from './run-stamp.js';

const OCSF_VERSION = '1.8.0';
/** Compliance Finding (category Findings), activity Create. */
const CLASS = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
  activity_id: 1,
  activity_name: 'Create',
  type_uid: 200_301,
  type_name: 'Compliance Finding: Create',
};

const SEVERITIES: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  info: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

/** A finding of the baseline is neither new nor accepted by anybody. */
const STATUSES: Readonly<Record<FindingStatus, { readonly status_id: number; readonly status: string }>> = {
  open: { status_id: 1, status: 'New' },
  suppressed: { status_id: 3, status: 'Suppressed' },
  baseline: { status_id: 99, status: 'Baseline' },
};

/** A sink that writes a line for each finding, as they come; a result without findings is an empty file. */
export function ocsfSink(output: ByteOutput, now: () => Date): AuditSink {
  const writer = new ByteWriter(output);
  let eventOf: (finding: Finding) => object;
  return {
    begin(header, accounts) {
      eventOf = events(header, accounts, now);
    },
    targets() {},
    async findings(batch) {
      if (output.closed) return;
      for (const finding of batch) {
        writer.text(`${jsonText(eventOf(finding))}\n`);
        if (writer.full) await writer.flush();
      }
    },
    async end() {
      await writer.finish();
    },
  };
}

function events(
  header: AuditHeader,
  accounts: readonly AuditedAccount[],
  now: () => Date,
): (finding: Finding) => object {
  const run = runStamp(header);
  const rules = new Map(header.rules.map((rule) => [rule.id, rule]));
  const audited = new Map(accounts.map((account) => [account.sid, account]));
  // An event has a time. What was found was so when the directory was read; where nobody knows when that was, now.
  const time = run.collectedAt === null ? now().getTime() : Date.parse(run.collectedAt);
  const metadata = {
    version: OCSF_VERSION,
    product: { name: header.tool.name, vendor_name: header.tool.name, version: header.tool.version },
    ...(run.collectedAt !== null && { original_time: run.collectedAt }),
  };
  return (finding) => ({
    ...CLASS,
    ...SEVERITIES[finding.severity],
    ...STATUSES[finding.status],
    time,
    metadata,
    message: finding.message,
    finding_info: findingInfo(finding, header),
    compliance: compliance(finding),
    remediation: remediation(finding, rules.get(finding.rule)),
    resources: resources(finding, audited.get(finding.account ?? '')),
    unmapped: unmapped(finding, header, run),
  });
}

function findingInfo({ fingerprint, title, message, rule, frameworks }: Finding, { tool }: AuditHeader): object {
  const attacks = (frameworks.attack ?? []).map(attack);
  return {
    uid: fingerprint,
    title,
    desc: message,
    analytic: { uid: rule, name: title, type_id: 1, type: 'Rule' },
    data_sources: ['Active Directory'],
    product: { name: tool.name, vendor_name: tool.name, version: tool.version },
    ...(attacks.length > 0 && { attacks }),
  };
}

/** Names of techniques are not in the rule files: identifiers only. */
function attack(id: string): object {
  const version = FRAMEWORKS.attack.version.replace('v', '');
  const technique = { uid: id.split('.')[0]! };
  return { version, technique, ...(id.includes('.') && { sub_technique: { uid: id } }) };
}

/** A finding without risk is a note on how things are: it passes nothing and fails nothing. */
function compliance({ rule, title, severity, frameworks }: Finding): object {
  const status = severity === 'info' ? { status_id: 99, status: 'Informational' } : { status_id: 3, status: 'Fail' };
  const standards = FRAMEWORK_NAMES.filter((name) => (frameworks[name] ?? []).length > 0).map(
    (name) => `${FRAMEWORKS[name].title} ${FRAMEWORKS[name].version}`,
  );
  const requirements = FRAMEWORK_NAMES.flatMap((name) => frameworks[name] ?? []);
  return {
    control: rule,
    desc: title,
    ...status,
    standards: standards.length > 0 ? standards : ['adreach'],
    ...(requirements.length > 0 && { requirements }),
  };
}

function remediation({ remediation: desc }: Finding, rule: AppliedRule | undefined): object {
  return { desc, ...(rule !== undefined && rule.references.length > 0 && { references: rule.references }) };
}

/** What the finding is about, and the account under audit. */
function resources({ subject, subjectName }: Finding, account: AuditedAccount | undefined): readonly object[] {
  return [
    { uid: subject, name: subjectName, type: 'Active Directory object', role_id: 3, role: 'Affected' },
    ...(account === undefined
      ? []
      : [{ uid: account.sid, name: account.name, type: 'Account under audit', role_id: 2, role: 'Actor' }]),
  ];
}

/** What the framework has no place for. */
function unmapped(finding: Finding, { schema, profile, evidence }: AuditHeader, run: RunStamp): object {
  const { rule, severity, status, subject, subjectName, account, suppression, frameworks } = finding;
  return {
    ...{ schema, profile, rule, severity, status, subject, subjectName, account, suppression, frameworks },
    evidence: finding.evidence,
    run: { ...run, sources: evidence.sources.map(({ name, sha256 }) => ({ name, sha256 })) },
  };
}
