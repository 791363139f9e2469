/** CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 from the data of a resource attribute ACE (MS-DTYP 2.4.10.1). */

import { AdreachError } from '../../errors/index.js';
import { parseSid, sidByteLength } from '../sid.js';
import type { Sid } from '../types.js';
import { type ResourceAttribute, VALUE_TYPES } from './types.js';

const HEADER = 16;

/**
 * @param data the ACE's data behind its SID, padding included
 * @returns the attribute
 * @throws AdreachError `descriptor` with the byte offset in `data`; values that overlap each other are refused, so that
 *   what is returned is never larger than `data` allows
 */
export function decodeResourceAttribute(data: Uint8Array): ResourceAttribute {
  return new Decoder(data).decode();
}

class Decoder {
  readonly #view: DataView;
  /** Bytes that values may still take. */
  #budget: number;

  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.#budget = data.length;
  }

  decode(): ResourceAttribute {
    const { data } = this;
    if (data.length < HEADER) throw fault(0, `the header needs ${HEADER} bytes, there are ${data.length}`);
    const type = VALUE_TYPES.get(this.#view.getUint16(4, true));
    if (type === undefined) throw fault(4, `unknown value type 0x${this.#view.getUint16(4, true).toString(16)}`);
    const flags = this.#view.getUint32(8, true);
    const count = this.#view.getUint32(12, true);
    if (count > (data.length - HEADER) / 4) throw fault(12, `${count} values do not fit ${data.length} bytes`);
    const name = this.#text(this.#view.getUint32(0, true), 0);
    const each = <Value>(read: (offset: number, field: number) => Value): Value[] =>
      Array.from({ length: count }, (_, index) => {
        const field = HEADER + 4 * index;
        return read(this.#view.getUint32(field, true), field);
      });
    switch (type) {
      case 'int64':
        return { name, flags, type, values: each((at, field) => BigInt.asIntN(64, this.#quad(at, field))) };
      case 'uint64':
        return { name, flags, type, values: each((at, field) => this.#quad(at, field)) };
      case 'boolean':
        return { name, flags, type, values: each((at, field) => this.#boolean(at, field)) };
      case 'string':
        return { name, flags, type, values: each((at, field) => this.#text(at, field)) };
      case 'sid':
        return { name, flags, type, values: each((at, field) => this.#sid(at, field)) };
      case 'octets':
        return { name, flags, type, values: each((at, field) => this.#octets(at, field)) };
    }
  }

  #take(offset: number, length: number, field: number): void {
    if (offset + length > this.data.length) throw fault(field, `offset ${offset} and ${length} bytes run over the end`);
    this.#budget -= length;
    if (this.#budget < 0) throw fault(field, 'values overlap');
  }

  #quad(at: number, field: number): bigint {
    this.#take(at, 8, field);
    return this.#view.getBigUint64(at, true);
  }

  #boolean(at: number, field: number): boolean {
    const value = this.#quad(at, field);
    if (value > 1n) throw fault(at, `a boolean of ${value}`);
    return value === 1n;
  }

  /** UTF-16 with a zero behind it. */
  #text(at: number, field: number): string {
    let end = at;
    while (end + 2 <= this.data.length && (this.data[end] !== 0 || this.data[end + 1] !== 0)) {
      end += 2;
      if (end - at > this.#budget) throw fault(field, 'values overlap');
    }
    if (end + 2 > this.data.length) throw fault(field, `the text at ${at} has no end`);
    this.#take(at, end + 2 - at, field);
    return Buffer.from(this.data.buffer, this.data.byteOffset + at, end - at).toString('utf16le');
  }

  #octets(at: number, field: number): Uint8Array {
    this.#take(at, 4, field);
    const length = this.#view.getUint32(at, true);
    this.#take(at + 4, length, field);
    return new Uint8Array(this.data.subarray(at + 4, at + 4 + length));
  }

  #sid(at: number, field: number): Sid {
    const bytes = this.#octets(at, field);
    if (sidByteLength(bytes) !== bytes.length) throw fault(at, 'the length of a SID is wrong');
    return parseSid(bytes);
  }
}

function fault(offset: number, what: string): AdreachError {
  return new AdreachError('descriptor', `Resource attribute, byte ${offset}: ${what}`);
}
