import { writeSync } from 'node:fs';
import { labUnavailable } from './lab/lab.mjs';

/**
 * Whether tests on the real directory server can run here.
 * @param what what would be tested, for the message
 * @returns null where they can, otherwise why not (said on standard output too)
 * @throws Error with ADREACH_REQUIRE_LAB set (continuous integration): there a skip is a failure
 */
export async function labOrReason(what: string): Promise<string | null> {
  const reason = await labUnavailable();
  if (reason === null) return null;
  if (process.env.ADREACH_REQUIRE_LAB) throw new Error(`the directory server is required here: ${reason}`);
  writeSync(1, `No directory server on this machine (${reason}): ${what} skipped; predictions are held against the recorded attempts.\n`);
  return reason;
}
