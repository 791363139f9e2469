/** How an unfinished collection is told from other files: by its first line, as every input is told by its content. */

/** The first line of the journal that `adreach collect` keeps; the number is that of the format. */
export const JOURNAL_LINE = 'adreach collection 1\n';

/** @param head the first bytes of a file */
export function isJournal(head: Buffer): boolean {
  return head.toString('latin1', 0, JOURNAL_LINE.length) === JOURNAL_LINE;
}
