/** What `adreach inspect` says, for a terminal. */

import { terminal } from '../report/encode/terminal.js';
import { count, counted } from '../report/numbers.js';
import { paragraph } from '../report/table/grid.js';
import { painter } from '../report/table/paint.js';
import type { TerminalTraits } from '../report/terminal-traits.js';
import type { InspectedCounts, Inspection } from '../result/inspect.js';
import type { Collection, OriginInfo, SourceKind } from '../result/sources.js';
import { GAP_TEXTS } from '../words/gaps.js';

const KINDS: Readonly<Record<SourceKind, string>> = {
  ldap: 'directory server',
  snapshot: 'adreach snapshot',
  ldif: 'LDIF export',
  adexplorer: 'AD Explorer snapshot',
};

/** @returns lines that fit the terminal */
export function inspectionText(inspection: Inspection, { width, colour }: TerminalTraits): string[] {
  const paint = painter(colour);
  const lines: string[] = [];
  const say = (text: string, indent = 2): void => {
    lines.push(...paragraph(terminal(text), width, indent, indent + 2));
  };
  const origins = (list: readonly OriginInfo[], depth: number, told = false): void => {
    for (const { name, kind, collectedAt, server, collection, madeFrom = [] } of list) {
      const from = server === null ? '' : ` of ${server}`;
      say(`made from ${name} (${KINDS[kind]}${from}${collectedAt === null ? '' : `, ${collectedAt}`})`, depth);
      if (collection !== undefined && !told) say(collectionWords(collection), depth + 2);
      origins(madeFrom, depth + 2);
    }
  };
  for (const {
    name,
    kind,
    size,
    collectedAt,
    server,
    sha256,
    collection,
    tool,
    simulated,
    madeFrom,
  } of inspection.sources) {
    lines.push(paint(terminal(name), 'bold'));
    const by = tool === undefined ? '' : `, by ${tool.name} ${tool.version}`;
    say(`${KINDS[kind]}${size === null ? '' : `, ${count(size)} bytes`}${by}`);
    if (simulated !== undefined)
      say(`SIMULATED: ${counted(simulated.changes, 'change')} made in memory; no evidence of what is there`);
    say(`taken ${collectedAt ?? 'at a time that is not told'}${server === null ? '' : ` from ${server}`}`);
    if (collection !== undefined) say(collectionWords(collection));
    if (sha256 !== null) say(`sha256 ${sha256}`);
    if (madeFrom !== undefined) origins(madeFrom, 2);
    else if (inspection.sources.length === 1) origins(inspection.madeFrom, 2, true);
  }
  if (inspection.description !== null) say(`described as: ${inspection.description}`);
  lines.push('');
  for (const { dnsName, netbiosName, sid } of inspection.domains ?? []) {
    say(`Domain ${dnsName}${netbiosName === null ? '' : ` (${netbiosName})`}${sid === null ? '' : `, ${sid}`}`);
  }
  if (inspection.domains?.length === 0) say('No domain');
  for (const text of countLines(inspection.counts)) say(text);
  if (inspection.accountsByClass !== null && inspection.accountsByClass.length > 0) {
    say(`Accounts by class: ${inspection.accountsByClass.map((of) => `${of.class} ${count(of.count)}`).join(', ')}`);
  }
  if (!inspection.full) say('Not everything was counted, to be quick: --full does.');
  lines.push('');
  if (inspection.complete === null) say('Whether something is missing was not looked at: --full does.');
  else if (inspection.complete) say('Complete: everything that an audit needs is there.');
  else lines.push(paint('  INCOMPLETE', 'alarm'));
  for (const { code, count: times, example } of inspection.gaps ?? []) {
    say(`- ${code}, ${counted(times, 'time')}: ${GAP_TEXTS[code]}`, 4);
    say(`for example ${example}`, 6);
  }
  return lines;
}

/** Who collected, when, and how far the server was. */
function collectionWords({ boundAs, startedAt, endedAt, resumed = [], ...rest }: Collection): string {
  const searches = rest.searches.length + (rest.moreSearches ?? 0);
  const again = resumed.length === 0 ? '' : `, gone on with ${resumed.map((run) => run.startedAt).join(', ')}`;
  const usn = rest.highestCommittedUSN === null ? '' : `, highestCommittedUSN ${rest.highestCommittedUSN}`;
  return `collected as ${boundAs}, ${startedAt} to ${endedAt ?? 'a time that is not told'}${again}, with ${counted(searches, 'search', 'searches')}; the server's clock said ${rest.serverTime ?? 'nothing'}${usn}`;
}

function* countLines(counts: InspectedCounts): Generator<string> {
  const known = (items: readonly (readonly [number | null, string, string?])[]): string =>
    items.flatMap(([value, one, many]) => (value === null ? [] : [counted(value, one, many)])).join(', ');
  const { objects, accounts, groups, containers, foreignPrincipals, trusts } = counts;
  yield known([
    [objects, 'object'],
    [accounts, 'account'],
    [groups, 'group'],
    [containers, 'container'],
    [foreignPrincipals, 'foreign principal'],
    [trusts, 'trust'],
  ]);
  yield `Schema: ${known([
    [counts.classes, 'class', 'classes'],
    [counts.attributes, 'attribute'],
    [counts.rights, 'extended right'],
  ])}`;
  if (counts.descriptors !== null) yield counted(counts.descriptors, 'distinct security descriptor');
}
