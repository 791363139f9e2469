import type { RawEntry, RawItem, SourceGap } from '../../../../src/sources/entry.js';
import type { LdapOptions } from '../../../../src/sources/ldap/index.js';
import { type LdapInfo, openLdapSource } from '../../../../src/sources/ldap/index.js';
import { certificates } from './certificates.js';
import { PASSWORD, USER } from './server.js';

export function optionsFor(url: string, more: Partial<LdapOptions> = {}): LdapOptions {
  return {
    url,
    startTls: false,
    tls: { ca: certificates().ca, insecure: false },
    credentials: { kind: 'simple', user: USER, password: PASSWORD },
    pageSize: 10,
    connections: 2,
    timeout: 5,
    ...more,
  };
}

export interface Collected {
  readonly entries: readonly RawEntry[];
  readonly byDn: ReadonlyMap<string, RawEntry>;
  readonly gaps: readonly SourceGap[];
  readonly info: LdapInfo;
}

export async function collect(options: LdapOptions): Promise<Collected> {
  const source = await openLdapSource(options);
  const items: RawItem[] = [];
  for await (const item of source.items) items.push(item);
  const entries = items.flatMap((item) => ('entry' in item ? [item.entry] : []));
  const gaps = items.flatMap((item) => ('gap' in item ? [item.gap] : []));
  return { entries, byDn: new Map(entries.map((entry) => [entry.dn, entry])), gaps, info: source.info() };
}
