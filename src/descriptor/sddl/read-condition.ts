/** Conditional expressions from SDDL (MS-DTYP 2.5.1.1, cond-expr; precedence in 2.5.1.3). */
import {
  type AttributeReference,
  type AttributeScope,
  type Condition,
  type ExistsOperator,
  type Literal,
  MAX_CONDITION_DEPTH,
  type MembershipOperator,
  type RelationalOperator,
} from '../condition/types.js';
import type { DomainContext } from './aliases.js';
import { readName } from './attribute-name.js';
import { readLiteral } from './literals.js';
import type { Scanner } from './scanner.js';

const MEMBERSHIP: readonly MembershipOperator[] = [
  'Member_of',
  'Device_Member_of',
  'Member_of_any',
  'Device_Member_of_any',
  'Not_Member_of',
  'Not_Device_Member_of',
  'Not_Member_of_any',
  'Not_Device_Member_of_any',
];
const EXISTS: readonly ExistsOperator[] = ['Exists', 'Not_Exists'];
/** Longer ones first. */
const SYMBOLS: readonly RelationalOperator[] = ['==', '!=', '<=', '>=', '<', '>'];
const WORDS: readonly RelationalOperator[] = ['Contains', 'Not_Contains', 'Any_of', 'Not_Any_of'];
const byWord = <Operator extends string>(operators: readonly Operator[]) =>
  new Map(operators.map((operator) => [operator.toUpperCase(), operator]));
const MEMBERSHIP_BY_WORD = byWord(MEMBERSHIP);
const EXISTS_BY_WORD = byWord(EXISTS);
const RELATIONAL_BY_WORD = byWord(WORDS);
const WORD = /[A-Z_]+/iy;
const PREFIXES: readonly (readonly [string, AttributeScope])[] = [
  ['@USER.', 'user'],
  ['@RESOURCE.', 'resource'],
  ['@DEVICE.', 'device'],
];

interface Parsed {
  readonly value: Condition;
  /** Nesting, as MAX_CONDITION_DEPTH counts it. */
  readonly depth: number;
}

/**
 * @param scanner stands at the "(" of the expression
 * @returns the expression; the scanner stands behind its ")"
 * @throws AdreachError `descriptor` with the offset
 */
export function readCondition(scanner: Scanner, domain: DomainContext): Condition {
  return new ConditionReader(scanner, domain).parenthesized().value;
}

class ConditionReader {
  #nesting = 0;

  constructor(
    readonly scanner: Scanner,
    readonly domain: DomainContext,
  ) {}

  parenthesized(): Parsed {
    const { scanner } = this;
    scanner.expect('(', 'at the beginning of an expression');
    // Redundant parentheses leave no trace in the tree, but recurse all the same.
    if (++this.#nesting > 2 * MAX_CONDITION_DEPTH) throw this.#tooDeep();
    scanner.skipSpace();
    const parsed = this.#or();
    scanner.expect(')', 'or an operator in the expression');
    this.#nesting--;
    return parsed;
  }

  #or(): Parsed {
    let left = this.#and();
    while (this.scanner.accept('||')) left = this.#join('or', left, this.#and());
    return left;
  }

  #and(): Parsed {
    let left = this.#factor();
    while (this.scanner.accept('&&')) left = this.#join('and', left, this.#factor());
    return left;
  }

  #join(kind: 'and' | 'or', left: Parsed, right: Parsed): Parsed {
    return this.#deeper({ kind, left: left.value, right: right.value }, Math.max(left.depth, right.depth));
  }

  #deeper(value: Condition, depth: number): Parsed {
    if (depth >= MAX_CONDITION_DEPTH) throw this.#tooDeep();
    return { value, depth: depth + 1 };
  }

  #tooDeep() {
    return this.scanner.fault(`the expression is nested deeper than ${MAX_CONDITION_DEPTH}`);
  }

  /** A term, an expression in parentheses, or the negation of such. White space around it is consumed. */
  #factor(): Parsed {
    const { scanner } = this;
    scanner.skipSpace();
    let parsed: Parsed;
    if (scanner.accept('!')) {
      scanner.skipSpace();
      // As Windows has it: only a parenthesis or a prefixed attribute can be negated.
      if (!scanner.sees('(') && !scanner.sees('@'))
        throw scanner.fault(`expected "(" after "!", found ${scanner.shown()}`);
      const operand = scanner.sees('(') ? this.parenthesized() : this.#comparison(this.#attribute());
      parsed = this.#deeper({ kind: 'not', operand: operand.value }, operand.depth);
    } else if (scanner.sees('(')) {
      parsed = this.parenthesized();
      if (parsed.value.kind === 'attribute') parsed = this.#comparison(parsed.value);
    } else {
      parsed = this.#term();
    }
    scanner.skipSpace();
    return parsed;
  }

  #term(): Parsed {
    const { scanner } = this;
    const start = scanner.at;
    if (!scanner.sees('@')) {
      const word = (scanner.match(WORD) ?? '').toUpperCase();
      const membership = MEMBERSHIP_BY_WORD.get(word);
      const exists = EXISTS_BY_WORD.get(word);
      const ends = scanner.atEnd || /[\t-\r ({]/.test(scanner.text[scanner.at]!);
      if (membership !== undefined && ends) {
        scanner.skipSpace();
        return { value: { kind: 'membership', operator: membership, operand: this.#memberList() }, depth: 1 };
      }
      if (exists !== undefined && ends) {
        scanner.skipSpace();
        return { value: { kind: 'exists', operator: exists, attribute: this.#attribute() }, depth: 1 };
      }
      scanner.at = start;
    }
    return this.#comparison(this.#attribute());
  }

  /** The SIDs of a membership operator; Windows allows parentheses around them. */
  #memberList(): Literal {
    const { scanner } = this;
    let open = 0;
    for (; scanner.accept('('); open++) scanner.skipSpace();
    const literal = readLiteral(scanner, this.domain);
    if (literal === null) throw scanner.fault(`expected "{" or SID(...), found ${scanner.shown()}`);
    for (; open > 0; open--) {
      scanner.skipSpace();
      scanner.expect(')', 'after the SIDs');
    }
    return literal;
  }

  /** An attribute by itself, or compared with a value. */
  #comparison(left: AttributeReference): Parsed {
    const { scanner } = this;
    scanner.skipSpace();
    const operator = this.#relationalOperator();
    if (operator === null) return { value: left, depth: 0 };
    scanner.skipSpace();
    if (scanner.sees('@')) return { value: { kind: 'relational', operator, left, right: this.#attribute() }, depth: 1 };
    const right = readLiteral(scanner, this.domain);
    if (right === null)
      throw scanner.fault(`expected a value or @User., @Device., @Resource., found ${scanner.shown()}`);
    return { value: { kind: 'relational', operator, left, right }, depth: 1 };
  }

  #relationalOperator(): RelationalOperator | null {
    const { scanner } = this;
    for (const symbol of SYMBOLS) if (scanner.accept(symbol)) return symbol;
    const start = scanner.at;
    const word = scanner.match(WORD);
    if (word === null) return null;
    const operator = RELATIONAL_BY_WORD.get(word.toUpperCase());
    if (operator === undefined) throw scanner.fault(`${scanner.consumed(start)} is no operator`, start);
    return operator;
  }

  #attribute(): AttributeReference {
    const { scanner } = this;
    const start = scanner.at;
    let scope: AttributeScope = 'local';
    for (const [prefix, candidate] of PREFIXES) {
      if (!scanner.accept(prefix, true)) continue;
      scope = candidate;
      break;
    }
    if (scope === 'local' && scanner.sees('@')) throw scanner.fault('expected @User., @Device. or @Resource.');
    const name = readName(scanner, scope === 'local' ? 'simple' : 'full');
    if (name === '') throw scanner.fault(`expected an attribute, found ${scanner.shown(start)}`, start);
    if (scope === 'local' && isKeyword(name)) throw scanner.fault(`${name} is an operator, not an attribute`, start);
    return { kind: 'attribute', scope, name };
  }
}

function isKeyword(name: string): boolean {
  const word = name.toUpperCase();
  return MEMBERSHIP_BY_WORD.has(word) || EXISTS_BY_WORD.has(word) || RELATIONAL_BY_WORD.has(word);
}
