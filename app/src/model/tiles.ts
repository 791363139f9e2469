/** The pieces of one level of organisational units, and where each is drawn. */
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { VerdictCounts } from '../../../src/result/audit.js';
import { VERDICT_CODES } from '../../../src/result/codes.js';
import { type ActionCounts, targetsOf, type Unit } from './units.js';

export interface Piece {
  /** `direct`: what lies in the unit itself and not in one below; `others`: units that there is no room for. */
  readonly kind: 'unit' | 'direct' | 'others';
  readonly name: string;
  /** Null of `others`. */
  readonly unit: Unit | null;
  readonly counts: ActionCounts;
  readonly tierZero: number;
  /** How many units it stands for. */
  readonly units: number;
}

/** @returns what a unit consists of, most targets of the action first; units without any come last */
export function piecesOf(unit: Unit, action: number): readonly Piece[] {
  const pieces: Piece[] = unit.children.map((child) => ({
    kind: 'unit',
    name: child.name,
    unit: child,
    counts: child.counts,
    tierZero: child.tierZero,
    units: 1,
  }));
  if (unit.direct.some((counts) => targetsOf(counts) > 0)) {
    const { direct: counts, directTierZero: tierZero } = unit;
    pieces.push({ kind: 'direct', name: 'directly in it', unit, counts, tierZero, units: 1 });
  }
  const size = ({ counts }: Piece) => targetsOf(counts[action] ?? null);
  return pieces.sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * @param most pieces that are kept; the smallest are put together
 * @param least the smallest share of the whole that a piece of its own may have
 * @returns only pieces with targets of the action
 */
export function bounded(
  pieces: readonly Piece[],
  action: number,
  { most, least }: { readonly most: number; readonly least: number },
): readonly Piece[] {
  const size = ({ counts }: Piece) => targetsOf(counts[action] ?? null);
  const filled = pieces.filter((piece) => size(piece) > 0);
  const whole = filled.reduce((sum, piece) => sum + size(piece), 0);
  const large = filled.filter((piece) => size(piece) >= least * whole).length;
  const keep = filled.length <= most && large === filled.length ? filled.length : Math.min(large, most - 1);
  const rest = filled.slice(keep);
  if (rest.length <= 1) return filled;
  return [...filled.slice(0, keep), together(rest)];
}

function together(pieces: readonly Piece[]): Piece {
  const counts = pieces[0]!.counts.map((_, action) =>
    pieces.reduce<VerdictCounts | null>((sum, piece) => {
      const own = piece.counts[action]!;
      if (sum === null || own === null) return sum ?? own;
      return Object.fromEntries(VERDICT_CODES.map((code) => [code, sum[code] + own[code]])) as VerdictCounts;
    }, null),
  );
  const add = (of: (piece: Piece) => number) => pieces.reduce((sum, piece) => sum + of(piece), 0);
  return {
    kind: 'others',
    name: 'others',
    unit: null,
    counts,
    tierZero: add(({ tierZero }) => tierZero),
    units: pieces.length,
  };
}

export interface Tile {
  readonly piece: Piece;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Areas are as the numbers of targets. */
export function tilesOf(
  pieces: readonly Piece[],
  action: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Tile[] {
  type Node = { readonly piece: Piece | null; readonly children?: readonly Node[] };
  const root = hierarchy<Node>(
    { piece: null, children: pieces.map((piece) => ({ piece })) },
    ({ children }) => children,
  ).sum(({ piece }) => (piece === null ? 0 : targetsOf(piece.counts[action] ?? null)));
  const placed = treemap<Node>().tile(treemapSquarify).size([width, height]).paddingInner(3)(root);
  return (placed.children ?? []).map(({ data, x0, y0, x1, y1 }) => ({
    piece: data.piece!,
    x: x0,
    y: y0,
    width: x1 - x0,
    height: y1 - y0,
  }));
}
