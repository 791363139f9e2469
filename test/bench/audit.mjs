// npm run bench: the time and memory of an audit of synthetic domains, against `gzip -dc FILE | sha256sum` of the same
// snapshot in the same run. Prints figures; judges nothing; is no part of the tests.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, measure, measureAudit, median } from './measure.mjs';
import { writeDomain } from './synthetic.mjs';

const sizes = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number);

await inFolder(async (folder) => {
  const rows = [];
  for (const accounts of sizes) {
    const file = join(folder, `${accounts}.snapshot`);
    const written = await writeDomain(file, accounts);
    const plain = [];
    const audits = [];
    const catalogue = { with: [], without: [] };
    for (let round = 0; round < 3; round++) {
      plain.push(await measure('sh', ['-c', `gzip -dc '${file}' | sha256sum`]));
      audits.push(await measureAudit(file, 'ndjson', '/dev/null'));
    }
    for (let round = 0; round < 3; round++) {
      for (const side of ['without', 'with']) {
        const args = ['test/bench/catalogue.mjs', file, ...(side === 'without' ? [side] : [])];
        catalogue[side].push(await measure(process.execPath, args));
      }
    }
    const baseline = median(plain.map((result) => result.seconds));
    const audit = median(audits.map((result) => result.seconds));
    const peak = Math.max(...audits.map((result) => result.peak));
    rows.push({ accounts, size: written.bytes, baseline, audit, peak });
    const unpacked = Number(spawnSync('sh', ['-c', `gzip -dc '${file}' | wc -c`]).stdout.toString());
    console.log(
      `${accounts.toLocaleString('en').padStart(9)} accounts  snapshot ${(written.bytes / 1e6).toFixed(1)} MB (${(unpacked / 1e6).toFixed(0)} MB unpacked)  ` +
        `gzip -dc | sha256sum ${baseline.toFixed(2)} s  audit, 4 actions, NDJSON ${audit.toFixed(2)} s  ` +
        `ratio ${(audit / baseline).toFixed(1)}  peak memory ${peak.toFixed(0)} MiB`,
    );
    const times = (side) => median(catalogue[side].map((result) => result.seconds));
    const peaks = (side) => median(catalogue[side].map((result) => result.peak));
    console.log(
      `${' '.repeat(9)} the rules: ${times('with').toFixed(2)} s with them, ${times('without').toFixed(2)} s without, ratio ` +
        `${(times('with') / times('without')).toFixed(2)}; memory ${peaks('with').toFixed(0)} and ${peaks('without').toFixed(0)} MiB, ratio ` +
        `${(peaks('with') / peaks('without')).toFixed(2)}`,
    );
    rmSync(file);
  }
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (rows.length > 1) {
    const growth = (last.audit - first.audit) / (last.accounts - first.accounts);
    console.log(
      `growth: ${(growth * 1e6).toFixed(2)} s for each further million accounts; ${((last.audit / last.accounts) * 1e6).toFixed(2)} s a million at ${last.accounts.toLocaleString('en')}`,
    );
  }
});
