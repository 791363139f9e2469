/** What has changed since a former result. */

import type { Since } from '../../result/answer.js';
import type { AccountSummary, FormerReach } from '../../result/audit.js';
import { type Digest, totalOf } from '../digest.js';
import { reachOf } from './reach.js';

export function sinceOf(digest: Digest, account: AccountSummary): Since | null {
  const { baseline } = digest.summary;
  if (baseline === undefined) return null;
  const { added, gone, sameRules, reach } = baseline;
  const former = reach.find(({ sid }) => sid === account.sid);
  return {
    reach: former === undefined || !sameScope(former, account) ? [] : compared(digest, account, former),
    findings: { more: added, fewer: gone },
    sameRules,
  };
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
