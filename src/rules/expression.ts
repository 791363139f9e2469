/** One CEL expression of a rule file, checked against the variables of its scope when the file is loaded. */
import { type ASTNode, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { Scope } from '../facts/index.js';
import { walk } from './ast.js';
import { canTakeLong, Meter, stepsOf } from './cost.js';
import { type CelContext, environmentOf } from './environment.js';
import type { Field } from './field.js';
import { FUNCTIONS } from './functions.js';
import { suggestion } from './nearest.js';
import { SCOPE_NAMES, VARIABLES, type VariableName, variablesOf } from './variables.js';

export type ExpressionType = 'bool' | 'string' | 'int' | 'list<string>';
export type ExpressionValue = boolean | string | number | readonly string[];

export interface Expression {
  readonly text: string;
  readonly type: ExpressionType;
  /** The fields it reads, as `variable.field`. */
  readonly reads: ReadonlySet<string>;
  readonly ast: ASTNode;
  /**
   * @param meter counts what the evaluations of its rule take; a new one where only this one is to be bounded
   * @returns the value; integers that a JavaScript number cannot hold come back as text
   * @throws Error when the expression fails on these values (division by zero, an index beyond a list...), or would take
   *   too long on them
   */
  evaluate(context: CelContext, meter?: Meter): ExpressionValue;
}

/** A fault in an expression. `position` is an offset into its text. */
export class ExpressionFault extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
    this.name = 'ExpressionFault';
  }
}

/** What names in an expression are held against. */
export interface ExpressionScope {
  readonly scope: Scope;
  readonly actionIds: readonly string[];
}

/**
 * Compiles an expression.
 * @param allowed the types its value may have
 * @throws ExpressionFault syntax, an unknown variable, field, function or value (with the nearest right name), a type error
 */
export function compile(
  text: string,
  { scope, actionIds }: ExpressionScope,
  allowed: readonly ExpressionType[],
): Expression {
  const program = parse(text, scope);
  checkNames(program.ast, scope);
  const checked = program.check();
  if (!checked.valid) throw new ExpressionFault(firstLine(checked.error!), checked.error!.range?.start ?? 0);
  const type = allowed.find((candidate) => candidate === checked.type);
  if (type === undefined) {
    throw new ExpressionFault(`the value must be of type ${allowed.join(' or ')}, but is of type ${checked.type}`, 0);
  }
  checkLiterals(program.ast, actionIds);
  const long = canTakeLong(walk(program.ast));
  return {
    text,
    type,
    reads: new Set(fieldsRead(program.ast).map(([variable, field]) => `${variable}.${field}`)),
    ast: program.ast,
    evaluate(context, meter = new Meter()) {
      if (long) meter.spend(stepsOf(program.ast, context));
      return plainValue(program(context));
    },
  };
}

function parse(text: string, scope: Scope) {
  try {
    return environmentOf(scope).parse(text);
  } catch (error) {
    if (error instanceof ParseError || error instanceof EvaluationError) {
      throw new ExpressionFault(firstLine(error), error.range?.start ?? 0);
    }
    throw error;
  }
}

/** The library's messages quote the source below the first line; here the file and line are named instead. */
export function firstLine(error: Error): string {
  const summary = error.message.split('\n')[0]!;
  return summary.charAt(0).toLowerCase() + summary.slice(1);
}

function plainValue(value: unknown): ExpressionValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value as ExpressionValue;
}

/** `variable.field` accesses, also those of names that a macro has bound anew: too many do no harm. */
function fieldsRead(ast: ASTNode): readonly (readonly [variable: string, field: string])[] {
  const found: (readonly [string, string])[] = [];
  for (const node of walk(ast)) {
    if (node.op === '.' && node.args[0].op === 'id') found.push([node.args[0].args, node.args[1]]);
  }
  return found;
}

/** Names bound by macros (`list.exists(x, ...)`, `cel.bind(x, ...)`), which are no variables of the scope, with where. */
function boundNames(ast: ASTNode): ReadonlyMap<string, number> {
  const bound = new Map<string, number>([['cel', 0]]);
  for (const node of walk(ast)) {
    const first = node.op === 'rcall' ? node.args[2][0] : undefined;
    if (node.op !== 'rcall' || first?.op !== 'id' || !FUNCTIONS.get(node.args[0])?.binds) continue;
    if (!bound.has(first.args)) bound.set(first.args, first.start);
  }
  return bound;
}

function checkNames(ast: ASTNode, scope: Scope): void {
  const variables = variablesOf(scope);
  const bound = boundNames(ast);
  for (const [name, position] of bound) {
    if (variables.includes(name as VariableName)) {
      throw new ExpressionFault(`"${name}" is a variable of the scope and cannot be bound to something else`, position);
    }
  }
  const inner = new Set<ASTNode>();
  for (const node of walk(ast)) {
    switch (node.op) {
      case '.':
        if (node.args[0].op === 'id') {
          inner.add(node.args[0]);
          checkVariable(node.args[0].args, node.args[0].start, scope, variables, bound);
          checkField(node.args[0].args, node.args[1], node.pos);
        }
        break;
      case 'id':
        checkVariable(node.args, node.start, scope, variables, bound);
        if (!inner.has(node) && variables.includes(node.args as VariableName)) {
          throw new ExpressionFault(
            `"${node.args}" can only be used with one of its fields, as ${node.args}.name`,
            node.start,
          );
        }
        break;
      case 'call':
      case 'rcall':
        checkFunction(node.args[0], node.start);
        break;
      default:
        break;
    }
  }
}

function checkVariable(
  name: string,
  position: number,
  scope: Scope,
  variables: readonly VariableName[],
  bound: ReadonlyMap<string, number>,
): void {
  if (bound.has(name) || variables.includes(name as VariableName)) return;
  const others = SCOPE_NAMES.filter((other) => variablesOf(other).includes(name as VariableName));
  const where = others.length > 0 ? ` (it is there in ${others.join(', ')})` : suggestion(name, variables);
  throw new ExpressionFault(`scope "${scope}" has no variable "${name}"${where}`, position);
}

function checkField(variable: string, field: string, position: number): void {
  const fields = Object.hasOwn(VARIABLES, variable) ? VARIABLES[variable as VariableName].fields : undefined;
  if (fields === undefined || Object.hasOwn(fields, field)) return;
  throw new ExpressionFault(`"${variable}" has no field "${field}"${suggestion(field, Object.keys(fields))}`, position);
}

function checkFunction(name: string, position: number): void {
  if (FUNCTIONS.has(name)) return;
  throw new ExpressionFault(`unknown function "${name}"${suggestion(name, [...FUNCTIONS.keys()])}`, position);
}

/** A field that has a fixed set of values can never equal another text: such a comparison is a misspelling. */
function checkLiterals(ast: ASTNode, actionIds: readonly string[]): void {
  for (const node of walk(ast)) {
    if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') continue;
    const [left, right] = node.args;
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const field = fieldOf(side);
      const values = field === undefined ? undefined : valuesOf(field, actionIds);
      if (values !== undefined) for (const literal of textsIn(other)) checkLiteral(literal, values);
    }
  }
}

function fieldOf(node: ASTNode): Field | undefined {
  if (node.op !== '.' || node.args[0].op !== 'id') return undefined;
  const variable = node.args[0].args;
  return Object.hasOwn(VARIABLES, variable) ? VARIABLES[variable as VariableName].fields[node.args[1]] : undefined;
}

function valuesOf(field: Field, actionIds: readonly string[]): readonly string[] | undefined {
  if (field.actionIds) return actionIds;
  return field.type === 'string' && field.values ? Object.keys(field.values) : undefined;
}

function textsIn(node: ASTNode): readonly (ASTNode & { args: string })[] {
  const parts = node.op === 'list' ? node.args : [node];
  return parts.filter(
    (part): part is ASTNode & { args: string } => part.op === 'value' && typeof part.args === 'string',
  );
}

function checkLiteral(literal: ASTNode & { args: string }, values: readonly string[]): void {
  if (values.includes(literal.args)) return;
  throw new ExpressionFault(
    `"${literal.args}" is never the value here${suggestion(literal.args, values)}`,
    literal.start,
  );
}
