/** Where the bytes of a report go. */

/** One place that takes bytes: a file on its way to its name, or a stream. */
export interface ByteOutput {
  /**
   * Takes the bytes and resolves when they were taken and the memory may be used again.
   * @throws AdreachError `file` where they cannot be written
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written final: the file gets its name. */
  commit(): Promise<void>;
  /** Throws away what was written, as far as it can be taken back. Never fails. */
  abort(): Promise<void>;
  /** True once the reader at the other end of a pipe has gone: nothing more needs to be written. */
  readonly closed: boolean;
}
