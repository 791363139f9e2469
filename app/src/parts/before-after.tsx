/** What was and what is, side by side: of changes that were simulated, and of two states that were compared. */
import { count, counted } from '../../../src/report/numbers.js';
import type { AuditedAccount } from '../../../src/result/audit.js';
import { SEVERITIES, VERDICT_CODES } from '../../../src/result/codes.js';
import type { PageSimulation } from '../../../src/result/page.js';
import type { FindingChange } from '../../../src/result/simulate-digest.js';
import { VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { useLink, usePage } from '../model/context.js';
import { findingAnchor } from '../model/findings.js';
import { brief } from '../model/long.js';
import { SeverityBadge } from './pictures.js';
import { More, useSteps } from './steps.js';
import { Table } from './table.js';

const FINDINGS = 10;

/** How many targets there were, and are, of each verdict. */
export function Counts({
  was,
  account: { sid },
}: {
  readonly was: PageSimulation['before'];
  readonly account: AuditedAccount;
}) {
  const { report } = usePage();
  const rows = report.actions.map(({ id, title }) => {
    const of = (list: PageSimulation['before']) =>
      list.find(({ account, action }) => account === sid && action === id)?.verdicts;
    return { id, title, before: of(was), after: of(report.data.summary.actions) };
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

export function FindingList({
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
