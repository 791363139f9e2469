/** What the page does not list one by one: how many, alike in what, and where all of it is. */
import { count, counted } from '../../../src/report/numbers.js';
import { stateWords } from '../../../src/report/state-words.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { usePage } from '../model/context.js';
import { Table } from '../parts/table.js';

/** Groups of alike rows that are shown. */
const MOST = 100;

export function Unlisted() {
  const { report, account } = usePage();
  const { rowCounts, groups, allIn, kinds, outcomes } = report.data;
  const left = (rowCounts[account] ?? 0) - report.listedOf(account);
  if (left <= 0) return null;
  const own = groups.filter((group) => group.account === account);
  const shown = own.slice(0, MOST);
  const more = left - shown.reduce((sum, { count: of }) => sum + of, 0);
  return (
    <div class="note">
      <p>
        <strong>
          {counted(left, 'target')} {left === 1 ? 'is' : 'are'} not listed one by one
        </strong>{' '}
        (of {count(rowCounts[account] ?? 0)}): those on which something is no plain "can" come first, and the page has
        no room for all.{' '}
        {allIn === null
          ? 'All of them are in the results for programs (--format csv, ndjson, json).'
          : `Every verdict is in ${allIn}, beside this page.`}
      </p>
      <details>
        <summary>What they are, alike ones counted together</summary>
        <Table
          caption="Targets that are not listed"
          heads={[
            { title: 'Targets', number: true },
            { title: 'Class and state' },
            ...report.actions.map(({ title }) => ({ title })),
            { title: 'For example' },
          ]}
        >
          {shown.map(({ kind, count: of, example }) => {
            const { state, outcomes: own } = kinds[kind]!;
            return (
              <tr key={kind}>
                <td class="n">{count(of)}</td>
                <th scope="row">{[state.className, ...stateWords(state)].join(', ')}</th>
                {report.actions.map(({ id }) => {
                  const outcome = own.map((number) => outcomes[number]!).find(({ action }) => action === id);
                  return (
                    <td key={id}>
                      {outcome === undefined
                        ? '-'
                        : `${VERDICT_TEXTS[outcome.verdict].label}: ${REASON_TEXTS[outcome.reason].label}`}
                    </td>
                  );
                })}
                <td>{report.shortName(example)}</td>
              </tr>
            );
          })}
        </Table>
        {more > 0 && <p>And {counted(more, 'target')} in still other situations.</p>}
      </details>
    </div>
  );
}
