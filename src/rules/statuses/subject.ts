/** Whom a suppression is for: a SID, a DN, or a pattern of DNs. */
import { isSid, normalizeSid } from '../../descriptor/sid.js';
import { dnKey, isDn, splitDn } from '../../names/dn.js';

/** What identifies an object: SIDs as Windows prints them, DNs in the form that `comparable` gives. */
export type SubjectMatch =
  | { readonly kind: 'sid'; readonly sid: string }
  | { readonly kind: 'dn'; readonly key: string }
  /** The texts between the asterisks. */
  | { readonly kind: 'pattern'; readonly pieces: readonly Piece[] };

/** A text to be looked for, with what makes that take no longer than the text it is looked for in. */
interface Piece {
  readonly text: string;
  /** For each place of the text, how much of its beginning also ends there (Knuth, Morris and Pratt). */
  readonly borders: readonly number[];
}

/** Stands for an asterisk while a pattern is made comparable: no character, so no name holds it. */
const ANY = '\uffff';
/** Separators of a DN: control characters are escaped in keys, so that a comma within a name is never one of these. */
const BETWEEN_RDNS = '\u0001';
const BETWEEN_PAIRS = '\u0002';

/** @returns null where the text is neither a SID, nor a DN, nor a pattern of DNs */
export function parseSubject(text: string): SubjectMatch | null {
  if (isSid(text)) return { kind: 'sid', sid: normalizeSid(text) };
  if (text.includes(ANY)) return null;
  const marked = markAsterisks(text);
  if (!marked.includes(ANY)) return isDn(text) ? { kind: 'dn', key: comparable(text) } : null;
  const rdns = splitDn(marked);
  if (!rdns.every((rdn) => (rdn.includes('=') ? isDn(rdn) || rdn.indexOf(ANY) < rdn.indexOf('=') : rdn.includes(ANY))))
    return null;
  const key = rdns.map((rdn) => separated(dnKey(rdn))).join(BETWEEN_RDNS);
  return { kind: 'pattern', pieces: key.split(ANY).map((piece) => ({ text: piece, borders: bordersOf(piece) })) };
}

/** A DN in the form in which DNs and patterns are compared: `dnKey`, with separators that no name can hold. */
export function comparable(dn: string): string {
  return separated(dnKey(dn));
}

/**
 * Holds a comparable DN against a pattern, in time that grows with the length of the DN and of the pattern alone.
 * @param pieces of a pattern; at least two
 */
export function matches(pieces: readonly Piece[], key: string): boolean {
  const first = pieces[0]!.text;
  const last = pieces[pieces.length - 1]!.text;
  if (key.length < first.length + last.length || !key.startsWith(first) || !key.endsWith(last)) return false;
  const end = key.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    at = endOfNext(piece, key, at, end);
    if (at < 0) return false;
  }
  return true;
}

/** Asterisks that are neither escaped nor quoted become `ANY`. */
function markAsterisks(text: string): string {
  let out = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\\') {
      out += text.slice(at, at + 2);
      at++;
      continue;
    }
    if (sign === '"') quoted = !quoted;
    out += sign === '*' && !quoted ? ANY : sign;
  }
  return out;
}

function separated(key: string): string {
  if (!key.includes('\\')) return key.replaceAll(',', BETWEEN_RDNS).replaceAll('+', BETWEEN_PAIRS);
  let out = '';
  for (let at = 0; at < key.length; at++) {
    const sign = key[at]!;
    if (sign === '\\') {
      out += key.slice(at, at + 2);
      at++;
    } else out += sign === ',' ? BETWEEN_RDNS : sign === '+' ? BETWEEN_PAIRS : sign;
  }
  return out;
}

function bordersOf(text: string): readonly number[] {
  const borders: number[] = [0];
  for (let at = 1, length = 0; at < text.length; at++) {
    while (length > 0 && text[at] !== text[length]) length = borders[length - 1]!;
    if (text[at] === text[length]) length++;
    borders.push(length);
  }
  return borders;
}

/** @returns where the next occurrence has ended, at or after `from` and before `end`; -1 where there is none */
function endOfNext({ text, borders }: Piece, key: string, from: number, end: number): number {
  if (text === '') return from;
  for (let at = from, length = 0; at < end; at++) {
    while (length > 0 && key[at] !== text[length]) length = borders[length - 1]!;
    if (key[at] === text[length]) length++;
    if (length === text.length) return at + 1;
  }
  return -1;
}
