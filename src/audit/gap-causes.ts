/** Which gaps of the evidence leave a verdict unknown, where that follows from its reason. Gaps are told by their position. */
import { isSid, normalizeSid } from '../descriptor/index.js';
import { at, type Directory } from '../directory/directory.js';
import { dSHeuristicsOf } from '../directory/forest.js';
import { type ContainerId, type DescriptorId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import { PROTECTION } from '../directory/membership.js';
import { adminSDExMask, type ProtectedSets } from '../directory/protected-set.js';
import { Recent } from '../directory/recent.js';
import type { TargetRecord } from '../directory/targets.js';
import { dnKey, parentDn, rdnText } from '../names/dn.js';
import type { EvidenceGap, Outcome, ReasonCode } from '../result/audit.js';
import type { GapCode } from '../result/gaps.js';

const NONE: readonly number[] = [];

/** What targets of one kind have in common. */
export interface Place {
  /** Null for heads of naming contexts. */
  readonly container: ContainerId | null;
  readonly domain: DomainId | null;
  readonly descriptor: DescriptorId | null;
  /** What SELF stands for in their entries: the SID of a group. */
  readonly self: string | null;
}

const SELF = 'S-1-5-10';

/** Trustees that are remembered, of each domain. */
const TRUSTEES = 1 << 14;

/** Gaps that concern one object each: the object may be a target. */
const OF_OBJECTS: ReadonlySet<string> = new Set<GapCode>([
  'descriptor-unreadable',
  'descriptor-damaged',
  'attribute-unreadable',
  'entry-damaged',
  'sid-missing',
  'readings-differ',
  'object-moved',
  'name-reused',
  'sid-duplicate',
]);

/** The code of the gap that a target has, which is unknown for this reason. */
const CODE_OF_TARGET: Partial<Readonly<Record<ReasonCode, GapCode>>> = {
  'descriptor-unreadable': 'descriptor-unreadable',
  'user-account-control-unreadable': 'attribute-unreadable',
};

export class GapCauses {
  /** Gaps that concern objects in a container: by its number, then by the key of the object's RDN. */
  readonly #objects: Map<string, number[]>[] = [];
  readonly #byKey = new Map<string, number[]>();
  readonly #byCode = new Map<string, number[]>();
  readonly #damaged = new Map<DescriptorId, number>();
  readonly #ofGroup = new Map<string, readonly number[]>();
  /** By domain and trustee: the gaps in the membership of its groups. */
  readonly #ofTrustees = new Map<DomainId | null, Recent<string, readonly number[]>>();
  #groupKeys: ReadonlySet<string> | null = null;
  #holders: ReadonlyMap<GroupId, readonly number[]> | null = null;

  constructor(
    readonly directory: Directory,
    readonly gaps: readonly EvidenceGap[],
  ) {
    gaps.forEach(({ code, dn }, index) => {
      push(this.#byCode, code, index);
      if (dn !== null) push(this.#byKey, dnKey(dn), index);
    });
    const objects = gaps.flatMap(({ code, dn }, index) =>
      dn !== null && OF_OBJECTS.has(code) ? [{ key: dnKey(dn), index }] : [],
    );
    if (objects.length === 0) return;
    const numbers = new Map(directory.containers.map(({ dn }, number) => [dnKey(dn), number]));
    for (const { key, index } of objects) {
      const number = numbers.get(parentDn(key) ?? '');
      if (number === undefined) continue;
      this.#objects[number] ??= new Map();
      push(this.#objects[number], rdnText(key), index);
    }
    if (!this.#byCode.has('descriptor-damaged')) return;
    // A damaged descriptor is told of once, with one of the objects that have it.
    for (const { dn, descriptor } of [...directory.containers, ...directory.groups]) {
      for (const index of this.#byKey.get(dnKey(dn)) ?? NONE) this.#learnDamaged(index, descriptor);
    }
  }

  /** Whether some gap concerns an object beside a target. */
  anyIn({ parent }: TargetRecord): boolean {
    return parent === null || this.#objects[parent] !== undefined;
  }

  /** Adds what others have learned of damaged descriptors. */
  merge(other: GapCauses): void {
    for (const [descriptor, index] of other.#damaged) this.#damaged.set(descriptor, index);
  }

  /** The gaps that concern a target. */
  of(record: TargetRecord): readonly number[] {
    const { parent, rdn, descriptor = null } = record;
    const found =
      parent === null
        ? this.at(rdn).filter((index) => OF_OBJECTS.has(this.gaps[index]!.code))
        : (this.#objects[parent]?.get(dnKey(rdn)) ?? NONE);
    for (const index of found) this.#learnDamaged(index, descriptor);
    return found;
  }

  /** The gaps at a DN. */
  at(dn: string): readonly number[] {
    return this.#byKey.get(dnKey(dn)) ?? NONE;
  }

  /** Whether a DN is that of a group. */
  isGroup(dn: string): boolean {
    this.#groupKeys ??= new Set(this.directory.groups.map((group) => dnKey(group.dn)));
    return this.#groupKeys.has(dnKey(dn));
  }

  /**
   * Gaps that leave a target unknown for a reason of its own.
   * @param own those that concern the target
   * @returns null where the reason is not one of a single target
   */
  ofTarget(reason: ReasonCode, own: readonly number[]): readonly number[] | null {
    const code = CODE_OF_TARGET[reason];
    if (code === undefined) return null;
    const found = own.filter((index) => this.gaps[index]!.code === code);
    const damaged = own.filter((index) => this.gaps[index]!.code === 'entry-damaged');
    return [...(found.length > 0 ? found : this.#general(code).slice(0, 1)), ...damaged];
  }

  /**
   * Gaps that leave all targets of a kind unknown.
   * @param place what the targets have in common
   */
  ofKind({ reason, ace }: Outcome, { container, domain, descriptor, self }: Place): readonly number[] {
    const { directory } = this;
    switch (reason) {
      case 'descriptor-damaged':
        return this.#ofDescriptor(descriptor);
      case 'dacl-absent':
        return this.#general('descriptor-unreadable').slice(-1);
      case 'class-unknown':
        return this.#byCode.get('schema-missing') ?? NONE;
      case 'adminsdholder-missing':
        return domain === null ? this.#domainMissing(container) : this.#ofHolder(domain);
      case 'protection-undecided':
        if (domain === null) return this.#domainMissing(container);
        return adminSDExMask(dSHeuristicsOf(directory, domain)) === null
          ? (this.#byCode.get('configuration-missing') ?? NONE)
          : NONE;
      case 'unresolved-trustee': {
        const named = ace?.trustee ?? '';
        const trustee = named === SELF ? (self ?? named) : named;
        if (domain === null && trustee.startsWith('S-1-5-32-')) return this.#domainMissing(container);
        return this.#ofTrustee(trustee, domain);
      }
      default:
        return NONE;
    }
  }

  /**
   * Domains in which an account may be protected, though it does not show, because of a gap in the membership of a group.
   * @returns by gap
   */
  openProtection(sets: ProtectedSets): ReadonlyMap<number, ReadonlySet<DomainId>> {
    const open = new Map<number, Set<DomainId>>();
    if (!this.#byCode.has('object-not-visible') && !this.#byCode.has('members-incomplete')) return open;
    this.#holders ??= this.#holdersOfGaps();
    const groups = [...idsOf<GroupId>(this.directory.groups)];
    for (const [domain, set] of sets) {
      const roots = groups.filter((group) => set.root(group) !== 'no');
      const inside = this.directory.membership.below(roots, PROTECTION);
      for (const [holder, gaps] of this.#holders) {
        if (!inside.has(holder)) continue;
        for (const index of gaps) open.set(index, (open.get(index) ?? new Set()).add(domain));
      }
    }
    return open;
  }

  /** Gaps of a code that name no object: of all objects, or of those beyond the listed ones. */
  #general(code: GapCode): readonly number[] {
    return (this.#byCode.get(code) ?? NONE).filter((index) => this.gaps[index]!.dn === null);
  }

  #learnDamaged(index: number, descriptor: DescriptorId | null): void {
    if (this.gaps[index]!.code !== 'descriptor-damaged' || descriptor === null) return;
    if (this.directory.descriptors.get(descriptor).state !== 'parsed') this.#damaged.set(descriptor, index);
  }

  #ofDescriptor(descriptor: DescriptorId | null): readonly number[] {
    const index = descriptor === null ? undefined : this.#damaged.get(descriptor);
    return index === undefined ? this.#general('descriptor-damaged') : [index];
  }

  /** What is missing of AdminSDHolder: the object, or its descriptor. */
  #ofHolder(domain: DomainId): readonly number[] {
    const { directory } = this;
    const { dn, adminSDHolder } = directory.domains[domain]!;
    const missing = this.at(dn).filter((index) => this.gaps[index]!.code === 'adminsdholder-missing');
    const holder = at(directory.containers, adminSDHolder);
    if (missing.length > 0 || holder === null) return missing;
    if (holder.descriptor !== null) return this.#ofDescriptor(holder.descriptor);
    const own = this.at(holder.dn).filter((index) => this.gaps[index]!.code === 'descriptor-unreadable');
    return own.length > 0 ? own : this.#general('descriptor-unreadable').slice(0, 1);
  }

  #domainMissing(container: ContainerId | null): readonly number[] {
    const { containers } = this.directory;
    if (container === null) return this.#byCode.get('domain-missing') ?? NONE;
    let top = container;
    for (let above = at(containers, top)?.parent ?? null; above !== null; above = containers[top]!.parent) top = above;
    const found = this.at(containers[top]?.dn ?? '').filter((index) => this.gaps[index]!.code === 'domain-missing');
    return found.length > 0 ? found : this.#general('domain-missing');
  }

  /** Gaps in the membership of the groups of a SID, and of those nested in them. */
  #ofTrustee(trustee: string, domain: DomainId | null): readonly number[] {
    let inDomain = this.#ofTrustees.get(domain);
    if (inDomain === undefined) {
      inDomain = new Recent(TRUSTEES);
      this.#ofTrustees.set(domain, inDomain);
    }
    // Asked for every profile of target, about few trustees.
    return inDomain.of(trustee, () => {
      const groups = isSid(trustee) ? (this.directory.groupsBySid.get(normalizeSid(trustee)) ?? []) : [];
      return [...new Set(groups.flatMap((group) => this.#ofMembers(group, domain)))];
    });
  }

  #ofMembers(start: GroupId, domain: DomainId | null): readonly number[] {
    const key = `${start} ${domain}`;
    let known = this.#ofGroup.get(key);
    if (known === undefined) {
      this.#holders ??= this.#holdersOfGaps();
      const found = new Set<number>();
      for (const group of this.directory.membership.below([start], { for: 'token', domain })) {
        for (const index of this.#holders.get(group) ?? NONE) found.add(index);
      }
      known = [...found].sort((a, b) => a - b);
      this.#ofGroup.set(key, known);
    }
    return known;
  }

  /** By group: gaps that leave it open who its direct members are. */
  #holdersOfGaps(): ReadonlyMap<GroupId, readonly number[]> {
    const holders = new Map<GroupId, number[]>();
    const invisible = new Map<string, number[]>();
    const incomplete = new Map<string, number[]>();
    // An object whose class was not read may be a group.
    for (const code of ['object-not-visible', 'attribute-unreadable'] as const) {
      for (const index of this.#byCode.get(code) ?? NONE) {
        const { dn } = this.gaps[index]!;
        if (dn !== null) push(invisible, dnKey(dn), index);
      }
    }
    // A group whose SID was not read may be an account's primary group; one of unread type may count in tokens.
    for (const code of ['members-incomplete', 'sid-missing', 'attribute-unreadable'] as const) {
      for (const index of this.#byCode.get(code) ?? NONE) {
        const { dn } = this.gaps[index]!;
        if (dn !== null || code === 'members-incomplete') push(incomplete, dnKey(dn ?? ''), index);
      }
    }
    const unlisted = [...this.#general('object-not-visible'), ...(incomplete.get('') ?? NONE)];
    for (const number of idsOf<GroupId>(this.directory.groups)) {
      const group = this.directory.groups[number]!;
      const found = [...(incomplete.get(dnKey(group.dn)) ?? NONE)];
      let beyond = false;
      for (const dn of group.unresolvedMembers) {
        const index = invisible.get(dnKey(dn));
        if (index === undefined) beyond = true;
        else found.push(...index);
      }
      if (beyond || incomplete.has('')) found.push(...unlisted);
      if (found.length > 0) holders.set(number, found);
    }
    return holders;
  }
}

function push<Key>(map: Map<Key, number[]>, key: Key, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
