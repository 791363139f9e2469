// Writes a synthetic snapshot: a domain as large organisations have them, for timing (no part of the tests).
// Node's own zlib does the compressing; the records are those of docs/snapshot-format.md.

import { encodeSecurityDescriptor, parseSddl } from '../../dist/descriptor/index.js';
import { builtinSchema } from '../../dist/directory/builtin-schema.js';
import { SnapshotWriter } from '../../dist/snapshot/writer.js';

const DOMAIN = 'DC=corp,DC=example,DC=com';
const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';

/** A small generator of numbers, so that every run writes the same file (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const FIRST = [
  'Anna',
  'Ben',
  'Chloe',
  'David',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jan',
  'Klara',
  'Luis',
  'Mei',
  'Noor',
  'Olga',
  'Pavel',
];
const LAST = [
  'Abel',
  'Brandt',
  'Castro',
  'Dubois',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Huber',
  'Ivanov',
  'Jensen',
  'Kowalski',
  'Lopez',
  'Meyer',
  'Novak',
  'Okafor',
  'Peeters',
];

const sd = (sddl) =>
  Buffer.from(encodeSecurityDescriptor(parseSddl(sddl, { domainSid: DOMAIN_SID }))).toString('base64');

/** Groups that every domain has: their names by RID; the members of those in `STAMPED` are protected. */
const BUILTIN_GROUPS = [
  [544, 'Administrators'],
  [545, 'Users'],
  [548, 'Account Operators'],
  [549, 'Server Operators'],
  [550, 'Print Operators'],
  [551, 'Backup Operators'],
  [552, 'Replicator'],
  [554, 'Pre-Windows 2000 Compatible Access'],
  [560, 'Windows Authorization Access Group'],
  [561, 'Terminal Server License Servers'],
];
const DOMAIN_GROUPS = [
  [513, 'Domain Users'],
  [515, 'Domain Computers'],
  [516, 'Domain Controllers'],
  [517, 'Cert Publishers'],
  [518, 'Schema Admins'],
  [519, 'Enterprise Admins'],
  [521, 'Read-only Domain Controllers'],
  [526, 'Key Admins'],
  [527, 'Enterprise Key Admins'],
];
const STAMPED = new Set([512, 516, 518, 519, 521, 526, 527, 544, 548, 549, 550, 551, 552]);

/** The entries that a user of a default domain carries beside those that are generated. */
const DEFAULT_ACES = [
  '(A;;0xf01ff;;;S-1-5-18)',
  `(A;;0xf01ff;;;${DOMAIN_SID}-512)`,
  '(A;;0xf01ff;;;AO)',
  '(A;;RC;;;AU)',
  '(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;;AU)',
  '(OA;;RP;77b5b886-944a-11d1-aebd-0000f80367c1;;AU)',
  '(OA;;RP;e45795b3-9455-11d1-aebd-0000f80367c1;;AU)',
  '(OA;;RP;e48d0154-bcf8-11d1-8702-00c04fb96050;;AU)',
  '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)',
  '(OA;;RPWP;77b5b886-944a-11d1-aebd-0000f80367c1;;PS)',
  '(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;;S-1-5-32-554)',
];

/**
 * Writes the snapshot of a domain with so many accounts, and as much besides as such domains have.
 * @param {string} path
 * @param {number} accounts
 */
export async function writeDomain(path, accounts) {
  const size = {
    accounts,
    groups: Math.max(200, Math.round(accounts / 20)),
    containers: Math.max(50, Math.round(accounts / 250)),
    descriptors: Math.max(50, Math.min(4000, Math.round(accounts / 250))),
  };
  const random = numbers(20261122);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const hex = (digits) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const guid = () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(6)}${hex(6)}`;
  const writer = await SnapshotWriter.create(path, {
    adreach: 'snapshot',
    version: 2,
    tool: { name: 'adreach', version: 'bench' },
    sources: [
      {
        name: 'synthetic',
        kind: 'ldap',
        sha256: null,
        collectedAt: '2026-01-01T00:00:00.000Z',
        server: 'dc1.corp.example.com',
        // Whoever read is a member of Domain Admins: what an object came without is absent.
        collection: {
          boundAs: 'reader',
          reader: [
            `${DOMAIN_SID}-1105`,
            `${DOMAIN_SID}-512`,
            `${DOMAIN_SID}-513`,
            'S-1-1-0',
            'S-1-5-11',
            'S-1-5-32-544',
          ],
          startedAt: '2026-01-01T00:00:00.000Z',
          endedAt: '2026-01-01T00:00:00.000Z',
          serverTime: null,
          highestCommittedUSN: null,
          searches: [],
        },
      },
    ],
    assembled: { objects: size.accounts + size.groups + size.containers, duplicates: 0 },
  });
  const add = async (record) => {
    const wait = writer.add(record);
    if (wait) await wait;
  };
  const schema = builtinSchema();
  for (const record of schema.classes) await add(record);
  for (const record of schema.attributes) await add(record);
  for (const record of schema.rights) await add(record);
  await add({ type: 'partition', nCName: DOMAIN, dnsRoot: 'corp.example.com', netbiosName: 'CORP', systemFlags: 3 });
  await add({ type: 'forest', dSHeuristics: null });
  await add({ type: 'domain', dn: DOMAIN, dnsName: 'corp.example.com', netbiosName: 'CORP', sid: DOMAIN_SID });
  const classes = [
    ['top', 'domain', 'domainDNS'],
    ['top', 'container'],
    ['top', 'organizationalUnit'],
    ['top', 'group'],
    ['top', 'person', 'organizationalPerson', 'user'],
    ['top', 'person', 'organizationalPerson', 'user', 'computer'],
    ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson'],
    ['top', 'person', 'organizationalPerson', 'user', 'computer', 'msDS-GroupManagedServiceAccount'],
  ];
  for (const names of classes) await add({ type: 'classes', names });

  const actor = `${DOMAIN_SID}-1500`;
  const delegated = [
    `(OA;CIID;CR;${RESET};;${actor})`,
    `(OA;CIID;RPWP;${PWD};;${actor})`,
    `(OA;CIID;RPWP;${UAC};;${actor})`,
  ];
  const onUnit = delegated.map((ace) => ace.replace('CIID', 'CIIO').replace(';;S-', `;${USER};S-`));
  await add({ type: 'descriptor', base64: sd('O:BAG:BAD:AI(A;CI;0xf01ff;;;DA)(A;;RPLCRC;;;AU)') });
  await add({ type: 'descriptor', base64: sd(`O:BAG:BAD:AI(A;CI;0xf01ff;;;DA)(A;;RPLCRC;;;AU)${onUnit.join('')}`) });
  await add({
    type: 'descriptor',
    base64: sd('O:DAG:DAD:PAI(A;;0xf01ff;;;SY)(A;;0xf01ff;;;DA)(A;;0xf01ff;;;BA)(A;;LCRPLORC;;;AU)'),
  });
  // Containers: the domain, two system ones, a region for each hundred, and units in the regions.
  await add({ type: 'container', dn: DOMAIN, classes: 0, descriptor: 0, guid: guid() });
  await add({ type: 'container', dn: `CN=System,${DOMAIN}`, parent: 0, classes: 1, descriptor: 0, guid: guid() });
  await add({
    type: 'container',
    dn: `CN=AdminSDHolder,CN=System,${DOMAIN}`,
    parent: 1,
    classes: 1,
    descriptor: 2,
    guid: guid(),
  });
  await add({ type: 'container', dn: `OU=Groups,${DOMAIN}`, parent: 0, classes: 2, descriptor: 0, guid: guid() });
  const units = [];
  let number = 4;
  const regions = Math.max(1, Math.floor(size.containers / 100));
  for (let region = 0; region < regions; region++) {
    const dn = `OU=Region ${region},${DOMAIN}`;
    const parent = number++;
    await add({ type: 'container', dn, parent: 0, classes: 2, descriptor: region % 3 === 0 ? 0 : 1, guid: guid() });
    for (let unit = 0; unit < 100 && units.length < size.containers; unit++) {
      units.push(number++);
      await add({
        type: 'container',
        dn: `OU=Department ${unit},${dn}`,
        parent,
        classes: 2,
        descriptor: 0,
        guid: guid(),
      });
    }
  }
  const groupAce = sd('O:DAG:DAD:AI(A;;0xf01ff;;;DA)(A;;LCRPLORC;;;AU)');
  await add({ type: 'descriptor', base64: groupAce });
  const GLOBAL = 0x80000002 | 0;
  const BUILTIN_LOCAL = 0x80000005 | 0;
  /** Those that come with no members were asked for them, and the reader may read them. */
  const addGroup = (name, rid, memberOf, more) =>
    add({
      type: 'group',
      dn: `CN=${name},OU=Groups,${DOMAIN}`,
      parent: 3,
      classes: 3,
      descriptor: STAMPED.has(rid) ? 2 : 3,
      sid: `${DOMAIN_SID}-${rid}`,
      samAccountName: name,
      groupType: GLOBAL,
      guid: guid(),
      otherGroups: [],
      ...(memberOf.length === 0 ? {} : { memberOf }),
      ...more,
    });
  // Domain Admins is the first one, and in Administrators.
  await addGroup('Domain Admins', 512, [size.groups], { membersRead: 'yes' });
  for (let group = 1; group < size.groups; group++) {
    const nested = group > 100 && random() < 0.3 ? [Math.floor(random() * group)] : undefined;
    await addGroup(`Group ${group}`, 2000 + group, nested && nested[0] !== 0 ? nested : [], { membersRead: 'yes' });
  }
  for (const [rid, name] of BUILTIN_GROUPS) {
    const more = { sid: `S-1-5-32-${rid}`, groupType: BUILTIN_LOCAL };
    await addGroup(name, rid, [], rid === 544 || rid === 545 ? { ...more, membersRead: 'yes' } : more);
  }
  for (const [rid, name] of DOMAIN_GROUPS)
    await addGroup(name, rid, rid === 513 ? [size.groups + 1] : rid === 519 ? [size.groups] : []);
  await add({ type: 'principal', sid: actor, name: 'mdiAction$', dn: `CN=mdiAction,CN=System,${DOMAIN}` });
  await writer.beginAccounts();

  // Descriptors: default entries, the delegation or not, and a few entries that tell one from the other.
  let known = 4;
  const descriptors = [];
  const descriptorOf = async (slot) => {
    if (descriptors[slot] === undefined) {
      const own = `(A;CIID;RPLCRC;;;${DOMAIN_SID}-${2000 + slot})(OA;CIID;WP;bf967950-0de6-11d0-a285-00aa003049e2;;${DOMAIN_SID}-${2001 + slot})`;
      const text =
        slot === 0
          ? 'O:DAG:DAD:PAI(A;;0xf01ff;;;SY)(A;;0xf01ff;;;DA)(A;;0xf01ff;;;BA)(A;;LCRPLORC;;;AU)'
          : `O:DAG:DAD:${slot % 50 === 0 ? 'PAI' : 'AI'}${DEFAULT_ACES.join('')}${slot % 3 === 0 || slot % 50 === 0 ? '' : delegated.join('')}${own}(A;CIID;0xf01ff;;;${DOMAIN_SID}-519)`;
      await add({ type: 'descriptor', base64: sd(text) });
      descriptors[slot] = known++;
    }
    return descriptors[slot];
  };
  await add({
    type: 'account',
    rdn: 'CN=mdiAction',
    parent: 1,
    classes: 7,
    descriptor: await descriptorOf(1),
    guid: guid(),
    sid: actor,
    samAccountName: 'mdiAction$',
    userAccountControl: 0x1000,
    pwdLastSet: '133500000000000000',
    primaryGroupId: 515,
    memberOf: [1],
    otherGroups: [],
    hasSpn: false,
    managed: { interval: 30, encryptionTypes: 24, dnsHostName: 'mdiAction.corp.example.com' },
  });
  // As a collection writes them: container by container, some of them large, and in each by name.
  let inUnit = [];
  const addUnit = async () => {
    const key = ({ rdn }) => rdn.toLowerCase();
    inUnit.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    for (const record of inUnit) await add(record);
    inUnit = [];
  };
  const placed = Int32Array.from({ length: size.accounts - 1 }, () => Math.floor(random() ** 2 * units.length)).sort();
  for (let account = 0; account < size.accounts - 1; account++) {
    const computer = random() < 0.3;
    const admin = !computer && random() < 0.001;
    const first = pick(FIRST);
    const last = pick(LAST);
    const name = computer ? `PC${account}$` : `${first[0]}${last}${account}`.toLowerCase();
    const memberships = new Set(admin ? [0] : []);
    const count = 1 + Math.floor(random() * 5);
    for (let i = 0; i < count; i++) memberships.add(1 + Math.floor(random() * (size.groups - 1)));
    // Descriptors follow the place: what a unit inherits is in all of its objects, users and computers apart, and a few
    // objects have entries of their own.
    const unit = placed[account];
    const usual = 1 + ((unit * 2 + (computer ? 1 : 0)) % (size.descriptors - 1));
    const slot = random() < 0.95 ? usual : 1 + ((usual + 7 * Math.floor(random() * 3)) % (size.descriptors - 1));
    const never = !computer && random() < 0.05;
    if (account > 0 && unit !== placed[account - 1]) await addUnit();
    inUnit.push({
      type: 'account',
      rdn: computer ? `CN=PC${account}` : `CN=${first} ${last} ${account}`,
      parent: units[unit],
      classes: computer ? 5 : random() < 0.01 ? 6 : 4,
      descriptor: admin ? await descriptorOf(0) : await descriptorOf(slot),
      guid: guid(),
      sid: `${DOMAIN_SID}-${100000 + account}`,
      samAccountName: name,
      ...(computer ? {} : { userPrincipalName: `${name}@corp.example.com` }),
      userAccountControl: (computer ? 0x1000 : 0x200) | (never ? 0x10000 : 0) | (random() < 0.08 ? 2 : 0),
      pwdLastSet: String(132000000000000000n + BigInt(Math.floor(random() * 1.6e15))),
      ...(admin ? { adminCount: 1 } : {}),
      primaryGroupId: computer ? 515 : 513,
      memberOf: [...memberships].sort((a, b) => a - b),
      otherGroups: [],
      hasSpn: computer || random() < 0.01,
    });
  }
  await addUnit();
  return writer.finish();
}
