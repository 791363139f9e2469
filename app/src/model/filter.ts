/** Which rows are shown, and in which order. */
import { REASON_TEXTS, VERDICT_TEXTS } from '../../../src/words/reasons.js';
import type { Report } from './report.js';

/** What rows can be chosen by; each is a parameter of the address. */
export const FILTERS = [
  'action',
  'verdict',
  'reason',
  'population',
  'class',
  'state',
  'protection',
  'ou',
  'q',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

/** @returns numbers of the rows of an account that fit, in the order of the page */
export function filtered(report: Report, account: number, filter: Filter): Uint32Array {
  const kinds = fittingKinds(report, filter);
  const containers = fittingContainers(report, filter.ou ?? '');
  const words = (filter.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const texts = words.length === 0 ? null : textsOf(report);
  const { rows, targets } = report.data;
  const found = new Uint32Array(report.rows);
  let count = 0;
  for (let row = 0; row < report.rows; row++) {
    if (rows.account[row] !== account || kinds[rows.kind[row]!] === 0) continue;
    const target = rows.target[row]!;
    if (containers !== null && containers[targets.container[target]!] === 0) continue;
    if (
      texts !== null &&
      !words.every((word) => texts.targets[target]!.includes(word) || texts.kinds[rows.kind[row]!]!.includes(word))
    )
      continue;
    found[count++] = row;
  }
  return found.subarray(0, count);
}

/** By kind: 1 where rows of it fit. */
function fittingKinds(report: Report, filter: Filter): Uint8Array {
  const { kinds } = report.data;
  const action = report.actions.findIndex(({ id }) => id === filter.action);
  return Uint8Array.from(kinds, ({ state, population, protection }, kind) => {
    const outcomes = report.outcomesOf(kind);
    const asked = filter.action === undefined || filter.action === '' ? outcomes : [outcomes[action] ?? null];
    const fits = asked.some(
      (outcome) => outcome !== null && isAny(filter.verdict, outcome.verdict) && isAny(filter.reason, outcome.reason),
    );
    const id = population === null ? 'none' : report.populations[population]!.id;
    return fits &&
      isAny(filter.population, id) &&
      isAny(filter.class, state.className) &&
      isAny(filter.protection, protection ?? 'none') &&
      isState(filter.state, state)
      ? 1
      : 0;
  });
}

/** Several values stand behind each other, with a comma between; `!` before them all: none of these. */
function isAny(wanted: string | undefined, value: string): boolean {
  if (wanted === undefined || wanted === '') return true;
  if (wanted.startsWith('!')) return !wanted.slice(1).split(',').includes(value);
  return wanted.split(',').includes(value);
}

function isState(
  wanted: string | undefined,
  { enabled, inheritance }: Report['data']['kinds'][number]['state'],
): boolean {
  switch (wanted) {
    case 'enabled':
      return enabled === 'yes';
    case 'disabled':
      return enabled === 'no';
    case 'not-disabled':
      return enabled !== 'no';
    case 'inheritance-off':
      return inheritance === 'off';
    default:
      return true;
  }
}

/** By container: 1 where it is the wanted one or below it; null where all are. */
function fittingContainers(report: Report, ou: string): Uint8Array | null {
  if (ou === '') return null;
  const wanted = ou.toLowerCase();
  return Uint8Array.from(report.data.containers, (dn) => {
    const lower = dn.toLowerCase();
    return lower === wanted || lower.endsWith(`,${wanted}`) ? 1 : 0;
  });
}

interface Texts {
  readonly targets: readonly string[];
  readonly kinds: readonly string[];
}

const searched = new WeakMap<Report, Texts>();

/** What can be searched, in lower case; made when it is first asked for. */
function textsOf(report: Report): Texts {
  const made = searched.get(report);
  if (made !== undefined) return made;
  const { targets, containers, kinds, outcomes } = report.data;
  const texts = {
    targets: targets.name.map((name, i) =>
      `${name}\n${targets.rdn[i]},${containers[targets.container[i]!]}\n${targets.sid[i]}`.toLowerCase(),
    ),
    kinds: kinds.map(({ state, outcomes: of }) =>
      `${state.className} ${of.map((number) => `${VERDICT_TEXTS[outcomes[number]!.verdict].label} ${REASON_TEXTS[outcomes[number]!.reason].label}`).join(' ')}`.toLowerCase(),
    ),
  };
  searched.set(report, texts);
  return texts;
}

/** The order of the rows: `name`, `ou`, `class`, or the id of an action; a leading `-` turns it round. */
export function sorted(report: Report, rows: Uint32Array, order: string): Uint32Array {
  const by = order.replace(/^-/, '');
  const keys = sortKeys(report, by);
  if (keys === null) return rows;
  const turn = order.startsWith('-') ? -1 : 1;
  return rows.slice().sort((a, b) => turn * (keys[a]! - keys[b]!) || a - b);
}

const ranks = new WeakMap<Report, Map<string, Float64Array>>();

/** A number for each row by which it is put in order; null: as they are. */
function sortKeys(report: Report, by: string): Float64Array | null {
  const known = ranks.get(report) ?? new Map<string, Float64Array>();
  ranks.set(report, known);
  const before = known.get(by);
  if (before !== undefined) return before;
  const { rows, targets, containers, kinds } = report.data;
  let keys: Float64Array;
  const action = report.actions.findIndex(({ id }) => id === by);
  if (by === 'name') {
    const rank = rankOf(targets.name);
    keys = Float64Array.from(rows.target, (target) => rank[target]!);
  } else if (by === 'ou') {
    const rank = rankOf(containers);
    keys = Float64Array.from(rows.target, (target) => rank[targets.container[target]!]!);
  } else if (by === 'class') {
    const rank = rankOf(kinds.map(({ state }) => state.className));
    keys = Float64Array.from(rows.kind, (kind) => rank[kind]!);
  } else if (action >= 0) {
    const order = Object.keys(VERDICT_TEXTS);
    const rank = kinds.map((_, kind) => {
      const verdict = report.outcomesOf(kind)[action]?.verdict;
      return verdict === undefined ? order.length : order.indexOf(verdict);
    });
    keys = Float64Array.from(rows.kind, (kind) => rank[kind]!);
  } else return null;
  known.set(by, keys);
  return keys;
}

/** The place of each text among all, equal ones alike. */
function rankOf(texts: readonly string[]): Float64Array {
  const lower = texts.map((text) => text.toLowerCase());
  const places = lower.map((_, i) => i).sort((a, b) => (lower[a]! < lower[b]! ? -1 : lower[a]! > lower[b]! ? 1 : 0));
  const rank = new Float64Array(texts.length);
  let place = 0;
  places.forEach((number, i) => {
    if (i > 0 && lower[number] !== lower[places[i - 1]!]) place++;
    rank[number] = place;
  });
  return rank;
}
