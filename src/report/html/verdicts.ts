/** Verdicts: the situations targets are in, then every target of every account, where they are few enough to read. */

import { rdnText } from '../../names/dn.js';
import type { Outcome, ReasonCode, VerdictCode } from '../../result/audit.js';
import { VERDICT_CODES } from '../../result/codes.js';
import type { TargetOutcomes, TargetState } from '../../result/sink.js';
import { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } from '../../words/reasons.js';
import { compare, type Digest, stateWords } from '../digest.js';
import { count, counted } from '../numbers.js';
import { relativeDn, relativeName } from '../relative-names.js';
import { Entries } from './entries.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';
import { verdictBadge } from './pictures.js';

const MOST_SITUATIONS = 200;

/** The section in pieces, so that a long table is never in memory as a whole. */
export function* verdictsSection(digest: Digest): Generator<Markup> {
  yield h`<section id="verdicts"><h2>Verdicts</h2>`;
  const entries = new Entries();
  for (const [index, account] of digest.accounts.entries()) {
    yield h`<h3>${account.name}: situations</h3>${situationTable(digest, index)}`;
    if (digest.rows.length === digest.rowCount) yield* targetTable(digest, index, entries);
    else {
      yield h`<div class="note"><p><strong>${counted(digest.rowCounts[index] ?? 0, 'target')} of ${account.name} are counted above, not listed one by one.</strong>
A page of that length is of no use. Each verdict with its deciding entry is in ${whereAll(digest)}.</p></div>`;
    }
  }
  if (digest.rows.length === digest.rowCount) yield entries.table();
  yield h`</section>`;
}

/** Names the file with every verdict, and sees to it that there is one. */
function whereAll({ complete = null }: Digest): Markup {
  complete?.keep();
  return complete === null
    ? h`the results for machines: <code>--format ndjson</code>, <code>json</code> or <code>csv</code>`
    : h`<code>${complete.verdicts}</code>`;
}

function situationTable(digest: Digest, index: number): Markup {
  const all = digest.situations.filter(({ account }) => account === index);
  const shown = all.slice(0, MOST_SITUATIONS);
  const rows = shown.map(
    ({ count: times, state, results, example }) =>
      h`<tr><td class="n"><strong>${count(times)}</strong></td><td>${stateCell(state)}</td>${resultCells(digest, results)}<td class="dn">${relativeName(example.name, digest.evidence)}</td></tr>`,
  );
  const left = all.slice(MOST_SITUATIONS);
  const rare = left.reduce((sum, situation) => sum + situation.count, 0);
  const others =
    digest.otherSituations > 0 ? `, and ${count(digest.otherSituations)} rows of all accounts in still others` : '';
  const more =
    left.length > 0 || others !== ''
      ? h`<p>Not shown: ${counted(rare, 'target')} in ${counted(left.length, 'rarer situation')}${others}.</p>`
      : NOTHING;
  return h`<div class="scroll"><table><caption>Targets with the same class, state, verdicts and reasons, counted together</caption>
<thead><tr><th scope="col" class="n">Targets</th><th scope="col">Class and state</th>${actionHeads(digest)}<th scope="col">For example</th></tr></thead><tbody>${rows}</tbody></table></div>${more}`;
}

function* targetTable(digest: Digest, index: number, entries: Entries): Generator<Markup> {
  const account = digest.accounts[index]!;
  const rows = digest.rows.filter((row) => row.account === index);
  const id = `targets-${index}`;
  const options = VERDICT_CODES.map((code) => h`<option value="${code}">${VERDICT_TEXTS[code].label}</option>`);
  yield h`<h3>${account.name}: every target</h3>
<div class="filter" data-table="${id}"><label>Find <input type="search" placeholder="name, container, state, reason"></label>
<label>with a verdict <select><option value="">any</option>${options}</select></label> <output></output></div>
<div class="scroll"><table id="${id}"><caption>${counted(rows.length, 'target')}, by container. E1, E2, ...: the <a href="#entries">deciding entry</a>; position: where it stands in the DACL of the target, from 0</caption>
<thead><tr><th scope="col">Target</th><th scope="col">Class and state</th>${actionHeads(digest)}</tr></thead>`;
  const columns = digest.header.actions.length + 2;
  for (const [container, group] of byContainer(rows)) {
    yield h`<tbody><tr><th class="group" scope="rowgroup" colspan="${columns}">${dnMarkup(relativeDn(container, digest.evidence))}</th></tr>`;
    for (const row of group) yield targetRow(digest, row, entries);
    yield h`</tbody>\n`;
  }
  yield h`</table></div>`;
}

function byContainer(rows: readonly TargetOutcomes[]): readonly (readonly [string, readonly TargetOutcomes[]])[] {
  const groups = new Map<string, TargetOutcomes[]>();
  for (const row of rows) {
    const group = groups.get(row.target.container);
    if (group === undefined) groups.set(row.target.container, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) {
    group.sort(
      (a, b) =>
        compare(a.target.name.toLowerCase(), b.target.name.toLowerCase()) || compare(a.target.sid, b.target.sid),
    );
  }
  return [...groups].sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase()));
}

function targetRow(digest: Digest, { target, state, outcomes }: TargetOutcomes, entries: Entries): Markup {
  const verdicts = [...new Set(outcomes.map(({ verdict }) => verdict))].join(' ');
  const cells = resultCells(digest, outcomes, entries);
  return h`<tr data-v="${verdicts}"><th scope="row">${relativeName(target.name, digest.evidence)}<span class="why">${rdnText(target.dn)}<br><code class="sid">${target.sid}</code></span></th><td>${stateCell(state)}</td>${cells}</tr>\n`;
}

type Result = { readonly action: string; readonly verdict: VerdictCode; readonly reason: ReasonCode } | Outcome;

/** One cell an action; an action that is not about objects of the class has none to tell. */
function resultCells({ header }: Digest, results: readonly Result[], entries?: Entries): readonly Markup[] {
  return header.actions.map(({ id }) => {
    const result = results.find(({ action }) => action === id);
    return result === undefined ? h`<td class="zero">-</td>` : h`<td>${resultCell(result, entries)}</td>`;
  });
}

function resultCell(result: Result, entries?: Entries): Markup {
  const ace = 'ace' in result ? result.ace : null;
  const entry = ace === null || entries === undefined ? NOTHING : h` ${entries.refer(ace)}`;
  const documented =
    'documentedSet' in result && result.verdict === 'can' && result.documentedSet === false
      ? h`<span class="why">documented set not complete</span>`
      : NOTHING;
  const caveats =
    'caveats' in result
      ? result.caveats
          .filter((code) => code !== 'already-so') // the state of the account, shown beside, says it
          .map((code) => h`<span class="why">${CAVEAT_TEXTS[code].label}</span>`)
      : [];
  const position = entry === NOTHING || ace === null ? '' : ` (position ${ace.index})`;
  return h`${verdictBadge(result.verdict)}${entry}<span class="why">${REASON_TEXTS[result.reason].label}${position}</span>${documented}${caveats}`;
}

function stateCell(state: TargetState): Markup {
  const words = stateWords(state);
  return h`${state.className}${words.length === 0 ? NOTHING : h`<span class="why">${words.join(', ')}</span>`}`;
}

function actionHeads({ header }: Digest): readonly Markup[] {
  return header.actions.map(({ title }) => h`<th scope="col">${title}</th>`);
}
