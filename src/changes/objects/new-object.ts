/** What a new object gets beside what its creator gives it (MS-ADTS 3.1.1.5.2, MS-SAMR 3.1.1.8). */
import { encodeGuid, encodeSecurityDescriptor, encodeSid } from '../../descriptor/index.js';
import type { Guid, SecurityDescriptor, Sid } from '../../descriptor/types.js';
import { GroupType } from '../../directory/groups.js';
import type { ClassRecord } from '../../directory/records.js';
import type { Schema } from '../../directory/schema.js';
import { dnKey } from '../../names/dn.js';
import { classify, isHeadClass, type ObjectKind } from '../../sources/classify.js';
import type { Change } from '../change.js';
import { refused } from '../draft.js';

type Creation = Extract<Change, { readonly kind: 'create' }>;

/** The classes of a new object. */
export interface NewClasses {
  /** The most specific structural one. */
  readonly own: ClassRecord;
  /** objectClass, the most general first. */
  readonly names: readonly string[];
  readonly kind: ObjectKind;
  /** An account or a group with a SID of its own. */
  readonly isPrincipal: boolean;
}

/** Objects that servers make themselves, or that are made in other ways. */
const NOT_MADE: ReadonlySet<ObjectKind> = new Set([
  'domain',
  'class',
  'attribute',
  'partition',
  'trust',
  'foreign',
  'kdsRootKey',
]);

/** @throws AdreachError where they are none that an object can be made of */
export function newClasses(schema: Schema, { dn, classes }: Creation): NewClasses {
  const records = classes.map((name) => {
    const record = schema.class(name);
    if (record === undefined) throw refused(`the schema has no class ${name}, which ${dn} is to be of`);
    return record;
  });
  const own = schema.mostSpecificClass(classes);
  if (own === undefined)
    throw refused(`${dn}: no object can be of ${classes.join(', ') || 'no class'}: none is its structural class`);
  const line = lineOf(schema, own);
  const auxiliary = records
    .filter(({ name, category }) => category === AUXILIARY && !line.includes(name))
    .map(({ name }) => name);
  const names = [...line.slice(0, 1), ...auxiliary, ...line.slice(1)];
  const keys = names.map((name) => name.toLowerCase());
  const kind = classify(keys);
  if (NOT_MADE.has(kind) || isHeadClass(keys))
    throw refused(`${dn}: objects of the class ${own.name} are not made by an add`);
  const isPrincipal = kind === 'account' || (kind === 'group' && !keys.includes('msds-shadowprincipal'));
  return { own, names, kind, isPrincipal };
}

const AUXILIARY = 3;

/** A class and those above it, the most general first. */
function lineOf(schema: Schema, own: ClassRecord): string[] {
  const line: string[] = [];
  for (let at: ClassRecord | undefined = own; at !== undefined && !line.includes(at.name); at = schema.class(at.parent))
    line.unshift(at.name);
  return line;
}

/** Attributes that a server gives, or that are told in another way. */
const NOT_GIVEN: ReadonlySet<string> = new Set([
  'objectclass',
  'ntsecuritydescriptor',
  'objectguid',
  'objectsid',
  'memberof',
  'isdeleted',
  'samaccounttype',
  'sidhistory',
  'distinguishedname',
]);

/** Bits of userAccountControl (MS-SAMR 2.2.1.13). */
const UF = {
  disabled: 0x2,
  lockout: 0x10,
  notRequired: 0x20,
  normal: 0x200,
  trust: 0x800,
  workstation: 0x1000,
  server: 0x2000,
  expired: 0x800000,
  partial: 0x4000000,
} as const;
const TYPES = UF.normal | UF.trust | UF.workstation | UF.server;

/** What a new object is given by the domain. */
export interface Identity {
  readonly guid: Guid;
  readonly sid: Sid | null;
}

/**
 * @returns the attributes of the new object, by name in lower case; its members are left out, which become links
 * @throws AdreachError for values that no server takes
 */
export function newAttributes(
  change: Creation,
  classes: NewClasses,
  { guid, sid }: Identity,
  descriptor: SecurityDescriptor,
): Map<string, readonly Buffer[]> {
  const attributes = new Map<string, readonly Buffer[]>();
  const hasPassword = [...change.attributes.keys()].some((name) => /^(?:unicodePwd|userPassword)$/i.test(name));
  for (const [written, values] of change.attributes) {
    const name = written.toLowerCase();
    if (NOT_GIVEN.has(name))
      throw refused(`${written} of ${change.dn} is given by the server, not by whoever makes the object`);
    if (name !== 'member' && name !== 'unicodepwd' && name !== 'userpassword' && values.length > 0)
      attributes.set(name, values);
  }
  attributes.set(
    'objectclass',
    classes.names.map((name) => Buffer.from(name)),
  );
  attributes.set('objectguid', [Buffer.from(encodeGuid(guid))]);
  attributes.set('ntsecuritydescriptor', [Buffer.from(encodeSecurityDescriptor(descriptor))]);
  if (sid === null) return attributes;
  attributes.set('objectsid', [Buffer.from(encodeSid(sid))]);
  if (!attributes.has('samaccountname')) attributes.set('samaccountname', [Buffer.from(generatedName(guid, classes))]);
  if (classes.kind === 'group') attributes.set('grouptype', [text(groupType(change, attributes))]);
  else accountAttributes(change, classes, attributes, hasPassword);
  return attributes;
}

/** A security group, global, where nobody says what (MS-SAMR 3.1.1.8.1). */
const DEFAULT_GROUP_TYPE = GroupType.SecurityEnabled | GroupType.Global;

function groupType({ dn }: Creation, attributes: ReadonlyMap<string, readonly Buffer[]>): number {
  const type = numberIn(dn, attributes, 'grouptype') ?? DEFAULT_GROUP_TYPE;
  const scope = type & ~GroupType.SecurityEnabled;
  if (scope !== GroupType.Global && scope !== GroupType.DomainLocal && scope !== GroupType.Universal)
    throw refused(
      `groupType ${type} of ${dn} is none that a new group can have`,
      'Take 2, 4 or 8, with 0x80000000 for a security group.',
    );
  return type;
}

function accountAttributes(
  { dn }: Creation,
  { names }: NewClasses,
  attributes: Map<string, readonly Buffer[]>,
  hasPassword: boolean,
): void {
  const isComputer = names.some((name) => name.toLowerCase() === 'computer');
  const isGroupManaged = names.some((name) => name.toLowerCase() === 'msds-groupmanagedserviceaccount');
  if (isGroupManaged && !attributes.has('msds-managedpasswordinterval'))
    throw refused(`${dn} needs msDS-ManagedPasswordInterval, which cannot be given later`);
  const given = numberIn(dn, attributes, 'useraccountcontrol');
  // As servers fill it in for an add over LDAP that leaves it out: disabled, and without a password.
  const flags = given ?? (isComputer ? UF.workstation : UF.normal) | UF.disabled | UF.notRequired;
  const type = flags & TYPES;
  const group = PRIMARY_GROUPS.get(type);
  if (group === undefined)
    throw refused(
      `userAccountControl ${flags} of ${dn} does not say of which type the account is`,
      'Set one of 0x200 (person), 0x1000 (computer), 0x2000 (domain controller).',
    );
  const primary = type === UF.workstation && (flags & UF.partial) !== 0 ? 521 : group;
  const asked = numberIn(dn, attributes, 'primarygroupid');
  if (asked !== null && asked !== primary)
    throw refused(
      `primaryGroupID ${asked} of ${dn}: a new account is no member of that group yet`,
      `Leave it out (it becomes ${primary}) and change it later.`,
    );
  attributes.set('useraccountcontrol', [text(flags & ~(UF.lockout | UF.expired))]);
  attributes.set('primarygroupid', [text(primary)]);
  // Where it gets a password, when that will be is not known.
  if (!hasPassword && !attributes.has('pwdlastset')) attributes.set('pwdlastset', [text(0)]);
}

/** By the type of an account (MS-SAMR 3.1.1.8.1). */
const PRIMARY_GROUPS: ReadonlyMap<number, number> = new Map([
  [UF.normal, 513],
  [UF.trust, 513],
  [UF.workstation, 515],
  [UF.server, 516],
]);

function numberIn(dn: string, attributes: ReadonlyMap<string, readonly Buffer[]>, name: string): number | null {
  const values = attributes.get(name);
  if (values === undefined) return null;
  const written = values[0]!.toString('latin1');
  const value = Number(written);
  if (values.length > 1 || !/^-?\d{1,10}$/.test(written) || value < -(2 ** 31) || value >= 2 ** 32)
    throw refused(`${name} of ${dn} is a number of 32 bits, which ${JSON.stringify(written.slice(0, 40))} is not`);
  return value | 0;
}

const text = (value: number) => Buffer.from(String(value));

/** What servers make up for an account or group without a name: nobody else has it (MS-SAMR 3.1.1.8.4). */
function generatedName(guid: Guid, { names }: NewClasses): string {
  const digits = guid.replaceAll('-', '').toUpperCase();
  const name = `$${digits.slice(0, 8)}-${digits.slice(8, 18)}`;
  return names.some((each) => each.toLowerCase() === 'computer') ? `${name}$` : name;
}

/**
 * Identifiers for a new object, the first that nobody has to be taken. They follow from its name and its place among the
 * changes, so that the same changes give the same directory.
 */
export function guidsFor(dn: string, position: number): readonly Guid[] {
  return Array.from({ length: 4 }, (_, attempt) => guidOf(`${dnKey(dn)}\0${position}\0${attempt}`));
}

/** Four sums of FNV-1a (32 bits each, from different beginnings), marked as a GUID of a private make (RFC 9562, version 8). */
function guidOf(name: string): Guid {
  const bytes = Buffer.from(name);
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let sum = start;
    for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
    sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) >>> 0;
    return (sum ^ (sum >>> 13)) >>> 0;
  });
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  const marked = `${digits.slice(0, 12)}8${digits.slice(13, 16)}a${digits.slice(17)}`;
  return `${marked.slice(0, 8)}-${marked.slice(8, 12)}-${marked.slice(12, 16)}-${marked.slice(16, 20)}-${marked.slice(20)}` as Guid;
}
