/** Cuts the byte stream of a connection into LDAP messages. */
import { BerError, elementLength } from './ber.js';

/** The largest message that is accepted: a group with a million members, as one server sends it, stays below. */
const MAX_MESSAGE = 256 * 1024 * 1024;
const SEQUENCE = 0x30;

export class MessageFramer {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes that must be there before the next message is whole (or its header can be read). */
  #needed = 2;

  /** True when bytes of an unfinished message are waiting. */
  get pending(): boolean {
    return this.#size > 0;
  }

  /**
   * Takes bytes as they arrive.
   * @returns the messages that are whole now
   * @throws BerError when the stream is not LDAP, or a message is larger than 256 MiB
   */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return [];
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size);
    const messages: Buffer[] = [];
    let at = 0;
    for (;;) {
      if (at < bytes.length && bytes[at] !== SEQUENCE) throw new BerError('this is not an LDAP message');
      const length = elementLength(bytes, at);
      if (length === undefined) {
        // At most four more octets of length are missing; ask again with the next byte.
        this.#needed = bytes.length - at + 1;
        break;
      }
      if (length > MAX_MESSAGE) throw new BerError(`a message of ${length} bytes`);
      if (bytes.length - at < length) {
        this.#needed = length;
        break;
      }
      messages.push(bytes.subarray(at, at + length));
      at += length;
    }
    this.#chunks = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#size = bytes.length - at;
    return messages;
  }
}
