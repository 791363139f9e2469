/** What a file must say that was cut off. */

import { promised } from '../parser-target.js';
import { referenceLdif } from './ldif.js';
import type { EvidenceView } from './view.js';

const LDAPSEARCH = /^# extended LDIF\r?$/gm;
const RESULT = /^result: /gm;

/**
 * An LDIF file that was cut off within an entry, or before the result line of ldapsearch, is read with the gap
 * `search-incomplete`. Between two entries of a file that says nowhere how many there are, nothing shows the cut.
 * @param original the text, @param cut the beginning of it that is left
 */
export function holdCut(original: Buffer, cut: Buffer, view: EvidenceView): void {
  const whole = referenceLdif(original).entries;
  const left = referenceLdif(cut).entries;
  const last = left.at(-1);
  const within =
    last !== undefined && lines(last.attributes) !== lines(whole[left.length - 1]?.attributes ?? new Map());
  const text = cut.toString('latin1');
  const searches = text.match(LDAPSEARCH)?.length ?? 0;
  const unended = searches > 0 && (text.match(RESULT)?.length ?? 0) < searches;
  if (!within && !unended) return;
  promised(
    view.gaps.some(({ code }) => code === 'search-incomplete'),
    () => `cut off ${within ? `within ${last.dn}` : 'before the result of the search'}, and no gap says so`,
  );
}

function lines(attributes: ReadonlyMap<string, readonly Buffer[]>): string {
  return [...attributes]
    .flatMap(([name, values]) => values.map((value) => `${name} ${value.toString('hex')}`))
    .join('\n');
}
