import { expect, test } from '@jest/globals';
import { nextRun, statesOf, takenBy } from '../../../app/src/model/protection.js';
import type { PageData } from '../../../src/result/page.js';
import { samplePage } from './page.js';

test('the sample: states that occur, what the next run changes, what it takes away', async () => {
  const { data } = await samplePage(['mdiAction$']);
  expect(statesOf(data).map(({ state, count }) => [state, count])).toEqual([
    ['tampered', 3],
    ['pending', 2],
    ['excluded', 2],
    ['orphaned', 3],
    ['stale-flag', 1],
    ['unknown', 1],
    ['normal', 21],
    ['none', 238],
  ]);
  const { changes, unknown, told } = nextRun(data);
  expect([changes, unknown, told]).toEqual([5, 1, { list: 4, owner: 1 }]);
  expect(takenBy(data, 0).map(({ action, count }) => [action, count])).toEqual([
    ['disable', 4],
    ['enable', 4],
    ['force-password-change', 3],
    ['reset-password', 3],
  ]);
});

test('how the next run changes them is told only where findings tell it of all', async () => {
  const { data } = await samplePage(['mdiAction$']);
  const without = data.findings.filter(({ rule }) => rule !== 'ADR-PROTECTED-LIST-DIFFERS');
  expect(nextRun({ ...data, findings: without })).toMatchObject({ changes: 5, told: null });
});

test('a summary without such accounts', () => {
  const data = {
    summary: { protection: { none: 3 }, actions: [] },
    findings: [],
    accounts: [{ sid: 'S-1-5-18' }],
    header: { actions: [{ id: 'disable', title: 'Disable' }] },
  } as unknown as PageData;
  expect(statesOf(data)).toEqual([{ state: 'none', count: 3 }]);
  expect(nextRun(data)).toEqual({ changes: 0, unknown: 0, told: { list: 0, owner: 0 } });
  expect(takenBy(data, 0)).toEqual([]);
});
