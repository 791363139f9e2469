/** SIDs that were seen before: a bit for each relative identifier of a domain, so that a million of them take some hundred kilobytes. */

/** Aliases of BUILTIN are in every domain: only what a domain gave out names one object. */
const OF_DOMAIN = /^S-1-5-21-\d+-\d+(?:-\d+)?-$/;
/** Domains give out identifiers one after the other; those from here on are kept one by one. */
const DENSE = 1 << 24;
/** As many prefixes have bits; the SIDs of others are kept one by one. */
const MOST_PREFIXES = 64;
const SMALLEST = 1 << 10;

export class RelativeIds {
  private readonly bits = new Map<string, Uint32Array>();
  private readonly others = new Set<string>();
  private prefix = '';
  private ofDomain = false;
  private current: Uint32Array | undefined;

  /** @returns true where the SID, in its one spelling, is new, or may be that of several objects */
  add(sid: string): boolean {
    const at = sid.lastIndexOf('-') + 1;
    const rid = Number(sid.slice(at));
    const prefix = sid.slice(0, at);
    if (prefix !== this.prefix) {
      this.prefix = prefix;
      this.ofDomain = OF_DOMAIN.test(prefix);
      this.current = this.bits.get(prefix);
    }
    if (!this.ofDomain) return true;
    if (!(rid < DENSE) || (this.current === undefined && this.bits.size >= MOST_PREFIXES)) return this.addOther(sid);
    const word = rid >>> 5;
    if (this.current === undefined || word >= this.current.length) this.grow(prefix, word);
    const current = this.current!;
    const bit = 1 << (rid & 31);
    if ((current[word]! & bit) !== 0) return false;
    current[word]! |= bit;
    return true;
  }

  /** The same SIDs, to which others can be added. */
  copy(): RelativeIds {
    const copy = new RelativeIds();
    for (const [prefix, bits] of this.bits) copy.bits.set(prefix, bits.slice());
    for (const sid of this.others) copy.others.add(sid);
    return copy;
  }

  private addOther(sid: string): boolean {
    if (this.others.has(sid)) return false;
    this.others.add(sid);
    return true;
  }

  private grow(prefix: string, word: number): void {
    let size = this.current?.length ?? SMALLEST;
    while (size <= word) size *= 2;
    const grown = new Uint32Array(size);
    if (this.current !== undefined) grown.set(this.current);
    this.bits.set(prefix, grown);
    this.current = grown;
  }
}
