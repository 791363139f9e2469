/** The file that says which populations accounts are counted by. */
import { EVERYONE, type Populations } from '../facts/populations.js';
import type { TargetFacts } from '../facts/target.js';
import { type Population, UNDECIDED_POPULATION } from '../result/coverage.js';
import { type Condition, ConditionRunner, compileCondition, type Facts } from './condition.js';
import { celContext } from './environment.js';
import { ExpressionFault } from './expression.js';
import { populationKeys, populationsShape } from './shapes.js';
import { checkShape, placeInScalar, placeOf, ruleError, type YamlFile } from './yaml-file.js';

/** A population with the condition for an account to belong to it. */
export interface DeclaredPopulation extends Population {
  readonly when: Condition;
}

/** Where no condition holds: a trait that the conditions ask for is not known. */
const UNDECIDED: Population = {
  id: UNDECIDED_POPULATION,
  title: 'accounts of no known kind',
  description:
    'Accounts for which no condition holds, as a rule because the evidence does not say whether they are enabled or protected.',
  tierZero: false,
  expected: false,
};

/** Those that are told apart, at most. */
const MOST = 30;

/**
 * @returns the populations in the order of the file
 * @throws AdreachError `rule` with file and line
 */
export function readPopulations(file: YamlFile): readonly DeclaredPopulation[] {
  const { populations } = checkShape(file, populationsShape, populationKeys);
  if (populations.length > MOST)
    throw ruleError(file.name, placeOf(file, ['populations', MOST]), `more than ${MOST} populations`);
  const seen = new Set([UNDECIDED.id]);
  return populations.map((each, i) => {
    if (seen.has(each.id)) {
      const taken = each.id === UNDECIDED.id ? 'means those that are in no other one' : 'is declared twice';
      throw ruleError(file.name, placeOf(file, ['populations', i, 'id']), `population "${each.id}" ${taken}`);
    }
    seen.add(each.id);
    return { ...each, when: condition(file, i, each.when) };
  });
}

function condition(file: YamlFile, i: number, text: string): Condition {
  try {
    const compiled = compileCondition(text, { scope: 'target', actionIds: [] });
    // An account is put into a population by what it has in common with others: asked once for all of them.
    const own = ['sid', 'dn', 'name'].find((field) => compiled.reads.has(`target.${field}`));
    if (own !== undefined) throw new ExpressionFault(`target.${own} cannot be used here: target.container can`, 0);
    return compiled;
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const path = ['populations', i, 'when'];
    throw ruleError(file.name, placeInScalar(file, path, error.position), `${path.join('.')}: ${error.message}`);
  }
}

/** @returns what tells accounts apart by them; everyone is one population where none is declared */
export function populationsOf(declared: readonly DeclaredPopulation[]): Populations {
  if (declared.length === 0) return EVERYONE;
  const conditions = declared.map(({ when }) => new ConditionRunner(when));
  return {
    declared: true,
    all: [...declared.map(({ when: _, ...population }) => population), UNDECIDED],
    of(target: TargetFacts) {
      const variables = { target };
      const context = () => celContext('target', variables);
      const found = conditions.findIndex((each) => each.test(variables as unknown as Facts, context));
      return found < 0 ? declared.length : found;
    },
  };
}
