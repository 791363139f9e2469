/** A directory in the middle of being changed: each change sees what the changes before it have made. */
import { inheritsList } from '../access/inherit.js';
import { sameDescriptor } from '../descriptor/same.js';
import type { Guid, SecurityDescriptor } from '../descriptor/types.js';
import { accountDn, at, type Container, type Directory } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import { type ClassListId, type ContainerId, type DescriptorId, type GroupId, idsOf } from '../directory/ids.js';
import type { Membership } from '../directory/membership.js';
import { protectedSet } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';
import { type AccountEvent, fitting, Spread, Stamp } from './account-events.js';
import { DescriptorLayer } from './descriptor-layer.js';
import { inheritedAnew, type Place } from './lists.js';
import { type ObjectNames, objectNames } from './names.js';

/** Classes whose objects are the heads of naming contexts: they inherit from nobody (MS-ADTS 6.1.3). */
const HEADS: ReadonlySet<string> = new Set(['domaindns', 'configuration', 'dmd']);

/** One object, as far as the model has it: it may be a container and a group, or a container and an account. */
export interface Found {
  readonly dn: string;
  readonly container: ContainerId | null;
  readonly group: GroupId | null;
  /** Key of a named account. */
  readonly account: string | null;
  readonly parent: ContainerId | null;
  readonly classes: ClassListId | null;
}

export class Draft {
  readonly descriptors: DescriptorLayer;
  /** The directory's own lists until something in them changes. */
  containers: readonly Container[];
  groups: readonly Group[];
  membership: Membership;
  /** The accounts that changes name, as they are now, by the key of their DN. */
  readonly accounts: Map<string, AccountRecord>;
  /** The same as they were read. */
  readonly #read = new Map<string, AccountRecord>();
  /** What has happened to every account that no change names. */
  readonly events: AccountEvent[] = [];
  readonly names: ObjectNames;
  #containers: Container[] | null = null;
  #groups: Group[] | null = null;
  readonly #classGuid: (classes: ClassListId) => Guid | undefined;
  /** Whether lists became unknown. */
  anyLost = false;
  /** Containers whose list was written, and that have not handed it on yet. */
  readonly #written = new Set<ContainerId>();

  constructor(
    readonly base: Directory,
    named: readonly AccountRecord[],
    /** Members are held against the scope of their group, as a server does: what is only compared has been made by one. */
    readonly checksScopes = false,
  ) {
    this.descriptors = new DescriptorLayer(base.descriptors);
    this.containers = base.containers;
    this.groups = base.groups;
    this.membership = base.membership;
    this.names = objectNames(base);
    this.#classGuid = classGuids(base);
    for (const record of named) this.#read.set(dnKey(accountDn(base, record)), record);
    this.accounts = new Map(this.#read);
  }

  /** The directory as it is now. */
  directory(): Directory {
    const { base, containers, groups, membership, descriptors } = this;
    return { ...base, containers, groups, membership, descriptors, memo: { ...base.memo, openBeyondDomain: null } };
  }

  /** A named account, as it is now. */
  accountAfter(record: AccountRecord): AccountRecord {
    return this.accounts.get(dnKey(accountDn(this.base, record)))!;
  }

  /** @throws AdreachError where the sources have no such object */
  find(dn: string): Found {
    const key = dnKey(dn);
    const { containers, groups, accounts, names } = this;
    const container = names.containers.get(key) ?? null;
    const group = names.groups.get(key) ?? null;
    const account = accounts.has(key) ? key : null;
    const own = at(containers, container);
    const asGroup = at(groups, group);
    const record = account === null ? null : accounts.get(account)!;
    if ((own === null || own.missing) && asGroup === null && record === null)
      throw refused(`the sources have no object ${dn}`, 'Check the name, or add the source that holds it.');
    return {
      dn,
      container,
      group,
      account,
      parent: record?.parent ?? asGroup?.container ?? own?.parent ?? null,
      classes: record?.classes ?? asGroup?.classes ?? own?.classes ?? null,
    };
  }

  /** The descriptor of an object, and what it inherits from. */
  descriptorOf(object: Found): { readonly value: SecurityDescriptor; readonly place: Place } {
    this.#settle(object);
    const number = this.#numberOf(object);
    const value = number === null ? null : this.descriptor(number);
    if (value === null)
      throw refused(
        `the descriptor of ${object.dn} was not read, or is damaged`,
        'Collect again with an account that has READ_CONTROL on it.',
      );
    return { value, place: this.placeOf(object) };
  }

  /** Puts a descriptor on an object; what lies below takes it up before anybody looks. */
  write(object: Found, value: SecurityDescriptor): void {
    const { container, group, account } = object;
    const number = this.#numberFor(this.#numberOf(object), value);
    if (container !== null) {
      this.setContainer(container, { descriptor: number });
      this.#written.add(container);
    }
    if (group !== null) this.setGroup(group, { descriptor: number });
    if (account !== null) this.accounts.set(account, { ...this.accounts.get(account)!, descriptor: number });
  }

  setContainer(id: ContainerId, change: Partial<Container>): void {
    this.#containers ??= [...this.containers];
    this.#containers[id] = { ...this.#containers[id]!, ...change };
    this.containers = this.#containers;
  }

  setGroup(id: GroupId, change: Partial<Group>): void {
    this.#groups ??= [...this.groups];
    this.#groups[id] = { ...this.#groups[id]!, ...change };
    this.groups = this.#groups;
  }

  placeOf({ container, parent, classes }: Pick<Found, 'container' | 'parent' | 'classes'>): Place {
    const above = container !== null && this.#isHead(container) ? null : at(this.containers, parent);
    const descriptor = above?.descriptor ?? null;
    return {
      parent: descriptor === null ? null : this.descriptor(descriptor),
      classGuid: classes === null ? undefined : this.#classGuid(classes),
    };
  }

  /** Whether an object has a parent that it would inherit from, and whose descriptor is not known. */
  lacksParent(object: Found): boolean {
    const { container, parent } = object;
    if (parent === null || (container !== null && this.#isHead(container))) return false;
    return this.placeOf(object).parent === null;
  }

  descriptor(number: DescriptorId): SecurityDescriptor | null {
    const stored = this.descriptors.get(number);
    return stored.state === 'parsed' ? stored.value : null;
  }

  /** Every list that was written is handed on to everything below (MS-ADTS 6.1.3). */
  spread(): void {
    if (this.#written.size === 0) return;
    const given = new Map<ContainerId, DescriptorId>();
    const lost = new Set<ContainerId>();
    const spread = new Spread(given, lost, [...this.containers], this.descriptors, this.#classGuid);
    // Containers stand behind their parents.
    for (const id of idsOf<ContainerId>(this.containers)) {
      const container = this.containers[id]!;
      const { parent, descriptor, classes } = container;
      let changed = this.#written.has(id);
      const inherits = parent !== null && (given.has(parent) || lost.has(parent)) && !this.#isHead(id);
      if (!changed && !inherits) continue;
      const isKnown = descriptor !== null && this.descriptor(descriptor) !== null;
      if (!isKnown || (inherits && spread.loses(descriptor, parent))) {
        if (isKnown) this.setContainer(id, { descriptor: null });
        lost.add(id);
        continue;
      }
      if (inherits && given.has(parent)) {
        const number = fitting(container.dn, () => spread.of(descriptor, parent, classes));
        changed ||= number !== descriptor;
        if (number !== descriptor) this.setContainer(id, { descriptor: number });
      }
      if (changed) given.set(id, this.containers[id]!.descriptor!);
    }
    this.#written.clear();
    for (const id of idsOf<GroupId>(this.groups)) {
      const group = this.groups[id]!;
      const { container, descriptor, classes } = group;
      if (container === null || descriptor === null) continue;
      if (spread.loses(descriptor, container)) {
        this.setGroup(id, { descriptor: null });
        continue;
      }
      if (!given.has(container)) continue;
      const number = fitting(group.dn, () => spread.of(descriptor, container, classes));
      if (number !== descriptor) this.setGroup(id, { descriptor: number });
    }
    this.anyLost ||= lost.size > 0;
    this.#everyAccount(spread);
  }

  /** An object has come to another place: what it has from above goes, and what is above it now is handed on, to all below. */
  inheritAnew(dn: string): void {
    const key = dnKey(dn);
    // Of some objects the model does not keep the list.
    if (!this.names.containers.has(key) && !this.names.groups.has(key) && !this.accounts.has(key)) return;
    const object = this.find(dn);
    this.#settle(object);
    const number = this.#numberOf(object);
    const value = number === null ? null : this.descriptor(number);
    if (value !== null && inheritsList(value) && value.dacl !== null && this.lacksParent(object))
      throw refused(
        `what ${dn} inherits in its new place is not known: the descriptor above it was not read`,
        'Collect again with an account that has READ_CONTROL there.',
      );
    if (value !== null) this.write(object, inheritedAnew(value, this.placeOf(object)));
    // Its own list is not known, nor is what it hands on.
    else if (object.container !== null) this.#written.add(object.container);
  }

  /** AdminSDHolder's descriptor, whole, for every protected object of its domain (MS-ADTS 3.1.1.6.1.3). */
  stamp(dn: string): void {
    this.spread();
    const domain = this.names.domains.get(dnKey(dn));
    if (domain === undefined) throw refused(`the sources have no domain ${dn}`, 'Name it by its DN.');
    const number = at(this.containers, this.base.domains[domain]!.adminSDHolder)?.descriptor ?? null;
    const holder = number === null ? null : this.descriptor(number);
    if (holder === null)
      throw refused(
        `the descriptor of AdminSDHolder of ${dn} was not read`,
        'Collect CN=AdminSDHolder,CN=System of this domain with its descriptor.',
      );
    const directory = this.directory();
    const set = protectedSet({ ...directory, containers: [...this.containers], groups: [...this.groups] }, domain);
    const containers = [...this.containers];
    const stamp = new Stamp(domain, set, holder, containers, this.descriptors, this.#classGuid, this.base.reading);
    for (const id of idsOf<GroupId>(this.groups)) {
      if (set.group(id) !== 'yes') continue;
      const group = this.groups[id]!;
      const descriptor = fitting(group.dn, () => stamp.of(group.descriptor, group.container, group.classes));
      this.setGroup(id, { descriptor, adminCount: 1 });
      this.#alsoContainer(dnKey(group.dn), descriptor);
    }
    this.#everyAccount(stamp);
    for (const [key, record] of this.accounts) this.#alsoContainer(key, record.descriptor ?? null);
  }

  /** A group or an account that others lie below has got another list. */
  #alsoContainer(key: string, descriptor: DescriptorId | null): void {
    const container = this.names.containers.get(key);
    if (container === undefined || descriptor === this.containers[container]!.descriptor) return;
    this.setContainer(container, { descriptor });
    this.#written.add(container);
  }

  #everyAccount(event: AccountEvent): void {
    this.events.push(event);
    for (const [key, record] of this.accounts) this.accounts.set(key, event.account(record, this.#read.get(key)!));
  }

  /** What was written above an object is handed on before its own list is looked at. */
  #settle({ parent }: Found): void {
    const seen = new Set<ContainerId>();
    for (let id = parent; id !== null && !seen.has(id); id = this.containers[id]?.parent ?? null) {
      seen.add(id);
      if (this.#written.has(id)) {
        this.spread();
        return;
      }
    }
  }

  #numberOf({ container, group, account }: Found): DescriptorId | null {
    if (account !== null) return this.accounts.get(account)!.descriptor ?? null;
    return at(this.groups, group)?.descriptor ?? at(this.containers, container)?.descriptor ?? null;
  }

  #numberFor(former: DescriptorId | null, value: SecurityDescriptor): DescriptorId {
    const old = former === null ? null : this.descriptor(former);
    if (former !== null && old !== null && sameDescriptor(old, value)) return former;
    return this.descriptors.append(value);
  }

  #isHead(id: ContainerId): boolean {
    if (this.base.domains.some(({ container }) => container === id)) return true;
    const names = at(this.base.classLists, this.containers[id]!.classes) ?? [];
    return names.some((name) => HEADS.has(name.toLowerCase()));
  }
}

/** Of the directory no more is kept than its schema: accounts are changed long after. */
function classGuids({ schema, classLists }: Directory): (classes: ClassListId) => Guid | undefined {
  const known = new Map<ClassListId, Guid | undefined>();
  return (classes) => {
    if (!known.has(classes)) known.set(classes, schema.mostSpecificClass(classLists[classes] ?? [])?.guid);
    return known.get(classes);
  };
}

export function refused(message: string, hint?: string): AdreachError {
  return new AdreachError('change', message, hint);
}
