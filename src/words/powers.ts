/** What a power over an object lets somebody do, to stand after "can". */
import type { PowerCode } from '../result/codes.js';

export const POWER_TEXTS: Readonly<Record<PowerCode, string>> = {
  'full-control': 'do everything (full control)',
  'write-dac': 'change who may do what (WRITE_DAC)',
  'write-owner': 'take ownership (WRITE_OWNER)',
  'write-all-properties': 'write all properties',
  'all-extended-rights': 'use all extended rights',
  'replicate-secrets': 'replicate all secrets of the domain (DCSync)',
  'reset-password': 'reset passwords',
  'write-members': 'change who is a member',
  'add-self': 'become a member',
  'write-key-credential': 'log on with a key of its own (msDS-KeyCredentialLink)',
  'write-allowed-to-act': 'act there as others (msDS-AllowedToActOnBehalfOfOtherIdentity)',
  'write-spn': 'set service principal names, so that the password can be guessed offline',
  'write-alt-security-identities': 'log on with a certificate of its own (altSecurityIdentities)',
  'write-password-readers': 'choose who may read the managed password (msDS-GroupMSAMembership)',
  'write-succession': 'choose whom a delegated managed service account succeeds',
  'read-local-admin-password': 'read the password of the local administrator (LAPS)',
  'link-group-policy': 'link group policies (gPLink)',
  'create-delegated-account': 'create delegated managed service accounts',
  'create-any-child': 'create objects of any class below',
  'delete-any-child': 'delete any object below',
  delete: 'delete the object',
  'delete-tree': 'delete everything below',
};
