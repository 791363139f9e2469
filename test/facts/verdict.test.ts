import { beforeAll, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { verdictScope } from '../../src/facts/verdict.js';
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

test('every outcome by itself', () => {
  expect(verdictScope.profiles!.of(context, PROFILE)).toEqual(
    [
      {
        action: 'lasts',
        access: 'granted',
        verdict: 'can',
        reason: 'allowed-by-entry',
        documentedSet: 'yes',
      },
      {
        action: 'for-now',
        access: 'granted',
        verdict: 'can-until-sdprop',
        reason: 'adminsdholder-will-deny',
        documentedSet: 'no',
      },
      { action: 'refused', access: 'denied', verdict: 'cannot', reason: 'no-entry', documentedSet: 'no' },
      { action: 'idle', access: 'granted', verdict: 'no-effect', reason: 'trust-account', documentedSet: 'yes' },
      {
        action: 'open',
        access: 'unknown',
        verdict: 'unknown',
        reason: 'unresolved-trustee',
        documentedSet: 'unknown',
      },
    ].map((verdict) => ({ account, target: TARGET, verdict })),
  );
});

test('with the target named', () => {
  const [variables] = verdictScope.profiles!.of(context, PROFILE);
  expect(verdictScope.profiles!.named(variables!, IDENTITY)).toEqual({
    ...variables,
    target: { ...TARGET, ...IDENTITY },
  });
  expect(Object.keys(verdictScope)).toEqual(['profiles']);
});
