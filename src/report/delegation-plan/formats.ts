/** What a plan can be written as. */
export const PLAN_FORMATS = ['md', 'json', 'powershell', 'ldif', 'dsacls'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** Names of the files of each format. */
export const PLAN_FILES: Readonly<Record<PlanFormat, readonly string[]>> = {
  md: ['plan.md'],
  json: ['plan.json'],
  powershell: ['apply.ps1', 'revert.ps1', 'check.ps1'],
  ldif: ['apply.ldif', 'revert.ldif'],
  dsacls: ['apply.cmd'],
};
