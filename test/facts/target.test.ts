import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { withIdentity } from '../../src/facts/scope.js';
import { targetFacts, targetScope } from '../../src/facts/target.js';
import type { Tristate } from '../../src/result/tristate.js';
import { memorySource } from '../directory/memory-source.js';
import { auditedUser } from '../verdicts/accounts.js';
import { contextOf } from './context.js';
import { TARGET as FACTS, IDENTITY, PROFILE } from './outcomes.js';

describe('every field', () => {
  test('of an ordinary account', () => {
    expect(targetFacts(PROFILE)).toEqual(FACTS);
  });

  test('of one that is otherwise in everything', () => {
    expect(
      targetFacts({
        container: 'CN=Users',
        flags: 0x52202,
        isAccount: true,
        kind: 'computer',
        hasSpn: true,
        state: { className: 'computer', enabled: 'no', protected: 'yes', inheritance: 'off', adminCount: 1 },
        matchesAdminSDHolder: 'yes',
        matchesOwner: 'no',
        protection: { state: 'tampered', why: '', nextRun: 'owner' },
        outcomes: [],
      }),
    ).toEqual({
      sid: '',
      dn: '',
      name: '',
      container: 'CN=Users',
      className: 'computer',
      isAccount: true,
      kind: 'computer',
      servicePrincipal: 'yes',
      domainController: 'yes',
      trustAccount: 'no',
      enabled: 'no',
      protected: 'yes',
      inheritance: 'off',
      adminCount: 1,
      matchesAdminSDHolder: 'yes',
      protection: 'tampered',
      protectionWhy: '',
      nextRun: 'owner',
      passwordNeverExpires: 'yes',
      smartcardRequired: 'yes',
    });
  });

  test.each<[number | null, Tristate, Tristate]>([
    [0x10000, 'yes', 'no'],
    [0x40000, 'no', 'yes'],
    [null, 'unknown', 'unknown'],
  ])('userAccountControl %p: never expires %s, smart card %s', (flags, passwordNeverExpires, smartcardRequired) => {
    const domainController = flags === null ? 'unknown' : 'no';
    expect(targetFacts({ ...PROFILE, flags })).toEqual({
      ...FACTS,
      domainController,
      trustAccount: domainController,
      passwordNeverExpires,
      smartcardRequired,
    });
  });
});

test('whether there are service names is not known', () => {
  expect(targetFacts({ ...PROFILE, hasSpn: null })).toEqual({ ...FACTS, servicePrincipal: 'unknown' });
});

test('who a target is goes into its facts and changes nothing else', () => {
  const before = { account: 'x', target: FACTS };
  expect(withIdentity(before, { ...IDENTITY })).toEqual({ account: 'x', target: { ...FACTS, ...IDENTITY } });
  expect(before.target.sid).toBe('');
});

test('the scope is told once, and of each profile once', async () => {
  const context = contextOf(await loadDirectory(memorySource({})), auditedUser(1000, 'x'));
  expect(targetScope.once).toBe(true);
  expect(targetScope.profiles!.of(context, PROFILE)).toEqual([{ target: FACTS }]);
  expect(targetScope.profiles!.named({ target: FACTS }, IDENTITY)).toEqual({ target: { ...FACTS, ...IDENTITY } });
  expect([targetScope.start, targetScope.observer]).toEqual([undefined, undefined]);
});

test('an account that stands for another domain', () => {
  expect(targetFacts({ ...PROFILE, flags: 0x820 }).trustAccount).toBe('yes');
});
