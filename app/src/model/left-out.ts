/** What is not on paper, in words. */
import { count, counted } from '../../../src/report/numbers.js';
import type { AuditHeader } from '../../../src/result/audit.js';

/** Classes whose objects are accounts; of others a list is one of targets. */
const ACCOUNTS: ReadonlySet<string> = new Set([
  'user',
  'inetorgperson',
  'computer',
  'msds-managedserviceaccount',
  'msds-groupmanagedserviceaccount',
  'msds-delegatedmanagedserviceaccount',
]);

/**
 * @param actions of the audit: they say what it is about
 * @param rows how long the list of each account under audit is that is printed
 * @returns for example `The list of all 271 accounts`
 */
export function listWords(
  actions: readonly Pick<AuditHeader['actions'][number], 'targets'>[],
  rows: readonly number[],
): string {
  const areAccounts = actions.every(({ targets }) => targets.every((name) => ACCOUNTS.has(name.toLowerCase())));
  const what = areAccounts ? 'account' : 'target';
  const [least, most] = [Math.min(...rows), Math.max(...rows)];
  if (least === most) return `The list of all ${counted(most, what)}`;
  return `The lists of all ${what}s, ${count(least)} to ${count(most)} for each account under audit`;
}
