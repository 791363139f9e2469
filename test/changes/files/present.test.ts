import { describe, expect, test } from '@jest/globals';
import { presentValues } from '../../../src/changes/files/index.js';
import { encodeSid } from '../../../src/descriptor/index.js';
import { AccountStream } from '../../../src/directory/account-stream.js';
import { loadDirectory } from '../../../src/directory/load.js';
import { DOMAIN_DN, GLOBAL, group, memorySource, user, type Written } from '../../directory/memory-source.js';

const STAFF = `OU=Staff,${DOMAIN_DN}`;
const OLD = 'S-1-5-21-7-7-7-1000';

async function present(written: Written, needed: { objects?: string[]; groups?: string[] }) {
  const source = memorySource(written);
  const directory = await loadDirectory(source);
  const stream = new AccountStream(directory, source);
  return presentValues(directory, { objects: [], groups: [], ...needed }, () => stream.pass());
}

describe('what values are before the changes', () => {
  test('members: accounts, groups, foreign principals, and names that nobody has', async () => {
    const group1 = `CN=one,${STAFF}`;
    const known = await present(
      {
        groups: [
          group(1200, 'one', GLOBAL, [], { membersRead: 'yes', unresolvedMembers: ['CN=gone,DC=other'] }),
          group(1201, 'two', GLOBAL, [0]),
        ],
        foreign: [{ sid: 'S-1-5-11', memberOf: [0] }],
        accounts: [user(1101, 'jo', { memberOf: [0] }), user(1102, 'other', { memberOf: [1] })],
      },
      { groups: [group1] },
    );
    expect(known.members(group1.toUpperCase())).toEqual([
      `CN=two,${STAFF}`,
      expect.stringMatching(/^CN=S-1-5-11,/),
      'CN=gone,DC=other',
      `CN=jo,${STAFF}`,
    ]);
    expect(known.members('CN=none,DC=x')).toBeNull();
  });

  test('sIDHistory and service names, where they were read', async () => {
    const jo = `CN=jo,${STAFF}`;
    const known = await present(
      {
        accounts: [
          user(1101, 'jo', { sidHistory: [OLD], hasSpn: true }),
          user(1102, 'gmsa', { managed: { spns: ['a/b'] } }),
        ],
      },
      { objects: [jo, `CN=gmsa,${STAFF}`] },
    );
    expect(known.values(jo, 'sIDHistory')).toEqual([Buffer.from(encodeSid(OLD))]);
    // Of accounts that are no managed ones only whether they have any is kept.
    expect(known.values(jo, 'servicePrincipalName')).toBeNull();
    expect(known.values(`CN=gmsa,${STAFF}`, 'servicePrincipalName')).toEqual([Buffer.from('a/b')]);
    expect(known.values(jo, 'adminCount')).toBeNull();
    expect(known.values('CN=none,DC=x', 'sIDHistory')).toBeNull();
  });
});
