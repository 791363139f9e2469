/** Security descriptors with the SIDs and texts in them replaced, and the same answers. */

import {
  type Condition,
  ConditionError,
  decodeCondition,
  encodeCondition,
  encodeSecurityDescriptor,
  type Literal,
  parseSecurityDescriptor,
  type ScalarLiteral,
} from '../descriptor/index.js';
import { CALLBACK_TYPES } from '../descriptor/layout.js';
import {
  decodeResourceAttribute,
  encodeResourceAttribute,
  type ResourceAttribute,
} from '../descriptor/resource-attribute/index.js';
import type { Sid } from '../descriptor/types.js';
import { type Ace, AceType, type Acl } from '../descriptor/types.js';
import { AdreachError } from '../errors/index.js';
import type { Pseudonyms } from './pseudonyms.js';

/** A condition that is damaged in the way that makes it UNKNOWN: the signature is missing. */
const WITHOUT_SIGNATURE = Uint8Array.from([0, 0, 0, 0]);
/** A condition that is damaged in the other way: a string that runs over the end. */
const CUT_OFF = Uint8Array.from([0x61, 0x72, 0x74, 0x78, 0x10, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0]);
const EMPTY = new Uint8Array(0);

/**
 * @param bytes self-relative security descriptor
 * @returns the same with owner, group, trustees, and SIDs, texts and names in conditions and resource attributes
 *   replaced. What cannot be read (entries of unknown types, padding) is replaced by zeros; a damaged descriptor by
 *   another damaged one
 * @throws AdreachError `descriptor` where it would grow beyond 65,532 bytes
 */
export function pseudonymizeDescriptor(bytes: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  let sd: ReturnType<typeof parseSecurityDescriptor>;
  try {
    sd = parseSecurityDescriptor(bytes);
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    // Revision 0 exists nowhere; the rest keeps two damaged descriptors apart.
    return Buffer.concat([
      Buffer.alloc(1),
      Buffer.from(pseudonyms.bytes(bytes.length > 0 ? bytes : WITHOUT_SIGNATURE)),
    ]);
  }
  const sid = (value: Sid | null): Sid | null => (value === null ? null : pseudonyms.sid(value));
  const acl = (list: Acl | null): Acl | null =>
    list === null ? null : { revision: list.revision, aces: list.aces.map((ace) => replaceAce(ace, pseudonyms)) };
  return encodeSecurityDescriptor({
    ...sd,
    owner: sid(sd.owner),
    group: sid(sd.group),
    sacl: acl(sd.sacl),
    dacl: acl(sd.dacl),
  });
}

function replaceAce(ace: Ace, pseudonyms: Pseudonyms): Ace {
  if (ace.form === 'unknown') return { ...ace, body: new Uint8Array(ace.body.length) };
  return { ...ace, sid: pseudonyms.sid(ace.sid), applicationData: replaceData(ace, pseudonyms) };
}

function replaceData(ace: Exclude<Ace, { readonly form: 'unknown' }>, pseudonyms: Pseudonyms): Uint8Array {
  const data = ace.applicationData;
  if (data.length === 0) return data;
  if (CALLBACK_TYPES.has(ace.type)) {
    let condition: Condition;
    try {
      condition = decodeCondition(data);
    } catch (error) {
      if (!(error instanceof AdreachError)) throw error;
      return error instanceof ConditionError ? WITHOUT_SIGNATURE : CUT_OFF;
    }
    return encodeCondition(replaceCondition(condition, pseudonyms));
  }
  if (ace.type === AceType.SystemResourceAttribute) {
    let attribute: ResourceAttribute;
    try {
      attribute = decodeResourceAttribute(data);
    } catch (error) {
      if (!(error instanceof AdreachError)) throw error;
      return EMPTY;
    }
    return encodeResourceAttribute(replaceResourceAttribute(attribute, pseudonyms));
  }
  return new Uint8Array(data.length);
}

function replaceCondition(node: Condition, pseudonyms: Pseudonyms): Condition {
  const inner = (condition: Condition): Condition => replaceCondition(condition, pseudonyms);
  switch (node.kind) {
    case 'attribute':
      return { ...node, name: pseudonyms.comparedText(node.name) };
    case 'relational': {
      const left = { ...node.left, name: pseudonyms.comparedText(node.left.name) };
      const { right } = node;
      return {
        ...node,
        left,
        right:
          right.kind === 'attribute'
            ? { ...right, name: pseudonyms.comparedText(right.name) }
            : replaceLiteral(right, pseudonyms),
      };
    }
    case 'membership':
      return { ...node, operand: replaceLiteral(node.operand, pseudonyms) };
    case 'exists':
      return { ...node, attribute: { ...node.attribute, name: pseudonyms.comparedText(node.attribute.name) } };
    case 'not':
      return { ...node, operand: inner(node.operand) };
    case 'and':
    case 'or':
      return { ...node, left: inner(node.left), right: inner(node.right) };
  }
}

function replaceLiteral(literal: Literal, pseudonyms: Pseudonyms): Literal {
  return literal.kind === 'composite'
    ? { ...literal, elements: literal.elements.map((element) => replaceScalar(element, pseudonyms)) }
    : replaceScalar(literal, pseudonyms);
}

function replaceScalar(literal: ScalarLiteral, pseudonyms: Pseudonyms): ScalarLiteral {
  switch (literal.kind) {
    case 'integer':
      return literal;
    case 'string':
      return { ...literal, value: pseudonyms.comparedText(literal.value) };
    case 'octets':
      return { ...literal, value: pseudonyms.bytes(literal.value) };
    case 'sid':
      return { ...literal, sid: pseudonyms.sid(literal.sid) };
  }
}

function replaceResourceAttribute(attribute: ResourceAttribute, pseudonyms: Pseudonyms): ResourceAttribute {
  const { flags } = attribute;
  const name = pseudonyms.comparedText(attribute.name);
  switch (attribute.type) {
    case 'string':
      return { name, flags, type: 'string', values: attribute.values.map(pseudonyms.comparedText) };
    case 'sid':
      return { name, flags, type: 'sid', values: attribute.values.map(pseudonyms.sid) };
    case 'octets':
      return { name, flags, type: 'octets', values: attribute.values.map(pseudonyms.bytes) };
    default:
      return { ...attribute, name };
  }
}
