/**
 * Records of a snapshot at the border: a file whose hash holds may still have been written by another program. Checks
 * are by hand because they stand in the way of every account.
 */
import { type ManagedAccountFields, UNASKED_ATTRIBUTES } from '../directory/records.js';
import { GAP_CODES } from '../result/gaps.js';
import type { Line, LineType } from './line.js';

type Fields = Readonly<Record<string, unknown>> & Line;
type Check = (value: unknown) => boolean;

/** Texts that sources are read for are no longer (`assemble/values.ts`); default descriptors and messages may be. */
const MOST_CHARACTERS = 16 * 1024;
const MOST_OF_LONG = 256 * 1024;
const isText: Check = (v) => typeof v === 'string' && v.length <= MOST_CHARACTERS;
const isLongText: Check = (v) => typeof v === 'string' && v.length <= MOST_OF_LONG;
/** 32 bits, signed or not. */
const isInt: Check = (v) => Number.isInteger(v) && (v as number) >= -(2 ** 31) && (v as number) < 2 ** 32;
const isNatural: Check = (v) => Number.isSafeInteger(v) && (v as number) >= 0;
const isTexts: Check = (v) => Array.isArray(v) && v.every(isText);
/** Members and groups, by names that nobody has shown to be of an object. */
const areLongTexts: Check = (v) => Array.isArray(v) && v.every(isLongText);
const INSTANT = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const isInstant: Check = (v) => typeof v === 'string' && INSTANT.test(v);
const isTrue: Check = (v) => v === true;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isGuid: Check = (v) => typeof v === 'string' && GUID.test(v);
const isGuids: Check = (v) => Array.isArray(v) && v.every(isGuid);
/** A number of 32 bits, without leading zeros: a SID has one spelling. */
const NUMBER =
  '(?:0|[1-9]\\d{0,8}|[1-3]\\d{9}|4[01]\\d{8}|42[0-8]\\d{7}|429[0-3]\\d{6}|4294[0-8]\\d{5}|42949[0-5]\\d{4}|429496[0-6]\\d{3}|4294967[01]\\d{2}|42949672[0-8]\\d|429496729[0-5])';
const SID = new RegExp(`^S-1-(?:${NUMBER}|0x[0-9a-f]{12})(?:-${NUMBER}){0,15}$`);
/** A SID with a last number of at most nine digits: all but what stands before that number is the same in a domain. */
let before = 'S-1-5';
const isSid: Check = (v) => {
  if (typeof v !== 'string') return false;
  const at = v.length - before.length;
  if (at > 1 && at <= 10 && v.charCodeAt(before.length) === 0x2d && v.startsWith(before)) {
    const first = v.charCodeAt(before.length + 1);
    let digits = first > 0x30 || at === 2;
    for (let i = before.length + 1; i < v.length; i++) {
      const c = v.charCodeAt(i);
      if (c < 0x30 || c > 0x39) digits = false;
    }
    if (digits) return true;
  }
  if (!SID.test(v)) return false;
  const end = v.lastIndexOf('-');
  // A SID of one number less is one too, but for the first, which is the authority.
  if (end > 4) before = v.slice(0, end);
  return true;
};
const isSids: Check = (v) => Array.isArray(v) && v.every(isSid);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const isBase64: Check = (v) => typeof v === 'string' && BASE64.test(v);
const DECIMAL = /^-?\d{1,20}$/;

const UNASKED: ReadonlySet<unknown> = new Set(UNASKED_ATTRIBUTES);
const areUnasked: Check = (v) => Array.isArray(v) && v.every((name) => UNASKED.has(name));
const isMembersRead: Check = (v) => v === 'yes' || v === 'contradicted';

const KNOWN_GAPS: ReadonlySet<unknown> = new Set(GAP_CODES);
const isGapCode: Check = (v) => KNOWN_GAPS.has(v);

/** How many of each numbered kind a reference may point to. */
export interface Bounds {
  classes: number;
  sd: number;
  container: number;
  /** Groups in the whole file: they may name each other before they are reached. */
  readonly group: number;
  /** Numbers of the lists of classes that accounts have; null where the first part was not read, which may hold some. */
  readonly ofAccounts: Set<number> | null;
}

/** What every account is (docs/snapshot-format.md): an object of another class has no verdicts, and would have none unseen. */
const ACCOUNT_CLASS = 'user';

function takeClasses(names: readonly string[], bounds: Bounds): void {
  if (names.some((name) => name.toLowerCase() === ACCOUNT_CLASS)) bounds.ofAccounts?.add(bounds.classes);
  bounds.classes++;
}

const isBelow = (value: unknown, limit: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < limit;

const areBelow = (value: unknown, limit: number): boolean => {
  if (!Array.isArray(value)) return false;
  for (const v of value) if (!isBelow(v, limit)) return false;
  return true;
};

/** Per record type: fields that must be there, and fields that may. Fields not named here are ignored. */
const SHAPES: Readonly<
  Record<Exclude<LineType, 'account'>, readonly [Readonly<Record<string, Check>>, Readonly<Record<string, Check>>]>
> = {
  class: [
    { name: isText, guid: isGuid, parent: isText, category: isInt, auxiliary: isTexts, attributes: isTexts },
    { defaultSddl: isLongText, dn: isText },
  ],
  attribute: [
    { name: isText, guid: isGuid },
    { set: isGuid, searchFlags: isInt, systemFlags: isInt, dn: isText },
  ],
  right: [
    { name: isText, guid: isGuid, appliesTo: isGuids },
    { displayName: isText, validAccesses: isInt, dn: isText },
  ],
  partition: [{ nCName: isText }, { dnsRoot: isText, netbiosName: isText, systemFlags: isInt, dn: isText }],
  forest: [{}, { dSHeuristics: (v) => v === null || isText(v), dn: isText }],
  kdsRootKey: [{ dn: isText }, { useStartTime: isInstant }],
  trust: [
    { dn: isText, partner: isText },
    { flatName: isText, sid: isSid, attributes: isInt, direction: isInt },
  ],
  domain: [{ dn: isText, dnsName: isText, sid: isSid }, { netbiosName: isText }],
  classes: [{ names: isTexts }, {}],
  sd: [{ b: isBase64 }, {}],
  container: [
    { dn: isText },
    { p: isNatural, c: isNatural, d: isNatural, g: isGuid, missing: isTrue, adminCount: isInt },
  ],
  group: [
    { dn: isText },
    {
      p: isNatural,
      c: isNatural,
      d: isNatural,
      g: isGuid,
      s: isSid,
      h: isSids,
      n: isText,
      gt: isInt,
      a: isInt,
      m: Array.isArray,
      x: areLongTexts,
      og: areLongTexts,
      ua: areUnasked,
      mr: isMembersRead,
      sp: isTrue,
    },
  ],
  foreign: [
    { dn: isText, s: isSid },
    { m: Array.isArray, mp: isTrue },
  ],
  principal: [{ s: isSid, n: isText, dn: isText }, {}],
  gap: [
    { code: isGapCode, message: isLongText },
    { dn: isText, count: isNatural, derived: isTrue },
  ],
};

/**
 * Checks a record of the first part, and counts it in `bounds`.
 * @returns null where it is right, else what is wrong, for a message
 */
export function modelFault(value: unknown, bounds: Bounds): string | null {
  if (typeof value !== 'object' || value === null) return 'a line is not an object';
  const fields = value as Fields;
  const type = fields.t;
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return `unknown record type ${shown(type)}`;
  const [required, optional] = SHAPES[type as keyof typeof SHAPES];
  for (const name in required) if (!required[name]!(fields[name])) return wrong(type, name, fields);
  for (const name in optional) {
    if (fields[name] !== undefined && !optional[name]!(fields[name])) return wrong(type, name, fields);
  }
  const { p, c, d, m } = fields;
  if (p !== undefined && !isBelow(p, bounds.container)) return wrong(type, 'p', fields);
  if (c !== undefined && !isBelow(c, bounds.classes)) return wrong(type, 'c', fields);
  if (d !== undefined && !isBelow(d, bounds.sd)) return wrong(type, 'd', fields);
  if (m !== undefined && !areBelow(m, bounds.group)) return wrong(type, 'm', fields);
  if (type === 'sd') bounds.sd++;
  else if (type === 'classes') takeClasses(fields.names as readonly string[], bounds);
  else if (type === 'container') bounds.container++;
  return null;
}

/** The same for a record of the second part. */
export function accountFault(value: unknown, bounds: Bounds): string | null {
  if (typeof value !== 'object' || value === null) return 'a line is not an object';
  const r = value as Fields;
  switch (r.t) {
    case 'account':
      break;
    case 'sd':
      if (!isBase64(r.b)) return wrong('sd', 'b', r);
      bounds.sd++;
      return null;
    case 'classes':
      if (!isTexts(r.names)) return wrong('classes', 'names', r);
      takeClasses(r.names as readonly string[], bounds);
      return null;
    default:
      return `unknown record type ${shown(r.t)} among the accounts`;
  }
  if (!isText(r.r)) return wrong('account', 'r', r);
  if (!isBelow(r.p, bounds.container)) return wrong('account', 'p', r);
  if (!isBelow(r.c, bounds.classes)) return wrong('account', 'c', r);
  if (bounds.ofAccounts?.has(r.c as number) === false)
    return `an account, ${shown(r.r)}, has a list of classes without "${ACCOUNT_CLASS}"`;
  if (r.d !== undefined && !isBelow(r.d, bounds.sd)) return wrong('account', 'd', r);
  if (r.g !== undefined && !isGuid(r.g)) return wrong('account', 'g', r);
  if (r.s !== undefined && !isSid(r.s)) return wrong('account', 's', r);
  if (r.n !== undefined && !isText(r.n)) return wrong('account', 'n', r);
  if (r.u !== undefined && !isText(r.u)) return wrong('account', 'u', r);
  if (r.h !== undefined && !isSids(r.h)) return wrong('account', 'h', r);
  if (r.f !== undefined && !isInt(r.f)) return wrong('account', 'f', r);
  if (r.w !== undefined && !(typeof r.w === 'string' && DECIMAL.test(r.w))) return wrong('account', 'w', r);
  if (r.a !== undefined && !isInt(r.a)) return wrong('account', 'a', r);
  if (r.pg !== undefined && !isInt(r.pg)) return wrong('account', 'pg', r);
  if (r.sn !== undefined && typeof r.sn !== 'boolean') return wrong('account', 'sn', r);
  if (r.m !== undefined && !areBelow(r.m, bounds.group)) return wrong('account', 'm', r);
  if (r.og !== undefined && !areLongTexts(r.og)) return wrong('account', 'og', r);
  if (r.ua !== undefined && !areUnasked(r.ua)) return wrong('account', 'ua', r);
  if (r.su !== undefined && !isText(r.su)) return wrong('account', 'su', r);
  return r.managed === undefined || managedIsRight(r.managed, bounds) ? null : wrong('account', 'managed', r);
}

function managedIsRight(value: unknown, bounds: Bounds): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const m = value as ManagedAccountFields;
  return (
    (m.retrievers === undefined || isBelow(m.retrievers, bounds.sd)) &&
    (m.interval === undefined || isInt(m.interval)) &&
    (m.encryptionTypes === undefined || isInt(m.encryptionTypes)) &&
    (m.dnsHostName === undefined || isText(m.dnsHostName)) &&
    (m.spns === undefined || isTexts(m.spns)) &&
    (m.hasPasswordId === undefined || typeof m.hasPasswordId === 'boolean')
  );
}

function wrong(type: string, field: string, fields: Fields): string {
  return `a record of type "${type}" has a wrong "${field}": ${shown(fields[field])}`;
}

/** A value for a message. Lists and objects are not spelled out: they may be nested as deep as anybody likes. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === undefined) return 'nothing';
  const text = String(value);
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : value);
}
