/** Entries of containers' own that say nothing new, or nothing at all, for one account under audit. */
import { effectOf, takesPart } from '../access/check.js';
import { isDecidedBefore } from '../access/idle.js';
import { inheritsList, isInherited } from '../access/inherit.js';
import { classOfHeirs, spreadOf } from '../access/spread.js';
import { formatAce } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import { type Ace, AceFlag, type BasicAce, type Guid, type ObjectAce } from '../descriptor/types.js';
import { areasOf } from '../directory/areas.js';
import type { ContainerId, DomainId } from '../directory/ids.js';
import type { Schema } from '../directory/schema.js';
import type { Tokens } from './account-under-audit.js';
import type { Shared } from './shared.js';

/** Why an entry could go. */
export const IDLE_REASONS = [
  /** The same entry stands before it. */
  'twice',
  /** The object has the same entry from above. */
  'inherited-too',
  /** An entry before it denies all that it allows. */
  'denied-before',
  /** An entry before it allows all that it denies. */
  'allowed-before',
  /** It is for an attribute or a right that the schema does not know. */
  'unknown-right',
  /** It is for a class that the schema does not know. */
  'unknown-class',
  /** It is inherit-only, and nothing inherits it. */
  'nowhere',
  /** No object of the class that inherits it is below. */
  'no-object-below',
] as const;
export type IdleReason = (typeof IDLE_REASONS)[number];

interface IdleEntry {
  readonly ace: BasicAce | ObjectAce;
  readonly reason: IdleReason;
  /** The entry that makes it so; null where none does. */
  readonly because: Ace | null;
}

/** Entries of one list for one trustee and class that could go for the same reason: one thing to look at. */
export interface IdleGroup {
  readonly reason: IdleReason;
  readonly aces: readonly (BasicAce | ObjectAce)[];
  /** The entries that make it so, each once. */
  readonly because: readonly Ace[];
}

/** An entry that comes to nothing if no object of a class is below its holder. */
export interface Waiting {
  readonly ace: BasicAce | ObjectAce;
  readonly classGuid: Guid;
}

/** What of one container's list is to be told. */
export interface IdleOn {
  readonly domain: DomainId;
  readonly idle: readonly IdleGroup[];
  readonly waiting: readonly Waiting[];
}

/** Entries of one list that are held against each other: more of one account's in one list are somebody's game. */
const MOST_COMPARED = 300;
/** A schema with less than Windows 2000 had was read in part: what it does not know may be there all the same. */
const WHOLE_SCHEMA = { attributes: 800, classes: 140, rights: 40 };

export class IdleEntries {
  readonly #areas: ReturnType<typeof areasOf>;
  readonly #schemaKnown: boolean;

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
  ) {
    const { directory } = shared;
    this.#areas = areasOf(directory);
    const { attributes, classes, rights } = directory.definitions;
    this.#schemaKnown =
      attributes >= WHOLE_SCHEMA.attributes &&
      classes >= WHOLE_SCHEMA.classes &&
      rights >= WHOLE_SCHEMA.rights &&
      directory.schema.builtin.length === 0;
  }

  /** @returns null where there is nothing to tell */
  on(number: ContainerId): IdleOn | null {
    const { directory } = this.shared;
    const container = directory.containers[number]!;
    const { domain } = container;
    if (domain === null || this.#areas[number]!.area !== '') return null;
    const aces = this.shared.descriptor(container.descriptor)?.dacl?.aces;
    if (aces === undefined) return null;
    const own = this.#own(domain, aces);
    if (own.length === 0) return null;
    const idle: IdleEntry[] = [];
    const waiting: Waiting[] = [];
    for (const [position, { ace, index }] of own.entries()) {
      const found = this.#reasonFor(ace, index, aces, own.slice(0, position));
      if (found !== null) {
        if (!this.#isDefault(ace, number, domain)) idle.push({ ace, ...found });
        continue;
      }
      const classGuid = spreadOf(ace) === 'descendants' ? classOfHeirs(ace) : null;
      if (classGuid !== null && !this.#isDefault(ace, number, domain)) waiting.push({ ace, classGuid });
    }
    return idle.length === 0 && waiting.length === 0 ? null : { domain, idle: grouped(idle), waiting };
  }

  /** Entries of the object's own whose trustee is in the token. */
  #own(domain: DomainId, aces: readonly Ace[]) {
    const token = this.tokens.on(domain);
    const own: { readonly ace: BasicAce | ObjectAce; readonly index: number }[] = [];
    for (const [index, ace] of aces.entries()) {
      if (isInherited(ace) || !takesPart(ace) || token.carries(ace.sid) !== 'yes') continue;
      own.push({ ace, index });
      if (own.length === MOST_COMPARED) break;
    }
    return own;
  }

  #reasonFor(
    ace: BasicAce | ObjectAce,
    index: number,
    aces: readonly Ace[],
    before: readonly { readonly ace: BasicAce | ObjectAce }[],
  ): Pick<IdleEntry, 'reason' | 'because'> | null {
    if (spreadOf(ace) === 'nowhere') return { reason: 'nowhere', because: null };
    const same = before.find((each) => sameAce(each.ace, ace));
    if (same !== undefined) return { reason: 'twice', because: same.ace };
    const unknown = this.#unknown(ace, this.shared.directory.schema);
    if (unknown !== null) return { reason: unknown, because: null };
    const decided = before.find((each) => effectOf(each.ace) !== effectOf(ace) && isDecidedBefore(ace, each.ace));
    if (decided !== undefined) {
      const reason = effectOf(ace) === 'allow' ? 'denied-before' : 'allowed-before';
      return { reason, because: decided.ace };
    }
    const copy = inheritedCopy(ace, index, aces);
    return copy === null ? null : { reason: 'inherited-too', because: copy };
  }

  #unknown(ace: BasicAce | ObjectAce, schema: Schema): 'unknown-right' | 'unknown-class' | null {
    if (!this.#schemaKnown || ace.form !== 'object') return null;
    if (ace.objectType !== null && schema.meanings(ace.objectType).length === 0) return 'unknown-right';
    const heirs = spreadOf(ace) === 'descendants' ? classOfHeirs(ace) : null;
    return heirs !== null && schema.meanings(heirs).length === 0 ? 'unknown-class' : null;
  }

  /** What Windows itself puts there is nobody's oversight; nor is what no source tells. */
  #isDefault(ace: BasicAce | ObjectAce, number: ContainerId, domain: DomainId): boolean {
    const { dn, classes, descriptor: stored } = this.shared.directory.containers[number]!;
    const descriptor = this.shared.descriptor(stored);
    const isolated = descriptor !== null && !inheritsList(descriptor);
    const className = classes === null ? '' : this.shared.classOf(classes).name;
    return this.shared.windowsDefaults.of(ace, { dn, container: true, className, domain, isolated }) !== 'no';
  }
}

/** The same entry as the object has it from above, where nothing between the two could decide first. */
function inheritedCopy(ace: BasicAce | ObjectAce, index: number, aces: readonly Ace[]): Ace | null {
  for (let i = index + 1; i < aces.length; i++) {
    const other = aces[i]!;
    if (isInherited(other) && sameAce({ ...other, flags: other.flags & ~AceFlag.Inherited }, ace)) return other;
    if (takesPart(other) && effectOf(other) !== effectOf(ace)) return null;
  }
  return null;
}

/** @returns entries of one list by reason, trustee and class */
export function grouped(entries: readonly IdleEntry[]): readonly IdleGroup[] {
  const groups = new Map<string, { reason: IdleReason; aces: (BasicAce | ObjectAce)[]; because: Set<Ace> }>();
  for (const { ace, reason, because } of entries) {
    const key = `${reason}|${ace.sid}|${classOfHeirs(ace)}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { reason, aces: [], because: new Set() };
      groups.set(key, group);
    }
    group.aces.push(ace);
    if (because !== null) group.because.add(because);
  }
  return [...groups.values()].map((group) => ({ ...group, because: [...group.because] }));
}

/** @returns what tells such entries from others, by GUIDs and SIDs */
export function idleKey({ reason, aces, because }: IdleGroup): string {
  const texts = (list: readonly Ace[]) => list.map((ace) => formatAce(ace)).sort();
  return `${reason}|${texts(aces).join('')}|${texts(because).join('')}`;
}
