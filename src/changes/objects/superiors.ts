/**
 * What may lie below what (MS-ADTS 3.1.1.5.2.2, MS-ADSC: possSuperiors and systemPossSuperiors of a class and of those above it). The
 * classes that accounts, groups and containers are of; of any other class it is not checked where its objects may be.
 */
import type { Schema } from '../../directory/schema.js';

const ACCOUNTS = ['builtinDomain', 'container', 'domainDNS', 'lostAndFound', 'organization', 'organizationalUnit'];
const CONNECTIONS = ['computer', 'container', 'domainDNS', 'lostAndFound', 'organizationalUnit'];

const SUPERIORS: Readonly<Record<string, readonly string[]>> = {
  user: ACCOUNTS,
  inetOrgPerson: ACCOUNTS,
  computer: ACCOUNTS,
  'msDS-ManagedServiceAccount': ACCOUNTS,
  'msDS-GroupManagedServiceAccount': [...ACCOUNTS, 'computer'],
  group: [
    'builtinDomain',
    'container',
    'domainDNS',
    'lostAndFound',
    'msDS-AzAdminManager',
    'msDS-AzApplication',
    'msDS-AzScope',
    'organizationalUnit',
  ],
  contact: ['container', 'domainDNS', 'lostAndFound', 'organization', 'organizationalUnit'],
  organizationalUnit: ['country', 'domainDNS', 'lostAndFound', 'organization', 'organizationalUnit'],
  container: [
    'configuration',
    'container',
    'domainDNS',
    'lostAndFound',
    'msDS-AzAdminManager',
    'msDS-AzApplication',
    'msDS-AzScope',
    'nTDSService',
    'organization',
    'organizationalUnit',
    'server',
    'subnet',
  ],
  organization: ['country', 'domainDNS', 'locality', 'lostAndFound'],
  locality: ['country', 'domainDNS', 'locality', 'lostAndFound', 'organization', 'organizationalUnit'],
  country: ['domainDNS', 'lostAndFound', 'organization'],
  printQueue: CONNECTIONS,
  volume: CONNECTIONS,
  serviceConnectionPoint: ['computer', 'container', 'lostAndFound', 'organizationalUnit'],
};

const BY_KEY = new Map(Object.entries(SUPERIORS).map(([name, superiors]) => [name.toLowerCase(), superiors]));

/** The attribute that names objects of a class (rDNAttID), where it is not cn. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['organizationalunit', 'ou'],
  ['organization', 'o'],
  ['locality', 'l'],
  ['country', 'c'],
  ['domaindns', 'dc'],
  ['dnszone', 'dc'],
  ['dnsnode', 'dc'],
]);

/** The classes of which it is known where their objects may be, as the schema names them. */
export const CHECKED_CLASSES: readonly string[] = Object.keys(SUPERIORS);

/** @returns the classes that objects of a class may lie below; null where that is not known here */
export function superiorsOf(className: string): readonly string[] | null {
  return BY_KEY.get(className.toLowerCase()) ?? null;
}

/**
 * @param parentClasses objectClass of the parent, or its most specific class alone
 * @returns whether an object of a class may lie there; null where that is not known
 */
export function mayLieBelow(schema: Schema, className: string, parentClasses: readonly string[]): boolean | null {
  const superiors = superiorsOf(className);
  const parent = schema.mostSpecificClass(parentClasses)?.name ?? parentClasses.at(-1);
  if (superiors === null || parent === undefined) return null;
  return superiors.some((name) => name.toLowerCase() === parent.toLowerCase());
}

/** @returns the attribute that names objects of a class, in lower case */
export function namingAttribute(className: string): string {
  return NAMED_BY.get(className.toLowerCase()) ?? 'cn';
}
