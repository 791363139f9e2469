/**
 * Distinguished names as text (RFC 4514, with the quoting, semicolons and spaces of RFC 1779 and RFC 2253 accepted on
 * input). Bytes given as hex pairs that are no UTF-8 are kept as lone surrogates U+DC80..U+DCFF inside this module and
 * written as hex pairs again, so that nothing is lost.
 */
import { AdreachError } from '../errors/index.js';

/** One attribute type and value of an RDN; the value is unescaped. */
interface AttributeTypeAndValue {
  /** As written. */
  readonly type: string;
  readonly value: string;
}

/** A relative distinguished name: one pair, or several joined by `+`. */
type Rdn = readonly AttributeTypeAndValue[];

/** Nothing that a key would have to rewrite: no escapes, quotes, `+`, `;`, `#`, OIDs, nor spaces around separators. */
const REWRITE = /["\\+;#<>\u0000-\u001f\u007f\ud800-\udfff]|[,=] | [,=]|^ | $|(?:^|,)(?:\d|oid\.)/i;
const ATTRIBUTE_TYPE = /^(?:[A-Za-z][A-Za-z0-9-]*|(?:oid\.)?\d+(?:\.\d+)*)$/i;
/** A DN that holds no escapes, quotes nor multi-valued RDNs: most of them. */
const PLAIN_DN = /^[A-Za-z][A-Za-z0-9-]*=[^,+"\\<>;]*(?:,[A-Za-z][A-Za-z0-9-]*=[^,+"\\<>;]*)*$/;
const HEX_PAIR = /^[0-9a-f]{2}$/i;

/** Short names that RFC 4514 section 3 gives to attribute types; the key uses them for the dotted form too. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'cn'],
  ['2.5.4.7', 'l'],
  ['2.5.4.8', 'st'],
  ['2.5.4.10', 'o'],
  ['2.5.4.11', 'ou'],
  ['2.5.4.6', 'c'],
  ['2.5.4.9', 'street'],
  ['0.9.2342.19200300.100.1.25', 'dc'],
  ['0.9.2342.19200300.100.1.1', 'uid'],
]);

/** Index of the first separator at or after `from` that is neither escaped nor quoted; the length where there is none. */
function separatorFrom(text: string, from: number, plus: boolean): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5c) i++;
    else if (c === 0x22) quoted = !quoted;
    else if (!quoted && (c === 0x2c || c === 0x3b || (plus && c === 0x2b))) return i;
  }
  return text.length;
}

/** Index of the comma that ends the first RDN; the length where there is one RDN only. */
function firstSeparator(dn: string): number {
  const comma = dn.indexOf(',');
  const end = comma < 0 ? dn.length : comma;
  for (let i = 0; i < end; i++) {
    const c = dn.charCodeAt(i);
    if (c === 0x5c || c === 0x22 || c === 0x3b) return separatorFrom(dn, 0, false);
  }
  return end;
}

/** Without the spaces around it; an escaped space at the end stays. */
function trimPart(text: string): string {
  let start = 0;
  while (text.charCodeAt(start) === 0x20) start++;
  let end = text.length;
  while (end > start && text.charCodeAt(end - 1) === 0x20 && !isEscaped(text, end - 1)) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** True when an odd number of backslashes stands before the character at `index`. */
function isEscaped(text: string, index: number): boolean {
  let slashes = 0;
  for (let i = index - 1; i >= 0 && text.charCodeAt(i) === 0x5c; i--) slashes++;
  return slashes % 2 === 1;
}

/** The RDNs of a DN as written, most specific first; none for the empty DN. */
export function splitDn(dn: string): string[] {
  const parts: string[] = [];
  if (dn === '') return parts;
  for (let start = 0; start <= dn.length; ) {
    const end = separatorFrom(dn, start, false);
    parts.push(trimPart(dn.slice(start, end)));
    start = end + 1;
  }
  return parts;
}

/** The first RDN as written. */
export function rdnText(dn: string): string {
  return trimPart(dn.slice(0, firstSeparator(dn)));
}

/** The DN of the parent as written, or null for a DN of one RDN and for the empty DN. */
export function parentDn(dn: string): string | null {
  const end = firstSeparator(dn);
  return end >= dn.length ? null : trimPart(dn.slice(end + 1));
}

/**
 * Parses a DN.
 * @returns its RDNs, most specific first
 * @throws AdreachError `format` with the position where the text is no DN (RFC 4514 section 3)
 */
export function parseDn(dn: string): Rdn[] {
  const rdns: Rdn[] = [];
  if (dn === '') return rdns;
  let rdn: AttributeTypeAndValue[] = [];
  for (let start = 0; start <= dn.length; ) {
    const end = separatorFrom(dn, start, true);
    rdn.push(parsePair(dn, start, end));
    if (dn.charCodeAt(end) !== 0x2b) {
      rdns.push(rdn);
      rdn = [];
    }
    start = end + 1;
  }
  return rdns;
}

/** True when the text can be parsed as a DN of at least one RDN. */
export function isDn(text: string): boolean {
  if (text === '') return false;
  if (PLAIN_DN.test(text)) return true;
  try {
    parseDn(text);
    return true;
  } catch {
    return false;
  }
}

function parsePair(dn: string, start: number, end: number): AttributeTypeAndValue {
  const equals = dn.indexOf('=', start);
  if (equals < 0 || equals >= end) throw badDn(dn, start, 'an RDN needs "type=value"');
  const type = dn.slice(start, equals).trim();
  if (!ATTRIBUTE_TYPE.test(type)) throw badDn(dn, start, 'not an attribute type');
  return { type, value: replaceStray(decodeValue(dn, equals + 1, trimPart(dn.slice(equals + 1, end)))) };
}

/** What callers see of bytes that are no UTF-8. */
function replaceStray(value: string): string {
  return value.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (c) => (c.length === 2 ? c : '\ufffd'));
}

/** Unescapes an attribute value; `at` is its position in `dn`, for messages. */
function decodeValue(dn: string, at: number, raw: string): string {
  let text = raw;
  if (text.charCodeAt(0) === 0x22) {
    if (text.length < 2 || !text.endsWith('"') || isEscaped(text, text.length - 1)) {
      throw badDn(dn, at, 'a quoted value does not end');
    }
    text = text.slice(1, -1);
  }
  if (!text.includes('\\')) return text;
  let out = '';
  for (let i = 0; i < text.length; ) {
    if (text.charCodeAt(i) !== 0x5c) {
      out += text[i++];
      continue;
    }
    const bytes: number[] = [];
    while (text.charCodeAt(i) === 0x5c && HEX_PAIR.test(text.slice(i + 1, i + 3))) {
      bytes.push(Number.parseInt(text.slice(i + 1, i + 3), 16));
      i += 3;
    }
    if (bytes.length > 0) {
      out += decodeBytes(bytes);
      continue;
    }
    if (i + 1 >= text.length) throw badDn(dn, at, 'a backslash at the end of a value');
    out += text[i + 1];
    i += 2;
  }
  return out;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeBytes(bytes: readonly number[]): string {
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return bytes.map((b) => (b < 0x80 ? String.fromCharCode(b) : String.fromCharCode(0xdc00 + b))).join('');
  }
}

/** A value as RFC 4514 writes it, with no more escapes than needed (section 2.4). */
export function escapeValue(value: string): string {
  const escaped = value.replace(
    /["+,;<>\\]|[\u0000-\u001f\u007f]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g,
    (c) => {
      const code = c.charCodeAt(0);
      if (c.length === 2) return c;
      if (code < 0x20 || code === 0x7f) return `\\${code.toString(16).padStart(2, '0')}`;
      if (code >= 0xdc80 && code <= 0xdcff) return `\\${(code - 0xdc00).toString(16)}`;
      return code >= 0xd800 ? '\ufffd' : `\\${c}`;
    },
  );
  const led = /^[ #]/.test(escaped) ? `\\${escaped}` : escaped;
  return led.endsWith(' ') && led !== '\\ ' ? `${led.slice(0, -1)}\\ ` : led;
}

/**
 * The text under which two writings of one DN are the same: types and values in lower case, one way of escaping, no
 * spaces around separators, RFC 4514's short names for OIDs, the pairs of an RDN in order. Two DNs are equal exactly
 * when their keys are. Text that is no DN is its own key, in lower case.
 */
export function dnKey(dn: string): string {
  if (!REWRITE.test(dn)) return dn.toLowerCase();
  try {
    return splitDn(dn).map(keyOfRdn).join(',');
  } catch {
    return dn.toLowerCase();
  }
}

/** An RDN of which the key is itself in lower case: most of them. */
const PLAIN_RDN =
  /^[A-Za-z][A-Za-z0-9-]*=(?:[^ ,+"\\<>;#=\u0000-\u001f\u007f\ud800-\udfff](?:[^,+"\\<>;#=\u0000-\u001f\u007f\ud800-\udfff]*[^ ,+"\\<>;#=\u0000-\u001f\u007f\ud800-\udfff])?)?$/;

/** @returns the key of a text that is one RDN, as `dnKey` has it; null where it is none, or several */
export function rdnKey(rdn: string): string | null {
  if (PLAIN_RDN.test(rdn)) return rdn.toLowerCase();
  if (separatorFrom(rdn, 0, false) < rdn.length || !isDn(rdn)) return null;
  return dnKey(rdn);
}

function keyOfRdn(rdn: string): string {
  const pairs: string[] = [];
  for (let start = 0; start <= rdn.length; ) {
    const end = separatorFrom(rdn, start, true);
    pairs.push(pairKey(rdn, start, end));
    start = end + 1;
  }
  return pairs.length === 1 ? pairs[0]! : pairs.sort().join('+');
}

function pairKey(rdn: string, start: number, end: number): string {
  const equals = rdn.indexOf('=', start);
  if (equals < 0 || equals >= end) throw badDn(rdn, start, 'an RDN needs "type=value"');
  const type = rdn
    .slice(start, equals)
    .trim()
    .toLowerCase()
    .replace(/^oid\./, '');
  const raw = trimPart(rdn.slice(equals + 1, end));
  const name = SHORT_NAMES.get(type) ?? type;
  if (raw.startsWith('#')) return `${name}=${raw.toLowerCase()}`;
  return `${name}=${escapeValue(decodeValue(rdn, equals + 1, raw).toLowerCase())}`;
}

/** True when the object of key `key` is that of key `ancestor` or lies below it. */
export function isAtOrBelow(key: string, ancestor: string): boolean {
  if (key === ancestor || ancestor === '') return true;
  if (!key.endsWith(ancestor)) return false;
  const comma = key.length - ancestor.length - 1;
  return key.charCodeAt(comma) === 0x2c && !isEscaped(key, comma);
}

/** The DC components at the end of a DN, as a DN; empty where there are none. */
export function domainPart(dn: string): string {
  const parts = splitDn(dn);
  let from = parts.length;
  while (from > 0 && /^dc\s*=/i.test(parts[from - 1]!)) from--;
  return parts.slice(from).join(',');
}

/** The DNS name that the DC components at the end of a DN spell (RFC 2247), as written; empty where there are none. */
export function dnsNameOf(dn: string): string {
  return splitDn(domainPart(dn))
    .map((part) => trimPart(part.slice(part.indexOf('=') + 1)))
    .join('.');
}

function badDn(dn: string, at: number, what: string): AdreachError {
  const shown = dn.length > 200 ? `${dn.slice(0, 200)}...` : dn;
  return new AdreachError(
    'format',
    `not a distinguished name: ${JSON.stringify(shown)}: ${what} (at character ${at + 1})`,
  );
}
