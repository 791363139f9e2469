/** Text of bounded length: whoever writes names into the directory decides how long they are. */

/** @returns the text, or its beginning and its end where it is too long */
export function bounded(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = most - 5;
  const head = text.slice(0, Math.ceil(kept / 2)).replace(/[\ud800-\udbff]$/, '');
  const tail = text.slice(text.length - Math.floor(kept / 2)).replace(/^[\udc00-\udfff]/, '');
  return `${head}[...]${tail}`;
}

/** Words as a reader counts them. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
