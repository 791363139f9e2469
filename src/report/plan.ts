/** Where the formats of an audit go: decided before anything is opened. */
import { mkdir, stat } from 'node:fs/promises';
import { join, parse, sep } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { companionOf } from './companion.js';
import { type FormatName, formatByName, formatOf, type Planned, parseFormats } from './formats.js';
import { fileError } from './output/file.js';

export interface SinkPlan {
  readonly outputs: readonly Planned[];
  /** What holds all rows, for reports that leave rows out; null where one of `outputs` does, or no report does so. */
  readonly companion: Planned | null;
  /** Where the manifest of a folder goes if no other place is named; null where the reports do not go into a folder. */
  readonly manifest: string | null;
}

/** In a folder of reports. */
const MANIFEST_NAME = 'adreach-report.manifest.json';

/**
 * Where `createSinks` would write; a folder for several formats is made.
 * @param formats none: what the file's name says, else the table
 * @param html a further HTML page
 * @throws AdreachError as `createSinks` does
 */
export async function planSinks(formats: readonly string[], out: string | undefined, html?: string): Promise<SinkPlan> {
  const names = parseFormats(formats.length === 0 ? [formatOfFile(out)] : formats);
  if (names.length === 0) throw new AdreachError('usage', '--format needs a name', 'for example --format json');
  const main = await planOutputs(names, out);
  const page = html === undefined ? null : await planOutputs(['html'], html);
  const outputs = [...main.outputs, ...(page?.outputs ?? [])];
  return {
    outputs,
    companion: await companionOf(outputs),
    manifest: main.folder === null ? null : join(main.folder, MANIFEST_NAME),
  };
}

/** The files of a plan, each with its format; what stands beside a file follows it. */
export function filesOf(
  outputs: readonly Planned[],
): readonly { readonly format: FormatName; readonly path: string }[] {
  return outputs.flatMap(({ format, path, beside }) =>
    path === null ? [] : [path, ...beside].map((each) => ({ format, path: each })),
  );
}

/** Every file that may be written, the manifest apart. */
export function possibleFilesOf({ outputs, companion }: SinkPlan): ReturnType<typeof filesOf> {
  return filesOf(companion === null ? outputs : [...outputs, companion]);
}

function formatOfFile(out: string | undefined): FormatName {
  return out === undefined || out === '-' ? 'table' : (formatByName(out) ?? 'table');
}

interface Placed {
  readonly outputs: readonly Planned[];
  readonly folder: string | null;
}

async function planOutputs(names: readonly FormatName[], out: string | undefined): Promise<Placed> {
  if (out === undefined || out === '-') {
    if (names.length > 1) {
      throw new AdreachError(
        'usage',
        `${names.length} formats (${names.join(', ')}) cannot share standard output`,
        'name a folder with -o DIR, or one format',
      );
    }
    return { outputs: [{ format: names[0]!, path: null, beside: [], regular: false }], folder: null };
  }
  if (out === '') throw new AdreachError('usage', '-o needs a file, a folder or -', 'for example -o report.html');
  const existing = await stat(out).catch(() => null);
  const folder = existing?.isDirectory() === true || names.length > 1 || out.endsWith('/') || out.endsWith(sep);
  // Beside a device or a pipe there is no place for further files.
  if (!folder) return { outputs: [planFile(names[0]!, out, existing === null || existing.isFile())], folder: null };
  if (existing?.isDirectory() !== true && (existing !== null || formatByName(out) !== null)) {
    throw new AdreachError(
      'usage',
      `${names.length} formats (${names.join(', ')}) need a folder, and ${out} is ${existing === null ? 'a name for a file' : 'a file'}`,
      'name a folder with -o DIR',
    );
  }
  await mkdir(out, { recursive: true, mode: 0o700 }).catch((error) => {
    throw fileError(out, error);
  });
  const fileFor = (format: FormatName) => join(out, `adreach-report.${formatOf(format).extension}`);
  return { outputs: names.map((format) => planFile(format, fileFor(format), true)), folder: out };
}

function planFile(format: FormatName, path: string, regular: boolean): Planned {
  const { dir, name, ext } = parse(path);
  const beside = regular ? (formatOf(format).beside ?? []) : [];
  return { format, path, beside: beside.map((table) => join(dir, `${name}-${table}${ext}`)), regular };
}
