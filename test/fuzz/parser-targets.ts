/**
 * Every input format that adreach reads, each with real input to damage. A further format is one line in FAMILIES: its names,
 * and what makes its targets.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { objectsOf } from './inputs/objects.js';
import type { ParserTarget } from './parser-target.js';
import { adExplorerTargets, REAL_TARGETS, realSnapshot } from './targets/adexplorer.js';
import { changeTargets } from './targets/changes.js';
import { descriptorTargets } from './targets/descriptors.js';
import { EVENT_TARGETS, eventTargets } from './targets/events.js';
import { Files } from './targets/files.js';
import { journalTargets } from './targets/journal.js';
import { keyTargets } from './targets/keys.js';
import { ldapTargets } from './targets/ldap.js';
import { ldifTargets } from './targets/ldif.js';
import { manifestTargets } from './targets/manifest.js';
import { ruleTargets } from './targets/rules.js';
import { snapshotTargets } from './targets/snapshot.js';

interface Family {
  readonly names: readonly string[];
  /** @param lab the export of the lab's domain, plain text */
  readonly make: (
    lab: Buffer,
    files: Files,
    seed: number,
  ) => readonly ParserTarget[] | Promise<readonly ParserTarget[]>;
}

const FAMILIES: readonly Family[] = [
  { names: ['snapshot', 'snapshot-records'], make: snapshotTargets },
  { names: ['ldif', 'ldif-gzip', 'ldif-utf16', 'ldif-joined'], make: ldifTargets },
  { names: ['adexplorer', ...(realSnapshot() === null ? [] : REAL_TARGETS)], make: adExplorerTargets },
  { names: ['ldap'], make: ldapTargets },
  { names: ['journal'], make: journalTargets },
  {
    names: ['descriptor', 'sddl', 'condition', 'resource-attribute'],
    make: (lab, _files, seed) => descriptorTargets(objectsOf(lab), seed),
  },
  { names: ['rules'], make: (_lab, files) => ruleTargets(files) },
  { names: ['changes-ldif', 'changes-yaml'], make: changeTargets },
  { names: EVENT_TARGETS, make: eventTargets },
  { names: ['manifest'], make: (_lab, files) => manifestTargets(files) },
  { names: ['key-signing', 'key-verification', 'key-pseudonyms'], make: (_lab, files) => keyTargets(files) },
];

export const TARGET_NAMES: readonly string[] = FAMILIES.flatMap(({ names }) => names);

/** Targets that are there only with files which are no part of the project. */
export const LEFT_OUT: readonly string[] = realSnapshot() === null ? REAL_TARGETS : [];

const LAB = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/securelab/securelab.ldif.gz');

/**
 * @param names of the targets that are wanted
 * @param folder for files; the caller removes it
 * @param seed of the generated part of the input
 */
export async function targetsNamed(
  names: readonly string[],
  folder: string,
  seed: number,
): Promise<readonly ParserTarget[]> {
  const lab = Buffer.from(gunzipSync(readFileSync(LAB)).toString('utf8').replaceAll('\r\n', '\n'));
  const files = new Files(folder);
  const targets: ParserTarget[] = [];
  for (const family of FAMILIES) {
    if (!family.names.some((name) => names.includes(name))) continue;
    targets.push(...(await family.make(lab, files, seed)).filter(({ name }) => names.includes(name)));
  }
  return targets;
}
