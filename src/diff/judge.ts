/** What an audit would say of targets of one directory in memory; what targets have in common is worked out once. */
import { isSelf, type Session } from '../audit/session.js';
import { at, type Directory } from '../directory/directory.js';
import type { DomainId } from '../directory/ids.js';
import { type ProtectedSet, protectedSet } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import { ownSideOf } from '../directory/unread-members.js';
import type { Outcome } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { Shared } from '../verdicts/shared.js';
import { flagsOf, traitsOf } from '../verdicts/target.js';

export class Judge {
  readonly #sets = new Map<DomainId, ProtectedSet>();
  readonly #evaluator: Evaluator;

  /**
   * @param session whose actions and names are used
   * @param before of a directory that this one was made from: who is protected may be the same
   */
  constructor(
    readonly session: Session,
    readonly directory: Directory,
    readonly tokens: Tokens,
    readonly before: Judge | null = null,
  ) {
    const { actions, shared } = session;
    this.#evaluator = new Evaluator(new Shared(directory, actions, shared.nameOf, shared.daclsMissing), tokens);
  }

  /** @param read the record as it was read: what is not known of it is told by that */
  of(record: TargetRecord, read: TargetRecord): ReadonlyMap<string, Outcome> {
    const traits = traitsOf(record, flagsOf(record), this.#protection(record, read), isSelf(this.tokens, record));
    return new Map(this.#evaluator.profile(traits).outcomes.map((outcome) => [outcome.action, outcome]));
  }

  #protection(record: TargetRecord, read: TargetRecord): Tristate {
    if (record.type === 'object' && record.group === null) return 'no';
    const domain = targetDomain(this.directory, record);
    if (domain === null) return 'unknown';
    const set = this.set(domain);
    if (record.type === 'object') return set.group(record.group!);
    const proven = () => this.directory.reading.membershipsProven(ownSideOf(read as AccountRecord, domain));
    return set.account(record.sid, record.primaryGroupId, record.memberOf, proven);
  }

  /** The protected set of a domain: another one only where memberships, settings, or lists that tell of it are. */
  set(domain: DomainId): ProtectedSet {
    let set = this.#sets.get(domain);
    if (set === undefined) {
      set =
        this.before !== null && isAlike(this.before.directory, this.directory, domain)
          ? this.before.set(domain)
          : protectedSet(this.directory, domain);
      this.#sets.set(domain, set);
    }
    return set;
  }
}

function isAlike(before: Directory, now: Directory, domain: DomainId): boolean {
  const holder = (of: Directory) => at(of.containers, at(of.domains, domain)!.adminSDHolder)?.descriptor;
  return (
    now.membership === before.membership &&
    now.groups === before.groups &&
    now.forests === before.forests &&
    holder(now) === holder(before)
  );
}
