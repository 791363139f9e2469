import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CoverItem, type CoverNode, fewestPlaces } from '../../src/plan/cover.js';
import { seedOf } from '../seed.js';

/** A head, two units, one of them with two units below. */
const TREE: readonly CoverNode[] = [
  { parent: null, eligible: false },
  { parent: 0, eligible: true },
  { parent: 0, eligible: true },
  { parent: 2, eligible: true },
  { parent: 2, eligible: true },
];
const depthOf = (nodes: readonly CoverNode[], at: number): number =>
  nodes[at]!.parent === null ? 0 : 1 + depthOf(nodes, nodes[at]!.parent);

/** Accounts that every grant at or above them reaches, but for those above depth `from`. */
function item(node: number, more: Partial<CoverItem> & { readonly from?: number } = {}): CoverItem {
  const { from = 1, ...rest } = more;
  const depth = depthOf(TREE, node);
  const reached = Array.from({ length: depth + 1 }, (_, at) => at >= from);
  return { node, count: 1, wanted: true, tierZero: 'no', reached, ...rest };
}

describe('the fewest places', () => {
  test('one place above several beats several', () => {
    expect(fewestPlaces(TREE, [item(3), item(4)])).toEqual({ chosen: [2], uncovered: 0 });
  });

  test('of one place, the one further down', () => {
    expect(fewestPlaces(TREE, [item(3)])).toEqual({ chosen: [3], uncovered: 0 });
  });

  test('accounts below a container whose inheritance is off need a place of their own', () => {
    expect(fewestPlaces(TREE, [item(2), item(3, { from: 2 })])).toEqual({ chosen: [2, 3], uncovered: 0 });
  });

  test('tier zero is gone around where that can be, and people are left out where it cannot', () => {
    const boss = item(4, { wanted: false, tierZero: 'lasting' });
    expect(fewestPlaces(TREE, [item(3), boss])).toEqual({ chosen: [3], uncovered: 0 });
    expect(fewestPlaces(TREE, [item(3), item(4, { count: 7 }), boss])).toEqual({ chosen: [3], uncovered: 7 });
  });

  test('tier zero that is reached for now costs more than a place, and less than a person left out', () => {
    const pending = item(2, { wanted: false, tierZero: 'for-now' });
    expect(fewestPlaces(TREE, [item(3), item(4), pending])).toEqual({ chosen: [3, 4], uncovered: 0 });
    expect(fewestPlaces(TREE, [item(2), item(3), pending])).toEqual({ chosen: [2], uncovered: 0 });
  });

  test('where nothing can be granted, nothing is', () => {
    expect(fewestPlaces([{ parent: null, eligible: false }], [{ ...item(1), node: 0, reached: [true] }])).toEqual({
      chosen: [],
      uncovered: 1,
    });
  });
});

/** What a choice costs, straight from what is asked. */
function costOf(nodes: readonly CoverNode[], items: readonly CoverItem[], chosen: ReadonlySet<number>) {
  let [uncovered, forNow, others] = [0, 0, 0];
  for (const { node, count, wanted, tierZero, reached } of items) {
    let isReached = false;
    for (let at: number | null = node; at !== null; at = nodes[at]!.parent)
      isReached ||= chosen.has(at) && reached[depthOf(nodes, at)] === true;
    if (wanted && !isReached) uncovered += count;
    if (!wanted && isReached && tierZero === 'lasting') return null;
    if (!wanted && isReached && tierZero === 'for-now') forNow += count;
    if (!wanted && isReached && tierZero === 'no') others += count;
  }
  return [uncovered, forNow, chosen.size, others];
}

test('no other choice costs less, tried one by one', () => {
  const tree = fc
    .array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 7 })
    .map((rest): CoverNode[] => [
      { parent: null, eligible: false },
      ...rest.map(([parent, eligible], at) => ({ parent: parent % (at + 1), eligible })),
    ]);
  const given = tree.chain((nodes) =>
    fc
      .array(
        fc.record({
          node: fc.nat({ max: nodes.length - 1 }),
          count: fc.integer({ min: 1, max: 3 }),
          kind: fc.constantFrom('wanted', 'no', 'for-now', 'lasting'),
          from: fc.nat({ max: 8 }),
        }),
        { maxLength: 8 },
      )
      .map((written) => ({
        nodes,
        items: written.map(({ node, count, kind, from }): CoverItem => {
          const depth = depthOf(nodes, node);
          // What a place reaches, one further down reaches too.
          const reached = Array.from({ length: depth + 1 }, (_, at) => at >= from);
          const wanted = kind === 'wanted';
          return { node, count, wanted, tierZero: wanted ? 'no' : (kind as CoverItem['tierZero']), reached };
        }),
      })),
  );
  fc.assert(
    fc.property(given, ({ nodes, items }) => {
      const { chosen, uncovered } = fewestPlaces(nodes, items);
      const cost = costOf(nodes, items, new Set(chosen));
      expect(chosen.every((at) => nodes[at]!.eligible)).toBe(true);
      expect(cost).not.toBeNull();
      expect(cost![0]).toBe(uncovered);
      const eligible = nodes.flatMap(({ eligible: is }, at) => (is ? [at] : []));
      for (let set = 0; set < 2 ** eligible.length; set++) {
        const other = costOf(nodes, items, new Set(eligible.filter((_, bit) => (set >> bit) % 2 === 1)));
        if (other === null) continue;
        const first = cost!.findIndex((each, at) => each !== other[at]);
        expect(first < 0 || cost![first]! < other[first]!).toBe(true);
      }
    }),
    { seed: seedOf(process.env.ADREACH_SEED), numRuns: 300 },
  );
});
