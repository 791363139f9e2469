import { beforeAll, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { reachScope } from '../../src/facts/reach.js';
import { DOMAIN_SID, GLOBAL, group, memorySource } from '../directory/memory-source.js';
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
    {
      account,
      target: TARGET,
      reach: {
        granted: ['lasts', 'for-now', 'idle'],
        grantedApart: ['lasts', 'for-now', 'idle'],
        lasting: ['lasts'],
        untilRun: ['for-now'],
      },
    },
  ]);
});

test('what an entry for a privileged group decides is told apart', async () => {
  const directory = await loadDirectory(
    memorySource({ groups: [group(513, 'Domain Users', GLOBAL), group(512, 'Domain Admins', GLOBAL)] }),
  );
  const admin = contextOf(directory, auditedUser(1000, 'actor', { groups: [1] }));
  const [lasts, forNow] = PROFILE.outcomes;
  const ace = { index: 0, sddl: '', trusteeName: null, from: null };
  const outcomes = [
    { ...lasts!, ace: { ...ace, trustee: `${DOMAIN_SID}-512` } },
    { ...forNow!, ace: { ...ace, trustee: `${DOMAIN_SID}-1000` } },
  ];
  expect(reachScope.profiles!.of(admin, { ...PROFILE, outcomes })[0]!.reach).toEqual({
    granted: ['lasts', 'for-now'],
    grantedApart: ['for-now'],
    lasting: ['lasts'],
    untilRun: ['for-now'],
  });
});

test('none', () => {
  expect(reachScope.profiles!.of(context, { ...PROFILE, outcomes: [] })).toEqual([
    { account, target: TARGET, reach: { granted: [], grantedApart: [], lasting: [], untilRun: [] } },
  ]);
});

test('with the target named', () => {
  const variables = {
    account,
    target: TARGET,
    reach: { granted: ['lasts'], grantedApart: [], lasting: [], untilRun: [] },
  };
  expect(reachScope.profiles!.named(variables, IDENTITY)).toEqual({ ...variables, target: { ...TARGET, ...IDENTITY } });
  expect(Object.keys(reachScope)).toEqual(['profiles']);
});
