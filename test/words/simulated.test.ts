import { describe, expect, test } from '@jest/globals';
import type { Ace } from '../../src/descriptor/types.js';
import { createSchema } from '../../src/directory/schema.js';
import type { ChangeDocument } from '../../src/result/changes.js';
import { simulatedChangeText } from '../../src/words/simulated.js';
import { answerText } from '../../src/words/turns.js';
import { aceOf } from '../changes/world.js';

const NAMES = {
  schema: createSchema([], [], []),
  nameOf: (sid: string) => (sid.endsWith('-1105') ? 'LAB\\helper' : null),
};
const text = (document: ChangeDocument, entry: Ace | null = null) =>
  simulatedChangeText({ document, entry }, NAMES, (dn) => dn.replace(',DC=lab', ''));
const OU = 'OU=Staff,DC=lab';
const ENTRY =
  '(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;S-1-5-21-1-2-3-1105)';

describe('changes in words', () => {
  test('entries', () => {
    const said = 'allows LAB\\helper to reset passwords on descendant user objects';
    expect(text({ do: 'grant', on: OU, entry: ENTRY }, aceOf(ENTRY))).toBe(`Add to OU=Staff: ${said}`);
    expect(text({ do: 'remove-entry', on: OU, entry: ENTRY }, aceOf(ENTRY))).toBe(`Remove from OU=Staff: ${said}`);
  });

  test.each<[ChangeDocument, string]>([
    [{ do: 'set-inheritance', on: OU, inherits: true }, 'Switch inheritance on on OU=Staff'],
    [
      { do: 'set-inheritance', on: OU, inherits: false, keep: 'copies' },
      'Switch inheritance off on OU=Staff; what it has from above becomes its own',
    ],
    [
      { do: 'set-inheritance', on: OU, inherits: false, keep: 'nothing' },
      'Switch inheritance off on OU=Staff; what it has from above goes',
    ],
    [{ do: 'add-member', group: 'CN=g,DC=lab', member: 'CN=a,DC=lab' }, 'Put CN=a into the group CN=g'],
    [{ do: 'remove-member', group: 'CN=g,DC=lab', member: 'CN=a,DC=lab' }, 'Take CN=a out of the group CN=g'],
    [
      { do: 'set-flags', dn: OU, set: 2, clear: 0x10000 },
      'In userAccountControl of OU=Staff set 0x2 and clear 0x10000',
    ],
    [{ do: 'set-flags', dn: OU, set: 0, clear: 2 }, 'In userAccountControl of OU=Staff clear 0x2'],
    [{ do: 'set-attribute', dn: OU, attribute: 'adminCount', values: [] }, 'Clear adminCount of OU=Staff'],
    [
      { do: 'set-attribute', dn: OU, attribute: 'info', values: ['a', { base64: '/w==' }, 'c', 'd'] },
      'Set info of OU=Staff to a; bytes; c and 1 more',
    ],
    [
      { do: 'set-attribute', dn: OU, attribute: 'info', values: ['x'.repeat(100)] },
      `Set info of OU=Staff to ${'x'.repeat(60)}...`,
    ],
    [
      { do: 'write-descriptor', dn: OU, descriptor: 'O:BA', parts: ['owner', 'group', 'dacl'] },
      'Write the owner, the group and the access control list of OU=Staff anew',
    ],
    [{ do: 'create', dn: OU, classes: ['organizationalUnit'], attributes: {} }, 'Create OU=Staff (organizationalUnit)'],
    [{ do: 'delete', dn: OU, tree: true }, 'Delete OU=Staff and all below it'],
    [{ do: 'delete', dn: OU, tree: false }, 'Delete OU=Staff'],
    [{ do: 'move', dn: OU, to: 'OU=b,DC=lab', rdn: 'OU=c' }, 'Move OU=Staff to OU=b as OU=c'],
    [
      { do: 'run-adminsdholder', domain: 'DC=lab' },
      "Let AdminSDHolder's list be put on the protected objects of DC=lab",
    ],
  ])('%j', (document, words) => {
    expect(text(document)).toBe(words);
  });

  test('a password is written, not cleared, and not told', () => {
    const document = { do: 'set-attribute', dn: OU, attribute: 'unicodePwd', values: [] } as const;
    expect(simulatedChangeText({ document, entry: null, secret: true }, NAMES, (dn) => dn)).toBe(
      `Write unicodePwd of ${OU}, with a value that is kept nowhere`,
    );
  });

  test('of a new object the most specific class', () => {
    const document: ChangeDocument = { do: 'create', dn: OU, classes: ['top', 'user'], attributes: {} };
    const words = simulatedChangeText({ document, entry: null, className: 'user' }, NAMES, (dn) => dn);
    expect(words).toBe('Create OU=Staff,DC=lab (user)');
  });

  test('answers', () => {
    expect(answerText({ verdict: 'cannot', reason: 'no-entry' })).toBe('cannot (no entry allows it)');
    expect(answerText(null)).toBe('not there');
  });
});
