/** `npm run fuzz:tokens -- --accounts 200 --seed 1`: tokens over random groups against the lab's server. */
import { parseArgs } from 'node:util';
import { labUnavailable } from '../lab/lab.mjs';
import { judgeTrial, runTrial, trialSummary } from './token-trial.js';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    address: { type: 'string', default: '127.0.0.95' },
  },
});

function whole(name: 'accounts' | 'seed'): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < (name === 'seed' ? 0 : 1)) {
    console.error(`fuzz:tokens: --${name} wants a whole number, not "${values[name]}"`);
    process.exit(2);
  }
  return value;
}

const accounts = whole('accounts');
const seed = whole('seed');
const reason = await labUnavailable();
if (reason !== null) {
  console.error(`fuzz:tokens: ${reason}`);
  process.exit(2);
}
// Said first, so that a run which is interrupted or fails can be repeated too.
process.stderr.write(`seed ${seed}, ${accounts} accounts\n`);
const started = Date.now();
try {
  const trial = await runTrial(values.address, {
    seed,
    accounts,
    onProgress: (what) => process.stderr.write(`${what}\n`),
    // The server is a daemon: it would outlive an interrupted run.
    onStarting: (starting) => {
      const stop = () => void starting.then((lab) => lab.stop()).finally(() => process.exit(130));
      process.once('SIGINT', stop).once('SIGTERM', stop);
    },
  });
  const result = judgeTrial(trial);
  console.log(trialSummary(trial, result, seed, Date.now() - started));
  process.exitCode = result.disagreements.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`fuzz:tokens: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
