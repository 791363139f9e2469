/**
 * Walks through a JSON object of any size as its bytes come: hands out the members that are asked for, the elements of one
 * list one by one, and passes over all else. What is passed over is held to brackets and quotes only.
 */

/** What is looked for in the object. */
export interface Wanted {
  /** Members that are handed out whole. */
  readonly members: readonly string[];
  member(name: string, text: string): void;
  /** The member that is a list of objects. */
  readonly list: string;
  element(text: string): void;
  /** The list is there, and has ended. */
  ended(): void;
  /** A member that is an object, of which in turn something is looked for; where it is none it is passed over. */
  readonly within?: { readonly name: string; readonly wanted: Wanted };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Results are some eight levels deep. */
const MOST_LEVELS = 64;
const MOST_NAMES = 1000;
const LONGEST_NAME = 256;
/** Evidence of a finding is bounded where it is made. */
const LONGEST_PART = 64 * 1024 * 1024;

type State =
  | 'start'
  | 'first-name'
  | 'name'
  | 'colon'
  | 'value'
  | 'inside'
  | 'scalar'
  | 'after-value'
  | 'first-element'
  | 'element'
  | 'after-element'
  | 'done';

/** Feed it all bytes in order, then ask for the end. */
export class ObjectWalker {
  #state: State = 'start';
  /** Where `inside` leads to. */
  #then: State = 'after-value';
  /** Closing brackets that are awaited. */
  readonly #open: number[] = [];
  #inString = false;
  #escaped = false;
  /** The part that is being kept. */
  #kept: Buffer[] | null = null;
  #keptBytes = 0;
  /** Walks through the object within. */
  #inner: ObjectWalker | null = null;
  #name = '';
  readonly #names = new Set<string>();
  #offset = 0;

  constructor(private readonly wanted: Wanted) {}

  /** @throws SyntaxError for what is no JSON object, or not one that can be walked through */
  feed(bytes: Buffer): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const sign = bytes[at]!;
      if (this.#state === 'inside') {
        if (!this.#inside(sign)) continue;
        this.#ended(bytes, from, at + 1);
        continue;
      }
      if (this.#state === 'scalar') {
        if (!endsScalar(sign)) continue;
        this.#ended(bytes, from, at);
      }
      if (isBlank(sign)) continue;
      if (this.#step(sign, this.#offset + at)) from = at;
    }
    this.#part(bytes.subarray(from));
    this.#offset += bytes.length;
  }

  /** @throws SyntaxError where the object has not ended */
  end(): void {
    if (this.#state !== 'done') throw new SyntaxError(`it ends in the middle, at byte ${this.#offset}`);
  }

  /** A byte between values. @returns whether a value begins with it */
  #step(sign: number, at: number): boolean {
    switch (this.#state) {
      case 'start':
        this.#expect(sign === OPEN_OBJECT, at, 'it does not begin with {');
        this.#state = 'first-name';
        return false;
      case 'first-name':
        if (sign === CLOSE_OBJECT) {
          this.#state = 'done';
          return false;
        }
        return this.#begin(sign, at, 'colon', true);
      case 'name':
        return this.#begin(sign, at, 'colon', true);
      case 'colon':
        this.#expect(sign === COLON, at, 'a colon is missing');
        this.#state = 'value';
        return false;
      case 'value':
        if (this.#name === this.wanted.list) {
          this.#expect(sign === OPEN_LIST, at, `"${this.#name}" is no list`);
          this.#state = 'first-element';
          return false;
        }
        if (sign === OPEN_OBJECT && this.#name === this.wanted.within?.name)
          this.#inner = new ObjectWalker(this.wanted.within.wanted);
        return this.#begin(sign, at, 'after-value', this.wanted.members.includes(this.#name));
      case 'after-value':
        this.#expect(sign === COMMA || sign === CLOSE_OBJECT, at, 'a comma is missing');
        this.#state = sign === COMMA ? 'name' : 'done';
        return false;
      case 'first-element':
      case 'element':
        if (sign === CLOSE_LIST && this.#state === 'first-element') return this.#listEnded();
        this.#expect(sign === OPEN_OBJECT, at, `an element of "${this.wanted.list}" is no object`);
        return this.#begin(sign, at, 'after-element', true);
      case 'after-element':
        this.#expect(sign === COMMA || sign === CLOSE_LIST, at, 'a comma is missing');
        if (sign === CLOSE_LIST) return this.#listEnded();
        this.#state = 'element';
        return false;
      default:
        throw new SyntaxError(`something follows its end, at byte ${at}`);
    }
  }

  #listEnded(): false {
    this.#state = 'after-value';
    this.wanted.ended();
    return false;
  }

  #begin(sign: number, at: number, then: State, keep: boolean): boolean {
    if (then === 'colon') this.#expect(sign === QUOTE, at, 'a name is missing');
    this.#then = then;
    this.#inString = sign === QUOTE;
    this.#escaped = false;
    if (sign === OPEN_OBJECT || sign === OPEN_LIST) this.#open.push(closing(sign));
    const isComposite = this.#open.length > 0 || this.#inString;
    this.#expect(isComposite || /[-0-9tfn]/.test(String.fromCharCode(sign)), at, 'a value is missing');
    this.#state = isComposite ? 'inside' : 'scalar';
    if (keep) {
      this.#kept = [];
      this.#keptBytes = 0;
    }
    return true;
  }

  /** A byte within a string, an object or a list. @returns whether it ends there */
  #inside(sign: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (sign === BACKSLASH) this.#escaped = true;
      else if (sign === QUOTE) {
        this.#inString = false;
        return this.#open.length === 0;
      }
      return false;
    }
    if (sign === QUOTE) this.#inString = true;
    else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      if (this.#open.length === MOST_LEVELS) throw new SyntaxError(`more than ${MOST_LEVELS} levels`);
      this.#open.push(closing(sign));
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      if (this.#open.pop() !== sign) throw new SyntaxError(`brackets do not match in "${this.#name}"`);
      return this.#open.length === 0;
    }
    return false;
  }

  #ended(bytes: Buffer, from: number, to: number): void {
    this.#state = this.#then;
    this.#part(bytes.subarray(from, to));
    this.#inner?.end();
    this.#inner = null;
    if (this.#kept === null) return;
    const text = decode(Buffer.concat(this.#kept));
    this.#kept = null;
    if (this.#then === 'colon') this.#named(text);
    else if (this.#then === 'after-element') this.wanted.element(text);
    else this.wanted.member(this.#name, text);
  }

  #named(quoted: string): void {
    const name = JSON.parse(quoted) as string;
    if (this.#names.has(name)) throw new SyntaxError(`the member "${name.slice(0, 40)}" stands twice`);
    this.#names.add(name);
    if (this.#names.size > MOST_NAMES) throw new SyntaxError(`more than ${MOST_NAMES} members`);
    this.#name = name;
  }

  /** Bytes of a value, where somebody wants them. */
  #part(bytes: Buffer): void {
    this.#inner?.feed(bytes);
    if (this.#kept !== null) this.#keep(bytes);
  }

  /** The bytes are copied: what they are part of may be used again. */
  #keep(bytes: Buffer): void {
    this.#keptBytes += bytes.length;
    const most = this.#then === 'colon' ? LONGEST_NAME : LONGEST_PART;
    if (this.#keptBytes > most) throw new SyntaxError(`a part of more than ${most} bytes`);
    this.#kept!.push(Buffer.from(bytes));
  }

  #expect(holds: boolean, at: number, problem: string): void {
    if (!holds) throw new SyntaxError(`${problem}, at byte ${at}`);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SyntaxError('bytes that are no UTF-8');
  }
}

function closing(sign: number): number {
  return sign === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
}

function isBlank(sign: number): boolean {
  return sign === 0x20 || sign === 0x0a || sign === 0x0d || sign === 0x09;
}

function endsScalar(sign: number): boolean {
  return sign === COMMA || sign === CLOSE_OBJECT || sign === CLOSE_LIST || isBlank(sign);
}
