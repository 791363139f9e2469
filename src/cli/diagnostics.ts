/** What is said on standard error: lines of bounded length that do nothing to a terminal, whatever names stand in them. */
import type { Writable } from 'node:stream';
import { terminal } from '../report/encode/terminal.js';

/** Characters of a line that are shown: its beginning and its end. */
const BEGINNING = 600;
const END = 300;

/** @returns the text as one line; of a long one the beginning and the end */
export function sentence(text: string): string {
  // Each character may become several, and what is left out need not be looked at.
  return shortened(terminal(shortened(text)));
}

/** Writes one line. */
export function tell(text: string, out: Writable = process.stderr): void {
  out.write(`${sentence(text)}\n`);
}

function shortened(text: string): string {
  return text.length <= BEGINNING + END ? text : `${text.slice(0, BEGINNING)} [...] ${text.slice(-END)}`;
}
