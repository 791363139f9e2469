/** Which protected groups hold the target, and through which groups (MS-ADTS 3.1.1.6.1.2). */
import { at, groupOfSid } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import type { GroupId } from '../directory/ids.js';
import { groupsOf, PROTECTION, type Way } from '../directory/membership.js';
import type { ProtectionPath } from '../result/explain.js';
import { ENDS_OF_WAY, leftOutText } from '../words/token.js';
import type { Context } from './context.js';

/** A way to a protected group. */
interface Path extends Way {
  readonly before: Path | null;
  /** It goes through the target's primary group. */
  readonly byPrimary: boolean;
}

/** @returns one shortest way to each protected group; empty where it is in none, or is protected itself */
export function protectionPaths(context: Context): readonly ProtectionPath[] {
  const { session, record, domain, dn } = context;
  const { groups, domains, membership } = session.directory;
  const owner = at(domains, domain);
  const set = domain === null ? undefined : session.sets.get(domain);
  if (!set || !owner) return [];
  const primary =
    record.primaryGroupId === undefined
      ? null
      : groupOfSid(session.directory, `${owner.sid}-${record.primaryGroupId}`, domain);
  const own = new Set<GroupId>(record.memberOf);
  const climb = membership.climb(
    PROTECTION,
    (group, before: Path | null): Path => ({ group, before, byPrimary: before?.byPrimary ?? !own.has(group) }),
    // What a protected group is a member of adds nothing.
    (group) => set.root(group) === 'yes',
  );
  climb.enter(record.memberOf ?? [], null);
  if (primary !== null) climb.enter([primary], null);
  const paths: ProtectionPath[] = [];
  for (const path of climb) {
    const root = set.root(path.group);
    if (root === 'no') continue;
    const through = groupsOf(path).map((group) => groups[group]!);
    const left = through.length - 2 * ENDS_OF_WAY;
    const [first, last] = left <= 1 ? [through, []] : [through.slice(0, ENDS_OF_WAY), through.slice(-ENDS_OF_WAY)];
    const names = (some: readonly Group[]) => some.map(({ name }) => name);
    paths.push({
      via: [dn, ...names(first), ...(last.length === 0 ? [] : [leftOutText(left)]), ...names(last)],
      groups: [...first, ...last].map((group) => group.dn),
      certain: root === 'yes' && !path.byPrimary,
    });
  }
  return paths;
}
