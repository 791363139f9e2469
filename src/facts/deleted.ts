/** Scope `deleted`: a SID that entries of containers still name, and that no object has any more. */
import { takesPart } from '../access/check.js';
import { isInherited } from '../access/inherit.js';
import { sidRid, sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Directory, Principal } from '../directory/directory.js';
import { type ContainerId, idsOf } from '../directory/ids.js';
import { Recent } from '../directory/recent.js';
import { DELETED_NAME } from '../directory/records.js';
import { HIDING } from '../directory/token-parts.js';
import type { Tristate } from '../result/tristate.js';
import type { Shared } from '../verdicts/shared.js';
import type { FactScope } from './scope.js';

/** `deleted`: a SID that no object has (scope deleted). */
export interface DeletedFacts {
  readonly sid: string;
  /** A deleted object of the sources had it; unknown: nothing of it is there, which a reader may just not have been shown. */
  readonly proven: Tristate;
  /** DN of the first object that holds such an entry. */
  readonly holder: string;
  readonly objects: number;
  readonly entries: number;
  /** The first 20 of the objects by name. */
  readonly where: readonly string[];
  readonly atDomainRoot: boolean;
  readonly onAdminSDHolder: boolean;
}

interface Counted extends DeletedFacts {
  objects: number;
  entries: number;
  readonly where: string[];
  atDomainRoot: boolean;
  onAdminSDHolder: boolean;
}

const NAMED = 20;
const REMEMBERED = 1 << 14;
/** SIDs that are told of. */
const MOST = 1000;
/** RIDs up to here are Windows' own: some versions write entries for groups that they make later, or never. */
const LAST_RESERVED_RID = 999;
const DOMAIN_USERS = 513;

/** @returns what own entries of containers name and no object of the sources has: never what may only not have been read */
export function deletedPrincipals(shared: Shared): readonly DeletedFacts[] {
  const { directory } = shared;
  const found = new Map<Sid, Counted>();
  // Whoever can write a list can name as many SIDs as there are: what was found out of them is forgotten again.
  const states = new Recent<Sid, Tristate>(REMEMBERED);
  const ofDomains = directory.domains.map(({ sid }) => `${sid}-`);
  const roots = new Set(directory.domains.map(({ container }) => container));
  const holders = new Set(directory.domains.map(({ adminSDHolder }) => adminSDHolder));
  for (const number of idsOf<ContainerId>(directory.containers)) {
    const { dn, descriptor, domain } = directory.containers[number]!;
    if (domain === null) continue;
    const here = new Set<Sid>();
    for (const ace of shared.descriptor(descriptor)?.dacl?.aces ?? []) {
      if (isInherited(ace) || !takesPart(ace) || !ofDomains.some((head) => ace.sid.startsWith(head))) continue;
      const state = states.of(ace.sid, () => isGone(ace.sid, directory));
      if (state === 'no') continue;
      let known = found.get(ace.sid);
      if (known === undefined) {
        if (found.size === MOST) continue;
        const nothing = { objects: 0, entries: 0, where: [], atDomainRoot: false, onAdminSDHolder: false };
        known = { sid: ace.sid, proven: state, holder: dn, ...nothing };
        found.set(ace.sid, known);
      }
      known.entries++;
      if (here.has(ace.sid)) continue;
      here.add(ace.sid);
      known.objects++;
      known.atDomainRoot ||= roots.has(number);
      known.onAdminSDHolder ||= holders.has(number);
      if (known.where.length < NAMED) known.where.push(dn);
    }
  }
  return [...found.values()].sort((a, b) => (a.sid < b.sid ? -1 : 1));
}

/** Yes: a deleted object had that SID. Unknown: a whole domain was read, as far as anybody can tell, and nothing has it. */
function isGone(sid: Sid, directory: Directory): Tristate {
  const domain = directory.domains.find((each) => each.sid === sidWithoutLast(sid));
  const rid = sidRid(sid);
  if (domain === undefined || rid === null || rid <= LAST_RESERVED_RID) return 'no';
  // What had it once may be another object now.
  if (directory.groupsBySid.has(sid) || directory.groupByFormerSid.has(sid) || directory.foreignBySid.has(sid))
    return 'no';
  const principal = directory.principals.get(sid);
  if (principal !== undefined) return isDeleted(principal) ? 'yes' : 'no';
  if (directory.gaps.some(({ code }) => HIDING.has(code) || code === 'sid-missing')) return 'no';
  // An export of some kinds of objects shows nothing of the others.
  return directory.groupsBySid.has(`${domain.sid}-${DOMAIN_USERS}`) ? 'unknown' : 'no';
}

/** By the name that the directory gives a deleted object too: a living one may be called anything (MS-ADTS 3.1.1.5.5). */
function isDeleted({ dn, name }: Principal): boolean {
  return name.endsWith(DELETED_NAME) && /(?:\\0A|\n)DEL:/i.test(dn);
}

export const deletedScope: FactScope<{ readonly deleted: DeletedFacts }> = {
  once: true,
  *start({ shared }) {
    for (const deleted of deletedPrincipals(shared)) yield { deleted };
  },
};
