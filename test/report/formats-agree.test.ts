/** Verdict, finding and summary of one result are the same however it is written: every format against NDJSON, row for row. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { csvSink } from '../../src/report/csv.js';
import { markdown } from '../../src/report/encode/markdown.js';
import { visible } from '../../src/report/encode/visible.js';
import { mdSink } from '../../src/report/md.js';
import { ndjsonSink } from '../../src/report/ndjson.js';
import { ocsfSink } from '../../src/report/ocsf.js';
import { parquetSink } from '../../src/report/parquet/index.js';
import { sarifSink } from '../../src/report/sarif.js';
import { xlsxSink } from '../../src/report/xlsx/index.js';
import type { Finding, Summary, Verdict } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { REASON_TEXTS } from '../../src/words/reasons.js';
import { validLines } from '../valid-json.js';
import { parseCsv, unguarded } from './csv-reader.js';
import { duckdbFor } from './duckdb.js';
import { memoryOutput } from './memory-output.js';
import { ACCOUNTS, FINAL_EVIDENCE, finding, HEADER, summarise, targetBatches } from './sample.js';
import { type ReadSheet, readWorkbook } from './xlsx-reader.js';

const duckdb = await duckdbFor('Parquet against NDJSON, as DuckDB reads it');

const TARGETS = 195;
/** Findings of each status, some of them with identifiers of other catalogues. */
const FINDINGS: readonly Finding[] = Array.from({ length: 30 }, (_, i) => ({
  ...finding(i),
  ...(i % 3 === 1 && {
    status: 'suppressed' as const,
    suppression: { reason: '=accepted, [see](http://x) {0}', owner: 'Ada', expires: '2027-01-31' },
  }),
  ...(i % 3 === 2 && { status: 'baseline' as const }),
  ...(i % 2 === 0 && { frameworks: { attack: ['T1098', 'T1558.004'], nist: ['AC-6(5)'] } }),
}));
const COLLECTED = '2026-03-02T08:15:30.000Z';

const names = [
  'ndjson',
  'csv',
  'csvFindings',
  'md',
  'xlsx',
  'sarif',
  'ocsf',
  'pq',
  'pqFindings',
  'pqAccounts',
] as const;
const out = Object.fromEntries(names.map((name) => [name, memoryOutput()])) as Record<
  (typeof names)[number],
  ReturnType<typeof memoryOutput>
>;
let verdicts: readonly Verdict[];
let findings: readonly Finding[];
let summary: Summary;

beforeAll(async () => {
  const sinks: readonly AuditSink[] = [
    ndjsonSink(out.ndjson),
    csvSink(out.csv, { findings: out.csvFindings }),
    mdSink(out.md, 5000),
    xlsxSink(out.xlsx),
    sarifSink(out.sarif),
    ocsfSink(out.ocsf, () => new Date(0)),
    parquetSink(out.pq, [out.pqFindings, out.pqAccounts]),
  ];
  const made = summarise(targetBatches(TARGETS, 2), FINDINGS);
  for (const sink of sinks) {
    await sink.begin(HEADER, ACCOUNTS);
    for (const [at, batch] of [...targetBatches(TARGETS, 2, 7)].entries()) {
      await sink.targets(batch);
      // Findings come between the verdicts, as rules find them.
      await sink.findings(FINDINGS.slice(at, at + 1));
    }
    await sink.findings(FINDINGS.slice([...targetBatches(TARGETS, 2, 7)].length));
    await sink.end(made, FINAL_EVIDENCE);
  }
  const parsed = validLines<{ readonly type: string }>('audit-line', out.ndjson.text);
  const of = <T>(type: string) =>
    parsed.filter((line) => line.type === type).map(({ type: _, ...rest }) => rest as unknown as T);
  verdicts = of('verdict');
  findings = of('finding');
  summary = of<Summary>('summary')[0]!;
});

const nameOf = (sid: string | null) => ACCOUNTS.find((account) => account.sid === sid)?.name ?? null;

/** What a row of the table of verdicts says, made from a line of NDJSON. */
function verdictRow(verdict: Verdict): Record<string, unknown> {
  const { ace, caveats, ...rest } = verdict;
  return {
    ...rest,
    accountName: nameOf(verdict.account),
    reasonText: REASON_TEXTS[verdict.reason].text,
    aceIndex: ace?.index ?? null,
    aceSddl: ace?.sddl ?? null,
    aceTrustee: ace?.trustee ?? null,
    aceTrusteeName: ace?.trusteeName ?? null,
    aceFrom: ace?.from ?? null,
    caveats: caveats.join(' '),
    collectedAt: COLLECTED,
  };
}

function findingRow(each: Finding): Record<string, unknown> {
  const { suppression, frameworks, evidence, ...rest } = each;
  return {
    ...rest,
    accountName: nameOf(each.account),
    suppressionReason: suppression?.reason ?? null,
    suppressionOwner: suppression?.owner ?? null,
    suppressionExpires: suppression?.expires ?? null,
    attack: frameworks.attack?.join('; ') ?? null,
    nist: frameworks.nist?.join('; ') ?? null,
    ...{ anssi: null, pingcastle: null, stig: null, posture: null },
    evidence: JSON.stringify(evidence),
    collectedAt: COLLECTED,
  };
}

function accountRow({ account, action, verdicts: counts, documentedSet }: Summary['actions'][number]) {
  return {
    account,
    accountName: nameOf(account),
    kind: ACCOUNTS.find(({ sid }) => sid === account)!.kind,
    dn: ACCOUNTS.find(({ sid }) => sid === account)!.dn,
    action,
    targets: TARGETS,
    can: counts.can,
    canUntilSdprop: counts['can-until-sdprop'],
    noEffect: counts['no-effect'],
    cannot: counts.cannot,
    unknown: counts.unknown,
    documentedSet,
    complete: false,
    gaps: 2,
    collectedAt: COLLECTED,
  };
}

/** Expected rows as objects whose values are text as a format shows it; the same keys as the row that was read. */
function shown(expected: Record<string, unknown>, show: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, show(value)]));
}

function objects(header: readonly unknown[], rows: readonly (readonly unknown[])[]): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [String(name), row[at]])));
}

/** The columns that NDJSON has no verdict for, since they say how the target is; compared with the sample elsewhere. */
const STATE = ['class', 'enabled', 'protected', 'inheritance', 'adminCount'];
const STAMP = ['runEvidence', 'runRules', 'runVersion'];
const without = (row: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)));

test('the sample has what makes formats differ', () => {
  expect(verdicts).toHaveLength(TARGETS * 2 * 4);
  expect(findings).toEqual(FINDINGS);
  expect(verdicts.some(({ targetName }) => /[\u202e\u200b\r\ud800]/.test(targetName))).toBe(true);
  expect(new Set(verdicts.map(({ verdict }) => verdict)).size).toBe(5);
});

describe('csv', () => {
  const cell = (value: unknown) => (value === null ? '' : visible(String(value)));

  test.each([
    ['verdicts', () => out.csv, () => verdicts.map(verdictRow)],
    ['findings', () => out.csvFindings, () => findings.map(findingRow)],
  ] as const)('%s', (_, output, expected) => {
    const [header, ...rows] = parseCsv(output().text);
    const read = objects(
      header!,
      rows.map((row) => row.map(unguarded)),
    );
    expect(read.map((row) => without(row, STATE))).toEqual(expected().map((row) => shown(row, cell)));
  });
});

describe('xlsx', () => {
  let sheets: readonly ReadSheet[];
  beforeAll(() => {
    sheets = readWorkbook(out.xlsx.bytes);
  });
  const rowsOf = (title: string) => {
    const [header, ...rows] = sheets.find(({ name }) => name === title)!.rows;
    const values = (row: ReadSheet['rows'][number]) => row.map(({ value }) => value);
    return objects(values(header!), rows.map(values));
  };
  const cell = (value: unknown) => (typeof value === 'string' ? (value === '' ? null : visible(value)) : value);

  test('the sheets stand in their order, with a heading that stays and filters over all rows', () => {
    expect(sheets.map(({ name }) => name)).toEqual(['Summary', 'Verdicts', 'Findings', 'Delegations', 'Evidence']);
    expect(sheets.slice(1).every(({ frozen }) => frozen)).toBe(true);
    expect(sheets.map(({ filter }) => filter)).toEqual([null, 'A1:W1561', 'A1:V31', 'A1:W25', 'A1:K6']);
  });

  test('verdicts', () => {
    expect(rowsOf('Verdicts').map((row) => without(row, STATE))).toEqual(
      verdicts.map((verdict) => shown(verdictRow(verdict), cell)),
    );
  });

  test('findings', () => {
    expect(rowsOf('Findings')).toEqual(findings.map((each) => shown(findingRow(each), cell)));
  });

  test('the same cells as csv', () => {
    const [, ...records] = parseCsv(out.csv.text);
    const plain = (value: unknown) => (value === null ? '' : String(value));
    const rows = sheets[1]!.rows.slice(1).map((row) => row.map(({ value }) => plain(value)));
    expect(rows).toEqual(records.map((record) => record.map(unguarded)));
  });

  test('delegations', () => {
    const expected = summary.accounts.flatMap(({ sid, delegations }) =>
      delegations.map((each) => ({
        account: sid,
        trustee: each.trustee,
        trusteeName: cell(each.trusteeName),
        objects: each.objects,
        where: cell(each.where.join(' | ')),
        adds: each.reach['disable']!.adds,
        template: each.template?.title ?? null,
      })),
    );
    const keys = Object.keys(expected[0]!);
    const read = rowsOf('Delegations');
    expect(read.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])))).toEqual(expected);
  });

  test('what a spreadsheet might compute is text in a cell that says so', () => {
    const guarded = sheets.flatMap(({ rows }) => rows.flat()).filter(({ style }) => style === 2);
    expect(guarded.length).toBeGreaterThan(10);
    expect(guarded.every(({ value }) => /^[' ]*[=+\-@]/.test(String(value)))).toBe(true);
    const others = sheets.flatMap(({ rows }) => rows.flat()).filter(({ style }) => style !== 2);
    expect(others.filter(({ value }) => typeof value === 'string' && /^[=+\-@]/.test(value))).toEqual([]);
    expect(sheets.some(({ xml }) => xml.includes('<f>'))).toBe(false);
  });

  test('the summary', () => {
    const rows = sheets[0]!.rows.map((row) => row.map(({ value }) => value));
    expect(rows).toContainEqual(['Evidence collected', COLLECTED]);
    expect(rows).toContainEqual(['Evidence complete', false]);
    expect(rows).toContainEqual(['Targets', summary.targets]);
    for (const action of summary.actions) expect(rows).toContainEqual(Object.values(accountRow(action)));
    const { findings: open, suppressedFindings, baselineFindings } = summary;
    expect(rows).toContainEqual(['high', open.high, suppressedFindings.high, baselineFindings.high]);
  });
});

describe('parquet', () => {
  const read = (bytes: Buffer) => {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    return parquetReadObjects({ file });
  };
  /** The values themselves; half a surrogate pair has no form in UTF-8. */
  const value = (made: unknown) =>
    made === COLLECTED
      ? new Date(COLLECTED)
      : typeof made === 'string'
        ? Buffer.from(made, 'utf8').toString('utf8')
        : made;

  const tables = [
    ['verdicts', () => out.pq, () => verdicts.map(verdictRow)],
    ['findings', () => out.pqFindings, () => findings.map(findingRow)],
    ['accounts', () => out.pqAccounts, () => summary.actions.map(accountRow)],
  ] as const;
  function compare(rows: readonly Record<string, unknown>[], expected: readonly Record<string, unknown>[]) {
    expect(rows.map((row) => without(row, [...STATE, ...STAMP]))).toEqual(expected.map((row) => shown(row, value)));
    expect(new Set(rows.map(({ runRules }) => runRules))).toEqual(new Set([HEADER.tool.rules]));
  }

  test.each(tables)('%s', async (_, output, expected) => compare(await read(output().bytes), expected()));

  (duckdb === null ? test.skip : test).each(tables)('%s, as DuckDB reads them', async (name, output, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
    try {
      const file = join(folder, `${name}.parquet`);
      await writeFile(file, output().bytes);
      compare(await duckdb!(`SELECT * FROM '${file}'`), expected());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test('sarif: a result for each finding', () => {
  const [run] = JSON.parse(out.sarif.text).runs;
  expect(
    run.results.map(({ ruleId, partialFingerprints, properties, suppressions, baselineState }: never) => ({
      rule: ruleId,
      fingerprint: partialFingerprints['adreach/v1'],
      counts: (suppressions as readonly unknown[]).length === 0 && baselineState !== 'unchanged',
      ...(properties as object),
    })),
  ).toEqual(findings.map(({ message: _, ...rest }) => ({ ...rest, counts: rest.status === 'open' })));
  expect(run.properties.summary).toEqual({
    targets: summary.targets,
    findings: summary.findings,
    findingsByRule: summary.findingsByRule,
    suppressedFindings: summary.suppressedFindings,
    baselineFindings: summary.baselineFindings,
    actions: summary.actions,
  });
});

test('ocsf: an event for each finding', () => {
  const events = out.ocsf.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(
    events.map(({ finding_info, message, remediation, unmapped: { schema: _s, profile: _p, run: _r, ...rest } }) => ({
      ...rest,
      fingerprint: finding_info.uid,
      title: finding_info.title,
      message,
      remediation: remediation.desc,
    })),
  ).toEqual(findings);
});

test('md: the verdicts that are no plain can, and the findings', () => {
  const text = out.md.text;
  const listed = text.split('\n').filter((line) => line.startsWith('| ')).length;
  expect(listed).toBeGreaterThan(20);
  const row = (cells: readonly string[]) => `| ${cells.map(markdown).join(' | ')} |`;
  const disabling = verdicts.filter(({ verdict }) => verdict === 'no-effect');
  const { ace } = disabling[0]!;
  expect(text).toContain(
    row([
      disabling[0]!.targetName,
      disabling[0]!.action,
      disabling[0]!.verdict,
      REASON_TEXTS[disabling[0]!.reason].text,
      ace!.trusteeName!,
      ace!.from!,
    ]).slice(0, -2),
  );
  for (const each of findings.filter(({ severity, status }) => severity === 'critical' && status === 'open')) {
    expect(text).toContain(row([each.severity, each.status, each.rule, each.subjectName, each.message]));
  }
});
