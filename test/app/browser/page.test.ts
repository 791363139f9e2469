/** The page in a browser: what its first screen says, what its addresses show, how it is used without a mouse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { explain } from '../../../src/library/explain.js';
import { sectionsOf } from '../../../src/report/explain/sections.js';
import { relativeDn } from '../../../src/report/relative-names.js';
import { openBrowser, Pages } from './open.js';
import { type Made, pageAndResult, SAMPLE } from './sample.js';

const browser = await openBrowser('the page in a browser');
const FOCUSED_ROW = `document.activeElement.closest('[data-row]')?.getAttribute('data-row')`;
/** A rule that divides by zero. */
const FAILING = `id: ORG-FAILS
title: Fails
severity: high
scope: account
description: Fails.
when: 1 / (size(account.sid) - size(account.sid)) == 1
subject: account.sid
message: Hit.
risk: Some.
remediation: Some.
`;
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('the page of the sample', () => {
  let pages: Pages;
  let sample: Made;
  beforeAll(async () => {
    pages = new Pages(browser!);
    sample = await pageAndResult();
  });
  afterAll(() => pages.close());

  test('nothing leaves it, nothing is said on the console, nothing is thrown', async () => {
    const { page, noise } = await pages.show(sample.html);
    for (const id of ['findings', 'accounts', 'units', 'evidence', 'glossary']) await Pages.go(page, `#${id}`);
    expect(noise).toEqual([]);
    await page.close();
  });

  test('first screen: in so many words a count, whose, a reason, the worst finding and a date', async () => {
    const { page } = await pages.show(sample.html);
    const text = async (selector: string) => (await page.locator(selector).allInnerTexts()).join(' ');
    const words = (said: string) => said.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    const answer = `${await text('.headline')} ${await text('.questions')}`;
    expect(words(answer)).toBeLessThanOrEqual(60);
    const all = `${answer} ${await text('.short .dated')} ${await text('.reasons')} ${await text('.worst')}`;
    expect(words(all)).toBeLessThanOrEqual(120);
    const people = sample.result.summary.accounts[0]!.populations['people']!;
    expect(answer).toContain(`${people.actions['disable']!.can} of ${people.targets} enabled people`);
    expect(await text('.reasons')).toMatch(/\d+ no entry allows it/);
    const worst = sample.result.findings.filter(({ severity }) => severity === 'critical').map(({ title }) => title);
    expect(worst.some((title) => all.includes(title))).toBe(true);
    expect(all).toMatch(/\d{4}-\d\d-\d\d/);
    // All of it without scrolling.
    const below = await page.evaluate(`[...document.querySelectorAll('.headline, .questions, .bars, .reasons, .worst')]
      .filter((part) => part.getBoundingClientRect().bottom > innerHeight).map(({ className }) => className)`);
    expect(below).toEqual([]);
    await page.close();
  });

  test.each([
    ['action=disable&verdict=cannot', 'disable', 'cannot', ''],
    ['action=reset-password&verdict=can', 'reset-password', 'can', ''],
    ['action=force-password-change&verdict=no-effect', 'force-password-change', 'no-effect', ''],
    ['action=enable&verdict=unknown', 'enable', 'unknown', ''],
    ['action=disable&verdict=cannot&reason=no-entry', 'disable', 'cannot', 'no-entry'],
  ])('#accounts?%s shows as many rows as the JSON has', async (query, action, verdict, reason) => {
    const wanted = sample.result.verdicts.filter(
      (of) => of.action === action && of.verdict === verdict && (reason === '' || of.reason === reason),
    );
    const { page } = await pages.show(sample.html, { place: `#accounts?${query}` });
    expect(wanted.length).toBeGreaterThan(0);
    expect(await page.locator('#accounts [role="table"]').getAttribute('aria-rowcount')).toBe(
      String(wanted.length + 1),
    );
    expect(await page.locator('#accounts output').innerText()).toBe(`${wanted.length} of 271 rows`);
    const first = await page.locator('#accounts [data-row="0"] button').innerText();
    expect(wanted.map(({ targetName }) => targetName.replace(/^[^\\]*\\/, ''))).toContain(first);
    await page.close();
  });

  test('each part is in the navigation and has its heading; every address on the page leads somewhere', async () => {
    const { page } = await pages.show(sample.html);
    const parts = await page.locator('main > section').evaluateAll((sections) => sections.map(({ id }) => id));
    const named = await page
      .locator('nav[aria-label="Sections"] a')
      .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').replace(/^#([^?]*).*/, '$1')));
    expect(named).toEqual(parts);
    expect(parts.length).toBeGreaterThan(10);
    for (const id of parts) expect(await page.locator(`#${id} h2`).first().innerText()).not.toBe('');
    // Some are folded, and all of them count.
    const lost = await page.evaluate<string[]>(`[...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.getAttribute('href'))
      .filter((href) => document.getElementById(decodeURIComponent(href.slice(1).split('?')[0])) === null)`);
    expect([...new Set(lost)]).toEqual([]);
    await page.close();
  });

  test('every choice that is offered finds something', async () => {
    const { page } = await pages.show(sample.html, { place: '#accounts' });
    const selects = page.locator('#accounts .filter select');
    const empty: string[] = [];
    // Action, verdict, reason, population, class, state, protection.
    expect(await selects.count()).toBe(7);
    for (let at = 0; at < (await selects.count()); at++) {
      const select = selects.nth(at);
      const options = await select
        .locator('option')
        .evaluateAll((list) => list.map((option) => option.getAttribute('value') ?? ''));
      expect(options.length).toBeGreaterThan(1);
      for (const option of options) {
        await select.selectOption(option);
        if ((await page.locator('#accounts [role="table"]').getAttribute('aria-rowcount')) === '1') empty.push(option);
      }
      await select.selectOption('');
    }
    expect(empty).toEqual([]);
    await page.close();
  });

  test('a rule that failed on some objects is marked beside its number, and said among what is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adreach-rule-'));
    const path = join(folder, 'fails.yaml');
    writeFileSync(path, FAILING);
    const { html } = await pageAndResult([SAMPLE], ['mdiAction$'], { rules: [path] });
    rmSync(folder, { recursive: true, force: true });
    const { page, noise } = await pages.show(html, { place: '#rules' });
    const marked = page.locator('#applied-ORG-FAILS td').last();
    expect((await marked.innerText()).replace(/\s+/g, ' ')).toContain('⚠ failed on 1 object');
    expect(await page.locator('#rules tbody').getByText('⚠').count()).toBe(1);
    expect(await page.locator('#evidence .note').first().innerText()).toContain(
      '1 failed rule, so that findings may be missing.',
    );
    expect(noise).toEqual([]);
    await page.close();
  });

  test('an address that leads nowhere, and a choice that fits nothing, are told', async () => {
    const { page } = await pages.show(sample.html, { place: '#finding-0000000000000000?account=S-1-5-21-9' });
    const said = await page.getByRole('status').first().innerText();
    expect(said).toContain('There is no finding-0000000000000000 on this page');
    expect(said).toContain('S-1-5-21-9 is not under audit here');
    await Pages.go(page, '#accounts?q=nobody-has-such-a-name');
    expect(await page.locator('#accounts .rows').innerText()).toBe('Nothing fits what is asked for.');
    await page.close();
  });

  test('the numbers of the first screen and of the sheet lead to as many rows', async () => {
    const { page } = await pages.show(sample.html);
    const links = await page.evaluate<
      [string, string][]
    >(`[...document.querySelectorAll('.reasons a, #exceptions td.n a')]
      .map((link) => [link.getAttribute('href'), (link.querySelector('strong') ?? link).textContent])`);
    expect(links.length).toBeGreaterThan(8);
    for (const [href, number] of links) {
      await Pages.go(page, href);
      expect([href, await page.locator('#accounts output').innerText()]).toEqual([href, `${number} of 271 rows`]);
    }
    await page.close();
  });

  test('what is chosen is in the address, and the address brings it back', async () => {
    const { page } = await pages.show(sample.html);
    await page.locator('#accounts select').nth(0).selectOption('disable');
    await page.locator('#accounts select').nth(1).selectOption('cannot');
    await page.locator('#accounts input[type="search"]').fill('admin');
    const shown = await page.locator('#accounts output').innerText();
    const place = new URL(page.url()).hash;
    expect(place).toBe('#accounts?action=disable&verdict=cannot&q=admin');
    const again = await pages.show(sample.html, { place });
    expect(await again.page.locator('#accounts output').innerText()).toBe(shown);
    await page.locator('#accounts').getByRole('button', { name: 'Show all' }).click();
    expect(await page.locator('#accounts output').innerText()).toBe('271 rows');
    await page.close();
    await again.page.close();
  });

  test.each([
    ['administrator of the domain', 'Administrator', 'disable'],
    ['an account that can be acted on', 'user021', 'reset-password'],
    ['an unknown verdict', 'conditional-user', 'disable'],
  ])('the side panel says what explain says: %s', async (_, name, action) => {
    const verdicts = sample.result.verdicts.filter((of) => of.action === action);
    const verdict =
      verdicts.find(({ targetName }) => targetName.endsWith(`\\${name}`)) ??
      verdicts.find((of) => of.verdict === 'unknown' && of.target !== '')!;
    const { page } = await pages.show(sample.html, { place: `#accounts?row=${verdict.target}&why=${action}` });
    const explanation = await explain({ sources: [SAMPLE], account: 'mdiAction$', target: verdict.target, action });
    const panel = page.getByRole('dialog');
    const said = (await panel.innerText()).replace(/\s+/g, ' ');
    const options = { all: false, dn: (dn: string) => relativeDn(dn, explanation.evidence) };
    for (const { title, blocks } of sectionsOf(explanation, options)) {
      expect(said).toContain(title);
      for (const { text } of blocks) expect(said).toContain(text.replace(/\s+/g, ' '));
    }
    await page.keyboard.press('Escape');
    expect(await panel.count()).toBe(0);
    await page.close();
  });

  test('with the keyboard alone: from the start to one explanation in at most 15 keys', async () => {
    const { page } = await pages.show(sample.html);
    // After each key a reader sees where it has led; a slow machine takes its time for it.
    const keys: readonly (readonly [key: string, at: string])[] = [
      ['Tab', 'Skip to the answer'],
      ['Tab', 'Skip to all accounts'],
      ['Enter', 'All accounts'],
      ['Tab', ''],
      ['Enter', await page.locator('#accounts [data-row="0"] button').innerText()],
      ['Enter', 'Close'],
    ];
    for (const [key, at] of keys) {
      await page.keyboard.press(key);
      await Pages.until(page, `document.activeElement.innerText.startsWith(${JSON.stringify(at)})`);
    }
    expect(keys.length).toBeLessThanOrEqual(15);
    const panel = page.getByRole('dialog');
    await panel.waitFor();
    expect(await page.evaluate(`document.querySelector('.panel').contains(document.activeElement)`)).toBe(true);
    await page.keyboard.press('Escape');
    // Back where the reader was.
    await Pages.until(page, `${FOCUSED_ROW} === '0'`);
    await page.keyboard.press('ArrowDown');
    await Pages.until(page, `${FOCUSED_ROW} === '1'`);
    await page.close();
  });
});
