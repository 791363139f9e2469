import { describe, expect, test } from '@jest/globals';
import {
  changesOfRecords,
  NOTHING_KNOWN,
  neededValues,
  type PresentValues,
  parseChangeRecords,
} from '../../../src/changes/files/index.js';
import type { Change, PlacedChange } from '../../../src/changes/index.js';
import { encodeSecurityDescriptor, formatSddl, parseSddl } from '../../../src/descriptor/index.js';

function read(text: string | Buffer, present: PresentValues = NOTHING_KNOWN): readonly PlacedChange[] {
  return changesOfRecords('c.ldif', parseChangeRecords('c.ldif', Buffer.from(text)), present);
}
/** With descriptors as SDDL and values as text. */
const told = (changes: readonly PlacedChange[]): readonly Record<string, unknown>[] =>
  changes.map(({ change, where }) => ({
    at: Number(/^c\.ldif line (\d+)$/.exec(where!)![1]),
    ...change,
    ...('descriptor' in change && { descriptor: change.descriptor === null ? null : formatSddl(change.descriptor) }),
    ...('values' in change && { values: change.values.map(String) }),
    ...('attributes' in change && {
      attributes: Object.fromEntries([...change.attributes].map(([name, values]) => [name, values.map(String)])),
    }),
  }));
const sd = (sddl: string) => Buffer.from(encodeSecurityDescriptor(parseSddl(sddl))).toString('base64');
const modify = (...lines: string[]) => ['dn: OU=A,DC=x', 'changetype: modify', ...lines, ''].join('\n');

describe('nTSecurityDescriptor', () => {
  test('without a control all parts count', () => {
    const text = modify('replace: nTSecurityDescriptor', `nTSecurityDescriptor:: ${sd('O:BAG:BAD:(A;;RC;;;AU)')}`, '-');
    expect(told(read(text))).toEqual([
      {
        at: 3,
        kind: 'write-descriptor',
        dn: 'OU=A,DC=x',
        descriptor: 'O:BAG:BAD:(A;;RC;;;AU)',
        parts: ['owner', 'group', 'dacl', 'sacl'],
      },
    ]);
  });

  test.each([
    ['true:: MAMCAQQ=', ['dacl']],
    ['false:: MAMCAQU=', ['owner', 'dacl']],
    ['true', ['owner', 'group', 'dacl', 'sacl']],
    ['true:: MAMCAQA=', ['owner', 'group', 'dacl', 'sacl']],
  ])('the SD flags control %s', (value, parts) => {
    const text = `dn: OU=A,DC=x
control: 1.2.840.113556.1.4.801 ${value}
changetype: modify
replace: ntsecuritydescriptor
ntsecuritydescriptor:: ${sd('O:BAG:BAD:(A;;RC;;;AU)')}
-
`;
    expect(read(text)[0]!.change).toMatchObject({ kind: 'write-descriptor', parts });
  });

  test('deleted and added in one record is replaced', () => {
    const text = modify(
      'delete: nTSecurityDescriptor',
      '-',
      'add: nTSecurityDescriptor',
      `nTSecurityDescriptor:: ${sd('O:BAG:BAD:(A;;RC;;;AU)')}`,
      '-',
    );
    expect(told(read(text))).toMatchObject([{ at: 5, kind: 'write-descriptor' }]);
  });

  test.each([
    ['an owner', 'G:BAD:(A;;RC;;;AU)', 'the descriptor has no owner, and without an SD flags control all parts count'],
    ['a group', 'O:BAD:(A;;RC;;;AU)', 'the descriptor has no group'],
    ['a DACL', 'O:BAG:BA', 'the descriptor has no DACL'],
  ])('what counts and is not there is not guessed: %s', (_name, sddl, message) => {
    const text = modify('replace: nTSecurityDescriptor', `nTSecurityDescriptor:: ${sd(sddl)}`, '-');
    expect(() => read(text)).toThrow(`c.ldif line 3: ${message}`);
  });

  test('an object that is added takes no notice of the control', () => {
    const text = `dn: OU=New,DC=x
control: 1.2.840.113556.1.4.801 true:: MAMCAQQ=
changetype: add
objectClass: organizationalUnit
nTSecurityDescriptor:: ${sd('D:P(A;;RC;;;AU)')}
description: new
`;
    expect(told(read(text))).toEqual([
      {
        at: 1,
        kind: 'create',
        dn: 'OU=New,DC=x',
        classes: ['organizationalUnit'],
        attributes: { description: ['new'] },
        descriptor: 'D:P(A;;RC;;;AU)',
      },
    ]);
  });
});

describe('other records', () => {
  test('members, each in its line', () => {
    const text = modify(
      'add: member',
      'member: CN=a,DC=x',
      'member:: Q049YixEQz14',
      '-',
      'delete: member',
      'member: CN=c,DC=x',
      '-',
    );
    expect(told(read(text))).toEqual([
      { at: 4, kind: 'add-member', group: 'OU=A,DC=x', member: 'CN=a,DC=x' },
      { at: 5, kind: 'add-member', group: 'OU=A,DC=x', member: 'CN=b,DC=x' },
      { at: 8, kind: 'remove-member', group: 'OU=A,DC=x', member: 'CN=c,DC=x' },
    ]);
  });

  test('members put in place of others: the difference, that of the file included', () => {
    const text = `${modify('add: member', 'member: CN=new,DC=x', '-')}
${modify('replace: member', 'member: cn=A,dc=x', 'member: CN=d,DC=x', '-')}`;
    const present: PresentValues = { ...NOTHING_KNOWN, members: () => ['CN=a,DC=x', 'CN=b,DC=x'] };
    expect(told(read(text, present)).map(({ at, kind, member }) => [at, kind, member])).toEqual([
      [4, 'add-member', 'CN=new,DC=x'],
      [9, 'remove-member', 'CN=b,DC=x'],
      [9, 'remove-member', 'CN=new,DC=x'],
      [9, 'add-member', 'CN=d,DC=x'],
    ]);
    expect(() => read(text)).toThrow('c.ldif line 9: the members of OU=A,DC=x before are not all known');
    expect(neededValues(parseChangeRecords('', Buffer.from(text)))).toEqual({ objects: [], groups: ['OU=A,DC=x'] });
  });

  test('attributes: the values that a record leaves, where it last says so', () => {
    const text = modify(
      'replace: userAccountControl',
      'userAccountControl: 514',
      '-',
      'delete: adminCount',
      '-',
      'add: description',
      'description: b',
      '-',
      'add: description',
      'description: c',
      '-',
      'delete: primaryGroupID',
      'primaryGroupID: 513',
      '-',
      'add: primaryGroupID',
      'primaryGroupID: 1200',
      '-',
    );
    const changes = read(text);
    const at = (line: number, attribute: string, ...values: string[]) => ({
      at: line,
      kind: 'set-attribute',
      dn: 'OU=A,DC=x',
      attribute,
      values,
    });
    expect(told(changes)).toEqual([
      at(3, 'userAccountControl', '514'),
      at(6, 'adminCount'),
      at(11, 'description', 'b', 'c'),
      at(17, 'primaryGroupID', '1200'),
    ]);
  });

  test('single values of an attribute with several: what is there has to be known', () => {
    const text = modify('delete: servicePrincipalName', 'servicePrincipalName: a/b', '-');
    expect(neededValues(parseChangeRecords('', Buffer.from(text)))).toEqual({ objects: ['OU=A,DC=x'], groups: [] });
    expect(() => read(text)).toThrow(
      'c.ldif line 3: the values of servicePrincipalName of OU=A,DC=x before are not known',
    );
    const present = (...values: string[]): PresentValues => ({
      ...NOTHING_KNOWN,
      values: () => values.map((value) => Buffer.from(value)),
    });
    expect(told(read(text, present('c/d', 'a/b')))).toMatchObject([{ values: ['c/d'] }]);
    expect(() => read(text, present('c/d'))).toThrow(
      'c.ldif line 4: servicePrincipalName of OU=A,DC=x has this value not',
    );
    // What was moved or made in between is another object.
    const moved = `dn: OU=B,DC=x\nchangetype: moddn\nnewrdn: OU=A\ndeleteoldrdn: 1\n\n${text}`;
    expect(() => read(moved, present('a/b'))).toThrow('c.ldif line 8: the values of servicePrincipalName');
  });

  test('a password goes no further', () => {
    const text = modify('replace: unicodePwd', 'unicodePwd:: IgBhACIA', '-');
    expect(told(read(text))).toMatchObject([{ kind: 'set-attribute', attribute: 'unicodePwd', values: [] }]);
    const add = 'dn: CN=a,DC=x\nchangetype: add\nobjectClass: user\nunicodePwd:: IgBhACIA\n';
    expect(told(read(add))).toMatchObject([{ attributes: { unicodePwd: [] } }]);
  });

  test.each<[string, string, Partial<Change>]>([
    ['delete', 'changetype: delete', { kind: 'delete', dn: 'CN=a,OU=A,DC=x', tree: false }],
    [
      'a deletion of a tree',
      'control: 1.2.840.113556.1.4.805 true\nchangetype: delete',
      { kind: 'delete', dn: 'CN=a,OU=A,DC=x', tree: true },
    ],
    [
      'modrdn: another name',
      'changetype: modrdn\nnewrdn: CN=b\ndeleteoldrdn: 1',
      { kind: 'move', dn: 'CN=a,OU=A,DC=x', to: 'OU=A,DC=x', rdn: 'CN=b' },
    ],
    [
      'moddn: another place',
      'changetype: moddn\nnewrdn: CN=a\ndeleteoldrdn: 1\nnewsuperior: OU=B,DC=x',
      { kind: 'move', dn: 'CN=a,OU=A,DC=x', to: 'OU=B,DC=x', rdn: 'CN=a' },
    ],
    [
      'a control that is not critical',
      'control: 1.2.3 false: x\ncontrol: 1.2.840.113556.1.4.619 true\nchangetype: delete',
      { kind: 'delete', dn: 'CN=a,OU=A,DC=x', tree: false },
    ],
  ])('%s', (_name, lines, change) => {
    expect(read(`dn: CN=a,OU=A,DC=x\n${lines}\n`)).toEqual([{ change, where: 'c.ldif line 1' }]);
  });
});

describe('the text', () => {
  test('comments, folded lines, CRLF, a version, several records', () => {
    const text = [
      '# one',
      'version: 1',
      'dn: OU=',
      ' A,DC=x',
      '# two,',
      ' still two',
      'changetype: delete',
      '',
      '',
      'dn:: T1U9QixEQz14',
      'changetype: delete',
      '',
    ].join('\r\n');
    expect(told(read(text)).map(({ at, dn }) => [at, dn])).toEqual([
      [3, 'OU=A,DC=x'],
      [10, 'OU=B,DC=x'],
    ]);
  });

  test('UTF-16 with its mark, and a mark of UTF-8', () => {
    const text = 'dn: OU=ä,DC=x\nchangetype: delete\n';
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    for (const bytes of [wide, marked]) expect(told(read(bytes))).toMatchObject([{ dn: 'OU=ä,DC=x' }]);
  });

  test('the last dash may be missing, as may the last line break', () => {
    expect(read('dn: DC=x\nchangetype: modify\nadd: member\nmember: CN=a,DC=x\n')).toHaveLength(1);
    expect(read('dn: DC=x\nchangetype: modify\nadd: member\nmember: CN=a,DC=x\n-')).toHaveLength(1);
    expect(read('dn: DC=x\nchangetype: delete')).toHaveLength(1);
    expect(read('')).toHaveLength(0);
  });

  const INTO = 'dn: OU=A,DC=x\nchangetype: modify\n';
  test.each<[string, string, string]>([
    ['no DN first', 'changetype: delete\n', 'line 1: a change record begins with "dn:"'],
    ['no type', 'dn: DC=x\nobjectClass: user\n', 'line 2: the record of "DC=x" has no "changetype:"'],
    ['no type at all', 'dn: DC=x\n', 'line 1: the record of "DC=x" has no "changetype:"'],
    ['another type', 'dn: DC=x\nchangetype: remove\n', 'line 2: there is no changetype "remove"'],
    ['the server itself', 'dn:\nchangetype: modify\n', 'line 1: the record is for the server itself'],
    ['a name that is none', 'dn: <GUID=1>\nchangetype: delete\n', 'line 1: "<GUID=1>" is not a distinguished name'],
    ['a name without end', `dn: ${'CN=a,'.repeat(129)}DC=x\nchangetype: delete\n`, 'longer than a distinguished name'],
    ['a line without colon', 'dn: DC=x\nhello\n', 'line 2: "hello" has no ":"'],
    [
      'a URL',
      `${INTO}replace: description\ndescription:< file:///etc/passwd\n-\n`,
      'line 4: the value of description is a URL',
    ],
    ['damaged base64', `${INTO}replace: description\ndescription:: a\n-\n`, 'line 4: the base64 value of description'],
    ['another attribute', `${INTO}replace: description\ninfo: a\n-\n`, 'line 4: a value of description or "-"'],
    ['no operation', `${INTO}description: a\n`, 'line 3: a modification begins with "add:", "delete:" or "replace:"'],
    ['increment', `${INTO}increment: adminCount\nadminCount: 1\n-\n`, 'line 3: a modification begins with'],
    ['nothing added', `${INTO}add: member\n-\n`, 'line 3: "add: member" has no value'],
    ['an option', `${INTO}add: member;range=0-1\nmember;range=0-1: CN=a\n-\n`, 'line 3: "member;range=0-1" is no name'],
    ['Latin-1', `${INTO}replace: description\ndescription: \xe4\n-\n`, 'line 4: the value of description is not UTF-8'],
    ['version 2', 'version: 2\n\ndn: DC=x\nchangetype: delete\n', 'line 1: only LDIF version 1'],
    [
      'a critical control',
      'dn: DC=x\ncontrol: 1.2.840.113556.1.4.1413 true\nchangetype: delete\n',
      'line 2: the critical control',
    ],
    ['control without OID', 'dn: DC=x\ncontrol: permissive true\nchangetype: delete\n', 'line 2: a control is an OID'],
    [
      'damaged SD flags',
      'dn: DC=x\ncontrol: 1.2.840.113556.1.4.801 true:: MAMCAQ==\nchangetype: delete\n',
      'line 2: the value',
    ],
    ['more in a deletion', 'dn: DC=x\nchangetype: delete\ndescription: a\n', 'line 3: nothing follows'],
    [
      'the old name kept',
      'dn: CN=a,DC=x\nchangetype: moddn\nnewrdn: CN=b\ndeleteoldrdn: 0\n',
      'line 4: the directory never keeps',
    ],
    ['no new name', 'dn: CN=a,DC=x\nchangetype: moddn\ndeleteoldrdn: 1\n', 'line 2: "newrdn:" is missing'],
    [
      'two new names',
      'dn: CN=a,DC=x\nchangetype: moddn\nnewrdn: CN=b,CN=c\ndeleteoldrdn: 1\n',
      'line 3: "CN=b,CN=c" is not one RDN',
    ],
    [
      'a class changed',
      `${INTO}add: objectClass\nobjectClass: user\n-\n`,
      'line 3: the classes of an object that is there',
    ],
    [
      'what is worked out when it is read',
      `${INTO}replace: msDS-User-Account-Control-Computed\nmsDS-User-Account-Control-Computed: 0\n-\n`,
      'line 3: msDS-User-Account-Control-Computed is set by the directory itself',
    ],
    ['a SID', `${INTO}replace: objectSid\nobjectSid: a\n-\n`, 'line 3: objectSid is set by the directory itself'],
    [
      'no class',
      'dn: CN=a,DC=x\nchangetype: add\ndescription: a\n',
      'line 1: the new object CN=a,DC=x has no objectClass',
    ],
    [
      'a second list',
      `${INTO}add: nTSecurityDescriptor\nnTSecurityDescriptor: a\n-\n`,
      'line 3: OU=A,DC=x has nTSecurityDescriptor already',
    ],
    ['no list', `${INTO}delete: nTSecurityDescriptor\n-\n`, 'line 3: an object cannot be without'],
    [
      'a damaged list',
      `${INTO}replace: nTSecurityDescriptor\nnTSecurityDescriptor: a\n-\n`,
      'line 4: nTSecurityDescriptor is damaged',
    ],
    [
      'cut off in a value',
      `${INTO}replace: userAccountControl\nuserAccountControl: 51`,
      'line 4: the file ends in the middle',
    ],
  ])('%s is refused with its line', (_name, text, message) => {
    const bytes = Buffer.from(text, text.includes('\xe4') ? 'latin1' : 'utf8');
    expect(() => read(bytes)).toThrow(`c.ldif ${message.startsWith('line') ? message : ''}`);
    expect(() => read(bytes)).toThrow(message);
  });
});
