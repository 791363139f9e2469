/** What a naive reader of a format finds: the other side of every comparison with what the product read. */

export interface ReferenceEntry {
  readonly dn: string;
  /** Values by attribute name in lower case; an attribute without values has an empty list. */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
  /** Attributes of which a value could not be used: a gap must name the object. */
  readonly faults: ReadonlySet<string>;
  /** Groups that the object says it is a member of; formats without memberships have none. */
  readonly memberOf?: readonly string[];
}

export interface ReferenceReading {
  readonly entries: readonly ReferenceEntry[];
  /** What no reader may accept, in words; empty where there is nothing of that kind. */
  readonly unacceptable: readonly string[];
}
