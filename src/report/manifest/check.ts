/** Holds the files of a manifest against it. */
import { dirname, isAbsolute, join } from 'node:path';
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
  readonly state: 'same' | 'different' | 'missing' | 'no-file';
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
 * Hashes every file that the manifest names, one after the other.
 * @param path of the manifest: the files are named from its folder
 * @throws AdreachError `file` for one that is there and cannot be read
 */
export async function* checkFiles(path: string, manifest: Manifest): AsyncGenerator<CheckedEntry> {
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
      const found = await hashFile(isAbsolute(entry.path) ? entry.path : join(dirname(path), entry.path));
      const same = found?.sha256 === entry.sha256 && found.bytes === entry.bytes;
      yield { role, entry, state: found === null ? 'missing' : same ? 'same' : 'different', found };
    }
  }
}
