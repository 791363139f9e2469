/** First pass: takes items as they come, interprets them, and keeps the rest on disk. */
import { join } from 'node:path';
import type { DomainRecord } from '../../directory/records.js';
import { dnKey, dnsNameOf, parentDn } from '../../names/dn.js';
import type { RawEntry, RawItem } from '../entry.js';
import { classify, isHeadClass, isManaged, type ObjectKind, SETTINGS_KINDS } from './classify.js';
import { int32Column, uint8Column } from './columns.js';
import { DescriptorTable } from './descriptors.js';
import { GapCollector } from './gaps.js';
import { NameTable } from './names.js';
import { ObjectStore } from './object-store.js';
import { pack, unpack } from './packed.js';
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
import { SettingsList } from './settings-list.js';
import { SidIndex } from './sid-index.js';
import { Spool } from './spool.js';
import { type Spooled, spooledObject } from './spooled.js';
import { Values } from './values.js';

const MAX_DN = 16 * 1024;

const SETTINGS: Readonly<Record<string, (dn: string, values: Values) => SettingsRecord | null>> = {
  class: classRecord,
  attribute: attributeRecord,
  right: rightRecord,
  partition: partitionRecord,
  forest: forestRecord,
  kdsRootKey: kdsRecord,
  trust: trustRecord,
};

/** Said of an object anew whenever it is read: the same words each time, so that it counts once. */
export const OBJECT_CLASS_UNREADABLE = 'objectClass could not be read: whether the object is an account is not known';

/** What an object lacks, as bits. */
export const Lack = { descriptor: 1, soundDescriptor: 2, sid: 4, userAccountControl: 8 } as const;

/** What the first pass leaves for the second. Columns are indexed by the number of a name. */
export class Intake {
  readonly names = new NameTable();
  readonly gaps = new GapCollector();
  readonly descriptors: DescriptorTable;
  readonly classLists: (readonly string[])[] = [];
  readonly domains: DomainRecord[] = [];
  /** Keys of the heads of naming contexts, as the objects say. */
  readonly heads = new Set<string>();
  /** What an object lacks: bits of `Lack`. */
  readonly lacks = uint8Column();
  /** DNs as written, of names that were seen as a parent before they were seen as an object. */
  readonly parentTexts = new Map<number, string>();
  /** Number of the parent's name, plus 1. */
  readonly parent = int32Column();
  /** SIDs of accounts, and of other objects that are no groups. */
  readonly sids = new SidIndex();
  readonly store: ObjectStore;
  objects = 0;
  duplicates = 0;
  private readonly settingsList = new SettingsList(this.gaps);
  private readonly classIds = new Map<string, number>();
  private readonly descriptorSpool: Spool;

  /** @param folder a temporary folder of its own */
  constructor(folder: string) {
    this.store = new ObjectStore(folder);
    this.descriptorSpool = new Spool(join(folder, 'descriptors'));
    this.descriptors = new DescriptorTable(this.descriptorSpool);
  }

  get settings(): readonly SettingsRecord[] {
    return this.settingsList.records;
  }

  take(item: RawItem): void {
    if ('entry' in item) this.takeEntry(item.entry);
    else if ('memberships' in item) this.store.tell(item.memberships);
    else this.gaps.told(item.gap);
  }

  /** The kind of the object of a number; null where there is only a name. */
  kindOf(id: number): ObjectKind | null {
    return this.store.kindOf(id);
  }

  read(id: number): Spooled {
    return this.store.read(id);
  }

  /** The DNs in `member` of a group, as written. */
  membersOf(id: number): string[] {
    return unpack(this.store.packedMembers(id));
  }

  close(): void {
    this.store.close();
    this.descriptorSpool.close();
  }

  private takeEntry(entry: RawEntry): void {
    const { dn, where } = entry;
    const place = where === undefined ? '' : `${where}: `;
    const key = dn.length > MAX_DN || dn === '' ? null : this.names.keyOf(dn);
    if (key === null) {
      this.gaps.told({
        code: 'entry-damaged',
        dn: dn.length > 200 ? `${dn.slice(0, 200)}...` : dn,
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
        message: OBJECT_CLASS_UNREADABLE,
      });
    }
    const parentText = parentDn(dn);
    if (kind === 'account' && parentText === null) {
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}an account without a parent: it is left out`,
      });
      return;
    }
    const id = this.names.internKey(key);
    const parent = parentText === null || isApart(kind) ? -1 : this.parentId(parentText);
    const object = this.interpret(dn, kind, names, isManaged(classes), values, parent);
    const members = kind === 'group' ? pack(entry.attributes.get('member') ?? []) : null;
    if (this.kindOf(id) !== null) {
      this.duplicate(id, kind, dn, object, members, place);
      return;
    }
    this.parent.set(id, parent + 1);
    this.store.add(id, kind, object);
    if (members !== null) this.store.setMembers(id, members);
    if (isHeadClass(classes)) this.heads.add(key);
    this.lacks.set(id, this.lacking(object));
    this.file(id, kind, dn, object, place);
  }

  private interpret(
    dn: string,
    kind: ObjectKind,
    classNames: readonly string[],
    managed: boolean,
    values: Values,
    near: number,
  ): Spooled {
    const sd = values.descriptor('ntsecuritydescriptor');
    const retrievers = managed ? values.descriptor('msds-groupmsamembership') : undefined;
    const interned = {
      c: classNames.length === 0 ? undefined : this.classId(classNames),
      d: sd === undefined ? undefined : this.descriptors.intern(sd, near * 2),
      retrievers: retrievers === undefined ? undefined : this.descriptors.intern(retrievers, near * 2 + 1),
    };
    return { ...spooledObject(dn, kind, managed, values, interned), record: SETTINGS[kind]?.(dn, values) };
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

  private file(id: number, kind: ObjectKind, dn: string, object: Spooled, place: string): void {
    const { s, h, record } = object;
    if (kind === 'domain' && s !== undefined) this.domains.push({ t: 'domain', dn, dnsName: dnsNameOf(dn), sid: s });
    else if (s !== undefined && kind !== 'group' && kind !== 'foreign') this.sids.add(id, s, h ?? []);
    if (record) this.settingsList.add(record, dn, place);
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
    const sameKind = kind === this.kindOf(id);
    if (!sameKind || comparable(kind, object) !== comparable(kind, this.read(id))) {
      this.gaps.told({
        code: 'entry-damaged',
        dn,
        message: `${place}the object was read twice with different content; what was read first counts`,
      });
    }
    if (sameKind && members !== null) this.joinMembers(id, dn, members, place);
  }

  /** Members from several sources are put together: a snapshot tells them from the other side, and has no list. */
  private joinMembers(id: number, dn: string, members: Buffer, place: string): void {
    const known = this.store.packedMembers(id);
    if (members.length === 0 || members.equals(known)) return;
    const keys = (packed: Buffer): Set<string> => new Set(unpack(packed).map(dnKey));
    const before = keys(known);
    const now = keys(members);
    if (before.size === now.size && [...now].every((key) => before.has(key))) return;
    this.store.setMembers(id, Buffer.concat([known, members]));
    if (known.length === 0) return;
    this.gaps.told({
      code: 'entry-damaged',
      dn,
      message: `${place}the group was read twice with different members; those of both readings count`,
    });
  }

  private parentId(dn: string): number {
    const id = this.names.intern(dn);
    if (this.kindOf(id) === null) {
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
}

/** True for kinds that are no part of the tree: nothing is inherited through their parents that matters here. */
function isApart(kind: ObjectKind): boolean {
  return kind === 'foreign' || SETTINGS_KINDS.has(kind);
}

/**
 * What two readings of an object must agree in. The spelling of the DN does not count; of settings only the record does,
 * of containers only what their records keep, so that a snapshot agrees with the source it was made from.
 */
function comparable(kind: ObjectKind, object: Spooled): string {
  if (SETTINGS_KINDS.has(kind)) return JSON.stringify({ ...object.record, dn: undefined });
  const { dn: _dn, r: _r, n, s, h, ...rest } = object;
  return JSON.stringify(kind === 'container' ? rest : kind === 'foreign' ? { s } : { n, s, h, ...rest });
}
