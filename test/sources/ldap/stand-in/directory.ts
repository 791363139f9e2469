/** A small directory for the stand-in to serve. */
import { createHash } from 'node:crypto';

export interface StandInEntry {
  readonly dn: string;
  /** By lDAPDisplayName. */
  readonly attributes: Readonly<Record<string, readonly Buffer[]>>;
  /** Attributes that the client may not read, lower case. */
  readonly unreadable?: readonly string[];
}

export const DOMAIN = 'DC=stand,DC=in';
export const CONFIGURATION = `CN=Configuration,${DOMAIN}`;
export const SCHEMA = `CN=Schema,${CONFIGURATION}`;

export function entry(
  dn: string,
  attributes: Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>,
  unreadable: readonly string[] = [],
): StandInEntry {
  const buffers = Object.entries(attributes).map(([name, values]) => [
    name,
    (Array.isArray(values) ? values : [values]).map((value) =>
      typeof value === 'string' ? Buffer.from(value) : value,
    ),
  ]);
  return { dn, attributes: { objectGUID: [guidOf(dn)], ...Object.fromEntries(buffers) }, unreadable };
}

/** A GUID as random as real ones, the same in every run. */
export const guidOf = (dn: string): Buffer => createHash('md5').update(dn).digest();

/** A descriptor's bytes that happen to be valid UTF-8 (0x20-0x7e only), and some that do not. */
export const SD = Buffer.from([1, 0, 4, 0x80, 0, 0xff, 0xef, 0xbb, 0xbf]);

export function valuesOf(entry: StandInEntry, name: string): readonly Buffer[] | undefined {
  const key = Object.keys(entry.attributes).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : entry.attributes[key];
}

export function readable(entry: StandInEntry, name: string): boolean {
  return !(entry.unreadable ?? []).includes(name.toLowerCase());
}

export const userClasses = ['top', 'person', 'organizationalPerson', 'user'];

/** A domain with `users` users in two organisational units, a group of all of them, and the forest around it. */
export function sampleDirectory(users: number): StandInEntry[] {
  const ou = (number: number) => `OU=Unit ${number},${DOMAIN}`;
  const people = Array.from({ length: users }, (_, i) => user(`user${i}`, ou(i % 2)));
  return [
    entry(DOMAIN, { objectClass: ['top', 'domain', 'domainDNS'], objectSid: SD, nTSecurityDescriptor: SD }),
    ...[0, 1].map((number) =>
      entry(ou(number), { objectClass: ['top', 'organizationalUnit'], nTSecurityDescriptor: SD }),
    ),
    entry(`CN=System,${DOMAIN}`, { objectClass: ['top', 'container'], nTSecurityDescriptor: SD }),
    entry(`CN=RID Manager$,CN=System,${DOMAIN}`, {
      objectClass: ['top', 'rIDManager'],
      rIDAvailablePool: ridPool(1100),
    }),
    entry(`CN=All,${ou(0)}`, {
      objectClass: ['top', 'group'],
      sAMAccountName: 'All',
      nTSecurityDescriptor: SD,
      ...(users > 0 && { member: people.map((person) => person.dn) }),
    }),
    ...people,
    entry(CONFIGURATION, { objectClass: ['top', 'configuration'] }),
    entry(SCHEMA, { objectClass: ['top', 'dMD'] }),
    entry(`CN=Sites,${CONFIGURATION}`, { objectClass: ['top', 'sitesContainer'] }),
    entry(`CN=Public Key Services,CN=Services,${CONFIGURATION}`, {
      objectClass: ['top', 'container'],
      cn: 'Public Key Services',
    }),
    entry(`CN=Windows NT,CN=Services,${CONFIGURATION}`, { objectClass: ['top', 'container'] }),
    entry(`CN=user,${SCHEMA}`, { objectClass: ['top', 'classSchema'], lDAPDisplayName: 'user' }),
    entry(`CN=Partitions,${CONFIGURATION}`, { objectClass: ['top', 'crossRefContainer'] }),
    entry(`CN=STAND,CN=Partitions,${CONFIGURATION}`, { objectClass: ['top', 'crossRef'], nCName: DOMAIN }),
    entry(`CN=Extended-Rights,${CONFIGURATION}`, { objectClass: ['top', 'container'] }),
    entry(`CN=User-Force-Change-Password,CN=Extended-Rights,${CONFIGURATION}`, {
      objectClass: ['top', 'controlAccessRight'],
      rightsGuid: '00299570-246d-11d0-a768-00aa006e0529',
    }),
    entry(`CN=Services,${CONFIGURATION}`, { objectClass: ['top', 'container'] }),
    entry(`CN=Directory Service,CN=Windows NT,CN=Services,${CONFIGURATION}`, { objectClass: ['top', 'nTDSService'] }),
  ];
}

/** rIDAvailablePool where `given` identifiers were given out, of as many as there can be. */
export const ridPool = (given: number): string => String((0x3fffffffn << 32n) | BigInt(given));

export function user(
  name: string,
  parent: string,
  more: Readonly<Record<string, string | Buffer | string[]>> = {},
  unreadable: readonly string[] = [],
): StandInEntry {
  return entry(
    `CN=${name},${parent}`,
    { objectClass: userClasses, sAMAccountName: name, nTSecurityDescriptor: SD, unicodePwd: 'secret', ...more },
    unreadable,
  );
}

/** @param other attributes that differ from the usual */
export function rootDse(other: Readonly<Record<string, string>> = {}): StandInEntry {
  return {
    dn: '',
    attributes: Object.fromEntries(
      Object.entries({
        defaultNamingContext: DOMAIN,
        configurationNamingContext: CONFIGURATION,
        schemaNamingContext: SCHEMA,
        rootDomainNamingContext: DOMAIN,
        dnsHostName: 'dc.stand.in',
        dsServiceName: `CN=NTDS Settings,CN=DC,CN=Servers,CN=Site,CN=Sites,${CONFIGURATION}`,
        highestCommittedUSN: '4711',
        currentTime: '20240131120000.0Z',
        domainFunctionality: '7',
        ...other,
      }).map(([name, value]) => [name, [Buffer.from(value)]]),
    ),
  };
}
