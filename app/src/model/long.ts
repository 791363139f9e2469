/** Names without end: the beginning is shown, the rest on demand. */

import { count } from '../../../src/report/numbers.js';

/** Characters of a name that are shown at once; few real names have more. */
export const SHOWN = 300;
/** Of more, these at most. */
const BEGINNING = 100;

/** @returns the beginning of a text that is too long to be shown; null where it is not */
export function beginning(text: string, most = SHOWN): string | null {
  if (text.length <= most) return null;
  const cut = text.slice(0, Math.min(BEGINNING, Math.floor(most * 0.8)));
  // No half of a character.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** @returns a text that is short enough for a link, with how long it is where it was cut */
export function brief(text: string, most = SHOWN): string {
  const start = beginning(text, most);
  return start === null ? text : `${start} ... (${count(text.length)} characters)`;
}
