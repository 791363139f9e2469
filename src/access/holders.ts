/** Who is granted a right by a descriptor: its trustees, each asked as the access check would ask it. */
import { AceFlag, type BasicAce, type ObjectAce, type SecurityDescriptor, type Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { checkRight, covers, effectOf, takesPart, trusteesOf } from './check.js';
import type { RightRequest } from './request.js';
import { matchTrustee, type Requester } from './trustee.js';

interface Holder {
  readonly sid: Sid;
  /** Unknown: a condition that cannot be evaluated, or an entry that cannot be read, would decide. */
  readonly decision: 'granted' | 'unknown';
  /** Position of the entry that gives it, or may do so, from 0; null: the owner's implicit right. */
  readonly index: number | null;
}

/**
 * @param always SIDs that whoever holds a trustee carries as well (Everyone...): a denial for them counts
 * @returns the trustees to whom an entry that names them (or their ownership) gives the right, or may do so, in the order of
 *   the list, the owner last; nobody in particular where there is no list: then everybody holds every right
 */
export function holdersOf(
  descriptor: SecurityDescriptor,
  request: RightRequest,
  always: ReadonlySet<Sid>,
): readonly Holder[] {
  const { owner } = descriptor;
  const candidates = trusteesOf(descriptor);
  if (owner !== null) candidates.add(owner);
  const holders: Holder[] = [];
  for (const sid of candidates) {
    // What a condition asks for besides, a holder may carry as well.
    const carries = (asked: Sid): Tristate =>
      asked === sid || always.has(asked) ? 'yes' : candidates.has(asked) ? 'no' : 'unknown';
    const requester = { carries, isSelf: false };
    const { decision, basis, index } = checkRight(descriptor, requester, request);
    if (decision === 'denied' || basis === 'no-dacl') continue;
    if (index === null) {
      if (sid === owner) holders.push({ sid, decision, index: null });
      continue;
    }
    // What everybody is given is told once, with the trustee that the entry names.
    const entry = givingEntry(descriptor, requester, request, always.has(sid) ? NOBODY : always);
    if (entry?.ace.sid === sid) holders.push({ sid, decision, index: entry.index });
  }
  return holders;
}

const NOBODY: ReadonlySet<Sid> = new Set();

/** An entry that gives somebody a right. */
export interface GivingEntry {
  /** Unknown: it may give it. */
  readonly decision: 'granted' | 'unknown';
  readonly ace: BasicAce | ObjectAce;
  readonly index: number;
}

/**
 * @param everybody trustees whose entries are told elsewhere: where it is open whether one of them gives the right, the
 *   entry behind it is looked for that may give it all the same
 * @returns the entry that gives the right, which may be one of those where it does for certain; null: none does or may, or
 *   it is had without an entry
 */
export function givingEntry(
  descriptor: SecurityDescriptor,
  requester: Requester,
  request: RightRequest,
  everybody: ReadonlySet<Sid>,
): GivingEntry | null {
  const { dacl, owner } = descriptor;
  const { decision, index } = checkRight(descriptor, requester, request);
  if (decision === 'denied' || dacl === null || index === null) return null;
  if (decision === 'granted') return { decision, ace: dacl.aces[index] as BasicAce | ObjectAce, index };
  const aces = dacl.aces.filter((ace) => effectOf(ace) !== 'allow' || !takesPart(ace) || !everybody.has(ace.sid));
  const apart = checkRight({ ...descriptor, dacl: { ...dacl, aces } }, requester, request);
  if (apart.decision === 'denied' || apart.index === null) return null;
  // No entry before the first that leaves it open gives it; one that denies it for certain would have decided.
  for (const ace of aces.slice(apart.index)) {
    if (!takesPart(ace) || effectOf(ace) !== 'allow' || (ace.flags & AceFlag.InheritOnly) !== 0) continue;
    if (covers(ace, request) && matchTrustee(ace.sid, requester, owner) !== 'no')
      return { decision, ace, index: dacl.aces.indexOf(ace) };
  }
  return null;
}
