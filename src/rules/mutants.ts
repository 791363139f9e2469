/** Conditions that are wrong in one place: a rule's cases must tell each of them from the right one. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf, walk } from './ast.js';
import type { Expression } from './expression.js';
import { sourceOf } from './source.js';

/** A condition that is wrong in one place. */
export interface Mutant {
  /** What was done to the condition. */
  readonly change: string;
  /** Offset into the condition of what was changed. */
  readonly position: number;
  readonly text: string;
}

/** What a comparison says when it is turned around. */
const TURNED: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** Characters of an expression that are quoted. */
const QUOTED = 60;

/**
 * @param condition of a rule
 * @returns it negated, constantly true and constantly false, without each operand of its `&&` and `||`, and with each
 *   comparison turned around; each once
 */
export function mutantsOf({ ast, text }: Pick<Expression, 'ast' | 'text'>): readonly Mutant[] {
  const mutants: Mutant[] = [
    { change: 'negated', position: ast.start, text: `!(${text})` },
    { change: 'always true', position: ast.start, text: 'true' },
    { change: 'always false', position: ast.start, text: 'false' },
  ];
  const quote = (node: ASTNode) => {
    const said = withItsBrackets(text, node).replace(/\s+/g, ' ');
    return said.length > QUOTED ? `${said.slice(0, QUOTED)}...` : said;
  };
  const replace = (node: ASTNode, by: ASTNode, change: string, position: number) => {
    const made = sourceOf(withReplaced(ast, node, by));
    if (made !== null) mutants.push({ change, position, text: made });
  };
  for (const node of walk(ast)) {
    if (node.op === '&&' || node.op === '||') {
      const [left, right] = node.args;
      // An operand that is itself such a chain is taken apart further down.
      if (left.op !== node.op) replace(node, right, `without ${quote(left)}`, left.start);
      if (right.op !== node.op) replace(node, left, `without ${quote(right)}`, right.start);
    }
    // Negated already, where it is the whole condition.
    if (node === ast) continue;
    const turned = TURNED[node.op];
    if (turned !== undefined) replace(node, like(node, { op: turned }), `${turned} in ${quote(node)}`, node.start);
    if (node.op === 'in') replace(node, like(node, { op: '!_', args: node }), `not ${quote(node)}`, node.start);
  }
  const seen = new Set<string>();
  return mutants.filter(({ text: made }) => !seen.has(made) && seen.add(made));
}

/** The text of a node: where it ends in brackets, its positions leave them out. */
function withItsBrackets(text: string, { start, end }: ASTNode): string {
  const open = (said: string) => said.split('(').length - said.split(')').length;
  let behind = end;
  while (behind < text.length && open(text.slice(start, behind)) > 0) behind++;
  return text.slice(start, behind);
}

/** A node with some parts of another kind; only what `sourceOf` reads is there. */
function like(node: ASTNode, changes: { readonly op: string; readonly args?: unknown }): ASTNode {
  return { args: node.args, start: node.start, end: node.end, ...changes } as unknown as ASTNode;
}

function withReplaced(node: ASTNode, wanted: ASTNode, by: ASTNode): ASTNode {
  if (node === wanted) return by;
  const parts = childrenOf(node);
  if (parts.length === 0) return node;
  const made = new Map(parts.map((part) => [part, withReplaced(part, wanted, by)]));
  return [...made].every(([part, other]) => part === other)
    ? node
    : like(node, { op: node.op, args: swap(node.args, made) });
}

/** The arguments of a node, with each of its parts in its new form. */
function swap(args: unknown, made: ReadonlyMap<ASTNode, ASTNode>): unknown {
  if (Array.isArray(args)) return args.map((each) => swap(each, made));
  return made.get(args as ASTNode) ?? args;
}
