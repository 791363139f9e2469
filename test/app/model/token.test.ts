import { expect, test } from '@jest/globals';
import { tokenParts } from '../../../app/src/model/token.js';
import type { AuditedAccount } from '../../../src/result/audit.js';

test('groups and former SIDs are of the directory, what Windows adds is not; the account itself is neither', () => {
  const sids = ['S-1-5-21-1-2-3-1105', 'S-1-1-0', 'S-1-5-21-1-2-3-515', 'S-1-5-32-545', 'S-1-5-21-9-9-9-1', 'S-1-5-11'];
  const token = sids.map((sid) => ({ sid, name: null, via: [], domain: null }));
  const { memberships, added } = tokenParts({ sid: sids[0], token } as unknown as AuditedAccount);
  expect(memberships.map(({ sid }) => sid)).toEqual([sids[2], sids[3], sids[4]]);
  expect(added.map(({ sid }) => sid)).toEqual([sids[1], sids[5]]);
});
