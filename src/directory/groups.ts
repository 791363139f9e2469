/** Groups of a directory (MS-ADTS 2.2.12, 3.1.1.6). */
import type { Sid } from '../descriptor/types.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from './ids.js';

export interface Group {
  readonly dn: string;
  /** `DOMAIN\sAMAccountName`, or the DN where it was not read. */
  readonly name: string;
  readonly sid: Sid | null;
  readonly sidHistory: readonly Sid[];
  readonly domain: DomainId | null;
  readonly descriptor: DescriptorId | null;
  readonly classes: ClassListId | null;
  readonly container: ContainerId | null;
  /** groupType; null where not read. */
  readonly groupType: number | null;
  readonly adminCount: number | null;
  /** DNs in `member` that no source knows. */
  readonly unresolvedMembers: readonly string[];
  /** This group, or one nested in it, has a member that no source knows, which may itself be a group, or was read in part. */
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

/** True for groups that only the domain controllers of their own domain add to a token. */
export function isDomainLocal(group: Group): boolean {
  return group.groupType !== null && (group.groupType & (GroupType.DomainLocal | GroupType.BuiltinLocal)) !== 0;
}

/** True unless the group is known to be a distribution group. */
export function isSecurityGroup(group: Group): boolean {
  return group.groupType === null || (group.groupType & GroupType.SecurityEnabled) !== 0;
}
