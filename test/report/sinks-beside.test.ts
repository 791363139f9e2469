/** What stands beside a report: the further tables of a format, and the rows that a report for people leaves out. */
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { markdown } from '../../src/report/encode/markdown.js';
import { MOST_ROWS } from '../../src/report/html/index.js';
import { filesOf, planSinks, possibleFilesOf } from '../../src/report/plan.js';
import { createSinks } from '../../src/report/sinks.js';
import { parseCsv } from './csv-reader.js';
import { pageOf } from './page.js';
import { drive, flatVerdicts } from './sample.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** All that need no browser. */
const ALL = ['json', 'ndjson', 'csv', 'html', 'md', 'xlsx', 'sarif', 'ocsf', 'parquet', 'table'];

test('every format at once into a folder', async () => {
  const sinks = await createSinks(ALL, folder);
  expect(await readdir(folder)).not.toContain('adreach-report.json');
  await drive(sinks, 20);
  const files = [
    ...['adreach-report-accounts.parquet', 'adreach-report-findings.csv', 'adreach-report-findings.parquet'],
    ...['csv', 'html', 'json', 'md', 'ndjson', 'ocsf.ndjson', 'parquet', 'sarif', 'txt', 'xlsx'].map(
      (extension) => `adreach-report.${extension}`,
    ),
  ];
  expect((await readdir(folder)).sort()).toEqual(files);
  expect(sinks.files.map(({ path }) => path).sort()).toEqual(files.map((name) => join(folder, name)));
  for (const name of files) expect((await stat(join(folder, name))).size).toBeGreaterThan(500);
});

test('after abort there is none', async () => {
  const sinks = await createSinks(['csv', 'parquet', 'xlsx'], folder);
  await sinks.abort();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['csv', 'result.csv', ['result.csv', 'result-findings.csv']],
  ['csv', 'result', ['result', 'result-findings']],
  ['parquet', 'a.b.parquet', ['a.b.parquet', 'a.b-findings.parquet', 'a.b-accounts.parquet']],
  ['ocsf', 'events.json', ['events.json']],
])('%s into %s', async (format, name, expected) => {
  const files = possibleFilesOf(await planSinks([format], join(folder, name)));
  expect(files).toEqual(expected.map((each) => ({ format, path: join(folder, each) })));
});

test.each([
  ['report.html', 'html'],
  ['Report.HTML', 'html'],
  ['events.ocsf.ndjson', 'ocsf'],
  ['verdicts.ndjson', 'ndjson'],
  ['report.txt', 'table'],
  ['report', 'table'],
])('without --format, %s is written as %s', async (name, format) => {
  expect((await planSinks([], join(folder, name))).outputs.map((each) => each.format)).toEqual([format]);
});

test('beside a device and beside standard output there is nothing', async () => {
  expect(filesOf((await planSinks(['parquet'], '/dev/null')).outputs)).toEqual([
    { format: 'parquet', path: '/dev/null' },
  ]);
  await drive(await createSinks(['csv'], '/dev/null'), 5);
  expect(await readdir('/dev')).not.toContain('null-findings');
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  await drive(await createSinks(['csv'], '-', { stdout }), 5);
  expect(parseCsv(Buffer.concat(chunks).toString('utf8'))).toHaveLength(1 + 5 * 2 * 4);
});

test('a byte order mark where it is asked for, in both files of csv', async () => {
  await drive(await createSinks(['csv'], join(folder, 'with.csv'), { csvBom: true }), 3);
  await drive(await createSinks(['csv'], join(folder, 'without.csv')), 3);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await read('with.csv')).toBe(`\ufeff${await read('without.csv')}`);
  expect(await read('with-findings.csv')).toBe(`\ufeff${await read('without-findings.csv')}`);
  expect((await read('without.csv')).startsWith('account,')).toBe(true);
});

describe('a report that leaves out rows', () => {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const report = (name: string) => join(folder, name);

  test('names a file that has them all, which is there though nobody asked for it', async () => {
    const sinks = await createSinks(['md'], report('audit.md'));
    // The number of exceptions is beyond what the page takes.
    await drive(sinks, 195, 2, 130);
    expect((await readdir(folder)).sort()).toEqual(['audit-all-findings.csv', 'audit-all.csv', 'audit.md']);
    expect(sinks.files.map(({ path }) => path)).toEqual(
      ['audit.md', 'audit-all.csv', 'audit-all-findings.csv'].map(report),
    );
    const page = await read('audit.md');
    expect(page).toMatch(/\*\*\d+ more are not listed here\*\*: audit-all-findings\.csv has them all/);
    expect(page).toMatch(/\*\*\d+ more are not listed here\*\*: audit-all\.csv has them all/);
    const [header, ...rows] = parseCsv(await read('audit-all.csv'));
    expect(rows.map((row) => row[header!.indexOf('target')])).toEqual(flatVerdicts(195).map(({ target }) => target));
    expect(parseCsv(await read('audit-all-findings.csv'))).toHaveLength(1 + 130);
    expect((await stat(report('audit-all.csv'))).mode & 0o777).toBe(0o600);
  });

  test('the page of one row too many does so too', async () => {
    await drive(await createSinks(['html'], report('audit.html')), MOST_ROWS + 1, 1, 3);
    expect((await readdir(folder)).sort()).toEqual(['audit-all-findings.csv', 'audit-all.csv', 'audit.html']);
    expect(pageOf(await read('audit.html')).allIn).toBe('audit-all.csv');
    expect((await read('audit-all.csv')).split('\r\n')).toHaveLength(1 + (MOST_ROWS + 1) * 4 + 1);
  });

  test('one that leaves out nothing names no file, and there is none', async () => {
    const sinks = await createSinks(['md'], report('audit.md'));
    await drive(sinks, 5);
    expect(await readdir(folder)).toEqual(['audit.md']);
    expect(sinks.files).toHaveLength(1);
    expect(await read('audit.md')).not.toContain('.csv');
  });

  test('an audit that fails leaves neither', async () => {
    await (await createSinks(['md', 'html'], folder)).abort();
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    [['md', 'csv'], 'adreach-report.csv'],
    [['json', 'md', 'xlsx'], 'adreach-report.xlsx'],
    [['ndjson', 'md'], 'adreach-report.ndjson'],
  ])('%j: names one that was asked for', async (formats, expected) => {
    await drive(await createSinks(formats, folder), 195);
    expect((await readdir(folder)).filter((name) => name.includes('-all'))).toEqual([]);
    expect(await read('adreach-report.md')).toContain(`: ${expected} has them all`);
  });

  test('the page of --html is another report of the same audit: one file serves both, seen from each', async () => {
    await mkdir(report('pages'));
    const sinks = await createSinks(['md'], report('audit.md'), { html: report('pages/audit.html') });
    await drive(sinks, 195);
    expect((await readdir(folder)).sort()).toEqual(['audit-all-findings.csv', 'audit-all.csv', 'audit.md', 'pages']);
    expect(await readdir(report('pages'))).toEqual(['audit.html']);
    const other = await createSinks(['csv'], report('table.csv'), { html: report('pages/audit.html') });
    await drive(other, 195);
    expect(other.files.map(({ path }) => path).sort()).toEqual(
      ['pages/audit.html', 'table-findings.csv', 'table.csv'].map(report),
    );
  });

  test('to standard output, or a device, there is no place beside it, and the page says which formats have them', async () => {
    const stdout = new PassThrough();
    const chunks: Buffer[] = [];
    stdout.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    const sinks = await createSinks(['md'], '-', { stdout });
    await drive(sinks, 195);
    expect(sinks.files).toEqual([]);
    expect(Buffer.concat(chunks).toString('utf8')).toContain('csv, xlsx, parquet, json and ndjson have them all');
    expect((await planSinks(['md'], '/dev/null')).companion).toBeNull();
  });

  test('what stands there is replaced where it is such a table, and nothing else ever is', async () => {
    const said = async () => (await planSinks(['md'], report('a.md'))).companion?.path;
    await drive(await createSinks(['md'], report('a.md')), 195);
    expect(await said()).toBe(report('a-all.csv'));
    const mine = 'account,balance\n1,2\n';
    await writeFile(report('a-all.csv'), mine);
    expect(await said()).toBe(report('a-all-2.csv'));
    await symlink('nowhere', report('a-all-2.csv'));
    await mkdir(report('a-all-3-findings.csv'));
    await link(report('a-all.csv'), report('a-all-4.csv'));
    await writeFile(report('a-all-5.csv'), '');
    expect(await said()).toBe(report('a-all-6.csv'));
    await drive(await createSinks(['md'], report('a.md')), 195);
    expect(await read('a.md')).toContain('a-all-6.csv has them all');
    expect(await read('a-all.csv')).toBe(mine);
    // One with a byte order mark is ours too.
    await writeFile(report('a-all.csv'), `\ufeff${await read('a-all-6.csv')}`);
    expect(await said()).toBe(report('a-all.csv'));
  });

  test('a name that could be markup is text', async () => {
    await drive(await createSinks(['md'], report('a*b*<i>.md')), 195);
    expect(await read('a*b*<i>.md')).toContain(markdown('a*b*<i>-all.csv'));
  });
});
