/** Whether a rule's cases tell its condition from wrong ones: `adreach rules test --mutate`. */
import type { RuleTestResult } from '../result/rules.js';
import { type RuleCase, runCases } from './cases.js';
import { type Condition, compileCondition } from './condition.js';
import { compile, ExpressionFault, type ExpressionScope } from './expression.js';
import { mutantsOf } from './mutants.js';
import type { Rule } from './types.js';
import { placeInScalar, type YamlFile } from './yaml-file.js';

/**
 * Runs the cases of a rule, all of which hold, on its condition changed in one place after the other.
 * @param file the rule's own
 * @param actionIds ids of all loaded actions
 */
export function runMutations(
  rule: Rule,
  file: YamlFile,
  cases: readonly RuleCase[],
  actionIds: readonly string[],
): NonNullable<RuleTestResult['mutations']> {
  const scope: ExpressionScope = { scope: rule.scope, actionIds };
  const mutants = mutantsOf(compile(rule.when.text, scope, ['bool'])).flatMap((mutant) => {
    const when = compiled(mutant.text, scope);
    return when === null ? [] : [{ ...mutant, when }];
  });
  const survivors = mutants.filter(({ when }) =>
    runCases({ ...rule, when }, cases).every(({ faults }) => faults.length === 0),
  );
  return {
    file: file.name,
    made: mutants.length,
    survivors: survivors.map(({ change, position }) => ({ change, ...placeInScalar(file, ['when'], position) })),
  };
}

/** @returns null for what is no condition any more, being too large for one with all its parentheses */
function compiled(text: string, scope: ExpressionScope): Condition | null {
  try {
    return compileCondition(text, scope);
  } catch (error) {
    if (error instanceof ExpressionFault) return null;
    throw error;
  }
}
