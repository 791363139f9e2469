/** The fields of `grant` that rules can read. */
import type { GrantFacts } from '../facts/grant.js';
import { AREA_TEXTS } from '../words/areas.js';
import type { FieldsOf } from './field.js';
import { TRISTATE } from './fields.js';

export const grant: FieldsOf<GrantFacts> = {
  from: {
    type: 'string',
    doc: 'What gives it.',
    example: 'entry',
    values: { entry: 'an entry', owner: "the owner's implicit rights", 'no-dacl': 'there is no list' },
  },
  trustee: {
    type: 'string',
    doc: 'SID of the trustee, or of the owner.',
    example: 'S-1-5-21-1000000000-2000000000-3000000000-1701',
  },
  trusteeName: {
    type: 'string',
    doc: 'Name of the trustee; its SID where no name is known.',
    example: 'SECURELAB\\MDI Action',
  },
  direct: { type: 'bool', doc: 'The trustee is the audited account itself, not a group.', example: false },
  carried: {
    type: 'bool',
    doc: 'The trustee is in the token; where it is and the account may have it only (scope possibleGrant), the entry or one before it leaves that open.',
    example: true,
  },
  broad: {
    type: 'bool',
    doc: 'The trustee is one that most accounts carry: Everyone, Authenticated Users, BUILTIN aliases, Domain Users and its like.',
    example: false,
  },
  through: {
    type: 'string',
    doc: 'Name of the privileged group through which the trustee is in the token (scope membership); of a trustee that most accounts carry, the group that makes the account an administrator of the domain; empty: none.',
    example: '',
  },
  identity: {
    type: 'string',
    identifying: true,
    doc: 'What it says, by GUIDs and SIDs: the same while the entry is the same.',
    example: '0|983551|null|null|S-1-5-21-1000000000-2000000000-3000000000-1701|',
  },
  sddl: {
    type: 'string',
    doc: 'The entry as SDDL; empty where none gives it, and where very many are counted together.',
    example: '(A;;GA;;;S-1-5-21-1000000000-2000000000-3000000000-1701)',
  },
  powers: {
    type: 'list<string>',
    doc: 'What it lets the account do with the object, beyond the actions: the codes below; those that others imply are left out.',
    example: ['full-control'],
  },
  abilities: {
    type: 'list<string>',
    doc: 'The same in words, to stand after "can".',
    example: ['do everything (full control)'],
  },
  objects: { type: 'int', doc: 'Objects that have it as their own.', example: 1 },
  tierZero: {
    type: 'int',
    doc: 'Of those, objects that stand for the whole domain: what AdminSDHolder protects, domain controllers and what is above them, AdminSDHolder and the head of the domain.',
    example: 1,
  },
  controllers: { type: 'int', doc: 'Of those, domain controllers.', example: 1 },
  classes: { type: 'list<string>', doc: 'Classes of the objects (lDAPDisplayName).', example: ['computer'] },
  byDefault: {
    type: 'bool',
    doc: 'Windows itself puts the entry there: on every new object of the class, on this well-known object, or on AdminSDHolder.',
    example: false,
  },
  default: {
    type: 'string',
    doc: "The same. `unknown`: the trustee is one of Windows' own, and no source tells what Windows puts there in every version.",
    example: 'no',
    values: TRISTATE,
  },
  area: { type: 'string', doc: 'What the objects belong to.', example: '', values: AREA_TEXTS },
  undecided: {
    type: 'string',
    doc: 'Why it is not known whether the account has it (scope possibleGrant); empty where it has.',
    example: '',
  },
  where: {
    type: 'list<string>',
    identifying: true,
    doc: 'The first 20 of the objects by name, those that stand for the whole domain before the others.',
    example: ['CN=DC1,OU=Domain Controllers,DC=securelab,DC=local'],
  },
};
