/** LDIF content records to raw entries (RFC 2849), with what ldapsearch and ldifde put around them. */
import { isUtf8 } from 'node:buffer';
import { AdreachError } from '../../errors/index.js';
import type { Asked, RawItem } from '../entry.js';
import { WANTED_ATTRIBUTES } from '../ldap/attributes.js';
import { type AttributeDescription, attributeCache } from './attribute.js';
import { decodeBase64 } from './base64.js';
import { LineCutter } from './lines.js';
import { ResultTrailer, SEARCH_NOISE } from './search-noise.js';

/** The largest entry that is accepted: bytes of its values together, and their number. */
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;
const MAX_ENTRY_VALUES = 8_000_000;

const COLON = 0x3a;
const LESS = 0x3c;
const SPACE = 0x20;

interface OpenEntry {
  readonly dn: string;
  readonly line: number;
  readonly attributes: Map<string, Buffer[]>;
  bytes: number;
  values: number;
}

/** What was seen of the values of one attribute. */
interface RangeParts {
  /** Highest number that a part ends with. */
  highest: number;
  /** Number that the last part begins with; null: it was not seen. */
  last: number | null;
  /** Values in the parts before the last. */
  before: number;
}

/** Attributes whose values are needed: those that a directory server is asked for. */
const NEEDED: ReadonlySet<string> = new Set(WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()));

/** Push parser: chunks in, items out. */
export class LdifParser {
  private readonly cutter: LineCutter;
  private readonly describe = attributeCache();
  private readonly trailer = new ResultTrailer();
  private entry: OpenEntry | null = null;
  /** The parts that were seen of attributes that the open entry has in ranges. */
  private ranges: Map<string, RangeParts> = new Map();
  /** Inside a block of `search:`, `result:`, `ref:` lines, or of `version:` alone. */
  private noise = false;
  private first = true;
  /** The last line was a comment, or belongs to it. */
  private commented = false;
  /** The first line that was passed over because it seems to belong to a comment; what follows has to bear that out. */
  private passedOver: { readonly line: number; readonly text: string } | null = null;
  /** Before the first entry of a search: only there ldapsearch tells what it asked for, and nobody else can. */
  private beforeEntries = true;
  /** The search said what it asked for. */
  private said = false;
  /** Nothing but comments so far: ldapsearch tells its filter there, which may have line breaks. */
  private heading = true;

  /**
   * @param name the file's name for messages
   * @param wherePrefix put before `line N` in each entry's `where`
   * @param asked what is known of what was asked for where the file does not say it
   */
  constructor(
    private readonly name: string,
    private readonly wherePrefix = '',
    private readonly asked: Asked = null,
  ) {
    this.cutter = new LineCutter(name);
  }

  /** Parses what is complete in the text so far. */
  push(chunk: Buffer, out: RawItem[]): void {
    let bytes = chunk;
    if (this.first && chunk.length > 0) {
      this.first = false;
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) bytes = chunk.subarray(3);
    }
    this.cutter.push(bytes);
    this.drain(out);
  }

  /** Parses the rest. */
  finish(out: RawItem[]): void {
    this.cutter.finish();
    this.drain(out);
    const { entry } = this;
    this.close(out);
    if (entry !== null && this.cutter.terminated) {
      out.push({
        gap: {
          code: 'search-incomplete',
          dn: entry.dn,
          message: `${this.name} ends without an empty line after the entry that begins in line ${entry.line}: it may be cut off (where it is whole, end it with one)`,
        },
      });
    }
    if (!this.cutter.terminated) {
      out.push({
        gap: {
          code: 'search-incomplete',
          message: `${this.name} ends in the middle of line ${this.cutter.line} (no line break at its end): it may be cut off`,
        },
      });
    }
    for (const gap of this.trailer.finish(this.name)) out.push({ gap });
  }

  private drain(out: RawItem[]): void {
    const { cutter, trailer } = this;
    const comment = (text: Buffer): void => {
      if (this.heading) this.passedOver = null;
      this.commented = true;
      trailer.comment(text);
      const asked = this.beforeEntries ? ResultTrailer.asked(text) : undefined;
      if (asked === undefined) return;
      this.said = true;
      out.push({ asked });
    };
    while (cutter.advance(comment)) {
      if (cutter.start === cutter.end) this.close(out);
      else if (this.commented && this.continuesComment()) continue;
      else this.line(out);
      this.commented = false;
    }
  }

  /**
   * ldapsearch writes the name of an entry into a comment with its line breaks as they are, and the names of conflicting
   * and deleted objects have one (MS-ADTS 3.1.1.1.4: `name`, a line feed, `CNF:`, a GUID). What follows is no LDIF, but
   * the entry itself must follow it: otherwise this is an entry whose own first line was damaged.
   */
  private continuesComment(): boolean {
    if (!this.trailer.ldapsearch || this.entry !== null || this.noise) return false;
    const { buffer, start, end, line } = this.cutter;
    const colon = buffer.indexOf(COLON, start);
    if (colon >= 0 && colon < end) {
      const name = this.describe(buffer.toString('latin1', start, colon))?.name ?? '';
      if (name === 'dn' || name === 'version' || SEARCH_NOISE.has(name) || NEEDED.has(name)) return false;
    }
    this.passedOver ??= { line, text: buffer.toString('latin1', start, Math.min(end, start + 61)) };
    return true;
  }

  /** @throws AdreachError for what was taken for a part of a comment and was none */
  private refusePassedOver(): void {
    if (this.passedOver === null) return;
    const { line, text } = this.passedOver;
    throw this.bad(`${quote(text)} stands outside an entry: an entry begins with "dn:"`, undefined, line);
  }

  private line(out: RawItem[]): void {
    const { buffer, start, end } = this.cutter;
    let colon = start;
    while (colon < end && buffer[colon] !== COLON) colon++;
    if (colon === end) throw this.bad(this.withoutColon(buffer, start, end));
    const text = buffer.toString('latin1', start, colon);
    const attribute = this.describe(text);
    if (attribute === null) throw this.bad(`${quote(text)} is not an attribute name`);
    const value = this.value(buffer, colon + 1, end, attribute.name);
    if (this.entry !== null && NEEDED.has(attribute.name) && buffer[colon + 1] !== COLON && !isUtf8(value)) {
      this.leftOut(this.entry, attribute.name, out);
    } else if (this.entry !== null) this.add(this.entry, attribute, value);
    else this.outside(attribute.name, value, out);
  }

  /** Text in a legacy encoding: which one is not known, so the value counts as not read. */
  private leftOut(entry: OpenEntry, attribute: string, out: RawItem[]): void {
    out.push({
      gap: {
        code: 'entry-damaged',
        dn: entry.dn,
        message: `${this.name} line ${this.cutter.line}: the value of ${attribute} is not UTF-8 text (Latin-1 perhaps); it is taken as not read`,
      },
    });
  }

  private value(buffer: Buffer, after: number, end: number, attribute: string): Buffer {
    let at = after;
    const kind = buffer[at];
    if (kind === LESS && at < end) {
      throw this.bad(
        `the value of ${attribute} is a URL (":<"), which is not followed`,
        'export the values themselves',
      );
    }
    if (kind === COLON && at < end) at++;
    while (at < end && buffer[at] === SPACE) at++;
    if (kind !== COLON) return buffer.subarray(at, end);
    let stop = end;
    while (stop > at && buffer[stop - 1] === SPACE) stop--;
    const decoded = decodeBase64(buffer.subarray(at, stop));
    if (decoded === null) {
      throw this.bad(`the base64 value of ${attribute} is damaged`, 'the file was altered or cut: export it again');
    }
    return decoded;
  }

  /** A line that begins a record, or that belongs to what ldapsearch prints between records. */
  private outside(name: string, value: Buffer, out: RawItem[]): void {
    this.heading = false;
    if (name === 'dn' && !this.noise) {
      this.passedOver = null;
      this.beforeEntries = false;
      this.entry = {
        dn: this.text(value, 'the DN'),
        line: this.cutter.line,
        attributes: new Map(),
        bytes: value.length,
        values: 0,
      };
      return;
    }
    this.refusePassedOver();
    if (name === 'version' && !this.noise) {
      if (value.toString('latin1').trim() !== '1') throw this.bad('only LDIF version 1 is known (RFC 2849)');
      // ldifde and others let the first entry follow without an empty line.
      return;
    }
    if (!SEARCH_NOISE.has(name)) throw this.bad(`${quote(name)} stands outside an entry: an entry begins with "dn:"`);
    this.noise = true;
    if (name === 'result') {
      const gap = this.trailer.result(this.text(value, 'the result'), `${this.name} line ${this.cutter.line}`);
      if (gap !== null) out.push({ gap });
      // What follows was another search.
      this.beforeEntries = true;
      if (this.said) out.push({ asked: this.asked });
      this.said = false;
    }
  }

  private add(entry: OpenEntry, attribute: AttributeDescription, value: Buffer): void {
    const { name, range } = attribute;
    if (entry.values === 0 && (name === 'changetype' || name === 'control')) {
      if (name === 'changetype' && value.toString('latin1').trim().toLowerCase() !== 'add') {
        throw this.bad(
          `a change record (changetype: ${printable(value)}), not an entry`,
          'only exports of entries are read: changetype "add", or none',
        );
      }
      if (name === 'changetype') return;
      throw this.bad('a change record with a control, not an entry', 'only exports of entries are read');
    }
    if (name === 'dn') throw this.bad('a second "dn:" in one entry: an empty line is missing between two entries');
    entry.bytes += value.length;
    entry.values++;
    if (entry.bytes > MAX_ENTRY_BYTES || entry.values > MAX_ENTRY_VALUES) {
      throw this.bad(
        `the entry that begins in line ${entry.line} is larger than ${MAX_ENTRY_BYTES} bytes or has more than ${MAX_ENTRY_VALUES} values`,
      );
    }
    if (range !== null) {
      const parts = this.ranges.get(name) ?? { highest: 0, last: null, before: 0 };
      if (range.to === null) parts.last = range.from;
      else {
        parts.highest = Math.max(parts.highest, range.to);
        if (value.length > 0) parts.before++;
      }
      this.ranges.set(name, parts);
    }
    const list = entry.attributes.get(name);
    if (list === undefined) entry.attributes.set(name, [value]);
    else list.push(value);
  }

  /** An empty line: ends what was open. */
  private close(out: RawItem[]): void {
    this.refusePassedOver();
    this.noise = false;
    const { entry } = this;
    if (entry === null) return;
    this.entry = null;
    const cut = this.ranges.size > 0 ? this.closeRanges(entry, out) : [];
    const { dn, attributes } = entry;
    const where = `${this.wherePrefix}line ${entry.line}`;
    out.push({ entry: { dn, attributes, where, ...(cut.length > 0 && { cut }) } });
  }

  /**
   * The plain attribute that a server returns empty beside the ranged one goes; a missing last part is a gap.
   * @returns the attributes that have such a gap
   */
  private closeRanges(entry: OpenEntry, out: RawItem[]): readonly string[] {
    const cut: string[] = [];
    for (const [name, { highest, last, before }] of this.ranges) {
      const values = entry.attributes.get(name)!;
      if (values.some((v) => v.length === 0)) {
        entry.attributes.set(
          name,
          values.filter((v) => v.length > 0),
        );
      }
      if (last === before) continue;
      cut.push(name);
      const missing =
        last === null
          ? `values of ${name} after number ${highest} are not in the file: the export did not ask for the further ranges`
          : `the last values of ${name} begin with number ${last}, but ${before} stand before them`;
      out.push({
        gap: { code: 'members-incomplete', dn: entry.dn, message: `${this.name} line ${entry.line}: ${missing}` },
      });
    }
    this.ranges = new Map();
    return cut;
  }

  private text(value: Buffer, what: string): string {
    if (!isUtf8(value)) {
      throw this.bad(`${what} is not UTF-8 text`, 'export the file as UTF-8, non-ASCII values in base64');
    }
    return value.toString('utf8');
  }

  private withoutColon(buffer: Buffer, start: number, end: number): string {
    if (end - start === 1 && buffer[start] === 0x2d) return '"-" belongs to a change record; only entries are read';
    return `${quote(buffer.toString('latin1', start, Math.min(end, start + 60)))} has no ":"`;
  }

  private bad(what: string, hint?: string, line = this.cutter.line): AdreachError {
    return new AdreachError('format', `${this.name} line ${line}: ${what}`, hint);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}

function printable(value: Buffer): string {
  return quote(value.toString('latin1', 0, 40)).slice(1, -1);
}
