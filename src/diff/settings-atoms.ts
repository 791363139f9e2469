/** Settings of the directory as a whole that verdicts depend on. */
import { dSHeuristicsOf } from '../directory/forest.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import type { TrustRecord } from '../directory/records.js';
import { dnKey, domainPart } from '../names/dn.js';
import { DOMAIN_NOT_READ } from '../result/directory-changes.js';
import type { Atom } from './atom.js';
import type { Common } from './common.js';

export function settingsAtoms(common: Common): readonly Atom[] {
  const { before, after } = common;
  const atoms: Atom[] = [];
  for (const id of idsOf<DomainId>(after.domains)) {
    const own = before.domains.findIndex(({ sid }) => sid === after.domains[id]!.sid);
    if (own < 0) continue;
    const [was, is] = [dSHeuristicsOf(before, own as DomainId), dSHeuristicsOf(after, id)];
    // What was not read on one side is no change.
    if (was === undefined || is === undefined || was === is) continue;
    atoms.push({
      key: `setting|dSHeuristics|${was}|${is}`,
      fact: { change: 'setting-changed', setting: 'dSHeuristics', before: was, after: is },
      act: { do: 'settings', values: { forests: after.forests } },
    });
  }
  const known = common.sharedDomains();
  const shared = ({ dn }: TrustRecord) => known.has(dnKey(domainPart(dn)));
  const [was, is] = [before.trusts, after.trusts];
  if (textOf(was.filter(shared)) !== textOf(is.filter(shared)))
    atoms.push({
      key: 'setting|trusts',
      fact: { change: 'setting-changed', setting: 'trusts', before: null, after: null },
      act: { do: 'settings', values: { trusts: [...was.filter((trust) => !shared(trust)), ...is.filter(shared)] } },
      ...(was.length === 0 && { existence: 'made' }),
      ...(is.length === 0 && { existence: 'gone' }),
    });
  // Those that a domain tells of that only one side has.
  const beyond = (trusts: Trusts) => trusts.filter((trust) => !shared(trust));
  const [lost, gained] = [beyond(was), beyond(is)];
  if (textOf(lost) !== textOf(gained))
    atoms.push({
      key: 'setting|trusts not read',
      fact: { change: 'setting-changed', setting: 'trusts', before: null, after: null },
      act: { do: 'settings', values: { trusts: after.trusts } },
      unread: { change: gained.length > 0 ? 'evidence-better' : 'evidence-worse', what: DOMAIN_NOT_READ },
    });
  return atoms;
}

type Trusts = Common['before']['trusts'];

function textOf(trusts: Trusts): string {
  const lines = trusts.map(({ dn, sid, attributes, direction }) => [dnKey(dn), sid, attributes, direction].join('|'));
  return lines.sort().join('\n');
}
