/** Who is granted a right by a descriptor: its trustees, each asked as the access check would ask it. */
import type { SecurityDescriptor, Sid } from '../descriptor/types.js';
import { checkRight, takesPart, trusteesOf } from './check.js';
import type { RightRequest } from './request.js';

interface Holder {
  readonly sid: Sid;
  /** Unknown: a condition that cannot be evaluated, or an entry that cannot be read, would decide. */
  readonly decision: 'granted' | 'unknown';
  /** Position of the entry that decides, from 0; null: the owner's implicit right. */
  readonly index: number | null;
}

/**
 * @param always SIDs that whoever holds a trustee carries as well (Everyone...): a denial for them counts
 * @returns the trustees to whom an entry that names them (or their ownership) gives the right, in the order of the list,
 *   the owner last; nobody in particular where there is no list: then everybody holds every right
 */
export function holdersOf(
  descriptor: SecurityDescriptor,
  request: RightRequest,
  always: ReadonlySet<Sid>,
): readonly Holder[] {
  const { dacl, owner } = descriptor;
  const candidates = trusteesOf(descriptor);
  if (owner !== null) candidates.add(owner);
  const holders: Holder[] = [];
  for (const sid of candidates) {
    const carries = (asked: Sid) => (asked === sid || always.has(asked) ? ('yes' as const) : ('no' as const));
    const { decision, basis, index } = checkRight(descriptor, { carries, isSelf: false }, request);
    if (decision === 'denied' || basis === 'no-dacl') continue;
    if (index === null) {
      if (sid === owner) holders.push({ sid, decision, index: null });
      continue;
    }
    const ace = dacl!.aces[index]!;
    // What everybody is given is told once, with the trustee that the entry names.
    if (takesPart(ace) && ace.sid === sid) holders.push({ sid, decision, index });
  }
  return holders;
}
