/** Organisational units as a tree, with the verdicts of whatever lies in and below each. */
import { splitDn } from '../../../src/names/dn.js';
import { together, totalOf } from '../../../src/report/verdict-counts.js';
import type { VerdictCounts } from '../../../src/result/audit.js';
import type { Report } from './report.js';

/** Verdicts by action, in the order of the actions; null where an action is not about what lies here. */
export type ActionCounts = readonly (VerdictCounts | null)[];

export interface Unit {
  readonly dn: string;
  /** What its DN begins with; of a domain the whole DN. */
  readonly name: string;
  /** Of the targets directly in it. */
  readonly direct: ActionCounts;
  /** Of these and all below. */
  readonly counts: ActionCounts;
  /** Accounts of tier zero in it and below that are listed on the page. */
  readonly tierZero: number;
  readonly directTierZero: number;
  readonly parent: Unit | null;
  readonly children: readonly Unit[];
}

interface Building extends Unit {
  direct: (VerdictCounts | null)[];
  counts: (VerdictCounts | null)[];
  tierZero: number;
  directTierZero: number;
  parent: Building | null;
  children: Building[];
}

/** All units of an account under audit; they are found by their DNs in lower case. */
export interface Units {
  /** The one domain; of several, what stands above them, with an empty DN. */
  readonly root: Unit;
  readonly byDn: ReadonlyMap<string, Unit>;
}

/** @param account position of the account under audit */
export function unitTree(report: Report, account: number): Units {
  const { data, actions } = report;
  const byDn = new Map<string, Building>();
  const root = newUnit('', 'All domains', null, actions.length);
  const domains = new Set(data.evidence.domains.map(({ dn }) => keyOf(splitDn(dn))));
  const at = (dn: string): Building => {
    const parts = splitDn(dn);
    const end = domainStart(parts, domains);
    let unit = root;
    for (let from = end; from >= 0; from--) {
      const below = parts.slice(from).join(',');
      const key = keyOf(parts.slice(from));
      let next = byDn.get(key);
      if (next === undefined) {
        next = newUnit(below, from === end ? below : parts[from]!, unit, actions.length);
        unit.children.push(next);
        byDn.set(key, next);
      }
      unit = next;
    }
    return unit;
  };
  for (const { account: sid, action, container, verdicts } of data.summary.containers) {
    const number = actions.findIndex(({ id }) => id === action);
    if (sid !== data.accounts[account]!.sid || number < 0) continue;
    const unit = container === '' ? above(root, byDn, actions.length) : at(container);
    unit.direct[number] = added(unit.direct[number]!, verdicts);
  }
  for (const [container, tierZero] of tierZeroByContainer(report, account)) {
    const unit = byDn.get(keyOf(splitDn(container)));
    if (unit !== undefined) unit.directTierZero += tierZero;
  }
  sum(root);
  const only = root.children.length === 1 ? root.children[0]! : null;
  if (only === null) return { root, byDn };
  only.parent = null;
  return { root: only, byDn };
}

function newUnit(dn: string, name: string, parent: Building | null, actions: number): Building {
  const none = () => Array.from({ length: actions }, () => null);
  return { dn, name, direct: none(), counts: none(), tierZero: 0, directTierZero: 0, parent, children: [] };
}

/** What stands in no container: the head of a naming context. */
function above(root: Building, byDn: Map<string, Building>, actions: number): Building {
  let unit = byDn.get('');
  if (unit === undefined) {
    unit = newUnit('', '(nothing above)', root, actions);
    root.children.push(unit);
    byDn.set('', unit);
  }
  return unit;
}

/** Where the name of the domain begins: one unit, not one for each of its parts. */
function domainStart(parts: readonly string[], domains: ReadonlySet<string>): number {
  for (let from = 0; from < parts.length; from++) {
    if (domains.has(keyOf(parts.slice(from)))) return from;
  }
  let from = parts.length;
  while (from > 0 && /^dc\s*=/i.test(parts[from - 1]!)) from--;
  return Math.min(from, parts.length - 1);
}

function keyOf(parts: readonly string[]): string {
  return parts.join(',').toLowerCase();
}

/** @returns the unit of a DN, or null where nothing is known of it */
export function unitOf({ byDn, root }: Units, dn: string): Unit | null {
  return dn === '' ? root : (byDn.get(keyOf(splitDn(dn))) ?? null);
}

function tierZeroByContainer(report: Report, account: number): ReadonlyMap<string, number> {
  const { data } = report;
  const { rows, kinds, targets, containers } = data;
  const isTierZero = kinds.map(({ tierZero }) => tierZero);
  const found = new Map<string, number>();
  for (let row = 0; row < report.rows; row++) {
    if (rows.account[row] !== account || !isTierZero[rows.kind[row]!]) continue;
    const container = containers[targets.container[rows.target[row]!]!]!;
    found.set(container, (found.get(container) ?? 0) + 1);
  }
  return found;
}

export function added(one: VerdictCounts | null, other: VerdictCounts | null): VerdictCounts | null {
  if (one === null || other === null) return one ?? other;
  return together([one, other]);
}

/** A DN may have more parts than calls may be nested. */
function sum(root: Building): void {
  const order = [root];
  for (let i = 0; i < order.length; i++) order.push(...order[i]!.children);
  for (const unit of order.reverse()) {
    unit.tierZero = unit.directTierZero;
    unit.counts = [...unit.direct];
    for (const child of unit.children) {
      unit.tierZero += child.tierZero;
      unit.counts = unit.counts.map((counts, i) => added(counts, child.counts[i]!));
    }
  }
}

export function targetsOf(counts: VerdictCounts | null): number {
  return counts === null ? 0 : totalOf(counts);
}

/** @returns the units above one, from the outermost, and the unit itself */
export function trail(unit: Unit): readonly Unit[] {
  const all: Unit[] = [];
  for (let at: Unit | null = unit; at !== null; at = at.parent) all.unshift(at);
  return all;
}

/** From the outermost down to the first unit that has more than one thing in it. */
export function startOf({ root }: Units): Unit {
  let unit = root;
  while (unit.children.length === 1 && unit.direct.every((counts) => targetsOf(counts) === 0)) unit = unit.children[0]!;
  return unit;
}
