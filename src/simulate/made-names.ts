/** Principals that a file of changes makes itself: their names mean something only after the change that makes them. */
import { dnKey, isDn } from '../names/dn.js';
import type { WrittenAt } from './yaml.js';

type Made = Extract<WrittenAt['change'], { readonly do: 'create' }>;

/**
 * @param namesIn the principals that a change names
 * @returns the names that are first used after a change of the file has made an object of that DN or sAMAccountName
 */
export function madeNames(
  changes: readonly WrittenAt[],
  namesIn: (change: WrittenAt['change']) => readonly string[],
): ReadonlySet<string> {
  const made = new Set<string>();
  const keys = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { change } of changes) {
    for (const name of namesIn(change)) {
      if (elsewhere.has(name)) continue;
      (keys.has(keyOf(name)) ? made : elsewhere).add(name);
    }
    if (change.do === 'create') for (const key of keysOf(change)) keys.add(key);
  }
  return made;
}

/** A `DOMAIN\\name` is held against the name alone: whether the domain is right shows when it is looked for. */
function keyOf(name: string): string {
  return isDn(name) ? dnKey(name) : name.slice(name.indexOf('\\') + 1).toLowerCase();
}

function keysOf({ dn, attributes = {} }: Made): readonly string[] {
  const own = Object.entries(attributes).find(([name]) => name.toLowerCase() === 'samaccountname')?.[1];
  const [name] = [own].flat();
  const keys = isDn(dn) ? [dnKey(dn)] : [];
  // With and without the $ behind it, as accounts are found.
  return typeof name === 'string' ? [...keys, name.toLowerCase(), name.toLowerCase().replace(/\$$/, '')] : keys;
}
