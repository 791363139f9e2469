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

/** What the field calls classes whose own names fit in no column. */
const SHORT_CLASSES: ReadonlyMap<string, string> = new Map([
  ['msDS-GroupManagedServiceAccount', 'gMSA'],
  ['msDS-ManagedServiceAccount', 'sMSA'],
  ['msDS-DelegatedManagedServiceAccount', 'dMSA'],
]);

/** @returns a class by the name that it has in narrow tables */
export function shortClass(className: string): string {
  return SHORT_CLASSES.get(className) ?? className;
}

/** What the short names stand for. */
export const SHORT_CLASSES_TEXT = 'gMSA, sMSA, dMSA: group, standalone and delegated managed service accounts.';

/** @returns for example `group managed service account` */
export function kindWords(kind: AccountKind): string {
  return WORDS[kind];
}
