/**
 * Which delegations an account's reach rests on: found by taking the entries of one out of a target's list and asking again.
 * Once for each kind of target, and for each action only of what decides it.
 */
import { checkRight, covers, effectOf, takesPart } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import { matchTrustee, type Requester } from '../access/trustee.js';
import { type Ace, AceFlag, type SecurityDescriptor } from '../descriptor/types.js';
import { Recent } from '../directory/recent.js';
import type { Tokens } from './account-under-audit.js';
import { checkAll, requesterOf } from './decide.js';
import type { DelegationNumber, Delegations } from './delegations.js';
import type { TargetProfile } from './evaluator.js';
import { ownerRightsOn } from './owner-rights.js';
import type { Shared } from './shared.js';
import type { TargetTraits } from './target.js';

/** One delegation that gives one action on a kind of target. */
export interface Contribution {
  readonly delegation: DelegationNumber;
  /** Nothing else does; else it does by itself, and so does something else. */
  readonly alone: boolean;
}

/** By the order of the actions that are about such targets. */
type OfActions = readonly (readonly Contribution[])[];

const NOTHING: readonly Contribution[] = [];
const NO_SOURCES: readonly DelegationNumber[] = [];
const REMEMBERED = 1 << 13;
/** Delegations of one list that are each asked whether they are enough; more in one list are somebody's game. */
const MOST_ASKED = 32;

export class Contributions {
  readonly #known = new Recent<string, OfActions>(REMEMBERED);

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
    readonly delegations: Delegations,
  ) {}

  /** @returns by outcome of the profile: the delegations that give the action, where it is granted */
  of(traits: TargetTraits, { outcomes, matchesAdminSDHolder }: TargetProfile): OfActions {
    if (this.delegations.all.length === 0) return outcomes.map(() => NOTHING);
    const domain = traits.domain === undefined ? this.shared.domainOf(traits.container) : traits.domain;
    // The next run would put AdminSDHolder's list back only where the account is protected.
    const isCopy = matchesAdminSDHolder === 'yes' && traits.protected === 'yes';
    const key = `${traits.descriptor}|${traits.container}|${traits.classes}|${domain}|${traits.isSelf}|${isCopy}`;
    const found = this.#known.of(key, () => {
      const descriptor = this.shared.descriptor(traits.descriptor);
      const granted = outcomes.map(({ access }) => access === 'granted');
      if (descriptor?.dacl == null || !granted.includes(true)) return outcomes.map(() => NOTHING);
      const token = this.tokens.on(domain);
      const ownerRights = ownerRightsOn(this.shared.directory, token, traits.classes, domain);
      const requester = requesterOf(token, traits.isSelf, ownerRights);
      const requests = this.shared.requests(this.shared.classOf(traits.classes).guid);
      const list = new Taken(descriptor, requester, this.delegations.all.length, (ace) => {
        if (!takesPart(ace)) return NO_SOURCES;
        const own = (ace.flags & AceFlag.Inherited) === 0;
        if (!own) return this.delegations.giving(ace, traits.container);
        return isCopy ? this.delegations.givingFromHolder(ace, domain) : NO_SOURCES;
      });
      const positions = this.shared.actionsOn(traits.classes);
      return granted.map((is, order) => (is ? list.contributions(requests[positions[order]!]!.request) : NOTHING));
    });
    return found;
  }
}

/** One list, from which the entries of delegations can be taken. */
class Taken {
  readonly #aces: readonly Ace[];
  readonly #sources = new Map<Ace, readonly DelegationNumber[]>();

  constructor(
    readonly descriptor: SecurityDescriptor,
    readonly requester: Requester,
    /** Delegations that are told apart: those beyond are told of nowhere. */
    readonly most: number,
    readonly sourcesOf: (ace: Ace) => readonly DelegationNumber[],
  ) {
    this.#aces = descriptor.dacl!.aces;
  }

  contributions(requests: readonly RightRequest[]): readonly Contribution[] {
    const giving = new Set<DelegationNumber>();
    for (const ace of this.#aces)
      if (this.#gives(ace, requests)) for (const number of this.#from(ace)) giving.add(number);
    // Without the entry that decides another one may; without any other the answer is the same.
    const deciding = new Set<DelegationNumber>();
    for (const request of requests) {
      const { index } = checkRight(this.descriptor, this.requester, request);
      const from = index === null ? NO_SOURCES : this.#from(this.#aces[index]!);
      if (from.length === 1) deciding.add(from[0]!);
    }
    const found: Contribution[] = [];
    let asked = 0;
    for (const delegation of giving) {
      if (delegation >= this.most) continue;
      if (deciding.has(delegation) && !this.#granted(requests, (ace) => !this.#isOnlyFrom(ace, delegation)))
        found.push({ delegation, alone: true });
      else if (asked++ < MOST_ASKED && this.#granted(requests, (ace) => this.#isLeft(ace, requests, delegation)))
        found.push({ delegation, alone: false });
    }
    return found;
  }

  #from(ace: Ace): readonly DelegationNumber[] {
    let sources = this.#sources.get(ace);
    if (sources === undefined) {
      sources = this.sourcesOf(ace);
      this.#sources.set(ace, sources);
    }
    return sources;
  }

  /** It allows the account something of what is asked. */
  #gives(ace: Ace, requests: readonly RightRequest[]): boolean {
    if ((ace.flags & AceFlag.InheritOnly) !== 0 || !takesPart(ace) || effectOf(ace) !== 'allow') return false;
    if (matchTrustee(ace.sid, this.requester, this.descriptor.owner) !== 'yes') return false;
    return requests.some((request) => covers(ace, request));
  }

  #isOnlyFrom(ace: Ace, delegation: DelegationNumber): boolean {
    const from = this.#from(ace);
    return from.length === 1 && from[0] === delegation;
  }

  /** All that denies, and of what allows only what one delegation gives. */
  #isLeft(ace: Ace, requests: readonly RightRequest[], delegation: DelegationNumber): boolean {
    return !this.#gives(ace, requests) || this.#from(ace).includes(delegation);
  }

  #granted(requests: readonly RightRequest[], keeps: (ace: Ace) => boolean): boolean {
    const aces = this.#aces.filter(keeps);
    const without = { ...this.descriptor, dacl: { ...this.descriptor.dacl!, aces } };
    return checkAll(without, this.requester, requests).decision === 'granted';
  }
}
