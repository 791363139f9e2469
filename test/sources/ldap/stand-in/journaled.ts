/** A collection that keeps a journal, and what it came to, in a form that can be compared. */
import type { RawEntry, RawItem } from '../../../../src/sources/entry.js';
import { type LdapInfo, type LdapOptions, openLdapSource } from '../../../../src/sources/ldap/index.js';
import type { Journal } from '../../../../src/sources/ldap/journal/journal.js';

export interface Outcome {
  readonly entries: readonly RawEntry[];
  readonly gaps: readonly string[];
  readonly info: LdapInfo;
  /** What ended it while it was reading. */
  readonly error?: unknown;
}

/**
 * Collects, and leaves the journal where it is.
 * @throws what `openLdapSource` throws
 */
export async function collectWithJournal(options: LdapOptions, open: () => Journal): Promise<Outcome> {
  let journal: Journal | undefined;
  try {
    const source = await openLdapSource(options, undefined, () => {
      journal = open();
      return journal;
    });
    const items: RawItem[] = [];
    let error: unknown;
    try {
      for await (const item of source.items) items.push(item);
    } catch (failure) {
      error = failure;
    }
    const entries = items.flatMap((item) => ('entry' in item ? [item.entry] : []));
    const gaps = items.flatMap((item) => ('gap' in item ? [item.gap.message] : []));
    return { entries, gaps, info: source.info(), ...(error !== undefined && { error }) };
  } finally {
    journal?.close();
  }
}

/** Entries in an order and form in which they can be compared. */
export const contentOf = (entries: readonly RawEntry[]): string[] =>
  entries
    .map(({ dn, attributes }) =>
      JSON.stringify([
        dn,
        [...attributes].map(([name, values]) => [name, values.map((value) => value.toString('hex')).sort()]).sort(),
      ]),
    )
    .sort();
