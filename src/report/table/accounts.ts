/** One account under audit: what it can do in numbers, why not, and where. */

import type { ActionSummary, AuditedAccount, VerdictCounts } from '../../result/audit.js';
import { REASON_CODES, VERDICT_CODES } from '../../result/codes.js';
import { kindWords } from '../../words/account-kind.js';
import { REASON_TEXTS } from '../../words/reasons.js';
import { containerRows, type Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { barCells, count, counted, percent } from '../numbers.js';
import { relativeDn } from '../relative-names.js';
import { totalOf } from '../verdict-counts.js';
import { delegationLines } from './delegations.js';
import { type Cell, grid, paragraph, portions } from './grid.js';
import { indent } from './lines.js';
import { type Paint, VERDICT_SIGNS } from './paint.js';
import { populationLines } from './populations.js';

const MOST_CONTAINERS = 15;
const ACTION_WIDTH = 21;
/** Where the terminal is narrow, the action's name is wrapped. */
const NARROW = 72;
const NARROW_ACTION = 10;
const NUMBER_WIDTH = 8;
const SHARE_WIDTH = 8;
const ACTION_COLUMN = 9;
const REASON_WIDTH = 30;
const CONTAINER_WIDTH = 22;

export function accountLines(digest: Digest, account: AuditedAccount, width: number, paint: Paint): string[] {
  const { summary, header } = digest;
  const actions = summary.actions.filter((entry) => entry.account === account.sid);
  const who = terminal(`${account.name}  (${kindWords(account.kind)}, ${account.sid})`);
  const lines = paragraph(who, width).map((line) => paint(line, 'bold'));
  if (account.dn !== null) lines.push(...paragraph(terminal(account.dn), width, 2));
  lines.push(
    ...paragraph(
      `${counted(summary.targets, 'target')}, ${counted(account.token.length, 'SID')} in its token`,
      width,
      2,
    ),
    '',
    ...countTable(actions, width, paint),
  );
  const reasons = reasonTable(actions, width, paint);
  if (reasons.length > 0) lines.push('', '  Why not', ...reasons);
  const ids = header.actions.map(({ id }) => id);
  lines.push('', ...populationLines(digest, account, width, paint));
  lines.push(...delegationLines(digest, account, width, paint));
  lines.push('', ...coverage(digest, account, ids, width, paint));
  return lines;
}

function countTable(actions: readonly ActionSummary[], width: number, paint: Paint): string[] {
  const bar = Math.max(10, width - 2 - ACTION_WIDTH - 2 - VERDICT_CODES.length * (NUMBER_WIDTH + 2) - SHARE_WIDTH - 2);
  const wide = bar > 10;
  const others = [width < NARROW ? NARROW_ACTION : ACTION_WIDTH, SHARE_WIDTH, ...(wide ? [Math.min(bar, 40)] : [])];
  return portions(VERDICT_CODES, width - 2, others, NUMBER_WIDTH).flatMap((codes) => {
    const rows = actions.map(({ action, verdicts }): Cell[] => [
      { text: terminal(action) },
      ...(wide ? [{ text: barOf(verdicts, Math.min(bar, 40)) }] : []),
      { text: percent(verdicts.can, totalOf(verdicts)) },
      ...codes.map(
        (code): Cell => ({
          text: count(verdicts[code]),
          style: verdicts[code] === 0 ? 'dim' : VERDICT_SIGNS[code].style,
        }),
      ),
    ]);
    const head = [
      { head: 'action' },
      ...(wide ? [{ head: '', width: Math.min(bar, 40) }] : []),
      { head: 'reach', width: SHARE_WIDTH, align: 'right' as const },
      ...codes.map((code) => ({ head: VERDICT_SIGNS[code].word, width: NUMBER_WIDTH, align: 'right' as const })),
    ];
    return indent(grid(head, rows, width - 2, paint));
  });
}

function barOf(verdicts: VerdictCounts, cells: number): string {
  const parts = barCells(
    VERDICT_CODES.map((code) => verdicts[code]),
    cells,
  );
  return VERDICT_CODES.map((code, i) => VERDICT_SIGNS[code].block.repeat(parts[i]!)).join('');
}

/** Reasons other than a plain "can", with how many targets each action has of them. */
function reasonTable(actions: readonly ActionSummary[], width: number, paint: Paint): string[] {
  const codes = REASON_CODES.filter(
    (code) => REASON_TEXTS[code].verdict !== 'can' && actions.some(({ reasons }) => (reasons[code] ?? 0) > 0),
  );
  if (codes.length === 0) return [];
  return portions(actions, width - 2, [REASON_WIDTH], ACTION_COLUMN).flatMap((part) =>
    indent(
      grid(
        [
          { head: 'reason' },
          ...part.map(({ action }) => ({ head: terminal(action), width: ACTION_COLUMN, align: 'right' as const })),
        ],
        codes.map((code): Cell[] => [
          { text: REASON_TEXTS[code].label, style: VERDICT_SIGNS[REASON_TEXTS[code].verdict].style },
          ...part.map(({ reasons }) => ({ text: count(reasons[code] ?? 0) })),
        ]),
        width - 2,
        paint,
      ),
    ),
  );
}

function coverage(
  digest: Digest,
  account: AuditedAccount,
  actions: readonly string[],
  width: number,
  paint: Paint,
): string[] {
  const rows = containerRows(digest.summary, account.sid, actions);
  if (rows.length === 0) return [];
  const shown = rows.slice(0, MOST_CONTAINERS);
  const columns = actions.map((action, i) => ({ action, i }));
  const lines = paragraph(
    'Coverage by container: targets directly in it, and how many of them each action can act on',
    width,
    2,
  );
  for (const part of portions(columns, width - 2, [CONTAINER_WIDTH, NUMBER_WIDTH], ACTION_COLUMN)) {
    const head = [
      { head: 'container' },
      { head: 'targets', width: NUMBER_WIDTH, align: 'right' as const },
      ...part.map(({ action }) => ({ head: terminal(action), width: ACTION_COLUMN, align: 'right' as const })),
    ];
    const cells = shown.map(({ container, targets, counts }): Cell[] => [
      { text: terminal(relativeDn(container, digest.evidence)) },
      { text: count(targets) },
      ...part.map(({ i }) => reachCell(counts[i] ?? null)),
    ]);
    lines.push(...indent(grid(head, cells, width - 2, paint)));
  }
  if (rows.length > shown.length) {
    const more = counted(rows.length - shown.length, 'more container');
    lines.push(...paragraph(`... and ${more} with fewer targets: --format json has all of them.`, width, 2));
  }
  return lines;
}

function reachCell(counts: VerdictCounts | null): Cell {
  if (counts === null) return { text: '-', style: 'dim' };
  const style = counts.can === totalOf(counts) ? 'green' : counts.can === 0 ? 'dim' : 'yellow';
  return { text: count(counts.can), style };
}
