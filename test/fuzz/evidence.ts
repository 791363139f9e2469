/** `npm run fuzz:evidence -- --removals 10000 --seed 1`: evidence goes missing; no known answer may become another one. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labUnavailable } from '../lab/lab.mjs';
import { type Found, runRemoval, runRemovals } from './evidence/campaign.js';
import { liveSummary, runLive } from './evidence/live.js';
import type { Removal } from './evidence/removal.js';
import { evidenceSummary, tellFound } from './evidence/summary.js';

const { values } = parseArgs({
  options: {
    removals: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    number: { type: 'string' },
    removal: { type: 'string' },
    live: { type: 'string' },
    address: { type: 'string', default: '127.0.0.86' },
  },
});

function whole(name: 'removals' | 'seed' | 'from' | 'number' | 'live', least: number): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < least) {
    console.error(`fuzz:evidence: --${name} wants a whole number, not "${values[name]}"`);
    process.exit(2);
  }
  return value;
}

// Files of an audit are small and short-lived.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'adreach-evidence-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// What was found until then is told all the same.
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());
const { signal } = interrupted;

const seed = whole('seed', 0);
const started = Date.now();
let said = 0;
const onProgress = (done: number, found: number) => {
  if (Date.now() - said < 10_000) return;
  said = Date.now();
  process.stderr.write(`${done} done, ${found} defects\n`);
};
if (values.live !== undefined) {
  const why = await labUnavailable();
  if (why !== null) {
    console.error(`fuzz:evidence: ${why}`);
    process.exit(2);
  }
  const rounds = whole('live', 1);
  process.stderr.write(`seed ${seed}, ${rounds} rounds\n`);
  const live = await runLive({ address: values.address, rounds, seed, folder, signal, onProgress });
  console.log(liveSummary(live, seed));
  process.exit(signal.aborted ? 130 : live.found.length === 0 ? 0 : 1);
}
// A long run tells what it found when it finds it.
const onFound = (found: Found) => void process.stderr.write(`${tellFound(found)}\n`);
const removals = values.number === undefined ? whole('removals', 1) : 1;
const from = whole(values.number === undefined ? 'from' : 'number', 0);
process.stderr.write(`seed ${seed}, ${removals} removals\n`);
const result =
  values.removal === undefined
    ? await runRemovals({ seed, from, removals, folder, signal, onProgress, onFound })
    : await runRemoval(JSON.parse(values.removal) as Removal, folder);
console.log(evidenceSummary(result, seed, Date.now() - started));
process.exitCode = signal.aborted ? 130 : result.found.length === 0 ? 0 : 1;
