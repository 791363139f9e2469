/** What ldapsearch prints between and after the entries: references, result lines, comments. */
import type { Asked, SourceGap } from '../entry.js';

/** Names of the lines that may stand outside an entry. */
export const SEARCH_NOISE: ReadonlySet<string> = new Set([
  'search',
  'result',
  'ref',
  'matcheddn',
  'text',
  'control',
  'pagedresults',
]);

const REQUESTING = Buffer.from('# requesting: ');
/** Longer than any list of attributes that a person asks for. */
const MAX_REQUESTING = 65_536;
const EXTENDED = Buffer.from('# extended LDIF');
/** Stands in the opening comment with -L too. */
const PROTOCOL = Buffer.from('# LDAPv3');

/** Follows the result lines: a search that failed, or of which the closing line is missing, is a gap. */
export class ResultTrailer {
  /** ldapsearch's opening comment was seen, and no result line since. */
  private open = false;
  private printed = false;

  /** Whether ldapsearch wrote the file: before each entry it puts a comment with the entry's name. */
  get ldapsearch(): boolean {
    return this.printed;
  }

  /** @param text a comment line, with its `#` */
  comment(text: Buffer): void {
    const extended = text.equals(EXTENDED);
    if (extended) this.open = true;
    if (extended || text.equals(PROTOCOL)) this.printed = true;
  }

  /**
   * What ldapsearch asked for, from its comment `# requesting: member objectSid`.
   * @param text a comment line, with its `#`
   * @returns undefined where the line does not say it
   */
  static asked(text: Buffer): Asked | undefined {
    if (text.length > MAX_REQUESTING || !text.subarray(0, REQUESTING.length).equals(REQUESTING)) return undefined;
    const names = text.toString('latin1', REQUESTING.length).trim().toLowerCase().split(/\s+/);
    // Without names it prints ALL; so does a star ask for all but what is computed.
    return names.includes('all') || names.includes('*') ? 'all' : new Set(names.map((name) => name.split(';')[0]!));
  }

  /**
   * @param text what follows `result:`, for example `4 Size limit exceeded`
   * @param where file and line, for the message
   * @returns a gap for a result other than success
   */
  result(text: string, where: string): SourceGap | null {
    this.open = false;
    const code = /^\d+/.exec(text.trim())?.[0];
    if (code === '0') return null;
    return {
      code: 'search-incomplete',
      message: `${where}: the search that made this file ended with result ${text.trim().slice(0, 100)}: entries are missing`,
    };
  }

  /** At the end of the file. */
  finish(name: string): SourceGap[] {
    if (!this.open) return [];
    return [
      {
        code: 'search-incomplete',
        message: `${name}: the result line with which ldapsearch ends its output is missing: the file is cut off`,
      },
    ];
  }
}
