import { expect, test } from '@jest/globals';
import { filtered } from '../../../app/src/model/filter.js';
import { fixFilter, fixGroups, gainsOf, placesOf, reasonsOf } from '../../../app/src/model/fixes.js';
import type { Hole, MendStep } from '../../../src/result/coverage.js';
import { samplePage } from './page.js';

const hole = (accounts: number, ...mend: readonly MendStep[]): Hole => ({
  mend,
  accounts,
  actions: ['disable'],
  gains: [],
  classes: ['user'],
  where: [],
  aboveTierZero: false,
});
const delegate = (at: string): MendStep => ({ change: 'delegate', at });
const inherit = (at: string | null): MendStep => ({ change: 'enable-inheritance', at });
const deny = (sddl: string): MendStep => ({ change: 'remove-deny', at: null, sddl });

test('groups by what is done, in the order of the most that one change gains', () => {
  const holes = [
    hole(4, inherit('OU=A')),
    hole(2, delegate('OU=B')),
    hole(9, delegate('OU=C')),
    hole(5, deny('(D;;WP;;;WD)'), deny('(D;;CR;;;WD)')),
    hole(1, inherit(null), delegate('OU=D')),
    hole(3),
  ];
  expect(fixGroups(holes).map(({ kind, holes: all }) => [kind, all.map(({ accounts }) => accounts)])).toEqual([
    ['delegate', [9, 2]],
    ['remove-deny', [5]],
    ['enable-inheritance', [4]],
    ['further', [3]],
    ['several', [1]],
  ]);
  expect(fixGroups([])).toEqual([]);
});

test('the containers that would be changed, each once; accounts themselves are none', () => {
  expect(placesOf(hole(1, inherit('OU=A'), delegate('OU=A'), inherit(null), delegate('OU=B')))).toEqual([
    'OU=A',
    'OU=B',
  ]);
  expect(placesOf(hole(1, inherit(null)))).toEqual([]);
});

const GAINS: Hole['gains'] = [
  { action: 'enable', reason: 'no-entry', accounts: 2 },
  { action: 'disable', reason: 'no-entry', accounts: 2 },
  { action: 'disable', reason: 'no-entry-for-class', accounts: 1 },
];

test('what is gained by action, whatever the reason', () => {
  const of = { ...hole(3), gains: GAINS };
  expect(gainsOf(of, ['disable', 'enable', 'reset-password'])).toEqual([
    ['disable', 3],
    ['enable', 2],
  ]);
  expect(reasonsOf(of)).toEqual(['no-entry', 'no-entry-for-class']);
});

test('the accounts table shows whom a change is for, by container or by the reason alone', async () => {
  const report = await samplePage(['mdiAction$']);
  const { holes } = report.data.summary.accounts[0]!;
  const rowsOf = (of: Hole, ou: string | null) =>
    [...filtered(report, 0, fixFilter(of, report.populations, ou))].map((row) => report.dn(row));
  const other = holes.find(({ mend }) => mend[0]?.change === 'delegate' && mend[0].at.startsWith('OU=Other People'))!;
  expect(rowsOf(other, placesOf(other)[0]!)).toHaveLength(75);
  const flag = holes.find(({ mend }) => mend[0]?.change === 'clear-flag')!;
  expect(rowsOf(flag, null)).toEqual(expect.arrayContaining([...flag.where]));
  for (const each of holes) {
    const places = placesOf(each);
    const shown = (places.length === 0 ? [null] : places).flatMap((ou) => rowsOf(each, ou));
    expect(each.where.filter((dn) => !shown.includes(dn))).toEqual([]);
  }
});
