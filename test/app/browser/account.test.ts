/** What can be done, what was delegated, protection, the account's sheet and the comparison, in a browser. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { htmlSink } from '../../../src/report/html/index.js';
import { memoryOutput } from '../../report/memory-output.js';
import { drive, HOSTILE_NAMES } from '../../report/sample.js';
import { openBrowser, Pages } from './open.js';
import { type Made, pageAndResult } from './sample.js';

const browser = await openBrowser('fixes, delegations and the comparison on the page');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('of the sample', () => {
  let pages: Pages;
  let sample: Made;
  beforeAll(async () => {
    pages = new Pages(browser!);
    sample = await pageAndResult(undefined, ['mdiAction$', 'local-system']);
  });
  afterAll(() => pages.close());

  test('each change leads to those whom it is for, as many as it would gain', async () => {
    const { page, noise } = await pages.show(sample.html, { place: '#fixes' });
    const { holes } = sample.result.summary.accounts[0]!;
    const gained = (await page.locator('#fixes tbody td.n').allInnerTexts()).map(Number);
    expect([...gained].sort((a, b) => b - a)).toEqual(holes.map(({ accounts }) => accounts));
    // One change an obstacle: these gain all who have it.
    const links = page.locator('#fixes tbody tr:has(td.n) .links a:first-child');
    for (const [at, count] of [
      [0, 75],
      [1, 3],
      [2, 3],
      [3, 3],
    ] as const) {
      expect(gained[at]).toBe(count);
      await links.nth(at).click();
      expect(await page.locator('#accounts output').innerText()).toBe(`${count} of 271 rows`);
    }
    expect(noise).toEqual([]);
    await page.close();
  });

  test('a delegation has an address of its own', async () => {
    const first = await pages.show(sample.html);
    const link = first.page.locator('#delegations a.anchor').nth(2);
    const place = new URL((await link.getAttribute('href'))!, 'file:///x').hash;
    const row = (await first.page.locator('#delegations tbody tr').nth(2).innerText()).replace(/\s+/g, ' ');
    await first.page.close();
    const { page } = await pages.show(sample.html, { place });
    expect((await page.locator('#delegations tr.here').innerText()).replace(/\s+/g, ' ')).toBe(row);
    expect(await page.evaluate(`document.querySelector('tr.here').getBoundingClientRect().top < innerHeight`)).toBe(
      true,
    );
    await page.close();
  });

  test('each state of protection leads to those who are in it', async () => {
    const { page } = await pages.show(sample.html, { place: '#protection' });
    const counts = await page.locator('#protection tbody td.n').allInnerTexts();
    const { protection } = sample.result.summary;
    expect(counts.map(Number).sort()).toEqual(
      Object.values(protection)
        .filter((count) => count > 0)
        .sort(),
    );
    for (let at = 0; at < counts.length; at++) {
      await page.locator('#protection tbody td.n a').nth(at).click();
      expect(await page.locator('#accounts output').innerText()).toBe(`${counts[at]} of 271 rows`);
    }
    await page.close();
  });

  test('the sheet tells who can have the password, and every membership', async () => {
    const { page } = await pages.show(sample.html, { place: '#account' });
    const said = (await page.locator('#account').innerText()).replace(/\s+/g, ' ');
    expect(said).toContain('2 principals may retrieve its password, all of them domain controllers.');
    expect(said).toContain('AES-256 and AES-128');
    expect(said).toContain('every 30 days');
    for (const { name } of sample.result.accounts[0]!.token)
      if (name !== null) expect(said).toContain(name.replace('SECURELAB\\', ''));
    await page.close();
  });

  test('the sheet tells of whom it is not known whether they may have the password', async () => {
    const output = memoryOutput();
    await drive(htmlSink(output), 40);
    const { page } = await pages.show(output.text, { place: '#account' });
    const said = (await page.locator('#account').innerText()).replace(/\s+/g, ' ');
    const named = HOSTILE_NAMES.length;
    const open = Math.floor(named / 2);
    expect(said).toContain(
      `${named + 2} principals may retrieve its password, or perhaps may. Of the first ${named}, for certain: ${named - open}; not known, by an undecided entry: ${open}.`,
    );
    const cells = page.locator('#account td').filter({ hasText: 'not known: an entry is undecided' });
    expect(await cells.count()).toBe(Math.floor(Math.min(named, 25) / 2));
    await page.close();
  });

  test('whom only one of two accounts reaches, and why the other does not', async () => {
    const { page, noise } = await pages.show(sample.html, { place: '#compare' });
    const only = page.locator('#compare tbody tr').first().locator('details');
    expect(await page.locator('#compare tbody tr').first().locator('td').nth(1).innerText()).toMatch(/^129 accounts/);
    await only.locator('summary').click();
    const link = only.locator('li a').first();
    const name = await link.innerText();
    await link.click();
    const panel = page.getByRole('dialog');
    expect(await panel.locator('h2').first().innerText()).toBe(name);
    expect(await panel.locator('.verdict').innerText()).toContain('cannot');
    expect(noise).toEqual([]);
    await page.close();
  });

  test('every address leads somewhere, also to rules that found something of the other account alone', async () => {
    const { page } = await pages.show(sample.html, { place: '#rules?account=S-1-5-18' });
    const addresses = `[...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href'))`;
    const absent = await page.evaluate<string[]>(`${addresses}
      .filter((href) => document.getElementById(decodeURIComponent(href.slice(1).split('?')[0])) === null)`);
    expect(absent.length).toBeGreaterThan(0);
    for (const address of new Set(absent)) {
      await Pages.go(page, address);
      expect([address, await page.getByText('is gone, or was never in this report').count()]).toEqual([address, 0]);
    }
    await page.close();
  });

  test('where one account is under audit there is nothing to compare', async () => {
    const { html } = await pageAndResult();
    const { page } = await pages.show(html);
    expect(await page.locator('#compare').count()).toBe(0);
    await page.close();
  });
});
