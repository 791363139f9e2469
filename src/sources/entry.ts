/** A directory object as a source first sees it, before anything is interpreted. */
export interface RawEntry {
  readonly dn: string;
  /**
   * Values by attribute name in lower case, without options: `member;range=0-1499` is filed under `member`, joined with
   * its other parts. Values are the bytes as the protocol or the file has them. An attribute that was returned without
   * values has an empty list.
   */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
  /** Attributes, as in `attributes`, of which only a part of the values was read. */
  readonly cut?: readonly string[] | undefined;
  /** Where it stands, for messages: `line 120` of an LDIF file, for instance. */
  readonly where?: string | undefined;
}

/** Things a source notices while reading, that make the evidence incomplete. */
export interface SourceGap {
  readonly code: import('../result/gaps.js').GapCode;
  readonly dn?: string | undefined;
  readonly count?: number | undefined;
  readonly message: string;
}

/** Memberships told from the member's side, as a snapshot stores them: `dn` is named in `member` of each of `groups`. */
export interface RawMemberships {
  readonly dn: string;
  readonly groups: readonly string[];
}

/** What is known of what was asked for: attribute names in lower case, all of them, or nothing. */
export type Asked = ReadonlySet<string> | 'all' | null;

/**
 * What a reader hands to the assembler, in any order. `source` says that what follows comes from the source of that
 * name, and is needed where there are several: one name may mean two objects in two of them. `asked` says what was asked for of all that
 * follows in the source.
 */
export type RawItem =
  | { readonly entry: RawEntry }
  | { readonly memberships: RawMemberships }
  | { readonly gap: SourceGap }
  | { readonly source: string }
  | { readonly asked: Asked };
