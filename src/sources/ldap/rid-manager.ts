/** What the RID manager of the domain tells (MS-ADSC 2.232): which domain this is, and about how many accounts it has. */
import { FilterParser } from 'ldapts';
import { attributesFor } from './attributes.js';
import type { Searcher } from './connection.js';
import { completeEntry } from './entries.js';
import type { SearchSpec } from './requests.js';

export interface RidManager {
  /** False where the server does not show the object. */
  readonly shown: boolean;
  /** objectGUID, hex; null where it is not shown. */
  readonly guid: string | null;
  /** How many relative identifiers were given to the domain controllers so far: at least one for each account and group. */
  readonly relativeIds: number | null;
}

/** @param domain DN of the domain */
export const ridManagerSearch = (domain: string): SearchSpec => ({
  base: `CN=RID Manager$,CN=System,${domain}`,
  scope: 'base',
  filter: FilterParser.parseString('(objectClass=*)'),
  attributes: attributesFor('ridManager'),
  descriptors: false,
});

/** Nothing depends on it but the size of the parts: what is not shown is null, and no gap. */
export async function readRidManager(connection: Searcher, domain: string): Promise<RidManager> {
  const page = await connection.search(ridManagerSearch(domain));
  const wire = page.entries[0];
  const entry = wire && (await completeEntry(connection, wire, []));
  const value = (name: string): Buffer | undefined => entry?.attributes.get(name.toLowerCase())?.[0];
  return {
    shown: entry !== undefined,
    guid: value('objectGUID')?.toString('hex') || null,
    relativeIds: givenOut(value('rIDAvailablePool')?.toString('latin1')),
  };
}

/** The lower half of rIDAvailablePool: the first identifier that is still to be given out. */
function givenOut(pool: string | undefined): number | null {
  if (pool === undefined || !/^-?\d{1,20}$/.test(pool)) return null;
  return Number(BigInt.asUintN(32, BigInt(pool)));
}
