/** What tests need that is no package of npm: programs of the computer, published schemas, a directory server. */
import { writeSync } from 'node:fs';

/** Set where nothing may be left out: continuous integration (.ci/run), which installs what is needed. */
const REQUIRE = 'ADREACH_REQUIRE_ALL';

/**
 * Says on standard output what is left out, and why.
 * @param what would be tested
 * @throws Error with ADREACH_REQUIRE_ALL set: there it is a failure
 */
export function leaveOut(what: string, reason: string): void {
  if (process.env[REQUIRE]) throw new Error(`${what}: ${reason}, and ${REQUIRE} is set`);
  mentionLeftOut(what, reason);
}

/** The same for what cannot be installed, and is never a failure. */
export function mentionLeftOut(what: string, reason: string): void {
  writeSync(1, `Left out (${reason}): ${what}.\n`);
}
