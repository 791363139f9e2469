/** Delegations in words. */
import type { Spread, TemplateMatch } from '../result/delegations.js';
import { listed } from './lists.js';

/** @returns how a delegation stands to a known set of rights, in a few words: "the documented set without write pwdLastSet" */
export function templateWords(match: TemplateMatch | null): string {
  if (match === null) return 'like no known set';
  const { title, missing, more, classes } = match;
  const differences = [
    ...(missing.length === 0 ? [] : [`without ${few(missing)}`]),
    ...(more.length === 0 ? [] : [`with ${few(more)} beyond it`]),
    ...(classes === 'every' ? ['for every class'] : classes === 'other' ? ['for another class'] : []),
  ];
  return differences.length === 0 ? `matches ${title}` : `${title}, ${differences.join(', ')}`;
}

/** Rights that are named where there are more. */
const NAMED = 4;

function few(rights: readonly string[]): string {
  if (rights.length <= NAMED) return listed(rights);
  return `${rights.slice(0, NAMED - 1).join(', ')} and ${rights.length - NAMED + 1} more rights`;
}

const SPREAD_TEXTS: Readonly<Record<Spread, (kind: string) => string>> = {
  'this-object': () => 'this object only',
  'this-object-and-descendants': (kind) => `this object and ${kind} below`,
  'this-object-and-children': (kind) => `this object and ${kind} directly in it`,
  descendants: (kind) => `${kind} below`,
  children: (kind) => `${kind} directly in it`,
  nowhere: () => 'no object',
};

/** @returns which objects a delegation is for: "user objects below" */
export function spreadWords(spread: Spread, appliesTo: string | null): string {
  return SPREAD_TEXTS[spread](appliesTo === null ? 'all objects' : `${appliesTo} objects`);
}
