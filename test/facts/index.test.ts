import { expect, test } from '@jest/globals';
import { accountScope } from '../../src/facts/account.js';
import { coverageScope } from '../../src/facts/coverage.js';
import { delegationScope } from '../../src/facts/delegation.js';
import { deletedScope } from '../../src/facts/deleted.js';
import { domainScope } from '../../src/facts/domain.js';
import { entryScope } from '../../src/facts/entry.js';
import { grantScope, possibleGrantScope } from '../../src/facts/grant.js';
import { holeScope } from '../../src/facts/hole.js';
import { SCOPES } from '../../src/facts/index.js';
import { membershipScope } from '../../src/facts/membership.js';
import { modeScope } from '../../src/facts/mode.js';
import { populationScope } from '../../src/facts/population.js';
import { questionScope } from '../../src/facts/question.js';
import { reachScope } from '../../src/facts/reach.js';
import { retrieverScope } from '../../src/facts/retriever.js';
import { takeoverScope } from '../../src/facts/takeover.js';
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
    ['possibleGrant', possibleGrantScope],
    ['domain', domainScope],
    ['population', populationScope],
    ['coverage', coverageScope],
    ['hole', holeScope],
    ['takeover', takeoverScope],
    ['mode', modeScope],
    ['question', questionScope],
    ['entry', entryScope],
    ['deleted', deletedScope],
  ]);
});

test('each is looked at once an account under audit, but those of targets, domains and questions, whoever acts', () => {
  expect(Object.entries(SCOPES).flatMap(([name, { once }]) => (once ? [name] : []))).toEqual([
    'target',
    'domain',
    'question',
    'deleted',
  ]);
});
