/** Conditional expressions of callback ACEs as values (MS-DTYP 2.4.4.17). */
import type { Sid } from '../types.js';

/** A whole number with how it was written (MS-DTYP 2.4.4.17.5). */
export interface IntegerLiteral {
  readonly kind: 'integer';
  /** The 64 bits as two's complement. Relational operators take the sign from `sign`, not from here. */
  readonly value: bigint;
  /** Size of the literal's type in bytes; text always makes 8. */
  readonly size: 1 | 2 | 4 | 8;
  readonly sign: 'plus' | 'minus' | 'none';
  readonly base: 8 | 10 | 16;
}

/** A literal that stands for one value. */
export type ScalarLiteral =
  | IntegerLiteral
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'octets'; readonly value: Uint8Array }
  | { readonly kind: 'sid'; readonly sid: Sid };

export type Literal = ScalarLiteral | { readonly kind: 'composite'; readonly elements: readonly ScalarLiteral[] };

/** Where an attribute's value comes from (MS-DTYP 2.4.4.17.8). */
export type AttributeScope = 'local' | 'user' | 'resource' | 'device';

/** The name of an attribute, as it is meant (no escapes); compared without case. */
export interface AttributeReference {
  readonly kind: 'attribute';
  readonly scope: AttributeScope;
  readonly name: string;
}

/** Binary relational operators (MS-DTYP 2.4.4.17.6), spelled as Windows prints them. */
export type RelationalOperator =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'Contains'
  | 'Not_Contains'
  | 'Any_of'
  | 'Not_Any_of';

/** Unary relational operators (MS-DTYP 2.4.4.17.6), spelled as Windows prints them. */
export type MembershipOperator =
  | 'Member_of'
  | 'Device_Member_of'
  | 'Member_of_any'
  | 'Device_Member_of_any'
  | 'Not_Member_of'
  | 'Not_Device_Member_of'
  | 'Not_Member_of_any'
  | 'Not_Device_Member_of_any';

export type ExistsOperator = 'Exists' | 'Not_Exists';

/** A conditional expression. An attribute by itself is one: true where its value is not zero and not empty. */
export type Condition =
  | AttributeReference
  | {
      readonly kind: 'relational';
      readonly operator: RelationalOperator;
      readonly left: AttributeReference;
      readonly right: AttributeReference | Literal;
    }
  | { readonly kind: 'membership'; readonly operator: MembershipOperator; readonly operand: Literal }
  | { readonly kind: 'exists'; readonly operator: ExistsOperator; readonly attribute: AttributeReference }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** Expressions nested deeper than this are refused, from bytes and from text alike: recursion stays bounded. */
export const MAX_CONDITION_DEPTH = 400;
