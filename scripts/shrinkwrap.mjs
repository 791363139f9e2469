/**
 * The lock that travels with the package (run by `npm pack`): npm-shrinkwrap.json with what runs, at the versions and hashes of
 * package-lock.json. Whoever installs the package gets the packages that it was tested with.
 *
 *   node scripts/shrinkwrap.mjs             writes it
 *   node scripts/shrinkwrap.mjs --remove    takes it away again: in the checkout package-lock.json counts
 */
import { rmSync, writeFileSync } from 'node:fs';
import { runningLock } from './running-lock.mjs';

const FILE = 'npm-shrinkwrap.json';

if (process.argv[2] === '--remove') rmSync(FILE, { force: true });
else writeFileSync(FILE, `${JSON.stringify(runningLock(), null, 2)}\n`);
