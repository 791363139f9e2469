/** What the evidence says of a collection. */
import type { Collection } from '../result/sources.js';
import type { LdapInfo } from '../sources/ldap/index.js';

/** Searches that are listed; parents that lie apart are read one by one, and there may be many of them. */
export const MOST_SEARCHES = 400;

/** @param info once all items were taken */
export function collectionOf({ boundAs, runs, endedAt, searches, server }: LdapInfo): Collection {
  const [first, ...resumed] = runs;
  const more = searches.length - MOST_SEARCHES;
  return {
    boundAs,
    ...(server.tokenGroups.length > 0 && { reader: server.tokenGroups }),
    startedAt: first!.startedAt,
    endedAt,
    serverTime: first!.serverTime,
    highestCommittedUSN: first!.highestCommittedUSN,
    ...(resumed.length > 0 && { resumed }),
    searches: searches.slice(0, MOST_SEARCHES).map(({ base, scope, filter, attributes, entries, incomplete }) => ({
      base,
      scope,
      filter,
      attributes,
      entries,
      ...(incomplete !== null && { incomplete }),
    })),
    ...(more > 0 && { moreSearches: more }),
  };
}
