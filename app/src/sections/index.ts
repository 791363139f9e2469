/** The parts of the page in order: to add one is to add a file and a line. */
import type { FunctionComponent } from 'preact';
import type { Report } from '../model/report.js';
import { Accounts } from './accounts.js';
import { Findings } from './findings.js';
import { Short } from './short.js';

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
  { id: 'findings', title: 'Findings', Part: Findings },
  { id: 'accounts', title: 'All accounts', Part: Accounts },
];
