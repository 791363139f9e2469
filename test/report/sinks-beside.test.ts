/** Formats of several tables: where the further files go, and that they come and go with the first. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSinks, filesOf, planSinks } from '../../src/report/sinks.js';
import { parseCsv } from './csv-reader.js';
import { drive } from './sample.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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
  const files = filesOf(await planSinks([format], join(folder, name)));
  expect(files).toEqual(expected.map((each) => ({ format, path: join(folder, each) })));
});

test('beside a device and beside standard output there is nothing', async () => {
  expect(filesOf(await planSinks(['parquet'], '/dev/null'))).toEqual([{ format: 'parquet', path: '/dev/null' }]);
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
