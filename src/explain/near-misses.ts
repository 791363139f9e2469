/** For a refusal: entries that allow what is asked, and why none of them reaches the target. */
import { covers, effectOf } from '../access/check.js';
import { isInheritable, unreachedBecause } from '../access/inherit.js';
import { namedRightsOf } from '../access/named-rights.js';
import type { RightRequest } from '../access/request.js';
import { matchTrustee } from '../access/trustee.js';
import { isBroad } from '../advice/index.js';
import { formatAce } from '../descriptor/index.js';
import { type Ace, AceFlag, type BasicAce, type ObjectAce, SdControl } from '../descriptor/types.js';
import { at, type Container } from '../directory/directory.js';
import { type ContainerId, idsOf } from '../directory/ids.js';
import type { NearMiss } from '../result/explain.js';
import { type Context, named } from './context.js';
import { appliesTo } from './entries.js';

/** Of the delegations elsewhere in the domain, so many are shown. */
const MOST_ELSEWHERE = 3;

/**
 * @param request the right that is refused
 * @returns nearest first: the target's own list, then its ancestors, then containers elsewhere in its domain
 */
export function nearMisses(context: Context, request: RightRequest): readonly NearMiss[] {
  const ancestors = new Set<ContainerId>();
  const near = [...onTarget(context, request), ...onAncestors(context, request, ancestors)];
  if (near.length === 0) return elsewhere(context, request, ancestors);
  // With its inheritance off, what the target itself holds for objects below is beside the point.
  return near.sort((a, b) => rank(a) - rank(b));
}

function rank({ because }: NearMiss): number {
  return because === 'inheritance-off' ? 0 : because === 'inherit-only' ? 1 : 2;
}

/** An entry that would allow the request, wherever it stands. */
function gives(context: Context, ace: Ace, request: RightRequest): ace is BasicAce | ObjectAce {
  if (ace.form !== 'basic' && ace.form !== 'object') return false;
  if (effectOf(ace) !== 'allow' || !covers(ace, request)) return false;
  return matchTrustee(ace.sid, context.requester, null) === 'yes';
}

function miss(
  context: Context,
  ace: BasicAce | ObjectAce,
  dn: string,
  index: number,
  because: NearMiss['because'],
  blockedAt: readonly string[] = [],
): NearMiss {
  return {
    because,
    written: { dn, index, sddl: formatAce(ace) },
    trustee: named(context, ace.sid),
    rights: namedRightsOf(ace, context.session.directory.schema),
    appliesTo: appliesTo(ace, context),
    blockedAt,
  };
}

/** Entries of the target's own list that are no inherited ones: those are found where they are written. */
function* onTarget(context: Context, request: RightRequest): Generator<NearMiss> {
  for (const [index, ace] of (context.descriptor?.dacl?.aces ?? []).entries()) {
    if ((ace.flags & AceFlag.InheritOnly) === 0 || (ace.flags & AceFlag.Inherited) !== 0) continue;
    if (gives(context, ace, request)) yield miss(context, ace, context.dn, index, 'inherit-only');
  }
}

function* onAncestors(context: Context, request: RightRequest, seen: Set<ContainerId>): Generator<NearMiss> {
  const { session, record, dn, descriptor } = context;
  const { containers } = session.directory;
  const blockedAt: string[] = isOff(descriptor) ? [dn] : [];
  let number: ContainerId | null = record.parent;
  for (let levels = 0; number !== null && !seen.has(number); levels++) {
    seen.add(number);
    const container: Container | null = at(containers, number);
    if (container === null) return;
    const own = session.shared.descriptor(container.descriptor);
    for (const [index, ace] of (own?.dacl?.aces ?? []).entries()) {
      if ((ace.flags & AceFlag.Inherited) !== 0 || !gives(context, ace, request)) continue;
      const because = whyNot(context, ace, levels, blockedAt);
      yield miss(context, ace, container.dn, index, because, because === 'inheritance-off' ? [...blockedAt] : []);
    }
    if (isOff(own)) blockedAt.push(container.dn);
    number = container.parent;
  }
}

function whyNot(
  { classGuid }: Context,
  ace: BasicAce | ObjectAce,
  levels: number,
  blockedAt: readonly string[],
): NearMiss['because'] {
  const unreached = unreachedBecause(ace, { classGuid }, levels);
  return unreached ?? (blockedAt.length === 0 ? 'not-propagated' : 'inheritance-off');
}

function isOff(descriptor: Context['descriptor']): boolean {
  return descriptor !== null && (descriptor.control & SdControl.DaclProtected) !== 0;
}

/** Delegations to the account that stand on other containers of the target's domain, those for its class first. */
function elsewhere(context: Context, request: RightRequest, ancestors: ReadonlySet<ContainerId>): readonly NearMiss[] {
  const { session, domain, className } = context;
  const { containers, domains } = session.directory;
  const found: NearMiss[] = [];
  const holder = at(domains, domain)?.adminSDHolder ?? null;
  for (const number of idsOf<ContainerId>(containers)) {
    const container = containers[number]!;
    if (container.domain !== domain || ancestors.has(number) || number === holder) continue;
    for (const [index, ace] of (session.shared.descriptor(container.descriptor)?.dacl?.aces ?? []).entries()) {
      if ((ace.flags & AceFlag.Inherited) !== 0 || !isInheritable(ace)) continue;
      if (!gives(context, ace, request) || isBroad(ace.sid)) continue;
      found.push(miss(context, ace, container.dn, index, 'elsewhere'));
    }
  }
  const forClass = found.filter(({ appliesTo }) => appliesTo === null || appliesTo === className);
  return (forClass.length > 0 ? forClass : found).slice(0, MOST_ELSEWHERE);
}
