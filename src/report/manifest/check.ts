/** Holds the files of a manifest against it. */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, posix, relative, resolve, sep, win32 } from 'node:path';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';
import { MANIFEST_SCHEMA, type Manifest, type ManifestEntry, manifestSchema } from '../../result/manifest.js';
import { readSmallFile } from '../../snapshot/small-file.js';
import { type FileHash, hashFile } from './hash.js';
import { strictJson } from './strict-json.js';

/** Manifests name some dozen files; something else under the name is not read into memory. */
const MAX_MANIFEST = 16 * 1024 * 1024;

export interface CheckedEntry {
  readonly role: 'input' | 'output';
  readonly entry: ManifestEntry;
  /** `elsewhere`: it lies where the manifest does not choose to look. */
  readonly state: 'same' | 'different' | 'missing' | 'no-file' | 'elsewhere';
  /** What stands there now, where it differs. */
  readonly found: FileHash | null;
}

/** @throws AdreachError `file` where it cannot be read; `format` where it is no manifest, or of a newer version */
export async function readManifest(path: string): Promise<Manifest> {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(path, 'manifest', MAX_MANIFEST);
  } catch (error) {
    if (error instanceof AdreachError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new AdreachError('file', `cannot read ${path}: ${code ?? message}`, undefined, { cause: error });
  }
  let value: unknown;
  try {
    value = strictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    // The parser's words quote the text, line breaks and all.
    const said = (error as Error).message.replace(/\s+/g, ' ').slice(0, 100);
    throw new AdreachError('format', `${path} is no manifest: ${said}`);
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'string' && schema.startsWith('adreach/manifest/') && schema !== MANIFEST_SCHEMA) {
    throw new AdreachError('format', `${path} is a manifest of a newer version (${schema})`, 'update adreach');
  }
  const issue = parsed.error.issues[0]!;
  throw new AdreachError('format', `${path} is no manifest of adreach: ${issue.path.join('.')}: ${issue.message}`);
}

/**
 * Hashes every file that the manifest names and that may be read, one after the other. A manifest is made by anybody: it does
 * not choose what is read, and told of, on the computer where it is checked.
 * @param path of the manifest: the files are named from its folder
 * @param named files, and folders of files, that the user named: beside what lies in the manifest's folder or below, they are
 *   read too
 * @throws AdreachError `file` for one that is there and cannot be read, or for one of `named` that is not there
 */
export async function* checkFiles(
  path: string,
  manifest: Manifest,
  named: readonly string[] = [],
): AsyncGenerator<CheckedEntry> {
  const folder = await realpath(dirname(path));
  const readable = [folder];
  for (const each of named)
    readable.push(await realpath(each).catch((error) => Promise.reject(unreadable(each, error))));
  const roles = [
    ['input', manifest.inputs],
    ['output', manifest.outputs],
  ] as const;
  for (const [role, entries] of roles) {
    for (const entry of entries) {
      if (entry.path === null) {
        yield { role, entry, state: 'no-file', found: null };
        continue;
      }
      const file = await placeOf(folder, entry.path, readable);
      if (file === null) {
        yield { role, entry, state: 'elsewhere', found: null };
        continue;
      }
      const found = await hashFile(file);
      const same = found?.sha256 === entry.sha256 && found.bytes === entry.bytes;
      yield { role, entry, state: found === null ? 'missing' : same ? 'same' : 'different', found };
    }
  }
}

/**
 * Where a file that a manifest names really is, links followed.
 * @returns null where that is none of the places that may be looked at
 */
async function placeOf(folder: string, path: string, readable: readonly string[]): Promise<string | null> {
  const file = resolve(folder, path);
  // Not even asked for where it can only be elsewhere: to ask for a name on a network is to log on there.
  if (path.includes('\0') || (isBelow(file, [folder]) ? leadsOut(path) : !isBelow(file, readable))) return null;
  const place = await realpath(file).catch(absentIsItself(file));
  return isBelow(place, readable) ? place : null;
}

/** The same on every system: a manifest that was made on one is checked on another. */
function leadsOut(path: string): boolean {
  return posix.isAbsolute(path) || win32.parse(path).root !== '' || path.split(/[\\/]/).includes('..');
}

function isBelow(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const from = relative(folder, file);
    return from === '' || (from !== '..' && !from.startsWith(`..${sep}`) && !isAbsolute(from));
  });
}

const absentIsItself =
  (file: string) =>
  (error: NodeJS.ErrnoException): string => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return file;
    throw unreadable(file, error);
  };

function unreadable(path: string, error: unknown): AdreachError {
  return fileError('read', path, error);
}
