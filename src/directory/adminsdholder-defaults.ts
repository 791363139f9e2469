/**
 * Owner and list of AdminSDHolder as each version of Windows Server makes it, as a data table. Later versions keep the list that
 * the domain has, whatever they would make themselves.
 *
 * From JimSycurity/AdminSDHolder, OS Levels (LDP SecurityDescriptor Dump.txt). Copyright (c) 2025 Jim Sykora.
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

export interface HolderDefault {
  /** The versions, as the source names them. */
  readonly versions: readonly string[];
  readonly owner: string;
  /** Entries as SDDL. */
  readonly entries: readonly string[];
}

const ENTRIES_OF_2000: readonly string[] = [
  '(A;;LCRPLORC;;;AU)',
  '(A;;CCDCLCSWRPWPLOCRSDRCWDWO;;;BA)',
  '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;EA)',
  '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;DA)',
  '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
  '(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;LCRPLORC;;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
  '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)',
];

export const ADMINSDHOLDER_DEFAULTS: readonly HolderDefault[] = [
  {
    versions: ['2000 RC2', '2000 RC3', '2000 RTM', '2000 SP1', '2000 SP2', '2000 SP3', '2000 SP4'],
    owner: 'DA',
    entries: ENTRIES_OF_2000,
  },
  {
    versions: ['2003', '2003 R2'],
    owner: 'DA',
    entries: [
      ...ENTRIES_OF_2000,
      '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)',
      '(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)',
      '(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;LCRPLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)',
      '(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)',
    ],
  },
  {
    versions: [
      '2008',
      '2008 R2',
      '2012',
      '2012 R2',
      '2016 CUx',
      '2016 RTM',
      '2019',
      '2022',
      '2025',
      'SAC 1804',
      'SAC 20H2',
    ],
    owner: 'DA',
    entries: [
      '(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)',
      '(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)',
      '(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)',
      '(OA;;RPWP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;S-1-5-32-561)',
      '(OA;;LCRPLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
      '(OA;;LCRPLORC;;bf967aba-0de6-11d0-a285-00aa003049e2;RU)',
      '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)',
      '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)',
      '(OA;CI;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)',
      '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;DA)',
      '(A;;CCDCLCSWRPWPLOCRRCWDWO;;;EA)',
      '(A;;CCDCLCSWRPWPLOCRSDRCWDWO;;;BA)',
      '(A;;LCRPLORC;;;AU)',
      '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
    ],
  },
];
