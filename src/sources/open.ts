/** From what the user named on the command line to one evidence: finds out what each input is, and joins several. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import type { Collection, SourceInfo } from '../directory/evidence.js';
import { AdreachError } from '../errors/index.js';
import { isAdExplorer, openAdExplorer } from './adexplorer/index.js';
import { type AssembleProgress, assembleSnapshot } from './assemble/index.js';
import type { RawItem } from './entry.js';
import { fileError } from './file-error.js';
import { isJournal } from './journal-line.js';
import { WANTED_ATTRIBUTES } from './ldap/attributes.js';
import { openLdif } from './ldif/index.js';
import type { HeaderSource } from './snapshot/format.js';
import { snapshotItems } from './snapshot/items.js';
import { openSnapshot, SnapshotEvidence } from './snapshot/reader.js';
import { snapshotVersion } from './snapshot/verify.js';
import { removeTemporary, temporaryFolder } from './temporary.js';
import { tool } from './tool.js';

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
}

/** What an input is, by its content. */
export type InputKind = 'snapshot' | 'ldif' | 'adexplorer' | 'ldap';

/** Of an AD Explorer snapshot, which has every attribute, the same is read as from a server. */
const WANTED: ReadonlySet<string> = new Set(WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()));
const LDAP_URL = /^ldaps?:\/\//i;

/**
 * Opens the inputs of a command as one evidence. A single snapshot is used as it is; everything else is assembled into
 * a temporary snapshot (mode 0600), which `close` removes.
 * @param inputs file names, `-` for LDIF on standard input, `ldap://` or `ldaps://` URLs
 * @throws AdreachError `file`, `format`, `integrity` or `usage` for an input that cannot be used; whatever the LDAP reader throws
 */
export async function openEvidence(inputs: readonly string[], options: OpenOptions = {}): Promise<SnapshotEvidence> {
  const kinds: InputKind[] = [];
  for (const input of inputs) kinds.push(await inputKind(input));
  if (inputs.length === 0) throw new AdreachError('usage', 'no source was named');
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new AdreachError('usage', 'standard input ("-") can be given once only');
  }
  if (inputs.length === 1 && kinds[0] === 'snapshot') return openSnapshot(inputs[0]!);
  return assembleInputs(inputs, kinds, options);
}

async function assembleInputs(
  inputs: readonly string[],
  kinds: readonly InputKind[],
  options: OpenOptions,
): Promise<SnapshotEvidence> {
  const folder = temporaryFolder(options.tempDir);
  try {
    const path = join(folder, 'assembled.snapshot');
    const infos: HeaderSource[] = [];
    const items = joined(inputs, kinds, options, infos);
    await assembleSnapshot(items, {
      path,
      tool: tool(),
      sources: () => infos,
      tempDir: folder,
      progress: (p) => options.progress?.update(progressText(p)),
    });
    return await SnapshotEvidence.open(path, {
      name: inputs.join(', '),
      sources: (sha256) => infos.map((info): SourceInfo => ({ ...info, sha256: info.sha256 ?? sha256 })),
      onClose: () => removeTemporary(folder),
    });
  } catch (error) {
    removeTemporary(folder);
    throw error;
  }
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
        infos.push(...snapshot.sources);
      } finally {
        await snapshot.close();
      }
    } else if (kind === 'adexplorer') {
      const file = openAdExplorer(input, { wanted: WANTED, wherePrefix: prefix });
      try {
        yield* file.items;
      } finally {
        file.close();
      }
      const { collectedAt, server } = file.header;
      infos.push({ name: input, kind, sha256: file.sha256(), collectedAt, server });
    } else {
      const ldif = openLdif(input, { wherePrefix: prefix });
      yield* ldif.items;
      const { sha256, collectedAt, server } = ldif.info();
      infos.push({ name: input === '-' ? 'standard input' : input, kind, sha256, collectedAt, server });
    }
  }
}

/**
 * Finds out what an input is from its first bytes, not from its name.
 * @throws AdreachError `file` where it cannot be read; `format` for kinds that are known but not read
 */
export async function inputKind(input: string): Promise<InputKind> {
  if (LDAP_URL.test(input)) return 'ldap';
  if (input === '-') return 'ldif';
  const head = firstBytes(input);
  if ((await snapshotVersion(head)) !== null) return 'snapshot';
  const text = unpacked(head);
  if (isAdExplorer(head)) return 'adexplorer';
  if (isAdExplorer(text)) {
    throw new AdreachError(
      'format',
      `${input}: an AD Explorer snapshot packed with gzip, which can only be read unpacked`,
      'unpack it with "gzip -d" first',
    );
  }
  if (isJournal(head)) {
    throw new AdreachError(
      'format',
      `${input}: an unfinished collection, of which only adreach collect can make a snapshot`,
      'go on with it: adreach collect ... -o SNAPSHOT --resume',
    );
  }
  if (looksLikeCsv(text)) {
    throw new AdreachError(
      'format',
      `${input}: a CSV file, as csvde writes it; CSV exports lack the security descriptors`,
      'export with ldifde or ldapsearch, or collect with "adreach collect"',
    );
  }
  if (head.length === 0) throw new AdreachError('format', `${input}: the file is empty`);
  return 'ldif';
}

/** The beginning of what gzip data holds; other bytes as they are. */
function unpacked(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Damaged: reading it will say where.
    return head;
  }
}

/** The first line of csvde's output names the attributes, `DN` first. */
function looksLikeCsv(head: Buffer): boolean {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  const text = utf16
    ? head.subarray(2, 2 + 2 * Math.floor((head.length - 2) / 2)).toString('utf16le')
    : head.toString('utf8');
  return /^\ufeff?"?DN"?,"?[A-Za-z]/.test(text);
}

function firstBytes(path: string): Buffer {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    const buffer = Buffer.alloc(4096);
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, 0));
  } catch (error) {
    throw fileError('read', path, error);
  } finally {
    closeSync(fd);
  }
}
