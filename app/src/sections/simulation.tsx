/** Where the page shows the state after changes that were simulated: what they are, and what differs from the state before. */
import { count, counted } from '../../../src/report/numbers.js';
import type { PageSimulation } from '../../../src/result/page.js';
import type { ChangeGroup } from '../../../src/result/simulate-digest.js';
import { answerText, turnOf, turnSign } from '../../../src/words/turns.js';
import { usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { Counts, FindingList } from '../parts/before-after.js';
import { Long } from '../parts/long.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';

const CHANGES = 10;
const GROUPS = 8;

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
      <Counts was={simulation.before} account={who} />
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
