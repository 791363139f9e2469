/** What every part of the page is given: the report, where the reader is, and how to go elsewhere. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { formatPlace, type Place } from './place.js';
import type { Report } from './report.js';

export interface Page {
  readonly report: Report;
  readonly place: Place;
  /** How many times the part stands on the page already: on paper once for each account under audit. */
  readonly copy: number;
  /** Which account under audit is looked at. */
  readonly account: number;
  /** Goes somewhere; an entry of the browser's history unless it only refines what is there. */
  go(place: Place, refine?: boolean): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  return useContext(PageContext)!;
}

/** @returns the address of a place, with the account that is looked at */
export function useLink(): (anchor: string, query?: Readonly<Record<string, string>>) => string {
  const { report, account } = usePage();
  const who = report.data.accounts.length > 1 ? { account: report.data.accounts[account]!.sid } : {};
  return (anchor, query = {}) => formatPlace({ anchor, query: { ...query, ...who } });
}
