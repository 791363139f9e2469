/** The parts of the page in order: to add one is to add a file and a line. */
import type { FunctionComponent } from 'preact';
import type { Report } from '../model/report.js';
import { Accounts } from './accounts.js';
import { Evidence } from './evidence.js';
import { Exceptions } from './exceptions.js';
import { Findings } from './findings.js';
import { Glossary } from './glossary.js';
import { Manual } from './manual.js';
import { Rules } from './rules.js';
import { Short } from './short.js';
import { OrganisationalUnits } from './units.js';

export interface PagePart {
  readonly id: string;
  /** In the navigation. */
  readonly title: string;
  readonly Part: FunctionComponent;
  /** Whether there is anything to show; there always is by default. */
  readonly has?: (report: Report, account: number) => boolean;
}

export const SECTIONS: readonly PagePart[] = [
  { id: 'short', title: 'In short', Part: Short },
  { id: 'exceptions', title: 'Who cannot be stopped', Part: Exceptions, has: (report) => report.rows > 0 },
  { id: 'findings', title: 'Findings', Part: Findings },
  {
    id: 'units',
    title: 'Units',
    Part: OrganisationalUnits,
    has: ({ data }, account) => data.summary.containers.some(({ account: sid }) => sid === data.accounts[account]!.sid),
  },
  { id: 'accounts', title: 'All accounts', Part: Accounts },
  { id: 'manual', title: 'To look up', Part: Manual },
  { id: 'evidence', title: 'Evidence', Part: Evidence },
  { id: 'rules', title: 'Rules', Part: Rules, has: ({ data }) => data.header.rules.length > 0 },
  { id: 'glossary', title: 'Glossary', Part: Glossary },
];
