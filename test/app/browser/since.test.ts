/** The page of a comparison: the newer state, and what is different since the older one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { diff, streamDiff } from '../../../src/library/diff.js';
import { diffSink } from '../../../src/report/diff/index.js';
import { openFileOutput } from '../../../src/report/output/file.js';
import type { DiffResult } from '../../../src/result/diff.js';
import { pageOf } from '../../report/page.js';
import { openBrowser, Pages } from './open.js';
import { SAMPLE } from './sample.js';

const LATER = 'fixtures/securelab-later/securelab-later.snapshot';
const STATES = { before: [SAMPLE], after: [LATER], accounts: ['mdiAction$', 'local-system'] };

let html: string;
let result: DiffResult;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-since-'));
  try {
    const path = join(folder, 'since.html');
    const output = await openFileOutput(path);
    await streamDiff(STATES, diffSink('html', output, { traits: { width: 80, colour: false }, all: false }));
    await output.commit();
    html = readFileSync(path, 'utf8');
    result = await diff(STATES);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

describe('the file', () => {
  test('what it tells is what the JSON has', () => {
    const { since, summary, accounts } = pageOf(html);
    const { causes, verdicts, findings, before } = since!;
    const changed = (sid: string) => result.verdicts.filter(({ account }) => account === sid).length;
    for (const { sid } of accounts) expect([sid, verdicts[sid] ?? 0]).toEqual([sid, changed(sid)]);
    expect(causes.map((cause) => [cause.verdicts, cause.because]).sort()).toEqual(
      result.causes.map((cause) => [cause.verdicts, cause.because]).sort(),
    );
    expect(causes.map((cause) => cause.verdicts)).toEqual(
      [...causes.map((cause) => cause.verdicts)].sort((a, b) => b - a),
    );
    expect([findings.appeared.total, findings.gone.total, findings.same]).toEqual([
      result.findings.new.length,
      result.findings.gone.length,
      result.findings.same,
    ]);
    for (const { sid, coverage } of result.accounts) {
      const of = (list: typeof before) => list.filter(({ account }) => account === sid);
      expect(Object.fromEntries(of(before).map((each) => [each.action, each.verdicts]))).toEqual(
        coverage.before!.actions,
      );
      expect(Object.fromEntries(of(summary.actions).map((each) => [each.action, each.verdicts]))).toEqual(
        coverage.after!.actions,
      );
    }
  });

  test('says it without a script', () => {
    expect(html).toContain(`<strong>Since last time: ${result.summary.verdicts.changed} verdicts changed, of`);
    expect(html).toContain('The older state: ');
  });
});

const browser = await openBrowser('the page of a comparison');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('in a browser', () => {
  let pages: Pages;
  beforeAll(() => {
    pages = new Pages(browser!);
  });
  afterAll(() => pages.close());

  test('the answer comes first, with what changed beside it; then why', async () => {
    const { page, noise } = await pages.show(html);
    expect(await page.locator('#short .note').innerText()).toMatch(/^Since last time\. \d+ verdicts changed, of 271/);
    expect(await page.locator('main > section').nth(1).getAttribute('id')).toBe('since');
    const text = await page.locator('#since').innerText();
    expect(text).toMatch(/136 → 183/);
    expect(text).toMatch(/An entry was added on OU=Other People [\s\S]*proven[\s\S]*cannot → can 111/);
    expect(noise).toEqual([]);
    await page.close();
  });

  test('of another account under audit its own changes are shown', async () => {
    const { page } = await pages.show(html);
    await page.locator('header select').selectOption({ index: 1 });
    const own = result.verdicts.filter(({ account }) => account === pageOf(html).accounts[1]!.sid).length;
    const text = await page.locator('#since').innerText();
    expect(text).toContain(own === 0 ? 'No verdict of this account changed.' : `${own} verdict`);
    await page.close();
  });

  test('a new finding leads to it', async () => {
    const { page } = await pages.show(html);
    await page.locator('#since a[href^="#finding"]').first().click();
    expect(await page.evaluate('location.hash')).toMatch(/^#finding/);
    expect(await page.locator('.note.bad[role="status"]').count()).toBe(0);
    await page.close();
  });

  test.each([320, 1400])('%d columns: it scrolls down only', async (width) => {
    const { page } = await pages.show(html, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });
});
