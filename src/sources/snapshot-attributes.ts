/** The attributes that records were made from, as a server would give them. */
import { encodeGuid, encodeSid } from '../descriptor/index.js';
import type { Guid, Sid } from '../descriptor/types.js';
import type { AccountRecord, GroupRecord, ModelRecord } from '../directory/records.js';

export type Attributes = Map<string, Buffer[]>;
type Value = string | number | Buffer | undefined;

/** What records refer to by number. */
export interface Tables {
  readonly classLists: Buffer[][];
  readonly descriptors: Buffer[];
  readonly groups: string[];
}

export function groupAttributes(record: GroupRecord, tables: Tables): Attributes {
  const attributes = attributesOf({
    ntsecuritydescriptor: descriptor(record.descriptor, tables),
    objectguid: guid(record.guid),
    objectsid: sid(record.sid),
    samaccountname: record.samAccountName,
    grouptype: record.groupType,
    admincount: record.adminCount,
  });
  // Where the class was not read, its groupType still says that it is a group.
  if (record.classes !== undefined) attributes.set('objectclass', tables.classLists[record.classes]!);
  else if (record.groupType === undefined) attributes.set('objectclass', [Buffer.from('group')]);
  if (record.sidHistory !== undefined) attributes.set('sidhistory', record.sidHistory.map(bytesOfSid));
  if (record.shadow && record.sid !== undefined) attributes.set('msds-shadowprincipalsid', [bytesOfSid(record.sid)]);
  setMemberOf(attributes, record, tables);
  return attributes;
}

/** The groups that an object named itself: of those that also name it, not all may have been among them. */
function setMemberOf(attributes: Attributes, record: GroupRecord | AccountRecord, { groups }: Tables): void {
  const { otherGroups, memberOf = [] } = record;
  if (otherGroups === undefined) return;
  const names = [...memberOf.map((number) => groups[number]!), ...otherGroups];
  attributes.set(
    'memberof',
    names.map((dn) => Buffer.from(dn)),
  );
}

export function accountAttributes(record: AccountRecord, tables: Tables): Attributes {
  const { managed } = record;
  const attributes = attributesOf(
    {
      ntsecuritydescriptor: descriptor(record.descriptor, tables),
      objectguid: guid(record.guid),
      objectsid: sid(record.sid),
      samaccountname: record.samAccountName,
      userprincipalname: record.userPrincipalName,
      useraccountcontrol: record.userAccountControl,
      pwdlastset: record.pwdLastSet,
      admincount: record.adminCount,
      primarygroupid: record.primaryGroupId,
      'msds-groupmsamembership': descriptor(managed?.retrievers, tables),
      'msds-managedpasswordinterval': managed?.interval,
      'msds-supportedencryptiontypes': managed?.encryptionTypes,
      dnshostname: managed?.dnsHostName,
      'msds-managedpasswordid': managed?.hasPasswordId ? Buffer.alloc(1) : undefined,
      'msds-delegatedmsastate': isDelegated(record, tables) ? (record.supersedes === undefined ? 3 : 2) : undefined,
    },
    {
      // Of accounts that are no managed ones only whether they have any is kept.
      serviceprincipalname: managed?.spns ?? (record.hasSpn ? ['-'] : []),
      'msds-managedaccountprecededbylink': record.supersedes ? [record.supersedes] : [],
    },
  );
  setMemberOf(attributes, record, tables);
  attributes.set('objectclass', tables.classLists[record.classes]!);
  if (record.sidHistory !== undefined) attributes.set('sidhistory', record.sidHistory.map(bytesOfSid));
  return attributes;
}

/** Whether an account has a state of migration: 2 where it took another account over, 3 where it stands alone. */
function isDelegated({ classes }: AccountRecord, { classLists }: Tables): boolean {
  return classLists[classes]!.some(
    (name) => name.toString('latin1').toLowerCase() === 'msds-delegatedmanagedserviceaccount',
  );
}

export type SettingsOrDomain = Exclude<
  ModelRecord,
  { readonly type: 'classes' | 'descriptor' | 'container' | 'group' | 'foreign' | 'principal' | 'gap' }
>;

export function settingsAttributes(record: SettingsOrDomain): Attributes {
  switch (record.type) {
    case 'class':
      return attributesOf(
        {
          ldapdisplayname: record.name,
          schemaidguid: guid(record.guid),
          subclassof: record.parent,
          objectclasscategory: record.category,
          defaultsecuritydescriptor: record.defaultSddl,
        },
        { objectclass: ['classSchema'], auxiliaryclass: record.auxiliary, maycontain: record.attributes },
      );
    case 'attribute':
      return attributesOf(
        {
          ldapdisplayname: record.name,
          schemaidguid: guid(record.guid),
          attributesecurityguid: guid(record.set),
          searchflags: record.searchFlags,
          systemflags: record.systemFlags,
        },
        { objectclass: ['attributeSchema'] },
      );
    case 'right':
      return attributesOf(
        {
          cn: record.name,
          displayname: record.displayName,
          rightsguid: record.guid,
          validaccesses: record.validAccesses,
        },
        { objectclass: ['controlAccessRight'], appliesto: record.appliesTo },
      );
    case 'partition':
      return attributesOf(
        {
          ncname: record.nCName,
          dnsroot: record.dnsRoot,
          netbiosname: record.netbiosName,
          systemflags: record.systemFlags,
        },
        { objectclass: ['crossRef'] },
      );
    case 'forest':
      return attributesOf({ dsheuristics: record.dSHeuristics ?? undefined }, { objectclass: ['nTDSService'] });
    case 'kdsRootKey':
      return attributesOf(
        { 'mskds-usestarttime': fileTimeOf(record.useStartTime) },
        { objectclass: ['msKds-ProvRootKey'] },
      );
    case 'trust':
      return attributesOf(
        {
          trustpartner: record.partner,
          flatname: record.flatName,
          securityidentifier: sid(record.sid),
          trustattributes: record.attributes,
          trustdirection: record.direction,
        },
        { objectclass: ['trustedDomain'] },
      );
    case 'domain':
      return attributesOf({ objectsid: sid(record.sid) }, { objectclass: ['domainDNS'] });
  }
}

export function attributesOf(
  single: Readonly<Record<string, Value>>,
  lists: Readonly<Record<string, readonly string[]>> = {},
): Attributes {
  const attributes: Attributes = new Map();
  for (const [name, value] of Object.entries(single)) {
    if (value !== undefined) attributes.set(name, [Buffer.isBuffer(value) ? value : Buffer.from(String(value))]);
  }
  for (const [name, values] of Object.entries(lists)) {
    if (values.length > 0)
      attributes.set(
        name,
        values.map((value) => Buffer.from(value)),
      );
  }
  return attributes;
}

export function descriptor(number: number | undefined, { descriptors }: Tables): Buffer | undefined {
  return number === undefined ? undefined : descriptors[number];
}

export function guid(text: Guid | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(encodeGuid(text));
}

export function sid(text: Sid | undefined): Buffer | undefined {
  return text === undefined ? undefined : bytesOfSid(text);
}

function bytesOfSid(text: Sid): Buffer {
  return Buffer.from(encodeSid(text));
}

/** An ISO 8601 instant as 100-nanosecond intervals since 1601. */
function fileTimeOf(instant: string | undefined): string | undefined {
  if (instant === undefined) return undefined;
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? undefined : ((BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n).toString();
}
