/**
 * The one catalogue of errors that a user may see. A known error prints its message and what to do, without a stack;
 * anything else is a defect of this program and says so.
 */
export type ErrorCode =
  | 'usage'
  | 'not-found'
  | 'ambiguous'
  | 'file'
  | 'format'
  | 'integrity'
  | 'network'
  | 'tls'
  | 'credentials'
  | 'directory'
  | 'rule'
  | 'change'
  | 'descriptor';

/** An error with a cause a user can act on: what failed and where (`message`), what to do (`hint`). */
export class AdreachError extends Error {
  /**
   * @param code which kind of failure, from the catalogue
   * @param message what failed, on which file, line, byte offset, DN or server: one sentence, no full stop needed
   * @param hint what the user can do about it, if anything
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AdreachError';
  }
}
