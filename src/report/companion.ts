/** The file that has every row: one that is written anyway, or one that is prepared beside a report and kept only if that asks for it. */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { FINDING_COLUMNS } from './columns/findings.js';
import { VERDICT_COLUMNS } from './columns/verdicts.js';
import type { CompleteFiles } from './complete-files.js';
import { type FormatName, formatOf, type Planned } from './formats.js';

/** Formats that hold every row, as people would rather open them. */
const COMPLETE: readonly FormatName[] = ['csv', 'xlsx', 'parquet', 'ndjson', 'json'];
/** Names tried. */
const MOST_NAMES = 100;

/** @returns what must be written besides these; null where it is among them, or nothing leaves out rows */
export async function companionOf(outputs: readonly Planned[]): Promise<Planned | null> {
  const report = outputs.find(({ format, regular }) => regular && formatOf(format).leavesOut === true);
  if (report === undefined || completeOf(outputs) !== null) return null;
  const { dir, name } = parse(report.path!);
  for (let number = 1; number <= MOST_NAMES; number++) {
    // A name that no other option makes: what somebody asked for under its own name is never replaced.
    const stem = join(dir, `${name}-all${number === 1 ? '' : `-${number}`}`);
    const [path, findings] = [`${stem}.csv`, `${stem}-findings.csv`];
    if ((await isOurs(path, VERDICT_COLUMNS)) && (await isOurs(findings, FINDING_COLUMNS)))
      return { format: 'csv', path, beside: [findings], regular: true };
  }
  throw new AdreachError(
    'file',
    `${join(dir, name)}-all.csv and its like are other files`,
    'name another file with -o',
  );
}

/** The output among these that has every row. */
export function completeOf(outputs: readonly Planned[]): Planned | null {
  const held = outputs.filter(({ regular }) => regular);
  return COMPLETE.flatMap((name) => held.find(({ format }) => format === name) ?? [])[0] ?? null;
}

/**
 * @param report path of the report that is to name the files
 * @param complete where they are
 */
export function completeFiles(report: string, { path, beside: [findings] }: Planned, keep: () => void): CompleteFiles {
  return { verdicts: seenFrom(report, path!), findings: seenFrom(report, findings ?? path!), keep };
}

function seenFrom(report: string, path: string): string {
  const from = relative(dirname(resolve(report)), resolve(path));
  // On another drive there is no way from one to the other, and a report does not tell of folders.
  return isAbsolute(from) ? parse(path).base : from.split(sep).join('/');
}

/** Nothing stands there, or a table that this program wrote: its first columns tell. */
async function isOurs(path: string, columns: readonly { readonly name: string }[]): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return true;
  if (!found.isFile()) return false;
  const expected = `${columns
    .slice(0, 4)
    .map(({ name }) => name)
    .join(',')},`;
  const file = await open(path, constants.O_RDONLY).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\ufeff/, '')
      .startsWith(expected);
  } finally {
    await file.close();
  }
}
