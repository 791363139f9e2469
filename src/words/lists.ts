/** Small things of English. */

/** @returns `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** @returns `entry 3`, `entries 3 and 7`, `entries 3, 5-9 and 12`. */
export function entriesWords(indexes: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < indexes.length; at++) {
    const first = indexes[at]!;
    while (indexes[at + 1] === indexes[at]! + 1) at++;
    const last = indexes[at]!;
    if (last === first + 1) runs.push(String(first));
    runs.push(last - first > 1 ? `${first}-${last}` : String(last));
  }
  return `${indexes.length === 1 ? 'entry' : 'entries'} ${listed(runs)}`;
}

/** @returns the text with a capital at its start */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @returns the noun with its article: `a user`, `an inetOrgPerson` */
export function article(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
