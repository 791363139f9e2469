// npm run bench:simulate [-- SIZES]: adreach simulate of one entry on the head of a synthetic domain, which everything below takes
// up, against an audit of the same snapshot in the same run. Prints figures; judges nothing; is no part of the tests.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, measure, measureAudit, median } from './measure.mjs';
import { writeDomain } from './synthetic.mjs';

const sizes = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number);
const CHANGES = `changes:
  - do: grant
    on: DC=corp,DC=example,DC=com
    entry: (OA;CIIO;WP;bf967950-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;AU)
`;

await inFolder(async (folder) => {
  const changes = join(folder, 'changes.yaml');
  writeFileSync(changes, CHANGES);
  for (const accounts of sizes) {
    const file = join(folder, `${accounts}.snapshot`);
    await writeDomain(file, accounts);
    const audits = [];
    const simulations = [];
    const options = ['--changes', changes, '--account', 'mdiAction$', '--format', 'json', '-o', '/dev/null'];
    for (let round = 0; round < 3; round++) {
      audits.push(await measureAudit(file, 'ndjson', '/dev/null'));
      simulations.push(await measure(process.execPath, ['dist/cli/index.js', 'simulate', file, ...options]));
    }
    const seconds = (runs) => median(runs.map((result) => result.seconds));
    const peak = (runs) => Math.max(...runs.map((result) => result.peak));
    console.log(
      `${accounts.toLocaleString('en').padStart(9)} accounts  audit ${seconds(audits).toFixed(2)} s, ${peak(audits).toFixed(0)} MiB  ` +
        `simulate ${seconds(simulations).toFixed(2)} s, ${peak(simulations).toFixed(0)} MiB  ` +
        `ratio ${(seconds(simulations) / seconds(audits)).toFixed(2)}, memory ${(peak(simulations) / peak(audits)).toFixed(2)}`,
    );
    rmSync(file);
  }
});
