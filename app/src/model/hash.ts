/** A short name for a long text, the same on every machine and in every run: for addresses, not for secrets. */

/** @returns 16 hexadecimal digits: FNV-1a of 32 bits over the text, and over it backwards */
export function shortHash(text: string): string {
  return fnv(text, 0, 1) + fnv(text, text.length - 1, -1);
}

function fnv(text: string, from: number, step: 1 | -1): string {
  let hash = 0x811c9dc5;
  for (let i = from; i >= 0 && i < text.length; i += step) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
