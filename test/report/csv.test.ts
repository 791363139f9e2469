import { expect, test } from '@jest/globals';
import { CSV_COLUMNS, csvSink } from '../../src/report/csv.js';
import { memoryOutput } from './memory-output.js';
import { drive, flatVerdicts } from './sample.js';

/** A strict reader of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new Error('not RFC 4180');
    const [, raw, end] = found;
    row.push(raw!.startsWith('"') ? raw!.slice(1, -1).replaceAll('""', '"') : raw!);
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test('one record a verdict, every column filled from the verdict and its state', async () => {
  const output = memoryOutput();
  await drive(csvSink(output), 150);
  const [header, ...rows] = parse(output.text);
  expect(header).toEqual([...CSV_COLUMNS]);
  const verdicts = flatVerdicts(150);
  expect(rows).toHaveLength(verdicts.length);
  const cell = (row: string[], column: (typeof CSV_COLUMNS)[number]): string => row[CSV_COLUMNS.indexOf(column)]!;
  for (const [i, row] of rows.entries()) {
    expect(row).toHaveLength(CSV_COLUMNS.length);
    const verdict = verdicts[i]!;
    expect(['account', 'target', 'action', 'access', 'verdict', 'reason'].map((c) => cell(row, c as never))).toEqual([
      verdict.account,
      verdict.target,
      verdict.action,
      verdict.access,
      verdict.verdict,
      verdict.reason,
    ]);
    expect(cell(row, 'aceSddl')).toBe(verdict.ace?.sddl ?? '');
    expect(cell(row, 'aceIndex')).toBe(verdict.ace === null ? '' : String(verdict.ace.index));
    expect(cell(row, 'documentedSet')).toBe(verdict.documentedSet === null ? '' : String(verdict.documentedSet));
  }
  expect(new Set(rows.map((row) => cell(row, 'class')))).toEqual(new Set(['user', 'inetOrgPerson', 'computer']));
});
