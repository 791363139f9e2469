/** What the directory would answer to each action, for one account, one descriptor and one class of target. */
import { type CheckResult, checkRight, covers, effectOf } from '../access/check.js';
import type { RightRequest } from '../access/request.js';
import { matchTrustee, type Requester, type Self } from '../access/trustee.js';
import { AceFlag, type Guid, type SecurityDescriptor } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { Token } from '../directory/token.js';
import type { Tristate } from '../result/tristate.js';
import type { ActionDefinition } from './action.js';
import { requestsFor } from './requests.js';

/** The answer to one action. */
export interface Decided {
  readonly access: CheckResult;
  /** All rights of the documented set; null where the evidence does not decide. */
  readonly documentedSet: boolean | null;
  /** Why a refusal without a deciding entry is one, where an entry that does not reach this object says it. */
  readonly nearMiss: 'class' | 'inherit-only' | null;
}

/** The requests of one action on one class of target. */
export interface ActionRequests {
  readonly request: readonly RightRequest[];
  readonly documented: readonly RightRequest[];
}

/** @param classGuid undefined where the class of the target is not in the schema */
export function actionRequests(
  action: ActionDefinition,
  directory: Directory,
  classGuid: Guid | undefined,
): ActionRequests {
  return {
    request: requestsFor(action.request, directory.schema, classGuid),
    documented: action.documented.flatMap((right) => requestsFor(right, directory.schema, classGuid)),
  };
}

/**
 * The requester that a token is, for an object that is (or is not) the account itself, or a group of it.
 * @param ownerRights whether the owner's implicit rights count there
 */
export function requesterOf(token: Token, isSelf: Self, ownerRights: Tristate = 'yes'): Requester {
  return { carries: (sid) => token.carries(sid), isSelf, ownerRights };
}

/**
 * All of several requests: refused where one is refused, else open where one is open, else granted. The first of that
 * kind is the one that is reported.
 */
export function checkAll(
  descriptor: SecurityDescriptor,
  requester: Requester,
  requests: readonly RightRequest[],
): CheckResult {
  let open: CheckResult | null = null;
  let granted: CheckResult | null = null;
  for (const request of requests) {
    const result = checkRight(descriptor, requester, request);
    if (result.decision === 'denied') return result;
    if (result.decision === 'unknown') open ??= result;
    else granted ??= result;
  }
  return open ?? granted ?? { decision: 'unknown', basis: 'unknown-entry', index: null };
}

/** Evaluates one action on one descriptor. */
export function decide(
  descriptor: SecurityDescriptor,
  requester: Requester,
  requests: ActionRequests,
  classGuid: Guid | undefined,
  directory: Directory,
): Decided {
  const check = (asked: readonly RightRequest[]): CheckResult => {
    const result = checkAll(descriptor, requester, asked);
    if (classGuid !== undefined) return result;
    // The class of the target is not known, so an entry for some class may or may not reach it.
    const other = checkAll(descriptor, requester, widen(asked, descriptor, directory));
    return other.decision === result.decision
      ? result
      : { decision: 'unknown', basis: 'unknown-entry', index: other.index };
  };
  const access = check(requests.request);
  const documented = check(requests.documented).decision;
  return {
    access,
    documentedSet:
      requests.documented.length === 0 || documented === 'granted' ? true : documented === 'denied' ? false : null,
    nearMiss: access.basis === 'no-entry' ? nearMiss(descriptor, requester, requests.request, classGuid) : null,
  };
}

/** The same requests, with every GUID of the list that names neither an attribute nor a right taken for the class. */
function widen(
  requests: readonly RightRequest[],
  descriptor: SecurityDescriptor,
  directory: Directory,
): readonly RightRequest[] {
  const guids = new Set<Guid>();
  for (const ace of descriptor.dacl?.aces ?? []) {
    if (ace.form !== 'object' || ace.objectType === null) continue;
    const meanings = directory.schema.meanings(ace.objectType);
    if (meanings.every((meaning) => meaning.kind === 'class')) guids.add(ace.objectType);
  }
  return requests.map((request) => ({ ...request, covers: [...request.covers, ...guids] }));
}

/** Looks in a list for an entry that would grant the request if it reached this object. */
function nearMiss(
  descriptor: SecurityDescriptor,
  requester: Requester,
  requests: readonly RightRequest[],
  classGuid: Guid | undefined,
): Decided['nearMiss'] {
  let found: Decided['nearMiss'] = null;
  for (const ace of descriptor.dacl!.aces) {
    if ((ace.flags & AceFlag.InheritOnly) === 0 || effectOf(ace) !== 'allow') continue;
    if (ace.form !== 'basic' && ace.form !== 'object') continue;
    if (!requests.some((request) => covers(ace, request))) continue;
    if (matchTrustee(ace.sid, requester, descriptor.owner) !== 'yes') continue;
    if (ace.form === 'object' && ace.inheritedObjectType !== null && ace.inheritedObjectType !== classGuid)
      return 'class';
    found = 'inherit-only';
  }
  return found;
}
