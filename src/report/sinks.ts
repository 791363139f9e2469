/** From `--format` and `-o` to the sinks of an audit. */
import { mkdir, stat } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';
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
  /** CSV begins with a byte order mark. */
  readonly csvBom?: boolean;
  /** On standard output the table has the details behind the answer; in a file it always has. */
  readonly details?: boolean;
  /** Files with the whole report, for a table without them to point to. */
  readonly reports?: readonly string[];
  /** False: no colours, whatever the terminal. */
  readonly colour?: boolean;
  /** The time of the audit, for formats that have to say one where the evidence says none. */
  readonly now?: () => Date;
}

/**
 * Opens the outputs right away, so that a path that cannot be written fails before the audit.
 *
 * - no `out`: one format (the table by default) to standard output
 * - `-`: one format to standard output
 * - a file: one format into it; a folder (one that exists, or a name that ends in a slash): `adreach-report.<ext>` in it
 * - several formats: `out` is a folder, made if need be
 * - a format of several tables: the further ones go beside its file, where it goes to a file
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
  const parts: Part[] = [];
  const opened: ByteOutput[] = [];
  const open = async (path: string): Promise<ByteOutput> => {
    const output = await openFileOutput(path);
    opened.push(output);
    return output;
  };
  try {
    for (const { format, path, beside } of plan) {
      const output = path === null ? streamOutput(stdout, options.beforeWriting) : await open(path);
      const further: ByteOutput[] = [];
      for (const each of beside) further.push(await open(each));
      const terminal: TerminalTraits = path === null ? traitsOf(stdout, options) : terminalTraits({}, {});
      const details = path !== null || (options.details ?? false);
      const sink = await formatOf(format).create(output, terminal, options.framework, {
        ...options,
        details,
        beside: further,
      });
      parts.push({ outputs: [output, ...further], sink });
    }
  } catch (error) {
    for (const output of opened) await output.abort();
    throw error;
  }
  return combine(parts, filesOf(plan));
}

function traitsOf(
  stdout: NonNullable<SinkOptions['stdout']>,
  { env = process.env, colour = true }: SinkOptions,
): TerminalTraits {
  return terminalTraits(stdout, colour ? env : { ...env, FORCE_COLOR: '0' });
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

/** The files of a plan, each with its format; what stands beside a file follows it. */
export function filesOf(plan: readonly Planned[]): ReportSinks['files'] {
  return plan.flatMap(({ format, path, beside }) =>
    path === null ? [] : [path, ...beside].map((each) => ({ format, path: each })),
  );
}

interface Part {
  readonly outputs: readonly ByteOutput[];
  readonly sink: FormatSink;
}

function combine(parts: readonly Part[], files: ReportSinks['files']): ReportSinks {
  return {
    files,
    get closed() {
      return parts.every(({ outputs }) => outputs.every((output) => output.closed));
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
      for (const { outputs } of parts) for (const output of outputs) await output.commit();
    },
    async abort() {
      for (const { sink, outputs } of parts) {
        await sink.abort?.();
        for (const output of outputs) await output.abort();
      }
    },
  };
}

/** One format, and where it goes. */
export interface Planned {
  readonly format: FormatName;
  /** Null: standard output. */
  readonly path: string | null;
  /** Files for further tables of the format. */
  readonly beside: readonly string[];
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
    return [{ format: names[0]!, path: null, beside: [] }];
  }
  if (out === '') throw new AdreachError('usage', '-o needs a file, a folder or -', 'for example -o report.html');
  const existing = await stat(out).catch(() => null);
  const folder = existing?.isDirectory() === true || names.length > 1 || out.endsWith('/') || out.endsWith(sep);
  // Beside a device or a pipe there is no place for further files.
  if (!folder) return [planFile(names[0]!, out, existing === null || existing.isFile())];
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
  return names.map((format) => planFile(format, join(out, `adreach-report.${formatOf(format).extension}`), true));
}

function planFile(format: FormatName, path: string, withOthers: boolean): Planned {
  const { dir, name, ext } = parse(path);
  const beside = withOthers ? (formatOf(format).beside ?? []) : [];
  return { format, path, beside: beside.map((table) => join(dir, `${name}-${table}${ext}`)) };
}
