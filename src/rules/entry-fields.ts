/** The fields of entries that could go, that rules can read; as `fields.ts`. */
import type { DeletedFacts } from '../facts/deleted.js';
import type { EntryFacts } from '../facts/entry.js';
import type { FieldsOf } from './field.js';
import { TRISTATE } from './fields.js';

const STAFF = 'OU=Staff,DC=securelab,DC=local';
const TEAM = 'S-1-5-21-1000000000-2000000000-3000000000-1107';

export const entry: FieldsOf<EntryFacts> = {
  reason: {
    type: 'string',
    doc: 'Why it could go.',
    example: 'twice',
    values: {
      twice: 'the same entry stands before it',
      'inherited-too': 'the object has the same entry from above',
      'denied-before': 'an entry before it denies the account all that it allows',
      'allowed-before': 'an entry before it allows the account all that it denies',
      'unknown-right': 'it is for an attribute or a right that the schema does not know',
      'unknown-class': 'it is for a class that the schema does not know',
      nowhere: 'it is for objects below only, and nothing inherits it',
      'no-object-below': 'no object of the class that inherits it is below',
    },
  },
  holder: { type: 'string', identifying: true, doc: 'The container that holds it; the first by name.', example: STAFF },
  objects: { type: 'int', doc: 'How many hold it.', example: 1 },
  where: { type: 'list<string>', identifying: true, doc: 'The first 20 of them by name.', example: [STAFF] },
  entries: {
    type: 'list<string>',
    identifying: true,
    doc: 'The entries of one trustee and class, in SDDL; none where different ones are counted together.',
    example: [`(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${TEAM})`],
  },
  words: {
    type: 'string',
    identifying: true,
    doc: 'The same in words.',
    example: 'Allows SECURELAB\\MDI Response to read and write userAccountControl on descendant user objects',
  },
  because: {
    type: 'list<string>',
    identifying: true,
    doc: 'The entries that make it so, in SDDL; empty: none does.',
    example: [`(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;${TEAM})`],
  },
  appliesTo: { type: 'string', doc: 'Class that inherits it; empty: every class, or none does.', example: 'user' },
  trustee: { type: 'string', identifying: true, doc: 'SID of its trustee.', example: TEAM },
  trusteeName: { type: 'string', identifying: true, doc: 'Its name.', example: 'SECURELAB\\MDI Response' },
  direct: { type: 'bool', doc: 'The trustee is the account under audit itself, not a group.', example: false },
  identity: {
    type: 'string',
    identifying: true,
    doc: 'The reason and the entries, by GUIDs and SIDs.',
    example: `twice|(A;;CR;;;${TEAM})|(A;;CR;;;${TEAM})`,
  },
};

export const deleted: FieldsOf<DeletedFacts> = {
  sid: {
    type: 'string',
    identifying: true,
    doc: 'The SID.',
    example: 'S-1-5-21-1000000000-2000000000-3000000000-1733',
  },
  proven: {
    type: 'string',
    doc: 'A deleted object had it; unknown: the sources hold nothing of it, and no gap says that something was not read.',
    example: 'yes',
    values: TRISTATE,
  },
  holder: {
    type: 'string',
    identifying: true,
    doc: 'The object that holds the entry; the first by name.',
    example: STAFF,
  },
  objects: { type: 'int', doc: 'How many objects hold such entries.', example: 1 },
  entries: { type: 'int', doc: 'How many entries name it.', example: 3 },
  where: { type: 'list<string>', identifying: true, doc: 'The first 20 of the objects by name.', example: [STAFF] },
  atDomainRoot: { type: 'bool', doc: 'The head of a domain holds one.', example: false },
  onAdminSDHolder: { type: 'bool', doc: 'AdminSDHolder holds one.', example: false },
};
