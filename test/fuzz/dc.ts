/** `npm run fuzz:dc -- --attempts 100000 --seed 1`: the differential test against the lab's server, as long as wanted. */
import { parseArgs } from 'node:util';
import { labUnavailable } from '../lab/lab.mjs';
import { type FuzzResult, fuzz } from './run.js';
import { summary } from './summary.js';
import { makeWorld } from './world.js';

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    address: { type: 'string', default: '127.0.0.80' },
    workers: { type: 'string', default: '3' },
  },
});

function whole(name: 'attempts' | 'seed' | 'workers'): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < (name === 'seed' ? 0 : 1)) {
    console.error(`fuzz:dc: --${name} wants a whole number, not "${values[name]}"`);
    process.exit(2);
  }
  return value;
}

const attempts = whole('attempts');
const limits = { attempts, seed: whole('seed') };
const workers = whole('workers');
const reason = await labUnavailable();
if (reason !== null) {
  console.error(`fuzz:dc: ${reason}`);
  process.exit(2);
}
// Said first, so that a run which is interrupted or fails can be repeated too.
process.stderr.write(`seed ${limits.seed}, ${attempts} attempts\n`);
const started = Date.now();
const starting = makeWorld(values.address, workers);
// The server is a daemon: it would outlive an interrupted run.
const stop = () => void starting.then((running) => running.close()).finally(() => process.exit(130));
process.once('SIGINT', stop).once('SIGTERM', stop);
const world = await starting;
let said = 0;
const onProgress = (so: FuzzResult) => {
  if (Date.now() - said < 10_000) return;
  said = Date.now();
  process.stderr.write(`${so.attempts} of ${attempts} attempts, ${so.disagreements.length} without a cause\n`);
};
try {
  const result = await fuzz(world, { ...limits, onProgress });
  console.log(summary(result, limits.seed, Date.now() - started));
  process.exitCode = result.disagreements.length === 0 ? 0 : 1;
} finally {
  await world.close();
}
