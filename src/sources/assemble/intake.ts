/** First pass: takes items as they come, interprets them, and keeps the rest on disk. */
import { join } from 'node:path';
import { sidDomain } from '../../descriptor/index.js';
import type { DomainRecord } from '../../directory/records.js';
import { dnKey, dnsNameOf, isDn, parentDn } from '../../names/dn.js';
import type { RawEntry, RawItem, RawMemberships } from '../entry.js';
import { classify, isHeadClass, isManaged, type ObjectKind, SETTINGS_KINDS } from './classify.js';
import { float64Column, int32Column, uint8Column, uint32Column } from './columns.js';
import { DescriptorTable } from './descriptors.js';
import { GapCollector } from './gaps.js';
import { NameTable } from './names.js';
import {
  attributeRecord,
  classRecord,
  forestRecord,
  kdsRecord,
  partitionRecord,
  rightRecord,
  type SettingsRecord,
  trustRecord,
} from './settings.js';
import { Spool } from './spool.js';
import { type Spooled, spooledObject } from './spooled.js';
import { Values } from './values.js';

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
const MAX_DN = 16 * 1024;
/** Schema, configuration and trusts are kept in memory; a forest has some thousands of such objects. */
const MAX_SETTINGS = 200_000;
/** Settings that are known by name, whatever naming context they come from. */
const NAMED: ReadonlySet<SettingsRecord['t']> = new Set(['class', 'attribute', 'right']);

const SETTINGS: Readonly<Record<string, (dn: string, values: Values) => SettingsRecord | null>> = {
  class: classRecord,
  attribute: attributeRecord,
  right: rightRecord,
  partition: partitionRecord,
  forest: forestRecord,
  kdsRootKey: kdsRecord,
  trust: trustRecord,
};

/** What an object lacks, as bits. */
export const Lack = { descriptor: 1, soundDescriptor: 2, sid: 4, userAccountControl: 8 } as const;

/** What the first pass leaves for the second. Arrays are indexed by the number of a name. */
export class Intake {
  readonly names = new NameTable();
  readonly gaps = new GapCollector();
  readonly descriptors: DescriptorTable;
  readonly classLists: (readonly string[])[] = [];
  readonly domains: DomainRecord[] = [];
  readonly settings: SettingsRecord[] = [];
  /** Keys of the heads of naming contexts, as the objects say. */
  readonly heads = new Set<string>();
  /** What an object lacks: bits of `Lack`. */
  readonly lacks = uint8Column();
  /** DNs as written, of names that were seen as a parent before they were seen as an object. */
  readonly parentTexts = new Map<number, string>();
  readonly parent = int32Column();
  /** SIDs of accounts and others: the number of the part before the last, plus 1, and the last. */
  readonly sidPrefix = int32Column();
  readonly sidRid = uint32Column();
  readonly sidPrefixes = new Map<string, number>();
  /** SIDs in sIDHistory of objects that are no groups: number of the prefix, RID and object, three numbers each. */
  readonly formerSids: number[] = [];
  objects = 0;
  duplicates = 0;

  private readonly kind = uint8Column();
  private readonly offset = float64Column();
  private readonly length = uint32Column();
  private readonly memberOffset = float64Column();
  private readonly memberLength = float64Column();
  private readonly classIds = new Map<string, number>();
  private readonly settingsByName = new Map<string, string>();
  private readonly objectSpool: Spool;
  private readonly memberSpool: Spool;
  private readonly membershipSpool: Spool;
  private readonly descriptorSpool: Spool;

  /** @param folder a temporary folder of its own */
  constructor(folder: string) {
    this.objectSpool = new Spool(join(folder, 'objects'));
    this.memberSpool = new Spool(join(folder, 'members'));
    this.membershipSpool = new Spool(join(folder, 'memberships'));
    this.descriptorSpool = new Spool(join(folder, 'descriptors'));
    this.descriptors = new DescriptorTable(this.descriptorSpool);
  }

  take(item: RawItem): void {
    if ('entry' in item) this.takeEntry(item.entry);
    else if ('memberships' in item) this.takeMemberships(item.memberships);
    else this.gaps.told(item.gap);
  }

  /** The kind of the object of a number; null where there is only a name. */
  kindOf(id: number): ObjectKind | null {
    return KINDS[this.kind.get(id) - 1] ?? null;
  }

  read(id: number): Spooled {
    return JSON.parse(this.text(id)) as Spooled;
  }

  /** The DNs in `member` of a group, as written. */
  membersOf(id: number): string[] {
    return unpack(this.memberSpool.read(this.memberOffset.get(id), this.memberLength.get(id)));
  }

  /** Memberships told from the member's side, in the order they came. */
  *memberships(): Generator<RawMemberships> {
    const { membershipSpool: spool } = this;
    for (let at = 0; at < spool.size; ) {
      const length = spool.read(at, 4).readUInt32LE();
      const [dn, ...groups] = unpack(spool.read(at + 4, length));
      yield { dn: dn!, groups };
      at += 4 + length;
    }
  }

  close(): void {
    for (const spool of [this.objectSpool, this.memberSpool, this.membershipSpool, this.descriptorSpool]) spool.close();
  }

  private takeMemberships({ dn, groups }: RawMemberships): void {
    const packed = pack([Buffer.from(dn), ...groups.map((group) => Buffer.from(group))]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packed.length);
    this.membershipSpool.append(length);
    this.membershipSpool.append(packed);
  }

  private takeEntry(entry: RawEntry): void {
    const { dn, where } = entry;
    const place = where === undefined ? '' : `${where}: `;
    if (dn.length > MAX_DN || !isDn(dn)) {
      const shown = dn.length > 200 ? `${dn.slice(0, 200)}...` : dn;
      this.gaps.told({
        code: 'entry-damaged',
        dn: shown,
        message: `${place}not a distinguished name: the entry is left out`,
      });
      return;
    }
    this.objects++;
    const values = new Values(entry, (attribute, what) => {
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}${attribute} is malformed (${what}); it is taken as not read`,
      });
    });
    const names = values.texts('objectclass');
    const classes = names.map((name) => name.toLowerCase());
    const kind = classify(classes);
    if (names.length === 0) {
      this.gaps.told({
        code: 'attribute-unreadable',
        dn,
        message: 'objectClass could not be read: whether the object is an account is not known',
      });
    }
    const parentText = parentDn(dn);
    if (kind === 'account' && parentText === null) {
      this.gaps.told({ code: 'entry-damaged', dn, message: `${place}an account without a parent: it is left out` });
      return;
    }
    const id = this.names.intern(dn);
    const parent = parentText === null || isSettings(kind) ? -1 : this.parentId(parentText);
    const sd = values.descriptor('ntsecuritydescriptor');
    const retrievers = kind === 'account' ? values.descriptor('msds-groupmsamembership') : undefined;
    const object: Spooled = {
      ...spooledObject(dn, kind, isManaged(classes), values, {
        c: names.length === 0 ? undefined : this.classId(names),
        d: sd === undefined ? undefined : this.descriptors.intern(sd, parent * 2),
        retrievers: retrievers === undefined ? undefined : this.descriptors.intern(retrievers, parent * 2 + 1),
      }),
      record: SETTINGS[kind]?.(dn, values),
    };
    const text = JSON.stringify(object);
    const members = kind === 'group' ? pack(entry.attributes.get('member') ?? []) : null;
    if (this.kind.get(id) !== 0) {
      this.duplicate(id, kind, dn, object, members, place);
      return;
    }
    this.kind.set(id, KIND_NUMBER.get(kind)!);
    this.parent.set(id, parent + 1);
    this.keep(id, text, members);
    if (isHeadClass(classes)) this.heads.add(this.names.keys[id]!);
    this.lacks.set(id, this.lacking(object));
    this.file(id, kind, dn, object, place);
  }

  private lacking(object: Spooled): number {
    const { faults } = this.descriptors;
    const { d, managed, s, f } = object;
    let lacks = d === undefined ? Lack.descriptor : 0;
    if (faults.size > 0 && (faults.has(d ?? -1) || faults.has(managed?.retrievers ?? -1)))
      lacks |= Lack.soundDescriptor;
    if (s === undefined) lacks |= Lack.sid;
    if (f === undefined) lacks |= Lack.userAccountControl;
    return lacks;
  }

  private keep(id: number, text: string, members: Buffer | null): void {
    const bytes = Buffer.from(text);
    this.offset.set(id, this.objectSpool.size);
    this.length.set(id, bytes.length);
    this.objectSpool.append(bytes);
    if (members !== null) this.keepMembers(id, members);
  }

  private keepMembers(id: number, members: Buffer): void {
    this.memberOffset.set(id, this.memberSpool.size);
    this.memberLength.set(id, members.length);
    this.memberSpool.append(members);
  }

  private file(id: number, kind: ObjectKind, dn: string, object: Spooled, place: string): void {
    if (kind === 'domain' && object.s !== undefined) {
      this.domains.push({ t: 'domain', dn, dnsName: dnsNameOf(dn), sid: object.s });
    } else if (object.s !== undefined && kind !== 'group' && kind !== 'foreign') {
      const prefix = sidDomain(object.s);
      if (prefix !== null) {
        this.sidPrefix.set(id, this.prefixId(prefix) + 1);
        this.sidRid.set(id, Number(object.s.slice(prefix.length + 1)));
      }
      for (const former of object.h ?? []) {
        const formerPrefix = sidDomain(former);
        if (formerPrefix === null) continue;
        this.formerSids.push(this.prefixId(formerPrefix), Number(former.slice(formerPrefix.length + 1)), id);
      }
    }
    if (object.record) this.addSetting(object.record, dn, place);
  }

  private addSetting(record: SettingsRecord, dn: string, place: string): void {
    if (NAMED.has(record.t)) {
      const name = `${record.t} ${(record as { name: string }).name.toLowerCase()}`;
      const text = JSON.stringify({ ...record, dn: undefined });
      const known = this.settingsByName.get(name);
      if (known !== undefined) {
        if (known === text) return;
        this.gaps.told({
          code: 'entry-damaged',
          dn,
          message: `${place}the ${name} is defined differently in two sources; the first definition counts`,
        });
        return;
      }
      this.settingsByName.set(name, text);
    }
    if (this.settings.length >= MAX_SETTINGS) {
      this.gaps.told({
        code: 'entry-damaged',
        message: `more than ${MAX_SETTINGS} objects of schema, configuration and trusts: the further ones are left out`,
      });
      return;
    }
    this.settings.push(record);
  }

  /** The same object again: the same content adds nothing; of different contents the first counts. */
  private duplicate(
    id: number,
    kind: ObjectKind,
    dn: string,
    object: Spooled,
    members: Buffer | null,
    place: string,
  ): void {
    this.duplicates++;
    if (kind !== this.kindOf(id) || comparable(kind, object) !== comparable(kind, this.read(id))) {
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}the object was read twice with different content; what was read first counts`,
      });
    }
    if (kind === 'group' && kind === this.kindOf(id) && members !== null) this.joinMembers(id, dn, members, place);
  }

  /** Members from several sources are put together: a snapshot tells them from the other side, and has no list. */
  private joinMembers(id: number, dn: string, members: Buffer, place: string): void {
    const known = this.memberSpool.read(this.memberOffset.get(id), this.memberLength.get(id));
    if (members.length === 0 || members.equals(known)) return;
    const keys = (packed: Buffer): Set<string> => new Set(unpack(packed).map(dnKey));
    const before = keys(known);
    const now = keys(members);
    if (before.size === now.size && [...now].every((key) => before.has(key))) return;
    this.keepMembers(id, Buffer.concat([known, members]));
    if (known.length === 0) return;
    this.gaps.told({
      code: 'entry-damaged',
      dn,
      message: `${place}the group was read twice with different members; those of both readings count`,
    });
  }

  private text(id: number): string {
    return this.objectSpool.read(this.offset.get(id), this.length.get(id)).toString('utf8');
  }

  private parentId(dn: string): number {
    const id = this.names.intern(dn);
    if (this.kind.get(id) === 0) {
      // One spelling, whichever child came first.
      const known = this.parentTexts.get(id);
      if (known === undefined || dn < known) this.parentTexts.set(id, dn);
    }
    return id;
  }

  private classId(names: readonly string[]): number {
    const key = names.join('\0');
    let id = this.classIds.get(key);
    if (id === undefined) {
      id = this.classLists.length;
      this.classIds.set(key, id);
      this.classLists.push(names);
    }
    return id;
  }

  private prefixId(prefix: string): number {
    let id = this.sidPrefixes.get(prefix);
    if (id === undefined) {
      id = this.sidPrefixes.size;
      this.sidPrefixes.set(prefix, id);
    }
    return id;
  }
}

function isSettings(kind: ObjectKind): boolean {
  return kind === 'foreign' || SETTINGS_KINDS.has(kind);
}

/**
 * What two readings of an object must agree in. The spelling of the DN does not count; of settings only the record does,
 * of containers only what their records keep, so that a snapshot agrees with the source it was made from.
 */
function comparable(kind: ObjectKind, object: Spooled): string {
  if (isSettings(kind) && kind !== 'foreign') return JSON.stringify({ ...object.record, dn: undefined });
  const { dn: _dn, r: _r, n, s, h, ...rest } = object;
  return JSON.stringify(kind === 'container' ? rest : kind === 'foreign' ? { s } : { n, s, h, ...rest });
}

/** Values with their lengths before them. */
function pack(values: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.reduce((sum, value) => sum + 4 + value.length, 0));
  let at = 0;
  for (const value of values) {
    at = bytes.writeUInt32LE(value.length, at);
    at += value.copy(bytes, at);
  }
  return bytes;
}

function unpack(bytes: Buffer): string[] {
  const out: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    out.push(bytes.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return out;
}
