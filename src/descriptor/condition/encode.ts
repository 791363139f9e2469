/** Conditional expressions to the application data of a callback ACE (MS-DTYP 2.4.4.17.4). */
import { encodeSid } from '../sid.js';
import {
  BASES,
  codeOf,
  EXISTS,
  INTEGER_SIZES,
  MEMBERSHIP,
  RELATIONAL,
  SCOPES,
  SIGNATURE,
  SIGNS,
  Token,
} from './tokens.js';
import type { Condition, Literal } from './types.js';

/**
 * @returns signature, tokens in postfix order, and zeros up to a multiple of 4
 * @throws AdreachError `descriptor` for a SID that is none
 */
export function encodeCondition(condition: Condition): Uint8Array {
  const bytes = [...SIGNATURE];
  append(bytes, condition);
  while (bytes.length % 4 !== 0) bytes.push(Token.padding);
  return Uint8Array.from(bytes);
}

function append(bytes: number[], node: Condition | Literal): void {
  switch (node.kind) {
    case 'attribute':
      appendText(bytes, codeOf(SCOPES, node.scope), node.name);
      return;
    case 'relational':
      append(bytes, node.left);
      append(bytes, node.right);
      bytes.push(codeOf(RELATIONAL, node.operator));
      return;
    case 'membership':
      append(bytes, node.operand);
      bytes.push(codeOf(MEMBERSHIP, node.operator));
      return;
    case 'exists':
      append(bytes, node.attribute);
      bytes.push(codeOf(EXISTS, node.operator));
      return;
    case 'not':
      append(bytes, node.operand);
      bytes.push(Token.not);
      return;
    case 'and':
    case 'or':
      append(bytes, node.left);
      append(bytes, node.right);
      bytes.push(Token[node.kind]);
      return;
    case 'integer':
      bytes.push(codeOf(INTEGER_SIZES, node.size));
      for (let shift = 0n; shift < 64n; shift += 8n) bytes.push(Number((node.value >> shift) & 0xffn));
      bytes.push(codeOf(SIGNS, node.sign), codeOf(BASES, node.base));
      return;
    case 'string':
      appendText(bytes, Token.string, node.value);
      return;
    case 'octets':
      appendData(bytes, Token.octets, node.value);
      return;
    case 'sid':
      appendData(bytes, Token.sid, encodeSid(node.sid));
      return;
    case 'composite': {
      const elements: number[] = [];
      for (const element of node.elements) append(elements, element);
      appendData(bytes, Token.composite, elements);
      return;
    }
  }
}

function appendText(bytes: number[], code: number, text: string): void {
  appendData(bytes, code, Buffer.from(text, 'utf16le'));
}

function appendData(bytes: number[], code: number, data: ArrayLike<number>): void {
  const { length } = data;
  bytes.push(code, length & 0xff, (length >>> 8) & 0xff, (length >>> 16) & 0xff, length >>> 24);
  for (let index = 0; index < length; index++) bytes.push(data[index]!);
}
