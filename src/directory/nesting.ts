/** Who may be a member of which group: a table of scopes, as domain controllers enforce it (MS-ERREF 2.2, 8518 to 8522). */
import { type Group, type GroupScope, scopeOf } from './groups.js';

/** Somebody to be put into a group. Of an account and of what is of another forest the scope is null. */
export interface Joining {
  readonly scope: GroupScope | null;
  readonly kind: 'account' | 'group' | 'foreign';
  readonly sameDomain: boolean;
}

/** Why a group does not take a member. */
export type NestingFault =
  | 'global-takes-no-local'
  | 'global-takes-no-universal'
  | 'global-takes-no-other-domain'
  | 'universal-takes-no-local'
  | 'local-takes-no-local-of-other-domain';

/** @returns null where it takes the member, or a type was not read */
export function nestingFault(
  group: Pick<Group, 'groupType' | 'sid'>,
  { scope, kind, sameDomain }: Joining,
): NestingFault | null {
  if (kind === 'group' && scope === null) return null;
  switch (scopeOf(group)) {
    case 'global':
      if (scope === 'domain-local') return 'global-takes-no-local';
      if (scope === 'universal') return 'global-takes-no-universal';
      return sameDomain ? null : 'global-takes-no-other-domain';
    case 'universal':
      return scope === 'domain-local' ? 'universal-takes-no-local' : null;
    case 'domain-local':
      return scope === 'domain-local' && !sameDomain ? 'local-takes-no-local-of-other-domain' : null;
    default:
      return null;
  }
}
