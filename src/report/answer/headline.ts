/** The answer in one sentence, with its numbers and with what they count. */

import type { MainReach } from '../../result/answer.js';
import type { AccountSummary, AuditedAccount, Population, VerdictCounts } from '../../result/audit.js';
import { actionVerb } from '../../words/actions.js';
import type { Digest } from '../digest.js';
import { count } from '../numbers.js';
import { totalOf } from '../verdict-counts.js';
import { bounded } from './bounded.js';
import { isDisabled } from './hindrance.js';
import { meant, reachOf, UNTIL } from './reach.js';

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
  const who = { name, disabled: isDisabled(digest, account.sid) };
  const verb = actionVerb(digest.header.actions.find(({ id }) => id === main.action)!);
  if (main.populations.length === 0)
    return `${reached(who, verb, main, 'targets', 'the only target')}; ${nobodyMeant(digest)}.`;
  const over = meant(digest, account);
  const whom = over.length === 1 ? bounded(over[0]!.title, LONGEST_NAME) : 'accounts';
  const meantOnes = [whom, onlyOne(whom)].map((words) => `${words} it is meant to reach`) as [string, string];
  return `${reached(who, verb, main, ...meantOnes)}${tierZero(digest, account, main.action)}.`;
}

/** Titles are plurals of any words: one is told of without a singular. */
function onlyOne(title: string): string {
  return `the only one of the ${title}`;
}

/** Who acts; while the account is disabled, nothing that it was granted is a promise. */
interface Actor {
  readonly name: string;
  readonly disabled: boolean;
}

/** How many of whom, and who it is where there is one; "can" stands for the verdict `can` alone. */
function reached({ name, disabled }: Actor, verb: string, main: MainReach, whom: string, only: string): string {
  const { can, targets } = main;
  if (can === 0) return reachedNone({ name, disabled }, verb, main, whom, only);
  const of = can === targets && can > 1 ? `all ${count(targets)}` : `${count(can)} of ${count(targets)}`;
  return disabled
    ? `${name} could ${verb} ${of} ${whom}, but is itself disabled`
    : `${name} can ${verb} ${of} ${whom}, and it lasts`;
}

function reachedNone(
  { name, disabled }: Actor,
  verb: string,
  { unknown, targets }: MainReach,
  whom: string,
  only: string,
): string {
  const too = disabled ? ', and is itself disabled' : '';
  const itToo = disabled ? ', and it is itself disabled' : '';
  if (targets === 1 && unknown === 1) return `Whether ${name} can ${verb} ${only} is not known${itToo}`;
  if (targets === 1) return `${name} cannot ${verb} ${only}${too}`;
  if (unknown === targets)
    return `Whether ${name} can ${verb} any of the ${count(targets)} ${whom} is not known${itToo}`;
  if (unknown > 0)
    return `${name} can ${verb} none for certain of the ${count(targets)} ${whom}, ${count(unknown)} not known${too}`;
  return `${name} can ${verb} none of the ${count(targets)} ${whom}${too}`;
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
