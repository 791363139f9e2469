/** What a campaign came to, for people. */
import type { Tally } from './campaign.js';
import { DAMAGES } from './mutate.js';

const count = (n: number): string => n.toLocaleString('en');

/** @param peak and @param bound bytes above the start */
export function tallyLine(tally: Tally, peak: number, bound: number): string {
  const { target, variants, distinct, damages, outcomes, slowestMs } = tally;
  const evidence = outcomes['with-gaps'] + outcomes['without-gaps'];
  const accepted = evidence + outcomes.accepted;
  const gaps =
    evidence === 0
      ? ''
      : ` (${count(outcomes['with-gaps'])} say more gaps than undamaged, ${count(outcomes['without-gaps'])} do not)`;
  const kinds = DAMAGES.map((kind) => `${kind} ${count(damages[kind].refused)}/${count(damages[kind].variants)}`);
  return [
    `${target}: ${count(variants)} variants (${count(distinct)} distinct), ${count(outcomes.refused)} refused, ${count(accepted)} accepted${gaps}`,
    `  refused by damage: ${kinds.join(', ')}`,
    `  slowest ${Math.round(slowestMs)} ms; memory ${Math.round(peak / 2 ** 20)} MiB above the start (bound ${Math.round(bound / 2 ** 20)})`,
  ].join('\n');
}
