/** The distinct security descriptors of a directory: each is kept, checked and looked into once. */
import { createHash } from 'node:crypto';
import { parseSecurityDescriptor } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Spool } from '../snapshot/spool.js';
import { float64Column, uint32Column } from './columns.js';

/** Descriptors remembered by the container they were last seen in; most objects of a container share one. */
const RECENT = 4096;

export class DescriptorTable {
  private readonly ids = new Map<string, number>();
  private readonly recent = new Map<number, { readonly bytes: Buffer; readonly id: number }>();
  private readonly offset = float64Column();
  private readonly length = uint32Column();
  /** Why a descriptor cannot be parsed, by id. */
  readonly faults = new Map<number, string>();
  /** The SIDs that entries and owners name, over all descriptors. */
  readonly trustees = new Set<Sid>();

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
    if (this.recent.size >= RECENT) this.recent.clear();
    this.recent.set(near, { bytes: Buffer.from(bytes), id });
    return id;
  }

  bytesOf(id: number): Buffer {
    return this.spool.read(this.offset.get(id), this.length.get(id));
  }

  private inspect(bytes: Buffer, id: number): void {
    try {
      const { owner, dacl } = parseSecurityDescriptor(bytes);
      if (owner !== null) this.trustees.add(owner);
      for (const ace of dacl?.aces ?? []) if (ace.form !== 'unknown') this.trustees.add(ace.sid);
    } catch (error) {
      this.faults.set(id, (error as Error).message);
    }
  }
}
