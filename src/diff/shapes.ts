/** Targets that are alike in everything that verdicts and their causes depend on: a directory has few kinds of them. */
import { isSelf, protectionOf, type Session } from '../audit/session.js';
import type { GroupId } from '../directory/ids.js';
import type { TargetRecord } from '../directory/targets.js';
import type { Outcome } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import { platformAccount } from '../verdicts/target.js';
import type { Answers } from './find-causes.js';

export interface Shape {
  /** One of the targets. */
  readonly record: TargetRecord;
  readonly protected: Tristate;
  /** By account under audit. */
  readonly answers: readonly Answers[];
}

export class Shapes {
  readonly list: Shape[] = [];
  readonly #known = new Map<string, number>();
  /** Equal outcomes are one object. */
  readonly #outcomes = new Map<Outcome, number>();
  readonly #flags: number;
  readonly #audited: ReadonlySet<string>;

  /** @param bears whether a membership in a group of this session's directory can matter */
  constructor(
    readonly session: Session,
    readonly bears: (group: GroupId) => boolean,
  ) {
    this.#flags = session.actions.flatMap(({ noEffect }) => noEffect).reduce((bits, { bit }) => bits | bit, 0);
    this.#audited = new Set(session.accounts.map(({ sid }) => sid));
  }

  /** @param outcomes by account under audit */
  of(record: TargetRecord, outcomes: readonly (readonly Outcome[])[]): number {
    const isProtected = protectionOf(this.session, record);
    const key = this.#keyOf(record, isProtected, outcomes);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.list.length;
      this.#known.set(key, id);
      this.list.push({
        record,
        protected: isProtected,
        answers: outcomes.map((each) => new Map(each.map((outcome) => [outcome.action, outcome]))),
      });
    }
    return id;
  }

  #keyOf(record: TargetRecord, isProtected: Tristate, outcomes: readonly (readonly Outcome[])[]): string {
    const { userAccountControl: flags, parent, classes, descriptor, memberOf = [], primaryGroupId, sid } = record;
    const own =
      record.type === 'object' ? `${record.group}.${record.container}` : this.#audited.has(sid ?? '') ? sid : '';
    return [
      own,
      parent,
      classes,
      descriptor,
      flags === undefined ? '' : flags & this.#flags,
      primaryGroupId,
      isProtected,
      platformAccount(record),
      memberOf.filter((group) => this.bears(group)).join(','),
      this.session.tokens.map((tokens) => isSelf(tokens, record)).join(','),
      outcomes.map((each) => each.map((outcome) => this.#numberOf(outcome)).join(',')).join(';'),
    ].join('|');
  }

  #numberOf(outcome: Outcome): number {
    let number = this.#outcomes.get(outcome);
    if (number === undefined) {
      number = this.#outcomes.size;
      this.#outcomes.set(outcome, number);
    }
    return number;
  }
}
