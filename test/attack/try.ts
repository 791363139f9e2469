/** Tries one attack: a process of its own, watched from outside. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Attack, Mounted, Outcome, Trial } from './attack.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url));
const MEASURE = new URL('./measure.mjs', import.meta.url).href;
const KEPT = 1 << 20;
const MEBIBYTE = 1 << 20;
const LOOK_MS = 100;
const SIGNAL_LOOK_MS = 2;
/** A process is ended after this many times what the attack may take, or this much more memory: it did not hold. */
const PATIENCE = 2;

/**
 * @returns how it went
 * @throws Error where the attack itself cannot be made
 */
export async function tryAttack(attack: Attack): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-attack-'));
  const place = join(folder, 'place');
  mkdirSync(place);
  let mounted: Mounted | undefined;
  try {
    mounted = await attack.mount(place);
    const outcome = await run(attack, mounted, join(folder, 'measured'));
    const fault = costFault(attack, outcome) ?? (await mounted.judge(outcome));
    return { attack, outcome, fault };
  } finally {
    await mounted?.close?.();
    rmSync(folder, { recursive: true, force: true });
  }
}

function costFault({ most }: Attack, { seconds, mebibytes }: Outcome): string | null {
  if (seconds > most.seconds) return `took ${seconds.toFixed(1)} s, more than ${most.seconds}`;
  return mebibytes > most.mebibytes ? `took ${mebibytes} MiB, more than ${most.mebibytes}` : null;
}

async function run({ most }: Attack, mounted: Mounted, measured: string): Promise<Outcome> {
  const { run: args, env, signal, within = [], stdout: goesTo } = mounted;
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const [command, ...before] = [...within, process.execPath];
  const file = typeof goesTo === 'object' ? openSync(goesTo.path, 'w') : null;
  const child = spawn(command!, [...before, '--import', MEASURE, PROGRAM, ...args], {
    stdio: ['ignore', file ?? 'pipe', 'pipe'],
    env: { ...process.env, ...env, ADREACH_MEASURED: measured },
  });
  if (file !== null) closeSync(file);
  if (goesTo === 'closed') child.stdout!.destroy();
  const stdout = goesTo === undefined ? kept(child.stdout!) : () => '';
  const stderr = kept(child.stderr!);
  let seen = 0;
  const look = setInterval(() => {
    seen = Math.max(seen, residentSize(child.pid));
    if (seconds() > most.seconds * PATIENCE + 5 || seen > most.mebibytes * PATIENCE * MEBIBYTE) child.kill('SIGKILL');
  }, LOOK_MS);
  let sent: number | null = null;
  const send = ({ name, and }: NonNullable<Mounted['signal']>): void => {
    sent = seconds();
    child.kill(name);
    if (and !== undefined) child.kill(and);
  };
  const isTime = (after: number | (() => boolean)) => (typeof after === 'number' ? seconds() * 1000 >= after : after());
  const sending = setInterval(() => {
    if (signal !== undefined && sent === null && isTime(signal.after)) send(signal);
  }, SIGNAL_LOOK_MS);
  const [status, ended] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, by) => resolve([code, by]));
  });
  const took = seconds();
  clearInterval(look);
  clearInterval(sending);
  const noted = existsSync(measured) ? Number(readFileSync(measured, 'latin1')) : 0;
  return {
    status,
    signal: ended,
    stdout: stdout(),
    stderr: stderr(),
    seconds: took,
    secondsToEnd: sent === null ? null : took - sent,
    mebibytes: Math.ceil(Math.max(noted, seen) / MEBIBYTE),
  };
}

/** Reads a stream to its end, and keeps the beginning. */
function kept(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < KEPT) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8').slice(0, KEPT);
}

/** Bytes; 0 where the system does not tell. */
function residentSize(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
