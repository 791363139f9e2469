/** What can go wrong on a connection, before it is put into words for the user. */
import type { WireResult } from './messages.js';

/** The connection could not be made or is gone; nothing that was asked on it will be answered. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  /** True when the server was silent for too long. */
  readonly timedOut: boolean;

  constructor(message: string, options: { cause?: Error; timedOut?: boolean } = {}) {
    super(message, options.cause && { cause: options.cause });
    this.timedOut = options.timedOut ?? false;
  }
}

/** The server answered a request with a result code other than success. */
export class LdapResultError extends Error {
  override readonly name = 'LdapResultError';

  constructor(
    readonly operation: string,
    readonly result: WireResult,
  ) {
    super(`${operation}: result ${result.code}${result.message && ` (${result.message})`}`);
  }
}

/** The time of the collection is over, or a bound of it is reached: nothing more is read. */
export class ReadingOver extends Error {
  override readonly name = 'ReadingOver';
}
