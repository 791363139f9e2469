/** What has changed since a former result. */

import type { Since } from '../../result/answer.js';
import type { AccountSummary, BaselineSummary, FormerReach } from '../../result/audit.js';
import type { Digest } from '../digest.js';
import { totalOf } from '../verdict-counts.js';
import { reachOf } from './reach.js';

export function sinceOf(digest: Digest, account: AccountSummary): Since | null {
  const { baseline } = digest.summary;
  if (baseline === undefined) return null;
  const { sameRules, reach } = baseline;
  const former = reach.find(({ sid }) => sid === account.sid);
  const same = former !== undefined && sameScope(former, account);
  return {
    reach: same ? compared(digest, account, former) : [],
    findings: same ? findingsOf(baseline, account.sid) : null,
    sameRules,
  };
}

/** Of the account and of the directory itself; what was not looked for is neither new nor gone. */
function findingsOf({ byAccount, sameActions }: BaselineSummary, account: string): Since['findings'] {
  if (byAccount === null || sameActions !== true) return null;
  const own = byAccount.filter(({ sid }) => sid === account || sid === null);
  return own.reduce(({ more, fewer }, { added, gone }) => ({ more: more + added, fewer: fewer + gone }), {
    more: 0,
    fewer: 0,
  });
}

/** Within other containers the numbers say nothing of each other. */
function sameScope(former: FormerReach, account: AccountSummary): boolean {
  return [...former.scope].sort().join('\n').toLowerCase() === [...account.scope].sort().join('\n').toLowerCase();
}

/** Actions and populations that the former result knows: those that the account is meant to reach now. */
function compared(digest: Digest, account: AccountSummary, { populations }: FormerReach): Since['reach'] {
  const over = digest.header.populations.filter(({ expected }) => expected);
  return digest.header.actions.flatMap(({ id: action }) => {
    const now = reachOf(account, action, over);
    const before = over.map(({ id }) => populations[id]?.can[action]);
    if (totalOf(now) === 0 || before.some((can) => can === undefined)) return [];
    return [{ action, before: before.reduce<number>((sum, can) => sum + can!, 0), after: now.can }];
  });
}
