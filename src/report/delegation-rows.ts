/** What of a delegation the table and the page say alike. */
import type { Delegation } from '../result/delegations.js';
import { count } from './numbers.js';

/** What a delegation does to the reach, over all actions: the most of any of them. */
export interface MostOf {
  readonly adds: number;
  readonly shared: number;
  readonly addsElsewhere: number;
}

/** @returns by the action of which it is most */
export function mostOf({ reach }: Delegation): MostOf {
  const most = (what: keyof MostOf) => Math.max(0, ...Object.values(reach).map((each) => each[what]));
  return { adds: most('adds'), shared: most('shared'), addsElsewhere: most('addsElsewhere') };
}

/** @returns what a reader has to know of it before anything else, in a few words each */
export function remarks(delegation: Delegation): readonly string[] {
  const { through, direct, default: byDefault, atDomainRoot, onAdminSDHolder, objects } = delegation;
  return [
    ...(byDefault === 'yes' ? ["Windows' own"] : byDefault === 'unknown' ? ["perhaps Windows' own"] : []),
    ...(through === null ? [] : [`through ${through}`]),
    ...(direct ? ['to the account itself'] : []),
    ...(atDomainRoot ? ['at the head of the domain'] : []),
    ...(onAdminSDHolder ? ['on AdminSDHolder'] : []),
    ...(objects > 1 ? [`on ${count(objects)} objects`] : []),
  ];
}
