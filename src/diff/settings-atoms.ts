/** Settings of the directory as a whole that verdicts depend on. */
import { dSHeuristicsOf } from '../directory/forest.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import { dnKey } from '../names/dn.js';
import type { Atom } from './atom.js';
import type { Common } from './common.js';

export function settingsAtoms({ before, after }: Common): readonly Atom[] {
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
  if (trustsOf(before) !== trustsOf(after))
    atoms.push({
      key: 'setting|trusts',
      fact: { change: 'setting-changed', setting: 'trusts', before: null, after: null },
      act: { do: 'settings', values: { trusts: after.trusts } },
    });
  return atoms;
}

function trustsOf({ trusts }: Common['before']): string {
  const lines = trusts.map(({ dn, sid, attributes, direction }) => [dnKey(dn), sid, attributes, direction].join('|'));
  return lines.sort().join('\n');
}
