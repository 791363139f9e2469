/** The fewest places of a tree that reach everybody who is to be reached, and nobody of tier zero. Knows no directory. */

/** A container. */
export interface CoverNode {
  /** Position of its parent in the list, which stands before it; null at the top. */
  readonly parent: number | null;
  /** Something can be granted there. */
  readonly eligible: boolean;
}

/** Accounts that are alike. */
export interface CoverItem {
  /** The container that they lie in. */
  readonly node: number;
  readonly count: number;
  readonly wanted: boolean;
  /** `lasting`: whatever reaches them is avoided. `for-now`: AdminSDHolder's next run takes it away. */
  readonly tierZero: 'no' | 'for-now' | 'lasting';
  /** From the top down to their container: whether a grant there gives them all that any place can give. */
  readonly reached: readonly boolean[];
}

export interface Cover {
  /** Positions of the places, in the order of the list. */
  readonly chosen: readonly number[];
  /** Wanted ones that no place reaches without reaching tier zero too, or that none reaches at all. */
  readonly uncovered: number;
}

/** What choices cost, the first number first: wanted ones left out, tier zero reached for now, places, others reached along. */
type Cost = readonly [uncovered: number, forNow: number, places: number, others: number];
const NOTHING: Cost = [0, 0, 0, 0];

/**
 * Exact, by what each part of the tree costs for each of the places that may be the nearest above it. It relies on this: what a
 * grant on a container reaches, one on a container further down the same way reaches as well, since its entries stand before those
 * from above. Of covers that cost the same, the one with the places further down is taken.
 */
export function fewestPlaces(nodes: readonly CoverNode[], items: readonly CoverItem[]): Cover {
  const depths: number[] = [];
  const children: number[][] = nodes.map(() => []);
  nodes.forEach(({ parent }, at) => {
    depths.push(parent === null ? 0 : depths[parent]! + 1);
    if (parent !== null) children[parent]!.push(at);
  });
  const inNode: CoverItem[][] = nodes.map(() => []);
  for (const item of items) inNode[item.node]!.push(item);
  const allowed = nodes.map(({ eligible }) => eligible);
  for (const { node, tierZero, reached } of items) {
    if (tierZero !== 'lasting') continue;
    for (let at: number | null = node; at !== null; at = nodes[at]!.parent) {
      if (reached[depths[at]!] === true) allowed[at] = false;
    }
  }
  /** By node, then by the depth of the nearest place above, 0 for none and else one more than its depth. */
  const costs: Cost[][] = nodes.map(() => []);
  const takes: boolean[][] = nodes.map(() => []);
  for (let at = nodes.length - 1; at >= 0; at--) {
    const below = (nearest: number): Cost =>
      sum([
        ...inNode[at]!.map((item) => costOf(item, nearest)),
        ...children[at]!.map((child) => costs[child]![nearest]!),
      ]);
    const depth = depths[at]!;
    const chosen = allowed[at] ? sum([[0, 0, 1, 0], below(depth + 1)]) : null;
    for (let nearest = 0; nearest <= depth; nearest++) {
      const without = below(nearest);
      const take = chosen !== null && compare(chosen, without) < 0;
      takes[at]!.push(take);
      costs[at]!.push(take ? chosen : without);
    }
  }
  const chosen: number[] = [];
  const nearest: number[] = [];
  nodes.forEach(({ parent }, at) => {
    const above = parent === null ? 0 : nearest[parent]!;
    const take = takes[at]![above]!;
    if (take) chosen.push(at);
    nearest.push(take ? depths[at]! + 1 : above);
  });
  const uncovered = sum(nodes.flatMap(({ parent }, at) => (parent === null ? [costs[at]![0]!] : [])))[0];
  return { chosen, uncovered };
}

function costOf({ count, wanted, tierZero, reached }: CoverItem, nearest: number): Cost {
  const isReached = nearest > 0 && reached[nearest - 1] === true;
  if (wanted) return isReached ? NOTHING : [count, 0, 0, 0];
  if (!isReached) return NOTHING;
  return tierZero === 'no' ? [0, 0, 0, count] : [0, count, 0, 0];
}

function sum(costs: readonly Cost[]): Cost {
  let [uncovered, forNow, places, others] = NOTHING;
  for (const cost of costs) {
    uncovered += cost[0];
    forNow += cost[1];
    places += cost[2];
    others += cost[3];
  }
  return [uncovered, forNow, places, others];
}

function compare(a: Cost, b: Cost): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}
