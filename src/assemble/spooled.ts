/** What is kept of an object between the two passes: everything but references to other objects. */
import { isSid, normalizeSid } from '../descriptor/index.js';
import type { Guid, Sid } from '../descriptor/types.js';
import { type ManagedAccountFields, NOT_KNOWN } from '../directory/records.js';
import { parseDn, rdnText } from '../names/dn.js';
import type { ObjectKind } from '../sources/classify.js';
import type { SettingsRecord } from './settings.js';
import type { Values } from './values.js';

/** `retrievers` is the first pass's number. */
export type SpooledManaged = Omit<ManagedAccountFields, 'retrievers'> & { readonly retrievers?: number | undefined };

/** Field names are those of the records; `c`, `d` and `retrievers` are the first pass's numbers. */
export interface Spooled {
  /** Whole DN; of accounts, whose parent gives the rest, only the RDN (`r`). */
  readonly dn?: string | undefined;
  readonly rdn?: string | undefined;
  readonly classes?: number | undefined;
  readonly descriptor?: number | undefined;
  readonly guid?: Guid | undefined;
  readonly sid?: Sid | undefined;
  readonly sidHistory?: readonly Sid[] | undefined;
  readonly samAccountName?: string | undefined;
  readonly userPrincipalName?: string | undefined;
  readonly userAccountControl?: number | undefined;
  readonly pwdLastSet?: string | undefined;
  readonly adminCount?: number | undefined;
  readonly primaryGroupId?: number | undefined;
  readonly hasSpn?: boolean | undefined;
  readonly groupType?: number | undefined;
  readonly shadow?: true | undefined;
  readonly supersedes?: string | undefined;
  readonly managed?: SpooledManaged | undefined;
  /** The record of an object of the schema or configuration; null where it is too damaged to make one. */
  readonly record?: SettingsRecord | null | undefined;
}

/** Numbers of what an object refers to by content. */
interface Interned {
  readonly classes: number | undefined;
  readonly descriptor: number | undefined;
  readonly retrievers: number | undefined;
}

/** The fields that an object of a kind is kept with; the order of fields is that of the lines of the snapshot. */
export function spooledObject(
  dn: string,
  kind: ObjectKind,
  { managed, shadow }: { readonly managed: boolean; readonly shadow: boolean },
  values: Values,
  interned: Interned,
): Spooled {
  const { classes, descriptor } = interned;
  const guid = values.guid('objectguid');
  const adminCount = values.integer('admincount');
  if (kind === 'account') {
    return {
      rdn: rdnText(dn),
      classes,
      descriptor,
      guid,
      sid: values.sid('objectsid'),
      samAccountName: values.text('samaccountname'),
      userPrincipalName: values.text('userprincipalname'),
      sidHistory: some(values.sids('sidhistory')),
      userAccountControl: values.integer('useraccountcontrol'),
      pwdLastSet: values.largeInteger('pwdlastset'),
      adminCount,
      primaryGroupId: values.integer('primarygroupid'),
      hasSpn: values.has('serviceprincipalname') ? true : undefined,
      supersedes: managed ? superseded(values) : undefined,
      managed: managed ? managedFields(values, interned.retrievers) : undefined,
    };
  }
  if (kind === 'group') {
    return {
      dn,
      classes,
      descriptor,
      guid,
      shadow: shadow ? true : undefined,
      sid: values.sid(shadow ? 'msds-shadowprincipalsid' : 'objectsid'),
      sidHistory: some(values.sids('sidhistory')),
      samAccountName: values.text('samaccountname'),
      groupType: shadow ? SHADOW_TYPE : values.integer('grouptype'),
      adminCount,
    };
  }
  const own: Spooled = {
    dn,
    classes,
    descriptor,
    guid,
    sid: values.sid('objectsid'),
    samAccountName: values.text('samaccountname'),
    adminCount,
  };
  if (classes !== undefined || kind !== 'container') return own;
  // Another reading may show what it is.
  return {
    ...own,
    userPrincipalName: values.text('userprincipalname'),
    sidHistory: some(values.sids('sidhistory')),
    userAccountControl: values.integer('useraccountcontrol'),
    pwdLastSet: values.largeInteger('pwdlastset'),
    primaryGroupId: values.integer('primarygroupid'),
    hasSpn: values.has('serviceprincipalname') ? true : undefined,
    groupType: values.integer('grouptype'),
    managed: managedFields(values, interned.retrievers),
  };
}

/** An object with no more fields than those of its kind have: a reading that did not show the class has them all. */
export function fittingKind(object: Spooled, kind: ObjectKind, managed: boolean): Spooled {
  if (kind === 'account') {
    const { groupType: _, managed: fields, ...rest } = object;
    return managed ? { ...rest, managed: fields ?? {} } : rest;
  }
  const {
    userPrincipalName: _u,
    userAccountControl: _f,
    pwdLastSet: _w,
    primaryGroupId: _pg,
    hasSpn: _sn,
    managed: _managed,
    ...rest
  } = object;
  if (kind === 'group') return rest;
  const { sidHistory: _h, groupType: _gt, ...own } = rest;
  return own;
}

/** The SID of a foreign principal, which is its CN too (MS-ADTS 6.1.1.4.10) where objectSid was not read. */
export function foreignSid({ dn, sid }: Spooled): Sid | undefined {
  if (sid !== undefined) return sid;
  const named = parseDn(dn!)[0]!
    .map((pair) => pair.value)
    .find(isSid);
  return named === undefined ? undefined : normalizeSid(named);
}

/** A shadow principal counts in a token as a universal security group does. */
const SHADOW_TYPE = -2147483640;
/** msDS-DelegatedMSAState: the migration from the account before it is completed (MS-ADA, 2025 schema). */
const MIGRATED = 2;

const DELEGATED = 'msds-delegatedmanagedserviceaccount';

/** The account that a delegated managed service account has taken over, or may have. */
function superseded(values: Values): string | undefined {
  const state = values.integer('msds-delegatedmsastate');
  if (state !== undefined && state !== MIGRATED) return undefined;
  const link = values.links('msds-managedaccountprecededbylink')[0];
  if (link !== undefined) return link;
  // Every one of them has a state once it can be used, and by default not everybody may read it.
  const delegated = values.texts('objectclass').some((name) => name.toLowerCase() === DELEGATED);
  return state === MIGRATED || delegated ? NOT_KNOWN : undefined;
}

function managedFields(values: Values, retrievers: number | undefined): SpooledManaged {
  return {
    retrievers,
    interval: values.integer('msds-managedpasswordinterval'),
    encryptionTypes: values.integer('msds-supportedencryptiontypes'),
    dnsHostName: values.text('dnshostname'),
    spns: some(values.texts('serviceprincipalname')),
    hasPasswordId: values.has('msds-managedpasswordid') ? true : undefined,
  };
}

/** Sorted, because directories return values in any order; undefined where there are none. */
function some<Text extends string>(list: Text[]): Text[] | undefined {
  return list.length === 0 ? undefined : list.sort();
}
