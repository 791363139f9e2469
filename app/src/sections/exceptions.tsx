/**
 * Who cannot be stopped, by reason and place, and what to do instead: the sheet that lies on the desk when something happens. It
 * prints on one page by itself.
 */
import { useMemo } from 'preact/hooks';
import { count, counted } from '../../../src/report/numbers.js';
import { REASON_TEXTS } from '../../../src/words/reasons.js';
import { useLink, usePage } from '../model/context.js';
import { exceptionsOf, type Exceptions as Group, idsOf, type Sheet as SheetOf } from '../model/exceptions.js';
import { brief } from '../model/long.js';
import type { Report } from '../model/report.js';
import { VerdictBadge } from '../parts/pictures.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';
import './exceptions.css';

/** What one page has room for. */
const MOST_REASONS = 10;
const MOST_PLACES = 3;
const MOST_NAMES = 5;
/** Characters of a name on a sheet that has to be one page. */
const LONGEST = 80;

const CALL = 'Call an administrator who may act on it';

/** What to do where an account cannot be acted on. How to mend it is another matter: the changes are under Fixes, with what they bring. */
function insteadOf({ verdict, reason, action }: Group): string {
  if (reason === 'trust-account')
    return 'Isolate the computer on the network. Disable no domain controller and no trust: what depends on it would stop.';
  switch (verdict) {
    case 'can':
      return '';
    case 'cannot':
      return action === 'disable' ? `${CALL}, or block it on the network or by conditional access.` : `${CALL}.`;
    case 'can-until-sdprop':
      return `${CALL}: this account still may, and the next AdminSDHolder run takes that away from it.`;
    case 'no-effect':
      return action === 'force-password-change'
        ? 'Disable the account, or set a new password by the procedure of its owner.'
        : `${CALL}.`;
    case 'unknown':
      return `Treat it as out of reach: ${CALL.charAt(0).toLowerCase()}${CALL.slice(1)}.`;
  }
}

export function Exceptions() {
  const { report, account, place, go } = usePage();
  const asked = report.actions.findIndex(({ id }) => id === place.query['action']);
  const action = asked < 0 ? 0 : asked;
  const sheets = useMemo(
    () => ({
      people: exceptionsOf(report, account, action, 'expected'),
      tierZero: exceptionsOf(report, account, action, 'tier-zero'),
    }),
    [report, account, action],
  );
  const { title } = report.actions[action]!;
  const answer = report.data.answers[account];
  const print = () => {
    document.documentElement.dataset['print'] = 'sheet';
    window.addEventListener('afterprint', () => delete document.documentElement.dataset['print'], { once: true });
    window.print();
  };
  return (
    <Section id="exceptions" title="Who cannot be stopped">
      <div class="filter">
        <label>
          Action{' '}
          <select
            value={report.actions[action]!.id}
            onChange={(event) =>
              go({ anchor: 'exceptions', query: { ...place.query, action: event.currentTarget.value } }, true)
            }
          >
            {report.actions.map(({ id, title: named }) => (
              <option key={id} value={id}>
                {named}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={print}>
          Print this sheet
        </button>
      </div>
      <p class="sheet-head">
        {report.data.accounts[account]!.name}: {title}. {answer?.dated ?? ''}
      </p>
      <Sheet
        report={report}
        sheet={sheets.people}
        caption="Those that it is meant to reach and that are not disabled, on which this is not certain to work"
        population={idsOf(report, 'expected')}
      />
      {sheets.tierZero.groups.length > 0 && (
        <Sheet
          report={report}
          sheet={sheets.tierZero}
          caption="Tier-0 accounts that are not disabled: keep another procedure ready"
          population={idsOf(report, 'tier-zero')}
        />
      )}
      <Others />
      {report.unlisted > 0 && (
        <p>
          Only of what this page lists one by one; {counted(report.unlisted, 'row')}{' '}
          {report.unlisted === 1 ? 'is' : 'are'} not
          {report.data.allIn !== null && ` (${report.data.allIn} has all of them)`}.
        </p>
      )}
    </Section>
  );
}

/** Who is on no sheet: neither meant to be reached nor of tier zero. */
function Others() {
  const { report, account } = usePage();
  const { allIn } = report.data;
  const byPopulation = report.summaryOf(account)?.populations ?? {};
  const left = report.populations
    .filter(({ id, expected, tierZero }) => !expected && !tierZero && (byPopulation[id]?.targets ?? 0) > 0)
    .map(({ id, title }) => `${title} (${count(byPopulation[id]!.targets)})`);
  return (
    <p class="small">
      {left.length > 0 && `Not on this sheet, since it is not meant to reach them: ${left.join(', ')}. `}
      Everybody by name: {allIn ?? 'the list of all accounts, or a file by --format csv'}.
    </p>
  );
}

function Sheet({
  report,
  sheet,
  caption,
  population,
}: {
  readonly report: Report;
  /** Ids of the populations that it is about. */
  readonly population: string;
  readonly sheet: SheetOf;
  readonly caption: string;
}) {
  const { groups } = sheet;
  if (groups.length === 0) return <p>{emptyWords(report, sheet, population)}</p>;
  const shown = groups.slice(0, MOST_REASONS);
  const rest = groups.slice(MOST_REASONS).reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <Table
        caption={caption}
        heads={[
          { title: 'Accounts', number: true },
          { title: 'Why' },
          { title: 'Who' },
          { title: 'What to do instead' },
        ]}
      >
        {shown.map((group) => (
          <Row key={`${group.reason} ${group.verdict}`} report={report} group={group} population={population} />
        ))}
      </Table>
      {rest > 0 && <p>And {counted(rest, 'account')} for rarer reasons: see all accounts.</p>}
    </>
  );
}

/** Nothing is called good where nobody was asked. */
function emptyWords(report: Report, { judged }: SheetOf, population: string): string {
  const listed = report.unlisted > 0 ? ' that this page lists' : '';
  const whom = `${listed} that it is meant to reach and that ${judged === 1 ? 'is' : 'are'} not disabled`;
  if (population === '') return 'Whom it is meant to reach, besides Tier-0 accounts, is not declared.';
  if (judged === 0) return `The action is about none of the accounts${whom}.`;
  return judged === 1
    ? `It can act on the only account${whom}.`
    : `It can act on all ${count(judged)} accounts${whom}.`;
}

function Row({
  report,
  group,
  population,
}: {
  readonly report: Report;
  readonly group: Group;
  /** Ids of the populations that are counted. */
  readonly population: string;
}) {
  const link = useLink();
  const { action, reason, verdict, count: of, places } = group;
  const more = places.slice(MOST_PLACES).reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <tr>
      <td class="n">
        <a href={link('accounts', { action, reason, verdict, population, state: 'not-disabled' })}>{count(of)}</a>
      </td>
      <th scope="row">
        <VerdictBadge code={verdict} /> {REASON_TEXTS[reason].label}
        <span class="why">{REASON_TEXTS[reason].text}</span>
      </th>
      <td>
        <ul class="plain">
          {places.slice(0, MOST_PLACES).map(({ container, rows }) => (
            <li key={container}>
              <span class="soft">{brief(report.shortDn(container), LONGEST)}:</span>{' '}
              {rows
                .slice(0, MOST_NAMES)
                .map((row) => brief(report.name(row), LONGEST))
                .join(', ')}
              {rows.length > MOST_NAMES && (
                <>
                  {' and '}
                  <a
                    href={link('accounts', {
                      action,
                      reason,
                      verdict,
                      population,
                      state: 'not-disabled',
                      ou: container,
                    })}
                  >
                    {count(rows.length - MOST_NAMES)} more
                  </a>
                </>
              )}
            </li>
          ))}
          {more > 0 && <li class="soft">{counted(more, 'account')} elsewhere</li>}
        </ul>
      </td>
      <td>{insteadOf(group)}</td>
    </tr>
  );
}
