/** Which attributes the objects of a kind came with: what none of them has was not asked for, or not shown. */
import { classify } from '../sources/classify.js';
import type { RawEntry } from '../sources/entry.js';

/** Attributes that some objects of a kind have in every directory. */
const MUST_SHOW = {
  group: ['member', 'memberof', 'grouptype'],
  account: ['memberof', 'useraccountcontrol', 'primarygroupid', 'sidhistory'],
} as const;

export class Shown {
  readonly group = { objects: 0, attributes: new Set<string>() };
  readonly account = { objects: 0, attributes: new Set<string>() };

  note({ attributes }: RawEntry): void {
    const classes = attributes.get('objectclass')?.map((name) => name.toString('latin1').toLowerCase()) ?? [];
    const kind = classify(classes);
    if (kind !== 'group' && kind !== 'account') return;
    const seen = this[kind];
    seen.objects++;
    for (const name of MUST_SHOW[kind]) if ((attributes.get(name)?.length ?? 0) > 0) seen.attributes.add(name);
  }

  /** A snapshot keeps memberships apart from the groups: it was made from groups that came with their members. */
  member(): void {
    this.group.attributes.add('member');
  }
}
