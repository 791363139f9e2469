/** What changed between a kind of target before and a kind of target now: worked out once for each two kinds. */
import { targetDomain } from '../directory/targets.js';
import type { Outcome } from '../result/audit.js';
import {
  type DirectoryChange,
  DOMAIN_NOT_READ,
  type EvidenceChange,
  OBJECT_NOT_READ,
} from '../result/directory-changes.js';
import type { Candidates } from './candidates.js';
import type { CauseBook } from './cause-book.js';
import type { Common } from './common.js';
import { type Answers, CauseFinder, unreadCause } from './find-causes.js';
import type { Shape, Shapes } from './shapes.js';
import type { Sides } from './sides.js';
import { Laboratory } from './trial.js';

export interface ChangedAnswer {
  /** SID of the account under audit. */
  readonly account: string;
  readonly action: string;
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** Positions in the book; null: the answer is the same for another reason. */
  readonly causes: readonly number[] | null;
}

const NOTHING: Answers = new Map();

export class PairResults {
  readonly #known = new Map<string, readonly ChangedAnswer[]>();
  readonly #finder: CauseFinder;

  constructor(
    readonly common: Common,
    readonly sides: Sides,
    candidates: Candidates,
    readonly shapes: { readonly before: Shapes; readonly after: Shapes },
    readonly book: CauseBook,
  ) {
    this.#finder = new CauseFinder(new Laboratory(common, sides.before), candidates);
  }

  /** Whether a target lies in another container than it did. */
  isMoved(before: number, after: number): boolean {
    const [was, is] = [this.shapes.before.list[before]!.record, this.shapes.after.list[after]!.record];
    return was.parent !== this.common.container(is.parent);
  }

  /**
   * What is said of a new target that the old side cannot have read; null: it was made.
   * @param dn of the target
   */
  unreadBefore(after: number, dn: string): EvidenceChange | null {
    const { directory } = this.sides.after;
    if (!this.common.isRead({ after: targetDomain(directory, this.shapes.after.list[after]!.record) }))
      return { change: 'evidence-better', what: DOMAIN_NOT_READ };
    return this.common.isUnseen('before', dn) ? { change: 'evidence-better', what: OBJECT_NOT_READ } : null;
  }

  /** The same of an old one, and the new side; null: it was deleted. */
  unreadAfter(before: number, dn: string): EvidenceChange | null {
    const { directory } = this.sides.before;
    if (!this.common.isRead({ before: targetDomain(directory, this.shapes.before.list[before]!.record) }))
      return { change: 'evidence-worse', what: DOMAIN_NOT_READ };
    return this.common.isUnseen('after', dn) ? { change: 'evidence-worse', what: OBJECT_NOT_READ } : null;
  }

  /**
   * @param before null: there was no such target
   * @param unread what is said of it instead
   */
  of(before: number | null, after: number, unread: EvidenceChange | null = null): readonly ChangedAnswer[] {
    const key = `${before}|${after}|${unread?.what}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const now = this.shapes.after.list[after]!;
      if (before !== null) known = this.#compared(this.shapes.before.list[before]!, now);
      else known = unread === null ? this.#compared(null, now) : this.#unread(now, unread);
      this.#known.set(key, known);
    }
    return known;
  }

  #compared(old: Shape | null, now: Shape): readonly ChangedAnswer[] {
    const { pairs, after, onlyAfter } = this.sides;
    const changed = pairs.flatMap((position) => this.#ofAccount(position, old, now));
    // Of an account that is new, everything is.
    const fresh = onlyAfter.flatMap((position) => {
      const { sid, name, domain, dn } = after.accounts[position]!;
      const what = this.common.isRead({ after: domain }) ? OBJECT_NOT_READ : DOMAIN_NOT_READ;
      const isUnread = what === DOMAIN_NOT_READ || this.common.isUnseen('before', dn);
      const causes = [
        isUnread
          ? this.book.enter(unreadCause([{ change: 'evidence-better', what }]))
          : this.#enter({ change: 'account-created', account: name }),
      ];
      return [...now.answers[position]!].map(
        ([action, outcome]): ChangedAnswer => ({ account: sid, action, before: null, after: outcome, causes }),
      );
    });
    return [...changed, ...fresh];
  }

  #unread({ answers }: Shape, unread: EvidenceChange): readonly ChangedAnswer[] {
    const causes = [this.book.enter(unreadCause([unread]))];
    return this.sides.after.accounts.flatMap(({ sid }, position) =>
      [...answers[position]!].map(
        ([action, outcome]): ChangedAnswer => ({ account: sid, action, before: null, after: outcome, causes }),
      ),
    );
  }

  #ofAccount(position: readonly [number, number], old: Shape | null, now: Shape): readonly ChangedAnswer[] {
    const [was, is] = position;
    const before = old?.answers[was] ?? NOTHING;
    const after = now.answers[is]!;
    const found = this.#finder.of({
      position,
      pair: old && { before: old.record, after: now.record, protectedNow: now.protected },
      record: now.record,
      before,
      after,
    });
    const account = this.sides.after.accounts[is]!.sid;
    const asked = [...after].flatMap(([action, outcome]): readonly ChangedAnswer[] => {
      const former = before.get(action) ?? null;
      const causes = found.get(action)?.map((cause) => this.book.enter(cause));
      if (causes !== undefined) return [{ account, action, before: former, after: outcome, causes }];
      const same = former !== null && former.reason === outcome.reason;
      return same ? [] : [{ account, action, before: former, after: outcome, causes: null }];
    });
    // An action that is not about objects of its present class.
    const lost = [...before].filter(([action]) => !after.has(action));
    return [
      ...asked,
      ...lost.map(([action, former]): ChangedAnswer => ({ account, action, before: former, after: null, causes: [] })),
    ];
  }

  /**
   * @param gone the target is no more; false: only accounts under audit are
   * @param unread what is said of it instead
   */
  deleted(shape: number, gone: boolean, unread: EvidenceChange | null): readonly ChangedAnswer[] {
    const key = `${shape}|${gone ? 'gone' : 'left'}|${unread?.what}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const { before, pairs, onlyBefore } = this.sides;
      const { answers } = this.shapes.before.list[shape]!;
      const of = (position: number, change: DirectoryChange) => {
        const causes = ['what' in change ? this.book.enter(unreadCause([change])) : this.#enter(change)];
        return [...answers[position]!].map(
          ([action, outcome]): ChangedAnswer => ({
            account: before.accounts[position]!.sid,
            action,
            before: outcome,
            after: null,
            causes,
          }),
        );
      };
      known = [
        ...(gone ? pairs.flatMap(([position]) => of(position, unread ?? { change: 'target-deleted' })) : []),
        ...onlyBefore.flatMap((position) => {
          const { name, domain, dn } = before.accounts[position]!;
          const what = this.common.isRead({ before: domain }) ? OBJECT_NOT_READ : DOMAIN_NOT_READ;
          const isUnread = what === DOMAIN_NOT_READ || this.common.isUnseen('after', dn);
          return of(
            position,
            isUnread ? { change: 'evidence-worse', what } : { change: 'account-deleted', account: name },
          );
        }),
      ];
      this.#known.set(key, known);
    }
    return known;
  }

  #enter(change: DirectoryChange): number {
    return this.book.enter({ key: JSON.stringify(change), changes: [change], unproven: null });
  }
}
