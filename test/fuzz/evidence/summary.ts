/** What a run found, for people. */
import type { CampaignResult, Found, OfCause } from './campaign.js';

/** Causes of unknown verdicts that are listed. */
const LISTED = 25;

export function evidenceSummary(result: CampaignResult, seed: number, milliseconds: number): string {
  const { removals, refused, compared, stayed, lost, lostByReason, byCause, defects, found, refusals } = result;
  const share = ({ compared: all, lost: some }: OfCause) => (all === 0 ? 0 : some / all);
  const causes = [...byCause].filter(([, of]) => of.lost > 0).sort((a, b) => share(b[1]) - share(a[1]));
  return [
    `${removals} removals (seed ${seed}) in ${(milliseconds / 1000).toFixed(0)} s; ${refused} left nothing that an audit accepts`,
    `${compared} verdicts compared: ${stayed} stayed, ${lost} became unknown (${((100 * lost) / Math.max(1, compared)).toFixed(1)} %)`,
    ...[...lostByReason]
      .sort((a, b) => b[1] - a[1])
      .map(([reason, count]) => `  ${String(count).padStart(9)} ${reason}`),
    'unknown by cause, of removals with one step:',
    ...causes
      .slice(0, LISTED)
      .map(([cause, of]) => `  ${(100 * share(of)).toFixed(1).padStart(5)} % in ${of.removals} removals: ${cause}`),
    ...(refusals.size === 0 ? [] : ['refused:']),
    ...[...refusals]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 5)
      .map(([why, count]) => `  ${String(count).padStart(5)} ${why}`),
    `${found.length} defects`,
    ...[...defects].sort((a, b) => b[1] - a[1]).map(([cause, count]) => `  ${String(count).padStart(5)} ${cause}`),
    ...found.map((each) => `\n${tellFound(each)}`),
  ].join('\n');
}

/** One defect, with what shows it again. */
export function tellFound({ number, removal, text }: Found): string {
  return `${text}\n  number ${number}, shrunk: --removal '${JSON.stringify(removal).replaceAll("'", "'\\''")}'`;
}
