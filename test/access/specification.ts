/**
 * The access check, written straight from the text: MS-ADTS 5.1.3.3 to 5.1.3.3.5 with MS-DTYP 2.5.3.1.1 (SELF), 2.4.2.4
 * (CREATOR OWNER, OWNER RIGHTS) and 2.5.3.2 (the owner). Step by step, with the whole object type tree and its Grant and
 * Deny labels, no short cut, and nothing of src: what src/access is held against. Everything is known here: what a
 * token carries, and whether a condition holds. What is open is checked by trying all of it.
 *
 * Readings of the text where it leaves a choice:
 * - "the access rights in M are not in Deny(v)" is meant right by right, as the examples of Windows have it.
 * - 5.1.3.3.4 and .5 name object entries only; a simple entry is one whose ObjectType is not present (5.1.3.3.3, 3.4).
 * - A right on the object as a whole is Grant(r) of the tree that is the root alone, which the note in 5.1.3.3.3 allows:
 *   a denied property does not deny the object. Without object entries that is 5.1.3.3.2.
 * - The owner holds READ_CONTROL and WRITE_DAC (5.1.3.3.1, MS-DTYP), not WRITE_OWNER (5.1.3.3.2 alone says so).
 */
/** A GUID as text. */
type Guid = `${string}-${string}-${string}-${string}-${string}`;

/** An entry as the text speaks of it. */
export interface SpecAce {
  readonly type: 'Access Allowed' | 'Access Denied' | 'Object Access Allowed' | 'Object Access Denied' | 'other';
  readonly inheritOnly: boolean;
  readonly sid: string;
  readonly mask: number;
  /** Of an object entry; null: not present. */
  readonly objectType: string | null;
  /** Of a callback entry: whether its condition lets it apply. */
  readonly applies: boolean;
}

export interface SpecDescriptor {
  readonly daclPresent: boolean;
  readonly owner: string | null;
  /** Null: a NULL DACL. */
  readonly dacl: readonly SpecAce[] | null;
}

/** The requester's security context, and the object it wants. */
export interface SpecContext {
  readonly sids: ReadonlySet<string>;
  /** What Principal Self stands for; null: the object has no SID. */
  readonly objectSid: string | null;
}

export interface SpecClass {
  readonly guid: Guid;
  /** The attributes that instances can contain, each with its property set. */
  readonly attributes: readonly { readonly guid: Guid; readonly set: Guid | null }[];
}

const READ_CONTROL = 0x20000;
const WRITE_DAC = 0x40000;
const ALL = 0xffffffff | 0;

/** 5.1.3.2: generic rights stand for others. */
function withoutGeneric(mask: number): number {
  let rights = mask & 0x0fffffff;
  const [RC, LC, RP, LO, WP, VW] = [0x20000, 0x4, 0x10, 0x80, 0x20, 0x8];
  const [DE, WD, WO, CC, DC, DT, CR] = [0x10000, 0x40000, 0x80000, 0x1, 0x2, 0x40, 0x100];
  if (mask & 0x80000000) rights |= RC | LC | RP | LO;
  if (mask & 0x40000000) rights |= RC | WP | VW;
  if (mask & 0x20000000) rights |= RC | LC;
  if (mask & 0x10000000) rights |= DE | RC | WD | WO | CC | DC | DT | RP | WP | LC | LO | CR | VW;
  return rights;
}

/** Whether the SID of an entry matches a SID in the requester's security context, after the substitutions. */
function matches(sid: string, descriptor: SpecDescriptor, context: SpecContext): boolean {
  if (sid === 'S-1-5-10') return context.objectSid !== null && context.sids.has(context.objectSid);
  // Placeholders of inheritance (2.4.2.4): replaced when an object is made, in nobody's token.
  if (['S-1-3-0', 'S-1-3-1', 'S-1-3-2', 'S-1-3-3'].includes(sid)) return false;
  if (sid === 'S-1-3-4') return descriptor.owner !== null && context.sids.has(descriptor.owner);
  return context.sids.has(sid);
}

/** The entries that are not skipped, with generic rights mapped and typeless object entries as simple ones. */
function entriesFor(descriptor: SpecDescriptor, context: SpecContext): SpecAce[] {
  const entries: SpecAce[] = [];
  for (const ace of descriptor.dacl ?? []) {
    if (ace.inheritOnly) continue;
    if (!matches(ace.sid, descriptor, context)) continue;
    if (!ace.applies || ace.type === 'other') continue;
    let { type } = ace;
    if (type === 'Object Access Allowed' && ace.objectType === null) type = 'Access Allowed';
    if (type === 'Object Access Denied' && ace.objectType === null) type = 'Access Denied';
    entries.push({ ...ace, type, mask: withoutGeneric(ace.mask) });
  }
  return entries;
}

/** 2.5.3.2: what the owner holds without an entry, unless entries speak of OWNER RIGHTS. */
function ownersOwn(descriptor: SpecDescriptor, context: SpecContext): number {
  if (descriptor.owner === null || !context.sids.has(descriptor.owner)) return 0;
  const speaks = (ace: SpecAce) => ace.sid === 'S-1-3-4' && !ace.inheritOnly && ace.type !== 'other';
  return descriptor.dacl?.some(speaks) ? 0 : READ_CONTROL | WRITE_DAC;
}

/** 5.1.3.3.2. @returns the rights granted on the object, as far as simple entries go */
export function simpleAccess(descriptor: SpecDescriptor, context: SpecContext): number {
  if (!descriptor.daclPresent || descriptor.dacl === null) return ALL;
  let G = ownersOwn(descriptor, context);
  let D = 0;
  for (const { type, mask } of entriesFor(descriptor, context)) {
    if (type === 'Access Denied') D |= mask & ~G;
    if (type === 'Access Allowed') G |= mask & ~D;
  }
  return G;
}

interface Node {
  readonly guid: string;
  readonly parent: Node | null;
  readonly children: Node[];
  grant: number;
  deny: number;
}

/** The object type tree of 5.1.3.3.3, every label 0. */
function objectTypeTree(c: SpecClass): { root: Node; all: Map<string, Node> } {
  const all = new Map<string, Node>();
  const add = (guid: string, parent: Node | null): Node => {
    const node: Node = { guid, parent, children: [], grant: 0, deny: 0 };
    parent?.children.push(node);
    all.set(guid, node);
    return node;
  };
  const root = add(c.guid, null);
  for (const { set } of c.attributes) if (set !== null && !all.has(set)) add(set, root);
  for (const { guid, set } of c.attributes) add(guid, set === null ? root : all.get(set)!);
  return { root, all };
}

function descendants(node: Node): Node[] {
  return node.children.flatMap((child) => [child, ...descendants(child)]);
}

/**
 * 5.1.3.3.3.
 * @param seed what Grant(r) holds before the first entry
 * @returns Grant of every node, by GUID
 */
export function objectSpecificAccess(
  descriptor: SpecDescriptor,
  context: SpecContext,
  c: SpecClass,
  seed = 0,
): ReadonlyMap<string, number> {
  const { root: r, all } = objectTypeTree(c);
  const labels = () => new Map([...all].map(([guid, node]): [string, number] => [guid, node.grant]));
  if (!descriptor.daclPresent || descriptor.dacl === null) {
    for (const node of all.values()) node.grant = ALL;
    return labels();
  }
  r.grant = seed;
  for (const ace of entriesFor(descriptor, context)) {
    const M = ace.mask;
    const simple = ace.type === 'Access Allowed' || ace.type === 'Access Denied';
    const v = simple ? r : all.get(ace.objectType!);
    if (v === undefined) continue;
    if (ace.type === 'Access Allowed' || ace.type === 'Object Access Allowed') {
      for (const u of [v, ...descendants(v)]) u.grant |= M & ~u.deny;
      if (simple) continue;
      for (let node = v; node.parent !== null; node = node.parent) {
        const { grant, parent } = node;
        if (!parent.children.every((s) => s.grant === grant)) break;
        parent.grant |= grant;
      }
    } else {
      for (const u of [v, ...descendants(v)]) u.deny |= M & ~u.grant;
      for (let w = v.parent; w !== null; w = w.parent) w.deny |= M;
    }
  }
  return labels();
}

/** A right on the object as a whole. @returns Grant(r) of the root alone, the owner's own rights among it */
export function wholeObjectAccess(descriptor: SpecDescriptor, context: SpecContext, classGuid: Guid): number {
  const rootAlone = { guid: classGuid, attributes: [] };
  return objectSpecificAccess(descriptor, context, rootAlone, ownersOwn(descriptor, context)).get(classGuid)!;
}

/** 5.1.3.3.4 with CR, 5.1.3.3.5 with VW. */
export function namedRight(descriptor: SpecDescriptor, context: SpecContext, bit: number, G: string): boolean {
  if (!descriptor.daclPresent || descriptor.dacl === null) return true;
  for (const ace of entriesFor(descriptor, context)) {
    if ((ace.mask & bit) === 0) continue;
    if (ace.type === 'Access Allowed') return true;
    if (ace.type === 'Object Access Allowed' && ace.objectType === G) return true;
    if (ace.type === 'Access Denied') return false;
    if (ace.type === 'Object Access Denied' && ace.objectType === G) return false;
  }
  return false;
}
