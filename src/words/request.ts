/** What is asked of the directory, in words. */
import type { DaclView, RequestView } from '../result/explain.js';
import type { Place } from '../result/rights.js';
import { listed } from './lists.js';

const KINDS: Readonly<Record<Place['kind'], string>> = {
  attribute: 'the attribute',
  'property-set': 'the property set',
  class: 'the class',
  'control-access': 'the extended right',
  'validated-write': 'the validated write',
  unknown: 'the GUID',
};

/** @returns one sentence: what an entry can name to be about the right that is asked for */
export function placesWords(places: RequestView['places']): string {
  const nothing = 'names no object type at all (the whole object)';
  const named = places.map(({ kind, name }) => `${KINDS[kind]} ${name}`);
  return `An entry is about it where it ${named.length === 0 ? nothing : `names ${listed(named, 'or')}, or ${nothing}`}.`;
}

/** @returns one sentence: the answer in one of the cases that are left open */
export function outcomeWords(outcome: DaclView['outcomes'][number], { outcomes }: DaclView): string {
  const { applies, decision, index } = outcome;
  const by = applies === null && index !== null ? ` (by entry ${index})` : '';
  return `${caseWords(applies, outcomes.length)}: ${decision}${by}.`;
}

function caseWords(applies: DaclView['outcomes'][number]['applies'], cases: number): string {
  if (applies === null) return cases === 2 ? 'If it does not' : 'If none of these';
  return applies === 'owner'
    ? 'If the account is the owner, or is in the group that is'
    : `If entry ${applies} applies`;
}
