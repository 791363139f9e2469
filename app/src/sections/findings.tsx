/** What is risky, by rule: why it matters, what to do, where, what became of it. */
import { count, counted } from '../../../src/report/numbers.js';
import {
  baselineWords,
  countWords,
  expiredWords,
  MAY_BE_MORE,
  nothingFoundWords,
  suppressionsWords,
  unusedWords,
} from '../../../src/report/status-words.js';
import type { Severity } from '../../../src/result/audit.js';
import { SEVERITIES } from '../../../src/result/codes.js';
import { FRAMEWORKS } from '../../../src/result/frameworks.js';
import type { PageData } from '../../../src/result/page.js';
import { type Page, useLink, usePage } from '../model/context.js';
import { findingsOfOthers, openNotListed, type RuleFindings, ruleFindings, severityCounts } from '../model/findings.js';
import { useOwnQuery } from '../model/own-query.js';
import { Section } from '../parts/section.js';
import { RuleArticle } from './finding-rule.js';
import './findings.css';

const isHere = (anchor: string) => anchor === 'findings' || anchor.startsWith('finding-') || anchor.startsWith('rule-');

export function Findings() {
  const page = usePage();
  const { report, account, place } = page;
  const query = useOwnQuery(isHere);
  const { data } = report;
  const severity = SEVERITIES.find((known) => known === query['severity']) ?? null;
  const all = query['of'] === 'all';
  const groups = ruleFindings(data, { account: data.accounts[account]!.sid, all, severity, anchor: place.anchor });
  return (
    <Section id="findings" title="Findings">
      <Cards page={page} severity={severity} all={all} />
      <Scope page={page} severity={severity} all={all} />
      {severity !== null && <p class="print-only">Only those of severity {severity} are printed.</p>}
      <Known data={data} />
      {groups.length === 0 && <Nothing page={page} severity={severity} all={all} />}
      {groups.map((group, at) => (
        <>
          <ControlHead data={data} groups={groups} at={at} />
          <RuleArticle key={group.group.rule} page={page} rule={group} level={data.framework === null ? 3 : 4} />
        </>
      ))}
      <Unlisted page={page} severity={severity} all={all} />
    </Section>
  );
}

interface Chosen {
  readonly severity: Severity | null;
  readonly all: boolean;
}

/** How many there are of each severity; each leads to those. */
function Cards({ page: { report, account }, severity, all }: Chosen & { readonly page: Page }) {
  const link = useLink();
  const { counts, exact } = severityCounts(report.data, report.data.accounts[account]!.sid, all);
  const of = all ? { of: 'all' } : undefined;
  return (
    <ul class="cards" aria-label="Open findings by severity">
      {SEVERITIES.map((name) => (
        <li key={name} class={counts[name] === 0 ? 'none' : name}>
          {counts[name] === 0 && exact ? (
            <span>
              <b>0</b> {name}
            </span>
          ) : (
            <a
              href={link('findings', severity === name ? of : { severity: name, ...of })}
              aria-current={severity === name ? 'true' : undefined}
            >
              <b>
                {count(counts[name])}
                {exact ? '' : '+'}
              </b>{' '}
              {name}
              {severity === name && <span class="why">shown alone: show all</span>}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Whose findings these are. */
function Scope({ page: { report, account }, severity, all }: Chosen & { readonly page: Page }) {
  const link = useLink();
  const { accounts, header, framework } = report.data;
  const { name, sid } = accounts[account]!;
  const own = report.shortName(name);
  const kept = severity === null ? {} : { severity };
  const others = findingsOfOthers(report.data, sid, severity);
  return (
    <p>
      By the rules for <code>{header.profile}</code>
      {accounts.length === 1 ? '.' : all ? ', of all accounts under audit. ' : `, of ${own} and the directory itself. `}
      {accounts.length > 1 && all && (
        <>
          <a href={link('findings', kept)}>Leave out those of other accounts</a>.
        </>
      )}
      {framework !== null && ` A rule with several controls of ${FRAMEWORKS[framework].title} stands under the first.`}
      {others > 0 && !all && (
        <>
          {counted(others, 'other')} {others === 1 ? 'is' : 'are'} of other accounts under audit:{' '}
          <a href={link('findings', { ...kept, of: 'all' })}>show all</a>.
        </>
      )}
    </p>
  );
}

/** Where none is listed: what was looked for, and where, so that nobody takes it for more. */
function Nothing({ page: { report, account }, severity, all }: Chosen & { readonly page: Page }) {
  const { accounts, header, evidence } = report.data;
  const where =
    all || accounts.length === 1 ? '' : ` on ${report.shortName(accounts[account]!.name)} or the directory itself`;
  if (severity === null || header.rules.length === 0) return <p>{nothingFoundWords(header, evidence, where)}</p>;
  return (
    <p>
      No finding{where} that is listed here is {severity}.{!evidence.complete && ` ${MAY_BE_MORE}`}
    </p>
  );
}

/** Entries shown of each kind. */
const MOST_ENTRIES = 200;

/** What does not count, and what suppressions and the baseline were good for; nothing where neither was given. */
function Known({ data: { summary, accounts } }: { readonly data: PageData }) {
  const heads = [suppressionsWords(summary), baselineWords(summary)].filter((words) => words !== null);
  if (heads.length === 0) return null;
  const { expired = [], unused = [] } = summary.suppressions ?? {};
  const entries = [...expired.map(expiredWords), ...unused.map(unusedWords)];
  const more = entries.length - MOST_ENTRIES;
  return (
    <div class={`note${expired.length > 0 ? ' bad' : ''}`}>
      <p>
        <strong>Known findings.</strong> {heads.join(' ')} Findings
        {accounts.length > 1 ? ' of all accounts under audit' : ''}: {countWords(summary)}.
      </p>
      {entries.length > 0 && (
        <ul>
          {entries.slice(0, MOST_ENTRIES).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {more > 0 && <p>{count(more)} more are in the JSON and NDJSON results.</p>}
    </div>
  );
}

/** The control of a catalogue before the first rule under it. */
function ControlHead({
  data: { framework },
  groups,
  at,
}: {
  readonly data: PageData;
  readonly groups: readonly RuleFindings[];
  readonly at: number;
}) {
  const controlOf = (number: number) => groups[number]?.group.controls[0] ?? null;
  if (framework === null || (at > 0 && controlOf(at) === controlOf(at - 1))) return null;
  const { title, version } = FRAMEWORKS[framework];
  const control = controlOf(at);
  return <h3>{control === null ? `No control of ${title} ${version}` : `${title} ${version}: ${control}`}</h3>;
}

/** Findings that are counted and that the page has no room for: never in silence. */
function Unlisted({ page: { report, account }, severity, all }: Chosen & { readonly page: Page }) {
  const { findingsIn } = report.data;
  const left = openNotListed(report.data, { account: report.data.accounts[account]!.sid, all, severity, anchor: '' });
  if (left === 0) return null;
  return (
    <p class="note">
      {left === null
        ? 'There are more findings of some rules than the page lists; whose they are is not counted here.'
        : `${counted(left, 'open finding')} more ${left === 1 ? 'is' : 'are'} not listed on the page.`}{' '}
      {findingsIn ?? 'The JSON, NDJSON and CSV results'} {findingsIn === null ? 'have' : 'has'} them all.
    </p>
  );
}
