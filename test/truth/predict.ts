/** Predictions of the product for evidence, in the shape of attempts. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAudit } from '../../src/audit/run.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { Access, AuditedAccount, DecidingAce, VerdictCode } from '../../src/result/audit.js';
import type { AuditSink } from '../../src/result/sink.js';
import { createEvaluator, loadRules } from '../../src/rules/index.js';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const FIXTURES = join(ROOT, 'fixtures/securelab');

export interface Prediction {
  readonly account: string;
  readonly accountName: string;
  readonly target: string;
  readonly targetDn: string;
  readonly action: string;
  readonly access: Access;
  readonly verdict: VerdictCode;
  readonly reason: string;
  readonly documentedSet: boolean | null;
  readonly ace: DecidingAce | null;
}

export interface Predictions {
  readonly accounts: readonly AuditedAccount[];
  /** By `account target action`, SIDs and action id. */
  readonly byKey: ReadonlyMap<string, Prediction>;
}

const RULES = loadRules([]);

export const keyOf = (account: string, target: string, action: string): string => `${account} ${target} ${action}`;

/** Runs the audit for the accounts and keeps every verdict. */
export async function predict(evidence: RecordSource, accounts: readonly string[]): Promise<Predictions> {
  const loaded = RULES;
  let audited: readonly AuditedAccount[] = [];
  const byKey = new Map<string, Prediction>();
  const sink: AuditSink = {
    begin(_header, list) {
      audited = list;
    },
    targets(batch) {
      for (const { account, target, outcomes } of batch) {
        const { sid, name } = audited[account]!;
        for (const { action, access, verdict, reason, documentedSet, ace } of outcomes) {
          byKey.set(keyOf(sid, target.sid, action), {
            account: sid,
            accountName: name,
            target: target.sid,
            targetDn: target.dn,
            action,
            access,
            verdict,
            reason,
            documentedSet,
            ace,
          });
        }
      }
    },
    findings() {},
    end() {},
  };
  await runAudit({
    evidence,
    accounts,
    actions: loaded.actions,
    rules: createEvaluator(loaded.rules),
    tool: { name: 'adreach', version: 'test', rules: loaded.sha256 },
    appliedRules: [],
    sink,
  });
  return { accounts: audited, byKey };
}
