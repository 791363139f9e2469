/**
 * Files and folders that must not outlive their use: removed when done, on an error, when the process exits, and when it
 * is told to end by a signal.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../errors/file-error.js';
import { beforeInterruption } from './interruption.js';

/** Characters of a name that its temporary one repeats: a long name gets no longer. */
const LONGEST_BASE = 40;

const held = new Set<string>();
let stopListening: (() => void) | null = null;

function removeAll(): void {
  for (const path of held) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Not ours to remove any more: nothing to do while the process ends.
    }
  }
  held.clear();
}

/** Before a file is made: without a listener a signal would end the process between that and its being held. */
function listen(): void {
  if (stopListening !== null) return;
  process.on('exit', removeAll);
  const takeBack = beforeInterruption(removeAll);
  stopListening = () => {
    process.off('exit', removeAll);
    takeBack();
  };
}

function stopIfIdle(): void {
  if (held.size > 0) return;
  stopListening?.();
  stopListening = null;
}

/** Stops caring for a path, which has been removed or given its final name. */
export function release(path: string): void {
  held.delete(path);
  stopIfIdle();
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
  listen();
  try {
    const path = mkdtempSync(join(base, 'adreach-'));
    held.add(path);
    return path;
  } catch (error) {
    stopIfIdle();
    throw fileError('write', base, error);
  }
}

/**
 * Makes a file (mode 0600) beside `path`, to be written before it gets that name.
 * @returns its name
 * @throws what the operating system says
 */
export function temporaryFileFor(path: string): string {
  const name = `.${basename(path).slice(0, LONGEST_BASE)}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(dirname(path), name);
  listen();
  try {
    // In one go: a signal that came while it was being opened elsewhere would leave it behind.
    closeSync(openSync(temporary, 'wx', 0o600));
    held.add(temporary);
    return temporary;
  } catch (error) {
    stopIfIdle();
    throw error;
  }
}

/**
 * Removes a folder of which all files are open. An open file needs no name, except on Windows, where the folder stays until
 * it is removed otherwise: even a run that is killed leaves nothing from now on.
 */
export function nameless(folder: string): void {
  if (process.platform !== 'win32') removeTemporary(folder);
}
