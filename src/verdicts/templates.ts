/** Known sets of rights that delegations are compared with. Which there are, a rule file says. */
import { nameGiven, nameRequired } from '../access/named-rights.js';
import { isReading, rightsOf } from '../access/rights.js';
import type { Schema } from '../directory/schema.js';
import type { GivenRight, NamedGivenRight, NamedRequiredRight, RequiredRight } from '../result/rights.js';
import type { WrittenDelegation } from './delegations.js';
import { givesRight, namesRight } from './rights.js';

/** A set of rights that goes by a name. */
export interface DelegationTemplate {
  readonly id: string;
  /** To stand behind "matches". */
  readonly title: string;
  readonly description: string;
  /** Classes of the objects that it is for (lDAPDisplayName). */
  readonly classes: readonly string[];
  readonly rights: readonly RequiredRight[];
}

/** How a delegation stands to the template that it is nearest to. */
export interface Comparison {
  readonly template: DelegationTemplate;
  readonly missing: readonly NamedRequiredRight[];
  readonly more: readonly NamedGivenRight[];
  readonly classes: 'same' | 'every' | 'other';
}

/**
 * @returns the template from which the delegation differs least, of several the first; null where none has a right of it that
 *   lets something be done. Rights that only let something be read are missed where they are not there, and never too much:
 *   the dialog that writes delegations adds such
 */
export function nearestTemplate(
  delegation: WrittenDelegation,
  templates: readonly DelegationTemplate[],
  schema: Schema,
): Comparison | null {
  let nearest: Comparison | null = null;
  for (const template of templates) {
    const compared = compare(delegation, template, schema);
    if (compared !== null && (nearest === null || distance(compared) < distance(nearest))) nearest = compared;
  }
  return nearest;
}

/** A right too many counts as one that is missing; which objects it is for, less than any right. */
function distance({ missing, more, classes }: Comparison): number {
  return 2 * (missing.length + more.length) + (classes === 'other' ? 1 : 0);
}

function compare(
  { entries, classGuid, spread }: WrittenDelegation,
  template: DelegationTemplate,
  schema: Schema,
): Comparison | null {
  const given = (right: RequiredRight) => entries.some((ace) => givesRight(ace, right, schema));
  const missing = template.rights.filter((right) => !given(right));
  if (template.rights.every((right) => READING.has(right.right) || missing.includes(right))) return null;
  const extra = entries
    .flatMap(rightsOf)
    .filter((each) => !isReading(each) && !template.rights.some((right) => namesRight(each, right, schema)));
  const name = schema.meanings(classGuid ?? NO_CLASS).find(({ kind }) => kind === 'class')?.name;
  const wanted = template.classes.map((each) => each.toLowerCase());
  const fits = name !== undefined && wanted.includes(name.toLowerCase());
  return {
    template,
    missing: missing.map((right) => nameRequired(right, schema)),
    more: distinct(extra).map((each) => nameGiven(each, schema)),
    // What stands for one object alone is for no class; which class AdminSDHolder's copies get is another matter.
    classes: spread === 'this-object' || fits ? 'same' : classGuid === null ? 'every' : 'other',
  };
}

const NO_CLASS = '00000000-0000-0000-0000-000000000000';
const READING: ReadonlySet<RequiredRight['right']> = new Set(['read-property', 'read-confidential', 'read-control']);

function distinct(rights: readonly GivenRight[]): readonly GivenRight[] {
  return [...new Map(rights.map((right) => [`${right.right} ${right.guid}`, right])).values()];
}
