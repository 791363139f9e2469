/** Prints a page of ours with a browser that sees nothing else: no network, no other file, no profile of the user. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import { AdreachError } from '../../errors/index.js';
import { beforeInterruption } from '../../snapshot/interruption.js';

export interface PrintJob {
  /** Of the browser. */
  readonly executable: string;
  /** A private folder for what the browser writes; the caller removes it. */
  readonly folder: string;
  /** The page. */
  readonly file: string;
  /** HTML at the foot of each page, with styles of its own. */
  readonly footer: string;
  /** Milliseconds for all of it. */
  readonly limit?: number;
}

/** A page of 20,000 rows has some thousand sheets. */
const LIMIT = 10 * 60_000;
/** Milliseconds that a browser may take to start, and to end. */
const START = 60_000;
const END = 10_000;

/** What a browser does besides showing a page. */
const QUIET = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--no-pings'],
  ...[
    '--disable-component-update',
    '--disable-sync',
    '--disable-domain-reliability',
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ],
];

/** An app that shows its data says when it has done so; a page that is no app is there once it is loaded. */
const READY = 'html:not([data-app]), html[data-ready="true"]';

/** @throws AdreachError `file` where the browser does not start, does not come to an end, or fails */
export async function printPage(job: PrintJob): Promise<Buffer> {
  const { executable, folder, limit = LIMIT } = job;
  const run: Run = { kill: null, context: null, late: false };
  const takeBack = beforeInterruption(() => {
    run.kill?.();
    rmSync(folder, { recursive: true, force: true });
  });
  const timer = setTimeout(() => {
    run.late = true;
    run.kill?.();
  }, limit);
  try {
    return await print(job, run, Math.min(START, limit));
  } catch (error) {
    const what = run.late ? `it was not ready after ${limit / 1000} seconds` : firstLine(error);
    throw new AdreachError('file', `${executable} could not print the report: ${what}`, HINT, { cause: error });
  } finally {
    clearTimeout(timer);
    await close(run);
    takeBack();
  }
}

const HINT =
  'use --format html, or another browser with --browser PATH; one from a snap package needs TMPDIR to be a folder in your home';

interface Run {
  kill: (() => void) | null;
  context: BrowserContext | null;
  late: boolean;
}

async function print({ executable, folder, file, footer }: PrintJob, run: Run, start: number): Promise<Buffer> {
  const { chromium } = await import('playwright-core');
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: executable,
    headless: true,
    // As root, Chromium on Linux does not start with its sandbox, since it could not give up its rights in it.
    chromiumSandbox: !(process.platform === 'linux' && process.getuid?.() === 0),
    args: QUIET,
    env: surroundings(folder),
    timeout: start,
    offline: true,
    acceptDownloads: false,
    serviceWorkers: 'block',
    // The process ends as it would without a browser (snapshot/interruption.ts).
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  run.context = context;
  run.kill = await killer(context);
  if (run.late) throw new Error('too late');
  context.setDefaultTimeout(0);
  context.setDefaultNavigationTimeout(0);
  const url = pathToFileURL(file).href;
  await context.route('**/*', (route) => (route.request().url() === url ? route.continue() : route.abort()));
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url, { waitUntil: 'load' });
  await page.locator(READY).waitFor({ state: 'attached' });
  await page.evaluate(withoutMargins, MARGIN_BOXES);
  return page.pdf({
    ...{ format: 'A4', printBackground: true, tagged: true, outline: true },
    ...{ displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: footer },
    margin: { top: '14mm', right: '12mm', bottom: '16mm', left: '12mm' },
  });
}

/** What a page may write at the head and foot of its sheets when a reader prints it: ours stands there, with the date. */
const MARGIN_BOXES = ['top', 'bottom'].flatMap((edge) =>
  ['left', 'center', 'right'].map((place) => `${edge}-${place}`),
);

/** Runs in the page. A sheet made by script is no style of its markup: the content security policy stays as it is. */
function withoutMargins(boxes: readonly string[]): void {
  const { document, CSSStyleSheet } = globalThis as unknown as Page;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { ${boxes.map((box) => `@${box} { content: none; }`).join(' ')} }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Of a browser, what is used here. */
interface Page {
  readonly document: { adoptedStyleSheets: readonly unknown[] };
  readonly CSSStyleSheet: new () => { replaceSync(text: string): void };
}

/** The browser learns no secret of ours, and leaves nothing outside the folder. */
function surroundings(folder: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('ADREACH_'),
  );
  const own = { TMPDIR: folder, TEMP: folder, TMP: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
  return { ...Object.fromEntries(kept), ...own };
}

/** What ends the browser at once, whatever it is doing. */
async function killer(context: BrowserContext): Promise<(() => void) | null> {
  const browser = context.browser();
  if (browser === null) return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find(({ type }) => type === 'browser');
  return main === undefined
    ? null
    : () => {
        // Its group, where there are such: its helpers with it.
        for (const id of process.platform === 'win32' ? [main.id] : [-main.id, main.id]) {
          try {
            process.kill(id, 'SIGKILL');
          } catch {
            // It has ended.
          }
        }
      };
}

async function close({ context, kill }: Run): Promise<void> {
  if (context === null) return;
  const timer = setTimeout(() => kill?.(), END);
  await context.close().catch(() => undefined);
  clearTimeout(timer);
}

function firstLine(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  // The library's own name of what it was doing says nothing to a reader.
  return line!.replace(/^\w+\.\w+: /, '').slice(0, 200);
}
