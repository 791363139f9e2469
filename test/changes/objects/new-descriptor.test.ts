import { expect, test } from '@jest/globals';
import { domainAdmin, newDescriptor, ownersOf } from '../../../src/changes/objects/new-descriptor.js';
import type { Sid } from '../../../src/descriptor/types.js';

const DOMAIN: Sid = 'S-1-5-21-1-2-3';
const ROOT: Sid = 'S-1-5-21-9-9-9';
const SIDS = { domain: DOMAIN, root: ROOT };
const USER: Sid = `${DOMAIN}-1105`;
const PRIMARY: Sid = `${DOMAIN}-513`;
const DA: Sid = `${DOMAIN}-512`;
const EA: Sid = `${ROOT}-519`;
const BA: Sid = 'S-1-5-32-544';

// MS-ADTS 6.1.3.7 and 6.1.3.8.
test.each<[string, Sid[], boolean, Sid, Sid | null]>([
  ['a plain user', [], false, USER, PRIMARY],
  ['Domain Admins', [BA, DA], false, DA, DA],
  ['both: Domain Admins in a domain', [EA, DA], false, DA, DA],
  ['Enterprise Admins alone', [EA], false, EA, EA],
  ['both: Enterprise Admins in the configuration', [DA, EA], true, EA, EA],
  ['Domain Admins in the configuration', [DA], true, DA, DA],
  ['Domain Admins of another domain', [`${ROOT}-512`], false, USER, PRIMARY],
  ['Administrators: what a token has as owner', [BA], false, BA, PRIMARY],
])('what %s makes', (_, groups, inConfiguration, owner, group) => {
  expect(ownersOf({ sid: USER, groups, primaryGroup: PRIMARY }, SIDS, inConfiguration)).toEqual({ owner, group });
});

test('an administrator of the domain is meant where nobody is named', () => {
  expect(ownersOf(domainAdmin(SIDS), SIDS, false)).toEqual({ owner: DA, group: DA });
});

test.each([
  ['none', undefined],
  ['one that is damaged', 'D:(A;;'],
  ['one without a list', 'O:DA'],
  ['one that names the root domain, which is not known', 'D:(A;;RP;;;EA)'],
])('a default: %s', (_, sddl) => {
  const sids = { domain: DOMAIN, root: null };
  expect(newDescriptor(null, sddl, { owner: DA, group: DA }, sids, { parent: null, classGuid: undefined })).toBeNull();
});
