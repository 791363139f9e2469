/** A directory whose names are attacks: the page shows them as text, and stays whole. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../../src/descriptor/types.js';
import { DomainText, type Entry, GRANTS_ALL, GroupType, ldif, READABLE, sd } from '../../e2e/domain-text.js';
import { openBrowser, Pages } from './open.js';
import { pageAndResult } from './sample.js';

const domain = new DomainText('DC=hostile,DC=test', 'S-1-5-21-71-72-73' as Sid);

const NAMES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  '=HYPERLINK("http://example.invalid";"x")',
  'javascript:alert(4)',
  '\u202eevil\u202c',
  '\u001b]0;title\u0007',
  '</script><script>alert(5)</script>',
  '${alert(6)}{{alert(7)}}',
];
const LONG = 'W'.repeat(2400);

/** What may stand in an RDN (RFC 4514), characters that would end it escaped. */
const inRdn = (text: string) => text.replace(/[,+"\\<>;=]/g, (character) => `\\${character}`);

function entries(): Entry[] {
  const unit = `OU=${inRdn('<b>unit</b>')},${domain.dn}`;
  const users = [...NAMES, LONG].map((name, i): Entry => {
    const { values } = domain.user(`u${i}`, {
      nTSecurityDescriptor: sd(`${i % 2 === 0 ? GRANTS_ALL : ''}${READABLE}`),
      description: 'd'.repeat(65_536),
    });
    return { dn: `CN=${inRdn(name)},${unit}`, values: { ...values, sAMAccountName: name } };
  });
  const long = domain.group(LONG, GroupType.global, [domain.at('act')]);
  return [...domain.whole(), domain.user('act'), domain.object(unit, ['top', 'organizationalUnit']), long, ...users];
}

const browser = await openBrowser('the page of a hostile directory');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('hostile names', () => {
  let pages: Pages;
  let html: string;
  beforeAll(async () => {
    pages = new Pages(browser!);
    const folder = mkdtempSync(join(tmpdir(), 'adreach-hostile-'));
    try {
      const file = join(folder, 'hostile.ldif');
      writeFileSync(file, ldif(entries()));
      html = (await pageAndResult([file], ['act'], { exported: 'all' })).html;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  afterAll(() => pages.close());

  test('are text: nothing of them runs, loads or is said', async () => {
    const { page, noise } = await pages.show(html);
    for (const name of ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>', '"><svg onload=alert(3)>']) {
      await Pages.go(page, `#accounts?q=${encodeURIComponent(name.slice(0, 12))}`);
      expect(await page.locator('#accounts .rows').innerText()).toContain(name);
    }
    await Pages.go(page, '#accounts?q=evil');
    expect(await page.locator('#accounts .rows').innerText()).toContain('\\u{202e}evil\\u{202c}');
    expect(
      await page
        .locator(
          'main script, main img, main [onerror], main [onload], main a[href^="javascript"], main b:text-is("unit")',
        )
        .count(),
    ).toBe(0);
    expect(noise).toEqual([]);
    await page.close();
  });

  test('in the address do nothing either', async () => {
    const place = `#accounts?q=<img src=x onerror=alert(8)>&ou=<script>alert(9)</script>&row=<b>x</b>`;
    const { page, noise } = await pages.show(html, { place });
    expect(await page.getByRole('dialog').innerText()).toContain('<b>x</b>');
    expect(noise).toEqual([]);
    await page.close();
  });

  test.each([1400, 800, 390])('the layout holds, %i px wide', async (width) => {
    const { page } = await pages.show(html, { width });
    const wide = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(await wide()).toBeLessThanOrEqual(0);
    const rows = await page.evaluate<number[]>(
      `[...document.querySelectorAll('#accounts .row')].map((row) => row.scrollHeight - row.clientHeight)`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(Math.max(...rows)).toBeLessThanOrEqual(1);
    // No line of the page is more than a screen and a half for one name.
    const tall = await page.evaluate<string[]>(
      `[...document.querySelectorAll('main h2, main h3, main h4, main tr, main li')].filter((part) => part.getBoundingClientRect().height > 1200).map(({ outerHTML }) => outerHTML.slice(0, 100))`,
    );
    expect(tall).toEqual([]);
    await page.close();
  });
});
