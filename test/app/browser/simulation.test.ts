/** The page of a simulation: what differs from the state before stands at its top, before the report of the state after. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { streamSimulation } from '../../../src/library/simulate.js';
import { openSimulation, planSimulation } from '../../../src/report/simulate/index.js';
import type { SimulationResult } from '../../../src/result/simulate.js';
import { pageOf } from '../../report/page.js';
import { validJson } from '../../valid-json.js';
import { openBrowser, Pages } from './open.js';
import { SAMPLE } from './sample.js';

const OU = 'OU=North,OU=Managed,DC=securelab,DC=local';
const CHANGES = `changes:
  - {do: set-inheritance, on: '${OU}', inherits: false, keep: nothing}
  - do: create
    dn: 'CN=\\<img src=x onerror=alert(1)\\>,OU=South,OU=Managed,DC=securelab,DC=local'
    class: user
    attributes: {sAMAccountName: newcomer}
  - {do: add-member, group: Domain Admins, member: mdiAction$}
`;

let html: string;
let result: SimulationResult;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-simulation-'));
  try {
    const changes = join(folder, 'changes.yaml');
    writeFileSync(changes, CHANGES);
    const outputs = await openSimulation(await planSimulation(['html', 'json'], `${folder}/`));
    await streamSimulation({ sources: [SAMPLE], accounts: ['mdiAction$', 'local-system'], changes }, outputs.sink);
    await outputs.commit();
    const read = (extension: string) => readFileSync(join(folder, `adreach-simulation.${extension}`), 'utf8');
    [html, result] = [read('html'), validJson<SimulationResult>('simulate', read('json'))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

describe('the file', () => {
  test('what it tells of the simulation is what the JSON has', () => {
    const { simulation, summary } = pageOf(html);
    const { groups, verdicts, before, findings } = simulation!;
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(result.verdicts.length);
    expect(Object.values(verdicts).reduce((sum, count) => sum + count, 0)).toBe(result.verdicts.length);
    expect(before.map((of) => of.verdicts)).toEqual(result.before!.actions.map((of) => of.verdicts));
    expect(summary.actions).toEqual(result.after!.actions);
    expect([findings.appeared.total, findings.gone.total]).toEqual([
      result.findings.appeared.length,
      result.findings.gone.length,
    ]);
    expect(simulation!.changes.map(({ where }) => where)).toEqual(result.changes.map(({ where }) => where));
  });

  test('says that it is simulated in its title, and without a script', () => {
    expect(html).toContain('<title>Simulated: action account audit: securelab.local</title>');
    expect(html).toContain('<strong>Simulated: nothing was written to any directory.');
    expect(html).not.toMatch(/<img src=x/);
  });
});

const browser = await openBrowser('the page of a simulation');
const inBrowser = browser === null ? describe.skip : describe;

inBrowser('in a browser', () => {
  let pages: Pages;
  beforeAll(() => {
    pages = new Pages(browser!);
  });
  afterAll(() => pages.close());

  test('before and after come first; nothing is said on the console', async () => {
    const { page, noise } = await pages.show(html);
    const text = await page.locator('main > section').first().innerText();
    expect(text).toMatch(/^Before and after\n\s*Simulated\. Nothing was written to any directory\./);
    expect(text).toContain('3 changes');
    expect(text).toContain('Create CN=\\<img src=x onerror=alert(1)\\>');
    expect(text).toMatch(/136 → \d+/);
    expect(await page.locator('main > section').nth(1).getAttribute('id')).toBe('short');
    expect(noise).toEqual([]);
    await page.close();
  });

  test.each([320, 1400])('%d columns: it scrolls down only', async (width) => {
    const { page } = await pages.show(html, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  test('a finding that appears leads to it', async () => {
    const { page } = await pages.show(html);
    await page.locator('#simulation a[href^="#finding"]').first().click();
    expect(await page.evaluate('location.hash')).toMatch(/^#finding/);
    expect(await page.locator('.note.bad[role="status"]').count()).toBe(0);
    await page.close();
  });
});
