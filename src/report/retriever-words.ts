/** Who may retrieve a managed password, in one sentence or two. */
import type { Retriever } from '../result/managed.js';
import type { Tristate } from '../result/tristate.js';
import { count, counted } from './numbers.js';

/**
 * @param retrievers those that are named: those that may, and those of which it is not known
 * @param further how many there are beyond them, of which nothing is told
 */
export function retrieversWords(retrievers: readonly Retriever[], further: number): string {
  const total = counted(retrievers.length + further, 'principal');
  const may = retrievers.filter(({ mayRetrieve }) => mayRetrieve === 'yes').length;
  // What the others are, nobody is told.
  const certain = further === 0 && may === retrievers.length;
  const of = (wanted: Tristate) => retrievers.filter(({ domainController }) => domainController === wanted).length;
  const all = of('yes') === retrievers.length;
  if (certain && all) {
    return `${total} may retrieve its password, ${retrievers.length === 1 ? 'a domain controller' : 'all of them domain controllers'}.`;
  }
  const whole = further > 0 ? `Of the first ${count(retrievers.length)}` : 'Of these';
  const controllers = `domain controllers: ${count(of('yes'))}; others: ${count(of('no'))}; not known: ${count(of('unknown'))}.`;
  if (certain) return `${total} may retrieve its password. ${whole}, ${controllers}`;
  const open = count(retrievers.length - may);
  return `${total} may retrieve its password, or perhaps may. ${whole}, for certain: ${count(may)}; not known, by an undecided entry: ${open}. ${whole}, ${controllers}`;
}
