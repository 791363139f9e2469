// npm run screenshots: pictures of the sample's report for the documentation (docs/images), by the Chromium that is installed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../dist/report/pdf/browser.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'adreach-screenshots-'));
const page = join(folder, 'report.html');

/** What is shown: the file, the window, the theme, the place, and whether as on paper. */
const PICTURES = [
  { name: 'report', width: 1400, height: 900, scheme: 'light', place: '' },
  { name: 'report-dark', width: 1400, height: 900, scheme: 'dark', place: '#findings' },
  {
    name: 'report-explained',
    width: 1400,
    height: 900,
    scheme: 'light',
    place: '#accounts?action=disable&verdict=cannot&row=S-1-5-21-1004336348-1177238915-682003330-500&why=disable',
  },
  { name: 'report-phone', width: 390, height: 844, scheme: 'light', place: '' },
  { name: 'report-print', width: 794, height: 1123, scheme: 'light', place: '', media: 'print' },
];

try {
  const source = 'fixtures/securelab/securelab.ldif.gz';
  const args = ['audit', source, '--account', 'mdiAction$', '--format', 'html', '-o', page, '--fail-on', 'never'];
  execFileSync(process.execPath, ['dist/cli/index.js', ...args], { cwd: root, stdio: ['ignore', 'inherit', 'ignore'] });
  const root0 = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: await findBrowser(undefined),
    args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', ...root0],
  });
  for (const { name, width, height, scheme, place, media } of PICTURES) {
    const shown = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    if (media !== undefined) await shown.emulateMedia({ media, colorScheme: scheme });
    await shown.goto(`${pathToFileURL(page).href}${place}`);
    await shown.waitForSelector('html[data-ready="true"]', { state: 'attached' });
    const path = join(root, 'docs/images', `${name}.png`);
    await shown.screenshot({ path, animations: 'disabled' });
    console.log(`docs/images/${name}.png`);
    await shown.close();
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
