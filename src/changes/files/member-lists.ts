/** Who has come into groups and gone from them while the changes of a file are read, whatever the groups and members are called by then. */
import { dnKey } from '../../names/dn.js';
import { NameHistory } from '../objects/name-history.js';
import { Places } from '../objects/places.js';
import type { PresentValues } from './present.js';

/** What the file has done to the members of one group. */
interface MemberList {
  /** What it is called in the directory before the changes; null: the file makes it, with no members but those noted. */
  readonly origin: string | null;
  /** The member by the name that it had at a moment, and whether it is in from then on. */
  readonly noted: { readonly dn: string; readonly since: number; readonly is: boolean }[];
}

export class MemberLists {
  readonly #history = new NameHistory();
  /** Of groups that were there before, by the key of their name then. */
  readonly #former = new Map<string, MemberList>();
  /** Of groups that the file makes. */
  readonly #made = new Places<MemberList>();
  /** How many moves and deletions these have followed. */
  #followed = 0;

  constructor(readonly present: PresentValues) {}

  made(group: string, members: readonly string[]): void {
    this.#follow();
    const since = this.#history.now;
    this.#made.enter(group, { origin: null, noted: members.map((dn) => ({ dn, since, is: true })) });
  }

  moved(from: string, to: string): void {
    this.#history.moved(from, to);
  }

  gone(dn: string): void {
    this.#history.gone(dn);
  }

  note(group: string, member: string, kind: 'add-member' | 'remove-member'): void {
    this.#listOf(group)?.noted.push({ dn: member, since: this.#history.now, is: kind === 'add-member' });
  }

  /** @returns who comes and who goes where a list is put in place of the members; null where those are not known */
  replaced(
    group: string,
    list: readonly string[],
  ): { readonly added: readonly string[]; readonly removed: readonly string[] } | null {
    const known = this.#listOf(group);
    const before = known === null ? null : known.origin === null ? [] : this.present.members(known.origin);
    if (known === null || before === null) return null;
    const now = new Map<string, string>();
    const set = (dn: string, since: number, is: boolean) => {
      const name = this.#history.after(dn, since);
      // Whoever is deleted is in no group any more.
      if (name === null) return;
      if (is) now.set(dnKey(name), name);
      else now.delete(dnKey(name));
    };
    for (const dn of before) set(dn, 0, true);
    for (const { dn, since, is } of known.noted) set(dn, since, is);
    const next = new Map(list.map((dn) => [dnKey(dn), dn]));
    const added = [...next].filter(([key]) => !now.has(key)).map(([, dn]) => dn);
    const removed = [...now].filter(([key]) => !next.has(key)).map(([, dn]) => dn);
    for (const dn of added) this.note(group, dn, 'add-member');
    for (const dn of removed) this.note(group, dn, 'remove-member');
    return { added, removed };
  }

  /** @returns null where no group of the directory before can have this name now */
  #listOf(group: string): MemberList | null {
    this.#follow();
    const made = this.#made.at(group);
    if (made !== null) return made;
    const origin = this.#history.before(group);
    if (origin === null) return null;
    const key = dnKey(origin);
    const list = this.#former.get(key) ?? { origin, noted: [] };
    this.#former.set(key, list);
    return list;
  }

  #follow(): void {
    for (const event of this.#history.since(this.#followed)) this.#made.follow(event);
    this.#followed = this.#history.now;
  }
}
