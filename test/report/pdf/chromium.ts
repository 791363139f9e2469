/** The browser of tests; where there is none they are left out, and say so. */
import { findBrowser } from '../../../src/report/pdf/browser.js';
import { leaveOut } from '../../left-out.js';

/**
 * @param what would be tested
 * @returns the path of a browser; null where there is none
 * @throws Error with ADREACH_REQUIRE_ALL set
 */
export async function browserFor(what: string): Promise<string | null> {
  const found = await findBrowser(undefined).catch(() => null);
  if (found === null) leaveOut(what, 'no Chromium on this computer');
  return found;
}
