/** Conditional expressions as a clause of a sentence (MS-DTYP 2.4.4.17). */
import type {
  AttributeReference,
  Condition,
  Literal,
  MembershipOperator,
  RelationalOperator,
  ScalarLiteral,
} from '../descriptor/condition/index.js';
import type { ConditionFact } from '../result/explain.js';
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

const TOKEN = { yes: 'the token holds', no: 'the token does not hold' } as const;
const DEVICE = { yes: "the device's token holds", no: "the device's token does not hold" } as const;

const MEMBERSHIPS: Readonly<Record<MembershipOperator, { readonly holds: string; readonly of: 'and' | 'or' }>> = {
  Member_of: { holds: TOKEN.yes, of: 'and' },
  Member_of_any: { holds: TOKEN.yes, of: 'or' },
  Not_Member_of: { holds: TOKEN.no, of: 'and' },
  Not_Member_of_any: { holds: TOKEN.no, of: 'or' },
  Device_Member_of: { holds: DEVICE.yes, of: 'and' },
  Device_Member_of_any: { holds: DEVICE.yes, of: 'or' },
  Not_Device_Member_of: { holds: DEVICE.no, of: 'and' },
  Not_Device_Member_of_any: { holds: DEVICE.no, of: 'or' },
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

const PREFIXES = { local: '', user: '@User.', resource: '@Resource.', device: '@Device.' } as const;

/** @returns what a condition depends on, in a few words: a trustee, or an attribute as SDDL writes it */
export function conditionFactText(fact: ConditionFact): string {
  switch (fact.kind) {
    case 'member':
      return fact.name ?? fact.sid;
    case 'device-member':
      return `the device's membership in ${fact.name ?? fact.sid}`;
    case 'attribute':
      return `${PREFIXES[fact.scope]}${fact.name}`;
  }
}

function attribute({ scope, name }: AttributeReference): string {
  return `${SCOPES[scope]} ${name}`;
}

function membership(operator: MembershipOperator, operand: Literal, names: Names): string {
  const elements = (operand.kind === 'composite' ? operand.elements : [operand]).map((one) => scalar(one, names));
  const { holds, of } = MEMBERSHIPS[operator];
  return `${holds} ${elements.length === 0 ? 'nothing' : listed(elements, of)}`;
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
