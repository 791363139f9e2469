import { writeSync } from 'node:fs';
import { connect } from 'node:net';
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
  writeSync(
    1,
    `No directory server on this machine (${reason}): ${what} skipped; predictions are held against the recorded attempts.\n`,
  );
  return reason;
}

/**
 * A loopback address that no other lab uses at the moment.
 * @param last last octet of the first one to try; test files that may run side by side start from different ones
 */
export async function labAddress(last: number): Promise<string> {
  for (let octet = last; octet < last + 5; octet++) {
    const address = `127.0.0.${octet}`;
    if (!(await answers(address))) return address;
  }
  throw new Error(`all of 127.0.0.${last} to ${last + 4} are in use by other labs; stop one with npm run lab:down`);
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 636 });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
