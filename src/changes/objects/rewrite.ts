/** The objects of a source as they are after changes, as raw items: what was made, moved, deleted and written. */
import { dnKey } from '../../names/dn.js';
import type { RawEntry, RawItem } from '../../sources/entry.js';
import { snapshotItems } from '../../sources/snapshot-items.js';
import type { BaseSource } from '../base-source.js';
import type { Plan, Written } from './plan.js';
import type { Created } from './present.js';

/** Attributes that name objects, which follow them. */
const LINKS = ['memberof', 'msds-managedaccountprecededbylink'] as const;

/** @returns the items of the source after the changes, to be assembled */
export async function* rewritten(base: BaseSource, plan: Plan): AsyncGenerator<RawItem> {
  const rewriting = new Rewriting(plan);
  for await (const item of snapshotItems(base)) {
    const changed = rewriting.item(item);
    if (changed !== null) yield changed;
  }
  if (plan.created.length === 0) return;
  // All of what is made is known.
  yield { asked: 'all' };
  for (const created of plan.created) {
    const entry = rewriting.created(created);
    if (entry !== null) yield { entry };
  }
}

class Rewriting {
  /** Whether any object has another name, or none, afterwards. */
  readonly #renames: boolean;

  constructor(readonly plan: Plan) {
    this.#renames = plan.names.now > 0;
  }

  /** @returns null for what is there no more */
  item(item: RawItem): RawItem | null {
    if ('entry' in item) return this.#entry(item.entry);
    if ('memberships' in item) {
      const dn = this.#now(item.memberships.dn);
      const groups = item.memberships.groups.flatMap((group) => this.#now(group) ?? []);
      return dn === null || groups.length === 0 ? null : { memberships: { dn, groups } };
    }
    if (!('gap' in item) || item.gap.dn === undefined) return item;
    const dn = this.#now(item.gap.dn);
    return dn === null ? null : { gap: { ...item.gap, dn } };
  }

  created({ dn, since, attributes }: Created): RawEntry | null {
    const now = this.#now(dn, since);
    return now === null ? null : { dn: now, attributes: this.#linked(this.#attributes(dn, since, attributes)) };
  }

  #entry(entry: RawEntry): RawItem | null {
    const dn = this.#now(entry.dn);
    if (dn === null) return null;
    const attributes = this.#attributes(entry.dn, 0, entry.attributes);
    const cut = entry.cut?.filter((name) => attributes.get(name) === entry.attributes.get(name));
    const changed: RawEntry = { ...entry, dn, attributes: this.#linked(attributes), cut };
    return { entry: changed };
  }

  #now(dn: string, since = 0): string | null {
    return this.#renames ? this.plan.names.after(dn, since) : dn;
  }

  /** What was written to an object, under the name that it had then. */
  #attributes(dn: string, since: number, attributes: RawEntry['attributes']): RawEntry['attributes'] {
    let changed: Map<string, readonly Buffer[]> | null = null;
    for (const write of this.plan.written) {
      if (write.since < since || !this.#isOf(write, dn, since)) continue;
      changed ??= new Map(attributes);
      if (write.values.length === 0) changed.delete(write.attribute);
      else changed.set(write.attribute, write.values);
    }
    return changed ?? attributes;
  }

  #isOf(write: Written, dn: string, since: number): boolean {
    const then = this.plan.names.after(dn, since, write.since);
    return then !== null && dnKey(then) === dnKey(write.dn);
  }

  #linked(attributes: RawEntry['attributes']): RawEntry['attributes'] {
    if (!this.#renames) return attributes;
    let changed: Map<string, readonly Buffer[]> | null = null;
    for (const name of LINKS) {
      const values = attributes.get(name);
      if (values === undefined) continue;
      const now = values.flatMap((value) => {
        const dn = value.toString('utf8');
        const after = this.#now(dn);
        return after === null ? [] : after === dn ? [value] : [Buffer.from(after)];
      });
      changed ??= new Map(attributes);
      if (now.length === 0) changed.delete(name);
      else changed.set(name, now);
    }
    return changed ?? attributes;
  }
}
