/**
 * Entries for one account under audit that say nothing new, or come to nothing: the same one on many containers is told once.
 * Whether a class has objects below a container is seen as the accounts stream by; what two halves of them show can be joined.
 */
import type { Guid } from '../descriptor/types.js';
import { type ClassListId, type ContainerId, type GroupId, idsOf } from '../directory/ids.js';
import { HIDING } from '../directory/token-parts.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { grouped, IdleEntries, type IdleGroup, idleKey, type Waiting } from '../verdicts/idle-entries.js';
import type { Shared } from '../verdicts/shared.js';

/** The same entries on all the containers where they come to nothing for the same reason. */
export interface IdleFound extends IdleGroup {
  /** By GUIDs and SIDs. */
  readonly identity: string;
  readonly objects: number;
  /** The first 20 of them by name. */
  readonly where: readonly string[];
}

interface Counted extends IdleFound {
  objects: number;
  readonly where: string[];
}

const NAMED = 20;
/** Entries that are told apart; of more, those of one trustee and reason are counted together. */
const MOST = 1000;
/** Entries that are looked after until objects of their class have been seen; nothing is said of more. */
const MOST_WAITING = 20_000;

/** Exports that hold one of these hold the others: they are asked for in one breath. */
const PEOPLE: readonly string[] = ['user', 'inetorgperson'];

export class IdleCollector {
  readonly #found = new Map<string, Counted>();
  /** By class, then by container below which none of its objects has been seen. */
  readonly #waiting = new Map<Guid, Map<ContainerId, Waiting[]>>();
  /** Classes of which some object was seen, in lower case. */
  readonly #seen = new Set<string>();
  #ended = false;

  constructor(
    tokens: Tokens,
    readonly shared: Shared,
  ) {
    const containers = tokens.account.kind === 'local-system' ? [] : shared.directory.containers;
    const entries = new IdleEntries(shared, tokens);
    let waiting = 0;
    for (const number of idsOf<ContainerId>(containers)) {
      const on = entries.on(number);
      for (const idle of on?.idle ?? []) this.#take(idle, number);
      for (const each of on?.waiting ?? []) {
        if (waiting++ >= MOST_WAITING) break;
        this.#wait(each, number);
      }
    }
  }

  /** Accounts of one kind: there are some of their class below everything above them. */
  kind(container: ContainerId | null, classes: ClassListId): void {
    const { name, guid } = this.shared.classOf(classes);
    this.#seen.add(name.toLowerCase());
    const waiting = guid === undefined ? undefined : this.#waiting.get(guid);
    if (waiting === undefined) return;
    const { containers } = this.shared.directory;
    for (let at = container; at !== null && waiting.size > 0; at = containers[at]?.parent ?? null) waiting.delete(at);
  }

  /** Adds what another collector of the same account has seen of other accounts. */
  merge(other: IdleCollector): void {
    for (const name of other.#seen) this.#seen.add(name);
    for (const [guid, waiting] of this.#waiting) {
      const theirs = other.#waiting.get(guid);
      for (const container of waiting.keys()) if (theirs?.has(container) !== true) waiting.delete(container);
    }
  }

  /** All of them, in an order that depends on them alone; to be asked for once the accounts have passed. */
  end(): readonly IdleFound[] {
    if (!this.#ended) this.#end();
    this.#ended = true;
    return [...this.#found.values()].sort((a, b) => (a.identity < b.identity ? -1 : 1));
  }

  #end(): void {
    const { directory } = this.shared;
    for (const number of idsOf<GroupId>(directory.groups)) {
      const { classes, container } = directory.groups[number]!;
      if (classes !== null) this.kind(container, classes);
    }
    for (const { classes, parent } of directory.containers) if (classes !== null) this.kind(parent, classes);
    // What was not seen may be there where something hides.
    if (directory.gaps.some(({ code }) => HIDING.has(code))) return;
    for (const [guid, waiting] of this.#waiting) {
      const name = directory.schema
        .meanings(guid)
        .find(({ kind }) => kind === 'class')
        ?.name.toLowerCase();
      if (name === undefined || !this.#isRead(name)) continue;
      for (const [container, entries] of waiting) {
        const idle = entries.map(({ ace }) => ({ ace, reason: 'no-object-below' as const, because: null }));
        for (const group of grouped(idle)) this.#take(group, container);
      }
    }
  }

  /** Whether objects of a class would be in the sources if there were any: some are, or others that are read with them. */
  #isRead(name: string): boolean {
    return this.#seen.has(name) || (PEOPLE.includes(name) && PEOPLE.some((other) => this.#seen.has(other)));
  }

  #wait(waiting: Waiting, number: ContainerId): void {
    let ofClass = this.#waiting.get(waiting.classGuid);
    if (ofClass === undefined) {
      ofClass = new Map();
      this.#waiting.set(waiting.classGuid, ofClass);
    }
    const known = ofClass.get(number);
    if (known === undefined) ofClass.set(number, [waiting]);
    else known.push(waiting);
  }

  #take(idle: IdleGroup, number: ContainerId): void {
    const { dn } = this.shared.directory.containers[number]!;
    const own = idleKey(idle);
    const key = this.#found.has(own) || this.#found.size < MOST ? own : `others|${idle.reason}|${idle.aces[0]!.sid}`;
    let known = this.#found.get(key);
    if (known === undefined) {
      known = { ...idle, identity: key, objects: 0, where: [] };
      this.#found.set(key, known);
    }
    known.objects++;
    if (known.where.length < NAMED) known.where.push(dn);
  }
}

/** @returns whether different entries are counted together under one */
export function isTogether({ identity }: IdleFound): boolean {
  return identity.startsWith('others|');
}
