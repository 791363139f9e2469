/** From `--format` and `-o` to the sinks of an audit. */
import type { Writable } from 'node:stream';
import { AdreachError } from '../errors/index.js';
import type { FrameworkName } from '../result/frameworks.js';
import type { AuditSink } from '../result/sink.js';
import { completeFiles, completeOf } from './companion.js';
import type { CompleteFiles } from './complete-files.js';
import type { FormatSink } from './format-sink.js';
import { type FormatName, formatOf, type Planned } from './formats.js';
import { openFileOutput } from './output/file.js';
import type { ByteOutput } from './output/output.js';
import { streamOutput } from './output/stream.js';
import { filesOf, planSinks } from './plan.js';
import { type TerminalTraits, terminalTraits } from './terminal-traits.js';

/** The sinks of one audit, one a format, as one. After `end` every file has its name; after `abort` there is none. */
export interface ReportSinks extends AuditSink {
  /** Takes back what was written so far; to be called where the audit fails. Never fails itself. */
  abort(): Promise<void>;
  /**
   * The files that `end` makes, with their format; empty where everything goes to standard output. After `end` also what was
   * written besides, since a report leaves out rows.
   */
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
  /** A further HTML page. */
  readonly html?: string;
  /** The browser that prints, for `pdf`; without it one is looked for. */
  readonly browser?: string;
}

/**
 * Opens the outputs right away, so that a path that cannot be written fails before the audit.
 *
 * - no `out`: one format (the table by default) to standard output
 * - `-`: one format to standard output
 * - a file: one format into it; a folder (one that exists, or a name that ends in a slash): `adreach-report.<ext>` in it
 * - several formats: `out` is a folder, made if need be
 * - a format of several tables: the further ones go beside its file, where it goes to a file
 * - a report for people that leaves out rows: beside its file `<name>-all.csv`, where no other file has them
 *
 * @param formats names as given with `--format`; none means `table`
 * @throws AdreachError `usage` for unknown formats and combinations that mean nothing, `file` where opening fails
 */
export async function createSinks(
  formats: readonly string[],
  out: string | undefined,
  options: SinkOptions = {},
): Promise<ReportSinks> {
  const { outputs, companion } = await planSinks(formats, out, options.html);
  const opened: ByteOutput[] = [];
  let kept = false;
  const complete = companion ?? completeOf(outputs);
  try {
    const parts: Part[] = [];
    for (const planned of outputs) {
      const { path, regular } = planned;
      const named =
        complete === null || path === null || !regular ? null : completeFiles(path, complete, () => (kept = true));
      parts.push(await openPart(planned, named, options, opened));
    }
    const besides = companion === null ? null : await openPart(companion, null, options, opened);
    return combine(
      parts,
      filesOf(outputs),
      besides && { ...besides, files: filesOf([companion!]), isKept: () => kept },
    );
  } catch (error) {
    for (const output of opened) await output.abort();
    throw error;
  }
}

async function openPart(
  { format, path, beside }: Planned,
  complete: CompleteFiles | null,
  options: SinkOptions,
  opened: ByteOutput[],
): Promise<Part> {
  const { create, forFiles } = formatOf(format);
  const stdout = options.stdout ?? process.stdout;
  if (path === null && forFiles === true && stdout.isTTY === true) {
    throw new AdreachError('usage', `the format ${format} is nothing for a terminal`, 'name a file with -o FILE');
  }
  const open = async (file: string): Promise<ByteOutput> => {
    const output = await openFileOutput(file);
    opened.push(output);
    return output;
  };
  const output = path === null ? streamOutput(stdout, options.beforeWriting) : await open(path);
  const further: ByteOutput[] = [];
  for (const each of beside) further.push(await open(each));
  const env = options.env ?? process.env;
  const terminal: TerminalTraits = path === null ? traitsOf(stdout, options) : terminalTraits({}, {});
  const details = path !== null || (options.details ?? false);
  const sink = await create(output, terminal, options.framework, {
    ...options,
    details,
    env,
    beside: further,
    complete,
  });
  return { outputs: [output, ...further], sink };
}

function traitsOf(
  stdout: NonNullable<SinkOptions['stdout']>,
  { env = process.env, colour = true }: SinkOptions,
): TerminalTraits {
  return terminalTraits(stdout, colour ? env : { ...env, FORCE_COLOR: '0' });
}

interface Part {
  readonly outputs: readonly ByteOutput[];
  readonly sink: FormatSink;
}

/** What is written on the side, and kept where a report asks for it. */
interface Besides extends Part {
  readonly files: ReportSinks['files'];
  isKept(): boolean;
}

function combine(reports: readonly Part[], files: ReportSinks['files'], besides: Besides | null): ReportSinks {
  const all: readonly Part[] = besides === null ? reports : [...reports, besides];
  return {
    get files() {
      return besides?.isKept() ? [...files, ...besides.files] : files;
    },
    get closed() {
      return reports.every(({ outputs }) => outputs.every((output) => output.closed));
    },
    async begin(header, accounts, explain) {
      for (const { sink } of all) await sink.begin(header, accounts, explain);
    },
    async targets(batch) {
      for (const { sink } of all) await sink.targets(batch);
    },
    async findings(batch) {
      for (const { sink } of all) await sink.findings(batch);
    },
    async end(summary, evidence) {
      // First everything is written, then everything gets its name: no half a set of reports. What a report may name is there first.
      for (const { sink } of all) await sink.end(summary, evidence);
      for (const part of [...all].reverse()) {
        for (const output of part.outputs)
          await (part === besides && !besides.isKept() ? output.abort() : output.commit());
      }
    },
    async abort() {
      for (const { sink, outputs } of all) {
        await sink.abort?.();
        for (const output of outputs) await output.abort();
      }
    },
  };
}
