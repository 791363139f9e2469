/** Where the page shows the newer of two states that were compared: what is different since the older one, and why. */
import { count, counted } from '../../../src/report/numbers.js';
import type { PageCause, PageSince, PageTurn } from '../../../src/result/page.js';
import { actionShort } from '../../../src/words/actions.js';
import { VERDICT_TEXTS } from '../../../src/words/reasons.js';
import { useLink, usePage } from '../model/context.js';
import { brief } from '../model/long.js';
import { Counts, FindingList } from '../parts/before-after.js';
import { Block } from '../parts/block.js';
import { Long } from '../parts/long.js';
import { Section } from '../parts/section.js';
import { More, useSteps } from '../parts/steps.js';
import { Table } from '../parts/table.js';

const CAUSES = 8;
const UNEXPLAINED = 10;

export function Since() {
  const { report, account } = usePage();
  const { since } = report.data;
  if (since === null) return null;
  const who = report.data.accounts[account]!;
  const { appeared, gone, same, statusChanged } = since.findings;
  return (
    <Section id="since" title="Since last time">
      <p>
        <strong>{since.headline}</strong>
      </p>
      <p class="soft">
        The older state: <Long text={since.older} />
      </p>
      <Counts was={since.before} account={who} />
      <Causes since={since} account={who.sid} />
      <Unexplained since={since} account={who.sid} />
      <FindingList title="New findings" change={appeared} there />
      <FindingList title="Findings that are gone" change={gone} />
      {statusChanged.total > 0 && <FindingList title="Suppressed since, or open again" change={statusChanged} there />}
      <p class="small soft">{counted(same, 'finding')} the same.</p>
      {since.details.map(({ title, blocks }) => (
        <details key={title}>
          <summary>{title}</summary>
          {blocks.map((block, i) => (
            <Block key={i} block={block} />
          ))}
        </details>
      ))}
    </Section>
  );
}

function Causes({ since, account }: { readonly since: PageSince; readonly account: string }) {
  const own = since.causes.filter(({ turns }) => turns.some((turn) => turn.account === account));
  const [shown, more] = useSteps(own.length, CAUSES);
  const total = since.verdicts[account] ?? 0;
  if (total === 0) return <p>No verdict of this account changed.</p>;
  return (
    <>
      <Table
        caption={`${counted(total, 'verdict')} changed, by what changed in the directory and made ${total === 1 ? 'it' : 'them'} so`}
        heads={[
          { title: 'Verdicts', number: true },
          { title: 'What changed in the directory' },
          { title: 'What became of them' },
          { title: 'For example' },
        ]}
      >
        {own.slice(0, shown).map((cause, i) => (
          <CauseRow key={i} cause={cause} account={account} />
        ))}
      </Table>
      <More shown={shown} total={own.length} step={CAUSES} more={more} what="causes" />
      {since.moreCauses > 0 && <p>{counted(since.moreCauses, 'more cause')}: the JSON result has all.</p>}
      <p class="small soft">
        A cause that is proven was tried: its changes alone, made to the older state in memory, give the new verdict,
        and no part of them does. Where a verdict has several causes each is enough, so that the numbers may add up to
        more.
      </p>
    </>
  );
}

function CauseRow({ cause, account }: { readonly cause: PageCause; readonly account: string }) {
  const { report } = usePage();
  const { text, because, verdicts, sole, targets, turns, examples } = cause;
  const own = turns.filter((turn) => turn.account === account);
  const all = own.reduce((sum, turn) => sum + turn.verdicts, 0);
  return (
    <tr>
      <td class="n">{count(all)}</td>
      <th scope="row" class="text">
        <Long text={text} />
        {because !== null && <span class="caution">Not proven{because === '' ? '' : `: ${brief(because)}`}</span>}
        {because === null && <span class="why">proven</span>}
      </th>
      <td class="text">
        {turnsOf(own).map(({ words, verdicts: of, actions }) => (
          <span key={words} class="line">
            {words} {count(of)}
            <span class="why">
              {actions.map(({ action, verdicts: each }) => `${actionShort(action)} ${count(each)}`).join(', ')}
            </span>
          </span>
        ))}
        {sole < verdicts && (
          <span class="why">{count(verdicts - sole)} of all it explains have another cause as well</span>
        )}
      </td>
      <td class="text">
        {examples.map((name) => brief(report.shortName(name), 60)).join(', ')}
        {targets > examples.length && ` and ${count(targets - examples.length)} more`}
      </td>
    </tr>
  );
}

interface Turned {
  readonly words: string;
  readonly verdicts: number;
  readonly actions: readonly PageTurn[];
}

/** Verdicts by what became of them, over all actions; the most first. */
function turnsOf(turns: readonly PageTurn[]): readonly Turned[] {
  const alike = new Map<string, PageTurn[]>();
  for (const turn of turns) {
    const words = turnWords(turn);
    alike.set(words, [...(alike.get(words) ?? []), turn]);
  }
  return [...alike]
    .map(([words, actions]) => ({ words, actions, verdicts: actions.reduce((sum, { verdicts }) => sum + verdicts, 0) }))
    .sort((a, b) => b.verdicts - a.verdicts);
}

function turnWords({ before, after }: Pick<PageTurn, 'before' | 'after'>): string {
  const label = (code: PageTurn['before']) => (code === null ? 'not there' : VERDICT_TEXTS[code].label);
  return `${label(before)} → ${label(after)}`;
}

/** What nothing explains stands out: somebody has to look. */
function Unexplained({ since, account }: { readonly since: PageSince; readonly account: string }) {
  const { report } = usePage();
  const own = since.unexplainedShown.filter((each) => each.account === account);
  const [shown, more] = useSteps(own.length, UNEXPLAINED);
  if (since.unexplained === 0) return null;
  return (
    <div class="note bad">
      <p>
        <strong>
          Nothing that is different between the directories explains {counted(since.unexplained, 'changed verdict')}.
        </strong>
      </p>
      <ul>
        {own.slice(0, shown).map(({ target, action, before, after }, i) => (
          <li key={i}>
            {brief(report.shortName(target), 60)}, {actionShort(action)}: {turnWords({ before, after })}
          </li>
        ))}
      </ul>
      <More shown={shown} total={own.length} step={UNEXPLAINED} more={more} what="verdicts" />
    </div>
  );
}

/** One line where the page's answer is: what became of it since. */
export function SinceNote() {
  const { report } = usePage();
  const link = useLink();
  const { since } = report.data;
  if (since === null) return null;
  return (
    <p class="note">
      <strong>Since last time.</strong> {since.headline} <a href={link('since')}>What changed, and why</a>
    </p>
  );
}
