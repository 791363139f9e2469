/** Small things of English. */

/** `a`, `a and b`, `a, b and c`. */
export function join(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `entry 3`, `entries 3 and 7`. */
export function entriesWords(indexes: readonly number[]): string {
  return `${indexes.length === 1 ? 'entry' : 'entries'} ${join(indexes.map(String))}`;
}

/** `read X` and `write X` become `read and write X`. */
export function rightsWords(rights: readonly string[]): string {
  const merged: string[] = [];
  for (const right of rights) {
    const other = right.startsWith('write ') ? right.replace('write ', 'read ') : right.replace(/^read /, 'write ');
    const at = other === right ? -1 : merged.indexOf(other);
    if (at < 0) merged.push(right);
    else merged[at] = right.replace(/^(read|write) /, 'read and write ');
  }
  return join(merged);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a user`, `an inetOrgPerson`. */
export function article(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
