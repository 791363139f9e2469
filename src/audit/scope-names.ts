/** From what the user wrote after --scope to containers of the sources. */
import type { Directory } from '../directory/directory.js';
import { AdreachError } from '../errors/index.js';
import { dnKey, isDn } from '../names/dn.js';
import { nearest } from '../names/nearest.js';

const SHOWN = 3;

/**
 * @param names DNs of containers, as written by the user
 * @returns the same as the sources write them, each once
 * @throws AdreachError `not-found` for one that is no container of the sources, with the nearest ones
 */
export function scopeNames({ containers }: Directory, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const known = new Map<string, string>();
  for (const { dn, missing } of containers) if (!missing) known.set(dnKey(dn), dn);
  return [
    ...new Set(
      names.map((name) => {
        const dn = isDn(name) ? known.get(dnKey(name)) : undefined;
        if (dn !== undefined) return dn;
        const near = nearest(name, SHOWN);
        for (const each of known.values()) near.offer(each);
        const best = near.best();
        throw new AdreachError(
          'not-found',
          `--scope "${name}" is no container of the sources`,
          best.length > 0
            ? `did you mean ${best.join(' or ')}?`
            : 'name it by its DN, for example OU=Staff,DC=example,DC=com',
        );
      }),
    ),
  ];
}
