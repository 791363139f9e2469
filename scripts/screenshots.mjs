// npm run screenshots: pictures of the sample's report for the documentation (docs), by the Chromium that is installed.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../dist/report/pdf/browser.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'adreach-screenshots-'));
const source = 'securelab.ldif.gz';
const later = 'securelab-later.snapshot';
const account = ['--account', 'mdiAction$', '--no-config'];

/** The pages: the report of the sample, what its plan would do to it, and its later state. */
const PAGES = {
  report: ['audit', source, ...account, '--fail-on', 'never'],
  plan: ['simulate', source, ...account, '--changes', 'plan/plan.json'],
  since: ['diff', source, later, ...account],
};

/** What is shown: the file, the window, the theme, the place, and whether as on paper. */
const PICTURES = [
  { name: 'images/report', width: 1400, height: 900, scheme: 'light', place: '' },
  { name: 'images/report-dark', width: 1400, height: 900, scheme: 'dark', place: '#findings' },
  {
    name: 'images/report-explained',
    width: 1400,
    height: 900,
    scheme: 'light',
    place: '#accounts?action=disable&verdict=cannot&row=S-1-5-21-1004336348-1177238915-682003330-500&why=disable',
  },
  { name: 'images/report-phone', width: 390, height: 844, scheme: 'light', place: '' },
  { name: 'images/report-print', width: 794, height: 1123, scheme: 'light', place: '', media: 'print' },
  { of: 'since', name: 'images/since', width: 1400, height: 900, scheme: 'light', place: '#since' },
  { name: 'plan-of-the-sample/page-before', width: 1400, height: 900, scheme: 'light', place: '' },
  { of: 'plan', name: 'plan-of-the-sample/page-compared', width: 1400, height: 1400, scheme: 'light', place: '' },
  { of: 'plan', name: 'plan-of-the-sample/page-after', width: 1400, height: 900, scheme: 'light', place: '#short' },
];

const pageOf = (name) => join(folder, `${name}.html`);

/** A comparison that finds differences ends with 1. */
function run(...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli/index.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0 && !(args[0] === 'diff' && status === 1)) throw new Error(`${args[0]} ended with ${status}`);
}

try {
  // In a folder of their own they have short names.
  copyFileSync(join(root, 'fixtures/securelab', source), join(folder, source));
  copyFileSync(join(root, 'fixtures/securelab-later', later), join(folder, later));
  run('plan', source, ...account, '--clean-up', '-o', 'plan');
  for (const [name, args] of Object.entries(PAGES)) run(...args, '--format', 'html', '-o', pageOf(name));
  const root0 = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: await findBrowser(undefined),
    args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...root0],
  });
  for (const { of = 'report', name, width, height, scheme, place, media } of PICTURES) {
    const shown = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    if (media !== undefined) await shown.emulateMedia({ media, colorScheme: scheme });
    await shown.goto(`${pathToFileURL(pageOf(of)).href}${place}`);
    await shown.waitForSelector('html[data-ready="true"]', { state: 'attached' });
    const path = join(root, 'docs', `${name}.png`);
    await shown.screenshot({ path, animations: 'disabled' });
    console.log(`docs/${name}.png`);
    await shown.close();
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
