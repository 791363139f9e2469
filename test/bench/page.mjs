// npm run bench:page: how soon the HTML page of a synthetic domain is there, how fast it is narrowed, and how large it is.
// Against a page of ten accounts in the same run. Prints figures; judges nothing; is no part of the tests.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../dist/report/pdf/browser.js';
import { inFolder, measureAudit } from './measure.mjs';
import { writeDomain } from './synthetic.mjs';

const sizes = (process.argv[2] ?? '10000,100000,1000000').split(',').map(Number);
const PLACES = [
  '#accounts?action=disable&verdict=cannot',
  '#accounts?q=anna',
  '#accounts?sort=name',
  '#accounts?q=be&sort=-disable',
];

await inFolder(async (folder) => {
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
    await writeDomain(source, accounts);
    const { seconds, peak } = await measureAudit(source, 'html', page);
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
});
