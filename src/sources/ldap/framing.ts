/** Cuts the byte stream of a connection into LDAP messages. */
import { AnswerTooLarge, BerError, elementLength } from './ber.js';

/** The largest message that is accepted: a group with hundreds of thousands of members, as one server sends it, stays below. */
const MAX_MESSAGE = 128 * 1024 * 1024;
const SEQUENCE = 0x30;
const NOTHING = Buffer.alloc(0);

export class MessageFramer {
  /** The beginning of a message, in a buffer for the whole of it: of a large one there is never a second copy. */
  #begun: Buffer = NOTHING;
  #filled = 0;

  /** True when bytes of an unfinished message are waiting. */
  get pending(): boolean {
    return this.#filled > 0;
  }

  /**
   * Takes bytes as they arrive.
   * @returns the messages that are whole now
   * @throws BerError when the stream is not LDAP, AnswerTooLarge for a message of more than 128 MiB
   */
  push(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let at = 0;
    while (this.#filled > 0 && at < chunk.length) {
      const taken = chunk.copy(this.#begun, this.#filled, at);
      this.#filled += taken;
      at += taken;
      if (this.#filled < this.#begun.length) return messages;
      const begun = this.#begun;
      const length = messageLength(begun, 0);
      if (length === begun.length) messages.push(begun);
      this.#keep(length === begun.length ? NOTHING : begun, length);
    }
    let length = messageLength(chunk, at);
    while (length !== undefined && chunk.length - at >= length) {
      messages.push(chunk.subarray(at, at + length));
      at += length;
      length = messageLength(chunk, at);
    }
    if (at < chunk.length) this.#keep(chunk.subarray(at), length);
    return messages;
  }

  /** @param length of the message that begins with these bytes; undefined while that is not known */
  #keep(rest: Buffer, length: number | undefined): void {
    this.#filled = rest.length;
    // At most four octets of length are missing; with the next byte they are looked at again.
    this.#begun = rest.length === 0 ? NOTHING : Buffer.allocUnsafe(length ?? rest.length + 1);
    rest.copy(this.#begun);
  }
}

/** The length of the message at `at`; undefined while its header is not complete. */
function messageLength(bytes: Buffer, at: number): number | undefined {
  if (at < bytes.length && bytes[at] !== SEQUENCE) throw new BerError('this is not an LDAP message');
  const length = elementLength(bytes, at);
  if (length !== undefined && length > MAX_MESSAGE) {
    throw new AnswerTooLarge(`a message of ${length.toLocaleString('en')} bytes, more than ${MAX_MESSAGE >> 20} MiB`);
  }
  return length;
}
