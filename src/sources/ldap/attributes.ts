/**
 * Every attribute that collecting asks for, and why. The searches take their lists from here and the documentation is
 * written from it, so nothing can be read that is not explained. `*` is never sent, and no attribute that holds a
 * secret is in the table (a test compares it with a list of them).
 */

/** The searches that ask for attributes. */
export const ATTRIBUTE_USES = [
  'rootDSE',
  'ridManager',
  'schema',
  'rights',
  'partitions',
  'directoryService',
  'kdsRootKeys',
  'structure',
  'accounts',
  'managedAccounts',
] as const;
export type AttributeUse = (typeof ATTRIBUTE_USES)[number];

interface WantedAttribute {
  /** lDAPDisplayName. */
  readonly name: string;
  /** The searches that ask for it. */
  readonly uses: readonly AttributeUse[];
  /** What it is read for: one sentence for the documentation. */
  readonly reason: string;
}

const DOMAIN: readonly AttributeUse[] = ['structure', 'accounts', 'managedAccounts'];
const ACCOUNTS: readonly AttributeUse[] = ['accounts', 'managedAccounts'];

export const WANTED_ATTRIBUTES: readonly WantedAttribute[] = [
  { name: 'defaultNamingContext', uses: ['rootDSE'], reason: 'which domain the server serves' },
  { name: 'configurationNamingContext', uses: ['rootDSE'], reason: 'where the forest configuration is' },
  { name: 'schemaNamingContext', uses: ['rootDSE'], reason: 'where the schema is' },
  { name: 'rootDomainNamingContext', uses: ['rootDSE'], reason: 'which domain is the root of the forest' },
  {
    name: 'dsServiceName',
    uses: ['rootDSE'],
    reason: 'which server it is, so that an interrupted collection goes on at the same one',
  },
  {
    name: 'tokenGroups',
    uses: ['rootDSE'],
    reason:
      'the SIDs of the token that reads, for the evidence: what an object comes without is absent where they may read it',
  },
  { name: 'highestCommittedUSN', uses: ['rootDSE'], reason: 'how far the server was, for the evidence' },
  { name: 'currentTime', uses: ['rootDSE'], reason: "the server's clock, for the evidence" },
  { name: 'domainFunctionality', uses: ['rootDSE'], reason: 'functional level of the domain' },
  { name: 'forestFunctionality', uses: ['rootDSE'], reason: 'functional level of the forest' },
  { name: 'domainControllerFunctionality', uses: ['rootDSE'], reason: 'functional level of the server' },
  {
    name: 'objectClass',
    uses: ['schema', 'rights', 'partitions', 'directoryService', 'kdsRootKeys', ...DOMAIN],
    reason: 'what kind of object it is; inherited entries apply by class',
  },
  { name: 'lDAPDisplayName', uses: ['schema'], reason: 'name of a class or attribute' },
  { name: 'schemaIDGUID', uses: ['schema'], reason: 'the GUID by which an entry names a class or attribute' },
  { name: 'attributeSecurityGUID', uses: ['schema'], reason: 'the property set an attribute belongs to' },
  { name: 'subClassOf', uses: ['schema'], reason: 'class hierarchy: which objects are accounts' },
  { name: 'objectClassCategory', uses: ['schema'], reason: 'tells structural classes from auxiliary ones' },
  { name: 'auxiliaryClass', uses: ['schema'], reason: 'class hierarchy' },
  { name: 'systemAuxiliaryClass', uses: ['schema'], reason: 'class hierarchy' },
  { name: 'mustContain', uses: ['schema'], reason: 'which attributes a class has, for rights over all of them' },
  { name: 'mayContain', uses: ['schema'], reason: 'which attributes a class has, for rights over all of them' },
  { name: 'systemMustContain', uses: ['schema'], reason: 'which attributes a class has, for rights over all of them' },
  { name: 'systemMayContain', uses: ['schema'], reason: 'which attributes a class has, for rights over all of them' },
  { name: 'defaultSecurityDescriptor', uses: ['schema'], reason: 'tells default entries from delegated ones' },
  { name: 'searchFlags', uses: ['schema'], reason: 'marks confidential attributes' },
  {
    name: 'systemFlags',
    uses: ['schema', 'partitions'],
    reason: 'marks constructed attributes, and domain partitions',
  },
  { name: 'cn', uses: ['rights'], reason: 'name of an extended right' },
  { name: 'displayName', uses: ['rights'], reason: 'name of an extended right, as tools show it' },
  {
    name: 'rightsGuid',
    uses: ['rights'],
    reason: 'the GUID by which an entry names an extended right or property set',
  },
  {
    name: 'validAccesses',
    uses: ['rights'],
    reason: 'tells control access right, property set and validated write apart',
  },
  { name: 'appliesTo', uses: ['rights'], reason: 'the classes an extended right is meant for' },
  { name: 'nCName', uses: ['partitions'], reason: 'the domains of the forest' },
  { name: 'dnsRoot', uses: ['partitions'], reason: 'DNS name of a domain' },
  { name: 'nETBIOSName', uses: ['partitions'], reason: 'NetBIOS name of a domain, for names such as DOMAIN\\user' },
  {
    name: 'dSHeuristics',
    uses: ['directoryService'],
    reason: 'forest-wide settings that change access checks (List Object mode, AdminSDHolder exclusions)',
  },
  {
    name: 'msKds-UseStartTime',
    uses: ['kdsRootKeys'],
    reason: 'whether a KDS root key is usable; its key material is never read',
  },
  {
    name: 'nTSecurityDescriptor',
    uses: DOMAIN,
    reason: 'owner, group and DACL: the subject of the audit (the SACL is not asked for)',
  },
  { name: 'objectGUID', uses: ['ridManager', ...DOMAIN], reason: 'stable identity of the object, and of the domain' },
  {
    name: 'rIDAvailablePool',
    uses: ['ridManager'],
    reason: 'about how many accounts there are, and so into how many parts they are read',
  },
  { name: 'objectSid', uses: DOMAIN, reason: 'identity in security descriptors' },
  { name: 'sIDHistory', uses: DOMAIN, reason: 'further identities in the token' },
  { name: 'sAMAccountName', uses: DOMAIN, reason: 'name of an account or group' },
  {
    name: 'adminCount',
    uses: DOMAIN,
    reason: 'mark left by AdminSDHolder; compared with real protection, never trusted',
  },
  { name: 'groupType', uses: ['structure'], reason: 'scope of a group, and whether it is a security group' },
  {
    name: 'member',
    uses: ['structure'],
    reason: 'group membership, from which tokens and the protected set are computed',
  },
  {
    name: 'memberOf',
    uses: ['structure', ...ACCOUNTS],
    reason:
      'the same from the other end: shows that the reader sees all memberships, and groups whose members it may not read',
  },
  {
    name: 'msDS-ShadowPrincipalSid',
    uses: ['structure'],
    reason: 'whose SID a shadow principal gives its members in another forest',
  },
  { name: 'trustPartner', uses: ['structure'], reason: 'trusted domains' },
  { name: 'flatName', uses: ['structure'], reason: 'NetBIOS name of a trusted domain' },
  { name: 'securityIdentifier', uses: ['structure'], reason: 'SID of a trusted domain' },
  { name: 'trustAttributes', uses: ['structure'], reason: 'kind of a trust' },
  { name: 'trustDirection', uses: ['structure'], reason: 'direction of a trust' },
  { name: 'userPrincipalName', uses: ACCOUNTS, reason: 'name by which an account may be given' },
  {
    name: 'userAccountControl',
    uses: ACCOUNTS,
    reason: 'disabled, password never expires, smart card required, trust account',
  },
  { name: 'pwdLastSet', uses: ACCOUNTS, reason: 'whether a change of password is already forced' },
  { name: 'primaryGroupID', uses: ACCOUNTS, reason: 'primary group, part of the token' },
  {
    name: 'msDS-GroupMSAMembership',
    uses: ['managedAccounts'],
    reason: 'who may retrieve the password of a managed service account (the password itself is never read)',
  },
  {
    name: 'msDS-ManagedAccountPrecededByLink',
    uses: ['managedAccounts'],
    reason: 'the account that a delegated managed service account has taken over',
  },
  {
    name: 'msDS-DelegatedMSAState',
    uses: ['managedAccounts'],
    reason: 'whether that migration is completed',
  },
  { name: 'msDS-ManagedPasswordInterval', uses: ['managedAccounts'], reason: 'days between password changes' },
  {
    name: 'msDS-ManagedPasswordId',
    uses: ['managedAccounts'],
    reason: 'shows that a KDS root key has served the account; an identifier, no secret',
  },
  { name: 'msDS-SupportedEncryptionTypes', uses: ['managedAccounts'], reason: 'Kerberos encryption types' },
  {
    name: 'dNSHostName',
    uses: ['rootDSE', 'managedAccounts'],
    reason: 'which server answered, for the evidence; host name of a managed service account',
  },
  {
    name: 'servicePrincipalName',
    uses: ACCOUNTS,
    reason: 'shows that an account serves a program; of a managed service account, its service names',
  },
];

/** The attributes that the search `use` asks for, in the order of the table. */
export function attributesFor(use: AttributeUse): readonly string[] {
  return WANTED_ATTRIBUTES.filter((wanted) => wanted.uses.includes(use)).map((wanted) => wanted.name);
}
