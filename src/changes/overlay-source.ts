/** The records of a source with changes laid over them: what they do not reach is handed on as it is. */
import type { Sid } from '../descriptor/types.js';
import type { DescriptorTable } from '../directory/descriptors.js';
import type { ContainerId, DescriptorId, GroupId } from '../directory/ids.js';
import type { Store } from '../directory/record-source.js';
import type {
  AccountRecord,
  AccountStreamRecord,
  ContainerRecord,
  DescriptorRecord,
  ForeignPrincipalRecord,
  GroupRecord,
  ModelRecord,
  PrincipalRecord,
} from '../directory/records.js';
import type { BaseSource } from './base-source.js';
import type { DescriptorLayer } from './descriptor-layer.js';
import { Numbering } from './numbering.js';
import { type GroupChange, groupAfter } from './shown.js';

/** What changes make of the records of a source. */
export interface Overlay {
  readonly layer: DescriptorLayer;
  /** Grow as the accounts of the source bring more of them. */
  readonly descriptors: DescriptorTable;
  readonly classLists: (readonly string[])[];
  /** Descriptors of containers that are others now; null: not known any more. */
  readonly containers: ReadonlyMap<ContainerId, DescriptorId | null>;
  /** Groups that something has happened to. */
  readonly groups: ReadonlyMap<GroupId, GroupChange>;
  /** Memberships of foreign principals by SID, as far as they changed: one list an object with the SID. */
  readonly foreign: ReadonlyMap<Sid, readonly (readonly GroupId[])[]>;
  /** Accounts that entries name now, and did not before. */
  readonly principals: readonly PrincipalRecord[];
  account(record: AccountRecord): AccountRecord;
}

/** Descriptors that are handed on at once. */
const BATCH = 256;

/** Positions in the lists of the model, while it streams by; of foreign principals among those with a SID. */
interface Positions {
  container: number;
  group: number;
  readonly foreign: Map<Sid, number>;
}

export class OverlaySource implements BaseSource {
  readonly #modelClasses: number;
  readonly #modelDescriptors: number;
  /** Goes on from the model, over all passes through the accounts; null before the model was read. */
  #numbering: Numbering | null = null;
  /** Descriptors that came with accounts, in the order of their numbers: by what they are called in the source or the layer. */
  readonly #order: DescriptorId[] = [];

  /** @param model how many descriptors and class lists the model part of the source has */
  constructor(
    readonly base: BaseSource,
    readonly overlay: Overlay,
    model: { readonly classes: number; readonly descriptors: number },
  ) {
    this.#modelClasses = model.classes;
    this.#modelDescriptors = model.descriptors;
  }

  get header() {
    return this.base.header;
  }

  get sources() {
    return this.base.sources;
  }

  get deleted(): number | undefined {
    return this.base.deleted;
  }

  async *model(): AsyncGenerator<readonly ModelRecord[]> {
    const { overlay } = this;
    const numbering = new Numbering(overlay.layer);
    const next: Positions = { container: 0, group: 0, foreign: new Map() };
    let principals: readonly PrincipalRecord[] = overlay.principals;
    for await (const batch of this.base.model()) {
      const out: ModelRecord[] = [];
      for (const record of batch) {
        if (record.type === 'gap' && principals.length > 0) {
          out.push(...principals);
          principals = [];
        }
        const changed = this.#modelRecord(record, numbering, next);
        out.push(...numbering.fresh().map((number) => this.#descriptorRecord(number)), changed);
      }
      yield out;
    }
    if (principals.length > 0) yield principals;
    this.#numbering ??= numbering;
  }

  async *accounts(mentions?: readonly string[]): AsyncGenerator<readonly AccountStreamRecord[]> {
    const { overlay } = this;
    if (this.#numbering === null) for await (const _ of this.model());
    const numbering = this.#numbering!;
    const pass = { classes: this.#modelClasses, descriptors: this.#modelDescriptors, sent: 0 };
    // Whoever reads knows descriptors by their number: what earlier passes have met comes first, in the same order.
    while (pass.sent < this.#order.length) yield this.#unsent(pass, BATCH);
    for await (const batch of this.base.accounts(mentions)) {
      const out: AccountStreamRecord[] = [];
      for (const record of batch) {
        if (record.type === 'classes') {
          if (pass.classes++ === overlay.classLists.length) overlay.classLists.push(record.names);
          out.push(record);
        } else if (record.type === 'descriptor') {
          const number = pass.descriptors++;
          if (number === overlay.descriptors.size) overlay.descriptors.add(record.base64);
          if (number < numbering.bases) continue;
          numbering.base();
          this.#order.push(number as DescriptorId);
        } else {
          const changed = this.#accountRecord(overlay.account(record), numbering);
          this.#order.push(...numbering.fresh());
          if (pass.sent < this.#order.length) out.push(...this.#unsent(pass));
          out.push(changed);
        }
      }
      out.push(...this.#unsent(pass));
      yield out;
    }
  }

  /** Descriptors that a pass has not handed on yet. */
  #unsent(pass: { sent: number }, most = Number.POSITIVE_INFINITY): DescriptorRecord[] {
    const from = pass.sent;
    pass.sent = Math.min(this.#order.length, from + most);
    return this.#order.slice(from, pass.sent).map((number) => this.#descriptorRecord(number));
  }

  #descriptorRecord(number: DescriptorId): DescriptorRecord {
    const { layer, descriptors } = this.overlay;
    return { type: 'descriptor', base64: layer.base64(number) ?? descriptors.base64(number)! };
  }

  store(): Store {
    return this.base.store();
  }

  close(): Promise<void> {
    return this.base.close();
  }

  #modelRecord(record: ModelRecord, numbering: Numbering, next: Positions): ModelRecord {
    switch (record.type) {
      case 'descriptor':
        numbering.base();
        return record;
      case 'container':
        return this.#containerRecord(record, next.container++ as ContainerId, numbering);
      case 'group':
        return this.#groupRecord(record, next.group++ as GroupId, numbering);
      case 'foreign':
        return this.#foreignRecord(record, next.foreign);
      default:
        return record;
    }
  }

  #containerRecord(record: ContainerRecord, id: ContainerId, numbering: Numbering): ContainerRecord {
    const changed = this.overlay.containers.get(id);
    return withDescriptor(record, changed === undefined ? record.descriptor : (changed ?? undefined), numbering);
  }

  #groupRecord(record: GroupRecord, id: GroupId, numbering: Numbering): GroupRecord {
    const changed = this.overlay.groups.get(id);
    const whole = changed === undefined ? record : groupAfter(record, changed);
    return withDescriptor(whole, whole.descriptor, numbering);
  }

  #foreignRecord(record: ForeignPrincipalRecord, seen: Map<Sid, number>): ForeignPrincipalRecord {
    const position = seen.get(record.sid) ?? 0;
    seen.set(record.sid, position + 1);
    const memberOf = this.overlay.foreign.get(record.sid)?.[position];
    return memberOf === undefined ? record : { ...record, memberOf: memberOf.length === 0 ? undefined : memberOf };
  }

  #accountRecord(record: AccountRecord, numbering: Numbering): AccountRecord {
    const { managed } = record;
    const number = managed?.retrievers;
    const retrievers = number === undefined ? undefined : numbering.of(number);
    const whole = retrievers === number ? record : { ...record, managed: { ...managed, retrievers } };
    return withDescriptor(whole, whole.descriptor, numbering);
  }
}

function withDescriptor<R extends ContainerRecord | GroupRecord | AccountRecord>(
  record: R,
  number: DescriptorId | undefined,
  numbering: Numbering,
): R {
  const descriptor = number === undefined ? undefined : numbering.of(number);
  return descriptor === record.descriptor ? record : { ...record, descriptor };
}
