/** What trials need of records and lists. */
import { accountOf } from '../audit/find-accounts.js';
import type { Change } from '../changes/index.js';
import type { Container, Directory } from '../directory/directory.js';
import type { ContainerId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import { containerTarget, groupTarget, type TargetRecord } from '../directory/targets.js';
import { AdreachError } from '../errors/index.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';
import type { Act } from './atom.js';
import { descriptorAfter } from './list-steps.js';

/** Nothing of it is written. */
export const NO_DESCRIPTOR = { revision: 1, sbz1: 0, control: 0, owner: null, group: null, sacl: null, dacl: null };

/** Of two containers that changed places one alone cannot be moved. */
export function refuseCircle(containers: readonly Container[], id: ContainerId): void {
  const seen = new Set<ContainerId>();
  for (let at: ContainerId | null = id; at !== null; at = containers[at]!.parent) {
    if (seen.has(at)) throw new AdreachError('change', `${containers[id]!.dn} cannot be moved below itself`);
    seen.add(at);
  }
}

/** Groups and containers are part of the model, and keep their numbers in it. */
export function targetAfter(
  directory: Directory,
  record: TargetRecord,
  account: (record: AccountRecord) => AccountRecord,
): TargetRecord {
  if (record.type === 'account') return account(record);
  const after =
    record.group !== null ? groupTarget(directory, record.group) : containerTarget(directory, record.container!);
  return after ?? record;
}

/** Whether the token of an account may be another one. */
export function isOther(before: AccountRecord | null, now: AccountRecord | null): boolean {
  return (
    before?.memberOf !== now?.memberOf ||
    before?.primaryGroupId !== now?.primaryGroupId ||
    before?.sidHistory !== now?.sidHistory
  );
}

/** What accounts a token rests on beside its own was found out once, and stays. */
export function accountAfter(
  directory: Directory,
  account: AccountUnderAudit,
  record: AccountRecord | null,
): AccountUnderAudit {
  if (record === null || account.record === null) return account;
  const made = accountOf(directory, record);
  const { superseded, formerHolders } = account.user;
  return {
    ...made,
    user: {
      ...made.user,
      ...(superseded !== undefined && { superseded }),
      ...(formerHolders !== undefined && { formerHolders }),
    },
  };
}

/** What is written on each object whose own list changes: all of its steps at once. */
export function listChanges(steps: readonly Extract<Act, { readonly do: 'list' }>[]): readonly Change[] {
  const byObject = new Map<string, (typeof steps)[number][]>();
  for (const act of steps) byObject.set(act.dn, [...(byObject.get(act.dn) ?? []), act]);
  return [...byObject.values()].map((acts): Change => {
    const { dn, before, after } = acts[0]!;
    const descriptor = descriptorAfter(
      before,
      acts.map(({ step }) => step),
      after,
    );
    if (descriptor === null) throw new AdreachError('change', `an entry of ${dn} is not there by itself`);
    return { kind: 'write-descriptor', dn, descriptor, parts: ['owner', 'group', 'dacl'] };
  });
}
