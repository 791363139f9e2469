/**
 * Who may retrieve the password of one managed account under audit, as the accounts stream by: each is looked at once, for rules and for
 * the result. What two halves of the accounts give can be joined.
 */
import type { AccountRecord } from '../directory/records.js';
import type { Retriever } from '../result/managed.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import type { Shared } from '../verdicts/shared.js';
import { type RetrieverFacts, Retrievers } from './retrievers.js';

/** Retrievers that are named. */
const NAMED = 1000;

export class RetrieverCollector {
  #accounts = 0;
  readonly #named: RetrieverFacts[] = [];
  /** The last that is named, once there are enough: what stands behind it is only counted. */
  #last: RetrieverFacts | null = null;

  constructor(readonly retrievers: Retrievers) {}

  /** @returns null where the account has no list of retrievers, or it was not read */
  static of({ account, directory }: Tokens, shared: Shared): RetrieverCollector | null {
    const descriptor = shared.descriptor(account.record?.managed?.retrievers ?? null);
    if (descriptor === null) return null;
    return new RetrieverCollector(new Retrievers(directory, descriptor, shared.nameOf, account.domain));
  }

  /** Takes an account as it passes; @returns what there is to say of it, or null where it may not retrieve the password */
  take(
    record: AccountRecord,
    { dn, name }: { readonly dn: string; readonly name: string },
    className: string,
  ): RetrieverFacts | null {
    const retriever = this.retrievers.account(record, dn, name, className);
    if (retriever === null) return null;
    this.#accounts++;
    if (this.#last !== null && order(retriever, this.#last) > 0) return retriever;
    this.#named.push(retriever);
    if (this.#named.length >= 2 * NAMED) this.#shorten();
    return retriever;
  }

  /** Adds what another collector of the same account has seen of other accounts. */
  merge(other: RetrieverCollector): void {
    this.#accounts += other.#accounts;
    for (const retriever of other.#named) this.#named.push(retriever);
    this.#shorten();
  }

  /** To be asked for once the accounts have passed. */
  told(): { readonly retrievers: readonly Retriever[]; readonly furtherRetrievers: number } {
    this.#shorten();
    const others = [...this.retrievers.unexpanded()];
    const retrievers = [...others, ...this.#named].slice(0, NAMED);
    return { retrievers, furtherRetrievers: others.length + this.#accounts - retrievers.length };
  }

  #shorten(): void {
    this.#named.sort(order);
    this.#named.length = Math.min(this.#named.length, NAMED);
    if (this.#named.length === NAMED) this.#last = this.#named[NAMED - 1]!;
  }
}

/** By name; of one name, by DN, which no two have alike. */
function order(a: RetrieverFacts, b: RetrieverFacts): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.dn < b.dn ? -1 : a.dn > b.dn ? 1 : 0;
}
