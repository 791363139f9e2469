/** `sarif`: the findings as SARIF 2.1.0, for code scanning and whatever else takes the results of analysers. */
import { createHash } from 'node:crypto';
import type {
  AppliedRule,
  AuditedAccount,
  AuditHeader,
  EvidenceBlock,
  Finding,
  Severity,
  Summary,
} from '../result/audit.js';
import type { AuditSink } from '../result/sink.js';
import { evidenceNoteText } from '../words/evidence-notes.js';
import { jsonText } from './encode/json.js';
import { visible } from './encode/visible.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';
import { runStamp } from './run-stamp.js';
import { statusWords } from './status-words.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** A directory has no files: every result is in this one, whose path never changes, since alerts are matched by it too. */
const ARTIFACT = 'active-directory';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** As code scanning tells severities of security apart: above 9 critical, from 7 high, from 4 medium; none for what is no risk. */
const SCORES: Readonly<Partial<Record<Severity, string>>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/** A sink that writes one run with a result for each finding, as they come. Verdicts are no results: they are counted in `properties`. */
export function sarifSink(output: ByteOutput): AuditSink {
  const writer = new ByteWriter(output);
  let header: AuditHeader;
  let accounts: readonly AuditedAccount[];
  let ruleIndex: ReadonlyMap<string, number>;
  let first = true;
  return {
    begin(made, audited) {
      header = made;
      accounts = audited;
      ruleIndex = new Map(made.rules.map(({ id }, at) => [id, at]));
      writer.text(
        `{"$schema":${jsonText(SCHEMA)},"version":"2.1.0","runs":[{\n"tool":${jsonText(tool(made))},\n"results":[`,
      );
    },
    targets() {},
    async findings(batch) {
      if (output.closed) return;
      for (const finding of batch) {
        writer.text(`${first ? '' : ','}\n${jsonText(result(finding, ruleIndex))}`);
        first = false;
        if (writer.full) await writer.flush();
      }
    },
    async end(summary, evidence) {
      const invocation = { executionSuccessful: true, toolExecutionNotifications: notifications(evidence, ruleIndex) };
      const artifact = {
        location: { uri: ARTIFACT },
        description: { text: `The directory ${evidence.domains.map(({ dnsName }) => visible(dnsName)).join(', ')}` },
      };
      writer.text(
        `\n],\n"invocations":[${jsonText(invocation)}],\n"artifacts":[${jsonText(artifact)}],\n"columnKind":"utf16CodeUnits",\n"properties":${jsonText(properties(header, accounts, summary, evidence))}}]}\n`,
      );
      await writer.finish();
    },
  };
}

function tool({ tool: { name, version }, rules }: AuditHeader): object {
  return { driver: { name, version, semanticVersion: version, rules: rules.map(rule) } };
}

/** Every rule that was applied is declared, so that a reader knows which of its alerts are gone. */
function rule({ id, title, severity, description, risk, remediation, references, frameworks }: AppliedRule): object {
  const score = SCORES[severity];
  return {
    id,
    shortDescription: { text: message(title) },
    fullDescription: { text: message(description) },
    help: { text: message([risk, remediation, ...references].join('\n\n')) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      severity,
      ...(score !== undefined && { 'security-severity': score }),
      tags: ['security', 'active-directory', ...(frameworks.attack ?? []).map((technique) => `attack/${technique}`)],
      frameworks,
    },
  };
}

function result(finding: Finding, ruleIndex: ReadonlyMap<string, number>): object {
  const { rule: ruleId, severity, subject, subjectName, fingerprint, status } = finding;
  const index = ruleIndex.get(ruleId);
  const why = statusWords(finding);
  return {
    ruleId,
    ...(index !== undefined && { ruleIndex: index }),
    level: LEVELS[severity],
    message: { text: message(finding.message) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: ARTIFACT, index: 0 }, region: { startLine: 1 } },
        logicalLocations: [{ name: subjectName, fullyQualifiedName: subject, kind: 'object' }],
      },
    ],
    partialFingerprints: {
      'adreach/v1': fingerprint,
      // By this one code scanning tells alerts apart, and it may not be long.
      primaryLocationLineHash: createHash('sha256').update(fingerprint).digest('hex'),
    },
    // Known from a former result, and accepted by nobody: that is no suppression.
    ...(status === 'baseline' && { baselineState: 'unchanged' }),
    suppressions:
      status !== 'suppressed' ? [] : [{ kind: 'external', status: 'accepted', justification: message(why) }],
    properties: {
      severity,
      status,
      title: finding.title,
      subject,
      subjectName,
      account: finding.account,
      remediation: finding.remediation,
      suppression: finding.suppression,
      frameworks: finding.frameworks,
      evidence: finding.evidence,
    },
  };
}

/** What is missing in the evidence, and which rules failed, as notes on the run. */
function notifications(
  { gaps, failedRules = [] }: EvidenceBlock,
  ruleIndex: ReadonlyMap<string, number>,
): readonly object[] {
  const missing = gaps.map(({ source, code, dn, count, message: text }) => ({
    level: 'warning',
    message: { text: message(`${source}: ${text}`) },
    descriptor: { id: code },
    properties: { source, dn, count },
  }));
  const failed = failedRules.map((failure) => {
    const index = ruleIndex.get(failure.rule);
    return {
      level: 'error',
      message: { text: message(evidenceNoteText({ note: 'rule-failed', ...failure })) },
      descriptor: { id: 'rule-failed' },
      associatedRule: { id: failure.rule, ...(index !== undefined && { index }) },
      properties: { count: failure.count },
    };
  });
  return [...missing, ...failed];
}

function properties(
  header: AuditHeader,
  accounts: readonly AuditedAccount[],
  summary: Summary,
  evidence: EvidenceBlock,
): object {
  const { findings, findingsByRule, suppressedFindings, baselineFindings, targets, actions } = summary;
  const { sources, domains, complete } = evidence;
  return {
    schema: header.schema,
    profile: header.profile,
    rules: header.tool.rules,
    collectedAt: runStamp(header).collectedAt,
    evidence: {
      sources,
      domains,
      complete,
      gaps: evidence.gaps.length,
      failedRules: evidence.failedRules?.length ?? 0,
    },
    accounts: accounts.map(({ sid, dn, name, kind }) => ({ sid, dn, name, kind })),
    summary: { targets, findings, findingsByRule, suppressedFindings, baselineFindings, actions },
  };
}

/**
 * Text of a message, in which a reader looks for links (`[text](target)`) and for places to fill in (`{0}`): where a name
 * makes one, it is written so that it is none (SARIF 3.11.5 and 3.11.6).
 */
function message(text: string): string {
  const shown = text.split('\n').map(visible).join('\n');
  const unlinked = /\]\s*\(/.test(shown) ? shown.replace(/[[\]]/g, '\\$&') : shown;
  return /\{\d+\}/.test(unlinked) ? unlinked.replace(/[{}]/g, '$&$&') : unlinked;
}
