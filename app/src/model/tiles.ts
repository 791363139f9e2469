/** The pieces of one level of organisational units, and where each is drawn. */
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { VerdictCounts } from '../../../src/result/audit.js';
import { type ActionCounts, added, targetsOf, type Unit } from './units.js';

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
    pieces.reduce<VerdictCounts | null>((sum, piece) => added(sum, piece.counts[action]!), null),
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

/** A piece with what it consists of, where there is room to show that. */
export interface Nested {
  readonly piece: Piece;
  readonly inner: readonly Nested[];
}

export interface Room {
  /** Pieces in all. */
  readonly most: number;
  /** The smallest share of the whole that a piece may have. */
  readonly least: number;
  /** The smallest share of the whole from which on what is in a piece is shown, too. */
  readonly open: number;
}

/** Two levels, the second as far as there is room. */
export function nested(pieces: readonly Piece[], action: number, { most, least, open }: Room): readonly Nested[] {
  const size = ({ counts }: Piece) => targetsOf(counts[action] ?? null);
  const first = bounded(pieces, action, { most, least });
  const whole = first.reduce((sum, piece) => sum + size(piece), 0);
  let left = most - first.length;
  return first.map((piece) => {
    const share = size(piece) / whole;
    if (piece.kind !== 'unit' || share < open || left < 2) return { piece, inner: [] };
    const inner = bounded(piecesOf(piece.unit!, action), action, { most: left, least: least / share });
    if (inner.length < 2) return { piece, inner: [] };
    left -= inner.length;
    return { piece, inner: inner.map((of) => ({ piece: of, inner: [] })) };
  });
}

export interface Tile {
  readonly piece: Piece;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What it consists of is shown in it, below its name. */
  readonly open: boolean;
}

/** Pixels above what is in a tile, for its name. */
export const HEAD = 26;
const GAP = 3;

/** Areas are as the numbers of targets, but for names and gaps. */
export function tilesOf(
  pieces: readonly Nested[],
  action: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Tile[] {
  type Node = { readonly piece: Piece | null; readonly inner: readonly Node[] };
  const root = hierarchy<Node>({ piece: null, inner: pieces }, ({ inner }) => inner).sum(({ piece, inner }) =>
    piece === null || inner.length > 0 ? 0 : targetsOf(piece.counts[action] ?? null),
  );
  const edge = ({ depth }: { readonly depth: number }) => (depth === 0 ? 0 : GAP);
  const placed = treemap<Node>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingInner(GAP)
    .paddingTop(({ depth }) => (depth === 0 ? 0 : HEAD))
    .paddingLeft(edge)
    .paddingRight(edge)
    .paddingBottom(edge)(root);
  const tiles: Tile[] = [];
  // What is in a tile follows it: the order of the keyboard.
  placed.eachBefore(({ data: { piece, inner }, x0, y0, x1, y1 }) => {
    if (piece !== null) tiles.push({ piece, x: x0, y: y0, width: x1 - x0, height: y1 - y0, open: inner.length > 0 });
  });
  return tiles;
}
