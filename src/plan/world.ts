/** The directory as it would be after changes, and what the account under audit could do then. */
import type { Session } from '../audit/session.js';
import { apply, type Change, type Changed } from '../changes/index.js';
import type { Directory } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Outcome } from '../result/audit.js';
import { Tokens } from '../verdicts/account-under-audit.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { Shared } from '../verdicts/shared.js';
import type { Kind } from './people.js';

export class World {
  readonly directory: Directory;
  readonly tokens: Tokens;
  readonly #changed: Changed;
  readonly #evaluator: Evaluator;

  /**
   * @param position which of the accounts under audit
   * @param named the accounts that the changes name
   * @throws AdreachError `change` where one of them cannot be made
   */
  constructor(
    readonly session: Session,
    position: number,
    changes: readonly Change[],
    named: readonly AccountRecord[],
  ) {
    this.#changed = apply(session.directory, changes, named);
    this.directory = this.#changed.directory;
    this.tokens = tokensAfter(session.tokens[position]!, this.#changed);
    const shared = new Shared(this.directory, session.actions, session.shared.nameOf, session.shared.daclsMissing);
    this.#evaluator = new Evaluator(shared, this.tokens);
  }

  get shared(): Shared {
    return this.#evaluator.shared;
  }

  /** An account as it is then. */
  account(record: AccountRecord): AccountRecord {
    return this.#changed.account(record);
  }

  /** One outcome for each action that is about such accounts. */
  outcomes({ record, traits }: Kind): readonly Outcome[] {
    const descriptor = this.#changed.account(record).descriptor ?? null;
    return this.#evaluator.profile({ ...traits, descriptor }).outcomes;
  }
}

/** Its token is built anew: memberships may have changed. */
function tokensAfter({ account, controllers }: Tokens, { directory, account: after }: Changed): Tokens {
  const record = account.record === null ? null : after(account.record);
  const groups = record === null ? account.user.groups : (record.memberOf ?? []);
  return new Tokens(directory, { ...account, record, user: { ...account.user, groups } }, controllers);
}
