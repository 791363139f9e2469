/** All accounts of a directory, those that are alike together: what a plan is made for, in memory at once. */
import { factProfileOf } from '../audit/fact-profile.js';
import { isExcluded, isSelf, protectionOf, type Session } from '../audit/session.js';
import type { AccountRecord } from '../directory/records.js';
import type { Populations } from '../facts/populations.js';
import { targetFacts } from '../facts/target.js';
import { UNDECIDED_POPULATION } from '../result/coverage.js';
import { Evaluator } from '../verdicts/evaluator.js';
import { flagsOf, platformAccount, type TargetTraits, traitsOf, UserAccountControl } from '../verdicts/target.js';

/** Accounts of one population, container, class and list, with the same flags. */
export interface Kind {
  /** One of them. */
  readonly record: AccountRecord;
  /** What their verdicts depend on, the descriptor apart, which changes can replace. */
  readonly traits: TargetTraits;
  /** Position among the populations. */
  readonly population: number;
  /** The account under audit is meant to reach them. */
  readonly expected: boolean;
  readonly tierZero: boolean;
  /** Of which population it is, the evidence does not tell: it may be one that the account is meant to reach. */
  readonly undecided: boolean;
  count: number;
}

export interface People {
  readonly kinds: readonly Kind[];
  /** The accounts that stand for themselves: what changes name. */
  readonly alone: readonly AccountRecord[];
}

/**
 * One pass over the accounts.
 * @param position which of the accounts under audit
 * @param alone whether a change may name an account, so that it is to stand for itself
 */
export async function collectPeople(
  session: Session,
  position: number,
  populations: Populations,
  alone: (record: AccountRecord) => boolean,
): Promise<People> {
  const { stream, shared } = session;
  const tokens = session.tokens[position]!;
  const evaluator = new Evaluator(shared, tokens);
  const relevant = relevantBits(session);
  const kinds = new Map<string, Kind>();
  const single: AccountRecord[] = [];
  for await (const batch of stream.pass()) {
    for (const record of batch) {
      const isProtected = protectionOf(session, record);
      const excluded = isProtected === 'no' && isExcluded(session, record);
      const whole = flagsOf(record);
      const flags = whole === null ? null : whole & relevant;
      const traits = traitsOf(record, flags, isProtected, isSelf(tokens, record));
      const named = alone(record);
      if (named) single.push(record);
      const key = named
        ? `alone ${single.length}`
        : [
            record.parent,
            record.descriptor,
            record.classes,
            flags,
            record.adminCount,
            record.hasSpn,
            isProtected,
            excluded,
            traits.isSelf,
            traits.mustChange,
            platformAccount(record),
          ].join();
      const known = kinds.get(key);
      if (known !== undefined) {
        known.count++;
        continue;
      }
      const population = populations.of(targetFacts(factProfileOf(evaluator, record, traits, excluded)));
      const { id, expected, tierZero } = populations.all[population]!;
      const undecided = id === UNDECIDED_POPULATION;
      kinds.set(key, { record, traits, population, expected, tierZero, undecided, count: 1 });
    }
  }
  return { kinds: [...kinds.values()], alone: single };
}

/** The bits of userAccountControl that populations and verdicts go by. */
function relevantBits({ actions }: Session): number {
  const known = Object.values(UserAccountControl).reduce((bits, bit) => bits | bit, 0);
  return actions.reduce((bits, { noEffect }) => noEffect.reduce((sum, { bit }) => sum | bit, bits), known);
}
