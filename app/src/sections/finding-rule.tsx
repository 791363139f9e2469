/** What one rule found. */

import { count } from '../../../src/report/numbers.js';
import { groupWords, statusWords } from '../../../src/report/status-words.js';
import type { Finding } from '../../../src/result/audit.js';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../../src/result/frameworks.js';
import { type Page, useLink } from '../model/context.js';
import { findingAnchors, particular, type RuleFindings, ruleAnchor } from '../model/findings.js';
import { brief } from '../model/long.js';
import { subjectRows } from '../model/subjects.js';
import { SeverityBadge } from '../parts/pictures.js';
import { More, useSteps } from '../parts/steps.js';
import { Dn, Table } from '../parts/table.js';

/** Findings of a rule that are added at a time. */
const STEP = 20;
/** Findings of a rule on paper: more are in the files. */
const ON_PAPER: Readonly<Record<Finding['severity'], number>> = { critical: 12, high: 5, medium: 3, low: 2, info: 1 };
/** Characters of a message from which on it is shown in full with the evidence only. */
const LONG = 900;
/** Elements of a list among the particulars. */
const MOST_ELEMENTS = 20;

export function RuleArticle({
  page,
  rule,
  level,
}: {
  readonly page: Page;
  readonly rule: RuleFindings;
  /** Of its heading. */
  readonly level: 3 | 4;
}) {
  const { report, place } = page;
  const { group, listed, severity, counts, notOnPage } = rule;
  const applied = report.data.header.rules.find(({ id }) => id === group.rule);
  const anchors = findingAnchors(report.data);
  const asked = listed.findIndex((finding) => anchors.get(finding) === place.anchor);
  const [shown, more] = useSteps(listed.length, STEP, asked + 1);
  const anchor = ruleAnchor(group.rule);
  const Heading = `h${level}` as const;
  const frameworks = FRAMEWORK_NAMES.flatMap((name) => {
    const ids = listed[0]?.frameworks[name] ?? applied?.frameworks[name] ?? [];
    return ids.length === 0 ? [] : [`${FRAMEWORKS[name].title} ${FRAMEWORKS[name].version}: ${ids.join(', ')}`];
  });
  return (
    <article class="finding" id={anchor}>
      <Heading>
        <SeverityBadge severity={severity} /> {group.title}
      </Heading>
      <p class="small soft">
        <a href={`#${anchor}`}>
          <code>{group.rule}</code>
        </a>
        , {groupWords(counts)}
        {notOnPage > 0 &&
          `; ${count(notOnPage)} more of this rule ${notOnPage === 1 ? 'is' : 'are'} not listed on the page: ${report.data.findingsIn ?? 'the JSON, NDJSON and CSV results'} ${report.data.findingsIn === null ? 'have' : 'has'} them`}
        {frameworks.length > 0 && `. ${frameworks.join('; ')}`}
      </p>
      <div class="facts">
        <Fact title="Risk" text={applied?.risk ?? ''} />
        <Fact title="What to do" text={listed[0]?.remediation ?? applied?.remediation ?? ''} />
      </div>
      {listed.length > 0 && (
        <Table caption={`Where: ${group.title}`} heads={[{ title: 'Subject' }, { title: 'What was found' }]}>
          {listed.slice(0, shown).map((finding, i) => (
            <FindingRow
              key={anchors.get(finding)}
              page={page}
              finding={finding}
              group={severity}
              paper={i < ON_PAPER[severity]}
            />
          ))}
        </Table>
      )}
      {listed.length > ON_PAPER[severity] && (
        <p class="print-only small">
          {count(listed.length - ON_PAPER[severity])} more are on the page, and in the JSON, NDJSON and CSV results.
        </p>
      )}
      <More shown={shown} total={listed.length} step={STEP} more={more} what="findings" />
    </article>
  );
}

function Fact({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return null;
  return (
    <p>
      <strong>{title}.</strong> {text}
    </p>
  );
}

function FindingRow({
  page,
  finding,
  group,
  paper,
}: {
  readonly page: Page;
  readonly finding: Finding;
  /** Severity of the whole group: that of the finding is told where it is another. */
  readonly group: Finding['severity'];
  /** Whether it is printed, too. */
  readonly paper: boolean;
}) {
  const { report, place, account } = page;
  const { subject, message, severity, status } = finding;
  const anchor = findingAnchors(report.data).get(finding)!;
  const audited = report.data.accounts;
  const who =
    finding.account === null || audited.length === 1 ? null : audited.find(({ sid }) => sid === finding.account);
  const words = statusWords(finding);
  const classes = [
    ...(status === 'open' ? [] : ['soft']),
    ...(place.anchor === anchor ? ['here'] : []),
    ...(paper ? [] : ['screen-only']),
  ].join(' ');
  return (
    <tr id={anchor} class={classes}>
      <th scope="row">
        <Subject page={page} finding={finding} row={subjectRows(report, account).get(subject)} />
        {who != null && <span class="why">of {report.shortName(who.name)}</span>}
      </th>
      <td>
        {status !== 'open' && (
          <p class="small">
            <strong>{words}</strong>
          </p>
        )}
        {severity !== group && (
          <>
            <SeverityBadge severity={severity} />{' '}
          </>
        )}
        {message.length > LONG ? <span class="clamped">{message}</span> : message}
        <Particulars finding={finding} anchor={anchor} />
      </td>
    </tr>
  );
}

/** The name of what it is about; it leads to the verdicts where it is an account that is listed. */
function Subject({
  page,
  finding,
  row,
}: {
  readonly page: Page;
  readonly finding: Finding;
  readonly row: number | undefined;
}) {
  const link = useLink();
  const { report } = page;
  const name = report.shortDn(report.shortName(finding.subjectName));
  if (row === undefined) {
    return (
      <span class="clamped" title={name}>
        <Dn dn={name} />
      </span>
    );
  }
  return (
    <a class="clamped" href={link('findings', { row: report.id(row) })} title="Its verdicts, and why">
      <Dn dn={name} />
    </a>
  );
}

function Particulars({ finding, anchor }: { readonly finding: Finding; readonly anchor: string }) {
  return (
    <details class="particulars" data-print="folded">
      <summary>Evidence</summary>
      <dl>
        {finding.message.length > LONG && (
          <>
            <dt>message</dt>
            <dd>{finding.message}</dd>
          </>
        )}
        <dt>subject</dt>
        <dd>
          <code>{finding.subject}</code>
        </dd>
        {Object.entries(finding.evidence).map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>
              <Particular value={particular(value)} />
            </dd>
          </>
        ))}
        <dt>fingerprint</dt>
        <dd>
          <code>{finding.fingerprint}</code> <a href={`#${anchor}`}>Link to this finding</a>
        </dd>
      </dl>
    </details>
  );
}

function Particular({ value }: { readonly value: string | readonly string[] }) {
  if (typeof value === 'string') return <code>{brief(value)}</code>;
  const more = value.length - MOST_ELEMENTS;
  return (
    <ul class="plain">
      {value.slice(0, MOST_ELEMENTS).map((each, i) => (
        <li key={`${i} ${each}`}>
          <code>{brief(each)}</code>
        </li>
      ))}
      {more > 0 && <li>{count(more)} more: the JSON result has them</li>}
    </ul>
  );
}
