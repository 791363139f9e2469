/**
 * Holds a snapshot against lies that a hash does not show: each object, domain and definition stands there once, under a DN
 * that is one, below the parent whose name it has. Whatever the assembler writes keeps to that; another program may not have.
 */
import type { GapRecord } from '../directory/records.js';
import { dnKey, isDn, parentDn, rdnKey, rdnText } from '../names/dn.js';
import type { Line } from './line.js';
import { RelativeIds } from './relative-ids.js';
import { SeenTexts } from './seen.js';

/** Records that are known by name, as the schema knows them; by DN where they tell it. */
const BY_NAME: ReadonlySet<string> = new Set(['class', 'attribute', 'right']);
const BY_DN: ReadonlySet<string> = new Set([
  'class',
  'attribute',
  'right',
  'partition',
  'forest',
  'kdsRootKey',
  'trust',
]);
/** Each of these is an object by itself; a container may be any of them too. */
const OBJECTS: ReadonlySet<string> = new Set(['group', 'foreign']);

/** What of the first part the second one is held against. */
export interface Known {
  /** Keys of the RDNs of groups, by the numbers of their containers: no account has the name of one. */
  readonly objects: ReadonlyMap<number, ReadonlySet<string>>;
  readonly sids: RelativeIds;
  /** A gap says that objects share a SID. */
  readonly sharedSids: boolean;
}

/** The records of the first part, one after the other, whose form has been checked. */
export class DistinctModel {
  readonly #seen = new Set<string>();
  readonly #containers: string[] = [];
  readonly #objects = new Map<number, Set<string>>();
  readonly #sids = new RelativeIds();
  readonly #guids = new Map<string, string>();
  readonly #gaps: GapRecord[] = [];
  #twin: string | null = null;
  #sharedSids = false;

  /** @returns what is wrong with a record, for a message; null where nothing is */
  fault(line: Line): string | null {
    const { t } = line;
    if (t === 'classes' || t === 'sd') return null;
    if (t === 'gap') {
      this.#sharedSids ||= (line as { readonly code?: unknown }).code === 'sid-duplicate';
      return null;
    }
    const dn = typeof line.dn === 'string' ? line.dn : null;
    if (dn !== null && !isDn(dn))
      return `a record of type "${t}" has a "dn" that is no distinguished name: ${short(dn)}`;
    const key = dn === null ? null : dnKey(dn);
    return this.#named(line, key) ?? this.#placed(line, key);
  }

  /** @returns what is wrong with the whole; null where nothing is */
  end(): string | null {
    // One that the assembler finds becomes a gap: then both count.
    return this.#twin === null || this.#sharedSids ? null : sharedSid(this.#twin);
  }

  /** What is no reason to refuse the file, and must be known: several definitions of one GUID. */
  get gaps(): readonly GapRecord[] {
    return this.#gaps;
  }

  get known(): Known {
    return {
      objects: this.#objects,
      sids: this.#sids,
      sharedSids: this.#sharedSids,
    };
  }

  #named(line: Line, key: string | null): string | null {
    const { t } = line;
    const record = line as Line & { readonly name?: string; readonly guid?: string; readonly sid?: string };
    if (BY_NAME.has(t)) {
      const name = `${t} ${record.name!.toLowerCase()}`;
      if (!this.#add(`name ${name}`)) return twice(t, 'name', record.name!);
      if (t !== 'right') this.#definition(t, record.guid!, record.name!);
    }
    if (BY_DN.has(t) && key !== null && !this.#add(`${t} ${key}`)) return twice(t, 'DN', line.dn as string);
    if (t === 'domain') {
      if (!this.#add(`domain ${key}`)) return twice(t, 'DN', line.dn as string);
      if (!this.#add(`domain ${record.sid}`)) return twice(t, 'SID', record.sid!);
    }
    if (t === 'principal' && !this.#add(`principal ${line.s} ${key}`)) return twice(t, 'SID', line.s as string);
    return null;
  }

  #placed(line: Line, key: string | null): string | null {
    const { t } = line;
    const dn = line.dn as string;
    const above = line.p === undefined ? null : this.#containers[line.p as number]!;
    if (above !== null && dnKey(parentDn(dn) ?? '') !== above) {
      return `a record of type "${t}" has a "p" whose name it does not have: ${short(dn)}`;
    }
    if (t === 'container') {
      this.#containers.push(key!);
      return this.#add(`container ${key}`) ? null : twice(t, 'DN', dn);
    }
    if (!OBJECTS.has(t)) return null;
    if (!this.#add(`object ${key}`)) return `two objects have one DN: ${short(dn)}`;
    if (above !== null) this.#inContainer(line.p as number).add(rdnKey(rdnText(dn))!);
    if (t !== 'group') return null;
    if (line.g !== undefined && !this.#add(`guid ${line.g}`)) return twice(t, 'GUID', line.g as string);
    // A shadow principal has the SID of somebody else.
    if (line.s !== undefined && line.sp !== true && !this.#sids.add(line.s as string)) this.#twin ??= line.s as string;
    return null;
  }

  #inContainer(container: number): Set<string> {
    let keys = this.#objects.get(container);
    if (keys === undefined) {
      keys = new Set();
      this.#objects.set(container, keys);
    }
    return keys;
  }

  #definition(type: string, guid: string, name: string): void {
    const other = this.#guids.get(`${type} ${guid}`);
    if (other === undefined) {
      this.#guids.set(`${type} ${guid}`, name);
      return;
    }
    const message = `the ${type} ${short(name)} has the schemaIDGUID of ${short(other)} too: which of them an entry is for is not known`;
    this.#gaps.push({ type: 'gap', code: 'readings-differ', message, derived: true });
  }

  #add(text: string): boolean {
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    return true;
  }
}

/** Names of one container that are remembered while they come in order. */
const REMEMBERED = 1000;
const NONE: ReadonlySet<string> = new Set();

/**
 * The accounts, one after the other. What the assembler writes stands container by container, in the order of names, where
 * equal ones meet: that takes no memory and hardly any time. Names of a container in another order are kept in a table.
 */
export class DistinctAccounts {
  readonly #sids: RelativeIds;
  /** Of the whole file, in the pass after one that found `late`. */
  readonly #all: SeenTexts | null;
  readonly #begun = new Set<number>();
  #container = -1;
  #groups = NONE;
  #last = '';
  /** Of the present container: its first names while they come in order, a table once they do not. */
  #first: string[] = [];
  #count = 0;
  #table: SeenTexts | null = null;
  #late = false;

  /**
   * @param expected how many there will be, about
   * @param again the pass after one that found `late`
   */
  constructor(
    private readonly known: Known,
    expected: number,
    again = false,
  ) {
    this.#sids = known.sids.copy();
    this.#all = again ? new SeenTexts(expected) : null;
  }

  /** Names may have met that are not remembered: the accounts have to be read again. */
  get late(): boolean {
    return this.#late;
  }

  /** @returns what is wrong with a record, for a message; null where nothing is */
  fault(line: Line): string | null {
    const name = line.r as string;
    const container = line.p as number;
    const key = rdnKey(name);
    if (key === null)
      return `a record of type "account" has an "r" that is no relative distinguished name: ${short(name)}`;
    if (container !== this.#container) this.#enter(container);
    const isNew = this.#all === null ? this.#isNew(key) : this.#all.add(key, container);
    if (!isNew || this.#groups.has(key)) return `two objects have one DN: ${short(name)}, in one container`;
    if (line.s !== undefined && !this.#sids.add(line.s as string) && !this.known.sharedSids) {
      return sharedSid(line.s as string);
    }
    return null;
  }

  #enter(container: number): void {
    this.#late ||= this.#begun.has(container);
    this.#begun.add(container);
    this.#container = container;
    this.#groups = this.known.objects.get(container) ?? NONE;
    this.#last = '';
    this.#first = [];
    this.#count = 0;
    this.#table = null;
  }

  #isNew(key: string): boolean {
    if (this.#table !== null) return this.#table.add(key, 0);
    if (key > this.#last) {
      this.#last = key;
      if (this.#count++ < REMEMBERED) this.#first.push(key);
      return true;
    }
    if (key === this.#last) return false;
    this.#late ||= this.#count > REMEMBERED;
    this.#table = new SeenTexts(2 * this.#count);
    for (const before of this.#first) this.#table.add(before, 0);
    return this.#table.add(key, 0);
  }
}

const sharedSid = (sid: string): string => `two objects have the SID ${sid}, and no gap "sid-duplicate" says so`;

const twice = (type: string, what: string, value: string): string =>
  `two records of type "${type}" have one ${what}: ${short(value)}`;

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text);
