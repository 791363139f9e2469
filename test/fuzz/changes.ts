/** `npm run fuzz:changes -- --files 300 --seed 1`: random files of changes, made on the lab's server and in the evidence. */
import { parseArgs } from 'node:util';
import { labUnavailable, startLab } from '../lab/lab.mjs';
import { Trials } from './changes/trial.js';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    address: { type: 'string', default: '127.0.0.81' },
  },
});

function whole(name: 'files' | 'seed' | 'from'): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) {
    console.error(`fuzz:changes: --${name} wants a whole number, not "${values[name]}"`);
    process.exit(2);
  }
  return value;
}

/** The lines that a person reads. */
const withoutBytes = (ldif: string) =>
  ldif
    .split('\n')
    .filter((line) => !/^ |::/.test(line))
    .join('\n');

/** The domain grows with every file: a new one is made after so many. */
const FILES_A_DOMAIN = 25;

const [files, seed, from] = [whole('files'), whole('seed'), whole('from')];
const reason = await labUnavailable();
if (reason !== null) {
  console.error(`fuzz:changes: ${reason}`);
  process.exit(2);
}
process.stderr.write(`seed ${seed}, ${files} files\n`);
const started = Date.now();
const kinds = new Map<string, number>();
const causes = new Map<string, number>();
let made = 0;
let refused = 0;
let faulty = 0;
for (let first = from; first < from + files; first += FILES_A_DOMAIN) {
  const lab = await startLab({ address: values.address });
  const stop = () => void lab.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const trials = new Trials(lab, seed);
  try {
    for (let file = first; file < Math.min(first + FILES_A_DOMAIN, from + files); file++) {
      const result = await trials.try(file);
      made += result.made.length;
      refused += result.refused.length;
      for (const why of result.refused) process.stderr.write(`file ${file}, left out: ${why}\n`);
      for (const kind of result.made) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      for (const [cause, count] of Object.entries(result.causes)) causes.set(cause, (causes.get(cause) ?? 0) + count);
      if (result.faults.length === 0) continue;
      faulty++;
      console.log(`--- file ${file}: ${result.faults.length} faults\n${withoutBytes(result.ldif)}`);
      for (const fault of result.faults.slice(0, 8)) console.log(`  ${fault.slice(0, 1500)}`);
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await trials.close();
    await lab.stop();
  }
}
const of = [...kinds]
  .sort()
  .map(([kind, count]) => `${count} ${kind}`)
  .join(', ');
console.log(
  `${files} files, ${made} changes (${of}), ${refused} impossible ones left out, ${faulty} files with faults, ${((Date.now() - started) / 1000).toFixed(0)} s`,
);
for (const [cause, count] of causes) console.log(`known: ${cause}: ${count}`);
process.exitCode = faulty === 0 ? 0 : 1;
