/** Conditional expressions from the application data of a callback ACE (MS-DTYP 2.4.4.17.4: tokens in postfix order). */
import { AdreachError } from '../../errors/index.js';
import { parseSid, sidByteLength } from '../sid.js';
import { BASES, EXISTS, INTEGER_SIZES, MEMBERSHIP, RELATIONAL, SCOPES, SIGNATURE, SIGNS, Token } from './tokens.js';
import {
  type AttributeReference,
  type Condition,
  type Literal,
  MAX_CONDITION_DEPTH,
  type ScalarLiteral,
} from './types.js';

type Operand = Condition | Literal;

interface StackItem {
  readonly value: Operand;
  /** Nesting of the expression; 0 for a literal or an attribute. */
  readonly depth: number;
}

/**
 * Bytes for which EvaluateAceCondition (MS-DTYP 2.5.3.1.5, 2.4.4.17.6, .7) has an answer all the same: the expression as
 * a whole is UNKNOWN. Other damage, and what only this decoder does not take, is a plain AdreachError.
 */
export class ConditionError extends AdreachError {}

/** @returns whether a callback ACE's application data hold a conditional expression (MS-DTYP 2.4.4.17) */
function hasConditionSignature(data: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => data[index] === byte);
}

/**
 * @param data a callback ACE's application data, signature and padding included
 * @returns the expression
 * @throws AdreachError `descriptor` with the byte offset in `data`, for anything that SDDL has no text for: an unknown
 *   token, operands missing or left over, a comparison whose left side is no attribute; a ConditionError where the
 *   specification says that such an expression is UNKNOWN
 */
export function decodeCondition(data: Uint8Array): Condition {
  if (!hasConditionSignature(data)) throw error(0, 'the signature "artx" is missing');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const stack: StackItem[] = [];
  let at = SIGNATURE.length;
  while (at < data.length) {
    const code = data[at]!;
    if (code === Token.padding) {
      if (data.subarray(at).some((byte) => byte !== 0)) throw fault(at, 'tokens after padding');
      break;
    }
    const scope = SCOPES.get(code);
    if (scope !== undefined) {
      const [name, end] = readString(view, at);
      stack.push({ value: { kind: 'attribute', scope, name }, depth: 0 });
      at = end;
      continue;
    }
    const literal = readLiteral(view, data, at, data.length);
    if (literal !== null) {
      stack.push({ value: literal.value, depth: 0 });
      at = literal.end;
      continue;
    }
    stack.push(applyOperator(code, stack, at));
    at++;
  }
  const result = stack.pop();
  if (result === undefined) throw error(at, 'the expression is empty');
  if (stack.length > 0) throw error(at, `${stack.length} operands are left over`);
  return asCondition(result.value, at);
}

function applyOperator(code: number, stack: StackItem[], at: number): StackItem {
  const right = stack.pop();
  const pop = (): StackItem => {
    const item = stack.pop();
    if (item === undefined) throw error(at, 'an operator lacks an operand');
    return item;
  };
  const relational = RELATIONAL.get(code);
  const membership = MEMBERSHIP.get(code);
  const exists = EXISTS.get(code);
  const known = relational ?? membership ?? exists;
  if (known === undefined && code !== Token.and && code !== Token.or && code !== Token.not) {
    throw error(at, `unknown token 0x${code.toString(16)}`);
  }
  if (right === undefined) throw error(at, 'an operator lacks an operand');
  if (relational !== undefined) {
    const left = asAttribute(pop().value, at);
    return { value: { kind: 'relational', operator: relational, left, right: asComparand(right.value, at) }, depth: 1 };
  }
  if (membership !== undefined) {
    return { value: { kind: 'membership', operator: membership, operand: asLiteral(right.value, at) }, depth: 1 };
  }
  if (exists !== undefined) {
    return { value: { kind: 'exists', operator: exists, attribute: asAttribute(right.value, at) }, depth: 1 };
  }
  if (code === Token.not) {
    return deeper({ kind: 'not', operand: asCondition(right.value, at) }, right.depth, at);
  }
  const left = pop();
  const kind = code === Token.and ? 'and' : 'or';
  const value: Condition = { kind, left: asCondition(left.value, at), right: asCondition(right.value, at) };
  return deeper(value, Math.max(left.depth, right.depth), at);
}

function deeper(value: Condition, depth: number, at: number): StackItem {
  if (depth >= MAX_CONDITION_DEPTH) throw fault(at, `the expression is nested deeper than ${MAX_CONDITION_DEPTH}`);
  return { value, depth: depth + 1 };
}

function isLiteral(value: Operand): value is Literal {
  switch (value.kind) {
    case 'integer':
    case 'string':
    case 'octets':
    case 'sid':
    case 'composite':
      return true;
    default:
      return false;
  }
}

function asCondition(value: Operand, at: number): Condition {
  if (isLiteral(value)) throw error(at, 'a literal stands where an expression is needed');
  return value;
}

function asLiteral(value: Operand, at: number): Literal {
  if (!isLiteral(value)) throw error(at, 'the operand of a membership operator is no literal');
  return value;
}

function asAttribute(value: Operand, at: number): AttributeReference {
  if (value.kind !== 'attribute') throw error(at, 'an attribute is needed');
  return value;
}

function asComparand(value: Operand, at: number): AttributeReference | Literal {
  if (isLiteral(value)) return value;
  const attribute = asAttribute(value, at);
  if (attribute.scope === 'local') throw fault(at, 'the right side of a comparison is a local attribute');
  return attribute;
}

/** @returns the literal at `at` and the offset behind it, or null where the token is no literal */
function readLiteral(
  view: DataView,
  data: Uint8Array,
  at: number,
  end: number,
): { value: Literal; end: number } | null {
  if (data[at] !== Token.composite) return readScalar(view, data, at, end);
  const [start, stop] = readLength(view, at, end);
  const elements: ScalarLiteral[] = [];
  let next = start;
  while (next < stop) {
    const element = readScalar(view, data, next, stop);
    if (element === null) throw fault(next, 'a list holds something else than plain literals');
    elements.push(element.value);
    next = element.end;
  }
  return { value: { kind: 'composite', elements }, end: stop };
}

function readScalar(
  view: DataView,
  data: Uint8Array,
  at: number,
  end: number,
): { value: ScalarLiteral; end: number } | null {
  const code = data[at]!;
  const size = INTEGER_SIZES.get(code);
  if (size !== undefined) {
    if (at + 11 > end) throw fault(at, 'a number runs over the end');
    const sign = SIGNS.get(data[at + 9]!);
    const base = BASES.get(data[at + 10]!);
    if (sign === undefined || base === undefined) throw fault(at + 9, 'a number has an unknown sign or base');
    return { value: { kind: 'integer', value: view.getBigInt64(at + 1, true), size, sign, base }, end: at + 11 };
  }
  if (code === Token.string) {
    const [value, stop] = readString(view, at, end);
    return { value: { kind: 'string', value }, end: stop };
  }
  if (code === Token.octets) {
    const [start, stop] = readLength(view, at, end);
    return { value: { kind: 'octets', value: new Uint8Array(data.subarray(start, stop)) }, end: stop };
  }
  if (code === Token.sid) {
    const [start, stop] = readLength(view, at, end);
    if (start + sidByteLength(data, start, stop) !== stop) throw fault(at, 'the length of a SID is wrong');
    return { value: { kind: 'sid', sid: parseSid(data, start, stop) }, end: stop };
  }
  return null;
}

/** @returns the text behind a token and its length, and the offset behind it */
function readString(view: DataView, at: number, end = view.byteLength): [string, number] {
  const [start, stop] = readLength(view, at, end);
  if ((stop - start) % 2 !== 0) throw fault(at, 'a string has an odd number of bytes');
  return [Buffer.from(view.buffer, view.byteOffset + start, stop - start).toString('utf16le'), stop];
}

/** @returns where the data of a token with a length begin and end */
function readLength(view: DataView, at: number, end: number): [number, number] {
  const start = at + 5;
  if (start > end) throw fault(at, 'a token runs over the end');
  const stop = start + view.getUint32(at + 1, true);
  if (stop > end) throw fault(at + 1, 'a token runs over the end');
  return [start, stop];
}

function fault(offset: number, what: string): AdreachError {
  return new AdreachError('descriptor', `Conditional expression, byte ${offset}: ${what}`);
}

function error(offset: number, what: string): ConditionError {
  return new ConditionError('descriptor', `Conditional expression, byte ${offset}: ${what}`);
}
