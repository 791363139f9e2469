/** What a target's verdicts are, with the facts that populations and rules go by. */
import { accountKind } from '../directory/account-kind.js';
import { at } from '../directory/directory.js';
import type { TargetRecord } from '../directory/targets.js';
import type { FactProfile } from '../facts/scope.js';
import type { Evaluator } from '../verdicts/evaluator.js';
import { protectionOf } from '../verdicts/protection.js';
import type { TargetTraits } from '../verdicts/target.js';

/**
 * @param traits of the record
 * @param excluded its groups are taken out of the protected set by dSHeuristics
 */
export function factProfileOf(
  evaluator: Evaluator,
  record: TargetRecord,
  traits: TargetTraits,
  excluded: boolean,
): FactProfile {
  const { directory } = evaluator.shared;
  const base = evaluator.profile(traits);
  const { state } = base;
  const isAccount = record.type === 'account';
  const protection = protectionOf({
    protected: traits.protected,
    excluded,
    inheritance: state.inheritance,
    matchesList: base.matchesAdminSDHolder,
    matchesOwner: base.matchesOwner,
    adminCount: state.adminCount,
  });
  return {
    ...base,
    container: at(directory.containers, record.parent)?.dn ?? '',
    flags: traits.flags,
    isAccount,
    kind: isAccount ? accountKind(directory.classLists[record.classes] ?? []) : 'other',
    hasSpn: isAccount ? (record.hasSpn ?? null) : false,
    protection,
  };
}
