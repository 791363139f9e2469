/** Two accounts under audit side by side: what each reaches, and whom only one of them does. */

import { useMemo } from 'preact/hooks';
import { modeWords } from '../../../src/report/manual-words.js';
import { count, counted, percent } from '../../../src/report/numbers.js';
import { capital } from '../../../src/words/lists.js';
import { ACTS_AS_LOCAL_SYSTEM_TEXTS } from '../../../src/words/mode.js';
import { REASON_TEXTS } from '../../../src/words/reasons.js';
import { type Apart, type ComparedPopulation, compareCounts, compareRows, type Share } from '../model/comparison.js';
import { usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { useOwnQuery } from '../model/own-query.js';
import { formatPlace } from '../model/place.js';
import { Section } from '../parts/section.js';
import { Table } from '../parts/table.js';
import './tables.css';

/** Names of each that only one account reaches. */
const NAMED = 20;

/** Which account the one that is looked at is compared with: the one named in the address, or the first other one. */
function useOther(): number {
  const { report, account } = usePage();
  const query = useOwnQuery((anchor) => anchor === 'compare');
  const asked = report.data.accounts.findIndex(({ sid }) => sid === query['with']);
  if (asked >= 0 && asked !== account) return asked;
  return account === 0 ? 1 : 0;
}

export function Compare() {
  const page = usePage();
  const { report, account, place } = page;
  const other = useOther();
  const { accounts } = report.data;
  const nameOf = (number: number) => {
    const { kind, name } = accounts[number]!;
    return kind === 'local-system' ? 'LocalSystem' : brief(report.shortName(name));
  };
  const [own, theirs] = [nameOf(account), nameOf(other)];
  const apart = useMemo(() => compareRows(report, account, other), [report, account, other]);
  return (
    <Section id="compare" title="Accounts compared">
      {accounts.length > 2 && (
        <p class="filter">
          <label>
            Compare {own} with{' '}
            <select
              value={accounts[other]!.sid}
              onChange={(event) =>
                page.go({ anchor: 'compare', query: { ...place.query, with: event.currentTarget.value } }, true)
              }
            >
              {accounts.map(
                ({ sid, name }, number) =>
                  number !== account && (
                    <option key={sid} value={sid}>
                      {name}
                    </option>
                  ),
              )}
            </select>
          </label>
        </p>
      )}
      {accounts.length > 2 && (
        <p class="print-only">
          Of {count(accounts.length)} accounts under audit these two are compared on paper: {own} and {theirs}. The page
          compares any two.
        </p>
      )}
      {[account, other].some((number) => accounts[number]!.kind === 'local-system') && <AsLocalSystem />}
      {apart === null ? (
        <p class="note">
          This page does not list every account one by one, so it cannot tell whom only one of the two reaches. The
          counts are of all accounts.
        </p>
      ) : (
        <OnlyOne apart={apart} own={own} theirs={theirs} other={other} />
      )}
      <Counts populations={compareCounts(report, account, other)} own={own} theirs={theirs} />
    </Section>
  );
}

function AsLocalSystem() {
  const { manual, profile } = usePage().report.data.header;
  const { mode } = manual;
  return (
    <p class="note">
      {modeWords(mode, profile)} <strong>{ACTS_AS_LOCAL_SYSTEM_TEXTS[mode.actsAsLocalSystem]}</strong>
    </p>
  );
}

interface Pair {
  readonly own: string;
  readonly theirs: string;
}

function OnlyOne({ apart, own, theirs, other }: Pair & { readonly apart: readonly Apart[]; readonly other: number }) {
  const { account } = usePage();
  return (
    <>
      <h3>Only one of the two</h3>
      <Table
        caption={`Accounts on which each action is accepted, takes effect and lasts by ${own}, by ${theirs}, or by both`}
        heads={[
          { title: 'Action' },
          { title: `Only ${own}` },
          { title: `Only ${theirs}` },
          { title: 'Both', number: true },
          { title: 'Neither', number: true },
          { title: 'Not known', number: true },
        ]}
      >
        {apart.map(({ action, title, both, neither, unknown, onlyOwn, onlyOther }) => (
          <tr key={action}>
            <th scope="row">{title}</th>
            <td class="few">
              <Only rows={onlyOwn} action={action} by={account} not={other} name={theirs} />
            </td>
            <td class="few">
              <Only rows={onlyOther} action={action} by={other} not={account} name={own} />
            </td>
            <td class="n">{count(both)}</td>
            <td class="n">{count(neither)}</td>
            <td class="n">{count(unknown)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** How many only one reaches, the first by name, and why the other does not. */
function Only({
  rows,
  action,
  by,
  not,
  name,
}: {
  readonly rows: readonly number[];
  readonly action: string;
  /** Position of the account that reaches them, and of the one that does not. */
  readonly by: number;
  readonly not: number;
  readonly name: string;
}) {
  const { report, place } = usePage();
  if (rows.length === 0) return <>0</>;
  const { accounts } = report.data;
  const at = report.actions.findIndex(({ id }) => id === action);
  const link = (query: Readonly<Record<string, string>>, anchor = place.anchor) =>
    formatPlace({ anchor, query: { ...query, account: accounts[not]!.sid, with: accounts[by]!.sid } });
  return (
    <>
      <strong>{counted(rows.length, 'account')}</strong>
      <details data-print="folded">
        <summary>Who, and why {name} does not</summary>
        <ul class="plain names">
          {rows.slice(0, NAMED).map((row) => {
            const theirs = report.rowOf(not, report.id(row));
            const outcome = theirs < 0 ? null : report.outcome(theirs, at);
            return (
              <li key={row}>
                <a href={link({ row: report.id(row), why: action }, 'compare')}>{brief(report.name(row))}</a>
                {outcome !== null && <span class="soft small"> {REASON_TEXTS[outcome.reason].label}</span>}
              </li>
            );
          })}
          {rows.length > NAMED && <li>and {count(rows.length - NAMED)} more</li>}
        </ul>
        <a href={link({ action, verdict: '!can,unknown' }, 'accounts')}>All that {name} does not reach</a>
      </details>
    </>
  );
}

function Counts({ populations, own, theirs }: Pair & { readonly populations: readonly ComparedPopulation[] }) {
  return (
    <>
      <h3>Counts</h3>
      <Table
        caption="By population and action: on how many accounts each can act, and it lasts"
        heads={[
          { title: 'Action' },
          { title: own, number: true },
          { title: theirs, number: true },
          { title: 'Difference', number: true },
        ]}
      >
        {populations.map(({ id, title, expected, actions }) => (
          <>
            <tr key={id}>
              <th colSpan={4} scope="rowgroup" class="group">
                {capital(title)}
                {expected && ' (meant to be reached)'}
              </th>
            </tr>
            {actions.map((of) => (
              <tr key={`${id} ${of.action}`}>
                <th scope="row">{of.title}</th>
                <td class="n">{shareWords(of.own)}</td>
                <td class="n">{shareWords(of.other)}</td>
                <td class="n">{difference(of.own.can - of.other.can)}</td>
              </tr>
            ))}
          </>
        ))}
      </Table>
    </>
  );
}

function shareWords({ can, of }: Share): string {
  return of === 0 ? '-' : `${count(can)} of ${count(of)} (${percent(can, of)})`;
}

/** With its sign; of nothing, none. */
function difference(value: number): string {
  return value === 0 ? '0' : value > 0 ? `+${count(value)}` : `−${count(-value)}`;
}
