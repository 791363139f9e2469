/**
 * What a report that leaves out rows can say of them, and how it asks for the file that has them all.
 *
 * A format that has `leavesOut` in the registry (formats.ts) gets `FormatOptions.complete`. Its sink names these files in what
 * it writes, and calls `keep()` before its `end` resolves if it left out a row: a CSV of every verdict and every finding, which
 * was written on the side, then gets its name together with the report. Otherwise it is thrown away, and no report may name it.
 * Where such a file is asked for anyway (csv, xlsx, parquet, ndjson, json into a file) that is named, and `keep` does nothing.
 *
 * `FormatOptions.complete` is null where the report goes to a stream or a device: there is no place beside it.
 */
export interface CompleteFiles {
  /** The file with every verdict: its path from the folder of the report, with `/`. A user chose it: to be encoded as any text. */
  readonly verdicts: string;
  /** The file with every finding; it may be the same. */
  readonly findings: string;
  /** A row was left out. */
  keep(): void;
}
