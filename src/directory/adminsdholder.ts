/**
 * How a domain's AdminSDHolder differs from what Windows makes it, entry by entry. Which version made it is written nowhere: the
 * list stays what it was when the domain is upgraded. So it is held against all of them.
 */
import { CHANGING_RIGHTS, formatAce, mapGenericMask } from '../descriptor/index.js';
import type { Ace, Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { ADMINSDHOLDER_DEFAULTS } from './adminsdholder-defaults.js';
import { entryKey } from './class-defaults.js';
import { at, type Directory } from './directory.js';
import type { DomainId } from './ids.js';
import { defaultAces } from './windows-defaults.js';

export interface HolderDifferences {
  /** The versions whose list is nearest: with the fewest entries added, removed or changed. */
  readonly nearest: readonly string[];
  /** Entries that no version makes, but for those in `changed`. */
  readonly added: readonly Ace[];
  /** Entries of the nearest version that are not there. */
  readonly removed: readonly Ace[];
  /** The same trustee, type and object types with other rights than the nearest version's. */
  readonly changed: readonly { readonly from: Ace; readonly to: Ace }[];
  /** Of the added and changed ones those that allow more than reading. */
  readonly dangerous: readonly Ace[];
  /** The owner is Domain Admins; unknown: the descriptor has none. */
  readonly ownerByDefault: Tristate;
  /** It takes entries from above, which no version does. */
  readonly inherits: boolean;
  readonly owner: Sid | null;
}

/** @returns null where AdminSDHolder's list was not read */
export function holderDifferences(directory: Directory, domain: DomainId): HolderDifferences | null {
  const { containers, descriptors, domains } = directory;
  const { adminSDHolder, sid } = domains[domain]!;
  const number = at(containers, adminSDHolder)?.descriptor ?? null;
  const stored = number === null ? null : descriptors.get(number);
  if (stored?.state !== 'parsed' || stored.value.dacl === null) return null;
  const { dacl, owner, control } = stored.value;
  const versions = ADMINSDHOLDER_DEFAULTS.map(({ versions: names, entries }) => ({
    names,
    aces: defaultAces(directory, entries, domain),
  }));
  const known = new Set(versions.flatMap(({ aces }) => aces.map(key)));
  const own = distinct(dacl.aces);
  const ownKeys = new Set(own.map(key));
  const unknown = own.filter((ace) => !known.has(key(ace)));
  const compared = versions.map(({ names, aces }) => {
    const missing = aces.filter((ace) => !ownKeys.has(key(ace)));
    const foreign = own.filter((ace) => !aces.some((each) => key(each) === key(ace)));
    return { names, missing, distance: missing.length + foreign.length };
  });
  // Of equally near ones the newest.
  const nearest = compared.reduce((best, each) => (each.distance <= best.distance ? each : best));
  const changed: { from: Ace; to: Ace }[] = [];
  const added: Ace[] = [];
  const removed = [...nearest.missing];
  for (const to of unknown) {
    const position = removed.findIndex((from) => sameButRights(from, to));
    if (position < 0) added.push(to);
    else changed.push({ from: removed.splice(position, 1)[0]!, to });
  }
  const dangerous = [...added, ...changed.filter(givesMore).map(({ to }) => to)].filter(isDangerous);
  return {
    nearest: nearest.names,
    added,
    removed,
    changed,
    dangerous,
    ownerByDefault: owner === null ? 'unknown' : owner === `${sid}-512` ? 'yes' : 'no',
    inherits: (control & DACL_PROTECTED) === 0,
    owner,
  };
}

/** SE_DACL_PROTECTED. */
const DACL_PROTECTED = 0x1000;

/** What an entry says and how it is inherited; one that takes no part, as it is. */
function key(ace: Ace): string {
  const said = entryKey(ace);
  return said === null ? formatAce(ace) : `${ace.flags}|${said}`;
}

function distinct(aces: readonly Ace[]): readonly Ace[] {
  return [...new Map(aces.map((ace) => [key(ace), ace])).values()];
}

function sameButRights(one: Ace, other: Ace): boolean {
  const withoutRights = (ace: Ace) => (isMasked(ace) ? key({ ...ace, mask: 0 }) : null);
  return withoutRights(one) !== null && withoutRights(one) === withoutRights(other);
}

function givesMore({ from, to }: { readonly from: Ace; readonly to: Ace }): boolean {
  if (!isMasked(from) || !isMasked(to)) return true;
  return (mapGenericMask(to.mask) & ~mapGenericMask(from.mask) & CHANGING_RIGHTS) !== 0;
}

/** It allows something that is more than reading; one of a kind that is not known may. */
function isDangerous(ace: Ace): boolean {
  if (!isMasked(ace)) return ace.form === 'unknown';
  const allows = [0, 5, 9, 11].includes(ace.type);
  return allows && (mapGenericMask(ace.mask) & CHANGING_RIGHTS) !== 0;
}

function isMasked(ace: Ace): ace is Extract<Ace, { form: 'basic' | 'object' }> {
  return ace.form === 'basic' || ace.form === 'object';
}
