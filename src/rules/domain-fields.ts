/** The fields of `domain` that rules can read. */
import type { DomainFacts } from '../facts/domain.js';
import type { FieldsOf } from './field.js';
import { TRISTATE } from './fields.js';

export const domain: FieldsOf<DomainFacts> = {
  sid: { type: 'string', identifying: true, doc: 'SID.', example: 'S-1-5-21-1000000000-2000000000-3000000000' },
  dn: { type: 'string', identifying: true, doc: 'Distinguished name.', example: 'DC=securelab,DC=local' },
  adminSDHolder: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name of its AdminSDHolder; empty where the sources lack it.',
    example: 'CN=AdminSDHolder,CN=System,DC=securelab,DC=local',
  },
  holderRead: { type: 'bool', doc: "AdminSDHolder's list was read, and compared.", example: true },
  nearest: {
    type: 'list<string>',
    doc: 'Versions of Windows Server whose AdminSDHolder is nearest. Which one made it is written nowhere: a list stays as it is when the domain is upgraded.',
    example: ['2008', '2022', '2025'],
  },
  added: { type: 'list<string>', doc: 'Entries that no version makes: in words, and as SDDL.', example: [] },
  removed: { type: 'list<string>', doc: 'Entries of the nearest version that are not there.', example: [] },
  changed: {
    type: 'list<string>',
    doc: 'Entries for a trustee of the nearest version, of the same type, with other rights.',
    example: [],
  },
  dangerous: {
    type: 'list<string>',
    doc: 'Those of `added` and `changed` that allow more than reading, beyond what Windows allows.',
    example: [],
  },
  namedLikeProducts: {
    type: 'list<string>',
    doc: 'Trustees of `dangerous` that are called as Exchange and Entra Connect call theirs. A name proves nothing.',
    example: [],
  },
  ownerByDefault: { type: 'string', doc: 'The owner is Domain Admins.', example: 'yes', values: TRISTATE },
  owner: {
    type: 'string',
    doc: 'Name of the owner; its SID where no name is known.',
    example: 'SECURELAB\\Domain Admins',
  },
  settingsRead: { type: 'bool', doc: 'dSHeuristics was read.', example: true },
  excludedOperators: {
    type: 'list<string>',
    doc: 'Operator groups that dSHeuristics takes out of the protected set.',
    example: [],
  },
  inherits: { type: 'bool', doc: 'AdminSDHolder takes entries from above; no version lets it.', example: false },
};
