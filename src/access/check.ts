/**
 * The access check of a directory object for one right at one place (MS-ADTS 5.1.3.3, MS-DTYP 2.5.3).
 *
 * For one bit at one node of the object type tree the specification's Grant and Deny labels come to this: walk the list
 * in stored order; the first entry that matches the requester, carries the bit and covers the node decides; with none,
 * the right is not granted. Entries whose match is not known leave two outcomes open; the answer is known where all
 * outcomes agree.
 */

import { mapGenericMask } from '../descriptor/access-mask.js';
import {
  type Ace,
  AceFlag,
  AceType,
  type BasicAce,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { conditionOutcome, isConditional } from './condition.js';
import { Right, type RightRequest } from './request.js';
import { matchTrustee, OWNER_RIGHTS, type Requester } from './trustee.js';

export type Decision = 'granted' | 'denied' | 'unknown';

export type Basis =
  /** An entry decided: `index`. */
  | 'entry'
  /** The list holds no entry that decides. */
  | 'no-entry'
  /** The list is there and empty. */
  | 'empty-dacl'
  /** A NULL DACL, or a descriptor without one: everything is granted. */
  | 'no-dacl'
  /** The owner holds READ_CONTROL and WRITE_DAC without an entry. */
  | 'owner'
  /** A conditional entry whose outcome the evidence does not tell (`conditionOutcome`) could decide: `index`. */
  | 'conditional'
  /** An entry whose trustee cannot be resolved could decide: `index`. */
  | 'unresolved-trustee'
  /** An entry of a type that this program does not know, or whose object type no schema names, could decide: `index`. */
  | 'unknown-entry';

export interface CheckResult {
  readonly decision: Decision;
  readonly basis: Basis;
  /** The entry that decides, or the first one that leaves it open; null where none does. */
  readonly index: number | null;
}

/** What an entry does where it applies. */
export type Effect = 'allow' | 'deny';

/** @returns whether the entry allows or denies, or null for one that takes no part in a check (audit, label...) */
export function effectOf(ace: Ace): Effect | null {
  switch (ace.type) {
    case AceType.AccessAllowed:
    case AceType.AccessAllowedObject:
    case AceType.AccessAllowedCallback:
    case AceType.AccessAllowedCallbackObject:
      return 'allow';
    case AceType.AccessDenied:
    case AceType.AccessDeniedObject:
    case AceType.AccessDeniedCallback:
    case AceType.AccessDeniedCallbackObject:
      return 'deny';
    default:
      return null;
  }
}

/** @returns whether the entry allows or denies; every type that does has one of the two forms (MS-DTYP 2.4.4.1) */
export function takesPart(ace: Ace): ace is BasicAce | ObjectAce {
  return effectOf(ace) !== null;
}

/** @returns true where the entry carries the bit, generic rights mapped (MS-ADTS 5.1.3.2), and covers the place */
export function covers(ace: BasicAce | ObjectAce, request: RightRequest): boolean {
  if ((mapGenericMask(ace.mask) & request.right) === 0) return false;
  if (ace.form === 'basic' || ace.objectType === null) return true;
  return request.covers.includes(ace.objectType);
}

/**
 * @param descriptor parsed descriptor of the object
 * @param requester who asks
 * @param request what is asked
 */
export function checkRight(descriptor: SecurityDescriptor, requester: Requester, request: RightRequest): CheckResult {
  if ((descriptor.control & SdControl.DaclPresent) === 0 || descriptor.dacl === null) {
    return { decision: 'granted', basis: 'no-dacl', index: null };
  }
  const aces = descriptor.dacl.aces;

  const owner = ownerImplicit(descriptor, requester, request);
  if (owner === 'yes') return { decision: 'granted', basis: 'owner', index: null };

  // Entries that may match, in order; `first` is the one named where the answer stays open.
  let open: { decision: 'granted' | 'denied'; basis: Basis; index: number | null }[] | null = null;
  const seen = new Set<string>();
  let result: CheckResult = {
    decision: 'denied',
    basis: aces.length === 0 ? 'empty-dacl' : 'no-entry',
    index: null,
  };
  if (owner === 'unknown') {
    open = [{ decision: 'granted', basis: 'unresolved-trustee', index: null }];
    seen.add(factOf(OWNER_RIGHTS, descriptor));
  }

  for (let index = 0; index < aces.length; index++) {
    const ace = aces[index]!;
    if ((ace.flags & AceFlag.InheritOnly) !== 0) continue;
    if (!takesPart(ace) || !covers(ace, request)) continue;
    const decision = effectOf(ace) === 'allow' ? 'granted' : 'denied';
    const match = matchTrustee(ace.sid, requester, descriptor.owner);
    if (match === 'no') continue;
    const conditional = isConditional(ace) ? conditionOutcome(ace, requester, descriptor).applies : 'yes';
    if (conditional === 'no') continue;
    if (match === 'yes' && conditional === 'yes') {
      result = { decision, basis: 'entry', index };
      break;
    }
    // A second entry for the same undecided trustee is only reached where the first did not match: then neither does it.
    const fact = factOf(ace.sid, descriptor);
    if (seen.has(fact)) continue;
    if (conditional === 'yes') seen.add(fact);
    open ??= [];
    open.push({ decision, basis: conditional === 'yes' ? 'unresolved-trustee' : 'conditional', index });
  }
  if (open === null) return result;
  for (const candidate of open) {
    if (candidate.decision !== result.decision)
      return { decision: 'unknown', basis: candidate.basis, index: candidate.index };
  }
  return result;
}

/** The SID whose membership decides whether a trustee matches: OWNER RIGHTS and the owner are one question. */
export function factOf(trustee: Sid, descriptor: SecurityDescriptor): Sid {
  return trustee === OWNER_RIGHTS ? (descriptor.owner ?? OWNER_RIGHTS) : trustee;
}

/**
 * The owner's implicit READ_CONTROL and WRITE_DAC, unless the list speaks of OWNER RIGHTS (MS-DTYP 2.5.3.2). Every object
 * has an owner: where it was not read, it may be the requester.
 */
export function ownerImplicit(descriptor: SecurityDescriptor, requester: Requester, request: RightRequest): Tristate {
  if (!request.ownerImplicit) return 'no';
  if (request.right !== Right.ReadControl && request.right !== Right.WriteDac) return 'no';
  const spoken = descriptor.dacl?.aces.some(
    (ace) => takesPart(ace) && ace.sid === OWNER_RIGHTS && (ace.flags & AceFlag.InheritOnly) === 0,
  );
  if (spoken || requester.ownerRights === 'no') return 'no';
  const owns = descriptor.owner === null ? 'unknown' : requester.carries(descriptor.owner);
  return owns === 'yes' && requester.ownerRights === 'unknown' ? 'unknown' : owns;
}

/** @returns the SIDs of the entries that take part in a check, for deciding which of them have to be known */
export function trusteesOf(descriptor: SecurityDescriptor): Set<Sid> {
  return new Set(descriptor.dacl?.aces.filter(takesPart).map(({ sid }) => sid));
}
