/** Options that choose the rules, and say which of their findings are known already. */
import { type Command, Option } from 'commander';
import { type KnownFindings, readKnownFindings } from '../library/known-findings.js';
import type { ManifestFile } from '../report/manifest/build.js';
import { PROFILES, type Profile } from '../result/codes.js';
import { FRAMEWORK_NAMES, type FrameworkName } from '../result/frameworks.js';
import type { LoadedRules } from '../rules/index.js';
import type { NamedFile } from './keep-apart.js';

export interface FindingFlags {
  readonly suppress: readonly string[];
  readonly baseline?: string;
  readonly profile: Profile;
  readonly framework?: FrameworkName;
}

export function addFindingOptions(command: Command): Command {
  return command
    .option(
      '--suppress <file>',
      'findings that are accepted, with reason, owner and expiry: YAML, docs/suppressions.md (repeatable)',
      (value: string, previous: readonly string[]): readonly string[] => [...previous, value],
      [],
    )
    .option('--baseline <file>', 'former JSON result: findings that it has already do not count')
    .addOption(profileOption().default('mdi-action-account'))
    .addOption(
      new Option('--framework <name>', 'order findings by the controls of a catalogue (table and html)').choices([
        ...FRAMEWORK_NAMES,
      ]),
    );
}

/** `--profile` without a default. */
export function profileOption(): Option {
  return new Option('--profile <name>', 'only the rules for this kind of account').choices([...PROFILES]);
}

/** @throws AdreachError `file`, `rule` or `format` for files that cannot be used */
export function knownFindingsOf({ suppress, baseline }: FindingFlags, loaded: LoadedRules): Promise<KnownFindings> {
  return readKnownFindings({ suppress, ...(baseline !== undefined && { baseline }) }, loaded);
}

/** The files that these options name. */
export function findingFiles({ suppress, baseline }: FindingFlags): readonly NamedFile[] {
  return [
    ...suppress.map((path) => ({ is: 'a suppressions file (--suppress)', path })),
    ...(baseline === undefined ? [] : [{ is: 'the baseline (--baseline)', path: baseline }]),
  ];
}

/** The same for a manifest, with the hashes of what was read. */
export function knownInputs({ suppressions, baseline }: KnownFindings, flags: FindingFlags): readonly ManifestFile[] {
  const files = (suppressions?.files ?? []).map(({ path, sha256 }) => ({
    kind: 'suppressions',
    name: path,
    path,
    sha256,
  }));
  if (baseline === null || flags.baseline === undefined) return files;
  const { baseline: path } = flags;
  return [...files, { kind: 'baseline', name: path, path, sha256: baseline.sha256 }];
}
