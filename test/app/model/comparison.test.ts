import { expect, test } from '@jest/globals';
import { compareCounts, compareRows } from '../../../app/src/model/comparison.js';
import { Report } from '../../../app/src/model/report.js';
import type { PageData } from '../../../src/result/page.js';
import { samplePage } from './page.js';

/** Two accounts, six targets; the second action is about the first two only. */
function made(more: Partial<PageData> = {}): Report {
  const verdicts = ['can', 'cannot', 'unknown', 'no-effect', 'can-until-sdprop'] as const;
  const outcomes = ['disable', 'rename'].flatMap((action) => verdicts.map((verdict) => ({ action, verdict })));
  const of = (disable: number, rename?: number) => ({
    outcomes: rename === undefined ? [disable] : [disable, 5 + rename],
  });
  const data = {
    header: {
      actions: [
        { id: 'disable', title: 'Disable' },
        { id: 'rename', title: 'Rename' },
      ],
      populations: [],
    },
    evidence: { domains: [] },
    outcomes,
    // By number: can/can, cannot/can, then the first action alone.
    kinds: [of(0, 0), of(1, 0), of(0), of(1), of(2), of(3), of(4)],
    explanations: [],
    targets: { sid: ['a', 'b', 'c', 'd', 'e', 'f'], name: [], rdn: [], container: [] },
    rows: {
      account: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
      target: [0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0],
      //      can cannot can cannot unknown no-effect | can-until-sdprop can can cannot can can
      kind: [0, 1, 2, 3, 4, 5, 6, 2, 2, 3, 0, 0],
    },
    rowCounts: [6, 6],
    ...more,
  };
  return new Report(data as unknown as PageData);
}

test('who is reached by one only, target by target, whatever the order of the rows', () => {
  expect(compareRows(made(), 0, 1)).toEqual([
    { action: 'disable', title: 'Disable', both: 1, neither: 1, unknown: 1, onlyOwn: [2], onlyOther: [10, 8] },
    { action: 'rename', title: 'Rename', both: 2, neither: 0, unknown: 0, onlyOwn: [], onlyOther: [] },
  ]);
  const [turned] = compareRows(made(), 1, 0)!;
  expect(turned).toEqual({
    action: 'disable',
    title: 'Disable',
    both: 1,
    neither: 1,
    unknown: 1,
    onlyOwn: [8, 10],
    onlyOther: [2],
  });
});

test('where not all rows are listed nothing is counted by rows', () => {
  expect(compareRows(made({ rowCounts: [6, 7] }), 0, 1)).toBeNull();
});

test('the sample: the gMSA and LocalSystem', async () => {
  const report = await samplePage(['mdiAction$', 'local-system']);
  const apart = compareRows(report, 0, 1)!;
  expect(apart.map(({ action, both, onlyOwn, onlyOther }) => [action, both, onlyOther.length, onlyOwn.length])).toEqual(
    [
      ['disable', 136, 129, 0],
      ['enable', 136, 129, 0],
      ['force-password-change', 127, 109, 0],
      ['reset-password', 127, 130, 0],
    ],
  );
  // What the rule counts as the accounts stream by, in its own way.
  const told = report.data.findings.find(({ rule }) => rule === 'ADR-LOCAL-SYSTEM-COMPARED')!.shown[0]!.message;
  for (const { action, both, onlyOwn, onlyOther } of apart)
    expect(told).toContain(`${action}: ${both} by both, ${onlyOther.length} by LocalSystem only, ${onlyOwn.length} by`);
  for (const { both, neither, unknown, onlyOwn, onlyOther } of apart)
    expect(both + neither + unknown + onlyOwn.length + onlyOther.length).toBe(271);
  const people = compareCounts(report, 0, 1).find(({ expected }) => expected)!;
  expect(people.actions.map(({ action, own, other }) => [action, own.can, own.of, other.of])).toEqual([
    ['disable', 130, 213, 213],
    ['enable', 130, 213, 213],
    ['force-password-change', 122, 213, 213],
    ['reset-password', 121, 213, 213],
  ]);
});
