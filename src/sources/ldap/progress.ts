/** Whether the pages of a search come to an end: each has to bring something. */
import type { SearchPage } from './connection.js';

/** Pages in succession that bring nothing new, at which a search is given up. */
const MOST_FRUITLESS = 2;
/**
 * A page for which a server took so long does not count: a domain controller that finds nothing within its time for a page
 * sends an empty one, in a large directory several in succession. The time of that is two minutes by default.
 */
const SLOW_SECONDS = 10;
/** Of those there may be so many in succession. */
const MOST_SLOW = 20;
/** The longest cookie, which is sent back with each request: those of domain controllers have up to some KiB. */
const MOST_COOKIE = 64 * 1024;

/** One reading of a search from its beginning. */
export class Progress {
  #fruitless = 0;
  #slow = 0;

  /** @param known how many objects were read before, which may all come again */
  constructor(private known: number) {}

  /**
   * @param fresh entries of the page that were not read before
   * @param seconds it took the server
   * @returns why the next page is not asked for; undefined where it may be
   */
  hindrance(fresh: number, { entries, result }: SearchPage, seconds: number): string | undefined {
    const { length } = result.cookie ?? [];
    if (length > MOST_COOKIE) return `the server sent a cookie of ${length.toLocaleString('en')} bytes`;
    const again = Math.min(this.known, entries.length - fresh);
    this.known -= again;
    if (fresh > 0 || again > 0) {
      this.#fruitless = 0;
      this.#slow = 0;
    } else if (seconds < SLOW_SECONDS || ++this.#slow > MOST_SLOW) {
      this.#fruitless++;
    }
    if (this.#fruitless < MOST_FRUITLESS) return undefined;
    return `the server sent ${MOST_FRUITLESS} pages in succession that brought nothing new, and said that there are more`;
  }
}
