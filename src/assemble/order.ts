/** The order of objects in the file: by container, then by name. It depends on the objects only, not on their sequence. */
import type { ObjectKind } from '../sources/classify.js';
import type { Intake } from './intake.js';
import type { Tree } from './tree.js';

/** Names of all objects of a kind, in the order of the file. */
export function inOrder(intake: Intake, tree: Tree, kind: ObjectKind): Int32Array {
  const { keys } = intake.names;
  const slots = tree.containers.length + 1;
  const slot = (id: number): number => {
    const parent = intake.parent.get(id) - 1;
    return parent < 0 ? 0 : tree.number[parent]! + 1;
  };
  const start = new Int32Array(slots + 1);
  for (let id = 0; id < keys.length; id++) if (intake.kindOf(id) === kind) start[slot(id) + 1]!++;
  for (let s = 0; s < slots; s++) start[s + 1]! += start[s]!;
  const next = start.slice();
  const out = new Int32Array(start[slots]!);
  for (let id = 0; id < keys.length; id++) if (intake.kindOf(id) === kind) out[next[slot(id)]!++] = id;
  for (let s = 0; s < slots; s++) {
    const part = out.subarray(start[s]!, start[s + 1]!);
    if (part.length > 1) part.sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
  }
  return out;
}
