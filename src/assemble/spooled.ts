/** What is kept of an object between the two passes: everything but references to other objects. */
import type { Guid, Sid } from '../descriptor/types.js';
import type { ManagedAccountFields } from '../directory/records.js';
import { rdnText } from '../names/dn.js';
import type { ObjectKind } from '../sources/classify.js';
import type { SettingsRecord } from './settings.js';
import type { Values } from './values.js';

/** `retrievers` is the first pass's number. */
export type SpooledManaged = Omit<ManagedAccountFields, 'retrievers'> & { readonly retrievers?: number | undefined };

/** Field names are those of the records; `c`, `d` and `retrievers` are the first pass's numbers. */
export interface Spooled {
  /** Whole DN; of accounts, whose parent gives the rest, only the RDN (`r`). */
  readonly dn?: string;
  readonly r?: string;
  readonly c?: number;
  readonly d?: number;
  readonly g?: Guid;
  readonly s?: Sid;
  readonly h?: readonly Sid[];
  readonly n?: string;
  readonly u?: string;
  readonly f?: number;
  readonly w?: string;
  readonly a?: number;
  readonly pg?: number;
  readonly gt?: number;
  readonly managed?: SpooledManaged;
  /** The record of an object of the schema or configuration; null where it is too damaged to make one. */
  readonly record?: SettingsRecord | null;
}

/** Numbers of what an object refers to by content. */
export interface Interned {
  readonly c: number | undefined;
  readonly d: number | undefined;
  readonly retrievers: number | undefined;
}

/** The fields that an object of a kind is kept with; the order of fields is that of the lines of the snapshot. */
export function spooledObject(
  dn: string,
  kind: ObjectKind,
  managed: boolean,
  values: Values,
  interned: Interned,
): Spooled {
  const { c, d } = interned;
  const g = values.guid('objectguid');
  const a = values.integer('admincount');
  if (kind === 'account') {
    return {
      r: rdnText(dn),
      c,
      d,
      g,
      s: values.sid('objectsid'),
      n: values.text('samaccountname'),
      u: values.text('userprincipalname'),
      h: some(values.sids('sidhistory')),
      f: values.integer('useraccountcontrol'),
      w: values.largeInteger('pwdlastset'),
      a,
      pg: values.integer('primarygroupid'),
      managed: managed ? managedFields(values, interned.retrievers) : undefined,
    };
  }
  if (kind === 'group') {
    return {
      dn,
      c,
      d,
      g,
      s: values.sid('objectsid'),
      h: some(values.sids('sidhistory')),
      n: values.text('samaccountname'),
      gt: values.integer('grouptype'),
      a,
    };
  }
  const own = { dn, c, d, g, s: values.sid('objectsid'), n: values.text('samaccountname'), a };
  if (c !== undefined || kind !== 'container') return own;
  // Another reading may show what it is.
  return {
    ...own,
    u: values.text('userprincipalname'),
    h: some(values.sids('sidhistory')),
    f: values.integer('useraccountcontrol'),
    w: values.largeInteger('pwdlastset'),
    pg: values.integer('primarygroupid'),
    gt: values.integer('grouptype'),
    managed: managedFields(values, interned.retrievers),
  };
}

/** An object with no more fields than those of its kind have: a reading that did not show the class has them all. */
export function fittingKind(object: Spooled, kind: ObjectKind, managed: boolean): Spooled {
  if (kind === 'account') {
    const { gt: _, managed: fields, ...rest } = object;
    return managed ? { ...rest, managed: fields ?? {} } : rest;
  }
  const { u: _u, f: _f, w: _w, pg: _pg, managed: _managed, ...rest } = object;
  if (kind === 'group') return rest;
  const { h: _h, gt: _gt, ...own } = rest;
  return own;
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
