/** Objects on disk: found again by the number of their name. */
import { join } from 'node:path';
import type { RawMemberships } from '../entry.js';
import type { ObjectKind } from './classify.js';
import { float64Column, uint8Column, uint32Column } from './columns.js';
import { pack, unpack } from './packed.js';
import { Spool } from './spool.js';
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
];
const KIND_NUMBER: ReadonlyMap<ObjectKind, number> = new Map(KINDS.map((kind, i) => [kind, i + 1]));

export class ObjectStore {
  private readonly kind = uint8Column();
  private readonly offset = float64Column();
  private readonly length = uint32Column();
  private readonly memberOffset = float64Column();
  private readonly memberLength = float64Column();
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

  /** Keeps the members of a group, packed; the last list counts. */
  setMembers(id: number, packed: Buffer): void {
    this.memberOffset.set(id, this.members.size);
    this.memberLength.set(id, packed.length);
    this.members.append(packed);
  }

  packedMembers(id: number): Buffer {
    return this.members.read(this.memberOffset.get(id), this.memberLength.get(id));
  }

  /** Keeps memberships that are told from the member's side. */
  tell({ dn, groups }: RawMemberships): void {
    const packed = pack([Buffer.from(dn), ...groups.map((group) => Buffer.from(group))]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packed.length);
    this.told.append(length);
    this.told.append(packed);
  }

  /** What `tell` was given, in that order. */
  *memberships(): Generator<RawMemberships> {
    for (let at = 0; at < this.told.size; ) {
      const length = this.told.read(at, 4).readUInt32LE();
      const [dn, ...groups] = unpack(this.told.read(at + 4, length));
      yield { dn: dn!, groups };
      at += 4 + length;
    }
  }

  close(): void {
    for (const spool of [this.objects, this.members, this.told]) spool.close();
  }
}
