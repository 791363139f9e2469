/** A made-up domain as raw items, for tests: deterministic, of any size. */
import { encodeGuid, encodeSecurityDescriptor, encodeSid, parseSddl } from '../../src/descriptor/index.js';
import type { Guid, Sid } from '../../src/descriptor/types.js';
import type { RawEntry, RawItem } from '../../src/sources/entry.js';

export const DOMAIN = 'DC=lab,DC=local';
export const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';
const CONFIGURATION = `CN=Configuration,${DOMAIN}`;

export interface Size {
  readonly containers: number;
  readonly groups: number;
  readonly accounts: number;
  /** Distinct descriptors on accounts. */
  readonly descriptors: number;
}

type Values = Readonly<Record<string, string | number | Buffer | readonly (string | Buffer)[]>>;

/** An entry from attribute names and values; names are taken as they are (lower case). */
export function entry(dn: string, values: Values): { readonly entry: RawEntry } {
  const attributes = new Map<string, Buffer[]>();
  for (const [name, value] of Object.entries(values)) {
    const list = Array.isArray(value) ? (value as readonly (string | Buffer)[]) : [value as string | number | Buffer];
    attributes.set(
      name,
      list.map((v) => (Buffer.isBuffer(v) ? v : Buffer.from(String(v)))),
    );
  }
  return { entry: { dn, attributes } };
}

export const sid = (text: Sid): Buffer => Buffer.from(encodeSid(text));
export const guid = (text: Guid): Buffer => Buffer.from(encodeGuid(text));
export const sddl = (text: string): Buffer =>
  Buffer.from(encodeSecurityDescriptor(parseSddl(text, { domainSid: DOMAIN_SID })));

const guidOf = (n: number): Buffer => {
  const bytes = Buffer.alloc(16, 7);
  bytes.writeUInt32LE(n, 0);
  return bytes;
};

/** Schema and configuration of a handful of objects each. */
export function settings(): RawItem[] {
  return [
    entry(`CN=User,CN=Schema,${CONFIGURATION}`, {
      objectclass: ['top', 'classSchema'],
      ldapdisplayname: 'user',
      schemaidguid: guid('bf967aba-0de6-11d0-a285-00aa003049e2'),
      subclassof: 'organizationalPerson',
      objectclasscategory: 1,
      systemmaycontain: ['pwdLastSet', 'userAccountControl'],
      defaultsecuritydescriptor: 'D:(A;;RP;;;WD)',
    }),
    entry(`CN=Pwd-Last-Set,CN=Schema,${CONFIGURATION}`, {
      objectclass: ['top', 'attributeSchema'],
      ldapdisplayname: 'pwdLastSet',
      schemaidguid: guid('bf967a0a-0de6-11d0-a285-00aa003049e2'),
      attributesecurityguid: guid('4c164200-20c0-11d0-a768-00aa006e0529'),
      searchflags: 0,
    }),
    entry(`CN=User-Force-Change-Password,CN=Extended-Rights,${CONFIGURATION}`, {
      objectclass: ['top', 'controlAccessRight'],
      cn: 'User-Force-Change-Password',
      displayname: 'Reset Password',
      rightsguid: '00299570-246d-11d0-a768-00aa006e0529',
      validaccesses: 256,
      appliesto: ['bf967aba-0de6-11d0-a285-00aa003049e2'],
    }),
    entry(`CN=LAB,CN=Partitions,${CONFIGURATION}`, {
      objectclass: ['top', 'crossRef'],
      ncname: DOMAIN,
      dnsroot: 'lab.local',
      netbiosname: 'LAB',
      systemflags: 3,
    }),
    entry(`CN=Directory Service,CN=Windows NT,CN=Services,${CONFIGURATION}`, {
      objectclass: ['top', 'nTDSService'],
      dsheuristics: '0000000001',
    }),
    ...[
      ['top', 'top', 'bf967ab7-0de6-11d0-a285-00aa003049e2', 2],
      ['person', 'top', 'bf967aa7-0de6-11d0-a285-00aa003049e2', 0],
      ['organizationalPerson', 'person', 'bf967aa4-0de6-11d0-a285-00aa003049e2', 0],
      ['computer', 'user', 'bf967a86-0de6-11d0-a285-00aa003049e2', 1],
      ['msDS-GroupManagedServiceAccount', 'computer', '7b8b558a-93a5-4af7-adca-c017e67f1057', 1],
    ].map(([name, above, id, category]) =>
      entry(`CN=${name},CN=Schema,${CONFIGURATION}`, {
        objectclass: ['top', 'classSchema'],
        ldapdisplayname: String(name),
        schemaidguid: guid(String(id) as Guid),
        subclassof: String(above),
        objectclasscategory: Number(category),
      }),
    ),
  ];
}

const PLAIN = ['D:AI(A;;GA;;;DA)(A;;RPLCRC;;;AU)', 'D:PAI(A;;GA;;;SY)'];

/** The domain's own objects: head, AdminSDHolder, organisational units, groups with members, accounts. */
export function* domainItems(size: Size): Generator<RawItem> {
  const plain = PLAIN.map((text) => sddl(`O:DAG:DA${text}`));
  yield entry(DOMAIN, {
    objectclass: ['top', 'domain', 'domainDNS'],
    objectsid: sid(DOMAIN_SID),
    objectguid: guidOf(1),
    ntsecuritydescriptor: plain[0]!,
  });
  for (const [dn, cls] of [
    [`CN=System,${DOMAIN}`, 'container'],
    [`CN=AdminSDHolder,CN=System,${DOMAIN}`, 'container'],
    [`OU=Groups,${DOMAIN}`, 'organizationalUnit'],
  ] as const) {
    yield entry(dn, { objectclass: ['top', cls], ntsecuritydescriptor: plain[1]! });
  }
  const ou = (n: number): string =>
    `OU=Unit ${n % size.containers},${n % size.containers === 0 ? '' : `OU=Unit 0,`}${DOMAIN}`;
  for (let n = 0; n < size.containers; n++) {
    yield entry(ou(n), {
      objectclass: ['top', 'organizationalUnit'],
      ntsecuritydescriptor: plain[0]!,
      objectguid: guidOf(n + 10),
    });
  }
  const user = (n: number): string => `CN=User\\, No ${n},${ou(n)}`;
  const perGroup = Math.ceil((2 * size.accounts) / Math.max(1, size.groups));
  for (let n = 0; n < size.groups; n++) {
    const member = Array.from({ length: Math.min(perGroup, size.accounts) }, (_, i) =>
      user((n * 7 + i * 13) % size.accounts),
    );
    if (n > 0) member.push(`CN=Group ${n - 1},OU=Groups,${DOMAIN}`);
    yield entry(`CN=Group ${n},OU=Groups,${DOMAIN}`, {
      objectclass: ['top', 'group'],
      objectsid: sid(`${DOMAIN_SID}-${2_000_000 + n}`),
      samaccountname: `Group ${n}`,
      grouptype: -2147483646,
      ntsecuritydescriptor: plain[0]!,
      member,
    });
  }
  const descriptors = Array.from({ length: size.descriptors }, (_, n) =>
    sddl(
      `O:DAG:DAD:AI(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;${DOMAIN_SID}-${1100 + n})${PLAIN[0]!.slice(4).repeat(8)}`,
    ),
  );
  for (let n = 0; n < size.accounts; n++) {
    yield entry(user(n), {
      objectclass: ['top', 'person', 'organizationalPerson', 'user'],
      objectsid: sid(`${DOMAIN_SID}-${1100 + n}`),
      objectguid: guidOf(n + 10_000),
      samaccountname: `user${n}`,
      userprincipalname: `user${n}@lab.local`,
      useraccountcontrol: 512,
      pwdlastset: `1330000000${String(n).padStart(8, '0')}`,
      primarygroupid: 513,
      ntsecuritydescriptor: descriptors[n % descriptors.length]!,
    });
  }
}

export const DOMAIN_FOR_TESTS: Size = { containers: 12, groups: 40, accounts: 1500, descriptors: 25 };

export async function* stream(...parts: Iterable<RawItem>[]): AsyncGenerator<RawItem> {
  for (const part of parts) yield* part;
}
