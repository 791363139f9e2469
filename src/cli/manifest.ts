/** `--manifest`, `--sign` and `--clock` of commands that write results. */
import type { KeyObject } from 'node:crypto';
import type { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { buildManifest, type ManifestFile, writeManifest } from '../report/manifest/build.js';
import { readSigningKey } from '../report/manifest/keys.js';
import { openFileOutput } from '../report/output/file.js';
import type { ByteOutput } from '../report/output/output.js';
import type { AuditedAccount, EvidenceBlock, ToolBlock } from '../result/audit.js';
import type { AuditSink } from '../result/sink.js';
import { ruleFilesOf } from '../rules/load.js';

export interface ManifestFlags {
  /** False: none is wanted. */
  readonly manifest?: string | false;
  readonly sign?: string;
  readonly clock?: string;
}

export function addManifestOptions(command: Command): Command {
  return command
    .option(
      '--manifest <file>',
      'also write a manifest: all inputs and outputs with their SHA-256 (see "adreach check"); a folder of reports has one',
    )
    .option('--no-manifest', 'no manifest, for a folder of reports either')
    .option('--sign <key>', 'sign the manifest with this private key (Ed25519, PEM)')
    .option(
      '--clock <instant>',
      'time that the manifest says it was made (ISO 8601; or SOURCE_DATE_EPOCH), and that suppressions are held against (ISO 8601 only)',
    );
}

/** What the manifest says of a run. */
export interface ManifestRun {
  readonly command: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly sources: readonly string[];
  readonly rules: readonly string[];
  /** Asked when the result is there: some files are only written where something needs them. */
  readonly outputs: () => readonly { readonly format: string; readonly path: string }[];
  readonly tool: ToolBlock;
  /** What was read beside sources and rules. */
  readonly inputs?: readonly ManifestFile[];
}

/** A manifest to be written when the result is there. Either `finish` or `abort` ends it. */
export interface PendingManifest {
  /** Notes the accounts under audit. */
  readonly sink: AuditSink;
  /** @throws AdreachError `file`, `integrity` */
  finish(evidence: EvidenceBlock): Promise<void>;
  abort(): Promise<void>;
}

/**
 * Opens the manifest and reads the key right away, so that what is wrong with them is said before the audit.
 * @param path where it goes; null where none is wanted
 * @returns null where none is wanted
 * @throws AdreachError `usage`, `file`
 */
export async function openManifest(
  flags: ManifestFlags,
  path: string | null,
  run: ManifestRun,
): Promise<PendingManifest | null> {
  if (path === null) {
    if (flags.sign === undefined) return null;
    throw new AdreachError('usage', '--sign signs a manifest, and none is written', 'name one with --manifest FILE');
  }
  if (path === '-') throw new AdreachError('usage', 'a manifest is not written to standard output', 'name a file');
  if (run.outputs().length === 0) {
    throw new AdreachError(
      'usage',
      'a manifest names the files of a result, and this one goes to standard output',
      'name a file with -o FILE',
    );
  }
  const createdAt = instant(flags.clock, process.env['SOURCE_DATE_EPOCH']);
  const key: KeyObject | null = flags.sign === undefined ? null : await readSigningKey(flags.sign);
  const output: ByteOutput = await openFileOutput(path);
  let accounts: readonly AuditedAccount[] = [];
  return {
    sink: {
      begin(_header, audited) {
        accounts = audited;
      },
      targets() {},
      findings() {},
      end() {},
    },
    async finish(evidence) {
      const manifest = await buildManifest(
        path,
        {
          tool: run.tool,
          createdAt,
          command: { name: run.command, options: run.options },
          accounts: accounts.map(({ sid, dn, name }) => ({ sid, dn, name })),
          inputs: [...sourceFiles(run.sources, evidence), ...ruleFiles(run.rules), ...(run.inputs ?? [])],
          outputs: run.outputs().map(({ format, path: file }) => ({ kind: format, name: file, path: file })),
        },
        key,
      );
      await writeManifest(output, manifest);
    },
    abort: () => output.abort(),
  };
}

function sourceFiles(inputs: readonly string[], { sources }: EvidenceBlock): ManifestFile[] {
  return inputs.map((name, at) => {
    const read = sources.length === inputs.length ? sources[at]! : undefined;
    const noFile = name === '-' || read?.kind === 'ldap';
    const file = { kind: 'source' as const, name: noFile ? read!.name : name, path: noFile ? null : name };
    return read === undefined ? file : { ...file, sha256: read.sha256 };
  });
}

/** The user's own rule files; those that come with the program belong to its version, and all have the one hash of `tool`. */
function ruleFiles(folders: readonly string[]): ManifestFile[] {
  if (folders.length === 0) return [];
  const builtIn = new Set(ruleFilesOf([]).map((file) => file.path));
  return ruleFilesOf(folders)
    .filter((file) => !builtIn.has(file.path))
    .map(({ name, path }) => ({ kind: 'rules', name, path }));
}

/** The fixed clock where one is given, else now; ISO 8601 in UTC. */
export function instant(clock: string | undefined, epoch: string | undefined): string {
  if (clock !== undefined) {
    const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(clock);
    const time = iso ? Date.parse(clock) : Number.NaN;
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    throw new AdreachError('usage', `--clock ${clock} is no instant`, 'give it as 2026-01-31T10:00:00Z');
  }
  if (epoch === undefined || epoch === '') return new Date().toISOString();
  if (/^\d{1,11}$/.test(epoch)) return new Date(Number(epoch) * 1000).toISOString();
  throw new AdreachError(
    'usage',
    `SOURCE_DATE_EPOCH=${epoch} is no number of seconds`,
    'unset it, or give seconds since 1970',
  );
}
