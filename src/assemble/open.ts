/** From what the user named on the command line to one evidence: finds out what each input is, and joins several. */
import { join } from 'node:path';
import { AdreachError } from '../errors/index.js';
import type { Collection, SourceInfo } from '../result/sources.js';
import { type HeaderSource, SNAPSHOT_VERSION } from '../snapshot/format.js';
import { openSnapshot, SnapshotSource } from '../snapshot/reader.js';
import { nameless, removeTemporary, temporaryFolder } from '../snapshot/temporary.js';
import { tool } from '../snapshot/tool.js';
import type { Asked, RawItem } from '../sources/entry.js';
import { type InputKind, inputKind, modifiedAt } from '../sources/kind.js';
import { snapshotItems } from '../sources/snapshot-items.js';
import type { AssembleProgress } from './index.js';

/** A directory server that answers: handed in by the caller, so that this module needs no LDAP client. */
export interface LiveSource {
  /** To be iterated once. */
  readonly items: AsyncIterable<RawItem>;
  /** Called once `items` has ended. */
  info(): {
    /** The URL, without credentials. */
    readonly name: string;
    /** dnsHostName of the server. */
    readonly server: string | null;
    /** ISO 8601 instant at which collecting ended. */
    readonly collectedAt: string | null;
    readonly collection?: Collection;
  };
  /** Closes connections where `items` is not read to its end. */
  close(): void;
}

export interface OpenOptions {
  /** Connects to an `ldap://` or `ldaps://` URL. */
  readonly ldap?: (url: string) => Promise<LiveSource>;
  /** Folder for temporary files; the system's by default. */
  readonly tempDir?: string;
  readonly progress?: { update(text: string): void };
  /** What exports asked for that do not say it themselves. */
  readonly exported?: Asked;
}

/**
 * Opens the inputs of a command as one evidence. A single snapshot is used as it is (of version 2); everything else is
 * assembled into a temporary snapshot (mode 0600), which `close` removes.
 * @param inputs file names, `-` for LDIF on standard input, `ldap://` or `ldaps://` URLs
 * @throws AdreachError `file`, `format`, `integrity` or `usage` for an input that cannot be used; whatever the LDAP reader throws
 */
export async function openSources(inputs: readonly string[], options: OpenOptions = {}): Promise<SnapshotSource> {
  const kinds: InputKind[] = [];
  for (const input of inputs) kinds.push(await inputKind(input));
  if (inputs.length === 0) throw new AdreachError('usage', 'no source was named');
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new AdreachError('usage', 'standard input ("-") can be given once only');
  }
  if (inputs.length === 1 && kinds[0] === 'snapshot') {
    const snapshot = await openSnapshot(inputs[0]!, options.tempDir);
    if (snapshot.header.version === SNAPSHOT_VERSION) return snapshot;
    // What an earlier version did not record is worked out from what its header says.
    await snapshot.close();
  }
  return assembleInputs(inputs, kinds, options);
}

/**
 * Items assembled into a temporary snapshot of their own, which `close` removes.
 * @param like what the snapshot and results say of where it comes from
 * @throws AdreachError as assembling does
 */
export async function openItems(
  items: AsyncIterable<RawItem>,
  like: { readonly sources: readonly SourceInfo[]; readonly header: { readonly sources: readonly HeaderSource[] } },
  tempDir?: string,
): Promise<SnapshotSource> {
  const folder = temporaryFolder(tempDir);
  try {
    const path = join(folder, 'assembled.snapshot');
    const { assembleSnapshot } = await import('./index.js');
    await assembleSnapshot(items, { path, tool: tool(), sources: () => like.header.sources, tempDir: folder });
    const source = await SnapshotSource.open(path, {
      sources: () => like.sources,
      tempDir,
      onClose: () => removeTemporary(folder),
    });
    nameless(folder);
    return source;
  } catch (error) {
    removeTemporary(folder);
    throw error;
  }
}

async function assembleInputs(
  inputs: readonly string[],
  kinds: readonly InputKind[],
  options: OpenOptions,
): Promise<SnapshotSource> {
  const folder = temporaryFolder(options.tempDir);
  try {
    const path = join(folder, 'assembled.snapshot');
    const infos: HeaderSource[] = [];
    const dates = new Map(inputs.map((input, i) => [input, kinds[i] === 'ldap' ? null : modifiedAt(input)]));
    const items = joined(inputs, kinds, options, infos);
    // Loaded where it is needed: a single snapshot, the usual case, is used as it is.
    const { assembleSnapshot } = await import('./index.js');
    await assembleSnapshot(items, {
      path,
      tool: tool(),
      sources: () => infos,
      tempDir: folder,
      progress: (p) => options.progress?.update(progressText(p)),
    });
    const assembled = await SnapshotSource.open(path, {
      name: inputs.join(', '),
      sources: (sha256) => infos.map((info) => dated({ ...info, sha256: info.sha256 ?? sha256 }, dates)),
      tempDir: options.tempDir,
      onClose: () => removeTemporary(folder),
    });
    nameless(folder);
    return assembled;
  } catch (error) {
    removeTemporary(folder);
    throw error;
  }
}

/** Where a source does not say when it was collected, the file's own date says something. */
function dated(source: SourceInfo, dates: ReadonlyMap<string, string | null>): SourceInfo {
  const date = source.collectedAt === null ? (dates.get(source.name) ?? null) : null;
  return date === null ? source : { ...source, modifiedAt: date };
}

function progressText({ phase, objects }: AssembleProgress): string {
  return `${phase === 'reading' ? 'reading' : 'joining'}: ${objects.toLocaleString('en')} objects`;
}

/** The items of all inputs, one input after the other; what is known of each is added to `infos` when it has ended. */
async function* joined(
  inputs: readonly string[],
  kinds: readonly InputKind[],
  options: OpenOptions,
  infos: HeaderSource[],
): AsyncGenerator<RawItem> {
  for (const [i, input] of inputs.entries()) {
    const kind = kinds[i]!;
    const prefix = inputs.length > 1 ? `${input} ` : '';
    if (inputs.length > 1) yield { source: input === '-' ? 'standard input' : input };
    if (kind === 'ldap') {
      if (options.ldap === undefined) {
        throw new AdreachError(
          'usage',
          `${input}: a directory server cannot be read here`,
          'collect it into a snapshot',
        );
      }
      const live = await options.ldap(input);
      try {
        yield* live.items;
        infos.push({ ...live.info(), kind, sha256: null });
      } finally {
        live.close();
      }
    } else if (kind === 'snapshot') {
      const snapshot = await openSnapshot(input);
      try {
        yield* snapshotItems(snapshot);
        // No part of a snapshot: it is looked up of what was named.
        infos.push(...snapshot.sources.map(({ modifiedAt: _, ...info }) => info));
      } finally {
        await snapshot.close();
      }
    } else if (kind === 'adexplorer') {
      const { openAdExplorer } = await import('../sources/adexplorer/index.js');
      const { WANTED_ATTRIBUTES } = await import('../sources/ldap/attributes.js');
      // It has every attribute: the same is read as from a server.
      const wanted = new Set(WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()));
      yield { asked: 'all' };
      const file = openAdExplorer(input, { wanted, wherePrefix: prefix });
      try {
        yield* file.items;
      } finally {
        file.close();
      }
      const { collectedAt, server } = file.header;
      infos.push({ name: input, kind, sha256: file.sha256(), collectedAt, server });
    } else {
      const { openLdif } = await import('../sources/ldif/index.js');
      const ldif = openLdif(input, {
        wherePrefix: prefix,
        ...(options.exported !== undefined && { asked: options.exported }),
      });
      yield* ldif.items;
      const { sha256, collectedAt, server } = ldif.info();
      infos.push({ name: input === '-' ? 'standard input' : input, kind, sha256, collectedAt, server });
    }
  }
}
