import { expect, test } from '@jest/globals';
import { retrieversWords } from '../../src/report/retriever-words.js';
import type { Retriever } from '../../src/result/managed.js';

const one = (domainController: Retriever['domainController'], mayRetrieve: Retriever['mayRetrieve'] = 'yes') =>
  ({ domainController, mayRetrieve }) as Retriever;

test.each<[string, readonly Retriever[], number]>([
  ['1 principal may retrieve its password, a domain controller.', [one('yes')], 0],
  ['2 principals may retrieve its password, all of them domain controllers.', [one('yes'), one('yes')], 0],
  [
    '3 principals may retrieve its password. Of these, domain controllers: 1; others: 1; not known: 1.',
    [one('yes'), one('no'), one('unknown')],
    0,
  ],
  [
    '3 principals may retrieve its password, or perhaps may. Of the first 1, for certain: 1; not known, by an undecided entry: 0. Of the first 1, domain controllers: 1; others: 0; not known: 0.',
    [one('yes')],
    2,
  ],
  // Those of whom it is not known whether they may are never counted as if they may, nor left out.
  [
    '2 principals may retrieve its password, or perhaps may. Of these, for certain: 1; not known, by an undecided entry: 1. Of these, domain controllers: 1; others: 1; not known: 0.',
    [one('yes'), one('no', 'unknown')],
    0,
  ],
  [
    '1 principal may retrieve its password, or perhaps may. Of these, for certain: 0; not known, by an undecided entry: 1. Of these, domain controllers: 1; others: 0; not known: 0.',
    [one('yes', 'unknown')],
    0,
  ],
])('%s', (expected, retrievers, further) => {
  expect(retrieversWords(retrievers, further)).toBe(expected);
});
