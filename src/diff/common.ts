/**
 * The old directory with what only the new one has beside it: containers and groups that nothing lies in and nobody is a
 * member of, so that nothing else is different. Causes are tried on it, and numbers of the new directory are put into its own.
 */
import { DescriptorLayer } from '../changes/descriptor-layer.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { at, type Container, type Directory } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import {
  type ClassListId,
  type ContainerId,
  type DescriptorId,
  type DomainId,
  type GroupId,
  idsOf,
} from '../directory/ids.js';
import { dnKey } from '../names/dn.js';
import { DOMAIN_NOT_READ, type EvidenceChange, OBJECT_NOT_READ } from '../result/directory-changes.js';

export class Common {
  readonly directory: Directory;
  readonly descriptors: DescriptorLayer;
  /** Numbers from here on are of objects that only the new directory has. */
  readonly oldContainers: number;
  readonly oldGroups: number;
  readonly #containers: ContainerId[] = [];
  readonly #groups: GroupId[] = [];
  readonly #newContainers = new Map<ContainerId, ContainerId>();
  readonly #newGroups = new Map<GroupId, GroupId>();
  readonly #domains: (DomainId | null)[];
  readonly #classLists: (readonly string[])[];
  readonly #classes = new Map<string, ClassListId>();
  readonly #taken = new Set<string>();
  /** Keys of the DNs of objects of which the sources of a side tell that they were not read, as where others name them. */
  readonly #missing: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };

  constructor(
    readonly before: Directory,
    readonly after: Directory,
  ) {
    this.descriptors = new DescriptorLayer(before.descriptors);
    const missing = ({ gaps }: Directory) =>
      new Set(gaps.flatMap(({ code, dn }) => (code !== 'object-not-visible' || dn === undefined ? [] : [dnKey(dn)])));
    this.#missing = { before: missing(before), after: missing(after) };
    this.oldContainers = before.containers.length;
    this.oldGroups = before.groups.length;
    this.#classLists = [...before.classLists];
    this.#classLists.forEach((names, id) => {
      if (!this.#classes.has(keyOf(names))) this.#classes.set(keyOf(names), id as ClassListId);
    });
    this.#domains = after.domains.map(({ sid }) => {
      const own = before.domains.findIndex((domain) => domain.sid === sid);
      return own < 0 ? null : (own as DomainId);
    });
    for (const { dn } of [...before.containers, ...before.groups]) this.#taken.add(dnKey(dn));
    const containers = this.#matchContainers();
    const groups = this.#matchGroups();
    this.directory = {
      ...before,
      containers,
      groups,
      ...this.#withForeign(before.membership.withGroups(groups)),
      descriptors: this.descriptors,
      classLists: this.#classLists,
      // Names are remembered by this list: here they are others.
      domains: [...before.domains],
      memo: { ...before.memo, openBeyondDomain: null },
    };
  }

  /** The number of a container of the new directory. */
  container(id: ContainerId | null): ContainerId | null {
    return id === null ? null : this.#containers[id]!;
  }

  group(id: GroupId): GroupId {
    return this.#groups[id]!;
  }

  domain(id: DomainId | null): DomainId | null {
    return at(this.#domains, id);
  }

  /** Keys of the DNs of the domains that both sides have. */
  sharedDomains(): ReadonlySet<string> {
    return new Set(this.after.domains.filter((_, id) => this.#domains[id] !== null).map(({ dn }) => dnKey(dn)));
  }

  /** Whether both sides have the domain of an object, or it lies in none: what lies in one that was not read may have been there. */
  isRead(domain: { readonly before: DomainId | null } | { readonly after: DomainId | null }): boolean {
    if ('after' in domain) return domain.after === null || this.domain(domain.after) !== null;
    return domain.before === null || this.#domains.includes(domain.before);
  }

  /** Whether the sources of a side tell of an object that they do not show: it is there, and was not read. */
  isUnseen(side: 'before' | 'after', dn: string): boolean {
    return this.#missing[side].size > 0 && this.#missing[side].has(dnKey(dn));
  }

  /** What is said instead of a difference of a group that only one side has, and the other did not read. */
  unreadOf(...groups: readonly GroupId[]): EvidenceChange | null {
    for (const group of groups) {
      const next = this.newGroup(group);
      if (group < this.oldGroups) {
        const { sid, domain, dn } = this.before.groups[group]!;
        if (!this.isRead({ before: domain })) return { change: 'evidence-worse', what: DOMAIN_NOT_READ };
        if (next === null && (isInEveryDomain(sid) || this.isUnseen('after', dn)))
          return { change: 'evidence-worse', what: OBJECT_NOT_READ };
      } else {
        const { sid, domain, dn } = this.after.groups[next!]!;
        if (!this.isRead({ after: domain })) return { change: 'evidence-better', what: DOMAIN_NOT_READ };
        if (isInEveryDomain(sid) || this.isUnseen('before', dn))
          return { change: 'evidence-better', what: OBJECT_NOT_READ };
      }
    }
    return null;
  }

  classes(id: ClassListId): ClassListId;
  classes(id: ClassListId | null): ClassListId | null;
  classes(id: ClassListId | null): ClassListId | null {
    if (id === null) return null;
    const names = this.after.classLists[id] ?? [];
    let own = this.#classes.get(keyOf(names));
    if (own === undefined) {
      own = this.#classLists.length as ClassListId;
      this.#classLists.push(names);
      this.#classes.set(keyOf(names), own);
    }
    return own;
  }

  /** A descriptor of the new directory as a new one of this; null where it cannot be read. */
  descriptor(id: DescriptorId | null): DescriptorId | null {
    const value = descriptorOf(this.after, id);
    return value === null ? null : this.descriptors.append(value);
  }

  /** The container of the new directory that one of these became; null where it has none. */
  newContainer(id: ContainerId): ContainerId | null {
    return this.#newContainers.get(id) ?? null;
  }

  newGroup(id: GroupId): GroupId | null {
    return this.#newGroups.get(id) ?? null;
  }

  #matchContainers(): readonly Container[] {
    const { before, after } = this;
    const byGuid = new Map<string, ContainerId>();
    const byDn = new Map<string, ContainerId>();
    for (const id of idsOf<ContainerId>(before.containers)) {
      const { guid, dn } = before.containers[id]!;
      if (guid !== null) byGuid.set(guid, id);
      byDn.set(dnKey(dn), id);
    }
    const containers = [...before.containers];
    for (const id of idsOf<ContainerId>(after.containers)) {
      const container = after.containers[id]!;
      let own = container.guid === null ? undefined : byGuid.get(container.guid);
      if (own === undefined) {
        const named = byDn.get(dnKey(container.dn));
        const other = named === undefined ? null : before.containers[named]!.guid;
        // Two that both have a GUID are two.
        if (named !== undefined && (container.guid === null || other === null)) own = named;
      }
      if (own === undefined || this.#newContainers.has(own)) {
        own = containers.length as ContainerId;
        containers.push({
          ...container,
          dn: this.#freeName(container.dn),
          parent: this.container(container.parent),
          domain: this.domain(container.domain),
          descriptor: this.descriptor(container.descriptor),
          classes: this.classes(container.classes),
        });
      }
      this.#containers[id] = own;
      this.#newContainers.set(own, id);
    }
    return containers;
  }

  #matchGroups(): readonly Group[] {
    const { before, after } = this;
    const bySid = new Map<string, GroupId>();
    const byDn = new Map<string, GroupId>();
    for (const id of idsOf<GroupId>(before.groups)) {
      const group = before.groups[id]!;
      // A shadow principal has the SID of somebody else.
      if (group.sid !== null && !group.shadow) bySid.set(sidKey(group.sid, group.domain), id);
      byDn.set(dnKey(group.dn), id);
    }
    const groups = [...before.groups];
    for (const id of idsOf<GroupId>(after.groups)) {
      const group = after.groups[id]!;
      const domain = this.domain(group.domain);
      let own = group.sid === null || group.shadow ? undefined : bySid.get(sidKey(group.sid, domain));
      if (own === undefined) {
        const named = byDn.get(dnKey(group.dn));
        // Two that both have a SID of their own are two.
        if (named !== undefined && (lacksSid(group) || lacksSid(before.groups[named]!))) own = named;
      }
      if (own === undefined || this.#newGroups.has(own)) {
        own = groups.length as GroupId;
        groups.push({
          ...group,
          dn: this.#freeName(group.dn),
          domain,
          container: this.container(group.container),
          descriptor: this.descriptor(group.descriptor),
          classes: this.classes(group.classes),
        });
      }
      this.#groups[id] = own;
      this.#newGroups.set(own, id);
    }
    return groups;
  }

  /** Foreign security principals are matched by DN, which is made of the SID. New ones stand behind the old ones of their SID. */
  #withForeign(membership: Directory['membership']): Pick<Directory, 'membership' | 'foreignBySid'> {
    const foreignBySid = new Map(this.before.foreignBySid);
    const added: Sid[] = [];
    for (const [sid, principals] of this.after.foreignBySid) {
      const known = foreignBySid.get(sid) ?? [];
      // Of some that are named as members no source has the object: their lists are not in that order.
      if (known.length !== membership.ofForeign(sid).length) continue;
      const names = new Set(known.map(({ dn }) => dnKey(dn)));
      const made = principals.filter(({ dn }) => !names.has(dnKey(dn)));
      if (made.length === 0) continue;
      foreignBySid.set(sid, [...known, ...made]);
      for (const _ of made) added.push(sid);
    }
    return { membership: membership.withNewForeign(added), foreignBySid };
  }

  /** Changes name objects by DN: one that was made where another one was needs a name of its own. Nobody sees it. */
  #freeName(dn: string): string {
    let name = dn;
    while (this.#taken.has(dnKey(name))) name = `CN=new,${name}`;
    this.#taken.add(dnKey(name));
    return name;
  }
}

/** @returns null where it was not read, or is damaged */
export function descriptorOf(
  { descriptors }: Directory,
  id: DescriptorId | null | undefined,
): SecurityDescriptor | null {
  if (id === null || id === undefined) return null;
  const stored = descriptors.get(id);
  return stored.state === 'parsed' ? stored.value : null;
}

/** An alias of BUILTIN has the same SID in every domain. */
const sidKey = (sid: Sid, domain: DomainId | null): string => (sid.startsWith('S-1-5-32-') ? `${sid} ${domain}` : sid);

/** Groups that every domain has since Windows Server 2003: Domain Admins to Group Policy Creator Owners, and the first of BUILTIN. */
function isInEveryDomain(sid: Sid | null): boolean {
  return sid !== null && /^S-1-5-(?:21-\d+-\d+-\d+-51[2-79]|32-5(?:4[4-689]|5[0-24-689]|6[0-2]))$/.test(sid);
}

const lacksSid = ({ sid, shadow }: Group): boolean => sid === null || shadow;
const keyOf = (names: readonly string[]): string => names.join('\n');
