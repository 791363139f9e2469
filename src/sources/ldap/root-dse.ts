/** What a server says about itself (MS-ADTS 3.1.1.3.2). */

import { FilterParser } from 'ldapts';
import { parseSid } from '../../descriptor/index.js';
import type { Sid } from '../../descriptor/types.js';
import { AdreachError } from '../../errors/index.js';
import type { NamingContexts } from '../../result/collection-plan.js';
import { attributesFor } from './attributes.js';
import type { Searcher } from './connection.js';
import { completeEntry } from './entries.js';
import { LdapResultError } from './failures.js';
import { MOST_DN } from './messages.js';
import type { SearchSpec } from './requests.js';
import type { Endpoint } from './url.js';

/** Where a collection reads. */
export interface RootDse extends NamingContexts {
  readonly rootDomainNamingContext: string | null;
  readonly dnsHostName: string | null;
  /** The SIDs of the token that this connection has; none where the server does not tell. */
  readonly tokenGroups: readonly Sid[];
  /** DN of the server's own object (nTDSDSA). */
  readonly dsServiceName: string | null;
  /** Decimal text; it may be larger than a JavaScript number is exact for. */
  readonly highestCommittedUSN: string | null;
  /** The server's clock, ISO 8601. */
  readonly currentTime: string | null;
  readonly domainFunctionality: number | null;
  readonly forestFunctionality: number | null;
  readonly domainControllerFunctionality: number | null;
}

/** The search that reads the rootDSE. */
export const rootDseSearch = (): SearchSpec => ({
  base: '',
  scope: 'base',
  filter: FilterParser.parseString('(objectClass=*)'),
  attributes: attributesFor('rootDSE'),
  descriptors: false,
});

/**
 * Reads the rootDSE.
 * @throws AdreachError directory when this is no Active Directory domain controller
 */
export async function readRootDse(connection: Searcher, endpoint: Endpoint): Promise<RootDse> {
  const page = await connection.search(rootDseSearch());
  if (page.result.code !== 0) throw new LdapResultError('search', page.result);
  const entry = page.entries[0] && (await completeEntry(connection, page.entries[0], []));
  const text = (name: string): string | null =>
    entry?.attributes.get(name.toLowerCase())?.[0]?.toString('utf8', 0, MOST_DN + 1) ?? null;
  const number = (name: string): number | null => {
    const value = text(name);
    return value !== null && /^\d+$/.test(value) ? Number(value) : null;
  };
  const context = (name: string): string => {
    const value = text(name);
    if (value !== null && value !== '' && value.length <= MOST_DN) return value;
    throw new AdreachError(
      'directory',
      `${endpoint.name} does not name its ${name}: it is no Active Directory domain controller`,
      'give the address of a domain controller of the domain to audit',
    );
  };
  return {
    defaultNamingContext: context('defaultNamingContext'),
    configurationNamingContext: context('configurationNamingContext'),
    schemaNamingContext: context('schemaNamingContext'),
    rootDomainNamingContext: text('rootDomainNamingContext'),
    dnsHostName: text('dnsHostName'),
    tokenGroups: sids(entry?.attributes.get('tokengroups') ?? []),
    dsServiceName: text('dsServiceName'),
    highestCommittedUSN: text('highestCommittedUSN'),
    currentTime: generalizedTime(text('currentTime')),
    domainFunctionality: number('domainFunctionality'),
    forestFunctionality: number('forestFunctionality'),
    domainControllerFunctionality: number('domainControllerFunctionality'),
  };
}

/** All of them or none: what a token does not hold counts as well. */
function sids(values: readonly Buffer[]): readonly Sid[] {
  try {
    return values.map((value) => parseSid(value)).sort();
  } catch {
    return [];
  }
}

/** GeneralizedTime in UTC (`20240131120000.0Z`) as ISO 8601; null for anything else. */
function generalizedTime(text: string | null): string | null {
  const match = text === null ? null : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text);
  return match && `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`;
}
