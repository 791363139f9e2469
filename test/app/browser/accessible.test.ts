/** Accessibility (WCAG 2.2 A and AA) as axe finds it, and the contrast of what axe leaves open. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, Pages } from './open.js';
import { pageAndResult } from './sample.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Rule {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

/** What is wrong on the page, and what of the contrast could not be told. */
async function judged(
  page: Page,
  part = 'body',
): Promise<{ readonly wrong: readonly string[]; readonly open: readonly string[] }> {
  // Not as an element: the policy of the page would not let it run.
  await page.evaluate(AXE);
  const { violations, incomplete } = await page.evaluate<{ violations: Rule[]; incomplete: Rule[] }>(
    `axe.run(${JSON.stringify(part)}, { runOnly: ${JSON.stringify(RULES)} })`,
  );
  const places = (rules: readonly Rule[]) =>
    rules.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
    );
  return {
    wrong: places(violations),
    open: incomplete
      .filter(({ id }) => id === 'color-contrast')
      .flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' '))),
  };
}

/** The contrast of elements, computed from their colours and those behind them (WCAG 2.2, relative luminance). */
const CONTRASTS = `(selectors) => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };
  return selectors.flatMap((selector) => {
    const element = document.querySelector(selector);
    if (element === null || element.textContent.trim() === '' || element.closest('svg')) return [];
    const ground = behind(element);
    const [one, other] = [light(over(parse(getComputedStyle(element).color), ground)), light(ground)].sort((a, b) => b - a);
    return [{ selector, contrast: (one + 0.05) / (other + 0.05) }];
  });
}`;

const browser = await openBrowser('accessibility of the page');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('accessibility', () => {
  let pages: Pages;
  let html: string;
  beforeAll(async () => {
    pages = new Pages(browser!);
    // Two accounts: every part of the page is there.
    html = (await pageAndResult(undefined, ['mdiAction$', 'local-system'])).html;
  });
  afterAll(() => pages.close());

  test.each([
    ['light', 1400],
    ['dark', 1400],
    ['light', 800],
    ['dark', 800],
    ['light', 390],
    ['dark', 390],
  ] as const)('%s, %i px wide', async (scheme, width) => {
    const { page } = await pages.show(html, { scheme, width });
    const whole = await judged(page);
    await Pages.go(page, '#accounts?row=S-1-5-21-1004336348-1177238915-682003330-500&why=disable');
    const panel = await judged(page, '.panel');
    expect(whole.wrong).toEqual([]);
    expect(panel.wrong).toEqual([]);
    const open = [...new Set([...whole.open, ...panel.open])];
    const contrasts = await page.evaluate<{ selector: string; contrast: number }[]>(
      `(${CONTRASTS})(${JSON.stringify(open)})`,
    );
    expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    // Nothing stands beyond the side of the page.
    const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await page.close();
  });
});
