/** Steps carried out on the directory in memory, and what the audit would say then. */

import type { CheckResult } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import type { Requester } from '../access/trustee.js';
import { apply, type Change, type Changed } from '../changes/index.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import { protectedSet } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import { containerTarget, groupTarget, type TargetRecord } from '../directory/targets.js';
import { ownSideOf } from '../directory/unread-members.js';
import { AdreachError } from '../errors/index.js';
import type { Outcome } from '../result/audit.js';
import type { Advice, AdviceEffect, Answer } from '../result/steps.js';
import type { Tristate } from '../result/tristate.js';
import { Tokens } from '../verdicts/account-under-audit.js';
import { checkAll, requesterOf } from '../verdicts/decide.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { ownerRightsOn } from '../verdicts/owner-rights.js';
import { Shared } from '../verdicts/shared.js';
import { flagsOf, traitsOf } from '../verdicts/target.js';
import { changesOf, namedAccounts, type Untried } from './changes-of.js';
import type { Situation } from './situation.js';

/** The directory at one moment after the steps, as far as the verdict goes. */
export interface View {
  readonly directory: Directory;
  readonly shared: Shared;
  readonly record: TargetRecord;
  readonly descriptor: SecurityDescriptor | null;
  readonly requester: Requester;
  readonly outcome: Outcome;
  readonly protected: Tristate;
}

export interface Afterwards {
  readonly tried: true;
  /** As soon as the steps are done. */
  readonly after: View;
  /** What it comes to: for a protected target, after the next AdminSDHolder run. */
  readonly last: View;
}

export class Trial {
  readonly #known = new Map<string, Afterwards | Untried>();

  constructor(readonly situation: Situation) {}

  /** @returns what comes of the steps, all of them done, in this order */
  of(steps: readonly Advice[]): Afterwards | Untried {
    const key = JSON.stringify(steps);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#tried(steps);
      this.#known.set(key, known);
    }
    return known;
  }

  #tried(steps: readonly Advice[]): Afterwards | Untried {
    const { situation } = this;
    const changes = changesOf(situation, steps);
    // What nobody changes is looked at as well: it is where the search for steps begins.
    if ('tried' in changes && (changes.because !== 'nothing-changes' || steps.length > 0)) return changes;
    const made = 'tried' in changes ? [] : changes;
    try {
      const after = viewOf(situation, apply(situation.session.directory, made, namedAccounts(situation)));
      return { tried: true, after, last: after.protected === 'yes' ? (this.#stamped(made) ?? after) : after };
    } catch (error) {
      if (error instanceof AdreachError && error.code === 'change')
        return { tried: false, because: 'evidence-missing' };
      throw error;
    }
  }

  /** After the next AdminSDHolder run; null where its descriptor was not read. */
  #stamped(changes: readonly Change[]): View | null {
    const { situation } = this;
    const { directory, shared } = situation.session;
    const domain = at(directory.domains, situation.domain);
    if (domain === null || shared.descriptor(shared.adminSDHolder(situation.domain)) === null) return null;
    const run: Change = { kind: 'run-adminsdholder', domain: domain.dn };
    return viewOf(situation, apply(directory, [...changes, run], namedAccounts(situation)));
  }
}

function viewOf(situation: Situation, changed: Changed): View {
  const { session, action, domain, isSelf } = situation;
  const { directory } = changed;
  const record = targetAfter(changed, situation.record);
  const shared = new Shared(directory, [action], session.shared.nameOf, session.shared.daclsMissing);
  const tokens = tokensAfter(situation, changed);
  const isProtected = protectionAfter(situation, directory, record);
  const traits = traitsOf(record, flagsOf(record), isProtected, isSelf);
  const token = tokens.on(domain);
  return {
    directory,
    shared,
    record,
    descriptor: shared.descriptor(record.descriptor ?? null),
    requester: requesterOf(token, isSelf, ownerRightsOn(directory, token, record.classes, domain)),
    outcome: new Evaluator(shared, tokens).profile(traits).outcomes[0]!,
    protected: isProtected,
  };
}

/** Groups and containers are part of the model, and keep their numbers in it. */
function targetAfter({ directory, account }: Changed, record: TargetRecord): TargetRecord {
  if (record.type === 'account') return account(record);
  const after =
    record.group !== null ? groupTarget(directory, record.group) : containerTarget(directory, record.container!);
  return after ?? record;
}

/** Tokens are built anew where memberships have changed. */
function tokensAfter({ account, tokens, session }: Situation, { directory, account: after }: Changed): Tokens {
  const record = account.record === null ? null : after(account.record);
  const groups = record?.memberOf === account.record?.memberOf ? account.user.groups : (record?.memberOf ?? []);
  if (directory.membership === session.directory.membership && groups === account.user.groups) return tokens;
  return new Tokens(directory, { ...account, record, user: { ...account.user, groups } }, tokens.controllers);
}

/** Who is protected is looked at anew where memberships, or the lists of groups and of AdminSDHolder, have changed. */
function protectionAfter(
  { session, domain, record: read }: Situation,
  directory: Directory,
  record: TargetRecord,
): Tristate {
  if (record.type === 'object' && record.group === null) return 'no';
  if (domain === null) return 'unknown';
  const before = session.directory;
  const holder = (of: Directory) => at(of.containers, at(of.domains, domain)!.adminSDHolder)?.descriptor;
  const same =
    directory.membership === before.membership &&
    directory.groups === before.groups &&
    holder(directory) === holder(before);
  const set = (same ? session.sets.get(domain) : undefined) ?? protectedSet(directory, domain);
  if (record.type === 'object') return set.group(record.group!);
  const proven = () => before.reading.membershipsProven(ownSideOf(read as AccountRecord, domain));
  return set.account(record.sid, record.primaryGroupId, record.memberOf, proven);
}

/** What an account's list answers to further rights at that moment. */
export function checkOn({ descriptor, requester }: View, requests: readonly RightRequest[]): CheckResult {
  return descriptor === null
    ? { decision: 'unknown', basis: 'unknown-entry', index: null }
    : checkAll(descriptor, requester, requests);
}

/** The effect as data. */
export function effectOf(afterwards: Afterwards | Untried): AdviceEffect {
  if (!afterwards.tried) return afterwards;
  const after = answerOf(afterwards.after.outcome);
  const last = answerOf(afterwards.last.outcome);
  const same = after.verdict === last.verdict && after.access === last.access;
  return { tried: true, after, afterRun: same ? null : last };
}

function answerOf({ access, verdict, reason, documentedSet }: Outcome): Answer {
  return { access, verdict, reason, documentedSet };
}
