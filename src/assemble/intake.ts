/** First pass: takes items as they come, interprets them, and keeps the rest on disk. */

import { join } from 'node:path';
import type { DomainRecord } from '../directory/records.js';
import { dnsNameOf, rdnText } from '../names/dn.js';
import { Spool } from '../snapshot/spool.js';
import { isInTree, type ObjectKind } from '../sources/classify.js';
import type { RawEntry, RawItem } from '../sources/entry.js';
import { Askings } from './asked.js';
import { int32Column, uint8Column } from './columns.js';
import { Deleted, isDeleted } from './deleted.js';
import { DescriptorTable } from './descriptors.js';
import { GapCollector } from './gaps.js';
import { Identities, LEFT_OUT, UNSHOWN } from './identity.js';
import { Interpreter, type Reading } from './interpreter.js';
import { lacksOf } from './lacks.js';
import { NamedGroups } from './named.js';
import { excessOf, NameTable } from './names.js';
import { ObjectStore } from './object-store.js';
import { differenceText, joinReadings } from './readings.js';
import type { SettingsRecord } from './settings.js';
import { SettingsList } from './settings-list.js';
import { SourceNames } from './source-names.js';
import { fittingKind, type Spooled } from './spooled.js';
import { twoDomains } from './two-domains.js';

/** What the first pass leaves for the second. Columns are indexed by the number of a name. */
export class Intake {
  readonly deleted = new Deleted();
  readonly askings = new Askings();
  readonly named = new NamedGroups();
  /** In which parts of the sources an object was read: a number of `askings`. */
  readonly askedIn = int32Column();

  readonly names = new NameTable();
  readonly gaps = new GapCollector();
  readonly sources = new SourceNames();
  readonly identities = new Identities((id) => this.kindOf(id) !== null);
  readonly descriptors: DescriptorTable;
  readonly domains: DomainRecord[] = [];
  /** Keys of the heads of naming contexts, as the objects say. */
  readonly heads = new Set<string>();
  /** What an object lacks: bits of `Lack`. */
  readonly lacks = uint8Column();
  /** DNs as written, of names that were seen as a parent before they were seen as an object. */
  readonly parentTexts = new Map<number, string>();
  /** Number of the parent's name, plus 1. */
  readonly parent = int32Column();
  readonly store: ObjectStore;
  objects = 0;
  duplicates = 0;
  private readonly settingsList = new SettingsList(this.gaps);
  private readonly descriptorSpool: Spool;
  readonly interpreter: Interpreter;

  /** @param folder a temporary folder of its own */
  constructor(folder: string) {
    this.store = new ObjectStore(folder);
    this.descriptorSpool = new Spool(join(folder, 'descriptors'));
    this.descriptors = new DescriptorTable(this.descriptorSpool);
    this.interpreter = new Interpreter(this.gaps, this.descriptors, (dn) => this.parentId(dn));
  }

  get settings(): readonly SettingsRecord[] {
    return this.settingsList.records;
  }

  /** The distinct lists of classes, by number. */
  get classLists(): readonly (readonly string[])[] {
    return this.interpreter.classLists;
  }

  /** @throws AdreachError `ambiguous` where two domains cannot be told apart */
  take(item: RawItem): void {
    if ('entry' in item) this.takeEntry(item.entry);
    else if ('memberships' in item) {
      this.askings.noteMembers();
      this.store.tell(item.memberships, this.sources.current);
    } else if ('gap' in item) this.gaps.told(item.gap);
    else if ('asked' in item) this.askings.begin(item.asked);
    else {
      this.sources.begin(item.source);
      this.askings.begin(null);
    }
  }

  /** The kind of the object of a number; null where there is only a name. */
  kindOf(id: number): ObjectKind | null {
    return this.store.kindOf(id);
  }

  read(id: number): Spooled {
    return this.store.read(id);
  }

  /** The object of a DN, whatever source names it; -1 where there is none. */
  find(dn: string): number {
    const name = this.names.find(dn);
    return name < 0 ? -1 : this.identities.resolve(name, -1);
  }

  /** The DN of an object, or of a name that was read as a parent only. */
  dnOf(id: number): string {
    const rdns: string[] = [];
    for (let at = id; ; at = this.parent.get(at) - 1) {
      const { dn, rdn: r } =
        this.kindOf(at) === null ? { dn: this.parentTexts.get(at) ?? this.names.keys[at]! } : this.read(at);
      rdns.push(dn ?? r!);
      if (dn !== undefined) return rdns.join(',');
    }
  }

  /** Two objects turned out to be one: the first is taken for a further reading of the second. */
  join(id: number, other: number): void {
    const members = [...this.store.membersOf(id)];
    const reading = this.settledReading(id, this.dnOf(id));
    const askedIn = this.askings.union(this.askedIn.get(other), this.askedIn.get(id));
    this.again(other, reading, reading.dn);
    this.askedIn.set(other, askedIn);
    for (const { source, packed } of members) this.store.addMembers(other, source, packed);
  }

  /** Two objects turned out to have one name. */
  leaveOut(id: number, other: number): void {
    this.noteLeftOut(other, this.settledReading(id, this.dnOf(id)));
  }

  close(): void {
    this.store.close();
    this.descriptorSpool.close();
  }

  /** An object taken out again, as what was read of it. */
  private settledReading(id: number, dn: string): Reading {
    const kind = this.kindOf(id)!;
    const object = this.read(id);
    this.sources.current = this.identities.sourceOf(id);
    this.store.drop(id);
    const place = this.sources.place(undefined);
    return {
      dn,
      kind,
      object,
      parent: this.parent.get(id) - 1,
      members: null,
      memberOf: [],
      unread: [...this.named.unreadOf(id)],
      shown: UNSHOWN,
      head: false,
      place,
    };
  }

  private takeEntry(entry: RawEntry): void {
    const { dn } = entry;
    const place = this.sources.place(entry.where);
    const excess = excessOf(dn);
    const key = excess === null ? this.names.keyOf(dn) : null;
    if (key === null) {
      const message = `${place}${excess ?? 'not a distinguished name'}: the entry is left out`;
      this.gaps.told({ code: 'entry-damaged', dn: dn.length > 200 ? `${dn.slice(0, 200)}...` : dn, message });
      return;
    }
    if (isDeleted(entry)) {
      this.deleted.add(entry);
      return;
    }
    this.objects++;
    this.askings.note(entry);
    const reading = this.interpreter.read(entry, place, this.askings.asked);
    if (reading !== null) this.identify(this.names.internKey(key), key, reading);
  }

  /** Finds out which object was read: a new one, or one that is known, under this DN or another. */
  private identify(name: number, key: string, reading: Reading): void {
    const { identities, sources } = this;
    const known = identities.resolve(name, sources.current);
    // What was left out for the sake of another object is held against that one again.
    const at = known < -1 ? name : known;
    const same = !isInTree(reading.kind) ? at : identities.find(reading.shown, at);
    if (same >= 0) {
      if (same !== at) {
        this.checkDomains(same, reading);
        identities.addAlias(name, same, sources.current, at);
      }
      this.again(same, reading, same === name ? reading.dn : this.textOf(same));
    } else if (this.kindOf(name) === null) {
      if (at >= 0) identities.keepAliases(name);
      this.begin(name, key, reading);
    } else if (identities.contradicts(name, reading.shown)) {
      this.supersede(name, reading);
    } else {
      this.again(name, reading, reading.dn);
    }
  }

  /** A new object. */
  private begin(id: number, key: string, reading: Reading): void {
    const { kind, object, shown, head } = reading;
    this.store.add(id, kind, object);
    if (head) this.heads.add(key);
    this.meetTwin(id, this.identities.add(id, shown, this.sources.current), reading);
    this.parent.set(id, reading.parent + 1);
    this.complete(id, reading, object);
  }

  /** Another object has the SID of this one: it is another one only where their GUIDs say so. */
  private meetTwin(id: number, twin: number, reading: Reading): void {
    if (twin < 0) return;
    this.checkDomains(twin, reading);
    const { guids, twins } = this.identities;
    if (!guids.has(id) || !guids.has(twin)) twins.add(id, twin);
    else this.noteShared(id, twin, reading.dn, reading.object.sid);
  }

  /** Two objects have one SID, and are two. */
  noteShared(id: number, twin: number, dn = this.dnOf(id), sid = this.read(id).sid): void {
    const message = `its SID ${sid} is that of ${this.names.keys[twin]} too, which is another object`;
    this.gaps.derived({ code: 'sid-duplicate', dn, message });
  }

  /** Files what is known of an object of a kind that was not known before. */
  private complete(id: number, reading: Reading, object: Spooled): void {
    const { dn, kind, place } = reading;
    this.readHere(id, reading);
    this.lacks.set(id, lacksOf(object, this.descriptors.faults));
    if (kind === 'domain') this.fileDomain(dn, object);
    else if (kind !== 'group' && kind !== 'foreign') this.identities.sids.addFormer(id, object.sidHistory ?? []);
    if (object.record) this.settingsList.add(object.record, dn, place);
  }

  /** An object was read in the present part of the sources. */
  private readHere(id: number, { members, memberOf, unread }: Reading): void {
    if (members !== null) this.store.addMembers(id, this.sources.current, members);
    this.askedIn.set(id, this.askings.present(this.askedIn.get(id)));
    this.named.add(id, memberOf, unread);
  }

  /** A known object again: what was not known of it is added; of different contents the first counts. */
  private again(id: number, reading: Reading, dn: string): void {
    const { kind, object, shown, place } = reading;
    this.duplicates++;
    const first = this.read(id);
    const before = this.kindOf(id)!;
    // Where one of the readings does not show the class, the other one does.
    const classless =
      before === 'container' && first.classes === undefined && (kind !== 'account' || this.parent.get(id) > 0);
    const isKind = classless && (object.classes !== undefined || kind !== 'container') ? kind : before;
    if (kind !== isKind && object.classes !== undefined) {
      this.differ(id, dn, place, ['objectClass']);
      return;
    }
    const { object: all, more, differing, onlyOnce } = joinReadings(isKind, first, object);
    const joined =
      all.classes === undefined && isKind === 'container'
        ? all
        : fittingKind(all, isKind, this.interpreter.isManaged(all.classes));
    if (isKind === 'domain' && differing.includes('objectSid')) throw this.twoDomains(id, reading);
    if (differing.length > 0) this.differ(id, dn, place, differing);
    if (onlyOnce.length > 0) this.differ(id, dn, place, onlyOnce, true);
    const sid = joined.classes === undefined || joined.shadow ? undefined : joined.sid;
    this.meetTwin(
      id,
      this.identities.learn(id, { guid: shown.guid, sid: isInTree(isKind) ? sid : undefined }),
      reading,
    );
    if (isKind !== before) {
      const name = kind === 'account' ? { dn: undefined, rdn: rdnText(first.dn!) } : { dn: first.dn };
      const whole = { ...joined, ...name, record: object.record };
      this.store.add(id, kind, whole);
      if (!isInTree(kind)) this.parent.set(id, 0);
      this.complete(id, reading, whole);
      if (reading.head) this.heads.add(this.names.keys[id]!);
      return;
    }
    this.readHere(id, reading);
    if (!more) return;
    this.store.add(id, isKind, joined);
    this.lacks.set(id, lacksOf(joined, this.descriptors.faults));
    if (isKind === 'domain' && first.sid === undefined) this.fileDomain(joined.dn!, joined);
    if (first.sidHistory === undefined && isKind !== 'group')
      this.identities.sids.addFormer(id, joined.sidHistory ?? []);
  }

  /** Another object has this DN than one that is known under it, and stays. */
  private supersede(id: number, reading: Reading): void {
    const { identities, sources } = this;
    const { kind, object, head } = reading;
    // An application partition, which is of the class of domains, has no SID.
    const withSid = object.sid !== undefined || identities.sids.has(id);
    if (head ? kind !== 'domain' || withSid : this.kindOf(id) === 'domain' && withSid)
      throw this.twoDomains(id, reading);
    if (identities.sourceOf(id) !== sources.current) identities.meansIn(sources.current, id, LEFT_OUT);
    this.noteLeftOut(id, reading);
  }

  private noteLeftOut(other: number, { dn, place }: Reading): void {
    this.duplicates++;
    const first = this.sources.inFirst(this.identities.sourceOf(other));
    this.gaps.told({
      code: 'name-reused',
      dn,
      message: `${place}by its objectGUID or objectSid another object than the one that was read first under this name${first}, which counts; this one is left out`,
    });
  }

  private differ(id: number, dn: string, place: string, attributes: readonly string[], onlyOnce = false): void {
    const inFirst = this.sources.inFirst(this.identities.sourceOf(id));
    const message = `${place}${differenceText(attributes, inFirst, onlyOnce)}`;
    this.gaps.told({ code: 'readings-differ', dn, message });
  }

  /** Two domains of one SID are one only where their GUID says so. */
  private checkDomains(id: number, reading: Reading): void {
    if (reading.kind !== 'domain' && this.kindOf(id) !== 'domain') return;
    const { guid } = reading.shown;
    const { guids } = this.identities;
    if (guid === null || !guids.has(id) || !guids.is(id, guid)) throw this.twoDomains(id, reading);
  }

  private twoDomains(id: number, { dn, object }: Reading): Error {
    const { sources, identities } = this;
    const { sid } = this.read(id);
    return twoDomains(
      { dn: this.textOf(id), sid, source: sources.nameOf(identities.sourceOf(id)) },
      { dn, sid: object.sid, source: sources.nameOf(sources.current) },
    );
  }

  private fileDomain(dn: string, { sid: s }: Spooled): void {
    if (s !== undefined) this.domains.push({ type: 'domain', dn, dnsName: dnsNameOf(dn), sid: s });
  }

  /** The DN of an object as it was read first; in lower case where that is an account. */
  private textOf(id: number): string {
    return this.read(id).dn ?? this.names.keys[id]!;
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
}
