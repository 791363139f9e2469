// Gives damaged input to every parser, at length: npm run fuzz:parsers -- --each 10000 --seed 1
import { parseArgs } from 'node:util';

await import('./typescript.mjs');
const { LEFT_OUT, TARGET_NAMES } = await import('./parser-targets.ts');
const { supervise, variant } = await import('./supervise.ts');
const { tallyLine } = await import('./tally-line.ts');

const MODULE = new URL('./parser-targets.ts', import.meta.url).href;
const USAGE = `usage: npm run fuzz:parsers -- [--each N] [--target NAME]... [--seed S]
       npm run fuzz:parsers -- --target NAME [--seed S] --number N [--save FILE]
  --each N      damaged variants for every target (10000)
  --seed S      of the variants: the same seed, the same variants (1)
  --target NAME only this one (repeatable): ${TARGET_NAMES.join(', ')}
  --number N    only this variant; with --save it is written to a file and not read`;
/** More of an input is not printed: --save writes it. */
const PRINTED = 8000;

let options;
try {
  ({ values: options } = parseArgs({
    options: {
      each: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      target: { type: 'string', multiple: true, default: [] },
      number: { type: 'string' },
      save: { type: 'string' },
    },
  }));
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
const [each, seed, number] = [options.each, options.seed, options.number ?? '0'].map(Number);
const names = options.target.length > 0 ? options.target : TARGET_NAMES;
const isWhole = (value, least) => Number.isSafeInteger(value) && value >= least;
if (
  !(isWhole(each, 1) && isWhole(seed, 0) && isWhole(number, 0)) ||
  names.some((name) => !TARGET_NAMES.includes(name)) ||
  (options.number !== undefined && options.target.length !== 1) ||
  (options.save !== undefined && options.number === undefined)
) {
  console.error(USAGE);
  process.exit(2);
}
const of = (target, from, to) => ({ module: MODULE, target, seed, from, to });

if (options.save !== undefined) {
  const { damage } = await variant(of(names[0], number, number + 1), number, options.save);
  console.log(`${options.save}: ${names[0]}, seed ${seed}, variant ${number} (${damage})`);
  process.exit(0);
}
// Said first, so that a run which is interrupted can be repeated too.
console.log(`seed ${seed}, ${options.number === undefined ? `${each} variants of each` : `variant ${number}`}`);
if (LEFT_OUT.length > 0) {
  console.log(`left out: ${LEFT_OUT.join(', ')} (no snapshot of a real domain beside the checkout)`);
}
const start = performance.now();
let variants = 0;
for (const name of names) {
  const [from, to] = options.number === undefined ? [0, each] : [number, number + 1];
  const report = await supervise(of(name, from, to));
  if ('defect' in report) {
    const { number: found, damage, index, what, input } = report.defect;
    console.log(`${name}: DEFECT in variant ${found} of seed ${seed} (${damage}, of input ${index})\n${what}`);
    console.log(`input (base64): ${input.slice(0, PRINTED)}${input.length > PRINTED ? '...' : ''}`);
    console.log(`again: npm run fuzz:parsers -- --target ${name} --seed ${seed} --number ${found} [--save FILE]`);
    process.exitCode = 1;
    break;
  }
  variants += report.tally.variants;
  console.log(tallyLine(report.tally, report.peak, report.bound));
}
const seconds = Math.round((performance.now() - start) / 1000);
console.log(`${variants} variants, seed ${seed}, ${seconds} s${process.exitCode ? '' : ', no defect'}`);
