/** A line is a record under short names, and reading it gives the record back. */
import { expect, test } from '@jest/globals';
import type { AccountRecord, ModelRecord } from '../../src/directory/records.js';
import { accountRecord, type Line, modelRecord, toLine } from '../../src/snapshot/line.js';
import { classListId, containerId, descriptorId, groupId } from '../directory/ids.js';

const GUID = '00299570-246d-11d0-a768-00aa006e0529';

/** A line with the fields that keep their names, too. */
type WholeLine = Line & { readonly [field: string]: unknown };

const LINES: readonly (readonly [ModelRecord, WholeLine])[] = [
  [
    { type: 'class', name: 'user', guid: GUID, parent: 'top', category: 1, auxiliary: [], attributes: [] },
    { t: 'class', name: 'user', guid: GUID, parent: 'top', category: 1, auxiliary: [], attributes: [] },
  ],
  [
    { type: 'domain', dn: 'DC=lab', dnsName: 'lab', sid: 'S-1-5-21-1-2-3' },
    { t: 'domain', dn: 'DC=lab', dnsName: 'lab', sid: 'S-1-5-21-1-2-3' },
  ],
  [
    { type: 'descriptor', base64: 'AQAE' },
    { t: 'sd', b: 'AQAE' },
  ],
  [
    {
      type: 'container',
      dn: 'OU=a,DC=lab',
      parent: containerId(0),
      classes: classListId(1),
      descriptor: descriptorId(2),
      guid: GUID,
      adminCount: 1,
    },
    { t: 'container', dn: 'OU=a,DC=lab', p: 0, c: 1, d: 2, g: GUID, adminCount: 1 },
  ],
  [
    {
      type: 'group',
      dn: 'CN=a,DC=lab',
      parent: containerId(0),
      classes: classListId(1),
      descriptor: descriptorId(2),
      guid: GUID,
      sid: 'S-1-5-21-1-2-3-512',
      sidHistory: ['S-1-5-21-7-7-7-700'],
      samAccountName: 'a',
      groupType: -2147483646,
      adminCount: 1,
      memberOf: [groupId(3)],
      unresolvedMembers: ['CN=away'],
    },
    {
      t: 'group',
      dn: 'CN=a,DC=lab',
      p: 0,
      c: 1,
      d: 2,
      g: GUID,
      s: 'S-1-5-21-1-2-3-512',
      h: ['S-1-5-21-7-7-7-700'],
      n: 'a',
      gt: -2147483646,
      a: 1,
      m: [3],
      x: ['CN=away'],
    },
  ],
  [
    { type: 'foreign', dn: 'CN=S-1-1-0', sid: 'S-1-1-0', memberOf: [groupId(0)] },
    { t: 'foreign', dn: 'CN=S-1-1-0', s: 'S-1-1-0', m: [0] },
  ],
  [
    { type: 'principal', sid: 'S-1-5-21-1-2-3-500', name: 'admin', dn: 'CN=admin,DC=lab' },
    { t: 'principal', s: 'S-1-5-21-1-2-3-500', n: 'admin', dn: 'CN=admin,DC=lab' },
  ],
];

test.each(LINES.map(([record, line]) => [record.type, record, line] as const))(
  'of the model: %s',
  (_, record, line) => {
    expect(toLine(record)).toEqual(line);
    expect(modelRecord(line)).toEqual(record);
  },
);

test('of an account', () => {
  const record: AccountRecord = {
    type: 'account',
    rdn: 'CN=Ann',
    parent: containerId(0),
    classes: classListId(1),
    descriptor: descriptorId(2),
    guid: GUID,
    sid: 'S-1-5-21-1-2-3-1104',
    samAccountName: 'ann',
    userPrincipalName: 'ann@lab',
    sidHistory: ['S-1-5-21-7-7-7-700'],
    userAccountControl: 512,
    pwdLastSet: '133000000000000000',
    adminCount: 1,
    primaryGroupId: 513,
    memberOf: [groupId(3)],
    managed: { retrievers: descriptorId(4), interval: 30 },
  };
  const line: Line = {
    t: 'account',
    r: 'CN=Ann',
    p: 0,
    c: 1,
    d: 2,
    g: GUID,
    s: 'S-1-5-21-1-2-3-1104',
    n: 'ann',
    u: 'ann@lab',
    h: ['S-1-5-21-7-7-7-700'],
    f: 512,
    w: '133000000000000000',
    a: 1,
    pg: 513,
    m: [3],
    managed: { retrievers: 4, interval: 30 },
  };
  expect(toLine(record)).toEqual(line);
  expect(accountRecord(line)).toEqual(record);
});
