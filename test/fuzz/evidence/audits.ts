/** One audit of raw entries, in this process, kept as what is compared: each verdict, and what the evidence says of itself. */
import { join } from 'node:path';
import { assembleSnapshot } from '../../../src/assemble/index.js';
import { runAudit } from '../../../src/audit/run.js';
import { AdreachError } from '../../../src/errors/index.js';
import type { EvidenceBlock, Outcome } from '../../../src/result/audit.js';
import type { SourceInfo } from '../../../src/result/sources.js';
import { createEvaluator, loadRules } from '../../../src/rules/index.js';
import { SnapshotSource } from '../../../src/snapshot/reader.js';
import type { RawItem } from '../../../src/sources/entry.js';

const RULES = loadRules([]);
const NO_FINDINGS = createEvaluator([]);

export interface Audited {
  /** Outcomes, one an action, by account under audit (as it was named) and the target's DN. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, readonly Outcome[]>>;
  readonly block: EvidenceBlock;
}

/** What refused to give any verdict, which is no wrong one. */
export interface Refused {
  readonly refused: string;
}

/** Audits in a folder of its own, which is used again and again. */
export class Auditor {
  constructor(readonly folder: string) {}

  /**
   * @param sources who read them, and with which searches, where that is known
   * @param accounts SIDs of accounts that the items hold, or `local-system`
   * @throws whatever is no error for people
   */
  async audit(
    items: readonly RawItem[],
    accounts: readonly string[],
    sources: readonly SourceInfo[] = [],
  ): Promise<Audited | Refused> {
    const path = join(this.folder, 'audited.snapshot');
    try {
      await assembleSnapshot(stream(items), {
        path,
        tool: { name: 'adreach', version: '0' },
        sources: () => [],
        tempDir: this.folder,
      });
      const evidence = await SnapshotSource.open(path, { name: 'removed', sources: () => [...sources] });
      try {
        return await this.#run(evidence, accounts);
      } finally {
        await evidence.close();
      }
    } catch (error) {
      if (error instanceof AdreachError) return { refused: `${error.code}: ${error.message}` };
      throw error;
    }
  }

  async #run(evidence: SnapshotSource, accounts: readonly string[]): Promise<Audited> {
    const outcomes = accounts.map(() => new Map<string, readonly Outcome[]>());
    const { evidence: block } = await runAudit({
      evidence,
      accounts,
      actions: RULES.actions,
      rules: NO_FINDINGS,
      tool: { name: 'adreach', version: '0', rules: '' },
      appliedRules: [],
      sink: {
        begin: () => {},
        targets: (batch) => {
          for (const { account, target, outcomes: of } of batch) outcomes[account]!.set(target.dn.toLowerCase(), of);
        },
        findings: () => {},
        end: () => {},
      },
    });
    return { outcomes: new Map(accounts.map((account, position) => [account, outcomes[position]!])), block };
  }
}

async function* stream(items: readonly RawItem[]): AsyncGenerator<RawItem> {
  yield* items;
}
