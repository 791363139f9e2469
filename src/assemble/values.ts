/** Values of an entry, checked and bounded: what is malformed is noted and treated as not read. */
import { isUtf8 } from 'node:buffer';
import { isGuid, isSid, normalizeGuid, normalizeSid, parseGuid, parseSid } from '../descriptor/index.js';
import type { Guid, Sid } from '../descriptor/types.js';
import type { RawEntry } from '../sources/entry.js';
import { linkDn } from './links.js';

/** Longest text value, in bytes; sAMAccountName, DNs and service principal names are far shorter. */
const MAX_TEXT_BYTES = 16 * 1024;
/** defaultSecurityDescriptor is the longest text that is kept. */
const MAX_LONG_TEXT_BYTES = 128 * 1024;
/** nTSecurityDescriptor has rangeUpper 132096 (MS-ADA3). */
const MAX_DESCRIPTOR_BYTES = 256 * 1024;
const MAX_VALUES = 10_000;
/** All values of one attribute together, in bytes; `member` is not read here. */
const MAX_ATTRIBUTE_BYTES = 4 * 1024 * 1024;
const INTEGER = /^-?\d{1,19}$/;

/** Told of each malformed attribute: its name and what is wrong with it. */
type OnDamage = (attribute: string, what: string) => void;

export class Values {
  constructor(
    private readonly entry: RawEntry,
    private readonly damage: OnDamage,
  ) {}

  /** True when the attribute came with at least one value. */
  has(attribute: string): boolean {
    return (this.entry.attributes.get(attribute)?.length ?? 0) > 0;
  }

  /** The bytes of a single-valued attribute. */
  bytes(attribute: string, limit = MAX_TEXT_BYTES): Buffer | undefined {
    const values = this.entry.attributes.get(attribute);
    if (values === undefined || values.length === 0) return undefined;
    if (values.length > 1) return this.bad(attribute, `${values.length} values where there can be one`);
    const value = values[0]!;
    if (value.length > limit) return this.bad(attribute, `${value.length} bytes, more than ${limit}`);
    return value;
  }

  descriptor(attribute: string): Buffer | undefined {
    return this.bytes(attribute, MAX_DESCRIPTOR_BYTES);
  }

  text(attribute: string): string | undefined {
    return this.decode(attribute, this.bytes(attribute));
  }

  longText(attribute: string): string | undefined {
    return this.decode(attribute, this.bytes(attribute, MAX_LONG_TEXT_BYTES));
  }

  /** All values of a text attribute; damaged ones are left out. */
  texts(attribute: string): string[] {
    return this.each(attribute, (value) => {
      if (value.length > MAX_TEXT_BYTES) return this.bad(attribute, `${value.length} bytes in one value`);
      return this.decode(attribute, value);
    });
  }

  /** A signed 32-bit integer, as most integer attributes are (MS-ADTS 3.1.1.2.2.2). */
  integer(attribute: string): number | undefined {
    const text = this.ascii(attribute);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!INTEGER.test(text) || value < -(2 ** 31) || value >= 2 ** 32)
      return this.bad(attribute, 'not a 32-bit integer');
    // Written as unsigned by some tools.
    return value >= 2 ** 31 ? value - 2 ** 32 : value;
  }

  /** A signed 64-bit integer, as decimal text without leading zeros. */
  largeInteger(attribute: string): string | undefined {
    const text = this.ascii(attribute);
    if (text === undefined) return undefined;
    if (!INTEGER.test(text)) return this.bad(attribute, 'not an integer');
    const value = BigInt(text);
    return BigInt.asIntN(64, value) === value ? value.toString() : this.bad(attribute, 'not a 64-bit integer');
  }

  guid(attribute: string): Guid | undefined {
    const value = this.bytes(attribute);
    if (value === undefined) return undefined;
    // Written as text by ldbsearch and by converters, in braces or not; 16 bytes are never such a text.
    const text = value.length === 16 ? '' : value.toString('latin1').trim();
    if (isGuid(text)) return normalizeGuid(text);
    return value.length === 16
      ? parseGuid(value)
      : this.bad(attribute, `a GUID has 16 bytes, this has ${value.length}`);
  }

  sid(attribute: string): Sid | undefined {
    const value = this.bytes(attribute);
    return value === undefined ? undefined : this.decodeSid(attribute, value);
  }

  sids(attribute: string): Sid[] {
    return this.each(attribute, (value) => this.decodeSid(attribute, value));
  }

  /** The DNs that a link names, whatever form they are written in (`linkDn`); damaged ones are left out. */
  links(attribute: string): string[] {
    return this.each(attribute, (value) => linkDn(value) ?? this.bad(attribute, 'not a link'));
  }

  /** Says that an attribute is malformed. */
  bad(attribute: string, what: string): undefined {
    this.damage(attribute, what);
    return undefined;
  }

  private decodeSid(attribute: string, value: Buffer): Sid | undefined {
    // As text, which begins with an S; the bytes of a SID begin with 1.
    const text = (value[0] ?? 0) === 1 ? '' : value.toString('latin1').trim();
    if (isSid(text)) return normalizeSid(text);
    const length = 8 + 4 * (value[1] ?? 0);
    if (value.length !== length) return this.bad(attribute, `not a SID (${value.length} bytes)`);
    try {
      return parseSid(value);
    } catch {
      return this.bad(attribute, 'not a SID');
    }
  }

  private each<T>(attribute: string, decode: (value: Buffer) => T | undefined): T[] {
    const values = this.entry.attributes.get(attribute);
    if (values === undefined) return [];
    if (values.length > MAX_VALUES) {
      this.bad(attribute, `${values.length} values, more than ${MAX_VALUES}`);
      return [];
    }
    const bytes = values.reduce((sum, value) => sum + value.length, 0);
    if (bytes > MAX_ATTRIBUTE_BYTES) {
      this.bad(attribute, `${bytes} bytes in all values, more than ${MAX_ATTRIBUTE_BYTES}`);
      return [];
    }
    const out: T[] = [];
    for (const value of values) {
      const decoded = decode(value);
      if (decoded !== undefined) out.push(decoded);
    }
    return out;
  }

  private ascii(attribute: string): string | undefined {
    return this.bytes(attribute)?.toString('latin1').trim();
  }

  private decode(attribute: string, value: Buffer | undefined): string | undefined {
    if (value === undefined) return undefined;
    return isUtf8(value) ? value.toString('utf8') : this.bad(attribute, 'not UTF-8 text');
  }
}
