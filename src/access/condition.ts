/**
 * Whether a conditional entry applies (MS-DTYP 2.4.4.17.3, 2.5.3.1.5): its expression is evaluated as far as the evidence
 * goes. Membership in the requester's token and the object's own resource attributes can be known; claims of the user
 * and the device, attributes of the environment and the device's groups are in no directory.
 */

import {
  type AttributeReference,
  type Condition,
  ConditionError,
  decodeCondition,
  type Literal,
} from '../descriptor/condition/index.js';
import {
  type Ace,
  AceType,
  type BasicAce,
  type ObjectAce,
  type SecurityDescriptor,
  type Sid,
} from '../descriptor/types.js';
import { AdreachError } from '../errors/index.js';
import type { Tristate } from '../result/tristate.js';
import { attributeOperand, compare, literalOperand, type Operand } from './claim-values.js';
import { ANY, and, ERROR, FALSE, known, not, or, type Possible, TRUE, UNKNOWN } from './possible.js';
import { type ResourceAttributes, resourceAttributes } from './resource-attributes.js';
import type { Requester } from './trustee.js';

export interface ConditionOutcome {
  /** Whether the entry applies where its trustee matches: an allowing one on TRUE, a denying one on TRUE or UNKNOWN. */
  readonly applies: Tristate;
  /** What the expression evaluates to; `undecided` where the evidence leaves several values open. */
  readonly result: 'true' | 'false' | 'unknown' | 'undecided';
  /** The expression; null where the entry holds none that can be read: `fault` says why. */
  readonly condition: Condition | null;
  readonly fault: string | null;
  /** What would have to be known, in the order of the expression: SIDs and attributes. Empty unless it is undecided. */
  readonly missing: readonly MissingFact[];
}

/** Something that a condition depends on and the evidence does not tell. */
export type MissingFact =
  /** Whether the requester's token carries it. */
  | { readonly kind: 'member'; readonly sid: Sid }
  /** Whether the device that the requester acts from carries it. */
  | { readonly kind: 'device-member'; readonly sid: Sid }
  | AttributeReference;

/** @returns true for entries that carry a condition (MS-DTYP 2.4.4.6, .7, .8, .9) */
export function isConditional(ace: Ace): boolean {
  return (
    ace.type === AceType.AccessAllowedCallback ||
    ace.type === AceType.AccessDeniedCallback ||
    ace.type === AceType.AccessAllowedCallbackObject ||
    ace.type === AceType.AccessDeniedCallbackObject
  );
}

/**
 * @param ace a conditional entry, whose trustee matches or may match
 * @param descriptor the object's descriptor, for its resource attributes
 */
export function conditionOutcome(
  ace: BasicAce | ObjectAce,
  requester: Requester,
  descriptor: SecurityDescriptor,
): ConditionOutcome {
  const denies = ace.type === AceType.AccessDeniedCallback || ace.type === AceType.AccessDeniedCallbackObject;
  let condition: Condition | null = null;
  let fault: string | null = null;
  let possible: Possible = ANY;
  let missing: readonly MissingFact[] = [];
  try {
    condition = decodeCondition(ace.applicationData);
    // The condition counts only where the trustee matches, and its own operators look at the same token.
    const evaluation = new Evaluation(requester, ace.sid, resourceAttributes(descriptor));
    possible = evaluation.all(condition);
    if (!isOne(possible)) missing = evaluation.missing;
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    fault = error.message;
    // An entry without any condition says nothing about one: some servers leave it out of what they return.
    if (error instanceof ConditionError && ace.applicationData.length > 0) possible = UNKNOWN;
  }
  const applying = denies ? TRUE | UNKNOWN : TRUE;
  const applies = (possible & applying) === 0 ? 'no' : (possible & ~applying) === 0 ? 'yes' : 'unknown';
  const result = isOne(possible)
    ? possible === TRUE
      ? 'true'
      : possible === FALSE
        ? 'false'
        : 'unknown'
    : 'undecided';
  return { applies, result, condition, fault, missing };
}

function isOne(possible: Possible): boolean {
  return (possible & (possible - 1)) === 0;
}

/** Undecided SIDs of one expression whose outcomes are tried one by one; of more, each operator is taken by itself. */
const MAX_TRIED = 6;
const SELF = 'S-1-5-10';

class Evaluation {
  readonly #undecided = new Set<Sid>();
  readonly #missing = new Map<string, MissingFact>();
  /** Values of comparisons, which do not depend on what is tried. */
  readonly #comparisons = new Map<Condition, Possible>();
  #tried: ReadonlySet<Sid> | null = null;

  constructor(
    readonly requester: Requester,
    readonly trustee: Sid,
    readonly resource: ResourceAttributes,
  ) {}

  get missing(): readonly MissingFact[] {
    return [...this.#missing.values()];
  }

  /** @returns the values that the whole expression may have, an error in it taken for the UNKNOWN that it makes */
  all(condition: Condition): Possible {
    let possible = this.#node(condition);
    const sids = [...this.#undecided];
    if (sids.length > 0 && sids.length <= MAX_TRIED) {
      // One SID in several places is carried in all of them or in none.
      possible = 0;
      for (let bits = 0; bits < 1 << sids.length; bits++) {
        this.#tried = new Set(sids.filter((_, index) => ((bits >> index) & 1) === 1));
        possible |= this.#node(condition);
      }
    }
    return (possible & ERROR) === 0 ? possible : (possible & ~ERROR) | UNKNOWN;
  }

  #node(node: Condition): Possible {
    switch (node.kind) {
      case 'not':
        return not(this.#node(node.operand));
      case 'and':
        return and(this.#node(node.left), this.#node(node.right));
      case 'or':
        return or(this.#node(node.left), this.#node(node.right));
      case 'membership':
        return this.#membership(node);
      default: {
        let possible = this.#comparisons.get(node);
        if (possible === undefined) {
          possible = node.kind === 'exists' ? this.#exists(node) : this.#comparison(node);
          this.#comparisons.set(node, possible);
        }
        return possible;
      }
    }
  }

  #membership({ operator, operand }: Extract<Condition, { kind: 'membership' }>): Possible {
    const sids = sidsOf(operand);
    if (sids === null) return ERROR;
    const device = operator.includes('Device');
    const inverse = operator.startsWith('Not_');
    const some = operator.endsWith('_any');
    // Whether nothing is all of nothing, the specification does not say.
    let possible = sids.length === 0 ? ANY : known(!some);
    for (const sid of sids) {
      const carried = device ? this.#missed({ kind: 'device-member', sid }) : this.#carries(sid);
      possible = some ? or(possible, carried) : and(possible, carried);
    }
    return inverse ? not(possible) : possible;
  }

  #carries(sid: Sid): Possible {
    if (this.#tried !== null && this.#undecided.has(sid)) return known(this.#tried.has(sid));
    let match = this.requester.carries(sid);
    if (match === 'unknown' && sid === this.trustee) match = 'yes';
    // Tokens do not hold SELF; whether it is replaced here as in a trustee, the specification does not say.
    if (match === 'no' && sid === SELF && this.requester.isSelf !== false) match = 'unknown';
    if (match !== 'unknown') return known(match === 'yes');
    this.#undecided.add(sid);
    this.#miss({ kind: 'member', sid });
    return TRUE | FALSE;
  }

  /** Groups of the device: no directory tells from where an account acts, or whether the token says so. */
  #missed(fact: MissingFact): Possible {
    this.#miss(fact);
    return TRUE | FALSE | UNKNOWN;
  }

  #miss(fact: MissingFact): void {
    this.#missing.set(fact.kind === 'attribute' ? `${fact.scope} ${fact.name}` : `${fact.kind} ${fact.sid}`, fact);
  }

  #exists({ operator, attribute }: Extract<Condition, { kind: 'exists' }>): Possible {
    const exists = this.#isThere(attribute);
    return operator === 'Exists' ? exists : not(exists);
  }

  #isThere(attribute: AttributeReference): Possible {
    if (attribute.scope !== 'resource') {
      this.#miss(attribute);
      // The specification calls it an error for claims of user and device; Windows has an answer.
      return attribute.scope === 'local' ? TRUE | FALSE : TRUE | FALSE | ERROR;
    }
    const lookup = this.resource(attribute.name);
    if (lookup.state === 'absent') return FALSE;
    if (lookup.state === 'found' && lookup.attribute.values.length > 0) return TRUE;
    this.#miss(attribute);
    return TRUE | FALSE;
  }

  #comparison(node: Extract<Condition, { kind: 'attribute' | 'relational' }>): Possible {
    if (node.kind === 'attribute') {
      const value = this.#operand(node);
      return typeof value === 'string' ? (value === 'absent' ? UNKNOWN : ANY) : truth(value);
    }
    const left = this.#operand(node.left);
    const right = node.right.kind === 'attribute' ? this.#operand(node.right) : literalOperand(node.right);
    // An attribute that is not there makes the operator UNKNOWN whatever it is compared with.
    if (left === 'absent' || right === 'absent') return right === 'mixed' ? UNKNOWN | ERROR : UNKNOWN;
    if (typeof left === 'string' || typeof right === 'string') return ANY;
    return compare(node.operator, left, right);
  }

  #operand(attribute: AttributeReference): Operand | 'absent' | 'undecided' {
    const lookup = attribute.scope === 'resource' ? this.resource(attribute.name) : null;
    if (lookup?.state === 'absent') return 'absent';
    if (lookup?.state === 'found' && lookup.attribute.values.length > 0) return attributeOperand(lookup.attribute);
    this.#miss(attribute);
    return 'undecided';
  }
}

/** The logical value of an attribute by itself (MS-DTYP 2.4.4.17.7): told for one integer or string only. */
function truth({ type, values }: Operand): Possible {
  const [value] = values;
  if (values.length !== 1) return ANY;
  if (typeof value === 'bigint') return known(value !== 0n);
  return type === 'string' ? known(value !== '') : ANY;
}

/** @returns null for an operand that is neither a SID nor a list of SIDs */
function sidsOf(operand: Literal): readonly Sid[] | null {
  const elements = operand.kind === 'composite' ? operand.elements : [operand];
  const sids: Sid[] = [];
  for (const element of elements) {
    if (element.kind !== 'sid') return null;
    sids.push(element.sid);
  }
  return sids;
}
