/** What changed between a kind of target before and a kind of target now: worked out once for each two kinds. */
import { targetDomain } from '../directory/targets.js';
import type { Outcome } from '../result/audit.js';
import type { DirectoryChange } from '../result/directory-changes.js';
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

  /** Whether the old side has the domain in which a new target lies. */
  isReadBefore(after: number): boolean {
    const { directory } = this.sides.after;
    return this.common.isRead({ after: targetDomain(directory, this.shapes.after.list[after]!.record) });
  }

  /** Whether the new side has the domain in which an old target lay. */
  isReadAfter(before: number): boolean {
    const { directory } = this.sides.before;
    return this.common.isRead({ before: targetDomain(directory, this.shapes.before.list[before]!.record) });
  }

  /** @param before null: there was no such target */
  of(before: number | null, after: number): readonly ChangedAnswer[] {
    const key = `${before}|${after}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const now = this.shapes.after.list[after]!;
      if (before !== null) known = this.#compared(this.shapes.before.list[before]!, now);
      else known = this.isReadBefore(after) ? this.#compared(null, now) : this.#unreadBefore(now);
      this.#known.set(key, known);
    }
    return known;
  }

  #compared(old: Shape | null, now: Shape): readonly ChangedAnswer[] {
    const { pairs, after, onlyAfter } = this.sides;
    const changed = pairs.flatMap((position) => this.#ofAccount(position, old, now));
    // Of an account that is new, everything is.
    const fresh = onlyAfter.flatMap((position) => {
      const { sid, name, domain } = after.accounts[position]!;
      const isRead = this.common.isRead({ after: domain });
      const causes = [
        isRead
          ? this.#enter({ change: 'account-created', account: name })
          : this.book.enter(unreadCause(['evidence-better'])),
      ];
      return [...now.answers[position]!].map(
        ([action, outcome]): ChangedAnswer => ({ account: sid, action, before: null, after: outcome, causes }),
      );
    });
    return [...changed, ...fresh];
  }

  /** The target lies in a domain that the old side does not have. */
  #unreadBefore({ answers }: Shape): readonly ChangedAnswer[] {
    const causes = [this.book.enter(unreadCause(['evidence-better']))];
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
   */
  deleted(shape: number, gone: boolean): readonly ChangedAnswer[] {
    const key = `${shape}|${gone ? 'gone' : 'left'}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const { before, pairs, onlyBefore } = this.sides;
      const { answers } = this.shapes.before.list[shape]!;
      const of = (position: number, change: DirectoryChange | null) => {
        const causes = [change === null ? this.book.enter(unreadCause(['evidence-worse'])) : this.#enter(change)];
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
        ...(gone
          ? pairs.flatMap(([position]) => of(position, this.isReadAfter(shape) ? { change: 'target-deleted' } : null))
          : []),
        ...onlyBefore.flatMap((position) => {
          const { name, domain } = before.accounts[position]!;
          return of(
            position,
            this.common.isRead({ before: domain }) ? { change: 'account-deleted', account: name } : null,
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
