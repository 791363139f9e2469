/** The distinct security descriptors of a directory: each is kept, checked and looked into once. */
import { createHash } from 'node:crypto';
import { parseSecurityDescriptor } from '../descriptor/index.js';
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { Recent } from '../directory/recent.js';
import type { Spool } from '../snapshot/spool.js';
import { float64Column, uint32Column } from './columns.js';

/** Bytes of descriptors remembered by the container they were last seen in; most objects of a container share one. */
const RECENT = 1 << 24;
/** Beside its bytes, what a remembered descriptor takes. */
const RECENT_EACH = 256;
/** Trustees that are remembered as they come; of more, the lists are read again. */
const TRUSTEES = 1 << 17;

export class DescriptorTable {
  private readonly ids = new Map<string, number>();
  private readonly recent = new Recent<number, { readonly bytes: Buffer; readonly id: number }>(
    RECENT,
    ({ bytes }) => bytes.length + RECENT_EACH,
  );
  private readonly offset = float64Column();
  private readonly length = uint32Column();
  /** Why a descriptor cannot be parsed, by id. */
  readonly faults = new Map<number, string>();
  /** The SIDs that entries and owners name, over all descriptors; null: too many to remember. */
  private trustees: Set<Sid> | null = new Set<Sid>();

  constructor(private readonly spool: Spool) {}

  get size(): number {
    return this.ids.size;
  }

  /**
   * The id of a descriptor, from 0 in the order of first sight.
   * @param near where the object is (any number); objects with the same are tried against each other first
   */
  intern(bytes: Buffer, near: number): number {
    const last = this.recent.get(near);
    if (last?.bytes.equals(bytes)) return last.id;
    const key = createHash('sha256').update(bytes).digest('base64');
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(key, id);
      this.offset.set(id, this.spool.size);
      this.length.set(id, bytes.length);
      this.spool.append(bytes);
      this.inspect(bytes, id);
    }
    this.recent.set(near, { bytes: Buffer.from(bytes), id });
    return id;
  }

  bytesOf(id: number): Buffer {
    return this.spool.read(this.offset.get(id), this.length.get(id));
  }

  /**
   * @param known makes what tells the SIDs that objects have
   * @returns the SIDs that entries and owners name, over all descriptors: of very many those that objects have
   */
  namedTrustees(known: () => (sid: Sid) => boolean): Set<Sid> {
    if (this.trustees !== null) return new Set(this.trustees);
    const isKnown = known();
    const found = new Set<Sid>();
    for (let id = 0; id < this.size; id++) {
      if (this.faults.has(id)) continue;
      for (const sid of named(parseSecurityDescriptor(this.bytesOf(id)))) if (isKnown(sid)) found.add(sid);
    }
    return found;
  }

  private inspect(bytes: Buffer, id: number): void {
    try {
      const descriptor = parseSecurityDescriptor(bytes);
      if (this.trustees === null) return;
      for (const sid of named(descriptor)) this.trustees.add(sid);
      if (this.trustees.size > TRUSTEES) this.trustees = null;
    } catch (error) {
      this.faults.set(id, (error as Error).message);
    }
  }
}

function* named({ owner, dacl }: SecurityDescriptor): Generator<Sid> {
  if (owner !== null) yield owner;
  for (const ace of dacl?.aces ?? []) if (ace.form !== 'unknown') yield ace.sid;
}
