/** Reports into files: a temporary name first, the real name only when everything is there. */
import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AdreachError } from '../../errors/index.js';
import type { ByteOutput } from './output.js';

/** Temporary files of this process that have no real name yet; removed when the process ends on the way. */
const unfinished = new Set<string>();
let watching = false;

function watch(path: string): void {
  unfinished.add(path);
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const left of unfinished) {
      try {
        unlinkSync(left);
      } catch {
        // Gone already, or not ours to remove any more: nothing to do while the process ends.
      }
    }
  });
}

/**
 * Opens a file for a report. A regular file is written under a temporary name in the same folder (mode 0600) and renamed
 * by `commit`; a symbolic link is followed first, so the link stays. A device or a pipe is written directly.
 * @throws AdreachError `file` where the folder is missing or not writable
 */
export async function openFileOutput(path: string): Promise<ByteOutput> {
  try {
    const target = await realpath(path).catch((error) => (isCode(error, 'ENOENT') ? path : Promise.reject(error)));
    const existing = await stat(target).catch((error) => (isCode(error, 'ENOENT') ? null : Promise.reject(error)));
    if (existing?.isDirectory()) throw new AdreachError('file', `${path} is a folder, not a file`, 'name a file in it');
    if (existing !== null && !existing.isFile()) return directOutput(path, await open(target, 'w'));
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    const handle = await open(temporary, 'wx', 0o600);
    watch(temporary);
    return renamedOutput(path, target, temporary, handle);
  } catch (error) {
    throw fileError(path, error);
  }
}

function renamedOutput(shown: string, target: string, temporary: string, handle: FileHandle): ByteOutput {
  let open = true;
  return {
    closed: false,
    write: (bytes) => writeAll(shown, handle, bytes),
    async commit() {
      try {
        open = false;
        await handle.close();
        await rename(temporary, target);
        unfinished.delete(temporary);
      } catch (error) {
        await unlink(temporary).catch(() => undefined);
        unfinished.delete(temporary);
        throw fileError(shown, error);
      }
    },
    async abort() {
      if (open) await handle.close().catch(() => undefined);
      open = false;
      if (unfinished.delete(temporary)) await unlink(temporary).catch(() => undefined);
    },
  };
}

function directOutput(shown: string, handle: FileHandle): ByteOutput {
  let closed = false;
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await handle.close().catch(() => undefined);
    open = false;
  };
  return {
    get closed() {
      return closed;
    },
    async write(bytes) {
      if (closed) return;
      await writeAll(shown, handle, bytes).catch((error) => {
        if (!isCode(error.cause, 'EPIPE')) throw error;
        closed = true;
      });
    },
    commit: close,
    abort: close,
  };
}

async function writeAll(shown: string, handle: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
    }
  } catch (error) {
    throw fileError(shown, error);
  }
}

const CAUSES: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOENT: ['the folder does not exist', 'create the folder first, or name another one with -o'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'name another path with -o'],
  EACCES: ['permission denied', 'name a folder that you may write to with -o'],
  EPERM: ['permission denied', 'name a folder that you may write to with -o'],
  EROFS: ['the file system is read-only', 'name another folder with -o'],
  ENOSPC: ['no space left on the device', 'free some space, or name another folder with -o'],
  EDQUOT: ['the disk quota is used up', 'free some space, or name another folder with -o'],
  ENAMETOOLONG: ['the name is too long', 'name a shorter one with -o'],
  EISDIR: ['it is a folder', 'name a file in it with -o'],
};

/** An error of the file system as one that says which file, why and what to do. Known errors pass through. */
export function fileError(path: string, error: unknown): AdreachError {
  if (error instanceof AdreachError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [what, hint] = CAUSES[code] ?? [error instanceof Error ? error.message : String(error), undefined];
  return new AdreachError('file', `cannot write ${path}: ${what}`, hint, { cause: error });
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === code;
}
