/** Which rules and actions are used. */
import { AdreachError } from '../errors/index.js';
import type { ToolBlock } from '../result/audit.js';
import type { Profile } from '../result/codes.js';
import { type LoadedRules, loadRules, nearest } from '../rules/index.js';
import { tool } from '../snapshot/tool.js';

/** Folders with further rules and actions beside the built-in ones, or all of them as `loadRules` gave them. */
export type RuleSet = readonly string[] | LoadedRules;

/** @throws AdreachError `rule` or `file` as `loadRules` */
export function rulesOf(rules: RuleSet = []): LoadedRules {
  return isLoaded(rules) ? rules : loadRules(rules);
}

const isLoaded = (rules: RuleSet): rules is LoadedRules => !Array.isArray(rules);

/**
 * The same rules with some of the actions.
 * @param ids of the actions; none: all of them
 * @throws AdreachError `usage` for an action that is not there, with the nearest one
 */
export function withActions(loaded: LoadedRules, ids: readonly string[] = []): LoadedRules {
  if (ids.length === 0) return loaded;
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const known = loaded.actions.map(({ id }) => id);
  const missing = ids.find((id) => !known.includes(id.toLowerCase()));
  if (missing !== undefined) {
    const near = nearest(missing, known);
    throw new AdreachError(
      'usage',
      `there is no action "${missing}"`,
      `${near === null ? '' : `Did you mean ${near}? `}Actions: ${known.join(', ')}.`,
    );
  }
  return { ...loaded, actions: loaded.actions.filter(({ id }) => wanted.has(id)) };
}

/** The same actions with the rules of one profile only. */
export function withProfile(loaded: LoadedRules, profile: Profile): LoadedRules {
  return { ...loaded, rules: loaded.rules.filter(({ profiles }) => profiles.includes(profile)) };
}

/** What a result says of the program that made it. */
export function toolBlock({ sha256 }: LoadedRules): ToolBlock {
  return { name: 'adreach', version: tool().version, rules: sha256 };
}
