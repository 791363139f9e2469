/** Unpacks the data that stands in the page. */
import type { PageData } from '../../../src/result/page.js';

/**
 * @returns the data of the element `data`: base64 of zlib-compressed JSON
 * @throws Error where the page was cut or changed, or the browser is too old
 */
export async function readData(): Promise<PageData> {
  const text = document.getElementById('data')?.textContent ?? '';
  if (typeof DecompressionStream === 'undefined')
    throw new Error('This browser is too old: it cannot unpack the data.');
  const packed = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text()) as PageData;
}
