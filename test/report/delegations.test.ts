/** Delegations on the table and the page. */
import { describe, expect, test } from '@jest/globals';
import { mostOf, remarks } from '../../src/report/delegation-rows.js';
import { htmlSink } from '../../src/report/html/index.js';
import { tableSink } from '../../src/report/table/index.js';
import type { Delegation } from '../../src/result/delegations.js';
import { openBrowser, Pages } from '../app/browser/open.js';
import { memoryOutput } from './memory-output.js';
import { drive } from './sample.js';

const browser = await openBrowser('delegations on the page');

const DELEGATION: Delegation = {
  trustee: 'S-1-5-21-1-2-3-1107',
  trusteeName: null,
  direct: false,
  through: null,
  default: 'no',
  rights: [],
  entries: [],
  entryCount: 0,
  where: [],
  objects: 1,
  atDomainRoot: false,
  onAdminSDHolder: false,
  appliesTo: null,
  spread: 'descendants',
  template: null,
  reach: {},
};

test('figures are those of the action of which there are most', () => {
  const reach = {
    disable: { adds: 3, shared: 0, addsElsewhere: 9 },
    enable: { adds: 1, shared: 7, addsElsewhere: 0 },
  };
  expect(mostOf({ ...DELEGATION, reach })).toEqual({ adds: 3, shared: 7, addsElsewhere: 9 });
  expect(mostOf(DELEGATION)).toEqual({ adds: 0, shared: 0, addsElsewhere: 0 });
});

test('what a reader has to know of it first', () => {
  expect(remarks(DELEGATION)).toEqual([]);
  const all = { through: 'Domain Admins', direct: true, atDomainRoot: true, onAdminSDHolder: true, objects: 1200 };
  expect(remarks({ ...DELEGATION, ...all, default: 'yes' })).toEqual([
    "Windows' own",
    'through Domain Admins',
    'to the account itself',
    'at the head of the domain',
    'on AdminSDHolder',
    'on 1,200 objects',
  ]);
  expect(remarks({ ...DELEGATION, default: 'unknown' })).toEqual(["perhaps Windows' own"]);
});

describe('a report', () => {
  test('table: the first eight, with what each adds and is like, and how many more there are', async () => {
    const output = memoryOutput();
    await drive(tableSink(output, { width: 120, colour: false }, { details: true }), 50);
    const words = output.text.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      '- MDI Response on OU=<script>alert(1)</script>: adds 1,000, elsewhere 7 matches the documented set; for user objects below',
    );
    expect(words).toContain(
      "adds 900, shared 1, elsewhere 7 the documented set, without write pwdLastSet, for every class; for this object and all objects below; Windows' own; to the account itself",
    );
    expect(words).toContain(
      "like no known set; for user objects below; perhaps Windows' own; through SECURELAB\\Domain Admins",
    );
    // Twelve are told apart, and three are not.
    expect(words).toContain('... and 7 more delegations: see --format json.');
    expect(words.split('Delegations, with how many')).toHaveLength(3);
  });

  const onPage = browser === null ? test.skip : test;
  onPage('page: all of them, names as text', async () => {
    const pages = new Pages(browser!);
    try {
      const output = memoryOutput();
      await drive(htmlSink(output), 50);
      const { page, noise } = await pages.show(output.text);
      await page.evaluate(`document.querySelectorAll('details').forEach((details) => { details.open = true; })`);
      const words = (await page.locator('#delegations').innerText()).replace(/\s+/g, ' ');
      expect(words).toContain('OU=<script>alert(1)</script>');
      expect(words).toContain('1,000 elsewhere 7');
      expect(words).toContain('The documented set, without write pwdLastSet, with write member beyond it');
      expect(words).toContain('6 more delegations of all accounts under audit are not on this page');
      expect(noise).toEqual([]);
    } finally {
      await pages.close();
    }
  });
});
