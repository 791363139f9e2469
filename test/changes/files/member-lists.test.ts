import { describe, expect, test } from '@jest/globals';
import { changesOfRecords, NOTHING_KNOWN, neededValues, parseChangeRecords } from '../../../src/changes/files/index.js';

/** Members before the changes. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'CN=G,DC=x': ['CN=a,OU=P,DC=x', 'CN=b,OU=P,DC=x'],
  'CN=H,DC=x': ['CN=c,OU=P,DC=x'],
};

/** The changes of members that come of the records, and which groups have to be known for that. */
function told(...records: string[]) {
  const parsed = parseChangeRecords('c.ldif', Buffer.from(records.join('\n')));
  const { groups } = neededValues(parsed);
  // What nobody said is needed is not known.
  const members = (group: string) => (groups.includes(group) ? (MEMBERS[group] ?? null) : null);
  const changes = changesOfRecords('c.ldif', parsed, { ...NOTHING_KNOWN, members });
  return changes.flatMap(({ change }) =>
    'member' in change ? [`${change.kind === 'add-member' ? '+' : '-'}${change.member} ${change.group}`] : [],
  );
}
const put = (group: string, ...members: string[]) =>
  [`dn: ${group}`, 'changetype: modify', 'replace: member', ...members.map((dn) => `member: ${dn}`), '-', ''].join(
    '\n',
  );
const called = (dn: string, rdn: string) =>
  [`dn: ${dn}`, 'changetype: modrdn', `newrdn: ${rdn}`, 'deleteoldrdn: 1', ''].join('\n');
const gone = (dn: string) => [`dn: ${dn}`, 'changetype: delete', ''].join('\n');
const made = (dn: string, ...members: string[]) =>
  [`dn: ${dn}`, 'changetype: add', 'objectClass: group', ...members.map((each) => `member: ${each}`), ''].join('\n');

describe('members put in place of others', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'a member that was renamed is the same one',
      [called('CN=a,OU=P,DC=x', 'CN=a2'), put('CN=G,DC=x', 'CN=a2,OU=P,DC=x')],
      ['-CN=b,OU=P,DC=x CN=G,DC=x'],
    ],
    [
      'members below a container that was renamed',
      [called('OU=P,DC=x', 'OU=Q'), put('CN=G,DC=x', 'CN=b,OU=Q,DC=x')],
      ['-CN=a,OU=Q,DC=x CN=G,DC=x'],
    ],
    [
      'one that was deleted is in no group any more',
      [gone('CN=a,OU=P,DC=x'), put('CN=G,DC=x', 'CN=b,OU=P,DC=x', 'CN=d,DC=x')],
      ['+CN=d,DC=x CN=G,DC=x'],
    ],
    [
      'a group that was renamed has its members',
      [called('CN=G,DC=x', 'CN=G2'), put('CN=G2,DC=x')],
      ['-CN=a,OU=P,DC=x CN=G2,DC=x', '-CN=b,OU=P,DC=x CN=G2,DC=x'],
    ],
    [
      'a group that has got the name of another one has its own',
      [called('CN=G,DC=x', 'CN=G2'), called('CN=H,DC=x', 'CN=G'), put('CN=G,DC=x', 'CN=a,OU=P,DC=x')],
      ['+CN=a,OU=P,DC=x CN=G,DC=x', '-CN=c,OU=P,DC=x CN=G,DC=x'],
    ],
    [
      'a new group has those that it was made with, by their names of now, and those that were added since',
      [
        made('CN=N,DC=x', 'CN=a,OU=P,DC=x', 'CN=d,DC=x'),
        called('CN=N,DC=x', 'CN=N2'),
        called('CN=d,DC=x', 'CN=d2'),
        put('CN=N2,DC=x', 'CN=b,OU=P,DC=x', 'CN=d2,DC=x'),
        put('CN=N2,DC=x', 'CN=d2,DC=x'),
      ],
      ['+CN=b,OU=P,DC=x CN=N2,DC=x', '-CN=a,OU=P,DC=x CN=N2,DC=x', '-CN=b,OU=P,DC=x CN=N2,DC=x'],
    ],
    [
      'a group that was made anew under its name has no former members',
      [gone('CN=G,DC=x'), made('CN=G,DC=x'), put('CN=G,DC=x', 'CN=a,OU=P,DC=x')],
      ['+CN=a,OU=P,DC=x CN=G,DC=x'],
    ],
  ])('%s', (_name, records, changes) => {
    expect(told(...records).sort()).toEqual([...changes].sort());
  });
});
