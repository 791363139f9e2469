/** The queries of docs/parquet.md as they stand there, run by DuckDB over two runs. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSinks } from '../../src/report/sinks.js';
import { duckdbFor } from './duckdb.js';
import { drive, flatVerdicts } from './sample.js';

const query = await duckdbFor('the queries of docs/parquet.md');
const asked = query === null ? describe.skip : describe;
const [, page] = (await readFile('docs/parquet.md', 'utf8')).split('## DuckDB');
const QUERIES = [...page!.matchAll(/^(.*):\n\n```sql\n([^`]*)```/gm)].map(([, what, sql]) => [what!, sql!] as const);

asked('DuckDB', () => {
  let folder = '';
  const before = process.cwd();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
    for (const [run, findings] of [
      ['2026-10-29', 12],
      ['2026-11-26', 30],
    ] as const) {
      await mkdir(join(folder, 'runs', run), { recursive: true });
      await drive(
        await createSinks(['parquet'], join(folder, 'runs', run)),
        run === '2026-10-29' ? 60 : 61,
        2,
        findings,
      );
    }
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(before);
    await rm(folder, { recursive: true, force: true });
  });

  test('there are queries', () => expect(QUERIES.length).toBeGreaterThanOrEqual(6));

  test.each(QUERIES)('%s', async (_what, sql) => {
    expect((await query!(sql)).length).toBeGreaterThan(0);
  });

  test('what changed between the runs is what did', async () => {
    const [, sql] = QUERIES.find(([what]) => what.startsWith('Whose verdict'))!;
    const added = flatVerdicts(61).filter(({ action, target }) => action === 'disable' && target.endsWith('-2060'));
    const rows = await query!(sql);
    expect(rows.map(({ target, was, is_now }) => [target, was, is_now])).toEqual(
      added.map(({ targetName, verdict }) => [targetName, null, verdict]),
    );
  });

  test('how reach went over time: an account, an action and a run a row', async () => {
    const [, sql] = QUERIES.find(([what]) => what.startsWith('How the reach'))!;
    const rows = await query!(sql);
    expect(rows).toHaveLength(2 * 4 * 2);
    const can = flatVerdicts(61).filter(
      ({ account, action, verdict }) => account.endsWith('-1109') && action === 'disable' && verdict === 'can',
    ).length;
    const [row] = rows.filter(
      ({ filename, accountName, action }) =>
        String(filename).includes('2026-11-26') && String(accountName).includes('mdiAction') && action === 'disable',
    );
    expect(row!.can).toBe(can);
  });
});
