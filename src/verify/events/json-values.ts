/** JSON values out of pieces of text: the elements of a list, or values one behind the other, each of bounded length. */

/** Characters of one value; an answer of a query service is one value. */
export const LONGEST_VALUE = 16_000_000;
const DEEPEST = 64;

export interface JsonText {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
  /** What is wrong with it; null: nothing that is seen from outside. */
  readonly fault: string | null;
}

/** What changes how deep the text is, or begins and ends a string. */
const STRUCTURE = /["{}[\]\n]/g;
const IN_STRING = /["\\\n]/g;

/** @yields each value; text that is none is told once, and left out up to the next value */
export async function* jsonValues(pieces: AsyncIterable<string>): AsyncGenerator<JsonText> {
  const scanner = new Scanner();
  let first = true;
  for await (const piece of pieces) {
    yield* scanner.take(first && piece.startsWith('\ufeff') ? piece.slice(1) : piece);
    first = false;
  }
  yield* scanner.end();
}

class Scanner {
  /** Of the value that is open: its text up to here. */
  #text = '';
  #line = 1;
  #begun = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** A list is open around the values. */
  #inList: 'no' | 'yes' | 'ended' = 'no';
  #fault: string | null = null;
  #strayTold = false;

  *take(text: string): Generator<JsonText> {
    let from = 0;
    for (let at = 0; at < text.length; ) {
      if (this.#escaped) {
        this.#escaped = false;
        at++;
        continue;
      }
      const pattern = this.#inString ? IN_STRING : STRUCTURE;
      pattern.lastIndex = at;
      const index = pattern.exec(text)?.index ?? text.length;
      if (this.#depth === 0 && !this.#inString) yield* this.#stray(text.slice(at, index));
      if (index === text.length) break;
      at = index + 1;
      const c = text[index]!;
      if (c === '\n') this.#line++;
      else if (this.#inString) {
        if (c === '"') this.#inString = false;
        else this.#escaped = true;
      } else if (c === '"') {
        if (this.#depth > 0) this.#inString = true;
        else yield* this.#stray(c);
      } else if (c === '{' || c === '[') {
        if (this.#depth === 0 && c === '[' && this.#inList === 'no') this.#inList = 'yes';
        else if (this.#depth++ === 0) {
          from = index;
          this.#begun = this.#line;
          this.#strayTold = false;
        } else if (this.#depth > DEEPEST) this.#fault = 'it is nested too deeply';
      } else if (this.#depth === 0) {
        if (c === ']' && this.#inList === 'yes') this.#inList = 'ended';
        else yield* this.#stray(c);
      } else if (--this.#depth === 0) {
        yield this.#value(this.#text + text.slice(from, at));
        from = at;
      }
    }
    if (this.#depth === 0) return;
    this.#text += text.slice(from);
    if (this.#text.length <= LONGEST_VALUE) return;
    this.#fault = `it is longer than ${LONGEST_VALUE} characters`;
    this.#text = '';
  }

  *end(): Generator<JsonText> {
    if (this.#depth > 0) yield { ...this.#value(''), fault: 'the file is cut off in the middle of a value' };
    else if (this.#inList === 'yes')
      yield { text: '', line: this.#line, fault: 'the file is cut off: its list does not end' };
  }

  #value(text: string): JsonText {
    const value = { text, line: this.#begun, fault: this.#fault };
    this.#text = '';
    this.#fault = null;
    this.#depth = 0;
    return value;
  }

  /** Between values stand blanks, and commas in a list. */
  *#stray(text: string): Generator<JsonText> {
    const rest = this.#inList === 'yes' ? text.replace(/^\s*,?\s*$/, '') : text;
    if (rest.trim() === '' || this.#strayTold) return;
    this.#strayTold = true;
    yield { text: '', line: this.#line, fault: 'what stands between values is no JSON' };
  }
}
