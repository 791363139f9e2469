/** Of when and where the evidence is: a report is as old as what it rests on. */
import type { EvidenceBlock } from '../../result/audit.js';
import { simulatedSources } from '../../words/simulated-sources.js';
import { counted } from '../numbers.js';
import { bounded } from './bounded.js';

const LONGEST_NAME = 64;
const MINUTES = 'YYYY-MM-DDTHH:MM'.length;

/**
 * A sentence: when and where it was collected; where a source does not say, the date of its file. Of what was simulated that
 * comes first.
 */
export function datedWords({ sources }: Pick<EvidenceBlock, 'sources'>): string {
  const simulated = simulatedSources(sources);
  const words = collectedWords(sources);
  if (simulated === null) return words;
  return `SIMULATED (${counted(simulated.changes, 'change')}), no evidence of what is there. ${words}`;
}

function collectedWords(sources: EvidenceBlock['sources']): string {
  const dates = instants(sources.map(({ collectedAt }) => collectedAt));
  const silent = sources.filter(({ collectedAt }) => instants([collectedAt]).length === 0);
  const from = place(sources);
  if (silent.length === 0 && dates.length > 0) return `Collected ${period(dates)}${from}.`;
  const date = fileDate(silent);
  const file = date === null ? '' : `; ${date}`;
  const which = dates.length === 0 ? '' : ` for ${silent.length} of ${counted(sources.length, 'source')}`;
  const others = dates.length === 0 ? '' : `; the others ${period(dates)}`;
  return `Time of collection not known${which}${file}${others}.`;
}

/** `file last changed 2026-03-02`, of those sources that do not say when they were collected; null where no file says it. */
export function fileDate(sources: EvidenceBlock['sources']): string | null {
  const files = instants(sources.map(({ modifiedAt }) => modifiedAt));
  return files.length === 0 ? null : `file last changed ${days(files)}`;
}

/** Those that are instants, in order: a source writes what it likes. */
function instants(texts: readonly (string | null | undefined)[]): readonly string[] {
  const times = texts.map((text) => Date.parse(text ?? '')).filter((time) => !Number.isNaN(time));
  return times.sort((a, b) => a - b).map((time) => new Date(time).toISOString());
}

/** The minute, or two days. */
function period(dates: readonly string[]): string {
  const first = dates[0]!;
  return first === dates.at(-1) ? `${first.slice(0, MINUTES).replace('T', ' ')} UTC` : days(dates);
}

function days(dates: readonly string[]): string {
  const [first, last] = [dates[0]!, dates.at(-1)!];
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  return from === to ? from : `${from} to ${to}`;
}

function place(sources: EvidenceBlock['sources']): string {
  const servers = [...new Set(sources.flatMap(({ server }) => (server === null ? [] : [server])))];
  if (servers.length === 0) return '';
  return servers.length === 1
    ? ` from ${bounded(servers[0]!, LONGEST_NAME)}`
    : ` from ${counted(servers.length, 'server')}`;
}
