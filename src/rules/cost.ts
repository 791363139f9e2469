/**
 * What evaluating an expression can cost at the most, told before it is evaluated: from its form and from how large the
 * values are that it is given. The library evaluates to the end, whatever that takes, and what it is given comes from the
 * directory: a token with 100,000 groups makes of three loops in each other a matter of weeks.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { CelContext } from './environment.js';
import { FUNCTIONS } from './functions.js';

/** Steps that one evaluation may take: about a second. */
const MOST_STEPS = 10_000_000;
/** Steps of one evaluation that count for nothing: what rules on one object need. */
const FREE_STEPS = 10_000;
/** Steps that all evaluations of a rule may take beyond those that are free: about half a minute. */
const MOST_IN_ALL = 300_000_000;

/** Characters that are gone through in the time of one step. */
const CHARACTERS_A_STEP = 16;

/** How large a value can be: the length of a text or list, 1 for others; and how large the elements of a list can be. */
interface Extent {
  readonly size: number;
  readonly each?: Extent;
}

interface Cost {
  readonly steps: number;
  readonly extent: Extent;
}

const SCALAR: Extent = { size: 1 };
/** A number as text. */
const NUMBER_TEXT: Extent = { size: 20 };

/** Counts what the evaluations of one rule take. */
export class Meter {
  #spent = 0;

  /**
   * Takes down an evaluation before it is made.
   * @throws Error where it, or all of them together, would take too long
   */
  spend(steps: number): void {
    if (!(steps <= MOST_STEPS)) throw new Error(tooLong('it may take', steps, MOST_STEPS));
    this.#spent += Math.max(0, steps - FREE_STEPS);
    if (this.#spent > MOST_IN_ALL)
      throw new Error(tooLong('its evaluations may take together', this.#spent, MOST_IN_ALL));
  }
}

function tooLong(what: string, steps: number, most: number): string {
  const count = Number.isFinite(steps) && steps < 1e15 ? Math.ceil(steps).toLocaleString('en') : 'far too many';
  return `${what} ${count} steps here, more than ${most.toLocaleString('en')}: loops within loops over long lists`;
}

/** @returns whether an expression has loops or names values, without which it cannot take long */
export function canTakeLong(nodes: Iterable<ASTNode>): boolean {
  for (const node of nodes) if (node.op === 'rcall' && FUNCTIONS.get(node.args[0])?.binds) return true;
  return false;
}

/** @returns the most steps that an expression takes on these values */
export function stepsOf(ast: ASTNode, context: CelContext): number {
  return costOf(ast, context, new Map()).steps;
}

type Names = ReadonlyMap<string, Extent>;

function costOf(node: ASTNode, context: CelContext, names: Names): Cost {
  const of = (part: ASTNode) => costOf(part, context, names);
  switch (node.op) {
    case 'value':
      return { steps: 1, extent: extentOf(node.args) };
    case 'id':
      return { steps: 1, extent: names.get(node.args) ?? extentOf(context[node.args]) };
    case '.':
    case '.?': {
      const [base, field] = node.args;
      const facts = base.op === 'id' && !names.has(base.args) ? context[base.args] : undefined;
      if (facts !== undefined) return { steps: 1, extent: extentOf((facts as Record<string, unknown>)[field]) };
      const { steps, extent } = of(base);
      return { steps: steps + 1, extent: extent.each ?? extent };
    }
    case 'list': {
      const parts = node.args.map(of);
      return {
        steps: sum(parts) + parts.length + 1,
        extent: { size: parts.length, each: parts.reduce((all, { extent }) => larger(all, extent), SCALAR) },
      };
    }
    case 'call':
      return callCost(node.args[0], null, node.args[1].map(of));
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (FUNCTIONS.get(name)?.binds) return bindingCost(name, receiver, args, context, names);
      return callCost(name, of(receiver), args.map(of));
    }
    default: {
      const parts = (Array.isArray(node.args) ? node.args.flat() : [node.args]) as readonly ASTNode[];
      return operatorCost(node.op, parts.map(of));
    }
  }
}

function operatorCost(op: string, parts: readonly Cost[]): Cost {
  const steps = sum(parts) + 1;
  const extents = parts.map(({ extent }) => extent);
  const [left = SCALAR, right = SCALAR] = extents;
  switch (op) {
    case '+': {
      const size = left.size + right.size;
      const each = left.each || right.each ? larger(left.each ?? SCALAR, right.each ?? SCALAR) : undefined;
      return { steps: steps + weight({ size, ...(each && { each }) }), extent: { size, ...(each && { each }) } };
    }
    case '[]':
    case '[?]':
      return { steps, extent: left.each ?? left };
    case '?:':
      return { steps, extent: larger(extents[1] ?? SCALAR, extents[2] ?? SCALAR) };
    case '==':
    case '!=':
    case 'in':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { steps: steps + wholeWeight(left) + wholeWeight(right), extent: SCALAR };
    default:
      // Logic and arithmetic; of anything else, the largest of what it is made of.
      return { steps, extent: extents.reduce(larger, SCALAR) };
  }
}

function callCost(name: string, receiver: Cost | null, args: readonly Cost[]): Cost {
  const parts = receiver === null ? args : [receiver, ...args];
  const steps = sum(parts) + 1;
  const [text = SCALAR, other = SCALAR] = parts.map(({ extent }) => extent);
  switch (name) {
    case 'size':
    case 'int':
    case 'startsWith':
    case 'endsWith':
      return { steps: steps + text.size / CHARACTERS_A_STEP, extent: SCALAR };
    case 'contains':
    case 'indexOf':
    case 'lastIndexOf':
      // At the worst the one is compared at every place of the other.
      return {
        steps: steps + (text.size * Math.max(1, other.size)) / CHARACTERS_A_STEP ** 2 + text.size,
        extent: SCALAR,
      };
    case 'split':
      return { steps: steps + 2 * text.size + 1, extent: { size: text.size + 1, each: { size: text.size } } };
    case 'join': {
      const size = text.size * ((text.each?.size ?? 1) + other.size);
      return { steps: steps + text.size + size / CHARACTERS_A_STEP, extent: { size } };
    }
    case 'string':
      return { steps: steps + text.size / CHARACTERS_A_STEP, extent: larger(text, NUMBER_TEXT) };
    default:
      return { steps: steps + weight(text), extent: text };
  }
}

/** `list.all(x, condition)` and its like, `cel.bind(x, value, expression)`. */
function bindingCost(
  name: string,
  receiver: ASTNode,
  args: readonly ASTNode[],
  context: CelContext,
  names: Names,
): Cost {
  const bound = args[0]?.op === 'id' ? args[0].args : '';
  const withName = (extent: Extent): Names => new Map([...names, [bound, extent]]);
  if (name === 'bind') {
    const value = costOf(args[1]!, context, names);
    const { steps, extent } = costOf(args[2]!, context, withName(value.extent));
    return { steps: value.steps + steps + 1, extent };
  }
  const list = costOf(receiver, context, names);
  const inner = withName(list.extent.each ?? SCALAR);
  const bodies = args.slice(1).map((body) => costOf(body, context, inner));
  const steps = list.steps + list.extent.size * (sum(bodies) + 1) + 1;
  if (name === 'filter') return { steps, extent: list.extent };
  const made = bodies.at(-1)?.extent ?? SCALAR;
  return { steps, extent: name === 'map' ? { size: list.extent.size, each: made } : SCALAR };
}

/** Of lists that were looked through: most come again. */
const extents = new WeakMap<readonly unknown[], Extent>();

/** The extent of a value that is there. */
function extentOf(value: unknown): Extent {
  if (typeof value === 'string') return { size: value.length };
  if (!Array.isArray(value)) return SCALAR;
  const known = extents.get(value);
  if (known !== undefined) return known;
  let longest = 1;
  for (const each of value) if (typeof each === 'string' && each.length > longest) longest = each.length;
  const extent = { size: value.length, each: { size: longest } };
  extents.set(value, extent);
  return extent;
}

function larger(a: Extent, b: Extent): Extent {
  const each = a.each && b.each ? larger(a.each, b.each) : (a.each ?? b.each);
  return { size: Math.max(a.size, b.size), ...(each && { each }) };
}

/** Steps to make a value anew: each element of a list, or the characters of a text. */
function weight({ size, each }: Extent): number {
  return each === undefined ? size / CHARACTERS_A_STEP : size;
}

/** Steps to go through all of a value. */
function wholeWeight({ size, each }: Extent): number {
  return each === undefined ? size / CHARACTERS_A_STEP : size * (1 + wholeWeight(each));
}

function sum(parts: readonly Cost[]): number {
  let steps = 0;
  for (const part of parts) steps += part.steps;
  return steps;
}
