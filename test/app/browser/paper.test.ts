/** The page on paper: how many sheets, what is on them, and the sheet that is printed by itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { htmlSink } from '../../../src/report/html/index.js';
import { memoryOutput } from '../../report/memory-output.js';
import { ACCOUNTS, drive } from '../../report/sample.js';
import { openBrowser, Pages } from './open.js';
import { pageAndResult } from './sample.js';

const browser = await openBrowser('the page on paper');
const inBrowser = browser === null ? describe.skip : describe;

/** Sheets of a PDF as Chromium writes it: each is an object of its own. */
async function sheets(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  return pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

inBrowser('on paper', () => {
  let pages: Pages;
  let html: string;
  beforeAll(async () => {
    pages = new Pages(browser!);
    html = (await pageAndResult()).html;
  });
  afterAll(() => pages.close());

  test('the sample has at most 15 sheets', async () => {
    const { page } = await pages.show(html);
    const count = await sheets(page);
    expect(count).toBeGreaterThan(3);
    expect(count).toBeLessThanOrEqual(15);
    await page.close();
  });

  test('numbers beside bars stay in their columns', async () => {
    const { page } = await pages.show(html, { width: 700 });
    await page.emulateMedia({ media: 'print' });
    const out = await page.evaluate<string[]>(`[...document.querySelectorAll('.bars .cell')].flatMap((cell) => {
      const [box, number] = [cell.getBoundingClientRect(), cell.querySelector('.n').getBoundingClientRect()];
      return number.right > box.right + 1 || box.right > innerWidth ? [cell.textContent] : [];
    })`);
    expect(await page.locator('.bars .cell').count()).toBeGreaterThan(10);
    expect(out).toEqual([]);
    await page.close();
  });

  test('dated and with contents in front; the list of all accounts is left out, and it is said where it is', async () => {
    const { page } = await pages.show(html);
    await page.emulateMedia({ media: 'print' });
    const text = await page.locator('body').innerText();
    const front = text.slice(0, text.indexOf('can disable'));
    expect(front).toContain('Contents');
    expect(front).toMatch(/\d{4}-\d\d-\d\d/);
    expect(front).toMatch(/list of all 271 accounts/);
    expect(await page.locator('#accounts').isVisible()).toBe(false);
    expect(await page.locator('nav[aria-label="Sections"]').isVisible()).toBe(false);
    await page.close();
  });

  test('it is light, and its verdicts have the colours of a light screen, also where the screen is dark', async () => {
    const { page } = await pages.show(html);
    const colours = () =>
      page.evaluate<string[]>(`['--paper', '--can', '--cannot-ink', '--reached'].map((name) =>
        getComputedStyle(document.documentElement).getPropertyValue(name))`);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    expect(await colours()).toEqual(['#14181d', '#3aa981', '#c3cad2', '#205240']);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await colours()).toEqual(['#fff', '#1f7a5a', '#4c5560', '#b6d4c9']);
    await page.close();
  });

  test('a page made for paper has all accounts under audit, one after the other', async () => {
    const output = memoryOutput();
    await drive(htmlSink(output, null, { paper: true }), 40);
    const { page, noise } = await pages.show(output.text);
    await page.emulateMedia({ media: 'print' });
    const headlines = await page.locator('.headline').allInnerTexts();
    expect(headlines).toHaveLength(ACCOUNTS.length);
    for (const [i, { name }] of ACCOUNTS.entries()) expect(headlines[i]).toContain(name);
    expect(await page.locator('#short, #short-2, #findings, #findings-2').count()).toBe(4);
    expect(await page.locator('#evidence').count()).toBe(1);
    expect(noise).toEqual([]);
    await page.close();
  });

  test('the sheet of who cannot be stopped is one page by itself', async () => {
    const { page } = await pages.show(html);
    await page.evaluate(`document.documentElement.dataset.print = 'sheet'`);
    expect(await sheets(page)).toBe(1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#exceptions').isVisible()).toBe(true);
    expect(await page.locator('main > section:visible').count()).toBe(1);
    await page.close();
  });

  test('what is folded on the screen is open on paper, and folded again afterwards', async () => {
    const { page } = await pages.show(html, { place: '#accounts?row=S-1-5-21-1004336348-1177238915-682003330-500' });
    const count = (what: string) => page.evaluate<number>(`document.querySelectorAll(${JSON.stringify(what)}).length`);
    // One that the reader has folded, and all that came folded but for those that stay so on paper.
    await page.locator('.panel details summary').first().click();
    const [open, folded] = [
      await count('details[open]'),
      await count('details:not([open]):not([data-print="folded"])'),
    ];
    expect(folded).toBeGreaterThan(0);
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    expect(await count('details:not([open]):not([data-print="folded"])')).toBe(0);
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    expect(await count('details[open]')).toBe(open);
    await page.close();
  });
});
