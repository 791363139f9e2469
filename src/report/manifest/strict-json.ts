/** JSON that means one thing: what programs read in different ways is refused, since a signature is over one reading. */

/** Manifests are four levels deep; their options a few more. */
const MOST_LEVELS = 32;

/**
 * @returns the value of a text
 * @throws SyntaxError for what is no JSON, for a member that stands twice in an object, one by the name of `__proto__`, and
 *   more than 32 levels
 */
export function strictJson(text: string): unknown {
  refuseAmbiguous(text);
  return JSON.parse(text);
}

/** Looks at names and levels only: whether all of it is JSON the parser says. */
function refuseAmbiguous(text: string): void {
  /** Names seen so far of each object that is open; null for a list. */
  const open: (Set<string> | null)[] = [];
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfString(text, at);
      if (isName) addName(open.at(-1)!, text.slice(at, end));
      isName = false;
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      open.push(sign === '{' ? new Set() : null);
      isName = sign === '{';
      if (open.length > MOST_LEVELS) throw new SyntaxError(`more than ${MOST_LEVELS} levels`);
    } else if (sign === '}' || sign === ']') {
      open.pop();
      isName = false;
    } else if (sign === ',') {
      isName = open.at(-1) instanceof Set;
    }
  }
}

/** @returns where a string has ended, its closing quote behind it */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  throw new SyntaxError('a string without an end');
}

function addName(names: Set<string>, quoted: string): void {
  const name = JSON.parse(quoted) as string;
  const shown = name.length > 40 ? `${name.slice(0, 40)}...` : name;
  if (names.has(name)) throw new SyntaxError(`the member ${JSON.stringify(shown)} stands twice in one object`);
  if (name === '__proto__') throw new SyntaxError('a member by the name of __proto__');
  names.add(name);
}
