/** How far an account under audit reaches, population by population, and which changes would let it reach more. */
import type { AuditedAccount, VerdictCounts } from '../../result/audit.js';
import { capital, listed } from '../../words/lists.js';
import { mendWords } from '../../words/mends.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { relativeDn } from '../relative-names.js';
import { totalOf } from '../verdict-counts.js';
import { type Cell, grid, paragraph, portions } from './grid.js';
import { indent } from './lines.js';
import type { Paint } from './paint.js';

const MOST_HOLES = 8;
const NAME_WIDTH = 28;
const NUMBER_WIDTH = 8;
const ACTION_COLUMN = 9;
const GAIN_WIDTH = 9;

export function populationLines(digest: Digest, account: AuditedAccount, width: number, paint: Paint): string[] {
  const of = digest.summary.accounts.find(({ sid }) => sid === account.sid);
  if (of === undefined) return [];
  const shown = digest.header.populations.filter(({ id }) => (of.populations[id]?.targets ?? 0) > 0);
  const where = of.scope.length === 0 ? '' : ` in ${listed(of.scope.map((dn) => relativeDn(dn, digest.evidence)))}`;
  const lines = paragraph(
    terminal(`By population${where}: on how many each action can act and it lasts (* meant to be reached)`),
    width,
    2,
  );
  const actions = digest.header.actions.map(({ id }) => id);
  for (const part of portions(actions, width - 2, [NAME_WIDTH, NUMBER_WIDTH], ACTION_COLUMN)) {
    const head = [
      { head: 'population' },
      { head: 'accounts', width: NUMBER_WIDTH, align: 'right' as const },
      ...part.map((action) => ({ head: terminal(action), width: ACTION_COLUMN, align: 'right' as const })),
    ];
    const rows = shown.map(({ id, title, expected, tierZero }): Cell[] => {
      const { targets, actions: verdicts } = of.populations[id]!;
      return [
        { text: terminal(`${capital(title)}${expected ? ' *' : ''}`) },
        { text: count(targets) },
        ...part.map((action) => reach(verdicts[action], expected, tierZero)),
      ];
    });
    lines.push(...indent(grid(head, rows, width - 2, paint)));
  }
  if (of.outside > 0) lines.push(...paragraph(`${counted(of.outside, 'target')} outside of that scope`, width, 2));
  return [...lines, ...holeLines(digest, account, width, paint)];
}

function reach(verdicts: VerdictCounts | undefined, expected: boolean, tierZero: boolean): Cell {
  const [can, targets] = verdicts === undefined ? [0, 0] : [verdicts.can, totalOf(verdicts)];
  // The action is about other objects.
  if (targets === 0) return { text: '-', style: 'dim' };
  const text = can === 0 ? '0' : `${count(can)} ${Math.floor((can * 100) / targets)}%`;
  if (tierZero) return { text, style: can === 0 ? 'plain' : 'red' };
  if (!expected) return { text };
  return { text, style: can === targets ? 'green' : can === 0 ? 'red' : 'yellow' };
}

/** The changes that gain the most. */
function holeLines(digest: Digest, account: AuditedAccount, width: number, paint: Paint): string[] {
  const holes = digest.summary.accounts.find(({ sid }) => sid === account.sid)?.holes ?? [];
  if (holes.length === 0) return [];
  const head = [
    { head: 'accounts', width: GAIN_WIDTH, align: 'right' as const },
    { head: 'would be gained by this change (look at what else it does first)' },
  ];
  const rows = holes.slice(0, MOST_HOLES).map(({ mend, accounts, aboveTierZero }): Cell[] => {
    const words = capital(mendWords(mend, (dn) => relativeDn(dn, digest.evidence)));
    const warning = aboveTierZero ? ' (Tier-0 accounts lie below it, too)' : '';
    return [{ text: count(accounts) }, { text: terminal(`${words}${warning}`) }];
  });
  const lines = ['', ...indent(grid(head, rows, width - 2, paint))];
  if (holes.length > rows.length) {
    const more = counted(holes.length - rows.length, 'more change');
    lines.push(...paragraph(`... and ${more} with fewer accounts: --format json lists them.`, width, 2));
  }
  return lines;
}
