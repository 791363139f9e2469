/** `adreach rules new`: the files of a new rule, written where none are. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AdreachError } from '../errors/index.js';
import { loadRules } from '../rules/index.js';
import { newRule } from '../rules/new-rule.js';

/**
 * @param folder made where it is not there
 * @returns the paths of the files that were written
 * @throws AdreachError `usage` for an id that is none, or that a rule has; `file` where something is there already, or cannot be written
 */
export function writeNewRule(id: string, folder: string): readonly string[] {
  const files = newRule(id);
  const taken = files.find(({ path, shared }) => !shared && existsSync(join(folder, path)));
  if (taken !== undefined) {
    throw new AdreachError(
      'file',
      `${join(folder, taken.path)} is there already`,
      'Nothing was written: choose another id.',
    );
  }
  refuseKnown(id, folder);
  const written: string[] = [];
  for (const { path, text, shared } of files) {
    const whole = join(folder, path);
    if (shared && existsSync(whole)) continue;
    try {
      mkdirSync(dirname(whole), { recursive: true });
      // Never over a file that has come meanwhile.
      writeFileSync(whole, text, { flag: 'wx' });
    } catch (error) {
      throw new AdreachError(
        'file',
        `cannot write ${whole}: ${(error as Error).message}`,
        'Name a folder that can be written to.',
      );
    }
    written.push(whole);
  }
  return written;
}

/** Ids are unique over all folders. A folder without rules so far is none that can be loaded. */
function refuseKnown(id: string, folder: string): void {
  const own = existsSync(join(folder, 'checks')) || existsSync(join(folder, 'actions'));
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new AdreachError(
      'file',
      `${folder} is a file, not a folder`,
      'Name a folder: it is made where it is not there.',
    );
  const known = loadRules(own ? [folder] : []).rules.find((rule) => rule.id === id || rule.aliases.includes(id));
  if (known !== undefined)
    throw new AdreachError(
      'usage',
      `there is a rule "${id}" already: ${known.file}`,
      'Nothing was written: choose another id.',
    );
}
