/**
 * `npm run fuzz:diff -- --pairs 200 --seed 1`: random changes are made on the lab's server; of the domain before and after, every
 * changed verdict has a cause, and each cause, replayed alone, gives what it claims.
 */
import { parseArgs } from 'node:util';
import { labUnavailable, startLab } from '../lab/lab.mjs';
import { Trials } from './changes/trial.js';
import { Look } from './diff/look.js';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    address: { type: 'string', default: '127.0.0.84' },
  },
});

/** The domain grows with every file: a new one is made after so many. */
const FILES_A_DOMAIN = 25;

const [pairs, seed, from] = [Number(values.pairs), Number(values.seed), Number(values.from)];
const reason = await labUnavailable();
if (reason !== null) {
  console.error(`fuzz:diff: ${reason}`);
  process.exit(2);
}
const look = new Look();
const faults: string[] = [];
for (let first = from; first < from + pairs; first += FILES_A_DOMAIN) {
  const lab = await startLab({ address: values.address });
  let trials: Trials | null = null;
  try {
    trials = new Trials(lab, seed, look.at);
    for (let file = first; file < Math.min(first + FILES_A_DOMAIN, from + pairs); file++) {
      const result = await trials.try(file);
      const own = result.faults.filter((fault) => fault.startsWith('diff, '));
      for (const fault of own) {
        faults.push(`file ${file}: ${fault}`);
        console.error(
          `file ${file}: ${fault}\n${result.ldif
            .split('\n')
            .filter((line) => !/^ |::/.test(line))
            .join('\n')}`,
        );
      }
      process.stderr.write(`${file} `);
    }
  } finally {
    await trials?.close();
    await lab.stop();
  }
}
console.log(`\n${JSON.stringify({ seed, ...look.counts, faults: faults.length })}`);
process.exitCode = faults.length === 0 ? 0 : 1;
