/** The tree of containers: which there are, in an order in which parents come first and nothing depends on the input's. */
import { dnKey, isAtOrBelow, parentDn } from '../names/dn.js';
import { isInTree } from '../sources/classify.js';
import type { Intake } from './intake.js';

export interface Tree {
  /** Names of the containers, parents first; the position is the container's number. */
  readonly containers: readonly number[];
  /** Container number by name; -1 where the object is none. */
  readonly number: Int32Array;
  /** Number of the parent container, by container number; -1 at the top of a naming context. */
  readonly parent: Int32Array;
  /** Keys of the heads of naming contexts, longest first. */
  readonly heads: readonly string[];
}

/** Only domain components: the DN of a domain, as long as no source says otherwise. */
export const DOMAIN_DN = /^dc=(?:[^,\\]|\\.)*(?:,dc=(?:[^,\\]|\\.)*)*$/;

/**
 * Characters of the names above objects that no source holds, all together: a name of n levels has n of them, so that they
 * can take far more than what was read. Exports without containers come nowhere near it.
 */
const MOST_MISSING = 32_000_000;

/**
 * Containers are the objects of a container's class, those whose class could not be read, and every parent of such an
 * object, of an account or of a group, up to the head of its naming context. Objects below more containers that no source
 * holds than can be kept are left out, with a gap.
 */
export function buildTree(intake: Intake): Tree {
  const { names } = intake;
  const heads = new Set(intake.heads);
  for (const record of intake.settings) if (record.type === 'partition') heads.add(dnKey(record.nCName));

  const isHead = (id: number): boolean => {
    const key = names.keys[id]!;
    return heads.has(key) || (intake.kindOf(id) === null && DOMAIN_DN.test(key));
  };
  // 1: a container; ids are added to the table while parents of parents are found.
  const marked: number[] = [];
  const seen = new Set<number>();
  let missing = 0;
  const mark = (from: number): void => {
    for (let id = from; id >= 0 && !seen.has(id); id = parentOf(intake, id)) {
      seen.add(id);
      marked.push(id);
      if (intake.kindOf(id) === null) missing += names.keys[id]!.length;
      if (isHead(id)) {
        if (intake.kindOf(id) === null) heads.add(names.keys[id]!);
        break;
      }
    }
  };
  const bringsMissing = (from: number): boolean => {
    for (let id = from; id >= 0 && !seen.has(id); id = isHead(id) ? -1 : parentOf(intake, id))
      if (intake.kindOf(id) === null) return true;
    return false;
  };
  let leftOut = 0;
  for (let id = 0, objects = names.size; id < objects; id++) {
    const kind = intake.kindOf(id);
    // Who may write dSHeuristics decides who is protected. Where the objects above were not asked for, they are not missing.
    const isSettings = kind === 'forest' && intake.kindOf(parentOf(intake, id)) !== null;
    const isContainer = kind === 'container' || kind === 'domain' || isSettings;
    if (!isContainer && kind !== 'account' && kind !== 'group') continue;
    const from = isContainer ? id : intake.parent.get(id) - 1;
    if (missing > MOST_MISSING && bringsMissing(from)) {
      intake.store.drop(id);
      leftOut++;
    } else mark(from);
  }
  if (leftOut > 0) {
    const message = `${leftOut} objects are left out: the containers above them are in no source, and their names are too many to keep`;
    intake.gaps.derived({ code: 'entry-damaged', count: leftOut, message });
  }

  const children = new Map<number, number[]>();
  for (const id of marked) {
    const parent = isHead(id) ? -1 : parentOf(intake, id);
    const list = children.get(parent);
    if (list) list.push(id);
    else children.set(parent, [id]);
  }
  const number = new Int32Array(names.size).fill(-1);
  const containers: number[] = [];
  const parents: number[] = [];
  const byKey = (a: number, b: number): number => (names.keys[a]! < names.keys[b]! ? 1 : -1);
  const stack: [id: number, parent: number][] = [];
  const pushChildren = (id: number, parent: number): void => {
    for (const child of (children.get(id) ?? []).sort(byKey)) stack.push([child, parent]);
  };
  pushChildren(-1, -1);
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [id, parent] = top;
    number[id] = containers.length;
    containers.push(id);
    parents.push(parent);
    pushChildren(id, number[id]);
  }
  return {
    containers,
    number,
    parent: Int32Array.from(parents),
    heads: [...heads].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
  };
}

/** The number of the name of the parent; -1 for a DN of one RDN. */
function parentOf(intake: Intake, id: number): number {
  const kind = intake.kindOf(id);
  if (kind !== null && isInTree(kind)) return intake.parent.get(id) - 1;
  const parent = parentDn(intake.dnOf(id));
  if (parent === null) return -1;
  const parentId = intake.identities.settled(intake.names.intern(parent));
  if (intake.kindOf(parentId) === null && !intake.parentTexts.has(parentId)) intake.parentTexts.set(parentId, parent);
  return parentId;
}

/** The naming context that a DN lies in, by its key; null where none of the known ones holds it. */
export function headOf(key: string, heads: readonly string[]): string | null {
  return heads.find((head) => isAtOrBelow(key, head)) ?? null;
}
