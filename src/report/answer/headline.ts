/** The answer in one sentence, with its numbers and with what they count. */

import type { MainReach } from '../../result/answer.js';
import type { AccountSummary, AuditedAccount, Population, VerdictCounts } from '../../result/audit.js';
import { actionVerb } from '../../words/actions.js';
import { type Digest, totalOf } from '../digest.js';
import { count } from '../numbers.js';
import { bounded } from './bounded.js';
import { meant, reachOf } from './reach.js';

const LONGEST_NAME = 64;

/** The name of an account under audit, for a sentence. */
export function nameOf({ name }: AuditedAccount): string {
  return bounded(name, LONGEST_NAME);
}

export function headline(
  digest: Digest,
  audited: AuditedAccount,
  account: AccountSummary,
  main: MainReach | null,
): string {
  const name = nameOf(audited);
  if (main === null) return `The evidence holds nobody that ${name} could act on.`;
  const verb = actionVerb(digest.header.actions.find(({ id }) => id === main.action)!);
  if (main.populations.length === 0) return `${reached(name, verb, main, 'targets')}; ${nobodyMeant(digest)}.`;
  const over = meant(digest, account);
  const whom = `${over.length === 1 ? bounded(over[0]!.title, LONGEST_NAME) : 'accounts'} it is meant to reach`;
  return `${reached(name, verb, main, whom)}${tierZero(digest, account, main.action)}.`;
}

/** How many of whom; "can" stands for the verdict `can` alone. */
function reached(name: string, verb: string, { can, unknown, targets }: MainReach, whom: string): string {
  if (can === targets && can > 1) return `${name} can ${verb} all ${count(targets)} ${whom}, and it lasts`;
  if (can > 0) return `${name} can ${verb} ${count(can)} of ${count(targets)} ${whom}, and it lasts`;
  if (unknown === targets) return `Whether ${name} can ${verb} any of the ${count(targets)} ${whom} is not known`;
  if (unknown > 0)
    return `${name} can ${verb} none for certain of the ${count(targets)} ${whom}, ${count(unknown)} not known`;
  return `${name} can ${verb} none of the ${count(targets)} ${whom}`;
}

function nobodyMeant({ header }: Digest): string {
  return header.populations.some(({ expected }) => expected)
    ? 'nobody it is meant to reach is among them'
    : 'whom it is meant to reach is not declared';
}

/** What of those who control the domain: that it reaches some is the news; that it does not is what another procedure is for. */
function tierZero(digest: Digest, account: AccountSummary, action: string): string {
  const over = digest.header.populations.filter(({ tierZero, expected }) => tierZero && !expected);
  const counts = reachOf(account, action, over);
  const whom = titleOf(over.filter(({ id }) => totalOf(account.populations[id]?.actions[action] ?? counts) > 0));
  const total = totalOf(counts);
  if (total === 0) return '';
  if (counts.can > 0) return `; also ${count(counts.can)} of ${count(total)} ${whom}`;
  return `; ${others(counts, total, whom)}`;
}

function others({ unknown }: VerdictCounts, total: number, whom: string): string {
  if (unknown === total) return `whether it reaches ${count(total)} ${whom} is not known`;
  const rest = total - unknown;
  const more = unknown === 0 ? '' : `, ${count(unknown)} more may`;
  return `${count(rest)} ${whom} need another procedure${more}`;
}

function titleOf(over: readonly Population[]): string {
  return over.length === 1 ? bounded(over[0]!.title, LONGEST_NAME) : 'Tier-0 accounts';
}
