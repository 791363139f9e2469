import { expect, test } from '@jest/globals';
import { accountScope } from '../../src/facts/account.js';
import { delegationScope } from '../../src/facts/delegation.js';
import { grantScope } from '../../src/facts/grant.js';
import { SCOPES } from '../../src/facts/index.js';
import { membershipScope } from '../../src/facts/membership.js';
import { reachScope } from '../../src/facts/reach.js';
import { retrieverScope } from '../../src/facts/retriever.js';
import { targetScope } from '../../src/facts/target.js';
import { verdictScope } from '../../src/facts/verdict.js';

test('the scopes by their names, in the order in which findings are told', () => {
  expect(Object.entries(SCOPES)).toEqual([
    ['account', accountScope],
    ['delegation', delegationScope],
    ['target', targetScope],
    ['reach', reachScope],
    ['verdict', verdictScope],
    ['retriever', retrieverScope],
    ['membership', membershipScope],
    ['grant', grantScope],
  ]);
});

test('each is looked at once an account under audit, but that of targets, whoever acts', () => {
  expect(Object.entries(SCOPES).flatMap(([name, { once }]) => (once ? [name] : []))).toEqual(['target']);
});
