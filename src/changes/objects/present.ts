/** The directory in the middle of changes that make, move and delete objects: what is where at the present moment. */
import type { SecurityDescriptor } from '../../descriptor/types.js';
import { accountDn, at, type Container } from '../../directory/directory.js';
import { forestOf } from '../../directory/forest.js';
import { type ContainerId, type DescriptorId, type DomainId, idsOf } from '../../directory/ids.js';
import { dnKey, parentDn } from '../../names/dn.js';
import { NameHistory } from './name-history.js';
import type { DomainSids } from './new-descriptor.js';
import type { NewClasses } from './new-object.js';
import { Places } from './places.js';
import type { Known, Survey } from './survey.js';

/** An object that changes make. */
export interface Created {
  /** As it was made; `since` that moment, from which on it is moved and deleted like any other. */
  readonly dn: string;
  readonly since: number;
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
  readonly classes: NewClasses;
  readonly descriptor: SecurityDescriptor;
  readonly domain: DomainId | null;
}

/** An object at the present moment: one of the source, or one that was made. */
export type Found =
  | { readonly base: Known; readonly created: null }
  | { readonly base: null; readonly created: Created };

/** Classes of the heads of naming contexts. */
const HEADS: ReadonlySet<string> = new Set(['domaindns', 'configuration', 'dmd']);
export class Present {
  readonly names = new NameHistory();
  readonly created: Created[] = [];
  /** Objects that were made, or have been moved themselves, where they are now. */
  readonly #places = new Places<Created | null>();
  /** How far these have followed. */
  #moment = 0;
  #entered = 0;

  constructor(readonly survey: Survey) {}

  /** Names of what lies directly below an object now. */
  below(dn: string): readonly string[] {
    const key = dnKey(dn);
    const before = this.names.before(dn);
    const own = before === null ? [] : this.survey.below(before);
    const still = own
      .flatMap((name) => this.names.after(name) ?? [])
      .filter((name) => dnKey(parentDn(name) ?? '') === key);
    return [...new Set([...still, ...this.#now().children(dn)])];
  }

  find(dn: string): Found | null {
    const created = this.createdNow(dn);
    if (created !== null) return { base: null, created };
    const before = this.names.before(dn);
    const base = before === null ? null : this.survey.find(before);
    return base === null ? null : { base, created: null };
  }

  /** The name of an object as it is written in the directory, however whoever names it here spells it. */
  nameOf({ base, created }: Found, asNamed: string): string {
    if (created !== null) return this.names.after(created.dn, created.since) ?? asNamed;
    const { directory } = this.survey;
    const own =
      at(directory.containers, base.container)?.dn ??
      at(directory.groups, base.group)?.dn ??
      (base.account === null ? base.dn : accountDn(directory, base.account));
    return this.names.after(own) ?? asNamed;
  }

  /** Of an object that only others below it tell of, the name is taken too. */
  exists(dn: string): boolean {
    const before = this.names.before(dn);
    return this.find(dn) !== null || (before !== null && this.survey.names.containers.has(dnKey(before)));
  }

  createdNow(dn: string): Created | null {
    return this.#now().at(dn);
  }

  #now(): Places<Created | null> {
    const places = this.#places;
    // What was made at a moment is there before what happens next.
    for (const event of this.names.since(this.#moment)) {
      this.#enterUntil(this.#moment++);
      // An object of the source: what lies below it is found by what it was called.
      if (event.kind === 'moved' && !places.has(event.fromDn)) places.enter(event.fromDn, null);
      places.follow(event);
    }
    this.#enterUntil(this.#moment);
    return places;
  }

  #enterUntil(moment: number): void {
    for (let next = this.created[this.#entered]; next !== undefined && next.since <= moment; ) {
      this.#places.enter(next.dn, next);
      next = this.created[++this.#entered];
    }
  }

  /** Whether a created object has been moved since: what it hands on is not computed yet. */
  movedCreated(dn: string | null): boolean {
    const created = dn === null ? null : this.createdNow(dn);
    return created !== null && dnKey(created.dn) !== dnKey(dn!);
  }

  descriptorOf({ base, created }: Found): SecurityDescriptor | null {
    if (created !== null) return created.descriptor;
    const { directory } = this.survey;
    const number: DescriptorId | null =
      base.account?.descriptor ??
      at(directory.groups, base.group)?.descriptor ??
      at(directory.containers, base.container)?.descriptor ??
      null;
    const stored = number === null ? null : directory.descriptors.get(number);
    return stored?.state === 'parsed' ? stored.value : null;
  }

  classesOf({ base, created }: Found): readonly string[] | null {
    if (created !== null) return created.classes.names;
    const { directory } = this.survey;
    const number =
      base.account?.classes ??
      at(directory.groups, base.group)?.classes ??
      at(directory.containers, base.container)?.classes ??
      null;
    return at(directory.classLists, number);
  }

  classNameOf(object: Found): string | null {
    const classes = this.classesOf(object);
    return classes === null ? null : (this.survey.directory.schema.mostSpecificClass(classes)?.name ?? null);
  }

  domainOf({ base, created }: Found): DomainId | null {
    return created !== null ? created.domain : this.baseDomain(base);
  }

  baseDomain({ container, group, account }: Known): DomainId | null {
    const { directory } = this.survey;
    const place: ContainerId | null = account?.parent ?? container;
    return at(directory.groups, group)?.domain ?? at(directory.containers, place)?.domain ?? null;
  }

  isHead({ dn, classes }: Container): boolean {
    const { directory } = this.survey;
    const names = at(directory.classLists, classes) ?? [];
    return (
      directory.domains.some((domain) => dnKey(domain.dn) === dnKey(dn)) ||
      names.some((name) => HEADS.has(name.toLowerCase()))
    );
  }

  /** In the configuration, the domain of the server counts: known where there is one. */
  sidsOf(domain: DomainId | null): DomainSids | null {
    const { directory } = this.survey;
    const [only, second] = [...idsOf<DomainId>(directory.domains)];
    const id = domain ?? (second === undefined ? (only ?? null) : null);
    return id === null ? null : { domain: directory.domains[id]!.sid, root: forestOf(directory, id).root };
  }
}
