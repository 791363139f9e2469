/** PowerShell, parsed by a grammar (tree-sitter's). It takes curly quotes for letters, which PowerShell takes for quotes. */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

let language: Promise<Language> | null = null;

async function grammar(): Promise<Language> {
  await Parser.init({ locateFile: () => require.resolve('web-tree-sitter/web-tree-sitter.wasm') });
  return Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'));
}

/** @returns the root of the tree */
export async function parsed(script: string): Promise<Node> {
  // Each time it is loaded it is compiled, which goes on beside the tests and outlives them.
  language ??= grammar();
  const powershell = await language;
  const parser = new Parser();
  parser.setLanguage(powershell);
  return parser.parse(script)!.rootNode;
}

/** @returns the nodes of a type, in the order of the text */
export function nodesOf(root: Node, type: string): readonly Node[] {
  return root.descendantsOfType(type).filter((node): node is Node => node !== null);
}
