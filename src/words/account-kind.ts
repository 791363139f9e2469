/** Kinds of audited accounts in words. */
import type { AccountKind } from '../result/audit.js';

const WORDS: Readonly<Record<AccountKind, string>> = {
  gmsa: 'group managed service account',
  smsa: 'standalone managed service account',
  dmsa: 'delegated managed service account',
  user: 'user',
  inetorgperson: 'inetOrgPerson',
  computer: 'computer',
  group: 'group',
  foreign: 'principal of another domain',
  'local-system': 'LocalSystem of a domain controller',
};

/** @returns for example `group managed service account` */
export function kindWords(kind: AccountKind): string {
  return WORDS[kind];
}
