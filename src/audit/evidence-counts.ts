/** How much evidence there is, by class. */
import { at, type Directory } from '../directory/directory.js';
import type { ClassCount, EvidenceCounts } from '../result/audit.js';

/** What is known before the accounts are read. */
export function modelCounts(directory: Directory): EvidenceCounts {
  const { containers, definitions } = directory;
  const byList = new Map<number | null, number>();
  let present = 0;
  for (const { classes, missing } of containers) {
    if (missing) continue;
    present++;
    byList.set(classes, (byList.get(classes) ?? 0) + 1);
  }
  return {
    groups: directory.groups.length,
    containers: present,
    containersByClass: byClass(directory, byList),
    foreignPrincipals: [...directory.foreignBySid.values()].reduce((sum, list) => sum + list.length, 0),
    trusts: directory.trusts.length,
    schemaClasses: definitions.classes,
    schemaAttributes: definitions.attributes,
    extendedRights: definitions.rights,
    descriptors: directory.descriptors.size,
  };
}

/** Counts accounts as they pass. */
export class AccountCounter {
  private readonly byList: number[] = [];
  private total = 0;

  get accounts(): number {
    return this.total;
  }

  /** @param classes the number of the account's class list */
  add(classes: number): void {
    this.total++;
    this.byList[classes] = (this.byList[classes] ?? 0) + 1;
  }

  /** Adds what another counter has seen. */
  merge(other: AccountCounter): void {
    this.total += other.total;
    other.byList.forEach((count, list) => {
      this.byList[list] = (this.byList[list] ?? 0) + count;
    });
  }

  counts(directory: Directory): EvidenceCounts {
    // The list may have holes: numbers of lists that no account has.
    const lists = new Map(Object.entries(this.byList).map(([list, count]): [number, number] => [Number(list), count]));
    return { accounts: this.total, accountsByClass: byClass(directory, lists), ...modelCounts(directory) };
  }
}

function byClass(directory: Directory, byList: ReadonlyMap<number | null, number>): ClassCount[] {
  const found = new Map<string, number>();
  for (const [list, count] of byList) {
    const names = at(directory.classLists, list) ?? [];
    const name = directory.schema.mostSpecificClass(names)?.name ?? names.at(-1) ?? '';
    found.set(name, (found.get(name) ?? 0) + count);
  }
  return [...found]
    .map(([name, count]) => ({ class: name, count }))
    .sort((a, b) => b.count - a.count || (a.class < b.class ? -1 : a.class > b.class ? 1 : 0));
}
