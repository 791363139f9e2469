/** Well-known SIDs and the relative identifiers of domain principals, with their display names (MS-DTYP 2.4.2.4). */
import { sidDomain, sidRid } from './sid.js';
import type { Sid } from './types.js';

const NAMES: ReadonlyMap<Sid, string> = new Map([
  ['S-1-0-0', 'Nobody'],
  ['S-1-1-0', 'Everyone'],
  ['S-1-2-0', 'Local'],
  ['S-1-2-1', 'Console Logon'],
  ['S-1-3-0', 'Creator Owner'],
  ['S-1-3-1', 'Creator Group'],
  ['S-1-3-2', 'Creator Owner Server'],
  ['S-1-3-3', 'Creator Group Server'],
  ['S-1-3-4', 'Owner Rights'],
  ['S-1-5', 'NT Authority'],
  ['S-1-5-1', 'Dialup'],
  ['S-1-5-2', 'Network'],
  ['S-1-5-3', 'Batch'],
  ['S-1-5-4', 'Interactive'],
  ['S-1-5-6', 'Service'],
  ['S-1-5-7', 'Anonymous Logon'],
  ['S-1-5-8', 'Proxy'],
  ['S-1-5-9', 'Enterprise Domain Controllers'],
  ['S-1-5-10', 'Self'],
  ['S-1-5-11', 'Authenticated Users'],
  ['S-1-5-12', 'Restricted'],
  ['S-1-5-13', 'Terminal Server User'],
  ['S-1-5-14', 'Remote Interactive Logon'],
  ['S-1-5-15', 'This Organization'],
  ['S-1-5-17', 'IUSR'],
  ['S-1-5-18', 'Local System'],
  ['S-1-5-19', 'Local Service'],
  ['S-1-5-20', 'Network Service'],
  ['S-1-5-21-0-0-0-496', 'Compounded Authentication'],
  ['S-1-5-21-0-0-0-497', 'Claims Valid'],
  ['S-1-5-32', 'Builtin'],
  ['S-1-5-32-544', 'BUILTIN\\Administrators'],
  ['S-1-5-32-545', 'BUILTIN\\Users'],
  ['S-1-5-32-546', 'BUILTIN\\Guests'],
  ['S-1-5-32-547', 'BUILTIN\\Power Users'],
  ['S-1-5-32-548', 'BUILTIN\\Account Operators'],
  ['S-1-5-32-549', 'BUILTIN\\Server Operators'],
  ['S-1-5-32-550', 'BUILTIN\\Print Operators'],
  ['S-1-5-32-551', 'BUILTIN\\Backup Operators'],
  ['S-1-5-32-552', 'BUILTIN\\Replicator'],
  ['S-1-5-32-554', 'BUILTIN\\Pre-Windows 2000 Compatible Access'],
  ['S-1-5-32-555', 'BUILTIN\\Remote Desktop Users'],
  ['S-1-5-32-556', 'BUILTIN\\Network Configuration Operators'],
  ['S-1-5-32-557', 'BUILTIN\\Incoming Forest Trust Builders'],
  ['S-1-5-32-558', 'BUILTIN\\Performance Monitor Users'],
  ['S-1-5-32-559', 'BUILTIN\\Performance Log Users'],
  ['S-1-5-32-560', 'BUILTIN\\Windows Authorization Access Group'],
  ['S-1-5-32-561', 'BUILTIN\\Terminal Server License Servers'],
  ['S-1-5-32-562', 'BUILTIN\\Distributed COM Users'],
  ['S-1-5-32-568', 'BUILTIN\\IIS_IUSRS'],
  ['S-1-5-32-569', 'BUILTIN\\Cryptographic Operators'],
  ['S-1-5-32-573', 'BUILTIN\\Event Log Readers'],
  ['S-1-5-32-574', 'BUILTIN\\Certificate Service DCOM Access'],
  ['S-1-5-32-575', 'BUILTIN\\RDS Remote Access Servers'],
  ['S-1-5-32-576', 'BUILTIN\\RDS Endpoint Servers'],
  ['S-1-5-32-577', 'BUILTIN\\RDS Management Servers'],
  ['S-1-5-32-578', 'BUILTIN\\Hyper-V Administrators'],
  ['S-1-5-32-579', 'BUILTIN\\Access Control Assistance Operators'],
  ['S-1-5-32-580', 'BUILTIN\\Remote Management Users'],
  ['S-1-5-32-582', 'BUILTIN\\Storage Replica Administrators'],
  ['S-1-5-32-584', 'BUILTIN\\User Mode Hardware Operators'],
  ['S-1-5-32-585', 'BUILTIN\\OpenSSH Users'],
  ['S-1-5-33', 'Write Restricted'],
  ['S-1-5-64-10', 'NTLM Authentication'],
  ['S-1-5-64-14', 'SChannel Authentication'],
  ['S-1-5-64-21', 'Digest Authentication'],
  ['S-1-5-65-1', 'This Organization Certificate'],
  ['S-1-5-80-0', 'All Services'],
  ['S-1-5-84-0-0-0-0-0', 'User Mode Drivers'],
  ['S-1-5-113', 'Local Account'],
  ['S-1-5-114', 'Local Account and Member of Administrators Group'],
  ['S-1-5-1000', 'Other Organization'],
  ['S-1-15-2-1', 'All Application Packages'],
  ['S-1-15-2-2', 'All Restricted Application Packages'],
  ['S-1-16-0', 'Untrusted Mandatory Level'],
  ['S-1-16-4096', 'Low Mandatory Level'],
  ['S-1-16-8192', 'Medium Mandatory Level'],
  ['S-1-16-8448', 'Medium Plus Mandatory Level'],
  ['S-1-16-12288', 'High Mandatory Level'],
  ['S-1-16-16384', 'System Mandatory Level'],
  ['S-1-16-20480', 'Protected Process Mandatory Level'],
  ['S-1-16-28672', 'Secure Process Mandatory Level'],
  ['S-1-18-1', 'Authentication Authority Asserted Identity'],
  ['S-1-18-2', 'Service Asserted Identity'],
  ['S-1-18-3', 'Fresh Public Key Identity'],
  ['S-1-18-4', 'Key Trust Identity'],
  ['S-1-18-5', 'Key Property MFA'],
  ['S-1-18-6', 'Key Property Attestation'],
]);

/** Names of a domain's own principals by relative identifier. */
const RID_NAMES: ReadonlyMap<number, string> = new Map([
  [498, 'Enterprise Read-only Domain Controllers'],
  [500, 'Administrator'],
  [501, 'Guest'],
  [502, 'krbtgt'],
  [512, 'Domain Admins'],
  [513, 'Domain Users'],
  [514, 'Domain Guests'],
  [515, 'Domain Computers'],
  [516, 'Domain Controllers'],
  [517, 'Cert Publishers'],
  [518, 'Schema Admins'],
  [519, 'Enterprise Admins'],
  [520, 'Group Policy Creator Owners'],
  [521, 'Read-only Domain Controllers'],
  [522, 'Cloneable Domain Controllers'],
  [525, 'Protected Users'],
  [526, 'Key Admins'],
  [527, 'Enterprise Key Admins'],
  [553, 'RAS and IAS Servers'],
  [571, 'Allowed RODC Password Replication Group'],
  [572, 'Denied RODC Password Replication Group'],
]);

/** @returns the display name of a SID that means the same everywhere, or null for any other */
export function wellKnownName(sid: Sid): string | null {
  return NAMES.get(sid) ?? null;
}

/** @returns the display name of a domain principal with a fixed relative identifier (512: Domain Admins), or null */
export function domainRidName(rid: number): string | null {
  return RID_NAMES.get(rid) ?? null;
}

/**
 * @returns the name a SID has by itself: that of a well-known SID, or of a domain principal with a fixed relative
 *   identifier (without saying which domain); null for any other
 */
export function intrinsicName(sid: Sid): string | null {
  const known = wellKnownName(sid);
  if (known !== null) return known;
  const rid = sidRid(sid);
  return rid !== null && isDomainSid(sidDomain(sid)) ? domainRidName(rid) : null;
}

/** @returns whether the SID has the form of a domain's: S-1-5-21 and three numbers (MS-DTYP 2.4.2.3) */
export function isDomainSid(sid: Sid | null): boolean {
  return sid !== null && /^S-1-5-21-\d+-\d+-\d+$/.test(sid);
}
