/** Two accounts under audit side by side. */
import { totalOf } from '../../../src/report/verdict-counts.js';
import type { VerdictCounts } from '../../../src/result/audit.js';
import type { Report } from './report.js';

export interface Share {
  readonly can: number;
  readonly of: number;
}

export interface ComparedAction {
  readonly action: string;
  readonly title: string;
  readonly own: Share;
  readonly other: Share;
}

export interface ComparedPopulation {
  readonly id: string;
  readonly title: string;
  readonly expected: boolean;
  readonly actions: readonly ComparedAction[];
}

/** Counts of two accounts under audit, by population and action; what is empty for both is left out. */
export function compareCounts(report: Report, own: number, other: number): readonly ComparedPopulation[] {
  const { actions, populations } = report;
  const [a, b] = [own, other].map((account) => report.summaryOf(account));
  return populations.flatMap(({ id, title, expected }) => {
    const compared = actions
      .map(({ id: action, title: name }) => ({
        action,
        title: name,
        own: shareOf(a?.populations[id]?.actions[action]),
        other: shareOf(b?.populations[id]?.actions[action]),
      }))
      .filter((of) => of.own.of > 0 || of.other.of > 0);
    return compared.length === 0 ? [] : [{ id, title, expected, actions: compared }];
  });
}

function shareOf(counts: VerdictCounts | undefined): Share {
  if (counts === undefined) return { can: 0, of: 0 };
  return { can: counts.can, of: totalOf(counts) };
}

export interface Apart {
  readonly action: string;
  readonly title: string;
  readonly both: number;
  readonly neither: number;
  /** The verdict of at least one of the two is not known. */
  readonly unknown: number;
  /** Rows of the account whose targets only it can act on, in the order of the page. */
  readonly onlyOwn: readonly number[];
  /** Rows of the other account. */
  readonly onlyOther: readonly number[];
}

/**
 * Who can be acted on by only one of two accounts under audit, action by action: accepted, effective and lasting by the one, known not
 * to be so by the other.
 * @returns null where not all rows are listed, so that nothing can be counted
 */
export function compareRows(report: Report, own: number, other: number): readonly Apart[] | null {
  if (report.unlisted > 0) return null;
  const { rows, targets } = report.data;
  const theirs = new Int32Array(targets.sid.length).fill(-1);
  for (let row = 0; row < report.rows; row++) if (rows.account[row] === other) theirs[rows.target[row]!] = row;
  return report.actions.map(({ id, title }, action) => {
    let both = 0;
    let neither = 0;
    let unknown = 0;
    const onlyOwn: number[] = [];
    const onlyOther: number[] = [];
    for (let row = 0; row < report.rows; row++) {
      if (rows.account[row] !== own) continue;
      const their = theirs[rows.target[row]!]!;
      const a = report.outcome(row, action)?.verdict;
      const b = their < 0 ? undefined : report.outcome(their, action)?.verdict;
      if (a === undefined && b === undefined) continue;
      if (a === undefined || b === undefined || a === 'unknown' || b === 'unknown') unknown++;
      else if (a === 'can' && b === 'can') both++;
      else if (a === 'can') onlyOwn.push(row);
      else if (b === 'can') onlyOther.push(their);
      else neither++;
    }
    return { action: id, title, both, neither, unknown, onlyOwn, onlyOther };
  });
}
