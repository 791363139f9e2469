/** A snapshot turned back into raw items, so that it can be joined with other sources. */
import type { RecordSource } from '../directory/record-source.js';
import {
  type ContainerRecord,
  DELETED_NAME,
  type GroupRecord,
  type ModelRecord,
  type PrincipalRecord,
  UNASKED_ATTRIBUTES,
} from '../directory/records.js';
import { dnKey, escapeValue } from '../names/dn.js';
import type { OriginInfo } from '../result/sources.js';
import { classify, type ObjectKind, SETTINGS_KINDS } from './classify.js';
import type { Asked, RawEntry, RawItem } from './entry.js';
import {
  type Attributes,
  accountAttributes,
  attributesOf,
  descriptor,
  groupAttributes,
  guid,
  settingsAttributes,
  sid,
  type Tables,
} from './snapshot-attributes.js';

/** Objects that have records of their own, which say more than the container record of the same object. */
const OWN_RECORD: ReadonlySet<ObjectKind> = new Set(['account', 'group']);

interface PendingEntry {
  readonly dn: string;
  readonly attributes: Attributes;
  /** Attributes that were not asked for. */
  readonly unasked?: readonly string[];
}

/** What stands in the model part and is referred to by number later. */
interface Known extends Tables {
  readonly containers: string[];
  /** Settings and domains by the key of their DN: their container record, if they have one, comes later. */
  readonly pending: Map<string, PendingEntry>;
  /** Foreign principals that are containers too, by the key of their DN: their own records come later. */
  readonly foreignContainers: Map<string, PendingEntry>;
}

/** Attributes that every record says were asked for, unless it says otherwise; and the one that settings tell by themselves. */
const RECORDED: readonly string[] = [...UNASKED_ATTRIBUTES, 'serviceprincipalname', 'dsheuristics'];

/** Says what was asked for of each object, where that differs from the one before. */
class AskedOf {
  private last: string | null = null;

  /** @param version the first one did not record what was not asked for @param collected what a collection asked for */
  constructor(
    private readonly version: number,
    private readonly collected: Asked,
  ) {}

  *of(unasked: readonly string[] | undefined): Generator<RawItem> {
    if (this.version === 1) {
      if (this.last === null) yield { asked: this.collected };
      this.last = '';
      return;
    }
    const key = unasked?.join() ?? '';
    if (key === this.last) return;
    this.last = key;
    yield { asked: new Set(RECORDED.filter((name) => !unasked?.includes(name))) };
  }
}

/** What the collections that a snapshot was made from asked for, in lower case; null where one of them does not say it. */
function collectedAttributes(sources: readonly OriginInfo[]): Asked {
  const lists = sources.map(({ collection }) => collection?.searches.flatMap(({ attributes }) => attributes) ?? null);
  if (lists.length === 0 || lists.some((list) => list === null)) return null;
  const [first, ...others] = lists.map((list) => new Set(list!.map((name) => name.toLowerCase())));
  return new Set([...first!].filter((name) => others.every((other) => other.has(name))));
}

/** What is turned back: a snapshot, and what its header says. */
type Turned = Pick<RecordSource, 'model' | 'accounts'> & {
  readonly header: { readonly version: number; readonly sources: readonly OriginInfo[] };
};

/**
 * Yields every object of a snapshot as an entry, with the attributes that the snapshot keeps, and its memberships.
 * Gaps that the assembler concludes from the objects are left out: it concludes them anew.
 * @throws AdreachError `integrity` as reading the snapshot does
 */
export async function* snapshotItems(snapshot: Turned): AsyncGenerator<RawItem> {
  const { version, sources } = snapshot.header;
  const asked = new AskedOf(version, collectedAttributes(sources));
  const tables: Known = {
    classLists: [],
    descriptors: [],
    containers: [],
    groups: [],
    pending: new Map(),
    foreignContainers: new Map(),
  };
  // Groups name groups that stand later, so they wait for the end of the section, and memberships do.
  const groups: GroupRecord[] = [];
  const memberships: { readonly dn: string; readonly groups: readonly number[] }[] = [];
  const unresolved: { readonly dn: string; readonly group: string }[] = [];
  const groupDns = (numbers: readonly number[]): string[] => numbers.map((number) => tables.groups[number]!);
  for await (const batch of snapshot.model()) {
    for (const record of batch) {
      if ((record.type === 'group' || record.type === 'foreign') && record.memberOf !== undefined) {
        memberships.push({ dn: record.dn, groups: record.memberOf });
      }
      if (record.type === 'group')
        for (const dn of record.unresolvedMembers ?? []) unresolved.push({ dn, group: record.dn });
      const item = modelItem(record, tables);
      if (record.type === 'group') groups.push(record);
      if (record.type === 'foreign') yield* asked.of(record.membershipsProven === true ? undefined : ['memberof']);
      if (item !== null) yield item;
    }
  }
  for (const { dn, attributes, unasked } of [...tables.pending.values(), ...tables.foreignContainers.values()]) {
    yield* asked.of(unasked);
    yield { entry: { dn, attributes } };
  }
  for (const group of groups) {
    yield* asked.of(group.unasked);
    yield { entry: entryOf(group.dn, groupAttributes(group, tables), group.unasked) };
  }
  for (const { dn, groups } of memberships) yield { memberships: { dn, groups: groupDns(groups) } };
  for (const { dn, group } of unresolved) yield { memberships: { dn, groups: [group] } };
  for await (const batch of snapshot.accounts()) {
    for (const record of batch) {
      if (record.type === 'account') {
        const dn = `${record.rdn},${tables.containers[record.parent]!}`;
        yield* asked.of(
          record.hasSpn === undefined ? [...(record.unasked ?? []), 'serviceprincipalname'] : record.unasked,
        );
        yield { entry: entryOf(dn, accountAttributes(record, tables), record.unasked) };
        if (record.memberOf !== undefined) yield { memberships: { dn, groups: groupDns(record.memberOf) } };
      } else {
        modelItem(record, tables);
      }
    }
  }
}

/** An attribute that has values, though it counts as not asked for, was read in part. */
function entryOf(dn: string, attributes: Attributes, unasked: readonly string[] = []): RawEntry {
  const cut = unasked.filter((name) => attributes.has(name));
  return { dn, attributes, ...(cut.length > 0 && { cut }) };
}

function modelItem(record: ModelRecord, tables: Known): RawItem | null {
  switch (record.type) {
    case 'classes':
      tables.classLists.push(record.names.map((name) => Buffer.from(name)));
      return null;
    case 'descriptor':
      tables.descriptors.push(Buffer.from(record.base64, 'base64'));
      return null;
    case 'container':
      tables.containers.push(record.dn);
      return containerItem(record, tables);
    case 'group':
      tables.groups.push(record.dn);
      return null;
    case 'foreign': {
      const attributes = attributesOf(
        { objectsid: sid(record.sid) },
        { objectclass: ['top', 'foreignSecurityPrincipal'] },
      );
      const container = tables.foreignContainers.get(dnKey(record.dn));
      tables.foreignContainers.delete(dnKey(record.dn));
      for (const [name, values] of container?.attributes ?? []) attributes.set(name, values);
      // Its own side, where it told all of it.
      const told = record.membershipsProven === true ? (record.memberOf ?? []) : [];
      if (told.length > 0)
        attributes.set(
          'memberof',
          told.map((number) => Buffer.from(tables.groups[number]!)),
        );
      return { entry: { dn: record.dn, attributes } };
    }
    case 'principal':
      return record.name === DELETED_NAME ? deletedItem(record) : null;
    case 'gap': {
      const { code, dn, count, message } = record;
      return record.derived === true ? null : { gap: { code, dn, count, message } };
    }
    default: {
      const dn = record.dn ?? syntheticDn(record);
      // A dSHeuristics that was not read must not come back as one that is not set.
      const unasked = record.type === 'forest' && record.dSHeuristics === undefined ? ['dsheuristics'] : [];
      tables.pending.set(dnKey(dn), { dn, attributes: settingsAttributes(record), unasked });
      return null;
    }
  }
}

/** A deleted principal that entries name. */
function deletedItem({ dn, sid: s }: PrincipalRecord): RawItem {
  return { entry: { dn, attributes: attributesOf({ isdeleted: 'TRUE', objectsid: sid(s) }) } };
}

/** Snapshots of other programs may leave the DN of settings out; it only has to be the same for the same object. */
function syntheticDn(record: { readonly type: string }): string {
  const name = 'name' in record ? String(record.name) : 'nCName' in record ? String(record.nCName) : record.type;
  return `CN=${escapeValue(name)},CN=${record.type}`;
}

function containerItem(record: ContainerRecord, tables: Known): RawItem | null {
  if (record.missing) return null;
  const classes = record.classes === undefined ? [] : tables.classLists[record.classes]!;
  const kind = classify(classes.map((name) => name.toString('utf8').toLowerCase()));
  if (OWN_RECORD.has(kind)) return null;
  const key = dnKey(record.dn);
  const own = tables.pending.get(key);
  tables.pending.delete(key);
  const attributes = attributesOf({
    ntsecuritydescriptor: descriptor(record.descriptor, tables),
    objectguid: guid(record.guid),
    admincount: record.adminCount,
  });
  for (const [name, values] of own?.attributes ?? []) attributes.set(name, values);
  if (classes.length > 0 && (!SETTINGS_KINDS.has(kind) || own !== undefined)) attributes.set('objectclass', classes);
  if (kind === 'foreign') {
    tables.foreignContainers.set(key, { dn: record.dn, attributes });
    return null;
  }
  return { entry: { dn: record.dn, attributes } };
}
