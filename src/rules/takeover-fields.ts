/** The fields of `takeover` that rules can read. */
import type { TakeoverFacts } from '../facts/takeover.js';
import type { FieldsOf } from './field.js';

export const takeover: FieldsOf<TakeoverFacts> = {
  what: {
    type: 'string',
    doc: 'What can be taken over.',
    example: 'group',
    values: {
      account: 'the account under audit itself',
      group: 'a group of its token that something is delegated to',
      'host-group': 'a group whose members may retrieve its password',
      container: 'a container above it, but the head of the domain',
      'not-known': 'the list of such an object was not read, or not all of it was looked at',
    },
  },
  object: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name of the object; the first where the same entry is on several.',
    example: 'CN=MDI Action,OU=Groups,DC=securelab,DC=local',
  },
  objects: { type: 'int', doc: 'How many objects of the kind have the same entry.', example: 1 },
  where: {
    type: 'list<string>',
    identifying: true,
    doc: 'The first 20 of them.',
    example: ['CN=MDI Action,OU=Groups,DC=securelab,DC=local'],
  },
  objectName: { type: 'string', identifying: true, doc: 'Its name.', example: 'SECURELAB\\MDI Action' },
  trustee: {
    type: 'string',
    doc: 'SID of the trustee, or of the owner.',
    example: 'S-1-5-21-1000000000-2000000000-3000000000-1801',
  },
  trusteeName: {
    type: 'string',
    doc: 'Its name; its SID where no name is known.',
    example: 'SECURELAB\\Group Editors',
  },
  broad: { type: 'bool', doc: 'The trustee is one that most accounts carry.', example: false },
  powers: {
    type: 'list<string>',
    doc: 'What the trustee can do with the object: the codes of `grant.powers`.',
    example: ['write-members'],
  },
  abilities: {
    type: 'list<string>',
    doc: 'The same in words, to stand after "can".',
    example: ['change who is a member'],
  },
  sddl: {
    type: 'string',
    identifying: true,
    doc: 'The entry as SDDL; empty where the ownership gives it.',
    example: '(OA;;WP;bf9679c0-0de6-11d0-a285-00aa003049e2;;S-1-5-21-1000000000-2000000000-3000000000-1801)',
  },
  inherited: { type: 'bool', doc: 'The object has the entry from above.', example: false },
  default: {
    type: 'string',
    doc: 'Windows itself puts the entry there.',
    example: 'no',
    values: { yes: 'known to be so', no: 'known not to be so', unknown: 'no source tells it' },
  },
  identity: {
    type: 'string',
    identifying: true,
    doc: 'What the entry is, and for what, by SIDs and GUIDs: the same while it is the same.',
    example:
      'group||S-1-5-21-1000000000-2000000000-3000000000-1801|(OA;;WP;bf9679c0-0de6-11d0-a285-00aa003049e2;;S-1-5-21-1000000000-2000000000-3000000000-1801)|write-members',
  },
};
