/** CEL source text of a parsed expression: every operation in parentheses, so that none of them is lost. */
import type { ASTNode } from '@marcbachmann/cel-js';

const BETWEEN: ReadonlySet<string> = new Set([
  '||',
  '&&',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  '+',
  '-',
  '*',
  '/',
  '%',
]);

/** @returns source text; null for what rules have no use for (maps, bytes, optional fields) */
export function sourceOf(node: ASTNode): string | null {
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return node.args;
    case '.':
      return joined`${sourceOf(node.args[0])}.${node.args[1]}`;
    case '[]':
      return joined`${sourceOf(node.args[0])}[${sourceOf(node.args[1])}]`;
    case 'call':
      return joined`${node.args[0]}(${list(node.args[1])})`;
    case 'rcall':
      return joined`${sourceOf(node.args[1])}.${node.args[0]}(${list(node.args[2])})`;
    case 'list':
      return joined`[${list(node.args)}]`;
    case '!_':
      return joined`(!${sourceOf(node.args)})`;
    case '-_':
      return joined`(-${sourceOf(node.args)})`;
    case '?:':
      return joined`(${sourceOf(node.args[0])} ? ${sourceOf(node.args[1])} : ${sourceOf(node.args[2])})`;
    default: {
      if (!BETWEEN.has(node.op)) return null;
      const [left, right] = node.args as readonly [ASTNode, ASTNode];
      return joined`(${sourceOf(left)} ${node.op} ${sourceOf(right)})`;
    }
  }
}

function literal(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return Number.isInteger(value) ? `${value}.0` : String(value);
    default:
      return value === null ? 'null' : null;
  }
}

function list(nodes: readonly ASTNode[]): string | null {
  const parts = nodes.map(sourceOf);
  return parts.includes(null) ? null : parts.join(', ');
}

/** A template of which no part is null. */
function joined(texts: TemplateStringsArray, ...parts: readonly (string | null)[]): string | null {
  let out = texts[0]!;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part === null) return null;
    out += part + texts[i + 1]!;
  }
  return out;
}
