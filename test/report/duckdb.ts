/** DuckDB as another reader of Parquet; where it has no build for the computer, tests with it are left out. */
import { leaveOut } from '../left-out.js';

/** Rows of a query, as plain objects: instants as Date, numbers as number. */
export type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/**
 * @param what would be tested
 * @returns null where there is none
 */
export async function duckdbFor(what: string): Promise<Query | null> {
  const loaded = await import('@duckdb/node-api').catch(() => null);
  if (loaded === null) {
    leaveOut(what, 'DuckDB has no build for this computer');
    return null;
  }
  const { DuckDBInstance, DuckDBTimestampTZValue } = loaded;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const plain = (value: unknown): unknown => {
    if (value instanceof DuckDBTimestampTZValue) return new Date(Number(value.micros / 1000n));
    return typeof value === 'bigint' ? Number(value) : value;
  };
  return async (sql) => {
    const rows = (await connection.runAndReadAll(sql)).getRowObjects();
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
  };
}
