/** How a failure is told: a known one in a sentence or two, an unknown one as the defect it is. */
import type { Writable } from 'node:stream';
import { AdreachError } from '../errors/index.js';
import { terminal } from '../report/encode/terminal.js';

/** The command could not do its work. */
export const USAGE_STATUS = 2;
/** Done, but the evidence is incomplete and --require-complete was given. */
export const INCOMPLETE_STATUS = 3;

/**
 * Writes what went wrong, without a stack for known errors.
 * @returns the exit status
 */
export function reportError(error: unknown, out: Writable): number {
  if (error instanceof AdreachError) {
    out.write(`adreach: ${terminal(error.message)}\n`);
    if (error.hint) out.write(`  ${terminal(error.hint)}\n`);
    return USAGE_STATUS;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  out.write(`adreach: unexpected error; this is a defect of adreach, please report it with what follows\n${text}\n`);
  return USAGE_STATUS;
}
