/** The table of accounts under audit: one row an account and action, with what it adds up to. */
import type { ActionSummary, AuditedAccount, AuditHeader, EvidenceBlock, Summary } from '../../result/audit.js';
import { VERDICT_CODES, type VerdictCode } from '../../result/codes.js';
import type { RunStamp } from '../run-stamp.js';
import { NO_VERDICTS, totalOf } from '../verdict-counts.js';
import { boolean, type Column, instant, integer, key, text } from './column.js';

export interface AccountRow {
  readonly account: AuditedAccount;
  readonly action: string;
  readonly counts: Readonly<Record<VerdictCode, number>>;
  readonly documentedSet: number;
  readonly evidence: EvidenceBlock;
  readonly run: RunStamp;
}

/** The column of each verdict. */
const COUNTED: Readonly<Record<VerdictCode, string>> = {
  can: 'can',
  'can-until-sdprop': 'canUntilSdprop',
  'no-effect': 'noEffect',
  cannot: 'cannot',
  unknown: 'unknown',
};

/** In order; the names are part of the interface, new ones go to the end. */
export const ACCOUNT_COLUMNS: readonly Column<AccountRow>[] = [
  key('account', ({ account }) => account.sid, 46),
  key('accountName', ({ account }) => account.name),
  key('kind', ({ account }) => account.kind, 14),
  text('dn', ({ account }) => account.dn, 46),
  key('action', ({ action }) => action, 22),
  integer('targets', ({ counts }) => totalOf(counts)),
  ...VERDICT_CODES.map((code) => integer<AccountRow>(COUNTED[code], ({ counts }) => counts[code])),
  integer('documentedSet', ({ documentedSet }) => documentedSet),
  boolean('complete', ({ evidence }) => evidence.complete),
  integer('gaps', ({ evidence }) => evidence.gaps.length),
  instant('collectedAt', ({ run }) => run.collectedAt),
];

/** Every account under audit with every action, those without a target among them. */
export function accountRows(
  { actions }: AuditHeader,
  accounts: readonly AuditedAccount[],
  summary: Summary,
  evidence: EvidenceBlock,
  run: RunStamp,
): readonly AccountRow[] {
  const keyOf = (sid: string, action: string) => `${action} ${sid}`;
  const made = new Map<string, ActionSummary>(summary.actions.map((each) => [keyOf(each.account, each.action), each]));
  return accounts.flatMap((account) =>
    actions.map(({ id: action }) => {
      const found = made.get(keyOf(account.sid, action));
      return {
        account,
        action,
        counts: found?.verdicts ?? NO_VERDICTS,
        documentedSet: found?.documentedSet ?? 0,
        evidence,
        run,
      };
    }),
  );
}
