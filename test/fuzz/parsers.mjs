// Gives damaged input to every parser, at length: npm run fuzz:parsers -- --runs 100000 --seed 1
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

await import('./typescript.mjs');
const { fuzzParsers, ldifText, parserTargets } = await import('./parser-targets.ts');

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run fuzz:parsers -- [--runs N] [--seed S]');
  process.exit(2);
}
const fixture = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab/securelab.ldif.gz');
const folder = mkdtempSync(join(tmpdir(), 'fuzz-parsers-'));
const start = performance.now();
try {
  const targets = await parserTargets(ldifText(fixture), folder, seed);
  const before = process.memoryUsage().rss;
  const tallies = await fuzzParsers(targets, runs, seed, (done) => {
    if (done % 10_000 === 0) console.error(`${done} of ${runs}`);
  });
  console.log(`${runs} inputs, seed ${seed}, ${Math.round((performance.now() - start) / 1000)} s`);
  for (const { name, accepted, refused, slowestMs } of tallies) {
    console.log(`  ${name}: ${accepted} accepted, ${refused} refused, slowest ${Math.round(slowestMs)} ms`);
  }
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(`  memory: ${Math.round((peak - before) / 2 ** 20)} MiB above the start at most`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
