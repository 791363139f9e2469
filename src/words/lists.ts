/** Small things of English. */

/** `a`, `a and b`, `a, b and c`. */
export function join(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** `entry 3`, `entries 3 and 7`, `entries 3, 5-9 and 12`. */
export function entriesWords(indexes: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < indexes.length; at++) {
    const first = indexes[at]!;
    while (indexes[at + 1] === indexes[at]! + 1) at++;
    const last = indexes[at]!;
    if (last === first + 1) runs.push(String(first));
    runs.push(last - first > 1 ? `${first}-${last}` : String(last));
  }
  return `${indexes.length === 1 ? 'entry' : 'entries'} ${join(runs)}`;
}

/** Rights of an action as what somebody is to be allowed: `read and write X and reset passwords`. */
export function mayWords(rights: readonly string[]): string {
  return rightsWords(
    rights.map((right) =>
      right
        .replace(/^extended right User-Force-Change-Password\b.*/, 'reset passwords')
        .replace(/^(extended right|validated write)\b/, 'use the $1'),
    ),
  );
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
