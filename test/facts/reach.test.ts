import { beforeAll, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { reachScope } from '../../src/facts/reach.js';
import { memorySource } from '../directory/memory-source.js';
import { auditedUser } from '../verdicts/accounts.js';
import { contextOf } from './context.js';
import { IDENTITY, PROFILE, TARGET } from './outcomes.js';

let context: ReturnType<typeof contextOf>;
let account: typeof context.account;
beforeAll(async () => {
  context = contextOf(await loadDirectory(memorySource({})), auditedUser(1000, 'actor'));
  account = context.account;
});

test('the actions that are granted, and those of them that last', () => {
  expect(reachScope.profiles!.of(context, PROFILE)).toEqual([
    { account, target: TARGET, reach: { granted: ['lasts', 'for-now', 'idle'], lasting: ['lasts'] } },
  ]);
});

test('none', () => {
  expect(reachScope.profiles!.of(context, { ...PROFILE, outcomes: [] })).toEqual([
    { account, target: TARGET, reach: { granted: [], lasting: [] } },
  ]);
});

test('with the target named', () => {
  const variables = { account, target: TARGET, reach: { granted: ['lasts'], lasting: [] } };
  expect(reachScope.profiles!.named(variables, IDENTITY)).toEqual({ ...variables, target: { ...TARGET, ...IDENTITY } });
  expect(Object.keys(reachScope)).toEqual(['profiles']);
});
