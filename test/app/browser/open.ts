/** Opens pages of reports in a real browser, where there is one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../../src/report/pdf/browser.js';
import { leaveOut } from '../../left-out.js';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

/** @returns null where there is no browser; that is said, or a failure where nothing may be left out */
export async function openBrowser(what: string): Promise<Browser | null> {
  try {
    const executablePath = await findBrowser(undefined);
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return await chromium.launch({ executablePath, args: [...QUIET, '--disable-component-update', ...root] });
  } catch (error) {
    leaveOut(what, error instanceof Error ? error.message.split('\n')[0]! : String(error));
    return null;
  }
}

export interface Shown {
  readonly page: Page;
  /** Requests for anything but the page itself, and everything that was said on the console or thrown. */
  readonly noise: string[];
}

export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** With its `#`. */
  readonly place?: string;
}

/** Files of pages, removed by `close`. */
export class Pages {
  readonly #folder = mkdtempSync(join(tmpdir(), 'adreach-page-'));
  readonly #files = new Map<string, string>();

  constructor(readonly browser: Browser) {}

  /** Shows a page, and waits until it has shown its data. */
  async show(html: string, { width = 1400, height = 900, scheme = 'light', place = '' }: View = {}): Promise<Shown> {
    let file = this.#files.get(html);
    if (file === undefined) {
      file = join(this.#folder, `${this.#files.size}.html`);
      writeFileSync(file, html);
      this.#files.set(html, file);
    }
    const address = pathToFileURL(file).href;
    const page = await this.browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    const noise: string[] = [];
    page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      noise.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address) noise.push(`request: ${request.url().slice(0, 200)}`);
    });
    await page.goto(`${address}${place}`);
    await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
    return { page, noise };
  }

  /** Goes elsewhere on a page that is shown, as a click on a link would. */
  static async go(page: Page, place: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    // After two frames what follows from it has been drawn.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }

  /** Waits until an expression is true on the page; its policy lets nothing wait there that is made from text. */
  static async until(page: Page, expression: string): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await page.evaluate(expression))) {
      if (Date.now() > end) throw new Error(`never true: ${expression}`);
      await page.waitForTimeout(50);
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
