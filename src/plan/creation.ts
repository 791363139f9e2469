/** Objects that a plan makes: the group that rights are delegated to, a managed service account, the group of its hosts. */
import type { Change } from '../changes/index.js';
import { encodeSecurityDescriptor, parseSddl } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import { type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import { AdreachError } from '../errors/index.js';
import { dnKey } from '../names/dn.js';

/** Something that is made. */
export type Made =
  | { readonly what: 'group' | 'hosts-group'; readonly dn: string; readonly samAccountName: string }
  | {
      readonly what: 'account';
      readonly dn: string;
      readonly samAccountName: string;
      readonly dnsHostName: string;
      /** DN of the group whose members may retrieve the password. */
      readonly hosts: string;
      readonly interval: number;
    };

/** Days between two passwords: what the directory takes where nobody says (facts of New-ADServiceAccount). */
const INTERVAL = 30;
/** AES128 and AES256 (MS-KILE 2.2.7). */
const AES_ONLY = 0x18;
/** UF_WORKSTATION_TRUST_ACCOUNT, as New-ADServiceAccount sets it. */
const WORKSTATION = 0x1000;
/** A security group, global (MS-ADTS 2.2.12). */
const GLOBAL_SECURITY = 0x80000002 | 0;
/** Longer sAMAccountNames give trouble with older protocols. */
const LONGEST = 15;
const DOMAIN_CONTROLLERS = 516;

const bytes = (value: string | number) => Buffer.from(String(value));

/** @returns the change that makes a global security group without members */
export function groupCreation({ dn, samAccountName }: Made): Change {
  return {
    kind: 'create',
    dn,
    classes: ['group'],
    attributes: new Map([
      ['sAMAccountName', [bytes(samAccountName)]],
      ['groupType', [bytes(GLOBAL_SECURITY)]],
    ]),
    descriptor: null,
  };
}

/**
 * What New-ADServiceAccount makes of the same: AES alone, its password for the members of one group.
 * @param hosts SID of that group
 */
export function accountCreation(made: Extract<Made, { readonly what: 'account' }>, hosts: Sid): Change {
  const retrievers = encodeSecurityDescriptor(parseSddl(`O:BAD:(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${hosts})`));
  return {
    kind: 'create',
    dn: made.dn,
    classes: ['msDS-GroupManagedServiceAccount'],
    attributes: new Map([
      ['sAMAccountName', [bytes(made.samAccountName)]],
      ['userAccountControl', [bytes(WORKSTATION)]],
      ['dNSHostName', [bytes(made.dnsHostName)]],
      ['msDS-ManagedPasswordInterval', [bytes(made.interval)]],
      ['msDS-SupportedEncryptionTypes', [bytes(AES_ONLY)]],
      ['msDS-GroupMSAMembership', [Buffer.from(retrievers)]],
    ]),
    descriptor: null,
  };
}

/** The account and the group of its hosts, as they would be made for a name. */
export interface NewAccount {
  readonly domain: DomainId;
  readonly account: Extract<Made, { readonly what: 'account' }>;
  /** Null where the group is there. */
  readonly hosts: Made | null;
  readonly hostsDn: string;
  /** The domain controllers, as the group's only member; null where the sources lack their group. */
  readonly member: string | null;
}

/** @returns whether a name could be that of a managed service account that is not there yet */
export function isNewAccountName(text: string): boolean {
  return /^(?:[^\\]+\\)?[^\\@=]+\$$/.test(text);
}

/**
 * @param text `name$` or `DOMAIN\name$`
 * @throws AdreachError `usage` for a name that cannot be, or where it is open in which domain
 */
export function newAccount(directory: Directory, text: string): NewAccount {
  const slash = text.indexOf('\\');
  const name = text.slice(slash + 1, -1);
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name) || name.length + 1 > LONGEST)
    throw new AdreachError(
      'usage',
      `no account "${text}" in the sources, and no managed service account can be made by that name`,
      `Letters, digits and hyphens, with the $ at most ${LONGEST} characters; or check the name.`,
    );
  const domain = domainNamed(directory, slash < 0 ? null : text.slice(0, slash));
  const { dn, dnsName } = directory.domains[domain]!;
  const place = placeIn(directory, `CN=Managed Service Accounts,${dn}`) ?? `CN=Users,${dn}`;
  const hostsName = `${name}-Hosts`;
  const there = groupNamed(directory, domain, hostsName);
  const hostsDn = there ?? `CN=${hostsName},CN=Users,${dn}`;
  return {
    domain,
    account: {
      what: 'account',
      dn: `CN=${name},${place}`,
      samAccountName: `${name}$`,
      dnsHostName: `${name}.${dnsName}`.toLowerCase(),
      hosts: hostsDn,
      interval: INTERVAL,
    },
    hosts: there === null ? { what: 'hosts-group', dn: hostsDn, samAccountName: hostsName } : null,
    hostsDn,
    member: controllersOf(directory, domain),
  };
}

function domainNamed({ domains }: Directory, name: string | null): DomainId {
  const ids = [...idsOf<DomainId>(domains)];
  const wanted = name?.toLowerCase();
  const found =
    wanted === undefined
      ? ids
      : ids.filter((id) =>
          [domains[id]!.netbiosName, domains[id]!.dnsName].some((own) => own.toLowerCase() === wanted),
        );
  if (found.length === 1) return found[0]!;
  throw new AdreachError(
    'usage',
    name === null
      ? `a new account needs its domain: the sources hold ${ids.length}`
      : `the sources have no domain "${name}" for a new account`,
    'Write it as DOMAIN\\name$.',
  );
}

function placeIn({ containers }: Directory, dn: string): string | null {
  const key = dnKey(dn);
  return containers.find((each) => !each.missing && dnKey(each.dn) === key)?.dn ?? null;
}

function groupNamed({ groups }: Directory, domain: DomainId, name: string): string | null {
  const wanted = name.toLowerCase();
  return groups.find((each) => each.domain === domain && each.samAccountName?.toLowerCase() === wanted)?.dn ?? null;
}

function controllersOf({ groups, groupsBySid, domains }: Directory, domain: DomainId): string | null {
  const [id]: readonly GroupId[] = groupsBySid.get(`${domains[domain]!.sid}-${DOMAIN_CONTROLLERS}`) ?? [];
  return id === undefined ? null : groups[id]!.dn;
}
