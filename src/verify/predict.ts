/** What the sources say of an action on a target: the audit's own evaluator, asked about single targets. */
import { isSelf, protectionOf, type Session } from '../audit/session.js';
import { groupsOfSid } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { targetDomain } from '../directory/targets.js';
import { dnKey } from '../names/dn.js';
import type { Outcome } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import { Evaluator, type TargetProfile } from '../verdicts/evaluator.js';
import { flagsOf, traitsOf } from '../verdicts/target.js';
import { memberKey } from './changes.js';

export class Predictor {
  readonly #evaluators: readonly Evaluator[];
  readonly #profiles = new Map<AccountRecord, (TargetProfile | undefined)[]>();
  readonly #keys = new Map<string, ReadonlySet<string>>();

  constructor(readonly session: Session) {
    this.#evaluators = session.tokens.map((tokens) => new Evaluator(session.shared, tokens));
  }

  /**
   * @param position which of the session's accounts
   * @returns `not-asked` for an action that is not among those of the session, `not-about` for one that is not about such objects
   */
  outcome(position: number, record: AccountRecord, actionId: string): Outcome | 'not-asked' | 'not-about' {
    const { session } = this;
    const number = session.actions.findIndex(({ id }) => id === actionId);
    if (number < 0) return 'not-asked';
    const order = session.shared.actionsOn(record.classes).indexOf(number);
    if (order < 0) return 'not-about';
    return this.#profile(position, record).outcomes[order]!;
  }

  #profile(position: number, record: AccountRecord): TargetProfile {
    const { session } = this;
    const profiles = this.#profiles.get(record) ?? [];
    this.#profiles.set(record, profiles);
    profiles[position] ??= this.#evaluators[position]!.profile(
      traitsOf(record, flagsOf(record), this.protection(record), isSelf(session.tokens[position]!, record)),
    );
    return profiles[position];
  }

  protection(record: AccountRecord): Tristate {
    return protectionOf(this.session, record);
  }

  /** Keys of the account and of all that is in its token: a change of their memberships may change the token. */
  tokenKeys(position: number, record: AccountRecord): ReadonlySet<string> {
    const { directory, accounts, tokens } = this.session;
    const domain = targetDomain(directory, record);
    const known = this.#keys.get(`${position} ${domain}`);
    if (known !== undefined) return known;
    const keys = new Set<string>();
    const { dn, sid: own } = accounts[position]!;
    if (dn !== '') keys.add(dnKey(dn));
    keys.add(memberKey(own));
    for (const sid of tokens[position]!.on(domain).sids.keys()) {
      keys.add(memberKey(sid));
      for (const group of groupsOfSid(directory, sid, domain)) keys.add(dnKey(directory.groups[group]!.dn));
    }
    this.#keys.set(`${position} ${domain}`, keys);
    return keys;
  }
}
