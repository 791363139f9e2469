/**
 * Campaigns in processes of their own, watched from outside: so that a parser which never comes back, fills the memory or ends
 * its process is a defect with a number, and not the end of the run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Tally } from './campaign.js';
import { SLOWEST_MS } from './parser-target.js';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), 'campaign-process.mjs');
/** What a process is given to make its inputs in. */
const START_MS = 120_000;
const WATCH_MS = 200;
const PAGE_BYTES = 4096;
/** Of the heap, in mebibytes: above it the process ends itself. */
const HEAP_MIB = 2048;

export interface Assignment {
  /** URL of a module with `targetsNamed`. */
  readonly module: string;
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** For tests: milliseconds after which a variant counts as one that never ends. */
  readonly slowestMs?: number;
}

/** A variant that broke a promise, as it can be made again. */
export interface FoundDefect {
  readonly number: number;
  readonly what: string;
  readonly damage: string;
  /** Position of the undamaged input. */
  readonly index: number;
  /** Base64. */
  readonly input: string;
}

export type Report =
  | { readonly tally: Tally; readonly peak: number; readonly bound: number }
  | { readonly defect: FoundDefect };

interface Told {
  readonly base?: number;
  readonly bound?: number;
  readonly number?: number;
  readonly tally?: Tally;
  readonly peak?: number;
  readonly defect?: FoundDefect;
  readonly variant?: Omit<FoundDefect, 'what'>;
}

/** Runs the campaign of one target. */
export async function supervise(assignment: Assignment): Promise<Report> {
  const { slowestMs = SLOWEST_MS } = assignment;
  const child = start(assignment);
  let at: number | null = null;
  let since = performance.now();
  let limits = { base: 0, bound: Number.POSITIVE_INFINITY };
  let result: Told | null = null;
  let verdict: string | null = null;
  const condemn = (what: string): void => {
    verdict ??= what;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => {
    const silent = performance.now() - since;
    if (at === null ? silent > START_MS : silent > slowestMs) condemn(`does not end within ${slowestMs} ms`);
    const above = residentSize(child) - limits.base;
    if (at !== null && above > limits.bound) {
      condemn(`takes ${mebibytes(above)} MiB above the start, more than ${mebibytes(limits.bound)}`);
    }
  }, WATCH_MS);
  const ended = ending(child);
  const errors = text(child.stderr!);
  for await (const told of lines(child)) {
    since = performance.now();
    if (told.base !== undefined) limits = { base: told.base, bound: told.bound! };
    else if (told.number !== undefined) at = told.number;
    else result = told;
  }
  const how = await ended;
  clearInterval(watch);
  if (result?.defect !== undefined) return { defect: result.defect };
  if (result?.tally !== undefined) return { tally: result.tally, peak: result.peak!, bound: limits.bound };
  const what = verdict ?? `its process ended with ${how}\n${(await errors).slice(0, 4000)}`;
  if (at === null) throw new Error(`${assignment.target}: ${what}`);
  return { defect: { ...(await variant(assignment, at)), what } };
}

/**
 * Makes a variant without reading it.
 * @param save file to write it to
 */
export async function variant(
  assignment: Assignment,
  number: number,
  save: string | null = null,
): Promise<Omit<FoundDefect, 'what'>> {
  const child = start({ ...assignment, from: number, to: number + 1, save });
  const errors = text(child.stderr!);
  const ended = ending(child);
  let made: Told['variant'];
  for await (const told of lines(child)) made = told.variant;
  await ended;
  if (made === undefined) throw new Error(`${assignment.target}: the variant cannot be made\n${await errors}`);
  return made;
}

function start(assignment: Assignment & { readonly save?: string | null }): ChildProcess {
  const flags = ['--no-warnings', '--expose-gc', `--max-old-space-size=${HEAP_MIB}`];
  return spawn(process.execPath, [...flags, CHILD, JSON.stringify(assignment)], {
    stdio: ['ignore', 'inherit', 'pipe', 'pipe'],
  });
}

async function* lines(child: ChildProcess): AsyncGenerator<Told> {
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) yield JSON.parse(line) as Told;
}

async function text(stream: Readable): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? `status ${code}` : `signal ${signal}`));
  });
}

/** Bytes; 0 where the system does not tell. */
function residentSize({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
