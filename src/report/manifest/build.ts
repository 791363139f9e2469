/** Writes the manifest of a result, once its files are there. */
import type { KeyObject } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { AdreachError } from '../../errors/index.js';
import { MANIFEST_SCHEMA, type Manifest, type ManifestEntry, type UnsignedManifest } from '../../result/manifest.js';
import { jsonText } from '../encode/json.js';
import type { ByteOutput } from '../output/output.js';
import { hashFile } from './hash.js';
import { signManifest } from './keys.js';

/** A file, or something that was read and is no file. */
export interface ManifestFile {
  readonly kind: string;
  /** As the command was told. */
  readonly name: string;
  /** Null: no file. */
  readonly path: string | null;
  /** The hash of what was read, where that is known; a file that has another one now was changed meanwhile. */
  readonly sha256?: string;
}

interface ManifestContent extends Omit<UnsignedManifest, 'schema' | 'inputs' | 'outputs'> {
  readonly inputs: readonly ManifestFile[];
  readonly outputs: readonly ManifestFile[];
}

/**
 * @param path of the manifest: the files are named from its folder
 * @throws AdreachError `file` where a file cannot be read; `integrity` where one was changed while it was being used
 */
export async function buildManifest(path: string, content: ManifestContent, key: KeyObject | null): Promise<Manifest> {
  const folder = await realpath(dirname(path));
  const entries = async (files: readonly ManifestFile[]): Promise<ManifestEntry[]> => {
    const out: ManifestEntry[] = [];
    for (const file of files) out.push(await entryOf(folder, file));
    return out;
  };
  const { inputs, outputs, ...rest } = content;
  const manifest: UnsignedManifest = {
    schema: MANIFEST_SCHEMA,
    ...rest,
    inputs: await entries(inputs),
    outputs: await entries(outputs),
  } as UnsignedManifest;
  return key === null ? (manifest as Manifest) : signManifest(manifest, key);
}

/** Writes a manifest, one member a line, and gives the file its name. */
export async function writeManifest(output: ByteOutput, manifest: Manifest): Promise<void> {
  const members = Object.entries(manifest).map(([name, value]) => {
    const text =
      Array.isArray(value) && value.length > 0 ? `[\n${value.map(jsonText).join(',\n')}\n]` : jsonText(value);
    return `${jsonText(name)}:${text}`;
  });
  await output.write(Buffer.from(`{${members.join(',\n')}}\n`));
  await output.commit();
}

async function entryOf(folder: string, { kind, name, path, sha256 }: ManifestFile): Promise<ManifestEntry> {
  if (path === null) {
    if (sha256 === undefined) throw new Error(`no hash of ${name}`);
    return { kind, path, name, bytes: null, sha256 };
  }
  const hash = await hashFile(path);
  if (hash === null) throw new AdreachError('file', `${path} is not there any more`);
  if (sha256 !== undefined && sha256 !== hash.sha256) {
    throw new AdreachError(
      'integrity',
      `${path} was changed while it was being read`,
      'run the command again when nothing writes to the file',
    );
  }
  return { kind, path: await fromFolder(folder, path), name, bytes: hash.bytes, sha256: hash.sha256 };
}

/** From the folder of the manifest, with `/`, so that manifest and files can be moved together. */
async function fromFolder(folder: string, path: string): Promise<string> {
  const target = join(await realpath(dirname(path)), basename(path));
  const from = relative(folder, target);
  return isAbsolute(from) ? from : from.split(sep).join('/');
}
