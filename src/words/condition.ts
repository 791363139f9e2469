/** Conditional expressions as a clause of a sentence (MS-DTYP 2.4.4.17). */
import type {
  AttributeReference,
  Condition,
  Literal,
  MembershipOperator,
  RelationalOperator,
  ScalarLiteral,
} from '../descriptor/condition/index.js';
import { listed } from './lists.js';
import { type Names, trusteeName } from './names.js';

const SCOPES = {
  local: 'the attribute',
  user: "the user's claim",
  resource: "the object's attribute",
  device: "the device's claim",
} as const;

const RELATIONS: Readonly<Record<RelationalOperator, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is greater than',
  '>=': 'is at least',
  Contains: 'contains all of',
  Not_Contains: 'does not contain all of',
  Any_of: 'is among',
  Not_Any_of: 'is not among',
};

/** @returns what must hold, for example `the token holds BUILTIN\Users and the user's claim Title is "PM"` */
export function conditionInWords(condition: Condition, names: Names): string {
  switch (condition.kind) {
    case 'attribute':
      return `${attribute(condition)} is neither 0 nor empty`;
    case 'relational': {
      const { operator, left, right } = condition;
      return `${attribute(left)} ${RELATIONS[operator]} ${
        right.kind === 'attribute' ? attribute(right) : literal(right, names)
      }`;
    }
    case 'membership':
      return membership(condition.operator, condition.operand, names);
    case 'exists':
      return `there is ${condition.operator === 'Exists' ? '' : 'not '}${attribute(condition.attribute)}`;
    case 'not':
      return `not (${conditionInWords(condition.operand, names)})`;
    default: {
      const { kind } = condition;
      return [condition.left, condition.right]
        .map((side) => {
          const text = conditionInWords(side, names);
          return (side.kind === 'and' || side.kind === 'or') && side.kind !== kind ? `(${text})` : text;
        })
        .join(` ${kind} `);
    }
  }
}

function attribute({ scope, name }: AttributeReference): string {
  return `${SCOPES[scope]} ${name}`;
}

function membership(operator: MembershipOperator, operand: Literal, names: Names): string {
  const elements = (operand.kind === 'composite' ? operand.elements : [operand]).map((one) => scalar(one, names));
  const holder = operator.includes('Device') ? "the device's token" : 'the token';
  const any = operator.endsWith('_any');
  const list = elements.length === 0 ? 'nothing' : listed(elements, any ? 'or' : 'and');
  return operator.startsWith('Not_') ? `${holder} does not hold ${list}` : `${holder} holds ${list}`;
}

function literal(value: Literal, names: Names): string {
  if (value.kind !== 'composite') return scalar(value, names);
  return value.elements.length === 0 ? 'nothing' : listed(value.elements.map((element) => scalar(element, names)));
}

function scalar(value: ScalarLiteral, names: Names): string {
  switch (value.kind) {
    case 'integer':
      return (value.sign === 'minus' ? value.value : BigInt.asUintN(64, value.value)).toString();
    case 'string':
      return JSON.stringify(value.value);
    case 'octets':
      return `the bytes ${Buffer.from(value.value).toString('hex') || '(none)'}`;
    case 'sid':
      return trusteeName(value.sid, names);
  }
}
