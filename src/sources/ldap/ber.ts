/**
 * Reading BER as LDAP restricts it (RFC 4511 5.1: definite lengths only). The bytes come from the network, so every
 * length is held against the element that encloses it.
 */

/** Bytes that are not the BER they should be. */
export class BerError extends Error {
  override readonly name = 'BerError';
}

/** An answer is larger than what is taken of one; the connection was closed over it. */
export class AnswerTooLarge extends BerError {
  /** @param entries whole entries that had come; null where fewer entries would not make it smaller */
  constructor(
    message: string,
    readonly entries: number | null = null,
  ) {
    super(message);
  }
}

/** One element: its tag octet, and where its contents begin and end in the buffer. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The length of the element at the start of `bytes`, header included.
 * @returns undefined while the header is not complete
 * @throws BerError for an indefinite length or one over four octets
 */
export function elementLength(bytes: Buffer, at = 0): number | undefined {
  if (bytes.length - at < 2) return undefined;
  const first = bytes[at + 1]!;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw new BerError(`length octet 0x${first.toString(16)}`);
  if (bytes.length - at < 2 + octets) return undefined;
  return 2 + octets + bytes.readUIntBE(at + 2, octets);
}

/** Walks the elements between two offsets of a buffer. */
export class BerCursor {
  /**
   * @param bytes the buffer
   * @param at where the next element begins
   * @param end where the enclosing element ends
   */
  constructor(
    readonly bytes: Buffer,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  /** Where the enclosing element ends. */
  get limit(): number {
    return this.end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The tag of the next element, or undefined at the end. */
  peek(): number | undefined {
    return this.done ? undefined : this.bytes[this.at];
  }

  /**
   * The next element; the cursor moves behind it.
   * @param tag the tag it must have, if given
   * @throws BerError when there is none, it reaches over the end, or the tag differs
   */
  next(tag?: number): Element {
    const found = this.bytes[this.at]!;
    const end = this.skipHeader(tag, this.end);
    const start = this.at;
    this.at = end;
    return { tag: found, start, end };
  }

  /** Moves to the contents of the next element. @returns where they end */
  private skipHeader(tag: number | undefined, limit: number): number {
    const { bytes, at } = this;
    if (limit - at < 2) throw new BerError('element missing');
    const found = bytes[at]!;
    if (tag !== undefined && found !== tag) {
      throw new BerError(`tag 0x${found.toString(16)} where 0x${tag.toString(16)} belongs`);
    }
    let length = bytes[at + 1]!;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || limit - start < octets) throw new BerError('length damaged');
      length = bytes.readUIntBE(start, octets);
      start += octets;
    }
    if (length > limit - start) throw new BerError('element reaches over its end');
    this.at = start;
    return start + length;
  }

  /**
   * Goes into the next element: what follows are its contents, up to the offset that is returned. Cheaper than `enter`,
   * for what there is a great deal of.
   * @param limit where the enclosing element ends
   */
  into(tag: number, limit: number): number {
    return this.skipHeader(tag, limit);
  }

  /** The offset of what comes next. */
  get offset(): number {
    return this.at;
  }

  /** The contents of the next element, which must end at `limit` or before; they share memory with the buffer. */
  octetsWithin(limit: number): Buffer {
    const end = this.skipHeader(0x04, limit);
    const contents = this.bytes.subarray(this.at, end);
    this.at = end;
    return contents;
  }

  /**
   * The contents of the next element as text.
   * @param most bytes of it that are decoded
   * @param guess text that it may well be: ASCII; taken without decoding where it is
   */
  textWithin(limit: number, most: number, guess: string | undefined): string {
    const end = this.skipHeader(0x04, limit);
    const start = this.at;
    this.at = end;
    if (guess !== undefined && guess.length === end - start) {
      let same = 0;
      while (same < guess.length && this.bytes[start + same] === guess.charCodeAt(same)) same++;
      if (same === guess.length) return guess;
    }
    return this.bytes.toString('utf8', start, Math.min(end, start + most));
  }

  /** A cursor over the contents of the next element. */
  enter(tag: number): BerCursor {
    const element = this.next(tag);
    return new BerCursor(this.bytes, element.start, element.end);
  }

  /** The contents of the next element; they share memory with the buffer. */
  octets(tag = 0x04): Buffer {
    const element = this.next(tag);
    return this.bytes.subarray(element.start, element.end);
  }

  /** The contents of the next element as UTF-8 text. */
  text(tag = 0x04): string {
    const element = this.next(tag);
    return this.bytes.toString('utf8', element.start, element.end);
  }

  /** The same, of which no more than `most` bytes are decoded; what is left out is shown by dots. */
  shortText(most: number): string {
    const { start, end } = this.next(0x04);
    if (end - start <= most) return this.bytes.toString('utf8', start, end);
    return `${this.bytes.toString('utf8', start, start + most)}...`;
  }

  /** The next element as a number: INTEGER (0x02) or ENUMERATED (0x0a), two's complement, at most 32 bits. */
  integer(tag = 0x02): number {
    const { start, end } = this.next(tag);
    if (end === start || end - start > 4) throw new BerError('integer damaged');
    return this.bytes.readIntBE(start, end - start);
  }
}
