/** Reports into files: a temporary name first, the real name only when everything is there. */
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { AdreachError } from '../../errors/index.js';
import { outputTarget } from '../../snapshot/output-target.js';
import { release, removeTemporary, temporaryFileFor } from '../../snapshot/temporary.js';
import type { ByteOutput } from './output.js';

/**
 * Opens a file for a report. A regular file is written under a temporary name in the same folder (mode 0600) and renamed
 * by `commit`; a symbolic link is followed first, so the link stays, be its end there or not. A device or a pipe is written directly.
 * @throws AdreachError `file` where the folder is missing or not writable
 */
export async function openFileOutput(path: string): Promise<ByteOutput> {
  try {
    const target = await outputTarget(path);
    const existing = await stat(target).catch((error) => (isCode(error, 'ENOENT') ? null : Promise.reject(error)));
    if (existing?.isDirectory()) throw new AdreachError('file', `${path} is a folder, not a file`, 'name a file in it');
    if (existing !== null && !existing.isFile()) return directOutput(path, await open(target, 'w'));
    const temporary = temporaryFileFor(target);
    const handle = await open(temporary, 'r+').catch((error) => {
      removeTemporary(temporary);
      throw error;
    });
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
        release(temporary);
      } catch (error) {
        removeTemporary(temporary);
        throw fileError(shown, error);
      }
    },
    async abort() {
      if (open) await handle.close().catch(() => undefined);
      open = false;
      removeTemporary(temporary);
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
  EFBIG: ['the file is larger than files may be here', 'name another folder with -o'],
  ELOOP: ['its links lead in a circle', 'name another file with -o'],
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
