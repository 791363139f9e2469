import { describe, expect, test } from '@jest/globals';
import { Report } from '../../../app/src/model/report.js';
import { bounded, HEAD, nested, piecesOf, tilesOf } from '../../../app/src/model/tiles.js';
import { startOf, targetsOf, trail, unitOf, unitTree } from '../../../app/src/model/units.js';
import { counts, ONE, OTHER, page } from './sample.js';

type Row = readonly [container: string, can: number, cannot: number];

function tree(
  rows: readonly Row[],
  more: { readonly domains?: readonly string[]; readonly rows?: readonly (readonly [string, boolean])[] } = {},
) {
  const containers = rows.map(([container, can, cannot]) => ({
    account: ONE,
    action: 'disable',
    container,
    verdicts: counts(can, cannot),
  }));
  return unitTree(new Report(page({ containers, ...more })), 0);
}

const SAMPLE: readonly Row[] = [
  ['OU=People,DC=example,DC=org', 1, 2],
  ['OU=North,OU=People,DC=example,DC=org', 4, 0],
  ['OU=Deep,OU=Between,OU=People,DC=example,DC=org', 0, 8],
  ['CN=Users,DC=example,DC=org', 0, 1],
];

describe('unitTree', () => {
  test('counts what lies in and below each unit', () => {
    const { root } = tree(SAMPLE);
    expect(root.name).toBe('DC=example,DC=org');
    expect(root.counts[0]).toEqual(counts(5, 11));
    const people = root.children.find(({ name }) => name === 'OU=People')!;
    expect(people.direct[0]).toEqual(counts(1, 2));
    expect(people.counts[0]).toEqual(counts(5, 10));
    expect(people.children.map(({ name }) => name)).toEqual(['OU=North', 'OU=Between']);
  });

  test('has the units between that hold nothing themselves', () => {
    const units = tree(SAMPLE);
    const between = unitOf(units, 'OU=Between,OU=People,DC=example,DC=org')!;
    expect(between.direct).toEqual([null, null]);
    expect(between.counts[0]).toEqual(counts(0, 8));
    expect(trail(unitOf(units, 'OU=Deep,OU=Between,OU=People,DC=example,DC=org')!).map(({ name }) => name)).toEqual([
      'DC=example,DC=org',
      'OU=People',
      'OU=Between',
      'OU=Deep',
    ]);
  });

  test('an action that is not about what lies here has no counts', () => {
    expect(tree(SAMPLE).root.counts[1]).toBeNull();
    expect(targetsOf(null)).toBe(0);
  });

  test('DNs are found however their letters are written, escaped commas belong to names', () => {
    const units = tree([
      ['OU=Sales\\, North,DC=example,DC=org', 1, 0],
      ['ou=sales\\, north,dc=EXAMPLE,DC=org', 2, 0],
    ]);
    expect(units.root.children).toHaveLength(1);
    expect(unitOf(units, 'OU=SALES\\, NORTH,DC=example,DC=org')!.counts[0]).toEqual(counts(3, 0));
    expect(unitOf(units, 'OU=Elsewhere,DC=example,DC=org')).toBeNull();
  });

  test('several domains stand beside each other, a domain below another too', () => {
    const units = tree(
      [
        ['CN=Users,DC=example,DC=org', 1, 0],
        ['CN=Users,DC=child,DC=example,DC=org', 0, 2],
        ['', 0, 1],
      ],
      { domains: ['DC=example,DC=org', 'DC=child,DC=example,DC=org'] },
    );
    expect(units.root.dn).toBe('');
    expect(units.root.counts[0]).toEqual(counts(1, 3));
    expect(units.root.children.map(({ name }) => name)).toEqual([
      'DC=example,DC=org',
      'DC=child,DC=example,DC=org',
      '(nothing above)',
    ]);
  });

  test('leaves out what other accounts under audit reach', () => {
    const containers = [ONE, OTHER].map((account, i) => ({
      account,
      action: 'disable',
      container: 'OU=People,DC=example,DC=org',
      verdicts: counts(i + 1, 0),
    }));
    const report = new Report(page({ accounts: [ONE, OTHER], containers }));
    expect(unitTree(report, 0).root.counts[0]).toEqual(counts(1, 0));
    expect(unitTree(report, 1).root.counts[0]).toEqual(counts(2, 0));
  });

  test('counts accounts of tier zero', () => {
    const people = 'OU=People,DC=example,DC=org';
    const { root } = tree(SAMPLE, {
      rows: [
        [people, true],
        [people, false],
        [`OU=North,${people}`, true],
      ],
    });
    expect(root.tierZero).toBe(2);
    expect(root.children[0]!.directTierZero).toBe(1);
  });

  test('a DN may be as deep as the page has room for', () => {
    const dn = `${Array.from({ length: 1000 }, () => 'O=').join(',')},DC=example,DC=org`;
    const units = tree([[dn, 1, 0]]);
    expect(units.root.counts[0]).toEqual(counts(1, 0));
    expect(trail(startOf(units))).toHaveLength(1001);
  });
});

describe('startOf', () => {
  test('goes down to the first unit that has more than one thing in it', () => {
    const units = tree([
      ['OU=A,OU=Corp,DC=example,DC=org', 1, 0],
      ['OU=B,OU=Corp,DC=example,DC=org', 1, 0],
    ]);
    expect(startOf(units).name).toBe('OU=Corp');
    expect(startOf(tree(SAMPLE)).name).toBe('DC=example,DC=org');
  });
});

describe('pieces', () => {
  const people = unitOf(tree(SAMPLE), 'OU=People,DC=example,DC=org')!;

  test('are the units below and what lies directly in it, the largest first', () => {
    expect(piecesOf(people, 0).map(({ kind, name }) => [kind, name])).toEqual([
      ['unit', 'OU=Between'],
      ['unit', 'OU=North'],
      ['direct', 'directly in it'],
    ]);
  });

  test('the smallest are put together, and nothing is lost', () => {
    const rows = Array.from({ length: 200 }, (_, i): Row => [`OU=${i},DC=example,DC=org`, i, 1]);
    const pieces = piecesOf(tree(rows).root, 0);
    const shown = bounded(pieces, 0, { most: 80, least: 0 });
    expect(shown).toHaveLength(80);
    expect(shown[79]).toMatchObject({ kind: 'others', units: 121, unit: null });
    expect(shown[79]!.counts[0]).toEqual(counts(7260, 121));
    expect(shown.reduce((sum, piece) => sum + targetsOf(piece.counts[0]!), 0)).toBe(19_900 + 200);
  });

  test('those too small to be pressed are put together too', () => {
    const rows: Row[] = [
      ['OU=Large,DC=example,DC=org', 1000, 0],
      ['OU=Small,DC=example,DC=org', 1, 0],
      ['OU=Smaller,DC=example,DC=org', 0, 1],
      ['OU=Empty,DC=example,DC=org', 0, 0],
    ];
    const shown = bounded(piecesOf(tree(rows).root, 0), 0, { most: 80, least: 0.01 });
    expect(shown.map(({ name, units }) => [name, units])).toEqual([
      ['OU=Large', 1],
      ['others', 2],
    ]);
  });
});

describe('nested', () => {
  const { root } = tree(SAMPLE);

  test('shows what large units consist of', () => {
    const [people, users] = nested(piecesOf(root, 0), 0, { most: 80, least: 0, open: 0.5 });
    expect(people!.inner.map(({ piece }) => piece.name)).toEqual(['OU=Between', 'OU=North', 'directly in it']);
    expect(users!.inner).toEqual([]);
  });

  test('stays within its bound', () => {
    expect(nested(piecesOf(root, 0), 0, { most: 3, least: 0, open: 0 })[0]!.inner).toEqual([]);
    const [people] = nested(piecesOf(root, 0), 0, { most: 4, least: 0, open: 0 });
    expect(people!.inner.map(({ piece }) => [piece.kind, piece.units])).toEqual([
      ['unit', 1],
      ['others', 2],
    ]);
  });
});

describe('tilesOf', () => {
  const size = { width: 800, height: 400 };

  test('areas are as the numbers of targets', () => {
    const tiles = tilesOf(nested(piecesOf(tree(SAMPLE).root, 0), 0, { most: 80, least: 0, open: 2 }), 0, size);
    const area = new Map(tiles.map(({ piece, width, height }) => [piece.name, width * height]));
    expect(tiles).toHaveLength(2);
    // 15 targets against 1; the gap between tiles is not theirs.
    expect(area.get('OU=People')! / area.get('CN=Users')!).toBeGreaterThan(13);
    expect(area.get('OU=People')! / area.get('CN=Users')!).toBeLessThan(18);
  });

  test('none leaves what it is in', () => {
    const tiles = tilesOf(nested(piecesOf(tree(SAMPLE).root, 0), 0, { most: 80, least: 0, open: 0 }), 0, size);
    const people = tiles.find(({ piece }) => piece.name === 'OU=People')!;
    expect(people.open).toBe(true);
    for (const { piece, x, y, width, height } of tiles) {
      const isInner = ['OU=Between', 'OU=North', 'directly in it'].includes(piece.name);
      const around = isInner ? people : { x: 0, y: 0, ...size };
      expect(x).toBeGreaterThanOrEqual(around.x);
      expect(y).toBeGreaterThanOrEqual(isInner ? around.y + HEAD : around.y);
      expect(x + width).toBeLessThanOrEqual(around.x + around.width);
      expect(y + height).toBeLessThanOrEqual(around.y + around.height);
    }
  });
});
