/** Text of event files: UTF-8, or UTF-16 as PowerShell redirects it, in pieces and in lines of bounded length. */
import { TextDecoder } from 'node:util';
import type { EventInput } from './input.js';

/** Reads bytes as text. */
export class TextPieces {
  /** Whether bytes were no text of the encoding; they stand as U+FFFD in it. */
  replaced = false;
  /** What was read last; empty: nothing. */
  last = '';

  constructor(readonly input: EventInput) {}

  async *read(): AsyncGenerator<string> {
    let decoder: TextDecoder | null = null;
    let checked = false;
    for await (const bytes of this.input.read()) {
      decoder ??= new TextDecoder(encodingOf(bytes));
      const text = decoder.decode(bytes, { stream: true });
      if (!checked && text.includes('\ufffd')) {
        this.replaced = true;
        checked = true;
      }
      if (text === '') continue;
      this.last = text.at(-1)!;
      yield text;
    }
    const rest = decoder?.decode() ?? '';
    if (rest.includes('\ufffd')) this.replaced = true;
    if (rest === '') return;
    this.last = rest.at(-1)!;
    yield rest;
  }
}

/** By the byte order mark, or, without one, by the zero bytes that ASCII has in UTF-16. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0) return 'utf-16le';
  if (bytes.length > 3 && bytes[0] === 0 && bytes[2] === 0 && bytes[1] !== 0) return 'utf-16be';
  return 'utf-8';
}

/** A line without its end. */
export interface TextLine {
  /** From 1. */
  readonly number: number;
  /** Null for one that is longer than a line may be. */
  readonly text: string | null;
}

/** Characters of a line: an event with a long descriptor has some hundred thousand. */
export const LONGEST_LINE = 4_000_000;

export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let carry = '';
  let tooLong = false;
  let number = 0;
  const line = (text: string): TextLine => {
    number++;
    const whole = carry + text;
    const long = tooLong || whole.length > LONGEST_LINE;
    carry = '';
    tooLong = false;
    return { number, text: long ? null : whole.endsWith('\r') ? whole.slice(0, -1) : whole };
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield line(piece.slice(from, end));
      from = end + 1;
    }
    if (!tooLong) carry += piece.slice(from);
    if (carry.length > LONGEST_LINE) {
      tooLong = true;
      carry = '';
    }
  }
  if (carry !== '' || tooLong) yield line('');
}

/** How many line ends a text holds. */
export function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
