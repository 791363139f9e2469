/** What `diff` says of a domain before and after changes that were really made: every changed verdict has a proven cause. */
import type { RecordSource } from '../../../src/directory/record-source.js';
import { AdreachError } from '../../../src/errors/index.js';
import { comparedSources } from '../../diff/causes-of.js';

export class Look {
  readonly counts = { pairs: 0, verdicts: 0, causes: 0, notProven: 0 };

  readonly at = async (
    before: RecordSource,
    after: RecordSource,
    accounts: readonly string[],
  ): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const account of accounts) {
      const found = await comparedSources(before, after, account).catch((error: unknown) => {
        // It was deleted, or made: whole comparisons are another test's.
        if (error instanceof AdreachError && error.code === 'not-found') return null;
        throw error;
      });
      if (found === null) continue;
      const { causes, unproven, faults: wrong } = found;
      this.counts.pairs++;
      this.counts.verdicts += Object.keys(causes).length;
      this.counts.causes += Object.values(causes).reduce((sum, list) => sum + list.length, 0);
      this.counts.notProven += unproven.length;
      for (const fault of wrong) faults.push(`diff, ${account}: ${fault}`);
      for (const [verdict, list] of Object.entries(causes))
        if (list.length === 0 && !unproven.some((text) => text.startsWith(`${verdict}: evidence-`)))
          faults.push(`diff, ${account}: nothing explains ${verdict}`);
    }
    return faults;
  };
}
