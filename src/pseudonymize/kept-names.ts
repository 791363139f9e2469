/**
 * Names that every directory has and that say nothing about this one: kept, because people and programs know the objects
 * by them. docs/pseudonymize.md lists them.
 */

import { domainRidName, wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';

/** Containers and other objects that are made with a domain or a forest (RDN values). */
export const KEPT_CONTAINERS: readonly string[] = [
  'AdminSDHolder',
  'AIA',
  'Builtin',
  'CDP',
  'Certificate Templates',
  'Certification Authorities',
  'Computers',
  'Configuration',
  'Default Domain Policy',
  'Deleted Objects',
  'Directory Service',
  'Domain Controllers',
  'DomainUpdates',
  'Enrollment Services',
  'Enterprise Configuration',
  'Enterprise Schema',
  'Extended-Rights',
  'ForeignSecurityPrincipals',
  'ForestUpdates',
  'Group Key Distribution Service',
  'Infrastructure',
  'Keys',
  'KRA',
  'LostAndFound',
  'LostAndFoundConfig',
  'Managed Service Accounts',
  'Master Root Keys',
  'Microsoft',
  'MicrosoftDNS',
  'NTAuthCertificates',
  'NTDS Quotas',
  'OID',
  'Partitions',
  'Password Settings Container',
  'Policies',
  'PolicyTemplate',
  'PolicyType',
  'Program Data',
  'Public Key Services',
  'RID Manager$',
  'Schema',
  'Services',
  'Sites',
  'SOM',
  'System',
  'TPM Devices',
  'Users',
  'WellKnown Security Principals',
  'Windows NT',
  'WMIGPO',
  'WMIPolicy',
  '{31B2F340-016D-11D2-945F-00C04FB984F9}',
  '{6AC1786C-016F-11D2-945F-00C04FB984F9}',
];

/** Groups with no fixed SID that are known by their name. */
export const KEPT_GROUPS: readonly string[] = ['DnsAdmins', 'DnsUpdateProxy'];

/** Labels of DNS names and DC components that have a meaning of their own. */
export const KEPT_LABELS: readonly string[] = ['DomainDnsZones', 'ForestDnsZones', '_msdcs', '_sites', '_tcp', '_udp'];

/** Service classes of service principal names. */
export const KEPT_SERVICES: readonly string[] = [
  'cifs',
  'DNS',
  'GC',
  'HOST',
  'HTTP',
  'kadmin',
  'krbtgt',
  'ldap',
  'MSSQLSvc',
  'nfs',
  'RestrictedKrbHost',
  'RPC',
  'TERMSRV',
  'WSMAN',
];

/** Classes, attributes and rights of later versions of the product, and of its password solution, as their makers publish them. */
export const KEPT_SCHEMA: readonly string[] = [
  'dnsZoneScope',
  'dnsZoneScopeContainer',
  'DS-Validated-Write-Computer',
  'ms-LAPS-Encrypted-Password-Attributes',
  'ms-Mcs-AdmPwd',
  'ms-Mcs-AdmPwdExpirationTime',
  'msDS-ComputerSID',
  'msDS-CustomKeyInformation',
  'msDS-DelegatedManagedServiceAccount',
  'msDS-DelegatedMSAState',
  'msDS-DeviceDN',
  'msDS-DeviceMDMStatus',
  'msDS-DeviceTrustType',
  'msDS-ExpirePasswordsOnSmartCardOnlyAccounts',
  'msDS-ExternalDirectoryObjectId',
  'msDS-IsCompliant',
  'msDS-KeyApproximateLastLogonTimeStamp',
  'msDS-KeyCredential',
  'msDS-KeyCredentialLink',
  'msDS-KeyCredentialLink-BL',
  'msDS-KeyId',
  'msDS-KeyMaterial',
  'msDS-KeyPrincipal',
  'msDS-KeyPrincipalBL',
  'msDS-KeyUsage',
  'msDS-ManagedAccountPrecededByLink',
  'msDS-ManagedAccountPrecededByLinkBL',
  'msDS-ObjectSoa',
  'msDS-ServiceAllowedNTLMNetworkAuthentication',
  'msDS-ShadowPrincipal',
  'msDS-ShadowPrincipalContainer',
  'msDS-ShadowPrincipalSid',
  'msDS-SourceAnchor',
  'msDS-StrongNTLMPolicy',
  'msDS-SupersededManagedAccountLink',
  'msDS-SupersededManagedAccountLinkBL',
  'msDS-SupersededServiceAccountState',
  'msds-tokenGroupNames',
  'msds-tokenGroupNamesGlobalAndUniversal',
  'msds-tokenGroupNamesNoGCAcceptable',
  'msDS-UserAllowedNTLMNetworkAuthentication',
  'msLAPS-CurrentPasswordVersion',
  'msLAPS-EncryptedDSRMPassword',
  'msLAPS-EncryptedDSRMPasswordHistory',
  'msLAPS-EncryptedPassword',
  'msLAPS-EncryptedPasswordHistory',
  'msLAPS-Password',
  'msLAPS-PasswordExpirationTime',
];

/** Names of principals that are known by their SID or relative identifier, in English as the system first writes them. */
export function keptPrincipals(): readonly string[] {
  const names = new Set<string>();
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  for (const rid of range(498, 580)) names.add(domainRidName(rid) ?? '');
  for (const rid of range(544, 590)) names.add((wellKnownName(`S-1-5-32-${rid}`) ?? '').replace('BUILTIN\\', ''));
  const elsewhere: Sid[] = [
    'S-1-1-0',
    ...range(0, 4).map((n) => `S-1-3-${n}` as const),
    ...range(1, 20).map((n) => `S-1-5-${n}` as const),
  ];
  for (const sid of [...elsewhere, 'S-1-5-64-10', 'S-1-5-64-14', 'S-1-5-64-21'] as const)
    names.add(wellKnownName(sid) ?? '');
  names.delete('');
  return [...names];
}
