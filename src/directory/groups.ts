/** Groups of a directory (MS-ADTS 2.2.12, 3.1.1.6). */
import { isDomainSid, sidDomain, sidRid } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from './ids.js';

export interface Group {
  readonly dn: string;
  /** `DOMAIN\sAMAccountName`, or the DN where it was not read. */
  readonly name: string;
  /** As read; null where it was not. */
  readonly samAccountName: string | null;
  readonly sid: Sid | null;
  readonly sidHistory: readonly Sid[];
  readonly domain: DomainId | null;
  readonly descriptor: DescriptorId | null;
  readonly classes: ClassListId | null;
  readonly container: ContainerId | null;
  /** groupType; null where not read. */
  readonly groupType: number | null;
  readonly adminCount: number | null;
  /** A shadow principal: its SID is that of a group or an account of another forest (MS-ADTS 3.1.1.13.5). */
  readonly shadow: boolean;
  /** All of its own memberships in its domain are known: its `memberOf` was read, or is known to be absent. */
  readonly membershipsProven: boolean;
  /** Its sIDHistory was read, or is known to be absent. */
  readonly historyKnown: boolean;
  /** It is a member of groups that the sources do not hold. */
  readonly namesUnseen: boolean;
  /** DNs in `member` that no source knows. */
  readonly unresolvedMembers: readonly string[];
  /** It has a member that no source knows, which may itself be a group, or its members were read in part, or not at all. */
  readonly incomplete: boolean;
  /** Its members were read in part, or not at all. */
  readonly membersCut: boolean;
  /** Objects of the sources' domains may be members without the sources showing it. */
  readonly hidesMembers: boolean;
  /** It, or a group nested in it, is incomplete. */
  readonly open: boolean;
}

/** groupType bits (MS-ADTS 2.2.12). */
export const GroupType = {
  BuiltinLocal: 0x1,
  Global: 0x2,
  DomainLocal: 0x4,
  Universal: 0x8,
  SecurityEnabled: 0x80000000 | 0,
} as const;

/** What tells the type of a group. */
type Typed = Pick<Group, 'groupType' | 'sid'>;

/** Whether only the domain controllers of its own domain add the group to a token; unknown where its type was not read. */
export function isDomainLocal(group: Typed): Tristate {
  const type = typeOf(group);
  if (type === null) return 'unknown';
  return (type & (GroupType.DomainLocal | GroupType.BuiltinLocal)) !== 0 ? 'yes' : 'no';
}

/** Whether it is a security group, and no distribution group; unknown where its type was not read. */
export function isSecurityGroup(group: Typed): Tristate {
  const type = typeOf(group);
  if (type === null) return 'unknown';
  return (type & GroupType.SecurityEnabled) !== 0 ? 'yes' : 'no';
}

export type GroupScope = 'global' | 'domain-local' | 'universal';

/** Where its members may come from and where it counts; null where its type was not read. */
export function scopeOf(group: Typed): GroupScope | null {
  const type = typeOf(group);
  if (type === null) return null;
  if ((type & GroupType.Global) !== 0) return 'global';
  if ((type & GroupType.Universal) !== 0) return 'universal';
  return (type & (GroupType.DomainLocal | GroupType.BuiltinLocal)) !== 0 ? 'domain-local' : null;
}

/** The type, as read or as the SID shows it: aliases of BUILTIN and well-known RIDs have one that nobody can change. */
function typeOf({ groupType, sid }: Typed): number | null {
  if (groupType !== null || sid === null) return groupType;
  if (sid.startsWith('S-1-5-32-')) return GroupType.SecurityEnabled | GroupType.DomainLocal | GroupType.BuiltinLocal;
  return (isDomainSid(sidDomain(sid)) ? TYPE_OF_RID.get(sidRid(sid)) : undefined) ?? null;
}

/**
 * Groups that every domain has, by RID (MS-DTYP 2.4.2.4, MS-ADTS 6.1.1.4, 6.1.1.6). Not Cert Publishers (517): global where the
 * domain was made by Windows 2000, domain-local later.
 */
const TYPE_OF_RID: ReadonlyMap<number | null, number> = new Map([
  ...[512, 513, 514, 515, 516, 520, 521, 522, 525, 526].map(
    (rid) => [rid, GroupType.SecurityEnabled | GroupType.Global] as const,
  ),
  ...[498, 518, 519, 527].map((rid) => [rid, GroupType.SecurityEnabled | GroupType.Universal] as const),
  ...[553, 571, 572].map((rid) => [rid, GroupType.SecurityEnabled | GroupType.DomainLocal] as const),
]);
