/** The fields of an account under audit itself; as `fields.ts`. */
import type { AccountTraits } from '../facts/account-traits.js';
import type { FieldsOf } from './field.js';

const TRISTATE = { yes: 'known to be so', no: 'known not to be so', unknown: 'the evidence does not say' } as const;

export const accountTraits: FieldsOf<AccountTraits> = {
  enabled: { type: 'string', doc: 'Not disabled (ACCOUNTDISABLE off).', example: 'yes', values: TRISTATE },
  passwordNeverExpires: { type: 'string', doc: 'DONT_EXPIRE_PASSWD is set.', example: 'no', values: TRISTATE },
  passwordNotRequired: { type: 'string', doc: 'PASSWD_NOTREQD is set.', example: 'no', values: TRISTATE },
  reversiblePassword: {
    type: 'string',
    doc: 'ENCRYPTED_TEXT_PASSWORD_ALLOWED is set: the password is kept so that it can be read.',
    example: 'no',
    values: TRISTATE,
  },
  desOnly: { type: 'string', doc: 'USE_DES_KEY_ONLY is set.', example: 'no', values: TRISTATE },
  withoutPreauthentication: { type: 'string', doc: 'DONT_REQUIRE_PREAUTH is set.', example: 'no', values: TRISTATE },
  trustedForDelegation: {
    type: 'string',
    doc: 'TRUSTED_FOR_DELEGATION is set: unconstrained delegation.',
    example: 'no',
    values: TRISTATE,
  },
  trustedToAuthenticate: {
    type: 'string',
    doc: 'TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION is set: constrained delegation with protocol transition.',
    example: 'no',
    values: TRISTATE,
  },
  formerSids: { type: 'list<string>', doc: 'sIDHistory.', example: [] },
  servicePrincipal: {
    type: 'string',
    doc: 'It has service principal names.',
    example: 'no',
    values: TRISTATE,
  },
  dnsHostName: {
    type: 'string',
    doc: 'dNSHostName of a managed service account; empty where not readable.',
    example: 'mdiaction.securelab.local',
  },
  rootKeys: {
    type: 'int',
    doc: 'KDS root keys that could be seen; by default only administrators see them.',
    example: 1,
  },
  rootKeyServed: {
    type: 'bool',
    doc: 'msDS-ManagedPasswordId is set: a KDS root key has served the account.',
    example: true,
  },
};
