import { describe, expect, test } from '@jest/globals';
import { formatLdif } from '../../../src/changes/files/index.js';
import { type Change, namedBeyondModel } from '../../../src/changes/index.js';
import { formatSddl, parseSddl, parseSecurityDescriptor } from '../../../src/descriptor/index.js';
import { accountDn } from '../../../src/directory/directory.js';
import { DOMAIN_SID, GLOBAL, group, user, type Written } from '../../directory/memory-source.js';
import { aceOf, HOLDER, STAFF, worldOf } from '../world.js';

const JO = `CN=jo,${STAFF}`;
const GROUP = `CN=helpers,${STAFF}`;

const WRITTEN: Written = {
  descriptors: [
    'O:BAG:BAD:AI(A;CI;RC;;;AU)', // 0 the domain, Staff
    'O:BAG:BAD:AI(A;CIID;RC;;;AU)', // 1 what inherits
  ],
  adminSDHolder: 0,
  groups: [group(1200, 'helpers', GLOBAL, [], { descriptor: 1, classes: 3 })],
  accounts: [user(1101, 'jo', { descriptor: 1, userAccountControl: 512 })],
};

async function written(...changes: Change[]): Promise<string> {
  const { directory, accounts } = await worldOf(WRITTEN);
  const dns = namedBeyondModel(directory, changes);
  const named = accounts.filter((record) => dns.includes(accountDn(directory, record)));
  return formatLdif(changes, directory, named);
}

/** The descriptors in a file, as SDDL. */
const lists = (text: string) =>
  [...text.replace(/\n /g, '').matchAll(/^nTSecurityDescriptor:: (.+)$/gm)].map(([, base64]) =>
    formatSddl(parseSecurityDescriptor(Buffer.from(base64!, 'base64')), { domainSid: DOMAIN_SID }),
  );

const sdOf = (sddl: string) => parseSddl(sddl, { domainSid: DOMAIN_SID });

describe('changes as LDIF', () => {
  test('an entry becomes a write of the whole list, of the list alone', async () => {
    const text = await written({ kind: 'add-entry', dn: STAFF, entry: aceOf('(A;CI;RP;;;S-1-5-21-10-20-30-1200)') });
    const [head, ...rest] = text.split('\n');
    expect([head, ...rest.slice(0, 6)]).toEqual([
      'version: 1',
      '',
      '# adds (A;CI;RP;;;S-1-5-21-10-20-30-1200)',
      'dn: OU=Staff,DC=example,DC=com',
      'control: 1.2.840.113556.1.4.801 true:: MAMCAQQ=',
      'changetype: modify',
      'replace: nTSecurityDescriptor',
    ]);
    expect(text.endsWith('\n-\n')).toBe(true);
    // What Staff has from the domain stands behind its own.
    expect(lists(text)).toEqual(['D:AI(A;CI;RC;;;AU)(A;CI;RP;;;S-1-5-21-10-20-30-1200)(A;CIID;RC;;;AU)']);
  });

  test('entries of one object that follow each other are one write; each write sees those before it', async () => {
    const text = await written(
      { kind: 'add-entry', dn: STAFF, entry: aceOf('(A;CI;RP;;;BU)') },
      { kind: 'remove-entry', dn: STAFF, entry: aceOf('(A;CI;RC;;;AU)') },
      { kind: 'add-entry', dn: JO, entry: aceOf('(D;;WP;;;AU)') },
      { kind: 'set-inheritance', dn: STAFF, inherits: false, keep: 'nothing' },
    );
    expect(lists(text)).toEqual([
      'D:AI(A;CI;RP;;;BU)(A;CIID;RC;;;AU)',
      'D:AI(D;;WP;;;AU)(A;CIID;RP;;;BU)(A;CIID;RC;;;AU)',
      'D:PAI(A;CI;RP;;;BU)',
    ]);
    expect(text.match(/^dn: .*$/gm)).toEqual([`dn: ${STAFF}`, `dn: ${JO}`, `dn: ${STAFF}`]);
    expect(text.match(/^# .*$/gm)).toEqual([
      '# adds (A;CI;RP;;;BU)',
      '# removes (A;CI;RC;;;AU)',
      '# adds (D;;WP;;;AU)',
      '# inheritance off',
    ]);
  });

  test('parts of a descriptor are named by the control, and no others are sent', async () => {
    const descriptor = sdOf('O:SYG:BAD:P(A;;RC;;;AU)S:(AU;SA;WP;;;WD)');
    const owner = await written({ kind: 'write-descriptor', dn: STAFF, descriptor, parts: ['owner', 'group'] });
    expect(owner).toContain('control: 1.2.840.113556.1.4.801 true:: MAMCAQM=\n');
    expect(lists(owner)).toEqual(['O:SYG:BA']);
    const all = await written({
      kind: 'write-descriptor',
      dn: STAFF,
      descriptor,
      parts: ['owner', 'group', 'dacl', 'sacl'],
    });
    expect(all).not.toContain('control:');
    expect(lists(all)).toEqual(['O:SYG:BAD:P(A;;RC;;;AU)S:(AU;SA;WP;;;WD)']);
  });

  test.each<[string, Change, string]>([
    [
      'a member comes',
      { kind: 'add-member', group: GROUP, member: JO },
      `dn: ${GROUP}\nchangetype: modify\nadd: member\nmember: ${JO}\n-`,
    ],
    [
      'a member goes',
      { kind: 'remove-member', group: GROUP, member: JO },
      `dn: ${GROUP}\nchangetype: modify\ndelete: member\nmember: ${JO}\n-`,
    ],
    [
      'bits of userAccountControl: its value',
      { kind: 'set-flags', dn: JO, set: 2, clear: 0 },
      `dn: ${JO}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n-`,
    ],
    [
      'an attribute is cleared',
      { kind: 'set-attribute', dn: JO, attribute: 'adminCount', values: [] },
      `dn: ${JO}\nchangetype: modify\nreplace: adminCount\n-`,
    ],
    [
      'an attribute is set',
      { kind: 'set-attribute', dn: JO, attribute: 'description', values: [Buffer.from('b'), Buffer.from('ü')] },
      `dn: ${JO}\nchangetype: modify\nreplace: description\ndescription: b\ndescription:: w7w=\n-`,
    ],
    [
      'an object with all below it goes',
      { kind: 'delete', dn: JO, tree: true },
      `dn: ${JO}\ncontrol: 1.2.840.113556.1.4.805 true\nchangetype: delete`,
    ],
    ['an object goes', { kind: 'delete', dn: JO, tree: false }, `dn: ${JO}\nchangetype: delete`],
    [
      'a move',
      { kind: 'move', dn: JO, to: HOLDER },
      `dn: ${JO}\nchangetype: moddn\nnewrdn: CN=jo\ndeleteoldrdn: 1\nnewsuperior: ${HOLDER}`,
    ],
    [
      'another name in the same place',
      { kind: 'move', dn: JO, to: STAFF.toLowerCase(), rdn: 'CN=Jö' },
      `dn: ${JO}\nchangetype: moddn\nnewrdn:: Q049SsO2\ndeleteoldrdn: 1`,
    ],
    [
      'a new object',
      {
        kind: 'create',
        dn: `OU=New,${STAFF}`,
        classes: ['organizationalUnit'],
        attributes: new Map([['description', [Buffer.from('x')]]]),
        descriptor: null,
      },
      `dn: OU=New,${STAFF}\nchangetype: add\nobjectClass: organizationalUnit\ndescription: x`,
    ],
  ])('%s', async (_name, change, record) => {
    expect(await written(change)).toBe(`version: 1\n\n${record}\n`);
  });

  test('a new object may come with a descriptor', async () => {
    const text = await written({
      kind: 'create',
      dn: `OU=New,${STAFF}`,
      classes: ['organizationalUnit'],
      attributes: new Map(),
      descriptor: sdOf('D:P(A;;RC;;;AU)'),
    });
    expect(lists(text)).toEqual(['D:P(A;;RC;;;AU)']);
  });

  test('names that are no plain text are base64, and no line of theirs becomes one of the file', async () => {
    const group = 'CN=a\nchangetype: delete,DC=x';
    const text = await written({ kind: 'add-member', group, member: ' CN=b' });
    expect(text.split('\n').slice(2)).toEqual([
      `dn:: ${Buffer.from(group).toString('base64')}`,
      'changetype: modify',
      'add: member',
      `member:: ${Buffer.from(' CN=b').toString('base64')}`,
      '-',
      '',
    ]);
  });

  test.each<[string, Change[], string]>([
    ['an AdminSDHolder run', [{ kind: 'run-adminsdholder', domain: STAFF }], 'cannot be written as LDIF'],
    [
      'an attribute with no name',
      [{ kind: 'set-attribute', dn: JO, attribute: 'x: y\nz', values: [] }],
      'is no name of an attribute',
    ],
    [
      'an entry of something that was moved',
      [
        { kind: 'move', dn: STAFF, to: HOLDER },
        { kind: 'add-entry', dn: `CN=jo,OU=Staff,${HOLDER}`, entry: aceOf('(A;;RC;;;AU)') },
      ],
      'is not known here: one of them makes, moves or deletes it',
    ],
    ['an entry that is not there', [{ kind: 'remove-entry', dn: STAFF, entry: aceOf('(A;;GA;;;WD)') }], 'has no entry'],
  ])('%s is refused', async (_name, changes, message) => {
    await expect(written(...changes)).rejects.toMatchObject({
      code: 'change',
      message: expect.stringContaining(message),
    });
  });

  test('a whole list can be written on what was moved', async () => {
    const dn = `CN=jo,${HOLDER}`;
    const text = await written(
      { kind: 'move', dn: JO, to: HOLDER },
      { kind: 'write-descriptor', dn, descriptor: sdOf('D:P(A;;RC;;;AU)'), parts: ['dacl'] },
    );
    expect(lists(text)).toEqual(['D:P(A;;RC;;;AU)']);
  });
});
