/** What the evaluators of one audit share: the ancestors of targets with their descriptors, the requests of each class. */
import type { Ancestor } from '../access/inherit.js';
import type { Guid, SecurityDescriptor, Sid } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from '../directory/ids.js';
import { WindowsDefaults } from '../directory/windows-defaults.js';
import type { ActionDefinition } from './action.js';
import { type ActionRequests, actionRequests } from './decide.js';
import { TargetClasses } from './target-classes.js';

/** A container on the way from a target to the top. */
export interface ContainerNode extends Ancestor {
  readonly dn: string;
  /** lDAPDisplayName of its most specific class; empty where that was not read. */
  readonly className: string;
  readonly parent: ContainerNode | null;
}

export class Shared {
  readonly #nodes = new Map<ContainerId, ContainerNode | null>();
  readonly #requests = new Map<Guid | undefined, readonly ActionRequests[]>();
  readonly #targets: TargetClasses;
  readonly #classGuids = new Map<ClassListId, { name: string; guid: Guid | undefined }>();

  /** Asked by everybody who looks at entries: made once. */
  readonly windowsDefaults: WindowsDefaults;

  constructor(
    readonly directory: Directory,
    readonly actions: readonly ActionDefinition[],
    /** Names of trustees, by SID. */
    readonly nameOf: (sid: Sid) => string | null,
    /** No descriptor of the source has a DACL: that part was not exported. */
    readonly daclsMissing: boolean,
  ) {
    this.windowsDefaults = new WindowsDefaults(directory);
    this.#targets = new TargetClasses(directory.classLists, directory.schema, actions);
  }

  /** @returns the positions of the actions that are about objects with a list of classes, ascending */
  actionsOn(classes: ClassListId): readonly number[] {
    return this.#targets.actionsOn(classes);
  }

  /** @returns a container on the way up; null for none */
  node(number: ContainerId | null): ContainerNode | null {
    if (number === null) return null;
    const known = this.#nodes.get(number);
    if (known !== undefined) return known;
    const container = this.directory.containers[number];
    if (!container) return null;
    const { descriptor } = container;
    // Looked up when it is asked for: the lists of all containers together may not fit into memory.
    const descriptorOf = () => this.descriptor(descriptor);
    const node: ContainerNode = {
      dn: container.dn,
      className: container.classes === null ? '' : this.classOf(container.classes).name,
      parent: this.node(container.parent),
      get descriptor() {
        return descriptorOf();
      },
    };
    this.#nodes.set(number, node);
    return node;
  }

  /** The objectGUIDs of the containers that were on the way of some target, by DN, where they were read. */
  containerGuids(): ReadonlyMap<string, Guid> {
    const guids = new Map<string, Guid>();
    for (const number of this.#nodes.keys()) {
      const { dn, guid } = this.directory.containers[number]!;
      if (guid !== null) guids.set(dn, guid);
    }
    return guids;
  }

  /** @returns null where the descriptor was not read or is damaged */
  descriptor(number: DescriptorId | null): SecurityDescriptor | null {
    if (number === null) return null;
    const stored = this.directory.descriptors.get(number);
    return stored.state === 'parsed' ? stored.value : null;
  }

  classOf(number: ClassListId): { readonly name: string; readonly guid: Guid | undefined } {
    let known = this.#classGuids.get(number);
    if (!known) {
      const names = this.directory.classLists[number] ?? [];
      const record = this.directory.schema.mostSpecificClass(names);
      known = { name: record?.name ?? names[names.length - 1] ?? '', guid: record?.guid };
      this.#classGuids.set(number, known);
    }
    return known;
  }

  /** @returns the domain that objects of a container belong to; null where that is none of the sources' */
  domainOf(container: ContainerId | null): DomainId | null {
    return at(this.directory.containers, container)?.domain ?? null;
  }

  /** @returns the descriptor of a domain's AdminSDHolder; null where it was not read */
  adminSDHolder(domain: DomainId | null): DescriptorId | null {
    const { containers, domains } = this.directory;
    return at(containers, at(domains, domain)?.adminSDHolder ?? null)?.descriptor ?? null;
  }

  requests(classGuid: Guid | undefined): readonly ActionRequests[] {
    let known = this.#requests.get(classGuid);
    if (!known) {
      known = this.actions.map((action) => actionRequests(action, this.directory, classGuid));
      this.#requests.set(classGuid, known);
    }
    return known;
  }
}
