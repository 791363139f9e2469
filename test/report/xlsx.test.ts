import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { csvSink } from '../../src/report/csv.js';
import { xlsxSink } from '../../src/report/xlsx/index.js';
import { xmlCells } from '../../src/report/xlsx/sheet.js';
import { ZipWriter } from '../../src/report/xlsx/zip.js';
import { leaveOut } from '../left-out.js';
import { parseCsv, unguarded } from './csv-reader.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, drive, flatVerdicts, HEADER, target } from './sample.js';
import { readWorkbook, unzip } from './xlsx-reader.js';

const text = (cell: string) => readText(xmlCells([cell]));

/** The text of one cell, as a spreadsheet reads it. */
function readText(xml: string): string {
  const found = /^<c t="inlineStr"(?: s="2")?><is><t xml:space="preserve">([^<]*)<\/t><\/is><\/c>$/.exec(xml);
  if (found === null) throw new Error(`not one cell of text: ${xml}`);
  return found[1]!;
}

describe('cells', () => {
  test.each([
    ['<b>&"', '&lt;b&gt;&amp;&quot;'],
    ['line\r\nbreak', 'line\\u{d}\\u{a}break'],
    ['fdp\u202eexe', 'fdp\\u{202e}exe'],
    // A spreadsheet would show it as "=1".
    ['_x003D_1', '_x005F_x003D_1'],
    ['_xZZZZ_', '_xZZZZ_'],
    ['half \ud800', 'half \\u{d800}'],
  ])('%j', (made, expected) => expect(text(made)).toBe(expected));

  test('numbers, truth and nothing are no text', () => {
    expect(xmlCells([7, true, null, ''])).toBe('<c><v>7</v></c><c t="b"><v>1</v></c><c/><c/>');
  });

  test.each(['=1+1', '+49', '-2', '@SUM(1)', " '=1", '\uff1d1'])('%j is marked as text', (made) => {
    expect(xmlCells([made])).toContain(' s="2"');
  });

  test('text that a cell cannot hold is cut, and says so', () => {
    const long = `${'x'.repeat(32_666)}😀${'y'.repeat(70_000)}`;
    expect(text(long).length).toBeLessThanOrEqual(32_767);
    expect(text(long)).toBe(`${'x'.repeat(32_666)} ... (102668 characters; the other formats have them all)`);
    expect(text('z'.repeat(32_767))).toBe('z'.repeat(32_767));
  });
});

describe('a workbook', () => {
  test('goes on in further sheets where one is full, each with heading and filter', async () => {
    const output = memoryOutput();
    await drive(xlsxSink(output, { rows: 101 }), 60, 1, 230);
    const sheets = readWorkbook(output.bytes);
    const names = ['Summary', 'Verdicts', 'Verdicts 2', 'Verdicts 3', 'Findings', 'Findings 2', 'Findings 3'];
    expect(sheets.map(({ name }) => name)).toEqual([...names, 'Delegations', 'Evidence']);
    const verdicts = sheets.filter(({ name }) => name.startsWith('Verdicts'));
    expect(verdicts.map(({ rows }) => rows.length)).toEqual([101, 101, 41]);
    expect(verdicts.map(({ filter }) => filter)).toEqual(['A1:W101', 'A1:W101', 'A1:W41']);
    const targets = verdicts.flatMap(({ rows }) => rows.slice(1).map((row) => row[2]!.value));
    expect(targets).toEqual(flatVerdicts(60, 1).map(({ target: sid }) => sid));
    expect(sheets.filter(({ name }) => name.startsWith('Findings')).map(({ rows }) => rows.length)).toEqual([
      101, 101, 31,
    ]);
  });

  test('without a verdict and a finding has its sheets all the same', async () => {
    const output = memoryOutput();
    await drive(xlsxSink(output), 0, 1, 0);
    const sheets = readWorkbook(output.bytes);
    expect(sheets.map(({ rows }) => rows.length).slice(1, 3)).toEqual([1, 1]);
  });

  test('the same input gives the same bytes', async () => {
    const [one, other] = [memoryOutput(), memoryOutput()];
    await drive(xlsxSink(one), 40);
    await drive(xlsxSink(other), 40);
    expect(one.bytes.equals(other.bytes)).toBe(true);
  });

  test('an output that fails on the way is an error, and nothing hangs', async () => {
    let left = 5;
    const write = async () => {
      left -= 1;
      if (left < 0) throw new Error('disk full');
    };
    const output = { ...memoryOutput(), write };
    const sink = xlsxSink(output);
    await expect(drive(sink, 30_000)).rejects.toThrow('disk full');
    await sink.abort();
  });

  test('an audit that ends on the way leaves nothing open', async () => {
    const sink = xlsxSink(memoryOutput());
    await sink.begin(HEADER, ACCOUNTS);
    await sink.targets([target(0)]);
    await sink.abort();
    await sink.abort();
  });
});

test('an archive has what was written, in order', async () => {
  const output = memoryOutput();
  const zip = new ZipWriter(output);
  await zip.begin('a.xml');
  for (let i = 0; i < 200; i += 1) await zip.write('ü'.repeat(10_000));
  expect(zip.size).toBe(4_000_000);
  await zip.begin('ordner/b.xml');
  await zip.write(Buffer.from('b'));
  await zip.finish();
  const entries = unzip(output.bytes);
  expect([...entries.keys()]).toEqual(['a.xml', 'ordner/b.xml']);
  expect(entries.get('a.xml')).toBe('ü'.repeat(2_000_000));
  expect(entries.get('ordner/b.xml')).toBe('b');
});

/** LibreOffice, as another program that opens the workbook. */
const office = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    leaveOut('the workbook as LibreOffice opens it', 'no LibreOffice (soffice) on this computer');
    return false;
  }
})();

(office ? test : test.skip)(
  'LibreOffice opens it with the cells that csv has',
  async () => {
    const [book, csv, findings] = [memoryOutput(), memoryOutput(), memoryOutput()];
    await drive(xlsxSink(book), 200, 2, 40);
    await drive(csvSink(csv, { findings }), 200, 2, 40);
    const folder = mkdtempSync(join(tmpdir(), 'adreach-xlsx-'));
    try {
      writeFileSync(join(folder, 'book.xlsx'), book.bytes);
      // Comma, quotation mark, UTF-8, from the first line, every sheet into a file of its own.
      const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
      const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
      execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, 'book.xlsx'], {
        cwd: folder,
        stdio: 'ignore',
      });
      const truth = (cell: string) => cell.replace(/^(TRUE|FALSE)$/, (word) => word.toLowerCase());
      const sheet = (name: string) =>
        parseCsv(readFileSync(join(folder, `book-${name}.csv`), 'utf8').replaceAll('\n', '\r\n'));
      const expected = (text: string) => parseCsv(text).map((row) => row.map(unguarded));
      expect(sheet('Verdicts').map((row) => row.map(truth))).toEqual(expected(csv.text));
      expect(sheet('Verdicts')).toHaveLength(1 + 200 * 2 * 4);
      expect(sheet('Findings').map((row) => row.map(truth))).toEqual(expected(findings.text));
      expect(sheet('Findings')).toHaveLength(1 + 40);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
