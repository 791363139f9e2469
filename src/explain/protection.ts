/** Which protected groups hold the target, and through which groups (MS-ADTS 3.1.1.6.1.2). */
import { at, groupOfSid } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import { groupsOf, PROTECTION, type Way } from '../directory/membership.js';
import type { ProtectionPath } from '../result/explain.js';
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
    paths.push({
      via: [dn, ...through.map(({ name }) => name)],
      groups: through.map((group) => group.dn),
      certain: root === 'yes' && !path.byPrimary,
    });
  }
  return paths;
}
