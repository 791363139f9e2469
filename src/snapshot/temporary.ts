/**
 * Files and folders that must not outlive their use: removed when done, on an error, when the process exits, and when it
 * is told to end by a signal.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../errors/file-error.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const held = new Set<string>();

function removeAll(): void {
  for (const path of held) rmSync(path, { recursive: true, force: true });
  held.clear();
}

/** Cleans up, then lets the signal do what it does without us. */
function onSignal(signal: NodeJS.Signals): void {
  removeAll();
  stopListening();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function startListening(): void {
  process.on('exit', removeAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function stopListening(): void {
  process.off('exit', removeAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function hold(path: string): void {
  if (held.size === 0) startListening();
  held.add(path);
}

/** Stops caring for a path, which has been removed or given its final name. */
export function release(path: string): void {
  held.delete(path);
  if (held.size === 0) stopListening();
}

/** Removes a path that was made here. */
export function removeTemporary(path: string): void {
  rmSync(path, { recursive: true, force: true });
  release(path);
}

/**
 * Makes a new folder that only this user can enter.
 * @param parent where; the system's folder for temporary files by default
 * @throws AdreachError `file`
 */
export function temporaryFolder(parent?: string): string {
  const base = parent ?? tmpdir();
  try {
    const path = mkdtempSync(join(base, 'adreach-'));
    hold(path);
    return path;
  } catch (error) {
    throw fileError('write', base, error);
  }
}

/** A name beside `path` under which a file is written before it gets its own; the caller makes the file. */
export function temporaryNameFor(path: string): string {
  const name = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  hold(name);
  return name;
}
