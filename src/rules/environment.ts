/** CEL, typed with the variables of each scope (docs/decisions/0001-cel-library.md). */
import { Environment } from '@marcbachmann/cel-js';
import type { Scope, ScopeVariables } from '../facts/index.js';
import { VARIABLES, type VariableName, variablesOf } from './variables.js';

/** The values of one evaluation as CEL takes them: integers are bigint there. */
export type CelContext = Readonly<Record<string, object>>;

type FactsClass = new (facts: Readonly<Record<string, unknown>>) => object;

/** Limits on the size of one expression; far above what a person writes. */
const LIMITS = { maxAstNodes: 1000, maxDepth: 50, maxListElements: 500, maxMapEntries: 100, maxCallArguments: 16 };

function factsClass(variable: VariableName): FactsClass {
  const fields = Object.entries(VARIABLES[variable].fields).map(
    ([name, field]) => [name, field.type === 'int'] as const,
  );
  return class {
    constructor(facts: Readonly<Record<string, unknown>>) {
      const self = this as unknown as Record<string, unknown>;
      for (const [name, isInt] of fields) self[name] = isInt ? toBigInt(facts[name]) : facts[name];
    }
  };
}

function toBigInt(value: unknown): bigint {
  return typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}

const CLASSES = new Map<string, FactsClass>(
  (Object.keys(VARIABLES) as VariableName[]).map((variable) => [variable, factsClass(variable)]),
);

function create(scope: Scope): Environment {
  const environment = new Environment({ limits: LIMITS });
  for (const variable of variablesOf(scope)) {
    const fields = Object.fromEntries(
      Object.entries(VARIABLES[variable].fields).map(([name, field]) => [name, field.type]),
    );
    const typeName = `adreach.${variable}`;
    environment.registerType(typeName, { ctor: CLASSES.get(variable)!, fields });
    environment.registerVariable(variable, typeName);
  }
  return environment;
}

const environments = new Map<Scope, Environment>();

/** The environment of a scope: its variables and nothing else. */
export function environmentOf(scope: Scope): Environment {
  let environment = environments.get(scope);
  if (environment === undefined) {
    environment = create(scope);
    environments.set(scope, environment);
  }
  return environment;
}

/** Facts as CEL takes them; make it once for all expressions that see the same facts. */
export function celContext<S extends Scope>(scope: S, variables: ScopeVariables[S]): CelContext {
  const context: Record<string, object> = {};
  for (const name of variablesOf(scope)) {
    const facts = (variables as unknown as Record<string, Readonly<Record<string, unknown>>>)[name]!;
    context[name] = new (CLASSES.get(name)!)(facts);
  }
  return context;
}
