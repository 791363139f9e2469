/**
 * How lists of actions are read whose form is not documented: the export of the action center, and the types of
 * IdentityDirectoryEvents. The default can be replaced by a file (docs/verify.md).
 */
import { z } from 'zod';
import type { ReportedAction } from './event.js';

const names = z.array(z.string().min(1).max(200)).max(100).readonly();

/** A file of the user's; what it leaves out is as by default. */
export const actionMappingSchema = z
  .strictObject({
    columns: z
      .strictObject({
        time: names,
        action: names,
        status: names,
        target: names,
        targetSid: names,
        actor: names,
        error: names,
      })
      .partial()
      .readonly(),
    actions: z
      .strictObject({
        disable: names,
        enable: names,
        switch: names,
        'force-password-change': names,
        'reset-password': names,
        password: names,
      })
      .partial()
      .readonly(),
    status: z.strictObject({ succeeded: names, failed: names, pending: names }).partial().readonly(),
    /** Times without a zone are UTC. */
    utc: z.boolean(),
  })
  .partial()
  .readonly();
export type ActionMappingFile = z.infer<typeof actionMappingSchema>;

type ColumnUse = 'time' | 'action' | 'status' | 'target' | 'targetSid' | 'actor' | 'error';

/** All names in lower case, best first. */
export interface ActionMapping {
  readonly columns: Readonly<Record<ColumnUse, readonly string[]>>;
  readonly actions: ReadonlyMap<string, ReportedAction>;
  readonly status: ReadonlyMap<string, 'succeeded' | 'failed' | 'pending'>;
  readonly utc: boolean;
}

/** No page of Microsoft's names the columns of the export: these are what they are called on the screen, and guesses. */
const COLUMNS: Readonly<Record<ColumnUse, readonly string[]>> = {
  time: ['Action update time', 'Update time', 'Time', 'Timestamp', 'Submitted time', 'Start time', 'Created time'],
  action: ['Action type', 'ActionType', 'Action', 'Remediation action', 'Action name'],
  status: ['Action status', 'Status', 'Remediation status', 'Result', 'State'],
  target: [
    'Asset',
    'Asset name',
    'Entity',
    'Entity name',
    'Target',
    'Account',
    'Account name',
    'User',
    'User name',
    'Details',
  ],
  targetSid: ['Account SID', 'AccountSid', 'SID', 'Target SID', 'On-premises SID', 'OnPremSid'],
  actor: ['Action by', 'Decided by', 'Submitted by', 'Initiated by', 'Performed by'],
  error: ['Error', 'Error message', 'Failure reason', 'Status details', 'Comment'],
};

const ACTIONS: Readonly<Record<ReportedAction, readonly string[]>> = {
  disable: [
    'Disable user',
    'Disable account',
    'Disable user account',
    'Disable account in Active Directory',
    'Account disabled',
  ],
  enable: ['Enable user', 'Enable account', 'Enable user account', 'Account enabled'],
  switch: ['Account disabled changed'],
  'force-password-change': [
    'Force password reset',
    'Force password change',
    'Force user password reset',
    'Require password change',
  ],
  'reset-password': ['Reset password', 'Reset user password'],
  password: ['Account password changed'],
};

const STATUS = {
  succeeded: ['Completed', 'Succeeded', 'Success', 'Successful', 'Approved and completed'],
  failed: ['Failed', 'Failure', 'Error', 'Timed out', 'Partially completed'],
  pending: ['Pending', 'In progress', 'Running', 'Queued', 'Pending approval', 'Started'],
} as const;

/** @param file as the user wrote it; null: the default */
export function actionMapping(file: ActionMappingFile | null): ActionMapping {
  const lower = (list: readonly string[]) => list.map((name) => name.trim().toLowerCase());
  const columns = { ...COLUMNS, ...file?.columns };
  return {
    columns: Object.fromEntries(
      Object.entries(columns).map(([use, list]) => [use, lower(list ?? [])]),
    ) as unknown as ActionMapping['columns'],
    actions: inverted({ ...ACTIONS, ...file?.actions }),
    status: inverted({ ...STATUS, ...file?.status }),
    utc: file?.utc ?? false,
  };
}

function inverted<Key extends string>(
  lists: Readonly<Record<Key, readonly string[] | undefined>>,
): ReadonlyMap<string, Key> {
  return new Map(
    (Object.keys(lists) as Key[]).flatMap((key) =>
      (lists[key] ?? []).map((name) => [name.trim().toLowerCase(), key] as const),
    ),
  );
}
