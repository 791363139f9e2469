/**
 * The tree of names, which ends the file. Nothing is read from it, but it names every object once and says where it ends:
 * so it tells a whole file from one that was cut off, or that lost objects.
 */
import { FIRST_OBJECT, type Header } from './header.js';
import type { RandomAccess } from './random-access.js';

/** Offset of the object, number of nodes below that have nodes below themselves, number of those that have none. */
const NODE_BYTES = 16;
const BRANCH_BYTES = 4;
const LEAF_BYTES = 8;
/** What the root has instead of an object. */
const ROOT = 0xffff_ffff_ffff_fffen;

interface TreeCheck {
  /** Objects that it names. */
  readonly objects: number;
  /** Why it is not what it should be; null where it is. */
  readonly fault: string | null;
}

interface OpenNode {
  readonly start: number;
  /** Where the offsets of its branches stand, and how many of them are left. */
  at: number;
  left: number;
}

/**
 * Walks the tree. A node is followed by its branches' offsets (32 bits each, counted from the node), its leaves' objects, and
 * then the branches themselves, in that order.
 * @throws AdreachError `integrity` where the file ends before the tree does
 */
export function checkTree(file: RandomAccess, { tree, tables }: Header): TreeCheck {
  let objects = 0;
  let at = tree;
  const room = (bytes: number): void => {
    if (at + bytes > file.size) throw file.truncated(at, `${bytes} bytes of the tree of names should stand here`);
  };
  const fault = (where: number, what: string): TreeCheck => ({ objects, fault: `${file.name} byte ${where}: ${what}` });
  const isObject = (offset: bigint): boolean => offset >= BigInt(FIRST_OBJECT) && offset < BigInt(tables);
  room(NODE_BYTES);
  if (file.bytes(at, 8).readBigUInt64LE() !== ROOT)
    return fault(at, 'the tree of names begins in a way that is not known');
  const open: OpenNode[] = [];
  for (;;) {
    const start = at;
    room(NODE_BYTES);
    const offset = file.bytes(at, 8).readBigUInt64LE();
    if (start !== tree) {
      if (!isObject(offset)) return fault(at, `the tree of names names an object at byte ${offset}`);
      objects++;
    }
    const branches = file.uint32(at + 8);
    const leaves = file.uint32(at + 12);
    at += NODE_BYTES;
    room(BRANCH_BYTES * branches + LEAF_BYTES * leaves);
    open.push({ start, at, left: branches });
    at += BRANCH_BYTES * branches;
    for (let left = leaves; left > 0; left--) {
      const leaf = file.bytes(at, LEAF_BYTES).readBigUInt64LE();
      if (!isObject(leaf)) return fault(at, `the tree of names names an object at byte ${leaf}`);
      objects++;
      at += LEAF_BYTES;
    }
    while (open.length > 0 && open.at(-1)!.left === 0) open.pop();
    const node = open.at(-1);
    if (node === undefined) break;
    const branch = node.start + file.uint32(node.at);
    if (branch !== at) return fault(node.at, `a branch of the tree of names at byte ${branch}, where ${at} is meant`);
    node.at += BRANCH_BYTES;
    node.left--;
  }
  if (at === file.size) return { objects, fault: null };
  return fault(at, `the tree of names ends here, but the file at byte ${file.size}`);
}
