// npm run bench:simulate [-- SIZES]: an audit of synthetic domains, against the same before and after one entry is added to the
// head of the domain, from which everything below inherits. Prints figures; judges nothing; is no part of the tests.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const ACCOUNTS = ['mdiAction$'];
const ROUNDS = 3;

/** One audit, or one before and one after the change, in a process of its own. */
async function work(file, changes) {
  const { streamAudit } = await import('../../dist/library/audit.js');
  const { openSources } = await import('../../dist/library/sources.js');
  const { changedSource } = await import('../../dist/changes/index.js');
  const { parseSddl } = await import('../../dist/descriptor/index.js');
  const { loadRules } = await import('../../dist/rules/index.js');
  const rules = loadRules();
  const audit = (sources) =>
    streamAudit({ sources, accounts: ACCOUNTS, rules }, { begin() {}, targets() {}, findings() {}, end() {} });
  const base = await openSources([file]);
  await audit(base);
  if (changes) {
    const [entry] = parseSddl(
      'D:(OA;CIIO;WP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;AU)',
    ).dacl.aces;
    await audit(await changedSource(base, [{ change: { kind: 'add-entry', dn: 'DC=corp,DC=example,DC=com', entry } }]));
  }
  await base.close();
}

/** Seconds by the clock and the largest resident memory seen, in MiB (from /proc, where there is one). */
function run(file, mode) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, [self, '--work', file, mode], { stdio: ['ignore', 'ignore', 'inherit'] });
    let peak = 0;
    const status = `/proc/${child.pid}/status`;
    const watch = setInterval(() => {
      if (!existsSync(status)) return;
      try {
        const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'));
        if (match) peak = Math.max(peak, Number(match[1]) / 1024);
      } catch {}
    }, 50);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`${mode} of ${file} ended with ${code}`));
      else resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peak });
    });
  });
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

if (process.argv[2] === '--work') await work(process.argv[3], process.argv[4] === 'simulate');
else {
  const { writeSynthetic } = await import('./synthetic.mjs');
  const sizes = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'adreach-bench-'));
  try {
    for (const accounts of sizes) {
      const file = join(folder, `${accounts}.snapshot`);
      await writeSynthetic(file, {
        accounts,
        groups: Math.max(200, Math.round(accounts / 20)),
        containers: Math.max(50, Math.round(accounts / 250)),
        descriptors: Math.max(50, Math.min(4000, Math.round(accounts / 250))),
      });
      const runs = { audit: [], simulate: [] };
      for (let round = 0; round < ROUNDS; round++)
        for (const mode of ['audit', 'simulate']) runs[mode].push(await run(file, mode));
      const of = (mode, field) => median(runs[mode].map((each) => each[field]));
      const ratio = (field) => (of('simulate', field) / of('audit', field)).toFixed(2);
      console.log(
        `${accounts.toLocaleString('en').padStart(9)} accounts  audit ${of('audit', 'seconds').toFixed(2)} s, ${of('audit', 'peak').toFixed(0)} MiB  ` +
          `before and after ${of('simulate', 'seconds').toFixed(2)} s, ${of('simulate', 'peak').toFixed(0)} MiB  ` +
          `ratio ${ratio('seconds')}, memory ${ratio('peak')}`,
      );
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
