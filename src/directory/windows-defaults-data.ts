/**
 * Entries that Windows puts on the head of a domain and on well-known objects, as a data table: what a domain controller of
 * Windows Server 2016 (schema version 87, domain level 7) holds as their own. No source at hand tells other versions'.
 *
 * From the AD Explorer snapshot in c3c/ADExplorerSnapshot.py, tests/data/detectionlab.dat (f700904d). Copyright (c) its authors.
 * MIT License. Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to
 * use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
 * Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall
 * be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY
 * KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
 * IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
 * IN THE SOFTWARE.
 */

type NamingContext = 'domain' | 'configuration' | 'schema';

/** What Windows puts on one well-known object. */
export interface PlaceDefaults {
  readonly context: NamingContext;
  /** Its name below the naming context; empty: the head itself. */
  readonly place: string;
  /** Entries as SDDL; `<DnsAdmins>` stands for the SID of the group of that name, which is another one in each domain. */
  readonly entries: readonly string[];
  /** Where that was seen. */
  readonly source: string;
}

const SNAPSHOT = 'Windows Server 2016, DetectionLab snapshot';
const FULL = 'CCDCLCSWRPWPDTLOCRSDRCWDWO';

/** What most objects of a naming context have: Authenticated Users read, administrators all but delete, SYSTEM all. */
const usual = (administrators: 'DA' | 'EA', rights = 'CCLCSWRPWPLOCRRCWDWO'): readonly string[] => [
  '(A;;LCRPLORC;;;AU)',
  `(A;;${rights};;;${administrators})`,
  `(A;;${FULL};;;SY)`,
];

/** What the head of the domain and CN=Builtin have in common. */
const HEAD = [
  '(OA;CIIO;RP;4c164200-20c0-11d0-a768-00aa006e0529;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;RP;4c164200-20c0-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;CIIO;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;CIIO;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;CIIO;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;CIIO;RP;037088f8-0ae1-11d2-b422-00a0c968f939;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;RO)',
  '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;DD)',
  '(OA;CIIO;SW;9b026da6-0d3c-465c-8bee-5199d7165cba;bf967a86-0de6-11d0-a285-00aa003049e2;CO)',
  '(OA;CIIO;SW;9b026da6-0d3c-465c-8bee-5199d7165cba;bf967a86-0de6-11d0-a285-00aa003049e2;PS)',
  '(OA;CIIO;RP;b7c69e6d-2cc7-11d2-854e-00a0c983f608;bf967a86-0de6-11d0-a285-00aa003049e2;ED)',
  '(OA;CIIO;RP;b7c69e6d-2cc7-11d2-854e-00a0c983f608;bf967a9c-0de6-11d0-a285-00aa003049e2;ED)',
  '(OA;CIIO;RP;b7c69e6d-2cc7-11d2-854e-00a0c983f608;bf967aba-0de6-11d0-a285-00aa003049e2;ED)',
  '(OA;CIIO;WP;ea1b7b93-5e48-46d5-bc6c-4df4fda78a35;bf967a86-0de6-11d0-a285-00aa003049e2;PS)',
  '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;BA)',
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;1131f6ae-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;e2a36dc9-ae17-47c3-b58b-be34c55ba633;;S-1-5-32-557)',
  '(OA;;RP;c7407360-20bf-11d0-a768-00aa006e0529;;RU)',
  '(OA;;RP;b8119fd0-04f6-4762-ab7a-4986c76b3f9a;;RU)',
  '(OA;CIIO;LCRPLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CIIO;LCRPLORC;;bf967a9c-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;CIIO;LCRPLORC;;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;CR;05c74c5e-4deb-43b4-bd9f-86664c2a7fd5;;AU)',
  '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;ED)',
  '(OA;;CR;ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501;;AU)',
  '(OA;;CR;280f369c-67c7-438e-ae98-1d46f3c6f541;;AU)',
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
  '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
  '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
  '(OA;;CR;1131f6ae-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
  '(OA;;RP;b8119fd0-04f6-4762-ab7a-4986c76b3f9a;;AU)',
  '(OA;OICI;RPWP;3f78c3e5-f79a-46bd-a0b8-9d18116ddc79;;PS)',
  '(OA;CIIO;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)',
  '(A;;CCLCSWRPWPLOCRRCWDWO;;;DA)',
  '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;EA)',
  '(A;;RPRC;;;RU)',
  '(A;CI;LC;;;RU)',
  '(A;CI;CCLCSWRPWPLOCRSDRCWDWO;;;BA)',
  '(A;;RP;;;WD)',
  '(A;;LCRPLORC;;;ED)',
  '(A;;LCRPLORC;;;AU)',
  '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
];

interface Row {
  readonly context: NamingContext;
  /** Names below the naming context; empty: itself. */
  readonly places: readonly string[];
  readonly entries: readonly string[];
  readonly source?: string;
}

const ROWS: readonly Row[] = [
  {
    context: 'domain',
    places: [''],
    entries: [
      ...HEAD,
      '(D;;DC;;;WD)',
      '(OA;;CR;3e0f7e18-2c7a-4c10-ba82-4d926db99a3e;;CN)',
      '(OA;CI;RPWP;5b47d60f-6090-40b2-9f37-2a4de88f3063;;KA)',
      '(OA;CI;RPWP;5b47d60f-6090-40b2-9f37-2a4de88f3063;;EK)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=Users'],
    entries: [
      ...usual('DA', 'CCDCLCSWRPWPLOCRRCWDWO'),
      '(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967a9c-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967aa8-0de6-11d0-a285-00aa003049e2;;PO)',
      '(OA;;CCDC;4828cc14-1437-45bc-9b07-ad6f015e5f28;;AO)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=Computers'],
    entries: [
      ...usual('DA', 'CCDCLCSWRPWPLOCRRCWDWO'),
      '(OA;;CCDC;bf967a86-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967a9c-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967aa8-0de6-11d0-a285-00aa003049e2;;PO)',
      '(OA;;CCDC;4828cc14-1437-45bc-9b07-ad6f015e5f28;;AO)',
    ],
  },
  { context: 'domain', places: ['OU=Domain Controllers'], entries: [...usual('DA'), '(A;;LCRPLORC;;;ED)'] },
  {
    context: 'domain',
    places: ['CN=Managed Service Accounts'],
    entries: [
      ...usual('DA', 'CCDCLCSWRPWPLOCRRCWDWO'),
      '(OA;;CCDC;ce206244-5827-4a86-ba1c-1c0c386c1b64;;AO)',
      '(OA;;CCDC;bf967aba-0de6-11d0-a285-00aa003049e2;;AO)',
      '(OA;;CCDC;bf967a9c-0de6-11d0-a285-00aa003049e2;;AO)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=ForeignSecurityPrincipals', 'CN=Program Data', 'CN=Microsoft,CN=Program Data'],
    entries: usual('DA', FULL),
  },
  { context: 'domain', places: ['CN=Builtin'], entries: [...HEAD] },
  {
    context: 'domain',
    places: [
      'CN=LostAndFound',
      'CN=FileLinks,CN=System',
      'CN=Dfs-Configuration,CN=System',
      'CN=Meetings,CN=System',
      'CN=RpcServices,CN=System',
      'CN=WinsockServices,CN=System',
      'CN=Default Domain Policy,CN=System',
      'CN=ComPartitions,CN=System',
      'CN=ComPartitionSets,CN=System',
      'CN=File Replication Service,CN=System',
      'CN=DomainUpdates,CN=System',
    ],
    entries: usual('DA', 'CCDCLCSWRPWPLOCRRCWDWO'),
  },
  { context: 'domain', places: ['CN=Infrastructure', 'CN=System'], entries: usual('DA') },
  {
    context: 'domain',
    places: [
      'CN=Policies,CN=System',
      'CN=PolicyTemplate,CN=WMIPolicy,CN=System',
      'CN=PolicyType,CN=WMIPolicy,CN=System',
      'CN=WMIGPO,CN=WMIPolicy,CN=System',
    ],
    entries: [...usual('DA', 'CCDCLCSWRPWPLOCRRCWDWO'), '(A;;CC;;;PA)'],
  },
  {
    context: 'domain',
    places: [
      'CN={31B2F340-016D-11D2-945F-00C04FB984F9},CN=Policies,CN=System',
      'CN={6AC1786C-016F-11D2-945F-00C04fB984F9},CN=Policies,CN=System',
    ],
    entries: [
      '(A;;CCLCSWRPWPLORCWDWO;;;DA)',
      '(A;CIIO;CCDCLCSWRPWPDTLOSDRCWDWO;;;DA)',
      '(A;;CCLCSWRPWPLORCWDWO;;;EA)',
      '(A;CIIO;CCDCLCSWRPWPDTLOSDRCWDWO;;;EA)',
      '(A;;CCLCSWRPWPLORCWDWO;;;DA)',
      '(A;CIIO;CCDCLCSWRPWPDTLOSDRCWDWO;;;CO)',
      '(A;CI;CCDCLCSWRPWPDTLOSDRCWDWO;;;SY)',
      '(A;CI;LCRPLORC;;;AU)',
      '(OA;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;AU)',
      '(A;CI;LCRPLORC;;;ED)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=WMIPolicy,CN=System'],
    entries: [
      '(A;;CCLCSWRPWPLORC;;;BA)',
      '(A;;CCLCSWRPWPLORC;;;PA)',
      '(A;CI;LCRPLORC;;;AU)',
      '(A;CI;LCRPLORC;;;SY)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;EA)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA)',
      '(A;CIIO;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;CO)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=SOM,CN=WMIPolicy,CN=System'],
    entries: [
      '(A;CI;LCRPLORC;;;AU)',
      '(A;CI;LCRPLORC;;;SY)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;DA)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;EA)',
      '(A;;CCLCSWRPWPLORC;;;BA)',
      '(A;;CCLCSWRPWPLORC;;;PA)',
      '(A;CIIO;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;CO)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=Server,CN=System'],
    entries: [
      ...usual('DA', FULL),
      '(OA;;CR;91d67418-0135-4acc-8d79-c08e857cfbec;;RU)',
      '(OA;;CR;91d67418-0135-4acc-8d79-c08e857cfbec;;AU)',
      '(A;;LCRPLORC;;;RU)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=RID Manager$,CN=System', 'CN=DFSR-GlobalSettings,CN=System'],
    entries: usual('DA', FULL),
  },
  { context: 'domain', places: ['CN=PSPs,CN=System'], entries: usual('DA', FULL) },
  {
    context: 'configuration',
    places: [''],
    entries: [
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(A;;LCRPLORC;;;AU)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;EA)',
      '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
      '(A;CIIO;CCLCSWRPWPLOCRSDRCWDWO;;;DA)',
      '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;ED)',
      '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;BA)',
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;RO)',
    ],
  },
  {
    context: 'configuration',
    places: ['CN=Sites'],
    entries: [
      ...usual('EA'),
      '(OA;CIIO;SW;d31a8757-2447-4545-8081-3bb610cacbf2;f0f8ffab-1191-11d0-a060-00aa006c33ed;RO)',
    ],
  },
  {
    context: 'configuration',
    places: ['CN=Default-First-Site-Name,CN=Sites'],
    entries: ['(A;;LCRPLORC;;;AU)', '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)', '(A;;LCRPLORC;;;ED)'],
  },
  {
    context: 'configuration',
    places: ['CN=Partitions'],
    entries: [
      '(A;;LCLORC;;;AU)',
      '(OA;;RP;e48d0154-bcf8-11d1-8702-00c04fb96050;;AU)',
      '(OA;;RP;d31a8757-2447-4545-8081-3bb610cacbf2;;AU)',
      '(OA;;RP;66171887-8f3c-11d0-afda-00c04fd930c9;;AU)',
      '(OA;;RP;032160bf-9824-11d1-aec0-0000f80367c1;;AU)',
      '(OA;;RP;789ee1eb-8c8e-4e4c-8cec-79b31b7617b5;;AU)',
      '(OA;;RP;5706aeaf-b940-4fb2-bcfc-5268683ad9fe;;AU)',
      '(A;;CCLCSWRPWPLOCRRCWDWO;;;EA)',
      '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
      '(A;;CC;;;ED)',
      '(OA;CIIO;WP;3df793df-9858-4417-a701-735a1ecebf74;bf967a8d-0de6-11d0-a285-00aa003049e2;BA)',
    ],
  },
  {
    context: 'configuration',
    places: [
      'CN=Services',
      'CN=Windows NT,CN=Services',
      'CN=Query-Policies,CN=Directory Service,CN=Windows NT,CN=Services',
      'CN=Optional Features,CN=Directory Service,CN=Windows NT,CN=Services',
      'CN=Public Key Services,CN=Services',
      'CN=Certificate Templates,CN=Public Key Services,CN=Services',
      'CN=Enrollment Services,CN=Public Key Services,CN=Services',
      'CN=Certification Authorities,CN=Public Key Services,CN=Services',
      'CN=CDP,CN=Public Key Services,CN=Services',
      'CN=KRA,CN=Public Key Services,CN=Services',
      'CN=OID,CN=Public Key Services,CN=Services',
      'CN=NetServices,CN=Services',
      'CN=RRAS,CN=Services',
      'CN=Microsoft SPP,CN=Services',
      'CN=Group Key Distribution Service,CN=Services',
      'CN=AuthN Policy Configuration,CN=Services',
      'CN=Claims Configuration,CN=Services',
      'CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services',
    ],
    entries: usual('EA'),
  },
  {
    context: 'configuration',
    places: ['CN=Directory Service,CN=Windows NT,CN=Services'],
    entries: ['(A;CI;LCRPLORC;;;AU)', '(A;CI;CCLCSWRPWPLOCRRCWDWO;;;EA)', '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)'],
  },
  {
    context: 'configuration',
    places: ['CN=AIA,CN=Public Key Services,CN=Services'],
    entries: [...usual('EA'), '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;CA)'],
  },
  { context: 'configuration', places: ['CN=Shadow Principal Configuration,CN=Services'], entries: usual('EA', FULL) },
  {
    context: 'configuration',
    places: ['CN=Physical Locations', 'CN=ForestUpdates', 'CN=WellKnown Security Principals', 'CN=LostAndFoundConfig'],
    entries: ['(A;;LCRPLORC;;;WD)', '(A;;CCLCSWRPWPLOCRRCWDWO;;;EA)', '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)'],
  },
  {
    context: 'configuration',
    places: ['CN=Extended-Rights', 'CN=DisplaySpecifiers'],
    entries: usual('EA', 'CCDCLCSWRPWPLOCRRCWDWO'),
  },
  {
    context: 'schema',
    places: [''],
    entries: [
      '(OA;;CR;e12b56b6-0a95-11d1-adbb-00c04fd8d5cd;;SA)',
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(A;CI;LCRPLORC;;;AU)',
      '(A;CI;CCLCSWRPWPLOCRRCWDWO;;;SA)',
      '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
      '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
      '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;ED)',
      '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
      '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;BA)',
      '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;RO)',
      '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;RO)',
      '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;RO)',
    ],
  },
  {
    context: 'domain',
    places: ['CN=MicrosoftDNS,CN=System'],
    entries: ['(A;CI;CCDCLCSWRPWPDTCRSDRCWDWO;;;ED)', '(A;CI;CCDCLCSWRPWPDTCRSDRCWDWO;;;<DnsAdmins>)'],
    source: `${SNAPSHOT} (as inherited by its zones)`,
  },
];

export const WELL_KNOWN_DEFAULTS: readonly PlaceDefaults[] = ROWS.flatMap(({ context, places, entries, source }) =>
  places.map((place) => ({ context, place, entries, source: source ?? SNAPSHOT })),
);
