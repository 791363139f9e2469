/**
 * Made-up domains, small and full of what directories really hold: names with every character that has to be escaped,
 * conflicting objects, ranges of members, groups in groups, accounts of every class, objects that could not be read in
 * full, descriptors of any shape.
 */
import fc from 'fast-check';
import { encodeGuid, encodeSecurityDescriptor, encodeSid, parseSddl } from '../../../src/descriptor/index.js';
import type { Guid, Sid } from '../../../src/descriptor/types.js';
import { escapeValue } from '../../../src/names/dn.js';
import { anyDescriptor } from '../../descriptor/arbitraries.js';
import type { Random } from '../random.js';
import type { PlainObject } from './objects.js';

type Value = string | number | Uint8Array;
type Values = Readonly<Record<string, Value | readonly Value[] | undefined>>;

const NAMES = [
  'Ann',
  'Jörg Müller',
  'Smith, John',
  'a+b=c',
  '"quoted"',
  ' leading',
  'trailing ',
  '#hash',
  'semi;colon <x>',
  'back\\slash',
  '日本語',
  'Ελλάδα',
  '😀',
  'x\nCNF:9fc1d5a2-0000-4000-8000-000000000000',
  'svc$',
  '-',
  "O'Neil: the second",
  '=cmd|calc',
];

const USER = ['top', 'person', 'organizationalPerson', 'user'];
const ACCOUNT_CLASSES = [
  USER,
  USER,
  [...USER, 'inetOrgPerson'],
  [...USER, 'computer'],
  [...USER, 'computer', 'msDS-GroupManagedServiceAccount'],
];

/** Makes domains; the same seed, the same domains. */
/** The classes of accounts beside `user`, with the one above. */
const CLASSES: readonly (readonly [name: string, above: string, id: Guid])[] = [
  ['top', 'top', 'bf967ab7-0de6-11d0-a285-00aa003049e2'],
  ['person', 'top', 'bf967aa7-0de6-11d0-a285-00aa003049e2'],
  ['organizationalPerson', 'person', 'bf967aa4-0de6-11d0-a285-00aa003049e2'],
  ['inetOrgPerson', 'user', '4828cc14-1437-45bc-9b07-ad6f015e5f28'],
  ['computer', 'user', 'bf967a86-0de6-11d0-a285-00aa003049e2'],
  ['msDS-GroupManagedServiceAccount', 'computer', '7b8b558a-93a5-4af7-adca-c017e67f1057'],
  ['msDS-ManagedServiceAccount', 'computer', 'ce206244-5827-4a86-ba1c-1c0c386c1b64'],
];

export class DomainMaker {
  private readonly descriptors: readonly Buffer[];
  private serial = 0;

  constructor(
    private readonly random: Random,
    private readonly seed: number,
  ) {
    this.descriptors = fc
      .sample(anyDescriptor, { seed, numRuns: 60 })
      .map((sd) => Buffer.from(encodeSecurityDescriptor(sd)));
  }

  /**
   * @param accounts how many; the other objects come to about as many again
   * @param whole true: nothing is missing, so that reading it leaves no gap
   */
  domain(dn: string, sid: Sid, accounts: number, whole: boolean): readonly PlainObject[] {
    const { random } = this;
    const objects: PlainObject[] = [];
    const add = (name: string, values: Values): void => void objects.push(plain(name, values));
    const sd = (text: string): Buffer => Buffer.from(encodeSecurityDescriptor(parseSddl(text, { domainSid: sid })));
    const usual = sd(
      `O:DAG:DAD:AI(A;;GA;;;DA)(OA;CIIO;WP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${sid}-1100)`,
    );
    const descriptor = (): Buffer | undefined =>
      whole ? usual : random.chance(0.05) ? undefined : random.chance(0.3) ? random.pick(this.descriptors) : usual;
    add(dn, {
      objectClass: ['top', 'domain', 'domainDNS'],
      objectSid: encodeSid(sid),
      objectGUID: this.guid(),
      nTSecurityDescriptor: usual,
    });
    const units = [dn];
    for (const [name, cls] of [
      ['CN=System', 'container'],
      ['CN=AdminSDHolder,CN=System', 'container'],
      ['CN=Users', 'container'],
      ['OU=Großkunden', 'organizationalUnit'],
      [`OU=${escapeValue(random.pick(NAMES))},CN=Users`, 'organizationalUnit'],
    ] as const) {
      add(`${name},${dn}`, { objectClass: ['top', cls], objectGUID: this.guid(), nTSecurityDescriptor: descriptor() });
      if (!name.includes('System')) units.push(`${name},${dn}`);
    }
    const people: string[] = [];
    const later: (() => void)[] = [];
    for (let n = 0; n < accounts; n++) {
      const name = `CN=${escapeValue(`${random.pick(NAMES)}${random.chance(0.5) ? n : ''}`)},${random.pick(units)}`;
      if (people.includes(name)) continue;
      people.push(name);
      later.push(() => add(name, this.account(sid, 1100 + n, descriptor(), whole)));
    }
    const groups = Array.from(
      { length: 2 + Math.floor(accounts / 3) },
      (_, n) => `CN=Group ${n},${random.pick(units)}`,
    );
    groups.forEach((name, n) => {
      const known = [...people, ...groups];
      const member = Array.from({ length: random.below(6) }, () =>
        random.chance(0.1) ? 'CN=away,DC=elsewhere' : random.pick(known),
      );
      const ranged = random.chance(0.3) && member.length > 1;
      later.push(() =>
        add(name, {
          objectClass: ['top', 'group'],
          objectSid: encodeSid(`${sid}-${n === 0 ? 512 : 2000 + n}`),
          sAMAccountName: `Group ${n}`,
          groupType: random.pick([-2147483646, -2147483644, -2147483640, 2]),
          nTSecurityDescriptor: descriptor(),
          ...(ranged ? { 'member;range=0-0': member.slice(0, 1), 'member;range=1-*': member.slice(1) } : { member }),
        }),
      );
    });
    for (const make of later) make();
    add(`CN=S-1-5-21-9-9-9-1,CN=ForeignSecurityPrincipals,${dn}`, {
      objectClass: ['top', 'foreignSecurityPrincipal'],
      objectSid: encodeSid('S-1-5-21-9-9-9-1'),
    });
    objects.push(...this.configuration(dn));
    return objects;
  }

  private account(sid: Sid, rid: number, descriptor: Buffer | undefined, whole: boolean): Values {
    const { random } = this;
    const classes = random.pick(ACCOUNT_CLASSES);
    const managed = classes.includes('msDS-GroupManagedServiceAccount');
    return {
      objectClass: classes,
      objectGUID: this.guid(),
      objectSid: encodeSid(`${sid}-${rid}`),
      sAMAccountName: `a${rid}${managed ? '$' : ''}`,
      userPrincipalName: random.chance(0.5) ? `a${rid}@müller.example` : undefined,
      userAccountControl: !whole && random.chance(0.1) ? undefined : random.pick([512, 514, 66048, 4096, 262656]),
      pwdLastSet: random.pick(['0', '133000000000000000', '-1']),
      primaryGroupID: random.pick([513, 515, 512]),
      adminCount: random.chance(0.2) ? 1 : undefined,
      sIDHistory: random.chance(0.2) ? [encodeSid('S-1-5-21-7-7-7-700'), encodeSid('S-1-5-21-7-7-7-701')] : undefined,
      nTSecurityDescriptor: descriptor,
      'msDS-GroupMSAMembership': managed ? (whole ? descriptor : random.pick(this.descriptors)) : undefined,
      'msDS-ManagedPasswordInterval': managed ? 30 : undefined,
      servicePrincipalName: managed ? ['HOST/x', 'http/y'] : undefined,
    };
  }

  private configuration(dn: string): PlainObject[] {
    const configuration = `CN=Configuration,${dn}`;
    const guid = (text: Guid): Buffer => Buffer.from(encodeGuid(text));
    return [
      plain(`CN=User,CN=Schema,${configuration}`, {
        objectClass: ['top', 'classSchema'],
        lDAPDisplayName: 'user',
        schemaIDGUID: guid('bf967aba-0de6-11d0-a285-00aa003049e2'),
        subClassOf: 'organizationalPerson',
        objectClassCategory: 1,
        systemMayContain: ['pwdLastSet', 'userAccountControl'],
        defaultSecurityDescriptor: 'D:(A;;RP;;;WD)',
      }),
      ...CLASSES.map(([name, above, id]) =>
        plain(`CN=${name},CN=Schema,${configuration}`, {
          objectClass: ['top', 'classSchema'],
          lDAPDisplayName: name,
          schemaIDGUID: guid(id),
          subClassOf: above,
          objectClassCategory: name === 'top' ? 2 : 1,
        }),
      ),
      plain(`CN=Pwd-Last-Set,CN=Schema,${configuration}`, {
        objectClass: ['top', 'attributeSchema'],
        lDAPDisplayName: 'pwdLastSet',
        schemaIDGUID: guid('bf967a0a-0de6-11d0-a285-00aa003049e2'),
        attributeSecurityGUID: guid('4c164200-20c0-11d0-a768-00aa006e0529'),
        searchFlags: 0,
      }),
      plain(`CN=User-Account-Control,CN=Schema,${configuration}`, {
        objectClass: ['top', 'attributeSchema'],
        lDAPDisplayName: 'userAccountControl',
        schemaIDGUID: guid('bf967a68-0de6-11d0-a285-00aa003049e2'),
        attributeSecurityGUID: guid('4c164200-20c0-11d0-a768-00aa006e0529'),
        searchFlags: 25,
      }),
      plain(`CN=User-Force-Change-Password,CN=Extended-Rights,${configuration}`, {
        objectClass: ['top', 'controlAccessRight'],
        cn: 'User-Force-Change-Password',
        displayName: 'Reset Password',
        rightsGuid: '00299570-246d-11d0-a768-00aa006e0529',
        validAccesses: 256,
        appliesTo: ['bf967aba-0de6-11d0-a285-00aa003049e2'],
      }),
      plain(`CN=LAB,CN=Partitions,${configuration}`, {
        objectClass: ['top', 'crossRef'],
        nCName: dn,
        dnsRoot: 'lab.example',
        nETBIOSName: 'LAB',
        systemFlags: 3,
      }),
      plain(`CN=Directory Service,CN=Windows NT,CN=Services,${configuration}`, {
        objectClass: ['top', 'nTDSService'],
        dSHeuristics: '0000000001',
      }),
      plain(`CN=other.example,CN=System,${dn}`, {
        objectClass: ['top', 'leaf', 'trustedDomain'],
        trustPartner: 'other.example',
        flatName: 'OTHER',
        securityIdentifier: encodeSid('S-1-5-21-8-8-8'),
        trustAttributes: 4,
        trustDirection: 3,
      }),
      plain(
        `CN=11111111-2222-3333-4444-555555555555,CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,${configuration}`,
        { objectClass: ['top', 'msKds-ProvRootKey'], 'msKds-UseStartTime': '133000000000000000' },
      ),
    ];
  }

  private guid(): Buffer {
    const bytes = Buffer.alloc(16, 0xa5);
    bytes.writeUInt32LE(++this.serial);
    bytes.writeUInt32LE(this.seed, 4);
    return bytes;
  }
}

function plain(dn: string, values: Values): PlainObject {
  const attributes = Object.entries(values).flatMap(([name, value]): [string, Buffer[]][] => {
    if (value === undefined) return [];
    const list = Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
    return list.length === 0
      ? []
      : [[name, list.map((one) => Buffer.from(typeof one === 'number' ? String(one) : (one as string)))]];
  });
  return { dn, attributes };
}
