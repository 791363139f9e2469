/** What happens to accounts that no change names: lists above them change, or AdminSDHolder's is put on them. */
import { inheritsList } from '../access/inherit.js';
import { sameDescriptor } from '../descriptor/same.js';
import type { Guid, SecurityDescriptor } from '../descriptor/types.js';
import type { Container } from '../directory/directory.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from '../directory/ids.js';
import type { ProtectedSet } from '../directory/protected-set.js';
import type { Reading } from '../directory/reading.js';
import type { AccountRecord } from '../directory/records.js';
import { ownSideOf } from '../directory/unread-members.js';
import { AdreachError } from '../errors/index.js';
import type { DescriptorLayer } from './descriptor-layer.js';
import { inheritedAnew, ownEntries, type Place, withOwn } from './lists.js';

/** Something that reaches any number of accounts. An account that it does not reach keeps its record. */
export interface AccountEvent {
  /** @param read the record as it was read: what is not known of it is told by that */
  account(record: AccountRecord, read: AccountRecord): AccountRecord;
}

/** More class lists than this no directory has; a number of a descriptor and one of a class list are one key together. */
const CLASS_LISTS = 2 ** 16;

/** Computed once for each descriptor and class list below a list: many containers have the same. */
class Memo {
  readonly #known = new Map<DescriptorId | null, Map<number, DescriptorId>>();

  /** @param above descriptor of the parent */
  of(
    descriptor: DescriptorId | null,
    above: DescriptorId | null,
    classes: ClassListId | null,
    make: () => DescriptorId,
  ): DescriptorId {
    let below = this.#known.get(above);
    if (below === undefined) {
      below = new Map();
      this.#known.set(above, below);
    }
    const key = ((descriptor ?? -1) + 1) * CLASS_LISTS + (classes ?? -1) + 1;
    let number = below.get(key);
    if (number === undefined) {
      number = make();
      below.set(key, number);
    }
    return number;
  }
}

/**
 * Of a list that has no room for what comes from above nobody can tell what a server makes.
 * @param dn of the object whose list `make` appends
 * @throws AdreachError `change` where it would be too long to be stored
 */
export function fitting<Result>(dn: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof AdreachError) || error.code !== 'descriptor') throw error;
    throw new AdreachError(
      'change',
      `the list of ${dn} has no room for what it would take over from above: ${error.message}`,
      'What a server does then is not known. Take entries out of that list by a change before this one, or switch its inheritance off there.',
    );
  }
}

/** Lists of containers are handed on to what lies in them. */
export class Spread implements AccountEvent {
  readonly #memo = new Memo();

  /**
   * @param given the containers whose lists are handed on, with their descriptors
   * @param lost the containers below which nobody can tell what is handed on: their own lists are not known
   */
  constructor(
    readonly given: ReadonlyMap<ContainerId, DescriptorId>,
    readonly lost: ReadonlySet<ContainerId>,
    readonly containers: readonly Pick<Container, 'dn'>[],
    readonly descriptors: DescriptorLayer,
    readonly classGuid: (classes: ClassListId) => Guid | undefined,
  ) {}

  /** @returns whether an object below a container whose list is not known loses what was known of its own list */
  loses(descriptor: DescriptorId, container: ContainerId): boolean {
    if (!this.lost.has(container)) return false;
    const stored = this.descriptors.get(descriptor);
    return stored.state === 'parsed' && stored.value.dacl !== null && inheritsList(stored.value);
  }

  /** @returns the descriptor of an object in such a container; the same number where nothing changes */
  of(descriptor: DescriptorId, container: ContainerId, classes: ClassListId | null): DescriptorId {
    const above = this.given.get(container)!;
    return this.#memo.of(descriptor, above, classes, () => {
      const stored = this.descriptors.get(descriptor);
      const parent = this.descriptors.get(above);
      if (stored.state !== 'parsed' || parent.state !== 'parsed') return descriptor;
      const place: Place = {
        parent: parent.value,
        classGuid: classes === null ? undefined : this.classGuid(classes),
      };
      const value = inheritedAnew(stored.value, place);
      return sameDescriptor(value, stored.value) ? descriptor : this.descriptors.append(value);
    });
  }

  account(record: AccountRecord): AccountRecord {
    if (record.descriptor === undefined) return record;
    if (this.loses(record.descriptor, record.parent)) return { ...record, descriptor: undefined };
    if (!this.given.has(record.parent)) return record;
    const descriptor = fitting(`${record.rdn},${this.containers[record.parent]!.dn}`, () =>
      this.of(record.descriptor!, record.parent, record.classes),
    );
    return descriptor === record.descriptor ? record : { ...record, descriptor };
  }
}

/** AdminSDHolder's descriptor is put on protected objects. Where it is not known whether one is protected, it is left. */
export class Stamp implements AccountEvent {
  readonly #memo = new Memo();

  constructor(
    readonly domain: DomainId,
    readonly set: ProtectedSet,
    readonly holder: SecurityDescriptor,
    readonly containers: readonly Container[],
    readonly descriptors: DescriptorLayer,
    readonly classGuid: (classes: ClassListId) => Guid | undefined,
    readonly reading: Reading,
  ) {}

  of(descriptor: DescriptorId | null, container: ContainerId | null, classes: ClassListId | null): DescriptorId {
    const parent = container === null ? null : (this.containers[container]?.descriptor ?? null);
    return this.#memo.of(descriptor, parent, classes, () => {
      const stored = descriptor === null ? null : this.descriptors.get(descriptor);
      const former = stored?.state === 'parsed' ? stored.value : null;
      const above = parent === null ? null : this.descriptors.get(parent);
      const value = stamped(this.holder, former, {
        parent: above?.state === 'parsed' ? above.value : null,
        classGuid: classes === null ? undefined : this.classGuid(classes),
      });
      return descriptor !== null && former !== null && sameDescriptor(former, value)
        ? descriptor
        : this.descriptors.append(value);
    });
  }

  account(record: AccountRecord, read: AccountRecord): AccountRecord {
    if (this.containers[record.parent]?.domain !== this.domain) return record;
    const proven = () => this.reading.membershipsProven(ownSideOf(read, this.domain));
    if (this.set.account(record.sid, record.primaryGroupId, record.memberOf, proven) !== 'yes') return record;
    const descriptor = fitting(`${record.rdn},${this.containers[record.parent]!.dn}`, () =>
      this.of(record.descriptor ?? null, record.parent, record.classes),
    );
    if (descriptor === record.descriptor && record.adminCount === 1) return record;
    return { ...record, descriptor, adminCount: 1 };
  }
}

/**
 * The whole descriptor, owner and group included (MS-ADTS 3.1.1.6.1.3). The audit list is mostly not read: then the object
 * keeps what is known of its own. With AdminSDHolder's inheritance on, what it inherits itself does not come along.
 */
function stamped(holder: SecurityDescriptor, former: SecurityDescriptor | null, place: Place): SecurityDescriptor {
  const whole = { ...holder, sacl: holder.sacl ?? former?.sacl ?? null };
  if (holder.dacl === null) return whole;
  const own = ownEntries(holder);
  return withOwn({ ...whole, dacl: { ...holder.dacl, aces: own } }, own, place);
}
