/** A small domain as LDIF, from the own entries of its objects: what comes from above is put into the lists. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedAnew } from '../../src/changes/lists.js';
import { encodeGuid, encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Guid, SecurityDescriptor, Sid } from '../../src/descriptor/types.js';
import { builtinSchema } from '../../src/directory/builtin-schema.js';
import { parentDn } from '../../src/names/dn.js';

export const SID = 'S-1-5-21-10-20-30';
export const DN = 'DC=example,DC=com';
export const sid = (rid: number): Sid => `${SID}-${rid}`;

export interface SmallObject {
  readonly dn: string;
  /** The most specific class. */
  readonly is:
    | 'domainDNS'
    | 'organizationalUnit'
    | 'container'
    | 'user'
    | 'inetOrgPerson'
    | 'group'
    | 'computer'
    | 'msDS-GroupManagedServiceAccount';
  readonly rid?: number;
  /** Own entries, `P` before them where it does not inherit: `P(A;;RC;;;SY)`. Those of AU read everything by default. */
  readonly own?: string;
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>;
}

const CLASSES: Readonly<Record<SmallObject['is'], readonly string[]>> = {
  domainDNS: ['top', 'domain', 'domainDNS'],
  organizationalUnit: ['top', 'organizationalUnit'],
  container: ['top', 'container'],
  user: ['top', 'person', 'organizationalPerson', 'user'],
  inetOrgPerson: ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson'],
  group: ['top', 'group'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  'msDS-GroupManagedServiceAccount': [
    'top',
    'person',
    'organizationalPerson',
    'user',
    'computer',
    'msDS-GroupManagedServiceAccount',
  ],
};
/** Everybody may read, so that what is not there is known not to be there. */
const READING = '(A;;RPLCLORC;;;AU)';

const classGuids = new Map(builtinSchema().classes.map(({ name, guid }) => [name, guid]));

/** @param objects parents before what lies in them; the domain, its two groups and AdminSDHolder are there unless they are given */
export function ldifOf(objects: readonly SmallObject[]): string {
  const lists = new Map<string, SecurityDescriptor>();
  const all = [...BASE.filter(({ dn }) => !objects.some((object) => object.dn === dn)), ...objects];
  const membersOf = ({ attributes = {} }: SmallObject) => [attributes['member'] ?? []].flat();
  return all
    .map((object) => {
      const memberOf = all.filter((each) => membersOf(each).includes(object.dn)).map(({ dn }) => dn);
      return entryOf(
        { ...object, attributes: { ...object.attributes, ...(memberOf.length > 0 && { memberOf }) } },
        lists,
      );
    })
    .join('\n');
}

const BASE: readonly SmallObject[] = [
  { dn: DN, is: 'domainDNS' },
  { dn: `CN=System,${DN}`, is: 'container' },
  { dn: `CN=AdminSDHolder,CN=System,${DN}`, is: 'container', own: `P${READING}(A;;RPWPCCDCLCSWRCWDWOCR;;;SY)` },
  { dn: `CN=Users,${DN}`, is: 'container' },
  group(512, 'Domain Admins'),
  group(513, 'Domain Users'),
];

export function ou(name: string, own = '', parent = DN): SmallObject {
  return { dn: `OU=${name},${parent}`, is: 'organizationalUnit', own };
}

export function group(rid: number, name: string, members: readonly string[] = [], own = ''): SmallObject {
  return {
    dn: `CN=${name},CN=Users,${DN}`,
    is: 'group',
    rid,
    own,
    attributes: { sAMAccountName: name, groupType: '-2147483646', ...(members.length > 0 && { member: members }) },
  };
}

export function user(rid: number, name: string, parent: string, more: Partial<SmallObject> = {}): SmallObject {
  const { attributes, ...rest } = more;
  return {
    dn: `CN=${name},${parent}`,
    is: 'user',
    rid,
    ...rest,
    attributes: {
      sAMAccountName: name,
      userAccountControl: '512',
      primaryGroupID: '513',
      pwdLastSet: '1',
      ...attributes,
    },
  };
}

export function managedAccount(rid: number, name: string): SmallObject {
  return {
    dn: `CN=${name},CN=Users,${DN}`,
    is: 'msDS-GroupManagedServiceAccount',
    rid,
    attributes: { sAMAccountName: `${name}$`, userAccountControl: '4096', primaryGroupID: '513', pwdLastSet: '1' },
  };
}

function entryOf(
  { dn, is, rid, own = '', attributes = {} }: SmallObject,
  lists: Map<string, SecurityDescriptor>,
): string {
  const written = parseSddl(
    `O:${SID}-512G:${SID}-512D:${own.startsWith('P') ? `P${own.slice(1)}` : `${READING}${own}`}`,
  );
  const parent = is === 'domainDNS' ? null : (lists.get(parentDn(dn) ?? '') ?? null);
  const descriptor = inheritedAnew(written, { parent, classGuid: classGuids.get(is) });
  lists.set(dn, descriptor);
  const objectSid = is === 'domainDNS' ? SID : rid === undefined ? null : sid(rid);
  return [
    `dn:: ${Buffer.from(dn).toString('base64')}`,
    ...CLASSES[is].map((name) => `objectClass: ${name}`),
    ...(objectSid === null ? [] : [`objectSid:: ${Buffer.from(encodeSid(objectSid as Sid)).toString('base64')}`]),
    `nTSecurityDescriptor:: ${Buffer.from(encodeSecurityDescriptor(descriptor)).toString('base64')}`,
    ...Object.entries(attributes).flatMap(([name, values]) =>
      [values].flat().map((value) => `${name}:: ${Buffer.from(value).toString('base64')}`),
    ),
    '',
  ].join('\n');
}

/** The lists that new groups and managed accounts get by default, as Windows has them in part (defaultSecurityDescriptor). */
const DEFAULTS: Readonly<Record<string, string>> = {
  group: 'D:(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;;RPLCLORC;;;AU)',
  'msDS-GroupManagedServiceAccount': 'D:(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)(A;;RPLCLORC;;;AU)',
};

/** The base schema: without one in the sources nobody knows what a new object gets. */
function schemaLdif(): string {
  const { classes, attributes } = builtinSchema();
  const schemaDn = `CN=Schema,CN=Configuration,${DN}`;
  const guidLine = (guid: string) => `schemaIDGUID:: ${Buffer.from(encodeGuid(guid as Guid)).toString('base64')}`;
  return [
    ...classes.map(({ name, guid, parent, category }) => [
      `dn: CN=${name},${schemaDn}`,
      'objectClass: top',
      'objectClass: classSchema',
      `lDAPDisplayName: ${name}`,
      guidLine(guid),
      `subClassOf: ${parent}`,
      `objectClassCategory: ${category}`,
      ...(name in DEFAULTS ? [`defaultSecurityDescriptor: ${DEFAULTS[name]}`] : []),
      '',
    ]),
    ...attributes.map(({ name, guid, set }) => [
      `dn: CN=${name} attribute,${schemaDn}`,
      'objectClass: top',
      'objectClass: attributeSchema',
      `lDAPDisplayName: ${name}`,
      guidLine(guid),
      ...(set === undefined ? [] : [`attributeSecurityGUID:: ${Buffer.from(encodeGuid(set)).toString('base64')}`]),
      '',
    ]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('');
}

/** The domain as a file, until `remove` is called. */
/** @param schema with the schema, as a plan needs it that makes objects */
export function smallDomain(
  objects: readonly SmallObject[],
  schema = false,
): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-plan-'));
  const path = join(folder, 'small.ldif');
  writeFileSync(path, `version: 1\n\n${ldifOf(objects)}\n${schema ? schemaLdif() : ''}`);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
export const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
export const INETORGPERSON = '4828cc14-1437-45bc-9b07-ad6f015e5f28';

/** The documented set for descendants of a class, as `adreach plan` and Microsoft's page have it. */
export function documented(trustee: string, classGuid = USER): readonly string[] {
  return [
    `(OA;CIIO;RPWP;${UAC};${classGuid};${trustee})`,
    `(OA;CIIO;RPWP;${PWD};${classGuid};${trustee})`,
    `(OA;CIIO;CR;${RESET};${classGuid};${trustee})`,
  ];
}
