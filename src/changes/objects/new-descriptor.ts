/** The descriptor of a new object (MS-ADTS 6.1.3.6 to 6.1.3.8, MS-DTYP 2.5.3.4.1). */
import { parseSddl } from '../../descriptor/index.js';
import { SdControl, type SecurityDescriptor, type Sid } from '../../descriptor/types.js';
import { ownEntries, type Place, withOwn } from '../lists.js';

/** Who makes new objects. */
export interface Creator {
  readonly sid: Sid;
  /** All groups of its token. */
  readonly groups: readonly Sid[];
  /** The group that new objects get where no administrators' group is their owner. */
  readonly primaryGroup: Sid | null;
}

/** What stands for a domain in the texts of the schema, and in the rules for owners. */
export interface DomainSids {
  readonly domain: Sid;
  /** Of the forest's root domain; null where the sources do not tell it. */
  readonly root: Sid | null;
}

/** @returns the creator that is meant where nobody says who: an administrator of the domain */
export function domainAdmin({ domain }: DomainSids): Creator {
  const admins: Sid = `${domain}-512`;
  return { sid: admins, groups: [admins], primaryGroup: admins };
}

/** Owner and group of what somebody makes (MS-ADTS 6.1.3.7), in a domain or in the configuration (6.1.3.8). */
export function ownersOf(
  creator: Creator,
  { domain, root }: DomainSids,
  inConfiguration: boolean,
): { readonly owner: Sid; readonly group: Sid | null } {
  const enterprise: readonly Sid[] = root === null ? [] : [`${root}-519`];
  const admins: Sid = `${domain}-512`;
  const inOrder = inConfiguration ? [...enterprise, admins] : [admins, ...enterprise];
  const held = inOrder.find((sid) => creator.sid === sid || creator.groups.includes(sid));
  if (held !== undefined) return { owner: held, group: held };
  // The owner that a token names by default: for members of Administrators this group.
  const owner = creator.groups.includes('S-1-5-32-544') ? 'S-1-5-32-544' : creator.sid;
  return { owner, group: creator.primaryGroup };
}

/**
 * @param given what the creator gave; null: none
 * @param defaultSddl defaultSecurityDescriptor of the object's class
 * @returns the descriptor as it is stored; null where the default is needed, and not known
 */
export function newDescriptor(
  given: SecurityDescriptor | null,
  defaultSddl: string | undefined,
  owners: { readonly owner: Sid; readonly group: Sid | null },
  sids: DomainSids,
  place: Place,
): SecurityDescriptor | null {
  const hasList = given !== null && (given.control & SdControl.DaclPresent) !== 0;
  const defaults = hasList ? null : defaultOf(defaultSddl, sids);
  if (!hasList && defaults === null) return null;
  const source = hasList ? given : defaults!;
  const kept = source.control & SdControl.DaclProtected;
  const whole: SecurityDescriptor = {
    ...source,
    control: SdControl.SelfRelative | SdControl.DaclPresent | SdControl.DaclAutoInherited | kept,
    owner: given?.owner ?? defaults?.owner ?? owners.owner,
    group: given?.group ?? defaults?.group ?? owners.group,
    // Audit entries are not read as a rule, and matter to no verdict.
    sacl: null,
  };
  return whole.dacl === null ? whole : withOwn(whole, ownEntries(source), place);
}

/** Groups that only the root domain of a forest has (MS-DTYP 2.5.1.1): Enterprise Admins and the like. */
const OF_THE_ROOT = /[;:]\s*(?:EA|SA|RO|EK)\b/i;

function defaultOf(sddl: string | undefined, { domain, root }: DomainSids): SecurityDescriptor | null {
  if (sddl === undefined || (root === null && OF_THE_ROOT.test(sddl))) return null;
  try {
    const parsed = parseSddl(sddl, { domainSid: domain, ...(root !== null && { rootDomainSid: root }) });
    // Without a list in it, the one of the creator's token would count, which is not known.
    return (parsed.control & SdControl.DaclPresent) === 0 ? null : parsed;
  } catch {
    // A damaged text, or one that names groups of a root domain that is not known.
    return null;
  }
}
