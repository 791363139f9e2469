/**
 * The access check as the text of MS-ADTS 5.1.3.3.3 to 5.1.3.3.5 has it, step by step, with the whole object type tree
 * and its Grant and Deny labels, and without any short cut: what src/access is held against. Entries are known to match
 * or not; three-valued matching is checked by trying all its outcomes.
 */
export interface SimpleAce {
  readonly allow: boolean;
  readonly inheritOnly: boolean;
  readonly matches: boolean;
  readonly mask: number;
  readonly objectType: string | null;
}

export interface Tree {
  readonly root: string;
  /** Property sets with their attributes. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  /** Attributes in no set. */
  readonly loose: readonly string[];
}

interface Node {
  readonly guid: string;
  readonly parent: Node | null;
  readonly children: Node[];
  grant: number;
  deny: number;
}

function build(tree: Tree): { root: Node; all: Map<string, Node> } {
  const all = new Map<string, Node>();
  const add = (guid: string, parent: Node | null): Node => {
    const node: Node = { guid, parent, children: [], grant: 0, deny: 0 };
    parent?.children.push(node);
    all.set(guid, node);
    return node;
  };
  const root = add(tree.root, null);
  for (const [set, attributes] of tree.sets) {
    const node = add(set, root);
    for (const attribute of attributes) add(attribute, node);
  }
  for (const attribute of tree.loose) add(attribute, root);
  return { root, all };
}

function* descendants(node: Node): Generator<Node> {
  for (const child of node.children) {
    yield child;
    yield* descendants(child);
  }
}

/** Adds to Grant the rights that are not in Deny, bit by bit. */
function grant(node: Node, mask: number): void {
  node.grant |= mask & ~node.deny;
}

function deny(node: Node, mask: number): void {
  node.deny |= mask & ~node.grant;
}

/** @returns Grant of the node with this GUID (5.1.3.3.3) */
export function grantedAt(aces: readonly SimpleAce[] | null, tree: Tree, guid: string): number {
  if (aces === null) return 0xffffffff | 0;
  const { root, all } = build(tree);
  for (const ace of aces) {
    if (ace.inheritOnly || !ace.matches) continue;
    const at = ace.objectType === null ? root : all.get(ace.objectType);
    if (!at) continue;
    if (ace.allow) {
      grant(at, ace.mask);
      for (const node of descendants(at)) grant(node, ace.mask);
      let v = at;
      while (v.parent !== null) {
        const parent: Node = v.parent;
        if (!parent.children.every((sibling) => sibling.grant === v.grant)) break;
        parent.grant |= v.grant;
        v = parent;
      }
    } else {
      deny(at, ace.mask);
      for (const node of descendants(at)) deny(node, ace.mask);
      for (let node = at.parent; node !== null; node = node.parent) node.deny |= ace.mask;
    }
  }
  return all.get(guid)!.grant;
}

/** 5.1.3.3.4 and 5.1.3.3.5: the first entry with the bit, without a GUID or with the right's own, decides. */
export function controlGranted(aces: readonly SimpleAce[] | null, bit: number, guid: string): boolean {
  if (aces === null) return true;
  for (const ace of aces) {
    if (ace.inheritOnly || !ace.matches || (ace.mask & bit) === 0) continue;
    if (ace.objectType !== null && ace.objectType !== guid) continue;
    return ace.allow;
  }
  return false;
}
