/** Where to delegate: what a grant on each container would reach, found by trying, and the fewest that reach everybody. */
import type { Session } from '../audit/session.js';
import type { Change } from '../changes/index.js';
import { sameAce } from '../descriptor/same.js';
import type { Guid, Sid } from '../descriptor/types.js';
import { areasOf } from '../directory/areas.js';
import { at } from '../directory/directory.js';
import { type ContainerId, type DomainId, idsOf } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import type { Outcome } from '../result/audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { type CoverItem, type CoverNode, fewestPlaces } from './cover.js';
import { delegationEntries } from './entries.js';
import type { Kind } from './people.js';
import { World } from './world.js';

/** What is asked: who is to be able to do what, and what is done beforehand. */
export interface Aim {
  readonly session: Session;
  /** Which of the accounts under audit. */
  readonly position: number;
  readonly actions: readonly ActionDefinition[];
  readonly kinds: readonly Kind[];
  /** Changes that are made anyway, and the accounts that they name. */
  readonly base: readonly Change[];
  readonly named: readonly AccountRecord[];
  /** Whom the entries are for. */
  readonly trustee: Sid;
  /** The domain in which places are looked for. */
  readonly domain: DomainId;
}

/** A container to delegate on, and the classes of accounts that the entries are for. */
export interface Place {
  readonly container: ContainerId;
  readonly classes: readonly Guid[];
}

/** What a grant brings, account by account counted once. */
export interface Reach {
  /** People that the account is meant to reach, and did not wholly. */
  gains: number;
  /** Of populations that it is not meant to reach. */
  others: number;
  tierZero: number;
  /** Tier zero until AdminSDHolder's next run. */
  tierZeroForNow: number;
  /** People on whom an entry denies an action today that it would allow. */
  overDenials: number;
}

export interface PlacesFound {
  readonly places: readonly Place[];
  /** Containers that would reach the people that are left, and tier zero with them. */
  readonly avoided: readonly { readonly container: ContainerId; readonly reach: Reach }[];
}

/** How an outcome counts: what is granted, and the documented set with it. */
const scoreOf = (outcomes: readonly Outcome[], ids: ReadonlySet<string>): number =>
  outcomes.reduce(
    (sum, { action, access, documentedSet }) =>
      ids.has(action) ? sum + (access === 'granted' ? 1 : 0) + (documentedSet === true ? 1 : 0) : sum,
    0,
  );

/** One kind of account with what it has without any grant. */
interface Start {
  readonly kind: Kind;
  readonly score: number;
  readonly granted: ReadonlySet<string>;
  /** What it has as things are: what the changes that are made anyway take away, and a grant gives again, is not brought by that. */
  readonly now: ReadonlySet<string>;
  /** The actions that count: not those that an entry denies today, since a denial may be meant. */
  readonly ids: ReadonlySet<string>;
  readonly node: number;
  readonly classGuid: Guid | undefined;
}

interface Item {
  readonly item: CoverItem;
  readonly start: Start;
}

export class PlaceFinder {
  readonly base: World;
  readonly #ids: ReadonlySet<string>;
  /** The domain's tree: the head first, parents before what lies in them. */
  readonly #containers: readonly ContainerId[];
  readonly #nodes: readonly CoverNode[];
  readonly #depths: readonly number[];
  readonly #starts: readonly Start[];

  constructor(readonly aim: Aim) {
    const { session, position, base, named, kinds, actions } = aim;
    this.#ids = new Set(actions.map(({ id }) => id));
    this.base = new World(session, position, base, named);
    const now = new World(session, position, [], named);
    const { containers, nodes, depths, numbers } = treeOf(aim, this.base);
    this.#containers = containers;
    this.#nodes = nodes;
    this.#depths = depths;
    this.#starts = kinds.flatMap((kind): readonly Start[] => {
      const node = numbers.get(kind.record.parent);
      if (node === undefined) return [];
      const [outcomes, today] = [this.base.outcomes(kind), now.outcomes(kind)];
      const denied = new Set(today.flatMap(({ action, reason }) => (reason === 'denied-by-entry' ? [action] : [])));
      const ids = denied.size === 0 ? this.#ids : new Set([...this.#ids].filter((id) => !denied.has(id)));
      return [
        {
          kind,
          score: scoreOf(outcomes, ids),
          granted: grantedOf(outcomes),
          now: grantedOf(today),
          ids,
          node,
          classGuid: session.shared.classOf(kind.record.classes).guid,
        },
      ];
    });
  }

  /** The fewest containers by which everybody is reached that the account is meant to reach, tier zero left alone. */
  find(): PlacesFound {
    const classes = this.#classesOf(this.#starts.filter(({ kind }) => kind.expected));
    const items = this.#items(classes);
    const { chosen } = fewestPlaces(
      this.#nodes,
      items.map(({ item }) => item),
    );
    const nearest = this.#nearest(chosen);
    const places = chosen.map((node): Place => {
      const here = items.filter(
        ({ item, start }) => nearest[start.node] === node && item.wanted && this.#isReached(item, node),
      );
      return { container: this.#containers[node]!, classes: this.#classesOf(here.map(({ start }) => start)) };
    });
    return { places, avoided: this.#avoided(items, nearest) };
  }

  /** Whether something can be delegated on a container; the root of the domain is one, where somebody says so. */
  canHold(container: ContainerId): boolean {
    const node = this.#containers.indexOf(container);
    return node >= 0 && (this.#nodes[node]!.eligible || this.#nodes[node]!.parent === null);
  }

  /** @returns the places that somebody chose, with the classes of the people below each */
  given(containers: readonly ContainerId[]): readonly Place[] {
    const user = this.aim.session.directory.schema.class('user')?.guid;
    const chosen = containers.map((container) => this.#containers.indexOf(container));
    return containers.map((container, i): Place => {
      const below = this.#starts.filter(({ kind, node }) => kind.expected && this.#isBelow(node, chosen[i]!));
      const classes = this.#classesOf(below);
      return { container, classes: classes.length === 0 && user !== undefined ? [user] : classes };
    });
  }

  /** The entries of places that are not there yet, each where it belongs. */
  grants(places: readonly Place[]): readonly Change[] {
    const { actions, session, trustee } = this.aim;
    return places.flatMap(({ container, classes }) => {
      const { dn, descriptor } = this.base.directory.containers[container]!;
      const own = this.base.shared.descriptor(descriptor)?.dacl?.aces ?? [];
      return classes
        .flatMap((classGuid) => delegationEntries(actions, session.directory.schema, trustee, classGuid))
        .filter((entry) => !own.some((ace) => sameAce(ace, entry)))
        .map((entry): Change => ({ kind: 'add-entry', dn, entry }));
    });
  }

  /**
   * What some grants bring, place by place: an account counts at the nearest place above it.
   * @param changes all of them, those of the aim first
   */
  reachOf(places: readonly Place[], changes: readonly Change[]): ReadonlyMap<ContainerId, Reach> {
    const { session, position, named } = this.aim;
    const world = new World(session, position, changes, named);
    const nearest = this.#nearest(places.map(({ container }) => this.#containers.indexOf(container)));
    const found = new Map(places.map(({ container }) => [container, nothing()]));
    for (const start of this.#starts) {
      const node = nearest[start.node]!;
      if (node >= 0) count(found.get(this.#containers[node]!)!, start, world.outcomes(start.kind), this.#ids);
    }
    return found;
  }

  /** What each account would have from a grant on each of the containers above it: one trial for each level of the tree. */
  #items(classes: readonly Guid[]): readonly Item[] {
    const scores: number[][] = this.#starts.map(() => []);
    const bad: ('no' | 'for-now' | 'lasting')[][] = this.#starts.map(() => []);
    const more: boolean[][] = this.#starts.map(() => []);
    const deepest = this.#depths.reduce((most, depth) => Math.max(most, depth), 0);
    const useful = this.#useful();
    for (let depth = 0; depth <= deepest; depth++) {
      const places = this.#containers.flatMap((container, node): readonly Place[] =>
        this.#depths[node] === depth && this.#nodes[node]!.eligible && useful.has(node) ? [{ container, classes }] : [],
      );
      const world = places.length === 0 ? this.base : this.#worldWith(places);
      this.#starts.forEach((start, i) => {
        if (this.#depths[start.node]! < depth) return;
        const outcomes = world.outcomes(start.kind);
        const reach = nothing();
        // Tier zero that it reaches today, it does not reach because of this.
        count(reach, start.kind.tierZero ? { ...start, granted: start.now } : start, outcomes, this.#ids);
        scores[i]!.push(scoreOf(outcomes, start.ids));
        bad[i]!.push(reach.tierZero > 0 ? 'lasting' : reach.tierZeroForNow > 0 ? 'for-now' : 'no');
        more[i]!.push(reach.others > 0);
      });
    }
    return this.#starts.map((start, i) => {
      const best = Math.max(...scores[i]!);
      const wanted = start.kind.expected && best > start.score;
      const reached = start.kind.expected
        ? scores[i]!.map((score) => wanted && score === best)
        : start.kind.tierZero
          ? bad[i]!.map((each) => each !== 'no')
          : more[i]!;
      const tierZero = bad[i]!.includes('lasting') ? 'lasting' : bad[i]!.includes('for-now') ? 'for-now' : 'no';
      return { start, item: { node: start.node, count: start.kind.count, wanted, tierZero, reached } };
    });
  }

  /** Containers above somebody whom the account is meant to reach. */
  #useful(): ReadonlySet<number> {
    const useful = new Set<number>();
    for (const { kind, node } of this.#starts) {
      if (!kind.expected) continue;
      for (let up: number | null = node; up !== null && !useful.has(up); up = this.#nodes[up]!.parent) useful.add(up);
    }
    return useful;
  }

  #worldWith(places: readonly Place[]): World {
    const { session, position, base, named } = this.aim;
    return new World(session, position, [...base, ...this.grants(places)], named);
  }

  /** Where the people that are left could be reached, were it not for tier zero. */
  #avoided(items: readonly Item[], nearest: readonly number[]): PlacesFound['avoided'] {
    const left = items.filter(({ item, start }) => {
      const node = nearest[start.node]!;
      return item.wanted && (node < 0 || !this.#isReached(item, node));
    });
    const { chosen } = fewestPlaces(
      this.#nodes,
      left.map(({ item }) => item),
    );
    const places = chosen.map((node): Place => {
      const below = left.filter(({ start }) => this.#isBelow(start.node, node));
      return { container: this.#containers[node]!, classes: this.#classesOf(below.map(({ start }) => start)) };
    });
    const reach = this.reachOf(places, [...this.aim.base, ...this.grants(places)]);
    return places.map(({ container }) => ({ container, reach: reach.get(container)! }));
  }

  #isReached({ reached }: CoverItem, node: number): boolean {
    return reached[this.#depths[node]!] === true;
  }

  #isBelow(node: number, above: number): boolean {
    for (let up: number | null = node; up !== null; up = this.#nodes[up]!.parent) if (up === above) return true;
    return false;
  }

  /** By node: the nearest of some places at or above it; -1: none. */
  #nearest(chosen: readonly number[]): readonly number[] {
    const places = new Set(chosen);
    const nearest: number[] = [];
    this.#nodes.forEach(({ parent }, node) => {
      nearest.push(places.has(node) ? node : parent === null ? -1 : nearest[parent]!);
    });
    return nearest;
  }

  #classesOf(starts: readonly Start[]): readonly Guid[] {
    return [...new Set(starts.flatMap(({ classGuid }) => classGuid ?? []))].sort();
  }
}

const nothing = (): Reach => ({ gains: 0, others: 0, tierZero: 0, tierZeroForNow: 0, overDenials: 0 });

function grantedOf(outcomes: readonly Outcome[]): ReadonlySet<string> {
  return new Set(outcomes.filter(({ access }) => access === 'granted').map(({ action }) => action));
}

/** Adds accounts of one kind to what a grant brings. */
function count(
  reach: Reach,
  { kind, score, granted, ids: counted }: Start,
  outcomes: readonly Outcome[],
  ids: ReadonlySet<string>,
): void {
  if (kind.expected) {
    if (scoreOf(outcomes, counted) > score) reach.gains += kind.count;
    const over = outcomes.some(
      ({ action, access }) => access === 'granted' && ids.has(action) && !counted.has(action) && !granted.has(action),
    );
    if (over) reach.overDenials += kind.count;
    return;
  }
  const gained = outcomes.filter(({ action, access }) => access === 'granted' && !granted.has(action));
  if (gained.length === 0) return;
  if (!kind.tierZero) reach.others += kind.count;
  else if (gained.every(({ verdict }) => verdict === 'can-until-sdprop')) reach.tierZeroForNow += kind.count;
  else reach.tierZero += kind.count;
}

/** The containers of a domain that accounts can lie in, and where something can be granted. */
function treeOf({ session, domain }: Aim, base: World) {
  const { directory } = session;
  const { container: head, adminSDHolder } = directory.domains[domain]!;
  const areas = areasOf(directory);
  const containers: ContainerId[] = [];
  const nodes: CoverNode[] = [];
  const depths: number[] = [];
  const numbers = new Map<ContainerId, number>();
  for (const id of idsOf<ContainerId>(directory.containers)) {
    const container = base.directory.containers[id]!;
    if (container.domain !== domain || areas[id]!.area !== '') continue;
    const parent = id === head || container.parent === null ? null : (numbers.get(container.parent) ?? null);
    if (parent === null && id !== head) continue;
    const names = at(directory.classLists, container.classes) ?? [];
    const isAccount = names.some((name) => name.toLowerCase() === 'user');
    const listed = base.shared.descriptor(container.descriptor)?.dacl != null;
    numbers.set(id, nodes.length);
    containers.push(id);
    depths.push(parent === null ? 0 : depths[parent]! + 1);
    nodes.push({ parent, eligible: id !== head && id !== adminSDHolder && !isAccount && listed && !container.missing });
  }
  return { containers, nodes, depths, numbers };
}
