/** Gathers gaps: a bounded number of each code in full, the others counted. */
import type { GapRecord } from '../directory/records.js';
import type { GapCode } from '../result/gaps.js';
import type { SourceGap } from '../sources/entry.js';

/** Gaps of one code that are listed one by one. */
const LISTED_PER_CODE = 1000;

interface OfCode {
  readonly listed: GapRecord[];
  readonly keys: Set<string>;
  rest: number;
  restDerived: boolean;
}

export class GapCollector {
  private readonly codes = new Map<GapCode, OfCode>();

  /** A gap that a source told of. The same code for the same object counts once. */
  told(gap: SourceGap): void {
    this.add(gap, false);
  }

  /** A gap that follows from the objects that were read. */
  derived(gap: SourceGap): void {
    this.add(gap, true);
  }

  /** The same for one object, whose DN is found out only where the gap is listed. */
  derivedOf(code: GapCode, message: string, dn: () => string): void {
    const of = this.of(code);
    if (of.listed.length < LISTED_PER_CODE) this.add({ code, dn: dn(), message }, true);
    else of.rest++;
  }

  /** Number of objects and values the gaps concern. */
  get total(): number {
    let total = 0;
    for (const { listed, rest } of this.codes.values()) {
      for (const { count } of listed) total += count ?? 1;
      total += rest;
    }
    return total;
  }

  /** All gaps, by code, in an order that depends on nothing but them. */
  records(): GapRecord[] {
    const out: GapRecord[] = [];
    for (const code of [...this.codes.keys()].sort()) {
      const { listed, rest, restDerived } = this.codes.get(code)!;
      out.push(...listed.toSorted((a, b) => order(a.dn ?? '', b.dn ?? '') || order(a.message, b.message)));
      if (rest === 0) continue;
      out.push({
        type: 'gap',
        code,
        count: rest,
        message: `${rest} more of this kind are counted here and not listed one by one (${listed.length} are)`,
        ...(restDerived ? { derived: true as const } : {}),
      });
    }
    return out;
  }

  private of(code: GapCode): OfCode {
    let of = this.codes.get(code);
    if (of === undefined) {
      of = { listed: [], keys: new Set(), rest: 0, restDerived: true };
      this.codes.set(code, of);
    }
    return of;
  }

  private add(gap: SourceGap, derived: boolean): void {
    const of = this.of(gap.code);
    // Where an object has one state of a code (not readable, for instance), a second source saying so adds nothing.
    const key = gap.dn === undefined || !derived ? `${gap.dn ?? ''}\n${gap.message}` : gap.dn;
    if (of.keys.has(key) || (derived && of.keys.has(`${gap.dn ?? ''}\n${gap.message}`))) return;
    if (of.listed.length < LISTED_PER_CODE) {
      of.keys.add(key);
      const { code, dn, count, message } = gap;
      of.listed.push({
        type: 'gap',
        code,
        ...(dn === undefined ? {} : { dn }),
        ...(count === undefined || count === 1 ? {} : { count }),
        message,
        ...(derived ? { derived: true as const } : {}),
      });
      return;
    }
    of.rest += gap.count ?? 1;
    of.restDerived &&= derived;
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
