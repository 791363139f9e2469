/** The table of delegations: one row a delegation of an account under audit, as it is written. */
import type { AuditedAccount, Delegation, Summary } from '../../result/audit.js';
import { mostOf } from '../delegation-rows.js';
import type { RunStamp } from '../run-stamp.js';
import { boolean, type Column, instant, integer, key, text } from './column.js';

export interface DelegationRow {
  readonly account: AuditedAccount;
  readonly delegation: Delegation;
  readonly run: RunStamp;
}

/** Between the values of one cell: no name of the directory ends a list by it unseen. */
const BETWEEN = ' | ';

/** In order; the names are part of the interface, new ones go to the end. */
export const DELEGATION_COLUMNS: readonly Column<DelegationRow>[] = [
  key('account', ({ account }) => account.sid, 46),
  key('accountName', ({ account }) => account.name),
  key('trustee', ({ delegation }) => delegation.trustee, 46),
  text('trusteeName', ({ delegation }) => delegation.trusteeName, 30),
  boolean('direct', ({ delegation }) => delegation.direct),
  text('through', ({ delegation }) => delegation.through),
  key('default', ({ delegation }) => delegation.default, 10),
  key('rights', ({ delegation }) => delegation.rights.join(BETWEEN), 48),
  text('appliesTo', ({ delegation }) => delegation.appliesTo, 14),
  key('spread', ({ delegation }) => delegation.spread),
  key('where', ({ delegation }) => delegation.where.join(BETWEEN), 60),
  integer('objects', ({ delegation }) => delegation.objects),
  boolean('atDomainRoot', ({ delegation }) => delegation.atDomainRoot),
  boolean('onAdminSDHolder', ({ delegation }) => delegation.onAdminSDHolder),
  text('template', ({ delegation }) => delegation.template?.title ?? null, 30),
  text('templateMissing', ({ delegation }) => delegation.template?.missing.join(BETWEEN) ?? null, 30),
  text('templateMore', ({ delegation }) => delegation.template?.more.join(BETWEEN) ?? null, 30),
  integer('adds', ({ delegation }) => mostOf(delegation).adds),
  integer('shared', ({ delegation }) => mostOf(delegation).shared),
  integer('addsElsewhere', ({ delegation }) => mostOf(delegation).addsElsewhere),
  key('entries', ({ delegation }) => delegation.entries.join(BETWEEN), 60),
  integer('entryCount', ({ delegation }) => delegation.entryCount),
  instant('collectedAt', ({ run }) => run.collectedAt),
];

/** The delegations that the summary lists, account by account. */
export function delegationRows(
  accounts: readonly AuditedAccount[],
  summary: Summary,
  run: RunStamp,
): readonly DelegationRow[] {
  const bySid = new Map(accounts.map((account) => [account.sid, account]));
  return summary.accounts.flatMap(({ sid, delegations }) => {
    const account = bySid.get(sid);
    return account === undefined ? [] : delegations.map((delegation) => ({ account, delegation, run }));
  });
}
