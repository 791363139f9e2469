/** From `--format` and `-o` to the sinks of an audit. */
import { mkdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Writable } from 'node:stream';
import { AdreachError } from '../errors/index.js';
import type { FrameworkName } from '../result/frameworks.js';
import type { AuditSink } from '../result/sink.js';
import { type FormatName, type FormatSink, formatOf, parseFormats } from './formats.js';
import { fileError, openFileOutput } from './output/file.js';
import type { ByteOutput } from './output/output.js';
import { streamOutput } from './output/stream.js';
import { type TerminalTraits, terminalTraits } from './terminal-traits.js';

/** The sinks of one audit, one a format, as one. After `end` every file has its name; after `abort` there is none. */
export interface ReportSinks extends AuditSink {
  /** Takes back what was written so far; to be called where the audit fails. Never fails itself. */
  abort(): Promise<void>;
  /** The files that `end` makes, with their format; empty where everything goes to standard output. */
  readonly files: readonly { readonly format: FormatName; readonly path: string }[];
  /** Every reader has gone (`| head`): the audit may stop without a word. */
  readonly closed: boolean;
}

export interface SinkOptions {
  /** Standard output by default. */
  readonly stdout?: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called before something goes to standard output, to take away what stands in its place on the terminal. */
  readonly beforeWriting?: () => void;
  /** Formats for people order findings by the controls of this catalogue, not by severity. */
  readonly framework?: FrameworkName;
}

/**
 * Opens the outputs right away, so that a path that cannot be written fails before the audit.
 *
 * - no `out`: one format (the table by default) to standard output
 * - `-`: one format to standard output
 * - a file: one format into it; a folder (one that exists, or a name that ends in a slash): `adreach-report.<ext>` in it
 * - several formats: `out` is a folder, made if need be
 *
 * @param formats names as given with `--format`; none means `table`
 * @throws AdreachError `usage` for unknown formats and combinations that mean nothing, `file` where opening fails
 */
export async function createSinks(
  formats: readonly string[],
  out: string | undefined,
  options: SinkOptions = {},
): Promise<ReportSinks> {
  const stdout = options.stdout ?? process.stdout;
  const plan = await planSinks(formats, out);
  const parts: { format: FormatName; output: ByteOutput; sink: FormatSink }[] = [];
  try {
    for (const { format, path } of plan) {
      const output = path === null ? streamOutput(stdout, options.beforeWriting) : await openFileOutput(path);
      const terminal: TerminalTraits =
        path === null ? terminalTraits(stdout, options.env ?? process.env) : terminalTraits({}, {});
      parts.push({ format, output, sink: await formatOf(format).create(output, terminal, options.framework) });
    }
  } catch (error) {
    for (const { output } of parts) await output.abort();
    throw error;
  }
  return combine(
    parts,
    plan.flatMap(({ format, path }) => (path === null ? [] : [{ format, path }])),
  );
}

/**
 * Where `createSinks` would write; a folder for several formats is made.
 * @throws AdreachError as `createSinks` does
 */
export async function planSinks(formats: readonly string[], out: string | undefined): Promise<readonly Planned[]> {
  const names = parseFormats(formats.length === 0 ? ['table'] : formats);
  if (names.length === 0) throw new AdreachError('usage', '--format needs a name', 'for example --format json');
  return planOutputs(names, out);
}

function combine(
  parts: readonly { readonly output: ByteOutput; readonly sink: FormatSink }[],
  files: ReportSinks['files'],
): ReportSinks {
  return {
    files,
    get closed() {
      return parts.every(({ output }) => output.closed);
    },
    async begin(header, accounts) {
      for (const { sink } of parts) await sink.begin(header, accounts);
    },
    async targets(batch) {
      for (const { sink } of parts) await sink.targets(batch);
    },
    async findings(batch) {
      for (const { sink } of parts) await sink.findings(batch);
    },
    async end(summary, evidence) {
      // First everything is written, then everything gets its name: no half a set of reports.
      for (const { sink } of parts) await sink.end(summary, evidence);
      for (const { output } of parts) await output.commit();
    },
    async abort() {
      for (const { sink, output } of parts) {
        await sink.abort?.();
        await output.abort();
      }
    },
  };
}

/** One format, and where it goes. */
export interface Planned {
  readonly format: FormatName;
  /** Null: standard output. */
  readonly path: string | null;
}

async function planOutputs(names: readonly FormatName[], out: string | undefined): Promise<readonly Planned[]> {
  if (out === undefined || out === '-') {
    if (names.length > 1) {
      throw new AdreachError(
        'usage',
        `${names.length} formats (${names.join(', ')}) cannot share standard output`,
        'name a folder with -o DIR, or one format',
      );
    }
    return [{ format: names[0]!, path: null }];
  }
  if (out === '') throw new AdreachError('usage', '-o needs a file, a folder or -', 'for example -o report.html');
  const existing = await stat(out).catch(() => null);
  const folder = existing?.isDirectory() === true || names.length > 1 || out.endsWith('/') || out.endsWith(sep);
  if (!folder) return [{ format: names[0]!, path: out }];
  if (existing !== null && !existing.isDirectory()) {
    throw new AdreachError(
      'usage',
      `${names.length} formats (${names.join(', ')}) need a folder, and ${out} is a file`,
      'name a folder with -o DIR',
    );
  }
  await mkdir(out, { recursive: true, mode: 0o700 }).catch((error) => {
    throw fileError(out, error);
  });
  return names.map((format) => ({ format, path: join(out, `adreach-report.${formatOf(format).extension}`) }));
}
