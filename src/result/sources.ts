/** What a result says of its sources: what each is, when and how it was collected. */

export type SourceKind = 'ldap' | 'snapshot' | 'ldif' | 'adexplorer';

/** How a snapshot was collected from a directory server. */
export interface Collection {
  /** As whom: the user name given, or `client certificate`; `(left out)` in a pseudonymized snapshot. */
  readonly boundAs: string;
  /** ISO 8601 instants by the clock of the machine that collected. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** The server's clock when collecting began, ISO 8601. */
  readonly serverTime: string | null;
  /** The server's highestCommittedUSN when collecting began, decimal text. */
  readonly highestCommittedUSN: string | null;
  /** The same of each time it was gone on with after an interruption; absent where there was none. */
  readonly resumed?: readonly CollectionRun[];
  /** The searches that were sent, in the order in which they ended. */
  readonly searches: readonly CollectionSearch[];
  /** Searches beyond those listed. */
  readonly moreSearches?: number;
}

/** A run that went on where another was interrupted, always with the same server and as the same user. */
export interface CollectionRun {
  readonly startedAt: string;
  readonly serverTime: string | null;
  readonly highestCommittedUSN: string | null;
}

export interface CollectionSearch {
  readonly base: string;
  readonly scope: string;
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Entries that it gave. */
  readonly entries: number;
  /** Why it was not read to its end; absent where it was. */
  readonly incomplete?: string;
}

/** What a result says about one of its sources. */
export interface SourceInfo {
  /** As the user named it (file name or URL, never with credentials). */
  readonly name: string;
  readonly kind: SourceKind;
  /** SHA-256 of the file, hex; for a live source, of the snapshot that was collected from it. */
  readonly sha256: string;
  /** ISO 8601 instant at which collecting ended; null where the source does not say. */
  readonly collectedAt: string | null;
  /** dnsHostName of the directory server; null where the source does not say. */
  readonly server: string | null;
  /** Absent where the source does not say, and where it was made from several: there each has its own. */
  readonly collection?: Collection;
  /** The program that wrote a snapshot. */
  readonly tool?: { readonly name: string; readonly version: string };
  /** What a snapshot was made from, where it joins several sources, or was made of a snapshot that does. */
  readonly madeFrom?: readonly OriginInfo[];
}

/** A source that a snapshot was made from: one that was read from a server has no hash of its own. */
export interface OriginInfo extends Omit<SourceInfo, 'sha256'> {
  readonly sha256: string | null;
}
