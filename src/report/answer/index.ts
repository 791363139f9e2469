/** The ten-second answer of an audit, one for each account under audit. */

import type { Answer } from '../../result/answer.js';
import type { AccountSummary } from '../../result/audit.js';
import type { Digest } from '../digest.js';
import { datedWords } from './dated.js';
import { headline, nameOf } from './headline.js';
import { questionsOf } from './questions.js';
import { barsOf, mainReach } from './reach.js';
import { mainReasons } from './reasons.js';
import { sinceOf } from './since.js';
import { settledOf, worstOf } from './worst.js';

export type * from '../../result/answer.js';

/** In the order of the accounts under audit. */
export function answersOf(digest: Digest): readonly Answer[] {
  const dated = datedWords(digest.evidence);
  return digest.accounts.map((audited, index): Answer => {
    const account = digest.summary.accounts.find(({ sid }) => sid === audited.sid) ?? nothing(audited.sid);
    const main = mainReach(digest, account);
    return {
      account: nameOf(audited),
      sid: audited.sid,
      headline: headline(digest, audited, account, main),
      main,
      questions: questionsOf(digest, audited, account),
      bars: barsOf(digest, account),
      outside: account.outside,
      reasons: mainReasons(digest, index, account, main),
      worst: worstOf(digest, audited.sid),
      settled: settledOf(digest, audited.sid),
      since: sinceOf(digest, account),
      dated,
    };
  });
}

/** An account of which the summary says nothing. */
function nothing(sid: string): AccountSummary {
  return {
    sid,
    actions: {},
    populations: {},
    scope: [],
    outside: 0,
    holes: [],
    delegations: [],
    furtherDelegations: 0,
    managed: null,
  };
}
