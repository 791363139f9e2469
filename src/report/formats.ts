/** The registry of formats: name, file extension, how to make its sink. What writes a format is loaded when it is asked for. */

import { AdreachError } from '../errors/index.js';
import { nearest } from '../names/nearest.js';
import type { FrameworkName } from '../result/frameworks.js';
import type { CompleteFiles } from './complete-files.js';
import type { FormatSink } from './format-sink.js';
import type { ByteOutput } from './output/output.js';
import type { TerminalTraits } from './terminal-traits.js';

/** What concerns one format or another. */
export interface FormatOptions {
  /** For the files beside, in the order of `Format.beside`; fewer, or none, where they are not written. */
  readonly beside: readonly ByteOutput[];
  /** CSV begins with a byte order mark. */
  readonly csvBom?: boolean;
  readonly now?: () => Date;
  /** Where the rows are that a report leaves out; null where there is no such file. */
  readonly complete?: CompleteFiles | null;
  /** The page is for paper: its table of all accounts is in the file that has all rows, always. */
  readonly paper?: boolean;
  /** A browser to print with, before any other. */
  readonly browser?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The table has the details behind the answer: the usual thing in a file. */
  readonly details?: boolean;
  /** Files with the whole report, for the table to point to. */
  readonly reports?: readonly string[];
}

/** One format, and where it goes. */
export interface Planned {
  readonly format: FormatName;
  /** Null: standard output. */
  readonly path: string | null;
  /** Files for further tables of the format. */
  readonly beside: readonly string[];
  /** Goes to a regular file, not to a stream, a device or a pipe. */
  readonly regular: boolean;
}

interface Format {
  readonly extension: string;
  /** Further tables of the format, each in a file beside that is named after it: `report-findings.csv` beside `report.csv`. */
  readonly beside?: readonly string[];
  /** May leave out rows, and then names the file that has them all (complete-files.ts). */
  readonly leavesOut?: true;
  /** Nothing that anybody reads on a terminal. */
  readonly forFiles?: true;
  /** @param framework by whose controls findings are ordered, in formats for people */
  create(
    output: ByteOutput,
    terminal: TerminalTraits,
    framework: FrameworkName | undefined,
    options: FormatOptions,
  ): Promise<FormatSink>;
}

const HTML: Format = {
  extension: 'html',
  leavesOut: true,
  forFiles: true,
  create: async (output, _terminal, framework, { complete = null, paper = false }) =>
    (await import('./html/index.js')).htmlSink(output, framework, { complete, paper }),
};

const FORMATS = {
  table: {
    extension: 'txt',
    create: async (output, terminal, framework = undefined, { details = true, reports = [] }) =>
      (await import('./table/index.js')).tableSink(output, terminal, {
        framework: framework ?? null,
        details,
        reports,
      }),
  },
  json: { extension: 'json', create: async (output) => (await import('./json.js')).jsonSink(output) },
  ndjson: { extension: 'ndjson', create: async (output) => (await import('./ndjson.js')).ndjsonSink(output) },
  csv: {
    extension: 'csv',
    beside: ['findings'],
    create: async (output, _terminal, _framework, { beside: [findings], csvBom = false }) =>
      (await import('./csv.js')).csvSink(output, { ...(findings && { findings }), byteOrderMark: csvBom }),
  },
  html: HTML,
  md: {
    extension: 'md',
    leavesOut: true,
    create: async (output, _terminal, _framework, { complete = null }) =>
      (await import('./md.js')).mdSink(output, undefined, complete),
  },
  pdf: {
    extension: 'pdf',
    leavesOut: true,
    forFiles: true,
    create: async (output, terminal, framework, options) => {
      const { pdfSink } = await import('./pdf/index.js');
      return pdfSink(output, (page) => HTML.create(page, terminal, framework, { ...options, paper: true }), options);
    },
  },
  xlsx: {
    extension: 'xlsx',
    forFiles: true,
    create: async (output) => (await import('./xlsx/index.js')).xlsxSink(output),
  },
  sarif: { extension: 'sarif', create: async (output) => (await import('./sarif.js')).sarifSink(output) },
  ocsf: {
    extension: 'ocsf.ndjson',
    create: async (output, _terminal, _framework, { now = () => new Date() }) =>
      (await import('./ocsf.js')).ocsfSink(output, now),
  },
  parquet: {
    extension: 'parquet',
    forFiles: true,
    beside: ['findings', 'accounts'],
    create: async (output, _terminal, _framework, { beside }) =>
      (await import('./parquet/index.js')).parquetSink(output, beside),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

const formatNames = Object.keys(FORMATS) as readonly FormatName[];

export function formatOf(name: FormatName): Format {
  return FORMATS[name];
}

/** The format that a file's name says; null where its ending is none of theirs. */
export function formatByName(path: string): FormatName | null {
  const ending = (name: FormatName) => `.${formatOf(name).extension}`;
  const fitting = formatNames.filter((name) => path.toLowerCase().endsWith(ending(name)));
  // `.ocsf.ndjson` before `.ndjson`.
  return fitting.sort((a, b) => ending(b).length - ending(a).length)[0] ?? null;
}

/**
 * The formats a user asked for, in order, each once; `json,html` stands for both.
 * @throws AdreachError `usage` for a name that is not built or not known, with the nearest one
 */
export function parseFormats(names: readonly string[]): readonly FormatName[] {
  const wanted = names.flatMap((name) => name.split(',')).map((name) => name.trim().toLowerCase());
  return [...new Set(wanted.filter((name) => name !== '').map(parseFormat))];
}

function parseFormat(name: string): FormatName {
  if (Object.hasOwn(FORMATS, name)) return name as FormatName;
  const list = `formats: ${formatNames.join(', ')}`;
  const near = nearestName(name);
  throw new AdreachError(
    'usage',
    `unknown format ${JSON.stringify(name)}`,
    near ? `did you mean ${near}? ${list}` : list,
  );
}

function nearestName(name: string): string | undefined {
  const candidates = nearest(name, 1);
  for (const candidate of formatNames) candidates.offer(candidate);
  return candidates.best()[0];
}
