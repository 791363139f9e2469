/** Objects on disk: found again by the number of their name. */
import { join } from 'node:path';
import { Spool } from '../snapshot/spool.js';
import type { ObjectKind } from '../sources/classify.js';
import type { RawMemberships } from '../sources/entry.js';
import { float64Column, uint8Column, uint32Column } from './columns.js';
import { pack, unpack } from './packed.js';
import type { Spooled } from './spooled.js';

const KINDS: readonly ObjectKind[] = [
  'container',
  'account',
  'group',
  'foreign',
  'domain',
  'class',
  'attribute',
  'right',
  'partition',
  'forest',
  'kdsRootKey',
  'trust',
  'other',
];
const KIND_NUMBER: ReadonlyMap<ObjectKind, number> = new Map(KINDS.map((kind, i) => [kind, i + 1]));

/** Before the members that one source tells: the source, their length, and where those told before begin (plus 1). */
const PART_HEAD = 16;

export class ObjectStore {
  private readonly kind = uint8Column();
  private readonly offset = float64Column();
  private readonly length = uint32Column();
  /** Where the last members of a group that were told begin, plus 1. */
  private readonly lastMembers = float64Column();
  private readonly objects: Spool;
  private readonly members: Spool;
  private readonly told: Spool;

  /** @param folder a temporary folder */
  constructor(folder: string) {
    this.objects = new Spool(join(folder, 'objects'));
    this.members = new Spool(join(folder, 'members'));
    this.told = new Spool(join(folder, 'memberships'));
  }

  /** The kind of the object of a number; null where there is only a name. */
  kindOf(id: number): ObjectKind | null {
    return KINDS[this.kind.get(id) - 1] ?? null;
  }

  add(id: number, kind: ObjectKind, object: Spooled): void {
    const bytes = Buffer.from(JSON.stringify(object));
    this.kind.set(id, KIND_NUMBER.get(kind)!);
    this.offset.set(id, this.objects.size);
    this.length.set(id, bytes.length);
    this.objects.append(bytes);
  }

  read(id: number): Spooled {
    return JSON.parse(this.objects.read(this.offset.get(id), this.length.get(id)).toString('utf8')) as Spooled;
  }

  /** Forgets that an object was read under a name. */
  drop(id: number): void {
    this.kind.set(id, 0);
  }

  /** Keeps the members of a group, packed, as one source tells them. */
  addMembers(id: number, source: number, packed: Buffer): void {
    const head = Buffer.alloc(PART_HEAD);
    head.writeUInt32LE(source, 0);
    head.writeUInt32LE(packed.length, 4);
    head.writeDoubleLE(this.lastMembers.get(id), 8);
    this.lastMembers.set(id, this.members.size + 1);
    this.members.append(head);
    this.members.append(packed);
  }

  /** The members of a group, in the order in which `addMembers` was given them; `alone` where that was once. */
  *membersOf(id: number): Generator<{ readonly source: number; readonly packed: Buffer; readonly alone: boolean }> {
    const parts: { readonly source: number; readonly at: number; readonly length: number }[] = [];
    for (let at = this.lastMembers.get(id); at > 0; ) {
      const head = this.members.read(at - 1, PART_HEAD);
      parts.push({ source: head.readUInt32LE(0), at: at - 1 + PART_HEAD, length: head.readUInt32LE(4) });
      at = head.readDoubleLE(8);
    }
    const alone = parts.length === 1;
    for (const { source, at, length } of parts.reverse()) {
      yield { source, packed: this.members.read(at, length), alone };
    }
  }

  /** Keeps memberships that are told from the member's side. */
  tell({ dn, groups }: RawMemberships, source: number): void {
    const packed = pack([Buffer.from(dn), ...groups.map((group) => Buffer.from(group))]);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(source, 0);
    head.writeUInt32LE(packed.length, 4);
    this.told.append(head);
    this.told.append(packed);
  }

  /** What `tell` was given, in that order. */
  *memberships(): Generator<RawMemberships & { readonly source: number }> {
    for (let at = 0; at < this.told.size; ) {
      const head = this.told.read(at, 8);
      const length = head.readUInt32LE(4);
      const [dn, ...groups] = unpack(this.told.read(at + 8, length));
      yield { dn: dn!, groups, source: head.readUInt32LE(0) };
      at += 8 + length;
    }
  }

  close(): void {
    for (const spool of [this.objects, this.members, this.told]) spool.close();
  }
}
