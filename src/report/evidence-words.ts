/** What reports for people say of the evidence, in words. */
import type { EvidenceBlock, EvidenceCounts, GapTouches } from '../result/audit.js';
import type { Collection, OriginInfo, SourceInfo } from '../result/sources.js';
import { count, counted } from './numbers.js';

/** Which verdicts gaps affect: `56 verdicts unknown`. */
export function touchesWords({ unknown, resting }: GapTouches): string {
  if (unknown === null && resting === null) return 'the affected verdicts cannot be counted';
  const words = [
    ...(unknown === null || unknown === 0 ? [] : [`${counted(unknown, 'verdict')} unknown`]),
    ...(resting === null || resting === 0 ? [] : [`${counted(resting, 'known verdict')} resting on it`]),
  ];
  if (words.length > 0) return words.join(', ');
  return unknown === null || resting === null
    ? 'no verdict unknown; how many rest on it cannot be counted'
    : 'no verdict of this result';
}

/** What is missing where a result is not complete: `2 gaps, 1 failed rule`. */
export function missingWords(evidence: Pick<EvidenceBlock, 'gaps' | 'failedRules'>): string {
  const { gaps } = evidence;
  const rules = failedRuleWords(evidence);
  return [...(gaps.length > 0 ? [counted(gaps.length, 'gap')] : []), ...(rules === null ? [] : [rules])].join(', ');
}

/** How many rules could not be evaluated everywhere; null: none, as far as is told. Without gaps it is what makes a result incomplete. */
export function failedRuleWords({
  gaps,
  failedRules = [],
}: Pick<EvidenceBlock, 'gaps' | 'failedRules'>): string | null {
  if (failedRules.length > 0) return counted(failedRules.length, 'failed rule');
  return gaps.length > 0 ? null : 'rules that could not be evaluated';
}

/** How much evidence there is, one phrase a kind. */
export function countWords(counts: EvidenceCounts): readonly string[] {
  const { accounts, groups, containers, foreignPrincipals, trusts, descriptors } = counts;
  return [
    ...(accounts === undefined ? [] : [counted(accounts, 'account')]),
    counted(groups, 'group'),
    counted(containers, 'container'),
    counted(foreignPrincipals, 'foreign principal'),
    counted(trusts, 'trust'),
    `schema with ${counted(counts.schemaClasses, 'class', 'classes')} and ${counted(counts.schemaAttributes, 'attribute')}`,
    counted(counts.extendedRights, 'extended right'),
    counted(descriptors, 'distinct security descriptor'),
  ];
}

/** All sources, each followed by those that it was made from. */
export function withOrigins(
  sources: readonly OriginInfo[],
  depth = 0,
): readonly { readonly source: SourceInfo | OriginInfo; readonly depth: number }[] {
  return sources.flatMap((source) => [{ source, depth }, ...withOrigins(source.madeFrom ?? [], depth + 1)]);
}

/** Who read a directory, from when to when, and how far the server was. */
export function collectionWords(collection: Collection): string {
  const { boundAs, startedAt, endedAt, serverTime, highestCommittedUSN, searches, moreSearches = 0 } = collection;
  const resumed = (collection.resumed ?? []).map(
    (run) =>
      `; it was interrupted, and resumed at ${run.startedAt} (${run.serverTime ?? 'not shown'} by the clock of the server, highestCommittedUSN ${run.highestCommittedUSN ?? 'not shown'})`,
  );
  const entries = searches.reduce((sum, search) => sum + search.entries, 0);
  const sent = counted(searches.length + moreSearches, 'search', 'searches');
  const given = moreSearches > 0 ? '' : ` that gave ${counted(entries, 'entry', 'entries')}`;
  return `read as ${boundAs}, from ${startedAt} to ${endedAt ?? 'an unknown time'}, with ${sent}${given}; when it began, the clock of the server said ${serverTime ?? 'nothing'} and its highestCommittedUSN was ${highestCommittedUSN ?? 'not shown'}${resumed.join('')}`;
}

/** `user 244, computer 9`. */
export function classWords(classes: EvidenceCounts['containersByClass']): string {
  return classes.map((of) => `${of.class || 'class not read'} ${count(of.count)}`).join(', ');
}
