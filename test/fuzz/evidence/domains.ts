/** The domains that evidence is taken from: as entries with all of their attributes, read once and never changed. */
import { join } from 'node:path';
import {
  encodeGuid,
  encodeSecurityDescriptor,
  encodeSid,
  parseSddl,
  parseSecurityDescriptor,
} from '../../../src/descriptor/index.js';
import type { Guid, Sid } from '../../../src/descriptor/types.js';
import { builtinSchema } from '../../../src/directory/builtin-schema.js';
import { dnKey, domainPart } from '../../../src/names/dn.js';
import type { RawEntry } from '../../../src/sources/entry.js';
import { openLdif } from '../../../src/sources/ldif/index.js';
import { FIXTURES } from '../../truth/predict.js';

/** A directory, and who is looked at in it. */
export interface EvidenceDomain {
  readonly name: string;
  readonly entries: readonly RawEntry[];
  /** SIDs of accounts under audit, or `local-system`. */
  readonly accounts: readonly string[];
  /** An ordinary user: whom rights to read are denied. */
  readonly reader: Sid;
}

export const DOMAIN_NAMES = ['forest', 'forest-one-way', 'securelab', 'securelab-whole'] as const;
export type DomainName = (typeof DOMAIN_NAMES)[number];

export function evidenceDomain(name: DomainName): Promise<EvidenceDomain> {
  if (name === 'forest' || name === 'forest-one-way') return Promise.resolve(forest(name));
  return securelab(name === 'securelab');
}

const LAB_SID = 'S-1-5-21-1004336348-1177238915-682003330';
/**
 * A group managed service account with nested groups, one with rights through its primary group, one with sIDHistory, a
 * member of operators, users, the domain controller.
 */
const LAB_RIDS = [1105, 1110, 1112, 1115, 1116, 1117, 1119, 1121];

/**
 * The recorded domain.
 * @param slice whether to leave out the definitions of the schema that no verdict can depend on: auditing is some times as fast
 */
async function securelab(slice: boolean): Promise<EvidenceDomain> {
  const read: RawEntry[] = [];
  for await (const item of openLdif(join(FIXTURES, 'securelab.ldif.gz')).items) {
    if ('entry' in item) read.push({ dn: item.entry.dn, attributes: item.entry.attributes });
  }
  const entries = withMemberOf(slice ? sliced(read) : read);
  const controller = entries.find(({ dn }) => /^CN=DC1,OU=Domain Controllers,/i.test(dn));
  return {
    name: slice ? 'securelab' : 'securelab-whole',
    entries,
    accounts: [
      ...LAB_RIDS.map((rid) => `${LAB_SID}-${rid}`),
      ...(controller === undefined ? [] : [sidOf(controller)!]),
      'local-system',
    ],
    reader: `${LAB_SID}-1122`,
  };
}

/** The SID of an entry as text. */
export function sidOf({ attributes }: RawEntry): Sid | null {
  const bytes = attributes.get('objectsid')?.[0];
  if (bytes === undefined) return null;
  const count = bytes[1]!;
  const parts = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(8 + 4 * i));
  return `S-1-${bytes.readUIntBE(2, 6)}-${parts.join('-')}` as Sid;
}

export const textsOf = ({ attributes }: RawEntry, name: string): string[] =>
  (attributes.get(name) ?? []).map((value) => value.toString('utf8'));

export const classesOf = (entry: RawEntry): string[] => textsOf(entry, 'objectclass').map((name) => name.toLowerCase());

/**
 * The back links that a server computes, where the export did not ask for them: of groups of other domains, a global catalog
 * has those of universal ones.
 */
function withMemberOf(entries: readonly RawEntry[]): RawEntry[] {
  const groups = new Map<string, Buffer[]>();
  for (const { dn, attributes } of entries) {
    const universal = (Number(attributes.get('grouptype')?.[0]) & 8) !== 0;
    for (const member of attributes.get('member') ?? []) {
      const key = dnKey(member.toString('utf8'));
      if (!universal && domainPart(key) !== domainPart(dnKey(dn)) && !key.includes(',cn=configuration,')) continue;
      groups.set(key, [...(groups.get(key) ?? []), Buffer.from(dn)]);
    }
  }
  return entries.map((entry) => {
    const memberOf = groups.get(dnKey(entry.dn));
    if (memberOf === undefined || entry.attributes.has('memberof')) return entry;
    return { dn: entry.dn, attributes: new Map([...entry.attributes, ['memberof', memberOf]]) };
  });
}

/** What actions and conditions of this program name, beside what the descriptors do. */
const NAMED = new Set(['useraccountcontrol', 'pwdlastset', 'unicodepwd', 'member', 'description', 'samaccountname']);

function sliced(entries: readonly RawEntry[]): RawEntry[] {
  const classes = new Map<string, RawEntry>();
  for (const entry of entries)
    if (classesOf(entry).includes('classschema'))
      classes.set(textsOf(entry, 'ldapdisplayname')[0]!.toLowerCase(), entry);
  const used = new Set<string>(['user', 'group', 'computer', 'inetorgperson']);
  const guids = new Set<string>();
  for (const entry of entries) {
    for (const name of classesOf(entry)) used.add(name);
    const bytes = entry.attributes.get('ntsecuritydescriptor')?.[0];
    if (bytes === undefined) continue;
    for (const ace of parseSecurityDescriptor(bytes).dacl?.aces ?? []) {
      if (ace.form !== 'object') continue;
      for (const guid of [ace.objectType, ace.inheritedObjectType]) if (guid !== null) guids.add(guid);
    }
  }
  for (const name of used) {
    const record = classes.get(name);
    for (const parent of record === undefined ? [] : textsOf(record, 'subclassof')) used.add(parent.toLowerCase());
  }
  const named = (entry: RawEntry): boolean => {
    const [guid] = entry.attributes.get('schemaidguid') ?? [];
    return guid !== undefined && guids.has(guidText(guid));
  };
  const inTree = new Set([
    'container',
    'organizationalunit',
    'domaindns',
    'builtindomain',
    'group',
    'user',
    'foreignsecurityprincipal',
    'trusteddomain',
    'contact',
    'crossref',
    'ntdsservice',
    'configuration',
    'mskds-provrootkey',
    'controlaccessright',
  ]);
  return entries.filter((entry) => {
    const own = classesOf(entry);
    const name = textsOf(entry, 'ldapdisplayname')[0]?.toLowerCase() ?? '';
    if (own.includes('classschema')) return used.has(name) || named(entry);
    if (own.includes('attributeschema')) return NAMED.has(name) || named(entry);
    return own.length === 0 || own.some((each) => inTree.has(each));
  });
}

function guidText(bytes: Buffer): string {
  const hex = (from: number, to: number, reverse: boolean) => {
    const part = Buffer.from(bytes.subarray(from, to));
    return (reverse ? part.reverse() : part).toString('hex');
  };
  return `${hex(0, 4, true)}-${hex(4, 6, true)}-${hex(6, 8, true)}-${hex(8, 10, false)}-${hex(10, 16, false)}`;
}

// ---------------------------------------------------------------------------------------------------------------------
// A forest of two domains and a trusted one beyond it, with what the recorded domain does not have.

type Value = string | number | Uint8Array;
type Values = Readonly<Record<string, Value | readonly Value[]>>;

export function entry(dn: string, values: Values): RawEntry {
  const attributes = new Map<string, Buffer[]>();
  for (const [name, value] of Object.entries(values)) {
    const list = Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
    if (list.length > 0)
      attributes.set(
        name.toLowerCase(),
        list.map((each) => (typeof each === 'object' ? Buffer.from(each) : Buffer.from(String(each)))),
      );
  }
  return { dn, attributes };
}

const ROOT = { dn: 'DC=root,DC=example', sid: 'S-1-5-21-100-100-100', flat: 'ROOT', dns: 'root.example' } as const;
const CHILD = {
  dn: 'DC=child,DC=root,DC=example',
  sid: 'S-1-5-21-200-200-200',
  flat: 'CHILD',
  dns: 'child.root.example',
} as const;
const PARTNER = {
  dn: 'DC=partner,DC=test',
  sid: 'S-1-5-21-300-300-300',
  flat: 'PARTNER',
  dns: 'partner.test',
} as const;
type Domain = typeof ROOT | typeof CHILD | typeof PARTNER;
const GONE = 'S-1-5-21-900-900-900';
const CONFIGURATION = `CN=Configuration,${ROOT.dn}`;

const SECURITY = 0x80000000 | 0;
const GLOBAL = SECURITY | 2;
const LOCAL = SECURITY | 4;
const UNIVERSAL = SECURITY | 8;
const BUILTIN = SECURITY | 5;
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PLS = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESTRICTIONS = '4c164200-20c0-11d0-a768-00aa006e0529';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const COMPUTER = 'bf967a86-0de6-11d0-a285-00aa003049e2';

let serial = 0;
/** A GUID of its own for each object. */
function nextGuid(): Uint8Array {
  const bytes = Buffer.alloc(16, 5);
  bytes.writeUInt32LE(++serial, 0);
  return bytes;
}

const sd = (domain: Domain, aces: string, owner = 'DA', control = 'AI') =>
  encodeSecurityDescriptor(
    parseSddl(`O:${owner}G:DAD:${control}(A;;GA;;;SY)${aces}(A;;RPLCRC;;;AU)`, { domainSid: domain.sid }),
  );

const grant = (trustee: string) =>
  `(OA;;WP;${UAC};;${trustee})(OA;;WP;${PLS};;${trustee})(OA;;CR;${RESET};;${trustee})`;
const deny = (trustee: string) => `(OD;;WP;${UAC};;${trustee})(OD;;WP;${PLS};;${trustee})(OD;;CR;${RESET};;${trustee})`;

class Builder {
  readonly entries: RawEntry[] = [];
  readonly members = new Map<string, string[]>();

  constructor(readonly domain: Domain) {}

  add(rdn: string, values: Values): string {
    const dn = rdn === '' ? this.domain.dn : `${rdn},${this.domain.dn}`;
    this.entries.push(entry(dn, { objectGUID: nextGuid(), nTSecurityDescriptor: sd(this.domain, ''), ...values }));
    return dn;
  }

  sid(rid: number): Sid {
    return `${this.domain.sid}-${rid}`;
  }

  group(rid: number, name: string, groupType: number, members: readonly string[] = [], more: Values = {}): string {
    const sid = rid >= 544 && rid < 600 ? (`S-1-5-32-${rid}` as const) : this.sid(rid);
    const above = rid >= 544 && rid < 600 ? 'CN=Builtin' : rid < 600 ? 'CN=Users' : 'OU=Groups';
    return this.add(`CN=${name},${above}`, {
      objectClass: ['top', 'group'],
      objectSid: encodeSid(sid),
      sAMAccountName: name,
      groupType,
      member: members,
      ...more,
    });
  }

  account(rid: number, name: string, aces: string, more: Values = {}, above = 'OU=People'): string {
    return this.add(`CN=${name},${above}`, {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      objectSid: encodeSid(this.sid(rid)),
      sAMAccountName: name,
      userAccountControl: 512,
      pwdLastSet: 133000000000000000n.toString(),
      primaryGroupID: 513,
      nTSecurityDescriptor: sd(this.domain, aces),
      ...more,
    });
  }

  /** What every domain has. */
  base(holder: string): void {
    this.add('', { objectClass: ['top', 'domain', 'domainDNS'], objectSid: encodeSid(this.domain.sid) });
    for (const [rdn, kind] of [
      ['CN=System', 'container'],
      ['CN=Users', 'container'],
      ['CN=Builtin', 'builtinDomain'],
      ['CN=ForeignSecurityPrincipals', 'container'],
      ['OU=Groups', 'organizationalUnit'],
      ['OU=People', 'organizationalUnit'],
      ['OU=Deep,OU=People', 'organizationalUnit'],
      ['OU=Domain Controllers', 'organizationalUnit'],
    ] as const)
      this.add(rdn, { objectClass: ['top', kind] });
    this.add('CN=AdminSDHolder,CN=System', {
      objectClass: ['top', 'container'],
      nTSecurityDescriptor: sd(this.domain, holder, 'DA', 'P'),
    });
  }

  foreign(sid: Sid): string {
    return this.add(`CN=${sid},CN=ForeignSecurityPrincipals`, {
      objectClass: ['top', 'foreignSecurityPrincipal'],
      objectSid: encodeSid(sid),
    });
  }

  trust(to: Domain, attributes: number, direction = BOTH_WAYS): void {
    this.add(`CN=${to.dns},CN=System`, {
      objectClass: ['top', 'leaf', 'trustedDomain'],
      securityIdentifier: encodeSid(to.sid),
      trustDirection: direction,
      trustPartner: to.dns,
      trustType: 2,
      trustAttributes: attributes,
      flatName: to.flat,
    });
  }
}

const computer = { objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'] };
const FOREST_TRUST = 0x8;
const WITHIN_FOREST = 0x20;
/** trustDirection. */
const INBOUND = 1;
const OUTBOUND = 2;
const BOTH_WAYS = 3;

/** @returns the forest and its partner, joined; one way: the forest's accounts cannot log on at the partner's controllers */
function forest(name: 'forest' | 'forest-one-way'): EvidenceDomain {
  serial = 0;
  const root = new Builder(ROOT);
  const child = new Builder(CHILD);
  const partner = new Builder(PARTNER);
  const dn = (name: string, of: Domain, above = 'OU=People') => `CN=${name},${above},${of.dn}`;
  const inGroups = (name: string, of: Domain) => dn(name, of, 'OU=Groups');

  for (const each of [root, child, partner]) {
    // Only the partner's AdminSDHolder grants what its accounts do.
    each.base(each === partner ? grant(`${each.domain.sid}-2003`) : '');
    const own = each.domain;
    // Authenticated Users and Everyone lead on, as they do by default.
    const authenticated = each.foreign('S-1-5-11');
    const everyone = each.foreign('S-1-1-0');
    each.group(545, 'Users', BUILTIN, [authenticated, dn('Domain Users', own, 'CN=Users')]);
    each.group(554, 'Pre-Windows 2000 Compatible Access', BUILTIN, [everyone]);
    each.group(544, 'Administrators', BUILTIN, [
      dn('Domain Admins', own, 'CN=Users'),
      dn('Administrator', own),
      ...(own === PARTNER ? [] : [dn('Enterprise Admins', ROOT, 'CN=Users')]),
    ]);
    each.group(548, 'Account Operators', BUILTIN, [inGroups('operators', own)]);
    each.group(549, 'Server Operators', BUILTIN, [dn('server-operator', own)]);
    for (const [rid, name] of [
      [550, 'Print Operators'],
      [551, 'Backup Operators'],
      [552, 'Replicator'],
    ] as const)
      each.group(rid, name, BUILTIN);
    each.group(512, 'Domain Admins', GLOBAL, [
      dn('Administrator', own),
      dn('admin', own),
      inGroups('nested-admins', own),
    ]);
    each.group(513, 'Domain Users', GLOBAL);
    each.group(514, 'Domain Guests', GLOBAL);
    each.group(515, 'Domain Computers', GLOBAL);
    each.group(516, 'Domain Controllers', GLOBAL);
    each.group(520, 'Group Policy Creator Owners', GLOBAL);
    each.group(526, 'Key Admins', GLOBAL);
    each.account(500, 'Administrator', grant(`${own.sid}-2001`));
    each.account(502, 'krbtgt', grant(`${own.sid}-2002`), { userAccountControl: 514 });
    each.account(1001, 'admin', grant(`${own.sid}-2002`), { adminCount: 1 });
    each.account(1002, 'nested-admin', grant(`${own.sid}-2002`));
    each.account(1003, 'operator', grant(`${own.sid}-2002`));
    each.account(1004, 'server-operator', grant(`${own.sid}-2002`));
    each.account(1101, 'actor', '');
    each.account(1102, 'reader', '');
    each.account(1103, 'by-primary', '', { primaryGroupID: 2004 });
    each.account(1105, 'nobody', '');
    each.account(1106, 'MEMBER$', grant(`${own.sid}-2005`), {
      ...computer,
      userAccountControl: 4096,
      primaryGroupID: 515,
    });
    each.account(
      1000,
      'DC$',
      grant(`${own.sid}-2001`),
      { ...computer, userAccountControl: 532480, primaryGroupID: 516 },
      'OU=Domain Controllers',
    );
    each.group(2001, 'outer', LOCAL, [inGroups('middle', own)]);
    each.group(2002, 'middle', GLOBAL, [inGroups('inner', own), dn('operator', own)]);
    each.group(2003, 'inner', GLOBAL, [dn('actor', own), inGroups('ring', own)]);
    each.group(2004, 'primary', GLOBAL);
    each.group(2005, 'distribution', 2, [dn('actor', own), inGroups('by-distribution', own)]);
    each.group(2006, 'by-distribution', GLOBAL, [dn('nobody', own)]);
    each.group(2007, 'ring', GLOBAL, [inGroups('inner', own), dn('by-primary', own)]);
    each.group(2008, 'denied', GLOBAL, [inGroups('inner', own)]);
    each.group(2009, 'empty', GLOBAL);
    each.group(2010, 'nested-admins', GLOBAL, [dn('nested-admin', own)]);
    each.group(2011, 'operators', GLOBAL, [dn('operator', own)]);
    each.group(2012, 'primary-above', LOCAL, [inGroups('primary', own)]);
    let rid = 3000;
    const target = (name: string, aces: string, more: Values = {}, above?: string) =>
      each.account(rid++, name, aces, more, above);
    target('t-outer', grant(`${own.sid}-2001`));
    target('t-inner', grant(`${own.sid}-2003`), {}, 'OU=Deep,OU=People');
    target('t-denied-first', `${deny(`${own.sid}-2008`)}${grant(`${own.sid}-2003`)}`);
    target('t-denied-empty', `${deny(`${own.sid}-2009`)}${grant('AU')}`);
    target('t-denied-distribution', `${deny(`${own.sid}-2005`)}${deny(`${own.sid}-2006`)}${grant('AU')}`);
    target('t-primary', grant(`${own.sid}-2004`));
    target('t-primary-above', grant(`${own.sid}-2012`));
    target('t-users', grant('S-1-5-32-545'));
    target('t-pre-2000', grant('S-1-5-32-554'));
    target('t-controllers', grant('S-1-5-9'));
    target('t-controllers-group', grant(`${own.sid}-516`));
    target('t-deleted-trustee', `${deny(`${own.sid}-4999`)}${grant(`${own.sid}-2003`)}`);
    target('t-deleted-object', `${deny(`${own.sid}-4998`)}${grant(`${own.sid}-2003`)}`);
    target('t-set', `(OA;;WP;${RESTRICTIONS};;${own.sid}-2003)`);
    target('t-class', `(OA;;WP;${USER};;${own.sid}-2003)(OA;;WP;${COMPUTER};;${own.sid}-2004)`);
    target('T-COMPUTER$', `(OA;;WP;${COMPUTER};;${own.sid}-2003)`, {
      ...computer,
      userAccountControl: 4096,
      primaryGroupID: 515,
    });
    target('t-self', grant('PS'));
    target('t-never-expires', grant(`${own.sid}-2003`), { userAccountControl: 66048 });
    target('t-smartcard', grant(`${own.sid}-2003`), { userAccountControl: 262656 });
    target('t-protected-by-primary', grant(`${own.sid}-2003`), { primaryGroupID: 512 });
    target('t-history', grant(`${GONE}-1200`));
    target('t-history-group', grant(`${GONE}-1300`));
    target('t-full', `(A;;GA;;;${own.sid}-2003)`);
    target('t-nobody', grant(`${own.sid}-1105`));
    target('t-sid-of-member', grant(`${own.sid}-1106`));
    each.entries.push(
      entry(
        `CN=gone\\0ADEL:1f1f1f1f-0000-0000-0000-00000000000${each === root ? 1 : each === child ? 2 : 3},CN=Deleted Objects,${own.dn}`,
        {
          objectClass: ['top', 'group'],
          objectGUID: nextGuid(),
          objectSid: encodeSid(each.sid(4998)),
          sAMAccountName: 'gone',
          groupType: GLOBAL,
          isDeleted: 'TRUE',
        },
      ),
    );
  }

  // The root's own groups; a universal one that the child's domain uses.
  root.group(519, 'Enterprise Admins', UNIVERSAL, [dn('Administrator', ROOT)]);
  root.group(518, 'Schema Admins', UNIVERSAL, [dn('Administrator', ROOT)]);
  root.group(527, 'Enterprise Key Admins', UNIVERSAL);
  root.group(2100, 'universal', UNIVERSAL, [dn('actor', CHILD), inGroups('inner', ROOT)]);
  child.group(2101, 'local-of-universal', LOCAL, [inGroups('universal', ROOT)]);
  child.account(3100, 't-universal', grant(`${ROOT.sid}-2100`));
  child.account(3101, 't-local-of-universal', grant(`${CHILD.sid}-2101`));
  root.account(3102, 't-child-local', grant(`${CHILD.sid}-2001`));
  root.account(3103, 't-of-child', `${deny(`${CHILD.sid}-2009`)}${grant(`${CHILD.sid}-2003`)}`);
  // Former SIDs: of nobody any more, and of a group that is still there in the trusted domain.
  child.account(1104, 'former', '', { sIDHistory: [encodeSid(`${GONE}-1200`), encodeSid(`${PARTNER.sid}-2002`)] });
  child.group(2102, 'former-group', GLOBAL, [dn('actor', CHILD)], { sIDHistory: encodeSid(`${GONE}-1300`) });
  child.account(3104, 't-partner-group', grant(`${PARTNER.sid}-2002`));
  child.account(3105, 't-partner-group-denied', `${deny(`${PARTNER.sid}-2002`)}${grant('AU')}`);
  child.group(2103, 'local-of-partner-group', LOCAL, [child.foreign(`${PARTNER.sid}-2002`)]);
  child.account(3106, 't-local-of-partner', `${deny(`${CHILD.sid}-2103`)}${grant('AU')}`);
  partner.group(2104, 'local-of-child', LOCAL, [
    partner.foreign(`${CHILD.sid}-2003`),
    partner.foreign(`${CHILD.sid}-1101`),
  ]);
  partner.account(3107, 't-local-of-child', grant(`${PARTNER.sid}-2104`));
  partner.account(3108, 't-denied-local-of-child', `${deny(`${PARTNER.sid}-2104`)}${grant('AU')}`);
  root.trust(CHILD, WITHIN_FOREST);
  child.trust(ROOT, WITHIN_FOREST);
  const oneWay = name === 'forest-one-way';
  root.trust(PARTNER, FOREST_TRUST, oneWay ? OUTBOUND : BOTH_WAYS);
  partner.trust(ROOT, FOREST_TRUST, oneWay ? INBOUND : BOTH_WAYS);

  const settings = (configuration: string, dSHeuristics: string, domains: readonly Domain[]): RawEntry[] => [
    entry(configuration, { objectClass: ['top', 'configuration'] }),
    entry(`CN=Directory Service,CN=Windows NT,CN=Services,${configuration}`, {
      objectClass: ['top', 'nTDSService'],
      objectGUID: nextGuid(),
      dSHeuristics,
    }),
    ...domains.map((each) =>
      entry(`CN=${each.flat},CN=Partitions,${configuration}`, {
        objectClass: ['top', 'crossRef'],
        objectGUID: nextGuid(),
        nCName: each.dn,
        dnsRoot: each.dns,
        nETBIOSName: each.flat,
        systemFlags: 3,
      }),
    ),
  ];
  return {
    name,
    // Account Operators are left out of the protected set in the forest, Server Operators in the partner's.
    entries: withMemberOf([
      ...root.entries,
      ...child.entries,
      ...settings(CONFIGURATION, '0000000001000001', [ROOT, CHILD]),
      ...definitions(),
      ...partner.entries,
      ...settings(`CN=Configuration,${PARTNER.dn}`, '00000000010000020000000002', [PARTNER]),
    ]),
    accounts: [
      ...[1101, 1103, 1104, 1105, 1106, 1000].map((rid) => `${CHILD.sid}-${rid}`),
      `${ROOT.sid}-1101`,
      `${PARTNER.sid}-1101`,
      'local-system',
    ],
    reader: `${CHILD.sid}-1102`,
  };
}

/** Classes, attributes and rights that verdicts ask for. */
const CLASS_NAMES = new Set([
  'top',
  'person',
  'organizationalperson',
  'user',
  'computer',
  'group',
  'inetorgperson',
  'container',
  'organizationalunit',
  'domaindns',
  'domain',
  'builtindomain',
  'foreignsecurityprincipal',
  'trusteddomain',
  'leaf',
]);
const RIGHT_NAMES = new Set([
  'User-Force-Change-Password',
  'User-Account-Restrictions',
  'Unexpire-Password',
  'Update-Password-Not-Required-Bit',
  'Enable-Per-User-Reversibly-Encrypted-Password',
  'DS-Install-Replica',
  'Membership',
  'Self-Membership',
]);

function definitions(): RawEntry[] {
  const schema = `CN=Schema,${CONFIGURATION}`;
  const { classes, attributes, rights } = builtinSchema();
  const guid = (text: Guid) => encodeGuid(text);
  return [
    entry(schema, { objectClass: ['top', 'dMD'] }),
    ...classes
      .filter(({ name }) => CLASS_NAMES.has(name.toLowerCase()))
      .map((each) =>
        entry(`CN=${each.name},${schema}`, {
          objectClass: ['top', 'classSchema'],
          lDAPDisplayName: each.name,
          schemaIDGUID: guid(each.guid),
          subClassOf: each.parent,
          objectClassCategory: each.category,
        }),
      ),
    ...attributes
      .filter(({ name }) => NAMED.has(name.toLowerCase()))
      .map((each) =>
        entry(`CN=attribute ${each.name},${schema}`, {
          objectClass: ['top', 'attributeSchema'],
          lDAPDisplayName: each.name,
          schemaIDGUID: guid(each.guid),
          searchFlags: 0,
          ...(each.set === undefined ? {} : { attributeSecurityGUID: guid(each.set) }),
        }),
      ),
    ...rights
      .filter(({ name }) => RIGHT_NAMES.has(name))
      .map((each) =>
        entry(`CN=${each.name},CN=Extended-Rights,${CONFIGURATION}`, {
          objectClass: ['top', 'controlAccessRight'],
          cn: each.name,
          ...(each.displayName === undefined ? {} : { displayName: each.displayName }),
          rightsGuid: each.guid,
          validAccesses: each.validAccesses!,
          appliesTo: [USER, COMPUTER],
        }),
      ),
  ];
}
