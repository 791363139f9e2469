/** Scope `hole`: accounts that the account under audit should reach and does not, by the change that would let it. */
import { mendWords } from '../words/mends.js';
import type { AccountFacts } from './account-facts.js';
import type { KeyedHole } from './coverage-view.js';
import type { FactScope } from './scope.js';

/** `hole`: one change, and what it would gain (scope hole). */
export interface HoleFacts {
  /** What kind of change; `several` where only more than one together help. */
  readonly change:
    | 'enable-inheritance'
    | 'propagate'
    | 'name-class'
    | 'remove-deny'
    | 'delegate'
    | 'clear-flag'
    | 'several'
    | 'others';
  /** The change in words, to stand at the start of a sentence in the imperative (without a capital). */
  readonly words: string;
  /** DNs of the containers that would be changed; empty where only accounts would. */
  readonly at: readonly string[];
  /** Each of the accounts itself has to be changed. */
  readonly eachAccount: boolean;
  readonly accounts: number;
  readonly actions: readonly string[];
  readonly classes: readonly string[];
  readonly where: readonly string[];
  /** Accounts of a population of tier zero lie below one of the containers. */
  readonly aboveTierZero: boolean;
  /** What it says, by GUIDs where they were read. */
  readonly identity: string;
  /** A share or a scope was asked for: the account is meant to reach these. */
  readonly asked: boolean;
}

export const holeScope: FactScope<{ readonly account: AccountFacts; readonly hole: HoleFacts }> = {
  *end({ account, coverage, expectation, shared }) {
    const guids = shared.containerGuids();
    const asked = expectation.percent > 0 || expectation.scope.length > 0;
    for (const { mend, key, accounts, actions, classes, where, aboveTierZero } of toldApart(coverage.holes())) {
      const at = [...new Set(mend.flatMap((step) => (step.at === null ? [] : [step.at])))];
      yield {
        account,
        hole: {
          change: mend.length === 0 ? 'others' : mend.length > 1 ? 'several' : mend[0]!.change,
          words: mendWords(mend, (dn) => dn),
          at,
          eachAccount: mend.some((step) => step.at === null),
          accounts,
          actions,
          classes,
          where,
          aboveTierZero,
          identity: at.reduce(
            (text, dn) => text.replaceAll(JSON.stringify(dn), () => JSON.stringify(guids.get(dn) ?? dn)),
            key,
          ),
          asked,
        },
      };
    }
  },
};

/** Changes that are told one by one; the others are told together. */
const TOLD = 200;

function toldApart(holes: readonly KeyedHole[]): readonly KeyedHole[] {
  if (holes.length <= TOLD) return holes;
  const others = holes.slice(TOLD);
  return [
    ...holes.slice(0, TOLD),
    {
      mend: [],
      key: 'others',
      accounts: others.reduce((sum, hole) => sum + hole.accounts, 0),
      actions: [...new Set(others.flatMap((hole) => hole.actions))],
      gains: [],
      classes: [...new Set(others.flatMap((hole) => hole.classes))].sort(),
      where: others
        .flatMap((hole) => hole.where)
        .sort()
        .slice(0, 20),
      aboveTierZero: others.some((hole) => hole.aboveTierZero),
    },
  ];
}
