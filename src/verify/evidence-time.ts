/** When the sources were read, and what lies between that and an event. */
import type { SourceInfo } from '../result/sources.js';

/** Clocks of a domain's machines differ by no more than that, milliseconds: Kerberos fails beyond it. */
const CLOCKS_DIFFER = 5 * 60_000;

export class EvidenceTime {
  /** @param from before it nothing was read; null: not known @param to after it nothing was */
  constructor(
    readonly from: number | null,
    readonly to: number | null,
  ) {}

  static of(sources: readonly SourceInfo[]): EvidenceTime {
    const from = sources.map(({ collection, collectedAt }) => parse(collection?.startedAt ?? collectedAt));
    const to = sources.map(({ collectedAt, modifiedAt }) => parse(collectedAt ?? modifiedAt));
    const known = (times: readonly (number | null)[]): times is readonly number[] =>
      times.length > 0 && times.every((time) => time !== null);
    return new EvidenceTime(known(from) ? Math.min(...from) : null, known(to) ? Math.max(...to) : null);
  }

  /**
   * Whether a change was made between an event and the reading of the sources, in one order or the other.
   * @returns `unknown` where a time is missing that would tell
   */
  between(event: number | null, change: number | null): 'yes' | 'no' | 'unknown' {
    if (event === null || change === null) return 'unknown';
    const { from, to } = this;
    // Each side may be off by as much as clocks differ.
    if (from !== null && change < Math.min(event, from) - CLOCKS_DIFFER) return 'no';
    if (to !== null && change > Math.max(event, to) + CLOCKS_DIFFER) return 'no';
    return from === null || to === null ? 'unknown' : 'yes';
  }
}

function parse(text: string | null | undefined): number | null {
  const time = text == null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
