/** SIDs of a token in words: how the account comes to them, and why it is not known whether it does. */
import type { Sid } from '../descriptor/types.js';
import type { TokenSidView, UndecidedSid } from '../result/explain.js';
import { listed } from './lists.js';

/** @returns `the account itself`, `every logon`, or the names on the way to the SID */
export function wayWords({ sid, name, via }: TokenSidView): string {
  if (via.length < 2) return 'the account itself';
  return via.length === 2 && via[1] === name && !sid.startsWith('S-1-5-21-') ? 'every logon' : via.join(' > ');
}

/** @returns the SID with its name before it, where it has one */
export function sidWords({ sid, name }: Pick<TokenSidView, 'sid' | 'name'>): string {
  return name === null ? sid : `${name} ${sid}`;
}

/** @returns why the token may or may not hold the SID */
export function undecidedWords({ because, detail }: UndecidedSid): string {
  switch (because) {
    case 'sid-filtering':
      return 'SID filtering may take it away';
    case 'members-missing':
      return `members that no source has: ${listed(detail)}`;
    case 'primary-group-unread':
      return "the account's primary group was not read";
    case 'kind-of-logon':
      return 'only some kinds of logon carry it';
    case 'builtin-missing':
      return 'the sources lack this group of CN=Builtin';
    case 'deleted-or-hidden':
      return 'its domain is in the sources and has no such object: deleted, or hidden from the collecting account';
    case 'other-domain':
      return `a SID of a domain that is not in the sources${detail.length > 0 ? ` (${listed(detail)})` : ''}`;
  }
}

/** @returns what a value of sIDHistory is called on the way */
export function formerSidText(sid: Sid): string {
  return `sIDHistory ${sid}`;
}

/** @returns what a primary group is called that the sources do not hold */
export function primaryGroupText(sid: Sid): string {
  return `primary group ${sid}`;
}

/** Names at the beginning of a way, and at its end, that stand there where the whole of it is too long to read. */
export const ENDS_OF_WAY = 8;

/** @returns what stands for steps in the middle of a long way, for example `... 7,990 groups ...` */
export function leftOutText(count: number): string {
  return `... ${count.toLocaleString('en')} groups ...`;
}
