/** The last words of `adreach collect`: what was read, what was not, and where it is. */

import type { AssembleSummary } from '../assemble/index.js';
import type { GapRecord } from '../directory/records.js';
import { dnKey, dnsNameOf } from '../names/dn.js';
import type { GapCode } from '../result/gaps.js';
import type { LdapInfo } from '../sources/ldap/index.js';

/** Examples that are shown of each kind of gap. */
const EXAMPLES = 3;
/** Referrals that are named. */
const SHOWN_REFERRALS = 5;

/**
 * @param path the snapshot
 * @param seconds how long it took
 * @param skipped why servers that were named before the one that served did not
 * @param goOn how to go on where it ended before its time
 * @returns lines, whose text comes from the directory in part: to be encoded for where they go
 */
export function collectSummary(
  path: string,
  summary: AssembleSummary,
  info: LdapInfo,
  seconds: number,
  skipped: readonly string[] = [],
  goOn?: string,
): string[] {
  const { model, accounts } = summary.counts;
  const { server } = info;
  const count = (number: number) => number.toLocaleString('en');
  const lines = [
    `${dnsNameOf(server.defaultNamingContext)}, read from ${server.dnsHostName ?? info.url} as ${info.boundAs}`,
    `  ${count(accounts.account)} accounts, ${count(model.group)} groups, ${count(model.container)} containers, ` +
      `${count(model.class + model.attribute)} schema objects; ${count(model.sd + accounts.sd)} distinct descriptors`,
    `  ${path}: ${size(summary.bytes)}, in ${seconds.toFixed(1)} s`,
  ];
  const interruptions = info.runs.length - 1;
  if (interruptions > 0) {
    const times = interruptions === 1 ? 'once' : `${count(interruptions)} times`;
    lines.push(
      `  Interrupted ${times}: begun ${info.runs[0]!.startedAt}, last gone on with ${info.runs.at(-1)!.startedAt}`,
    );
  }
  for (const why of skipped) lines.push(`  Passed over: ${why}`);
  if (info.busy.answers > 0) {
    const times = info.busy.answers === 1 ? 'once' : `${count(info.busy.answers)} times`;
    lines.push(`  The server was busy ${times}; waited ${info.busy.seconds.toFixed(1)} s and asked again`);
  }
  for (const { what, parts } of info.searches.filter((search) => search.parts > 1)) {
    lines.push(`  Cut short by the server's limits, and read in ${count(parts)} smaller searches: ${what}`);
  }
  const referrals = foreignReferrals(info);
  if (referrals.length > 0) {
    const more = referrals.length > SHOWN_REFERRALS ? `, and ${referrals.length - SHOWN_REFERRALS} more` : '';
    lines.push(`  Not followed: referrals to ${referrals.slice(0, SHOWN_REFERRALS).join(', ')}${more}`);
  }
  if (summary.gaps === 0) return [...lines, '  Complete: everything that was asked for could be read'];
  lines.push(`  INCOMPLETE: ${count(summary.gaps)} could not be read`, ...gapLines(summary.gapRecords));
  return goOn === undefined ? lines : [...lines, `  Not finished: ${goOn}`];
}

/** The gaps by code: how many, and some of them. */
function gapLines(gaps: readonly GapRecord[]): string[] {
  const byCode = new Map<GapCode, GapRecord[]>();
  for (const gap of gaps) byCode.set(gap.code, [...(byCode.get(gap.code) ?? []), gap]);
  return [...byCode].flatMap(([code, records]) => {
    const total = records.reduce((sum, { count }) => sum + (count ?? 1), 0);
    const shown = records
      .slice(0, EXAMPLES)
      .map(({ dn, message }) => `      ${dn === undefined ? '' : `${dn}: `}${message}`);
    const rest = total > shown.length ? ['      ...'] : [];
    return [`    ${code}: ${total.toLocaleString('en')}`, ...shown, ...rest];
  });
}

/** Referrals to what was not read from this very server. */
function foreignReferrals({ referrals, server }: LdapInfo): readonly string[] {
  const read = new Set([server.configurationNamingContext, server.schemaNamingContext].map(dnKey));
  return referrals.filter((url) => {
    try {
      return !read.has(dnKey(decodeURIComponent(new URL(url).pathname.slice(1))));
    } catch {
      return true;
    }
  });
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KiB', 'MiB', 'GiB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
