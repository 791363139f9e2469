/**
 * What would have to change in the directory so that a refused action is granted: found by trying, on the lists as the evidence
 * has them, what each change would make of the target's list.
 */
import { covers, effectOf } from '../access/check.js';
import {
  type Heir,
  type InheritedPart,
  inheritedParts,
  inheritsList,
  isInherited,
  originOf,
  unreachedBecause,
} from '../access/inherit.js';
import type { RightRequest } from '../access/request.js';
import { matchTrustee, type Requester } from '../access/trustee.js';
import { formatAce } from '../descriptor/index.js';
import { type Ace, AceFlag, AceType, type Guid, type SecurityDescriptor } from '../descriptor/types.js';
import type { Outcome } from '../result/audit.js';
import type { MendStep } from '../result/coverage.js';
import type { Tokens } from './account-under-audit.js';
import { checkAll, requesterOf } from './decide.js';
import { ownerRightsOn } from './owner-rights.js';
import type { ContainerNode, Shared } from './shared.js';
import type { TargetTraits } from './target.js';

/** The changes that together let the action be granted; none where no such change is found. */
export type Mend = readonly MendStep[];

type Part = InheritedPart<ContainerNode>;

/** Deny entries that one answer can hang on: more than a few are nobody's oversight. */
const MOST_DENIES = 8;
const NO_MEND: Mend = [];
const NO_BYTES = new Uint8Array();

export class Mends {
  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
  ) {}

  /**
   * @param traits of the target
   * @param outcome what the audit says of one action on it
   * @param position of the action
   * @returns null where there is nothing to mend, or the evidence does not say what the answer is
   */
  of(traits: TargetTraits, outcome: Outcome, position: number): Mend | null {
    if (outcome.verdict === 'no-effect') return this.#effect(outcome, position);
    if (outcome.verdict !== 'cannot') return null;
    const descriptor = this.shared.descriptor(traits.descriptor);
    if (descriptor === null || outcome.reason === 'trust-refuses-logon') return NO_MEND;
    return new Trial(this.shared, this.tokens, traits, descriptor, position).mend();
  }

  #effect({ reason }: Outcome, position: number): Mend {
    // A smart card is asked for on purpose: to take that away would weaken the account.
    if (reason !== 'password-never-expires') return NO_MEND;
    const flag = this.shared.actions[position]!.noEffect.find((each) => each.reason === reason)?.flag;
    return flag === undefined ? NO_MEND : [{ change: 'clear-flag', at: null, flag }];
  }
}

/** One action on one kind of target. */
class Trial {
  readonly #requester: Requester;
  readonly #requests: readonly RightRequest[];
  readonly #classGuid: Guid | undefined;
  readonly #className: string;
  readonly #own: readonly Ace[];
  readonly #parts: readonly Part[];

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
    readonly traits: TargetTraits,
    readonly descriptor: SecurityDescriptor,
    position: number,
  ) {
    const domain = traits.domain === undefined ? shared.domainOf(traits.container) : traits.domain;
    const token = tokens.on(domain);
    const ownerRights = ownerRightsOn(shared.directory, token, traits.classes, domain);
    this.#requester = requesterOf(token, traits.isSelf, ownerRights);
    const { name, guid } = shared.classOf(traits.classes);
    this.#className = name;
    this.#classGuid = guid;
    this.#requests = shared.requests(guid)[position]!.request;
    this.#own = (descriptor.dacl?.aces ?? []).filter((ace) => !isInherited(ace));
    const heir: Heir = { classGuid: guid, owner: descriptor.owner, group: descriptor.group };
    this.#parts = inheritedParts(shared.node(traits.container), heir);
  }

  mend(): Mend {
    return this.#withoutDenies() ?? this.#inherited() ?? this.#forClass() ?? this.#delegated() ?? NO_MEND;
  }

  /** The list as it is, but for entries that deny. */
  #withoutDenies(): Mend | null {
    const steps: MendStep[] = [];
    let aces = this.descriptor.dacl?.aces ?? [];
    while (steps.length < MOST_DENIES) {
      const result = checkAll(this.#listed(aces), this.#requester, this.#requests);
      if (result.decision === 'granted') return steps.length > 0 ? steps : null;
      if (result.decision !== 'denied' || result.basis !== 'entry' || result.index === null) return null;
      const denying = aces[result.index]!;
      steps.push({ change: 'remove-deny', at: this.#holderOf(denying), sddl: formatAce(denying) });
      aces = aces.filter((ace) => ace !== denying);
    }
    return null;
  }

  /** Everything on the way inherits. */
  #inherited(): Mend | null {
    const entries = [...this.#own, ...this.#parts.flatMap((part) => part.entries)];
    const giving = this.#givingPart(entries);
    return giving === null ? null : this.#unblocked(giving);
  }

  /** The entries that an ancestor has for another class, for the target's as well. */
  #forClass(): Mend | null {
    if (this.#classGuid === undefined) return null;
    for (const part of this.#parts) {
      const copies = this.#forOtherClass(part);
      if (copies.length === 0 || !this.#grantedWith(part, copies)) continue;
      const at = part.from.dn;
      const blocks = this.#blocksBelow(part);
      return blocks === null ? null : [...blocks, { change: 'name-class', at, className: this.#className }];
    }
    return null;
  }

  /** A delegation on the highest container below the head of the domain from which it comes down. */
  #delegated(): Mend | null {
    const { domains } = this.shared.directory;
    const domain = this.shared.domainOf(this.traits.container);
    const head = domain === null ? null : domains[domain]!.dn;
    let on: Part | null = null;
    for (const part of this.#parts) {
      if (part.from.descriptor === null || (part.from.dn === head && on !== null)) break;
      on = part;
      if (!inheritsList(part.from.descriptor)) break;
    }
    if (on === null || !this.#grantedWith(on, this.#newEntries())) return null;
    const own: Mend = inheritsList(this.descriptor) ? [] : [{ change: 'enable-inheritance', at: null }];
    return [...own, { change: 'delegate', at: on.from.dn }];
  }

  /** What stands for the entries of a delegation: they allow exactly what the action asks for. */
  #newEntries(): readonly Ace[] {
    const { sid } = this.tokens.account;
    return this.#requests.map(
      ({ right }): Ace => ({
        form: 'basic',
        type: AceType.AccessAllowed,
        flags: AceFlag.Inherited,
        mask: right,
        sid,
        applicationData: NO_BYTES,
      }),
    );
  }

  /** What an ancestor allows the account, of what is asked, for other classes only; as it would count for the target's. */
  #forOtherClass({ from, levels }: Part): readonly Ace[] {
    const { owner, group } = this.descriptor;
    return (from.descriptor?.dacl?.aces ?? []).flatMap((ace): readonly Ace[] => {
      if (ace.form !== 'object' || effectOf(ace) !== 'allow' || isInherited(ace)) return [];
      const heir = { classGuid: this.#classGuid, owner, group };
      if (unreachedBecause(ace, heir, levels) !== 'other-class') return [];
      if (!this.#requests.some((request) => covers(ace, request))) return [];
      if (matchTrustee(ace.sid, this.#requester, owner) !== 'yes') return [];
      return [{ ...ace, inheritedObjectType: null, flags: AceFlag.Inherited }];
    });
  }

  /** The part whose entry decides, where a list with these entries grants it. */
  #givingPart(entries: readonly Ace[]): Part | null {
    const result = checkAll(this.#listed(entries), this.#requester, this.#requests);
    if (result.decision !== 'granted' || result.index === null) return null;
    let at = this.#own.length;
    for (const part of this.#parts) {
      at += part.entries.length;
      if (result.index < at) return part;
    }
    return null;
  }

  /** Whether it is granted where everything inherits, with further entries on an ancestor. */
  #grantedWith(on: Part, further: readonly Ace[]): boolean {
    const entries = [
      ...this.#own,
      ...this.#parts.flatMap((part) => (part === on ? [...part.entries, ...further] : part.entries)),
    ];
    return checkAll(this.#listed(entries), this.#requester, this.#requests).decision === 'granted';
  }

  #unblocked(giving: Part): Mend | null {
    const blocks = this.#blocksBelow(giving);
    return blocks?.length === 0 ? [{ change: 'propagate', at: null }] : blocks;
  }

  /** Where inheritance is off between the target and an ancestor; null where a list on the way was not read. */
  #blocksBelow(above: Part): Mend | null {
    const blocks: MendStep[] = inheritsList(this.descriptor) ? [] : [{ change: 'enable-inheritance', at: null }];
    for (const { from } of this.#parts.slice(0, this.#parts.indexOf(above))) {
      if (from.descriptor === null) return null;
      if (!inheritsList(from.descriptor)) blocks.push({ change: 'enable-inheritance', at: from.dn });
    }
    return blocks;
  }

  #holderOf(ace: Ace): string | null {
    if (!isInherited(ace)) return null;
    return originOf(ace, this.shared.node(this.traits.container))?.dn ?? null;
  }

  #listed(aces: readonly Ace[]): SecurityDescriptor {
    const { dacl } = this.descriptor;
    return { ...this.descriptor, dacl: { revision: dacl?.revision ?? 4, aces } };
  }
}
