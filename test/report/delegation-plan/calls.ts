/** What the calls of a script say, by the grammar of PowerShell and the documentation of .NET. */
import type { Ace, Guid, Sid } from '../../../src/descriptor/types.js';
import { nodesOf, parsed } from './grammar.js';

/** A call with its parameters as values. */
export interface Call {
  readonly command: string;
  readonly values: Readonly<Record<string, string>>;
}

type Node = Awaited<ReturnType<typeof parsed>>;

/** @returns the calls of a command at the top of a script, in order */
export async function callsOf(script: string, commands: readonly string[]): Promise<readonly Call[]> {
  const root = await parsed(script);
  return nodesOf(root, 'command').flatMap((node): readonly Call[] => {
    const name = nodesOf(node, 'command_name')[0]?.text ?? '';
    if (!commands.includes(name) || isWithin(node, 'function_statement')) return [];
    const values: Record<string, string> = {};
    let parameter = '';
    for (const child of node.childForFieldName('command_elements')?.children ?? []) {
      if (child?.type === 'command_parameter') parameter = child.text.slice(1);
      else if (child !== null && child.type !== 'command_argument_sep') values[parameter] = textOf(child);
    }
    return [{ command: name, values }];
  });
}

function isWithin(node: Node, type: string): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === type) return true;
  return false;
}

/** The value of an expression of literals: texts and characters joined. */
export function textOf(node: Node): string {
  if (node.type === 'verbatim_string_characters') return node.text.slice(1, -1).replaceAll("''", "'");
  if (node.type === 'cast_expression') {
    if (!/^\[char\]0x[0-9a-f]{4}$/.test(node.text)) throw new Error(`a cast that is none of ours: ${node.text}`);
    return String.fromCharCode(Number.parseInt(node.text.slice(8), 16));
  }
  if (node.type === 'variable') return node.text;
  if (/^(?:hexa)?decimal_integer_literal$/.test(node.type)) return String(Number(node.text));
  return node.children.map((child) => (child === null ? '' : textOf(child))).join('');
}

/** Flags of an entry by ActiveDirectorySecurityInheritance, as .NET documents its values. */
const FLAGS: Readonly<Record<string, number>> = { None: 0, All: 2, Descendents: 10, SelfAndChildren: 6, Children: 14 };
const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** @returns the entry that .NET makes of the parameters of ActiveDirectoryAccessRule (allow) */
export function entryOf({ values }: Call): Ace {
  const guid = (name: string) => (values[name] === NO_GUID ? null : (values[name] as Guid));
  const common = {
    flags: FLAGS[values['Inheritance']!]!,
    mask: Number(values['Rights']),
    sid: values['Sid'] as Sid,
    applicationData: new Uint8Array(),
  };
  const [objectType, inheritedObjectType] = [guid('ObjectType'), guid('InheritedObjectType')];
  return objectType === null && inheritedObjectType === null
    ? { form: 'basic', type: 0, ...common }
    : { form: 'object', type: 5, ...common, objectType, inheritedObjectType };
}

/** @returns by number: the names of the objects of a script */
export async function objectsOf(script: string): Promise<readonly string[]> {
  const root = await parsed(script);
  return nodesOf(root, 'hash_entry')
    .filter((node) => nodesOf(node, 'key_expression')[0]?.text === 'Dn')
    .map((node) => textOf(nodesOf(node, 'pipeline')[0]!));
}
