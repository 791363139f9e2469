import { connect, createServer, type Server } from 'node:net';
import { labUnavailable } from './lab/lab.mjs';
import { leaveOut } from './left-out.js';

/**
 * Whether tests on the real directory server can run here.
 * @param what what would be tested, for the message
 * @returns null where they can, otherwise why not (said on standard output too)
 * @throws Error with ADREACH_REQUIRE_ALL set (continuous integration): there a skip is a failure
 */
export async function labOrReason(what: string): Promise<string | null> {
  const reason = await labUnavailable();
  if (reason === null) return null;
  leaveOut(`${what} on a directory server; predictions are held against the recorded attempts instead`, reason);
  return reason;
}

/** Where labs of tests are, the first and the last octet; those that somebody starts by hand are elsewhere. */
const [FIRST, LAST] = [100, 199];
/** No server of a lab listens here: whoever does has the address. The system gives it back, however a process ends. */
const RESERVED_BY = 38_900;
const reservations: Server[] = [];

/** @returns a loopback address for a lab, which is nobody else's as long as this process lives */
export async function labAddress(): Promise<string> {
  for (let octet = FIRST; octet <= LAST; octet++) {
    const address = `127.0.0.${octet}`;
    // A server that outlived its test has its address all the same.
    if ((await reserve(address)) && !(await answers(address))) return address;
  }
  throw new Error(`all of 127.0.0.${FIRST} to ${LAST} are in use by other labs; stop one with npm run lab:down`);
}

function reserve(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port: RESERVED_BY, exclusive: true }, () => {
      reservations.push(server.unref());
      resolve(true);
    });
  });
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
