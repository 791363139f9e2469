/** The identifiers of other catalogues that rules may carry: only what somebody has read where it comes from. */
import type { FrameworkName } from '../../src/result/frameworks.js';

/**
 * How an identifier was verified: `vendor`: in the text of its publisher; `code`: in the source of a program; `third party`: in
 * somebody else's page only. What was not verified is not in this table.
 */
export type Mark = 'vendor' | 'code' | 'third party';

export interface Verified {
  readonly framework: FrameworkName;
  readonly mark: Mark;
  readonly source: string;
  readonly ids: readonly string[];
}

export const VERIFIED: readonly Verified[] = [
  {
    framework: 'attack',
    mark: 'code',
    source: 'technique ids in the rules of PingCastle @9393a5f',
    ids: ['T1098', 'T1207', 'T1558.001', 'T1558.003', 'T1558.004', 'T1134.005', 'T1069.002'],
  },
  {
    framework: 'attack',
    mark: 'third party',
    source: 'catalogues of ATT&CK v16 to v18; mappings of the Center for Threat-Informed Defense',
    ids: ['T1531', 'T1484', 'T1484.001', 'T1098.007', 'T1003.006', 'T1078.002', 'T1649', 'T1555', 'T1222.001', 'T1556'],
  },
  {
    framework: 'anssi',
    mark: 'third party',
    source: 'ADSOpen 1.3.2 and AD_Miner, after the ANSSI checklist',
    ids: [
      'vuln_permissions_adminsdholder',
      'vuln_permissions_dc',
      'vuln_permissions_gmsa_keys',
      'vuln_permissions_naming_context',
      'vuln_permissions_schema',
      'vuln_permissions_msdns',
      'vuln_privileged_members_perm',
      'vuln_adcs_template_control',
      'vuln_privileged_members_no_admincount',
      'vuln_protected_users',
      'vuln_dont_expire',
      'vuln_dont_expire_priv',
      'vuln_sidhistory_present',
      'vuln_primary_group_id_nochange',
      'vuln_dsheuristics_bad',
      'vuln_rodc_denied_group',
      'vuln_delegation_t4d',
      'vuln_delegation_sourcedeleg',
      'vuln_kerberos_properties_encryption',
    ],
  },
  {
    framework: 'pingcastle',
    mark: 'code',
    source: 'RuleModel ids of PingCastle @9393a5f',
    ids: [
      'A-AdminSDHolder',
      'A-BadSuccessor',
      'P-Delegated',
      'P-UnkownDelegation',
      'P-DangerousExtendedRight',
      'P-ControlPathIndirectMany',
      'P-ControlPathIndirectEveryone',
      'P-DelegationEveryone',
      'P-DelegationKeyAdmin',
      'P-DelegationGPOData',
      'P-UnconstrainedDelegation',
      'P-DsHeuristicsAdminSDExMask',
      'P-DsHeuristicsDoListObject',
      'P-ServiceDomainAdmin',
      'S-AesNotEnabled',
      'S-DesEnabled',
      'S-PwdNeverExpires',
      'S-PrimaryGroup',
      'S-NoPreAuth',
      'S-PwdNotRequired',
      'S-Reversible',
      'S-SIDHistory',
      'T-SIDHistoryDangerous',
      'T-TGTDelegation',
    ],
  },
  {
    framework: 'stig',
    mark: 'third party',
    source: 'STIG viewer text of Active Directory Domain V3R7, cited 2026',
    ids: [
      'V-243466',
      'V-243467',
      'V-243468',
      'V-243469',
      'V-243470',
      'V-243471',
      'V-243476',
      'V-243477',
      'V-243484',
      'V-243485',
      'V-243486',
      'V-243487',
      'V-243488',
      'V-243489',
      'V-243490',
    ],
  },
  {
    framework: 'nist',
    mark: 'third party',
    source: 'table of the OSCAL catalogue of SP 800-53 Rev. 5.2.0, May 2026',
    ids: ['AC-2', 'AC-2(3)', 'AC-3', 'AC-5', 'AC-6', 'AC-6(1)', 'AC-6(2)', 'AC-6(5)', 'AC-6(9)', 'AC-6(10)'],
  },
  {
    framework: 'posture',
    mark: 'vendor',
    source: 'Microsoft Learn, Defender for Identity, posture assessments, as of August 2026',
    ids: [
      'Identify service accounts in privileged groups',
      'Locate accounts in built-in Operator Groups',
      'Accounts with non-default Primary Group ID',
      'Remove access rights on suspicious accounts with the Admin SDHolder permission',
      'Remove non-admin accounts with DCSync permissions',
      'Ensure non-admin identities cannot have WriteDACL permissions on sensitive groups',
      'Ensure privileged accounts are not delegated',
      'Unsafe permissions on the DnsAdmins group',
      'Microsoft LAPS usage',
    ],
  },
];

/** The identifiers of a catalogue that were verified, whichever way. */
export function verifiedIds(framework: FrameworkName): readonly string[] {
  return VERIFIED.filter((entry) => entry.framework === framework).flatMap(({ ids }) => ids);
}
