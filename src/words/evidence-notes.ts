/** What a result takes for granted, and what of it may be missing, in words. */

/** One thing that a reader of a result has to know about what it rests on. */
export type EvidenceNote =
  | {
      readonly note: 'builtin-schema' | 'builtin-rights' | 'heuristics-unread' | 'local-system' | 'network-logon';
    }
  | { readonly note: 'deleted-left-out'; readonly count: number }
  /** Changes were made to sources in memory. */
  | { readonly note: 'simulated'; readonly sources: readonly string[]; readonly changes: number }
  /** Protected groups that every domain has and the sources lack. */
  | { readonly note: 'protected-groups-missing'; readonly groups: readonly string[]; readonly domain: string }
  /** Domains of the forest that the partitions name and no source holds. */
  | { readonly note: 'domains-missing'; readonly domains: readonly string[] }
  /** What accounts under audit, and groups, were called before was not shown. */
  | { readonly note: 'history-unread'; readonly accounts: readonly string[]; readonly groups: number }
  /** Domains between which no trust was read. */
  | { readonly note: 'trust-unread'; readonly from: string; readonly to: string }
  /** Domains of one forest, with a trust between them that was not read. */
  | { readonly note: 'quarantine-assumed'; readonly from: string; readonly to: string }
  | { readonly note: 'rule-failed'; readonly rule: string; readonly count: number; readonly message: string };

/** What the evidence says where no descriptor of the sources has a DACL. */
export const NO_DACLS_TEXT =
  'No descriptor of the sources holds a DACL: the export left that part out (SD flags without 4), so no verdict is known.';

/** @returns one sentence */
export function evidenceNoteText(note: EvidenceNote): string {
  switch (note.note) {
    case 'builtin-schema':
      return 'The sources hold no schema: classes, attributes and property sets are those of the base product.';
    case 'builtin-rights':
      return 'The sources hold no extended rights: those of the base product are used.';
    case 'heuristics-unread':
      return 'dSHeuristics was not read, so it is not known whether operator groups are excluded from AdminSDHolder; their members count as undecided.';
    case 'protected-groups-missing':
      return `The sources do not hold ${note.groups.join(', ')} of ${note.domain}: whether accounts are protected as their members is known only where all of an account's memberships are (memberOf).`;
    case 'domains-missing':
      return `The sources do not hold ${note.domains.join(', ')} of the forest: entries that name their groups, and groups that hold them, are undecided.`;
    case 'history-unread':
      return `sIDHistory was not shown of ${[...note.accounts, ...(note.groups === 0 ? [] : [`${note.groups} groups`])].join(', ')}: entries for SIDs of other domains, and groups that hold them, are undecided.`;
    case 'trust-unread':
      return `How accounts of ${note.from} come to ${note.to} was not read (no trust, or not all of it): what they can do there is undecided.`;
    case 'quarantine-assumed':
      return `No source holds the trust by which accounts of ${note.from} come to ${note.to} within their forest: it is taken not to be quarantined, which is rare there and would take SIDs out of their tokens.`;
    case 'local-system':
      return 'LocalSystem is taken to act with S-1-5-18, S-1-5-32-544, S-1-1-0 and S-1-5-11 on a domain controller of the target; whether the computer account ever takes part is not documented.';
    case 'network-logon':
      return 'Accounts act over LDAP, a network logon: INTERACTIVE, BATCH, SERVICE and REMOTE INTERACTIVE LOGON are not in their tokens (not verified for version 2 sensors, which may impersonate on the controller itself).';
    case 'deleted-left-out':
      return `${note.count} deleted object(s) of the sources are left out: they are neither targets nor principals.`;
    case 'simulated': {
      const made = note.changes === 1 ? '1 change was' : `${note.changes} changes were`;
      return `SIMULATED: this is no evidence of a directory as it is. ${made} made in memory to ${note.sources.join(', ')} ("adreach simulate"); verdicts are those that the real directory would give after the real changes.`;
    }
    case 'rule-failed':
      return `Rule ${note.rule} could not be evaluated on ${note.count} object(s), so findings may be missing: ${note.message}`;
  }
}
