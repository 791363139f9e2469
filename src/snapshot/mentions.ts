/** Finds lines of a snapshot that mention one of some texts, without parsing the others. */
import { asciiJson } from './format.js';

/** Characters of a text that are looked for: a line that has them may have all of it, and no pattern grows too large. */
const COMPARED = 500;

/**
 * @param mentions texts; case is ignored
 * @returns a function that keeps, of whole lines, those that mention one, as far as its first 500 characters tell, and all descriptors and class lists
 */
export function mentionFilter(mentions: readonly string[]): (text: string) => string {
  const patterns = mentions.filter((m) => m !== '').map((m) => pattern(m.slice(0, COMPARED)));
  const search = new RegExp(['^\\{"t":"(?:sd|classes)"', ...patterns].join('|'), 'gim');
  return (text) => {
    let out = '';
    search.lastIndex = 0;
    for (let hit = search.exec(text); hit !== null; hit = search.exec(text)) {
      const start = text.lastIndexOf('\n', hit.index - 1) + 1;
      const end = text.indexOf('\n', hit.index) + 1;
      out += text.slice(hit.index === 0 ? 0 : start, end);
      search.lastIndex = end;
    }
    return out;
  };
}

/** A text as it stands in a line of ASCII JSON; letters beyond ASCII in either case. */
function pattern(text: string): string {
  let out = '';
  for (const c of text) {
    if (c.charCodeAt(0) < 0x80) {
      out += escapeRegExp(asciiJson(c).slice(1, -1));
      continue;
    }
    const forms = new Set([c, c.toLowerCase(), c.toUpperCase()]);
    out += `(?:${[...forms].map((form) => escapeRegExp(asciiJson(form).slice(1, -1))).join('|')})`;
  }
  return out;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
