/** What changes bring about for the account: on whom it loses an action, and which memberships hold it back. */
import type { Session } from '../audit/session.js';
import type { Change } from '../changes/index.js';
import { accountDn } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Removal } from './clean-up.js';
import type { Kind } from './people.js';
import { World } from './world.js';

/** Accounts on which something is no longer granted. */
export interface Lost {
  readonly count: number;
  /** The first of them by name; of those that are alike one. */
  readonly names: readonly string[];
}

const NAMED = 10;

const grantedIn = (world: World, kind: Kind) =>
  world.outcomes(kind).flatMap(({ action, access }) => (access === 'granted' ? [action] : []));

/** @returns the accounts on which an action is no longer granted after some changes */
export function lossBy(
  session: Session,
  position: number,
  changes: readonly Change[],
  kinds: readonly Kind[],
  named: readonly AccountRecord[],
): Lost {
  const [before, after] = [new World(session, position, [], named), new World(session, position, changes, named)];
  const losing = kinds.filter((kind) => {
    const still = grantedIn(after, kind);
    return grantedIn(before, kind).some((action) => !still.includes(action));
  });
  return {
    count: losing.reduce((sum, kind) => sum + kind.count, 0),
    names: losing
      .map(({ record }) => accountDn(session.directory, record))
      .sort()
      .slice(0, NAMED),
  };
}

/**
 * Who leaves a group that others share is no longer denied what the group is denied.
 * @param removals all that is to go
 * @returns the memberships without which the account could do more, all the other removals made
 */
export function holdingBack(
  session: Session,
  position: number,
  removals: readonly Removal[],
  kinds: readonly Kind[],
  named: readonly AccountRecord[],
): readonly Removal[] {
  const worldAfter = (going: readonly Removal[]) =>
    new World(
      session,
      position,
      going.map(({ change }) => change),
      named,
    );
  const held: Removal[] = [];
  for (const removal of removals) {
    // What a privileged group may do weighs more than anything that it is denied.
    if (removal.cause !== 'shared-group') continue;
    const going = removals.filter((each) => !held.includes(each));
    const [left, stayed] = [worldAfter(going), worldAfter(going.filter((each) => each !== removal))];
    const gains = kinds.some((kind) => {
      const before = grantedIn(stayed, kind);
      return grantedIn(left, kind).some((action) => !before.includes(action));
    });
    if (gains) held.push(removal);
  }
  return held;
}
