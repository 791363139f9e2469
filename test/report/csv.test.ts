import { expect, test } from '@jest/globals';
import { FINDING_COLUMNS } from '../../src/report/columns/findings.js';
import { CSV_COLUMNS, csvSink } from '../../src/report/csv.js';
import { parseCsv } from './csv-reader.js';
import { memoryOutput } from './memory-output.js';
import { drive, flatVerdicts, targetBatches } from './sample.js';

test('one record a verdict, every column filled from the verdict and its state', async () => {
  const output = memoryOutput();
  await drive(csvSink(output), 150);
  const [header, ...rows] = parseCsv(output.text);
  expect(header).toEqual([...CSV_COLUMNS]);
  const verdicts = flatVerdicts(150);
  expect(rows).toHaveLength(verdicts.length);
  const cell = (row: string[], column: string): string => row[CSV_COLUMNS.indexOf(column)]!;
  for (const [i, row] of rows.entries()) {
    expect(row).toHaveLength(CSV_COLUMNS.length);
    const verdict = verdicts[i]!;
    expect(['account', 'target', 'action', 'access', 'verdict', 'reason'].map((c) => cell(row, c))).toEqual([
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

test('the names of the columns are part of the interface: new ones go to the end', () => {
  expect(CSV_COLUMNS.join(' ')).toBe(
    'account accountName target targetDn targetName action access verdict reason reasonText documentedSet aceIndex aceSddl aceTrustee aceTrusteeName aceFrom caveats class enabled protected inheritance adminCount collectedAt',
  );
  expect(FINDING_COLUMNS.map(({ name }) => name).join(' ')).toBe(
    'rule severity status title subject subjectName account accountName message remediation fingerprint suppressionReason suppressionOwner suppressionExpires attack anssi pingcastle stig nist posture evidence collectedAt',
  );
});

test('the state of a target stands in its row', async () => {
  const output = memoryOutput();
  await drive(csvSink(output), 20, 1);
  const [, ...rows] = parseCsv(output.text);
  const states = [...targetBatches(20, 1)].flat().flatMap(({ state, outcomes }) => outcomes.map(() => state));
  expect(rows.map((row) => row.slice(17, 22))).toEqual(
    states.map((state) => [
      ...[state.className, state.enabled, state.protected, state.inheritance],
      state.adminCount === null ? '' : String(state.adminCount),
    ]),
  );
});
