/** Options that say what the accounts under audit are meant to do, and what no directory holds. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ManifestFile } from '../report/manifest/build.js';
import { MODES, type Mode } from '../result/answers.js';
import { type AnswersFile, readAnswers } from '../rules/index.js';
import type { NamedFile } from './keep-apart.js';

export interface AimFlags {
  readonly scope: readonly string[];
  readonly expectCoverage?: number;
  readonly mode?: Mode;
  readonly answers: readonly string[];
}

/** The same, for `streamAudit`. */
interface Aims {
  readonly scope: readonly string[];
  readonly answers: readonly AnswersFile[];
  readonly expectCoverage?: number;
  readonly mode?: Mode;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

export function addAimOptions(command: Command): Command {
  return command
    .option(
      '--scope <dn>',
      'container whose accounts the account under audit is meant to reach (repeatable; default: the whole directory)',
      collect,
      [],
    )
    .option(
      '--expect-coverage <percent>',
      'the share of the people in scope that it should reach, for example 90%',
      percentOf,
    )
    .addOption(new Option('--mode <mode>', 'as whom the sensors act; counts before the answers').choices([...MODES]))
    .option(
      '--answers <file>',
      'answers to what no directory holds, YAML or JSON (repeatable; docs/manual.md)',
      collect,
      [],
    );
}

/** @throws AdreachError `file` or `rule` for files of answers that cannot be used */
export function aimsOf({ scope, expectCoverage, mode, answers }: AimFlags): Aims {
  return {
    scope,
    answers: answers.map(readAnswers),
    ...(expectCoverage !== undefined && { expectCoverage }),
    ...(mode !== undefined && { mode }),
  };
}

/** The files that these options name. */
export function aimFiles({ answers }: AimFlags): readonly NamedFile[] {
  return answers.map((path) => ({ is: 'a file of answers (--answers)', path }));
}

/** The same for a manifest, with the hashes of what was read. */
export function aimInputs({ answers }: Aims): readonly ManifestFile[] {
  return answers.map(({ input: { path, sha256 } }) => ({ kind: 'answers', name: path, path, sha256 }));
}

/** @throws InvalidArgumentError for what is no share */
function percentOf(text: string): number {
  const value = /^\s*(\d{1,3})\s*%?\s*$/.exec(text)?.[1];
  const percent = Number(value);
  if (value === undefined || percent < 1 || percent > 100)
    throw new InvalidArgumentError('It must be a whole number from 1 to 100, for example 90%.');
  return percent;
}
