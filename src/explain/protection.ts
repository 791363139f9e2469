/** Which protected groups hold the target, and through which groups (MS-ADTS 3.1.1.6.1.2). */
import { groupNumber } from '../directory/directory.js';
import type { ProtectionPath } from '../result/explain.js';
import type { Context } from './context.js';

/** @returns one shortest way to each protected group; empty where it is in none, or is protected itself */
export function protectionPaths(context: Context): readonly ProtectionPath[] {
  const { session, record, domain } = context;
  const { directory } = session;
  const set = session.sets.get(domain);
  const owner = directory.domains[domain];
  if (!set || !owner) return [];
  const name = context.dn;
  const queue: { number: number; via: readonly string[]; groups: readonly string[]; primary: boolean }[] = [];
  for (const number of record.m ?? []) queue.push({ number, via: [name], groups: [], primary: false });
  const primary = record.pg === undefined ? undefined : groupNumber(directory, `${owner.sid}-${record.pg}`, domain);
  if (primary !== undefined) queue.push({ number: primary, via: [name], groups: [], primary: true });
  const seen = new Set<number>();
  const paths: ProtectionPath[] = [];
  for (let head = 0; head < queue.length; head++) {
    const { number, via, groups, primary: byPrimary } = queue[head]!;
    const group = directory.groups[number];
    if (!group || seen.has(number)) continue;
    seen.add(number);
    const way = { via: [...via, group.name], groups: [...groups, group.dn] };
    const root = set.root(number);
    if (root !== 'no') paths.push({ ...way, certain: root === 'yes' && !byPrimary });
    // What a protected group is a member of adds nothing.
    if (root === 'yes') continue;
    for (const parent of group.parents) queue.push({ number: parent, ...way, primary: byPrimary });
  }
  return paths;
}
