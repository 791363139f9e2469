/** Where the page shows the state after changes that were simulated: what they are, and what differs from the state before. */
import { count, counted } from '../../../src/report/numbers.js';
import type { AuditedAccount } from '../../../src/result/audit.js';
import { SEVERITIES, VERDICT_CODES } from '../../../src/result/codes.js';
import type { PageSimulation } from '../../../src/result/page.js';
import type { ChangeGroup, FindingChange } from '../../../src/result/simulate-digest.js';
import { VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { answerText, turnOf, turnSign } from '../../../src/words/turns.js';
import { useLink, usePage } from '../model/context.js';
import { findingAnchor } from '../model/findings.js';
import { brief } from '../model/long.js';
import { Long } from '../parts/long.js';
import { SeverityBadge } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';

const CHANGES = 10;
const GROUPS = 8;
const FINDINGS = 10;

export function Simulation() {
  const { report, account } = usePage();
  const { simulation } = report.data;
  if (simulation === null) return null;
  const who = report.data.accounts[account]!;
  const groups = simulation.groups.filter((group) => group.account === who.sid);
  return (
    <Section id="simulation" title="Before and after">
      <p class="note bad" role="note">
        <strong>Simulated.</strong> Nothing was written to any directory. All that follows is the state after these
        changes, and no evidence of a directory as it is.
      </p>
      <Changes simulation={simulation} />
      <Counts simulation={simulation} account={who} />
      <Groups groups={groups} total={simulation.verdicts[who.sid] ?? 0} />
      <FindingList title="Findings that appear" change={simulation.findings.appeared} there />
      <FindingList title="Findings that go" change={simulation.findings.gone} />
    </Section>
  );
}

function Changes({ simulation: { changes, moreChanges } }: { readonly simulation: PageSimulation }) {
  const [shown, more] = useSteps(changes.length, CHANGES);
  return (
    <>
      <h3>{counted(changes.length + moreChanges, 'change')}</h3>
      <ol>
        {changes.slice(0, shown).map(({ text, where }, i) => (
          <li key={i}>
            <Long text={text} />
            {where !== null && <span class="why">{brief(where)}</span>}
          </li>
        ))}
      </ol>
      <More shown={shown} total={changes.length} step={CHANGES} more={more} what="changes" />
      {moreChanges > 0 && <p>{counted(moreChanges, 'more change')}: the JSON result has all.</p>}
    </>
  );
}

/** How many targets there were, and are, of each verdict. */
function Counts({
  simulation,
  account: { sid },
}: {
  readonly simulation: PageSimulation;
  readonly account: AuditedAccount;
}) {
  const { report } = usePage();
  const rows = report.actions.map(({ id, title }) => {
    const of = (list: PageSimulation['before']) =>
      list.find(({ account, action }) => account === sid && action === id)?.verdicts;
    return { id, title, before: of(simulation.before), after: of(report.data.summary.actions) };
  });
  const codes = VERDICT_CODES.filter((code) =>
    rows.some(({ before, after }) => (before?.[code] ?? 0) + (after?.[code] ?? 0) > 0),
  );
  return (
    <Table
      caption="Targets before and after, by action"
      heads={[{ title: 'Action' }, ...codes.map((code) => ({ title: VERDICT_TEXTS[code].label, number: true }))]}
    >
      {rows.map(({ id, title, before, after }) => (
        <tr key={id}>
          <th scope="row">{title}</th>
          {codes.map((code) => (
            <Change key={code} before={before?.[code] ?? 0} after={after?.[code] ?? 0} />
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Change({ before, after }: { readonly before: number; readonly after: number }) {
  if (before === after) return <td class={after === 0 ? 'n zero' : 'n'}>{count(after)}</td>;
  return (
    <td class="n">
      {count(before)} → <strong>{count(after)}</strong>
      <span class="why">
        {after > before ? '+' : '−'}
        {count(Math.abs(after - before))}
      </span>
    </td>
  );
}

function Groups({ groups, total }: { readonly groups: readonly ChangeGroup[]; readonly total: number }) {
  const { report } = usePage();
  const [shown, more] = useSteps(groups.length, GROUPS);
  if (total === 0) return <p>No verdict changes.</p>;
  return (
    <>
      <Table
        caption={`${counted(total, 'verdict')} ${total === 1 ? 'changes' : 'change'}, by what becomes of them`}
        heads={[
          { title: 'Verdicts', number: true },
          { title: 'Action' },
          { title: 'Before' },
          { title: 'After' },
          { title: 'For example' },
        ]}
      >
        {groups.slice(0, shown).map((group, i) => (
          <tr key={i}>
            <td class="n">
              {turnSign(turnOf(group))} {count(group.count)}
            </td>
            <th scope="row">{report.actions.find(({ id }) => id === group.action)?.title ?? group.action}</th>
            <td class="text">{answerText(group.before)}</td>
            <td class="text">{answerText(group.after)}</td>
            <td class="text">
              {group.examples.map((name) => brief(report.shortName(name), 60)).join(', ')}
              {group.count > group.examples.length && ', ...'}
            </td>
          </tr>
        ))}
      </Table>
      <p class="small soft">+ works afterwards and did not before, - the other way round, ~ anything else.</p>
      <More shown={shown} total={groups.length} step={GROUPS} more={more} what="kinds of changed verdicts" />
    </>
  );
}

function FindingList({
  title,
  change: { counts, total, shown: list },
  there = false,
}: {
  readonly title: string;
  readonly change: FindingChange;
  /** They are on the page. */
  readonly there?: boolean;
}) {
  const { report } = usePage();
  const link = useLink();
  const [shown, more] = useSteps(list.length, FINDINGS);
  const by = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${count(counts[severity])} ${severity}`,
  );
  return (
    <>
      <h3>
        {title}: {total === 0 ? 'none' : by.join(', ')}
      </h3>
      <ul class="plain">
        {list.slice(0, shown).map((finding) => {
          const said = `${finding.title}: ${brief(report.shortDn(report.shortName(finding.subjectName)))}`;
          return (
            <li key={finding.fingerprint}>
              <SeverityBadge severity={finding.severity} />{' '}
              {there ? <a href={link(findingAnchor(finding.fingerprint))}>{said}</a> : said}
            </li>
          );
        })}
      </ul>
      <More shown={shown} total={list.length} step={FINDINGS} more={more} what="findings" />
      {total > list.length && <p>{counted(total - list.length, 'more finding')}: the JSON result has all.</p>}
    </>
  );
}
