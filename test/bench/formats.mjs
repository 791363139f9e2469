// npm run bench:formats: time, memory and size of an audit of a synthetic domain in each format. Prints figures; judges
// nothing; is no part of the tests. Arguments: accounts (200000), formats (all).
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, measureAudit } from './measure.mjs';
import { writeDomain } from './synthetic.mjs';

const accounts = Number(process.argv[2] ?? 200_000);
const formats = (process.argv[3] ?? 'ndjson,csv,md,xlsx,sarif,ocsf,parquet').split(',');

await inFolder(async (folder) => {
  const file = join(folder, 'synthetic.snapshot');
  await writeDomain(file, accounts);
  for (const format of formats) {
    const { seconds, peak } = await measureAudit(file, format, join(folder, `${format}/`));
    const made = readdirSync(join(folder, format));
    const size = made.reduce((sum, name) => sum + statSync(join(folder, format, name)).size, 0);
    process.stdout.write(
      `${accounts} accounts, ${format}: ${seconds.toFixed(1)} s, ${Math.round(peak)} MiB, ${(size / 1e6).toFixed(1)} MB\n`,
    );
    rmSync(join(folder, format), { recursive: true });
  }
});
