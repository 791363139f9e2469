/** From `--format` and `-o` to the outputs of a simulation. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { AdreachError } from '../../errors/index.js';
import type { FrameworkName } from '../../result/frameworks.js';
import type { SimulationSink } from '../../result/simulate-sink.js';
import { fileError, openFileOutput } from '../output/file.js';
import type { ByteOutput } from '../output/output.js';
import { streamOutput } from '../output/stream.js';
import { type TerminalTraits, terminalTraits } from '../terminal-traits.js';

type Made = SimulationSink & { readonly abort?: () => Promise<void> };

interface SimulationFormat {
  readonly extension: string;
  /** @param framework by whose controls findings are ordered, in formats for people */
  create(output: ByteOutput, terminal: TerminalTraits, framework: FrameworkName | null): Promise<Made>;
}

const FORMATS = {
  table: {
    extension: 'txt',
    create: async (output, terminal) => (await import('./table.js')).simulationTableSink(output, terminal),
  },
  html: {
    extension: 'html',
    create: async (output, _terminal, framework) => (await import('./html.js')).simulationHtmlSink(output, framework),
  },
  json: { extension: 'json', create: async (output) => (await import('./json.js')).simulationJsonSink(output) },
} as const satisfies Readonly<Record<string, SimulationFormat>>;

export type SimulationFormatName = keyof typeof FORMATS;
export const SIMULATION_FORMATS = Object.keys(FORMATS) as readonly SimulationFormatName[];

/** One format, and where it goes: a file, or null for standard output. */
export interface PlannedSimulation {
  readonly format: SimulationFormatName;
  readonly path: string | null;
}

/**
 * @param formats names as given with `--format`, several with commas; none: `table`
 * @param out as for an audit: nothing or `-` for standard output, a file, or a folder
 * @throws AdreachError `usage` for unknown formats, and several that cannot go to one place
 */
export async function planSimulation(
  formats: readonly string[],
  out: string | undefined,
): Promise<readonly PlannedSimulation[]> {
  const names = namesOf(formats);
  if (out === undefined || out === '-') {
    if (names.length === 1) return [{ format: names[0]!, path: null }];
    throw new AdreachError(
      'usage',
      `${names.length} formats (${names.join(', ')}) cannot share standard output`,
      'name a folder with -o DIR, or one format',
    );
  }
  if (out === '') throw new AdreachError('usage', '-o needs a file, a folder or -', 'for example -o simulation.json');
  const existing = await stat(out).catch(() => null);
  if (existing?.isDirectory() !== true && names.length === 1 && !/[\\/]$/.test(out))
    return [{ format: names[0]!, path: out }];
  if (existing !== null && !existing.isDirectory())
    throw new AdreachError(
      'usage',
      `${names.length} formats (${names.join(', ')}) need a folder, and ${out} is a file`,
      'name a folder with -o DIR',
    );
  await mkdir(out, { recursive: true, mode: 0o700 }).catch((error) => {
    throw fileError(out, error);
  });
  return names.map((format) => ({ format, path: join(out, `adreach-simulation.${FORMATS[format].extension}`) }));
}

function namesOf(formats: readonly string[]): readonly SimulationFormatName[] {
  const wanted = formats.flatMap((name) => name.split(',')).map((name) => name.trim().toLowerCase());
  const names = [...new Set(wanted.filter((name) => name !== ''))];
  if (names.length === 0) {
    if (formats.length === 0) return ['table'];
    throw new AdreachError('usage', '--format needs a name', 'for example --format json');
  }
  return names.map((name) => {
    if (Object.hasOwn(FORMATS, name)) return name as SimulationFormatName;
    throw new AdreachError(
      'usage',
      `a simulation has no format ${JSON.stringify(name)}`,
      `formats: ${SIMULATION_FORMATS.join(', ')}`,
    );
  });
}

/** The outputs of one simulation as one sink. After `commit` every file has its name; after `abort` there is none. */
export interface SimulationOutputs {
  readonly sink: SimulationSink;
  /** Every reader has gone (`| head`). */
  readonly closed: boolean;
  commit(): Promise<void>;
  /** Takes back what was written so far. Never fails. */
  abort(): Promise<void>;
}

export interface SimulationOutputOptions {
  readonly stdout?: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By whose controls a page orders findings. */
  readonly framework?: FrameworkName;
  /** Called before something goes to standard output. */
  readonly beforeWriting?: () => void;
}

/** @throws AdreachError `file` where an output cannot be opened */
export async function openSimulation(
  planned: readonly PlannedSimulation[],
  options: SimulationOutputOptions = {},
): Promise<SimulationOutputs> {
  const stdout = options.stdout ?? process.stdout;
  const opened: ByteOutput[] = [];
  const sinks: Made[] = [];
  try {
    for (const { format, path } of planned) {
      const output = path === null ? streamOutput(stdout, options.beforeWriting) : await openFileOutput(path);
      opened.push(output);
      const traits = path === null ? terminalTraits(stdout, options.env ?? process.env) : terminalTraits({}, {});
      sinks.push(await FORMATS[format].create(output, traits, options.framework ?? null));
    }
  } catch (error) {
    for (const output of opened) await output.abort();
    throw error;
  }
  return {
    sink: together(sinks),
    get closed() {
      return opened.every((output) => output.closed);
    },
    async commit() {
      for (const output of opened) await output.commit();
    },
    async abort() {
      for (const sink of sinks) await sink.abort?.();
      for (const output of opened) await output.abort();
    },
  };
}

function together(sinks: readonly SimulationSink[]): SimulationSink {
  const [audit] = sinks.flatMap((sink) => (sink.audit === undefined ? [] : [sink.audit]));
  return {
    async begin(header) {
      for (const sink of sinks) await sink.begin(header);
    },
    async verdicts(batch) {
      for (const sink of sinks) await sink.verdicts(batch);
    },
    async findings(side, batch) {
      for (const sink of sinks) await sink.findings(side, batch);
    },
    async end(end) {
      for (const sink of sinks) await sink.end(end);
    },
    ...(audit !== undefined && { audit }),
  };
}
