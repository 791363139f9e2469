/**
 * Verdicts for one account under audit, computed once per profile and looked up afterwards.
 *
 * Two targets are of one profile when everything that a verdict depends on is equal (`TargetTraits`). A directory has few
 * profiles: what grows with the number of accounts is a look-up.
 */

import type { Decision } from '../access/check.js';
import { type Heir, originOf, reachingEntries } from '../access/inherit.js';
import { controlAccessRequest } from '../access/request.js';
import type { Requester } from '../access/trustee.js';
import { formatAce } from '../descriptor/index.js';
import {
  AceFlag,
  type BasicAce,
  type Guid,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
} from '../descriptor/types.js';
import { sameDacl } from '../directory/descriptors.js';
import { at } from '../directory/directory.js';
import type { DescriptorId, DomainId } from '../directory/ids.js';
import { Recent } from '../directory/recent.js';
import type { Token } from '../directory/token.js';
import type { DecidingAce, Outcome, ReasonCode } from '../result/audit.js';
import type { TargetState } from '../result/sink.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from './account-under-audit.js';
import type { ActionDefinition } from './action.js';
import { caveatsOf, type DomainRights } from './caveats.js';
import { type ActionRequests, checkAll, type Decided, decide, requesterOf } from './decide.js';
import { type Judgement, judge, type Lasting, lastingOf } from './judge.js';
import { ownerRightsOn } from './owner-rights.js';
import type { Shared } from './shared.js';
import { hasFlag, type TargetTraits, UserAccountControl } from './target.js';

/** A profile for one account under audit. */
export interface TargetProfile {
  /** One for each action that is about such targets. */
  readonly outcomes: readonly Outcome[];
  readonly state: TargetState;
  /** The target's DACL is AdminSDHolder's. */
  readonly matchesAdminSDHolder: Tristate;
  /** Its owner is AdminSDHolder's. */
  readonly matchesOwner: Tristate;
}

/** Answers of each kind that are remembered: a directory has far fewer, unless somebody makes them. */
const REMEMBERED = 1 << 13;
/** Stands for the entry where none decides. */
const NO_ENTRY = {};

export class Evaluator {
  readonly #decided = new Recent<string, readonly Decided[]>(REMEMBERED);
  readonly #holders = new Recent<string, readonly { asIs: Decision; own: Decision }[]>(REMEMBERED);
  /** By descriptor and index; of inherited entries by container too. */
  readonly #aces = new Recent<string, DecidingAce>(REMEMBERED);
  /** One object for equal entries. */
  readonly #distinctAces = new Recent<string, DecidingAce>(REMEMBERED);
  readonly #outcomes = new WeakMap<object, Map<string, Outcome>>();
  readonly #onDomain = new Map<DomainId | null, DomainRights>();

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
  ) {}

  /** Computes the verdicts of a profile. */
  profile(traits: TargetTraits): TargetProfile {
    const { shared } = this;
    const { directory } = shared;
    const domain = this.#domainOf(traits);
    const token = this.tokens.on(domain);
    const positions = shared.actionsOn(traits.classes);
    const actions = positions.map((position) => shared.actions[position]!);
    const targetClass = shared.classOf(traits.classes);
    const descriptor = shared.descriptor(traits.descriptor);
    const holderNumber = shared.adminSDHolder(domain);
    const same = this.#sameDacl(traits.descriptor, holderNumber);
    const matches = { matchesAdminSDHolder: same, matchesOwner: this.#matchesOwner(traits.descriptor, holderNumber) };
    const state: TargetState = {
      className: targetClass.name,
      enabled: negate(hasFlag(traits.flags, UserAccountControl.AccountDisable)),
      protected: traits.protected,
      inheritance:
        descriptor === null ? 'unknown' : (descriptor.control & SdControl.DaclProtected) !== 0 ? 'off' : 'on',
      adminCount: traits.adminCount,
    };
    if (descriptor === null || shared.daclsMissing) {
      const damaged = traits.descriptor !== null && descriptor === null;
      const reason = damaged ? 'descriptor-damaged' : descriptor === null ? 'descriptor-unreadable' : 'dacl-absent';
      const outcomes = actions.map((action) => this.#intern(withoutEntry(action, 'unknown', reason)));
      return { outcomes, state, ...matches };
    }

    if (token.logon.possible === 'no') {
      const outcomes = actions.map((action) => this.#intern(withoutEntry(action, 'denied', 'trust-refuses-logon')));
      return { outcomes, state, ...matches };
    }
    const decided = this.#decide(traits, token, targetClass.guid, descriptor);
    const outcomes = positions.map((position, order) => {
      const action = shared.actions[position]!;
      const answer = decided[order]!;
      const lasting = (): Lasting =>
        lastingOf(traits.protected, same === 'yes' && this.#sameOwner(traits.descriptor, holderNumber), () =>
          this.#holder(holderNumber, traits, token, targetClass.guid, order),
        );
      const judged = judge(action, answer, traits.flags, lasting, () =>
        this.#inheritanceLost(traits, token, targetClass.guid, descriptor, position),
      );
      // What the list allows is of no use where it is not known whether the account can log on there.
      const judgement: Judgement =
        token.logon.possible === 'unknown' && judged.access === 'granted'
          ? { access: 'unknown', verdict: 'unknown', reason: 'logon-undecided' }
          : judged;
      const { index } = answer.access;
      const ace = index === null ? null : this.#ace(traits, descriptor, index);
      const caveats =
        judgement.access === 'granted'
          ? caveatsOf(action, traits, {
              check: (requests) => checkAll(descriptor, this.#requester(traits, token), requests).decision,
              classGuid: targetClass.guid,
              schema: directory.schema,
              domain: () => this.#domainRights(domain, token),
            })
          : [];
      return this.#intern({ action: action.id, ...judgement, documentedSet: answer.documentedSet, ace, caveats });
    });
    return { outcomes, state, ...matches };
  }

  #domainOf({ domain, container }: TargetTraits): DomainId | null {
    return domain === undefined ? this.shared.domainOf(container) : domain;
  }

  #requester(traits: TargetTraits, token: Token): Requester {
    const { directory } = this.shared;
    return requesterOf(token, traits.isSelf, ownerRightsOn(directory, token, traits.classes, this.#domainOf(traits)));
  }

  #decide(
    traits: TargetTraits,
    token: Token,
    classGuid: Guid | undefined,
    descriptor: SecurityDescriptor,
  ): readonly Decided[] {
    const key = `${traits.descriptor}|${classGuid}|${token.domain}|${traits.isSelf}|${traits.classes}`;
    return this.#decided.of(key, () => {
      const requester = this.#requester(traits, token);
      return this.#requests(traits, classGuid).map((requests) =>
        decide(descriptor, requester, requests, classGuid, this.shared.directory),
      );
    });
  }

  /** The requests of the actions that are about such targets, in their order. */
  #requests({ classes }: TargetTraits, classGuid: Guid | undefined): readonly ActionRequests[] {
    const all = this.shared.requests(classGuid);
    return this.shared.actionsOn(classes).map((position) => all[position]!);
  }

  /** What AdminSDHolder's descriptor would answer on this profile; null where it was not read. */
  #holder(number: DescriptorId | null, traits: TargetTraits, token: Token, classGuid: Guid | undefined, order: number) {
    const descriptor = this.shared.descriptor(number);
    if (descriptor === null) return null;
    const key = `${number}|${classGuid}|${token.domain}|${traits.isSelf}|${traits.classes}`;
    const answers = this.#holders.of(key, () => {
      const requester = this.#requester(traits, token);
      const inherits = (descriptor.control & SdControl.DaclProtected) === 0;
      return this.#requests(traits, classGuid).map(({ request }) => {
        const asIs = checkAll(descriptor, requester, request).decision;
        // With its inheritance on, AdminSDHolder's inherited entries are not what a protected object would have.
        return { asIs, own: inherits ? decidedByOwn(withoutInherited(descriptor), requester, request) : asIs };
      });
    });
    return answers[order]!;
  }

  /** Whether the account holds a control access right on the domain object. */
  #domainRights(domain: DomainId | null, token: Token): DomainRights {
    return remembered(this.#onDomain, domain, () => {
      const { shared } = this;
      const { containers, domains, schema } = shared.directory;
      const head = shared.descriptor(at(containers, at(domains, domain)?.container ?? null)?.descriptor ?? null);
      const answers = new Map<string, Decision>();
      return (name) => {
        const right = schema.right(name);
        if (head === null || right === undefined) return 'unknown';
        return remembered(
          answers,
          name,
          () => checkAll(head, requesterOf(token, false), [controlAccessRequest(right.guid)]).decision,
        );
      };
    });
  }

  /** The whole descriptor is replaced where anything in it differs (MS-ADTS 3.1.1.6.1.3): the owner counts as well. */
  #sameOwner(target: DescriptorId | null, holder: DescriptorId | null): boolean {
    return this.shared.descriptor(target)?.owner === this.shared.descriptor(holder)?.owner;
  }

  #matchesOwner(target: DescriptorId | null, holder: DescriptorId | null): Tristate {
    if (this.shared.descriptor(target) === null || this.shared.descriptor(holder) === null) return 'unknown';
    return this.#sameOwner(target, holder) ? 'yes' : 'no';
  }

  #sameDacl(target: DescriptorId | null, holder: DescriptorId | null): Tristate {
    if (target === null || holder === null) return 'unknown';
    const same = sameDacl(this.shared.directory.descriptors, target, holder);
    return same === null ? 'unknown' : same ? 'yes' : 'no';
  }

  /** Whether an ancestor's entry, lost with the target's inheritance, would have granted the request. */
  #inheritanceLost(
    traits: TargetTraits,
    token: Token,
    classGuid: Guid | undefined,
    descriptor: SecurityDescriptor,
    action: number,
  ): boolean {
    if ((descriptor.control & SdControl.DaclProtected) === 0) return false;
    const requester = this.#requester(traits, token);
    const { request } = this.shared.requests(classGuid)[action]!;
    const heir: Heir = { classGuid, owner: descriptor.owner, group: descriptor.group };
    let node = this.shared.node(traits.container);
    for (let levels = 0; node !== null; levels++) {
      if (node.descriptor?.dacl == null) return false;
      const aces = reachingEntries(node, heir, levels);
      const probe = { ...node.descriptor, owner: null, dacl: { ...node.descriptor.dacl, aces } };
      if (checkAll(probe, requester, request).decision === 'granted') return true;
      if ((node.descriptor.control & SdControl.DaclProtected) !== 0) return false;
      node = node.parent;
    }
    return false;
  }

  #ace(traits: TargetTraits, descriptor: SecurityDescriptor, index: number): DecidingAce {
    // Only an entry with a trustee decides, or leaves it open.
    const ace = descriptor.dacl!.aces[index] as BasicAce | ObjectAce;
    const inherited = (ace.flags & AceFlag.Inherited) !== 0;
    return this.#aces.of(`${inherited ? traits.container : ''}|${traits.descriptor}|${index}`, () => {
      const sddl = formatAce(ace);
      const from = inherited ? (originOf(ace, this.shared.node(traits.container))?.dn ?? null) : null;
      return this.#distinctAces.of(`${index}|${sddl}|${from}`, () => ({
        index,
        sddl,
        trustee: ace.sid,
        trusteeName: this.shared.nameOf(ace.sid),
        from,
      }));
    });
  }

  /** One object for equal outcomes, so that sinks can cache what they make of it. */
  #intern(outcome: Outcome): Outcome {
    const { action, access, verdict, reason, documentedSet, ace, caveats } = outcome;
    const of = ace ?? NO_ENTRY;
    const known = this.#outcomes.get(of) ?? new Map<string, Outcome>();
    this.#outcomes.set(of, known);
    return remembered(
      known,
      `${action}|${access}|${verdict}|${reason}|${documentedSet}|${caveats.join()}`,
      () => outcome,
    );
  }
}

/** @returns what a map has under a key; made and kept where it has nothing */
function remembered<Key, Value extends object | string>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let known = map.get(key);
  if (known === undefined) {
    known = make();
    map.set(key, known);
  }
  return known;
}

/** An outcome that no entry decides. */
function withoutEntry(action: ActionDefinition, access: 'denied' | 'unknown', reason: ReasonCode): Outcome {
  const verdict = access === 'denied' ? 'cannot' : 'unknown';
  return {
    action: action.id,
    access,
    verdict,
    reason,
    documentedSet: access === 'denied' ? false : null,
    ace: null,
    caveats: [],
  };
}

function negate(value: Tristate): Tristate {
  return value === 'yes' ? 'no' : value === 'no' ? 'yes' : 'unknown';
}

function withoutInherited(descriptor: SecurityDescriptor): SecurityDescriptor {
  if (descriptor.dacl === null) return descriptor;
  const aces = descriptor.dacl.aces.filter((ace) => (ace.flags & AceFlag.Inherited) === 0);
  return { ...descriptor, dacl: { ...descriptor.dacl, aces } };
}

/** With inheritance on, only an entry of AdminSDHolder's own is certain: what would be inherited comes after it. */
function decidedByOwn(
  own: SecurityDescriptor,
  requester: ReturnType<typeof requesterOf>,
  request: ActionRequests['request'],
): Decision {
  const result = checkAll(own, requester, request);
  return result.basis === 'entry' || result.basis === 'no-dacl' ? result.decision : 'unknown';
}
