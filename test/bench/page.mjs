// npm run bench:page: how soon the HTML page of a synthetic domain is there, how fast it is narrowed, and how large it is.
// Against a page of ten accounts in the same run. Prints figures; judges nothing; is no part of the tests.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../dist/report/pdf/browser.js';
import { writeSynthetic } from './synthetic.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const sizes = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number);
const folder = mkdtempSync(join(tmpdir(), 'adreach-bench-'));
const PLACES = [
  '#accounts?action=disable&verdict=cannot',
  '#accounts?q=anna',
  '#accounts?sort=name',
  '#accounts?q=be&sort=-disable',
];

/** Writes a page; seconds by the clock and the largest resident memory seen, in MiB (from /proc, where there is one). */
function audit(source, page) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const args = [
      'dist/cli/index.js',
      'audit',
      source,
      '--account',
      'mdiAction$',
      '--format',
      'html',
      '-o',
      page,
      '--fail-on',
      'never',
    ];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] });
    let peak = 0;
    const watch = setInterval(() => {
      const status = `/proc/${child.pid}/status`;
      if (!existsSync(status)) return;
      try {
        const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'));
        if (match) peak = Math.max(peak, Number(match[1]) / 1024);
      } catch {}
    }, 50);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`the audit ended with ${code}`));
      else resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peak });
    });
  });
}

try {
  const browser = await chromium.launch({
    executablePath: await findBrowser(undefined),
    args: [
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  let small = null;
  for (const accounts of [10, ...sizes]) {
    const source = join(folder, `${accounts}.snapshot`);
    const page = join(folder, `${accounts}.html`);
    await writeSynthetic(source, {
      accounts,
      groups: Math.max(200, Math.round(accounts / 20)),
      containers: Math.max(50, Math.round(accounts / 250)),
      descriptors: Math.max(50, Math.min(4000, Math.round(accounts / 250))),
    });
    const { seconds, peak } = await audit(source, page);
    const shown = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const start = performance.now();
    await shown.goto(pathToFileURL(page).href);
    await shown.waitForSelector('html[data-ready="true"]', { state: 'attached' });
    const opened = performance.now() - start;
    const narrowed = [];
    for (const place of PLACES) {
      narrowed.push(
        await shown.evaluate(async (to) => {
          const from = performance.now();
          location.hash = to;
          await new Promise((done) => setTimeout(done, 0));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return performance.now() - from;
        }, place),
      );
    }
    small ??= opened;
    console.log(
      `${accounts.toLocaleString('en').padStart(9)} accounts  written in ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MiB; ${(statSync(page).size / 1e6).toFixed(2)} MB; ` +
        `opens in ${opened.toFixed(0)} ms (${(opened / small).toFixed(1)} times the smallest); narrowed in ${narrowed.map((ms) => ms.toFixed(0)).join(', ')} ms`,
    );
    await shown.close();
    rmSync(source);
    rmSync(page, { force: true });
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
