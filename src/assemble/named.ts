/** Memberships as the members tell them: the other end of `member`, and so a second witness. */
import type { UnaskedAttribute } from '../directory/records.js';
import { Lists, PairList } from './columns.js';

const NOTHING: ReadonlySet<UnaskedAttribute> = new Set();

/** Groups that objects name in `memberOf`. A few bytes a membership; a name is kept once. */
export class NamedGroups {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly pairs = new PairList();
  private readonly unread = new Map<number, ReadonlySet<UnaskedAttribute>>();

  get isEmpty(): boolean {
    return this.names.length === 0;
  }

  /**
   * @param id number of the name of the object that names the groups
   * @param unread attributes of the object of which not all values could be read
   */
  add(id: number, groups: readonly string[], unread: Iterable<UnaskedAttribute>): void {
    const all = new Set([...(this.unread.get(id) ?? []), ...unread]);
    if (all.size > 0) this.unread.set(id, all);
    for (const dn of groups) {
      let number = this.numbers.get(dn);
      if (number === undefined) {
        number = this.names.length;
        this.numbers.set(dn, number);
        this.names.push(dn);
      }
      this.pairs.add(id, number);
    }
  }

  /** Attributes of which not all values could be read of an object, by the number under which it was read. */
  unreadOf(id: number): ReadonlySet<UnaskedAttribute> {
    return this.unread.get(id) ?? NOTHING;
  }

  /**
   * @param settled the object that is meant by a number now, where several were joined
   * @param keys how many numbers of objects there are
   * @returns the DNs that an object names, by its number, each once; none where it named none
   */
  settle(settled: (id: number) => number, keys: number): (id: number) => readonly string[] {
    const pairs = new PairList();
    for (let i = 0; i < this.pairs.length; i++) pairs.add(settled(this.pairs.first(i)), this.pairs.second(i));
    const lists = new Lists(pairs, keys);
    return (id) => lists.of(id).map((number) => this.names[number]!);
  }
}
