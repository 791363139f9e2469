/** The answer in one sentence, with its numbers and with what they count. */

import type { MainReach } from '../../result/answer.js';
import type { AccountSummary, AuditedAccount, Population, VerdictCounts } from '../../result/audit.js';
import { actionVerb } from '../../words/actions.js';
import type { Digest } from '../digest.js';
import { count } from '../numbers.js';
import { totalOf } from '../verdict-counts.js';
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
  if (main.populations.length === 0)
    return `${reached(name, verb, main, 'targets', 'the only target')}; ${nobodyMeant(digest)}.`;
  const over = meant(digest, account);
  const whom = over.length === 1 ? bounded(over[0]!.title, LONGEST_NAME) : 'accounts';
  const meantOnes = [whom, onlyOne(whom)].map((words) => `${words} it is meant to reach`) as [string, string];
  return `${reached(name, verb, main, ...meantOnes)}${tierZero(digest, account, main.action)}.`;
}

/** Titles are plurals of any words: one is told of without a singular. */
function onlyOne(title: string): string {
  return `the only one of the ${title}`;
}

/** How many of whom, and who it is where there is one; "can" stands for the verdict `can` alone. */
function reached(name: string, verb: string, { can, unknown, targets }: MainReach, whom: string, only: string): string {
  if (can === targets && can > 1) return `${name} can ${verb} all ${count(targets)} ${whom}, and it lasts`;
  if (can > 0) return `${name} can ${verb} ${count(can)} of ${count(targets)} ${whom}, and it lasts`;
  if (targets === 1 && unknown === 1) return `Whether ${name} can ${verb} ${only} is not known`;
  if (targets === 1) return `${name} cannot ${verb} ${only}`;
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
  if (counts.can > 0) {
    const until = counts['can-until-sdprop'];
    const more = until === 0 ? '' : `, ${count(until)} more ${UNTIL}`;
    return `; also ${count(counts.can)} of ${count(total)} ${whom}${more}`;
  }
  return `; ${others(counts, total, whom)}`;
}

const UNTIL = "until AdminSDHolder's run";

/** None of them is a plain `can`: some may be reached all the same until AdminSDHolder's next run, which is what has to be known first. */
function others(counts: VerdictCounts, total: number, whom: string): string {
  const { unknown, 'can-until-sdprop': until } = counts;
  const more = unknown === 0 ? '' : `, ${count(unknown)} more may`;
  if (until > 0)
    return `${count(until)} of ${count(total)} ${whom} ${UNTIL}${unknown === 0 ? '' : `, ${count(unknown)} not known`}`;
  const all = total === 1 ? onlyOne(whom) : `${count(total)} ${whom}`;
  if (unknown === total) return `whether it reaches ${all} is not known`;
  const rest = total - unknown;
  if (total === 1) return `${all} needs another procedure`;
  return `${rest === 1 ? `1 of the ${whom} needs` : `${count(rest)} ${whom} need`} another procedure${more}`;
}

function titleOf(over: readonly Population[]): string {
  return over.length === 1 ? bounded(over[0]!.title, LONGEST_NAME) : 'Tier-0 accounts';
}
