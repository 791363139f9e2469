/** How every parser of this folder reports what it cannot read. */
import { AdreachError } from '../errors/index.js';

/**
 * @param offset where in the bytes, from 0
 * @param what what is wrong there, in a few words
 */
export function byteFault(offset: number, what: string): AdreachError {
  return new AdreachError('descriptor', `Security descriptor, byte ${offset}: ${what}`);
}
