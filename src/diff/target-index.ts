/** Which target of the new directory is which of the old one: by objectGUID, then SID, then DN. Some forty bytes a target. */
import { uint8Column, uint32Column } from '../assemble/columns.js';
import { GuidIndex } from '../assemble/guid-index.js';
import { SidIndex } from '../assemble/sid-index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import { hashOf, mix, SlotTable } from '../snapshot/slot-table.js';

export interface TargetName {
  readonly guid: string | undefined;
  readonly sid: string | undefined;
  readonly dn: string;
  /** RDN and sAMAccountName: what a renaming changes. */
  readonly called: string;
}

export class TargetIndex {
  readonly #guids = new GuidIndex();
  readonly #sids = new SidIndex();
  readonly #shapes = uint32Column();
  readonly #called = uint32Column();
  /** The DN as two hashes. */
  readonly #first = uint32Column();
  readonly #second = uint32Column();
  readonly #byDn = new SlotTable((id) => hashOf(this.#first.get(id), this.#second.get(id)));
  readonly #taken = uint8Column();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns its number, counted from 0 in the order in which they are added */
  add(name: TargetName, shape: number): number {
    const id = this.#size++;
    const guid = bytesOf(name.guid);
    if (guid !== null && this.#guids.find(guid) < 0) this.#guids.add(id, guid);
    if (isSid(name.sid)) this.#sids.add(id, name.sid);
    const [first, second] = hashesOf(dnKey(name.dn));
    this.#first.set(id, first);
    this.#second.set(id, second);
    if (this.#dnHolder(first, second) < 0) this.#byDn.add(id);
    this.#shapes.set(id, shape);
    this.#called.set(id, hashesOf(name.called)[0]);
    return id;
  }

  /** @returns the old target that a new one was; -1: none. Each is found once. */
  take(name: TargetName): number {
    const id = this.#find(name);
    if (id >= 0) this.#taken.set(id, 1);
    return id;
  }

  /** Whether some new target was found to be this one. */
  isTaken(id: number): boolean {
    return this.#taken.get(id) === 1;
  }

  shape(id: number): number {
    return this.#shapes.get(id);
  }

  /** Whether an old target had the same RDN and sAMAccountName. */
  isCalled(id: number, called: string): boolean {
    return this.#called.get(id) === hashesOf(called)[0] >>> 0;
  }

  #find(name: TargetName): number {
    const guid = bytesOf(name.guid);
    if (guid !== null) {
      const id = this.#guids.find(guid);
      if (id >= 0) return this.isTaken(id) ? -1 : id;
    }
    // Two that both have a GUID, or a SID, of their own are two, whatever else they have in common.
    const may = (id: number) =>
      id >= 0 &&
      !this.isTaken(id) &&
      (guid === null || !this.#guids.has(id)) &&
      (!isSid(name.sid) || !this.#sids.has(id) || this.#sids.is(id, name.sid));
    if (isSid(name.sid)) {
      const id = this.#sids.holderOf(name.sid);
      if (may(id)) return id;
    }
    const [first, second] = hashesOf(dnKey(name.dn));
    const id = this.#dnHolder(first, second);
    return may(id) ? id : -1;
  }

  #dnHolder(first: number, second: number): number {
    return this.#byDn.find(
      hashOf(first, second),
      (id) => this.#first.get(id) === first && this.#second.get(id) === second,
    );
  }
}

const isSid = (sid: string | undefined): sid is Sid => sid?.startsWith('S-1-') === true;

function bytesOf(guid: string | undefined): Buffer | null {
  const bytes = guid === undefined ? null : Buffer.from(guid.replaceAll('-', ''), 'hex');
  return bytes?.length === 16 ? bytes : null;
}

/** Two hashes of a text, of 32 bits each. */
function hashesOf(text: string): readonly [number, number] {
  let [first, second] = [0x811c9dc5, 0x1b873593];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = mix(second ^ code);
  }
  return [mix(first) >>> 0, second >>> 0];
}
