import { expect, test } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetSink } from '../../src/report/parquet/index.js';
import { collectedAt } from '../../src/report/run-stamp.js';
import type { AuditHeader } from '../../src/result/audit.js';
import { memoryOutput } from './memory-output.js';
import {
  ACCOUNTS,
  drive,
  EVIDENCE,
  FINAL_EVIDENCE,
  finding,
  flatVerdicts,
  HEADER,
  summarise,
  targetBatches,
} from './sample.js';

const fileOf = (bytes: Buffer) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;

test('rows leave in groups as they come, so that memory does not grow with them', async () => {
  const output = memoryOutput();
  const sink = parquetSink(output, [], { rows: 10_000, characters: Number.POSITIVE_INFINITY });
  await sink.begin(HEADER, ACCOUNTS);
  const written: number[] = [];
  for (const batch of targetBatches(6_000, 1)) {
    await sink.targets(batch);
    written.push(output.writes);
  }
  // 6,000 targets with four verdicts each: two groups are out before the end, each of their columns as it was made.
  expect(written.at(-1)).toBe(2 * (23 + 3));
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  const { row_groups, num_rows } = parquetMetadata(fileOf(output.bytes));
  expect(Number(num_rows)).toBe(24_000);
  expect(row_groups.map((group) => Number(group.num_rows))).toEqual([10_000, 10_000, 4_000]);
});

test('long texts leave in smaller groups; what rows share counts once', async () => {
  const groups = async (characters: number) => {
    const output = memoryOutput();
    const sink = parquetSink(output, [], { rows: 10_000, characters });
    await sink.begin(HEADER, ACCOUNTS);
    for (const batch of targetBatches(100, 1)) await sink.targets(batch);
    await sink.end(summarise([], []), FINAL_EVIDENCE);
    return parquetMetadata(fileOf(output.bytes)).row_groups.map((group) => Number(group.num_rows));
  };
  // A group ends behind a target, whose rows stay together.
  expect(await groups(1)).toEqual(Array.from({ length: 100 }, () => 4));
  const some = await groups(3_000);
  expect(some.length).toBeGreaterThan(3);
  expect(some.length).toBeLessThan(20);
  expect(some.reduce((sum, rows) => sum + rows)).toBe(400);
});

test('plain types that every reader has, and what the file is from', async () => {
  const output = memoryOutput();
  await drive(parquetSink(output), 3);
  const { schema, key_value_metadata, created_by } = parquetMetadata(fileOf(output.bytes));
  const typeOf = (name: string) => {
    const { type, converted_type, repetition_type } = schema.find((each) => each.name === name)!;
    return [type, converted_type, repetition_type];
  };
  expect(typeOf('target')).toEqual(['BYTE_ARRAY', 'UTF8', 'REQUIRED']);
  expect(typeOf('aceFrom')).toEqual(['BYTE_ARRAY', 'UTF8', 'OPTIONAL']);
  expect(typeOf('aceIndex')).toEqual(['INT32', undefined, 'OPTIONAL']);
  expect(typeOf('documentedSet')).toEqual(['BOOLEAN', undefined, 'OPTIONAL']);
  expect(typeOf('collectedAt')).toEqual(['INT64', 'TIMESTAMP_MILLIS', 'OPTIONAL']);
  expect(created_by).toBe('adreach version 0.1.0');
  expect(Object.fromEntries(key_value_metadata!.map(({ key, value }) => [key, value]))).toEqual({
    'adreach.schema': 'adreach/audit/v1',
    evidence: expect.stringMatching(/^[0-9a-f]{64}$/),
    rules: HEADER.tool.rules,
    collectedAt: '2026-03-02T08:15:30.000Z',
  });
});

test('tables without a row are tables all the same', async () => {
  const [verdicts, findings, accounts] = [memoryOutput(), memoryOutput(), memoryOutput()];
  const sink = parquetSink(verdicts, [findings, accounts]);
  await sink.begin(HEADER, ACCOUNTS);
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  expect(await parquetReadObjects({ file: fileOf(verdicts.bytes) })).toEqual([]);
  expect(parquetMetadata(fileOf(findings.bytes)).schema).toHaveLength(1 + 22 + 3);
  // Every account with every action, also without a target.
  expect(await parquetReadObjects({ file: fileOf(accounts.bytes) })).toHaveLength(2 * 4);
});

test('values are those of the directory: nothing is guarded, nothing made visible', async () => {
  const findings = memoryOutput();
  const sink = parquetSink(memoryOutput(), [findings]);
  await sink.begin(HEADER, ACCOUNTS);
  const title = "=cmd|' /C calc'!A0\u202e\r\n";
  await sink.findings([{ ...finding(0), title }]);
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  expect(await parquetReadObjects({ file: fileOf(findings.bytes) })).toMatchObject([{ title }]);
});

test('of several sources the oldest dates a row; where one does not say, none does', () => {
  const [source] = EVIDENCE.sources;
  const of = (...times: (string | null)[]): AuditHeader['evidence'] => ({
    ...EVIDENCE,
    sources: times.map((time) => ({ ...source!, collectedAt: time })),
  });
  expect(collectedAt(of('2026-03-02T08:15:30Z', '2026-03-01T23:00:00-02:00'))).toBe('2026-03-02T01:00:00.000Z');
  expect(collectedAt(of('2026-03-02T08:15:30Z', null))).toBeNull();
  expect(collectedAt(of())).toBeNull();
});

test('a column says what its least and greatest values are, in the order of octets, and how many rows have none', async () => {
  const findings = memoryOutput();
  const sink = parquetSink(memoryOutput(), [findings]);
  await sink.begin(HEADER, ACCOUNTS);
  // By UTF-16 code units the second one would be the greatest.
  const titles = ['middle', '\ufb01 ligature', '\u{1f469} woman', 'Able'];
  const account = (at: number) => (at === 0 ? null : ACCOUNTS[0]!.sid);
  await sink.findings(titles.map((title, at) => ({ ...finding(at), title, account: account(at) })));
  await sink.end(summarise([], []), FINAL_EVIDENCE);
  const [group] = parquetMetadata(fileOf(findings.bytes)).row_groups;
  const of = (name: string) =>
    group!.columns.find(({ meta_data }) => meta_data!.path_in_schema[0] === name)!.meta_data!;
  expect(of('title').statistics).toMatchObject({ min_value: 'Able', max_value: '\u{1f469} woman', null_count: 0n });
  expect(of('account').statistics).toMatchObject({ null_count: 1n });
  expect(of('collectedAt').statistics).toMatchObject({ min_value: new Date('2026-03-02T08:15:30.000Z') });
});

test('values that many rows share are written once a group; truth has its bits over several octets', async () => {
  const output = memoryOutput();
  await drive(parquetSink(output), 50_000, 1);
  const metadata = parquetMetadata(fileOf(output.bytes));
  expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([100_000, 100_000]);
  const encodings = (name: string) =>
    metadata.row_groups[0]!.columns.find(({ meta_data }) => meta_data!.path_in_schema[0] === name)!.meta_data!
      .encodings;
  expect(encodings('targetDn')).toContain('RLE_DICTIONARY');
  expect(encodings('documentedSet')).not.toContain('RLE_DICTIONARY');
  const rows = await parquetReadObjects({ file: fileOf(output.bytes), columns: ['target', 'action', 'documentedSet'] });
  const expected = flatVerdicts(50_000, 1).map(({ target, action, documentedSet }) => ({
    target,
    action,
    documentedSet,
  }));
  // As one text: a difference among so many is told in a line, not in a thousand.
  expect(JSON.stringify(rows) === JSON.stringify(expected)).toBe(true);
});
