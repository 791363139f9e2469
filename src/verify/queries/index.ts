/** Hunting queries for the accounts under audit: what to export for `verify`. */
import { defenderQueries, sentinelQueries } from './kql.js';
import type { QueryAccount } from './literals.js';
import type { Query } from './query.js';
import { splunkQueries } from './splunk.js';
import { windowsQueries } from './windows.js';

export type { QueryAccount } from './literals.js';
export type { Query } from './query.js';

/** By where they are run. To add one is to add a file and a line. */
const TARGETS = {
  sentinel: { title: 'Sentinel (KQL)', comment: '//', make: sentinelQueries },
  defender: { title: 'Defender advanced hunting (KQL)', comment: '//', make: defenderQueries },
  wevtutil: { title: 'wevtutil, in an elevated shell on a domain controller', comment: 'rem', make: windowsQueries },
  splunk: { title: 'Splunk', comment: '```', make: splunkQueries },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly title: string;
      readonly comment: string;
      readonly make: (accounts: readonly QueryAccount[]) => readonly Query[];
    }
  >
>;

export const QUERY_TARGETS = Object.keys(TARGETS) as readonly (keyof typeof TARGETS)[];
export type QueryTarget = keyof typeof TARGETS;

export function queriesFor(target: QueryTarget, accounts: readonly QueryAccount[]): readonly Query[] {
  return TARGETS[target].make(accounts);
}

/** The queries of a target as text, each under a comment that says what it is for. */
export function queryText(target: QueryTarget, accounts: readonly QueryAccount[]): string {
  const { title, comment } = TARGETS[target];
  const line = (text: string) => (comment === '```' ? `\`\`\` ${text} \`\`\`` : `${comment} ${text}`);
  const blocks = queriesFor(target, accounts).map((query) => `${line(query.title)}\n${query.text}\n`);
  return [`${line(`${title}; not tried against a live system`)}\n`, ...blocks].join('\n');
}
