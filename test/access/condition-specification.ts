/**
 * Conditional expressions as the text of MS-DTYP 2.4.4.17.6 and .7 has them, for a world in which everything is known:
 * what src/access/condition.ts is held against.
 */
import type { AttributeScope, Condition, Literal } from '../../src/descriptor/condition/index.js';

/** An attribute's value: null where there is none, a list where it has several. */
export type Leaf = null | bigint | string | boolean | readonly (bigint | string)[];

export interface World {
  carries(sid: string): boolean;
  deviceCarries(sid: string): boolean;
  attribute(scope: AttributeScope, name: string): Leaf;
}

export type Result = 'true' | 'false' | 'unknown';

/** "If any processing rule returns an error, then the entire conditional expression evaluates to UNKNOWN." */
class ProcessingError extends Error {}

export function evaluate(condition: Condition, world: World): Result {
  try {
    return value(condition, world);
  } catch (error) {
    if (error instanceof ProcessingError) return 'unknown';
    throw error;
  }
}

const told = (truth: boolean): Result => (truth ? 'true' : 'false');
const inverse = (result: Result): Result => (result === 'unknown' ? result : told(result === 'false'));

function value(node: Condition, world: World): Result {
  switch (node.kind) {
    case 'attribute': {
      const leaf = world.attribute(node.scope, node.name);
      if (leaf === null) return 'unknown';
      if (Array.isArray(leaf)) return 'unknown';
      if (typeof leaf === 'bigint') return told(leaf !== 0n);
      return typeof leaf === 'string' ? told(leaf.length > 0) : told(leaf === true);
    }
    case 'not':
      return inverse(value(node.operand, world));
    case 'and': {
      const both = [value(node.left, world), value(node.right, world)];
      return both.includes('false') ? 'false' : both.includes('unknown') ? 'unknown' : 'true';
    }
    case 'or': {
      const both = [value(node.left, world), value(node.right, world)];
      return both.includes('true') ? 'true' : both.includes('unknown') ? 'unknown' : 'false';
    }
    case 'exists': {
      const { scope, name } = node.attribute;
      if (scope === 'user' || scope === 'device') throw new ProcessingError();
      const there = told(world.attribute(scope, name) !== null);
      return node.operator === 'Exists' ? there : inverse(there);
    }
    case 'membership': {
      const elements = node.operand.kind === 'composite' ? node.operand.elements : [node.operand];
      const has = elements.map((element) => {
        if (element.kind !== 'sid') throw new ProcessingError();
        return node.operator.includes('Device') ? world.deviceCarries(element.sid) : world.carries(element.sid);
      });
      const result = told(node.operator.endsWith('_any') ? has.includes(true) : !has.includes(false));
      return node.operator.startsWith('Not_') ? inverse(result) : result;
    }
    case 'relational': {
      const left = world.attribute(node.left.scope, node.left.name);
      const right =
        node.right.kind === 'attribute' ? world.attribute(node.right.scope, node.right.name) : literal(node.right);
      if (left === null || right === null) return 'unknown';
      return compare(node.operator, left, right);
    }
  }
}

function literal(node: Literal): Leaf {
  if (node.kind === 'integer' || node.kind === 'string') return node.value;
  throw new Error(`not drawn: ${node.kind}`);
}

function compare(operator: string, left: Exclude<Leaf, null>, right: Exclude<Leaf, null>): Result {
  const several = Array.isArray(left) || Array.isArray(right);
  const equality = operator === '==' || operator === '!=';
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    const other = typeof left === 'boolean' ? right : left;
    if (typeof other !== 'boolean' && typeof other !== 'bigint') throw new ProcessingError();
    if (!equality && typeof other === 'bigint') throw new ProcessingError();
  }
  const list = (side: Exclude<Leaf, null>) =>
    (Array.isArray(side) ? side : [side]).map((one: bigint | string | boolean) =>
      typeof one === 'string' ? one.toLowerCase() : BigInt(one),
    );
  const [a, b] = [list(left), list(right)];
  if (typeof a[0] !== typeof b[0]) throw new ProcessingError();
  const equal = a.length === b.length && a.every((one, index) => one === b[index]);
  switch (operator) {
    case '==':
      return told(equal);
    case 'Contains':
      return told(b.every((one) => a.includes(one)));
    case 'Any_of':
      return told(b.some((one) => a.includes(one)));
  }
  if (several) return 'unknown';
  switch (operator) {
    case '!=':
      return told(!equal);
    case 'Not_Any_of':
      return told(!b.some((one) => a.includes(one)));
    case '<':
      return told(a[0]! < b[0]!);
    case '>=':
      return told(a[0]! >= b[0]!);
    default:
      throw new Error(`not drawn: ${operator}`);
  }
}
