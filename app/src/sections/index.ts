/** The parts of the page in order: to add one is to add a file and a line. */
import type { FunctionComponent } from 'preact';
import type { Report } from '../model/report.js';
import { Account } from './account.js';
import { Accounts } from './accounts.js';
import { Compare } from './compare.js';
import { Delegations } from './delegations.js';
import { Evidence } from './evidence.js';
import { Exceptions } from './exceptions.js';
import { Findings } from './findings.js';
import { Fixes } from './fixes.js';
import { Glossary } from './glossary.js';
import { hasManual, Manual } from './manual.js';
import { Protection } from './protection.js';
import { Rules } from './rules.js';
import { Short } from './short.js';
import { Simulation } from './simulation.js';
import { Since } from './since.js';
import { OrganisationalUnits } from './units.js';

export interface PagePart {
  readonly id: string;
  /** In the navigation. */
  readonly title: string;
  readonly Part: FunctionComponent;
  /** It is about one account under audit. */
  readonly own?: true;
  /** Whether there is anything to show; there always is by default. */
  readonly has?: (report: Report, account: number) => boolean;
}

export const SECTIONS: readonly PagePart[] = [
  {
    id: 'simulation',
    title: 'Before and after',
    Part: Simulation,
    own: true,
    has: ({ data }) => data.simulation !== null,
  },
  { id: 'short', title: 'In short', Part: Short, own: true },
  { id: 'since', title: 'Since last time', Part: Since, own: true, has: ({ data }) => data.since !== null },
  { id: 'exceptions', title: 'Who cannot be stopped', Part: Exceptions, own: true, has: (report) => report.rows > 0 },
  { id: 'fixes', title: 'Fixes', Part: Fixes, own: true },
  { id: 'delegations', title: 'Delegations', Part: Delegations, own: true },
  { id: 'findings', title: 'Findings', Part: Findings, own: true },
  {
    id: 'units',
    title: 'Units',
    Part: OrganisationalUnits,
    own: true,
    has: ({ data }, account) => data.summary.containers.some(({ account: sid }) => sid === data.accounts[account]!.sid),
  },
  { id: 'protection', title: 'Protected accounts', Part: Protection },
  { id: 'account', title: 'The account', Part: Account, own: true },
  { id: 'compare', title: 'Compared', Part: Compare, has: ({ data }) => data.accounts.length > 1 },
  { id: 'accounts', title: 'All accounts', Part: Accounts },
  { id: 'manual', title: 'To look up', Part: Manual, has: hasManual },
  { id: 'evidence', title: 'Evidence', Part: Evidence },
  { id: 'rules', title: 'Rules', Part: Rules, has: ({ data }) => data.header.rules.length > 0 },
  { id: 'glossary', title: 'Glossary', Part: Glossary },
];
