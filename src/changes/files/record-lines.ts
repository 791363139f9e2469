/** The lines of a file of change records: name, value, and the number for messages (RFC 2849). */
import { AdreachError } from '../../errors/index.js';
import { decodeBase64 } from '../../sources/ldif/base64.js';
import { LineCutter } from '../../sources/ldif/lines.js';

/** One line that is no comment: a name with its value, the dash that ends a modification, or the end of a record. */
export type RecordLine =
  | {
      readonly kind: 'value';
      readonly line: number;
      /** As written, in ASCII. */
      readonly name: string;
      /** Decoded. */
      readonly value: Buffer;
      /** What stood before the second colon of `control: OID true:: BASE64`, and the value alone. */
      readonly control: { readonly text: string; readonly value: Buffer | null } | null;
    }
  | { readonly kind: 'dash' | 'empty'; readonly line: number };

const COLON = 0x3a;
const LESS = 0x3c;
const DASH = 0x2d;
const SPACE = 0x20;

/** An attribute description (RFC 4512 section 2.5). Directories have options for reading alone. */
const NAME = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9=*_-]+)*$/;
const LONGEST_NAME = 256;

/** Reads the lines of one file; UTF-8, or UTF-16 with a byte order mark, as ldifde writes it. */
export class RecordLines {
  readonly #cutter: LineCutter;

  /**
   * @param name for messages
   * @throws AdreachError `format` where it is neither UTF-8 nor UTF-16
   */
  constructor(
    readonly name: string,
    bytes: Buffer,
  ) {
    this.#cutter = new LineCutter(name);
    // Folded lines are closed up where they stand, so that the bytes have to be its own.
    this.#cutter.push(Buffer.from(asUtf8(name, bytes)));
    this.#cutter.finish();
  }

  /** False where the file ends in the middle of a line. */
  get terminated(): boolean {
    return this.#cutter.terminated;
  }

  /** @throws AdreachError `format` with the line */
  *[Symbol.iterator](): Generator<RecordLine, undefined> {
    const cutter = this.#cutter;
    while (cutter.advance(() => {})) {
      const { buffer, start, end, line } = cutter;
      if (start === end) yield { kind: 'empty', line };
      else if (end - start === 1 && buffer[start] === DASH) yield { kind: 'dash', line };
      else yield this.#valueLine(buffer.subarray(start, end), line);
    }
  }

  fault(line: number, what: string, hint?: string): AdreachError {
    return new AdreachError('format', `${this.name} line ${line}: ${what}`, hint);
  }

  #valueLine(bytes: Buffer, line: number): RecordLine {
    const colon = bytes.indexOf(COLON);
    if (colon < 0) throw this.fault(line, `${quoted(bytes)} has no ":"`);
    const name = bytes.toString('latin1', 0, colon);
    if (name.length > LONGEST_NAME || !NAME.test(name)) throw this.fault(line, `${quoted(bytes)} is no attribute name`);
    if (name.toLowerCase() === 'control') return this.#controlLine(name, bytes.subarray(colon + 1), line);
    return { kind: 'value', line, name, value: this.#value(name, bytes.subarray(colon + 1), line), control: null };
  }

  /** `value-spec` of RFC 2849: what follows the first colon. */
  #value(name: string, rest: Buffer, line: number): Buffer {
    if (rest[0] === LESS)
      throw this.fault(line, `the value of ${name} is a URL (":<"), which is not followed`, 'Write the value itself.');
    if (rest[0] !== COLON) {
      const value = rest.subarray(spaces(rest, 0));
      this.#text(name, value, line);
      return value;
    }
    const decoded = decodeBase64(trimmed(rest.subarray(1)));
    if (decoded === null) throw this.fault(line, `the base64 value of ${name} is damaged`);
    return decoded;
  }

  /** The second colon of a control stands behind its criticality. */
  #controlLine(name: string, rest: Buffer, line: number): RecordLine {
    const colon = rest.indexOf(COLON);
    const head = colon < 0 ? rest : rest.subarray(0, colon);
    const value = colon < 0 ? null : this.#value(name, rest.subarray(colon + 1), line);
    const text = head.length > LONGEST_NAME ? '' : head.toString('latin1').trim();
    return { kind: 'value', line, name, value: value ?? Buffer.alloc(0), control: { text, value } };
  }

  #text(name: string, value: Buffer, line: number): void {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(value);
    } catch {
      throw this.fault(
        line,
        `the value of ${name} is not UTF-8 text`,
        'Save the file as UTF-8, or write it in base64.',
      );
    }
  }
}

function spaces(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  const start = spaces(bytes, 0);
  while (end > start && bytes[end - 1] === SPACE) end--;
  return bytes.subarray(start, end);
}

function quoted(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, 60);
  return JSON.stringify(bytes.length > 60 ? `${text}...` : text);
}

function asUtf8(name: string, bytes: Buffer): Buffer {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (wide === null) return bytes;
  try {
    return Buffer.from(new TextDecoder(wide, { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AdreachError('format', `${name}: not valid ${wide.toUpperCase()} text`, 'Save it as UTF-8.', {
      cause: error,
    });
  }
}
