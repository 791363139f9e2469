/** Explanations on the page: of each kind of row one, then of as many rows as there is room for; equal parts are written once. */
import type { EvidenceBlock } from '../../result/audit.js';
import type { PageExplanation, PageSection } from '../../result/page.js';
import type { Explain, TargetOutcomes } from '../../result/sink.js';
import { changeWords } from '../../words/change.js';
import { sectionsOf } from '../explain/sections.js';
import { Interned } from '../interned.js';
import { relativeDn } from '../relative-names.js';

/** Verdicts that are explained on the page. */
export const MOST_EXPLANATIONS = 2000;

export interface Explained {
  readonly sections: readonly PageSection[];
  readonly explanations: readonly PageExplanation[];
}

/**
 * @param rows all that are listed, in their order
 * @param kinds their kinds
 */
export function explained(
  rows: readonly TargetOutcomes[],
  kinds: readonly number[],
  explain: Explain,
  evidence: EvidenceBlock,
): Explained {
  const sections = new Interned<PageSection>();
  const explanations: PageExplanation[] = [];
  const options = { all: false, dn: (dn: string) => relativeDn(dn, evidence) };
  for (const row of chosen(rows, kinds)) {
    for (const { action } of rows[row]!.outcomes) {
      const explanation = explain(rows[row]!, action);
      explanations.push({
        row,
        action,
        sections: sectionsOf(explanation, options).map((section) => sections.of(section)),
        change: changeWords(explanation, options.dn),
        protectedBy: explanation.target.protectedBy.map(({ via }) => via),
      });
    }
  }
  return { sections: sections.values, explanations };
}

/** The rows that are explained, in order: the first of each kind, so that each row has one that is like it, then the others. */
function chosen(rows: readonly TargetOutcomes[], kinds: readonly number[]): readonly number[] {
  const first = new Map<string, number>();
  const others: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const key = `${rows[row]!.account} ${kinds[row]}`;
    if (first.has(key)) others.push(row);
    else first.set(key, row);
  }
  const taken: number[] = [];
  let room = MOST_EXPLANATIONS;
  for (const row of [...first.values(), ...others]) {
    room -= rows[row]!.outcomes.length;
    if (room < 0) break;
    taken.push(row);
  }
  return taken.sort((a, b) => a - b);
}
