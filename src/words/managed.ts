/** What a managed service account is, in words. */
import type { ManagedAccount } from '../result/managed.js';
import type { Tristate } from '../result/tristate.js';
import { listed } from './lists.js';

const BY_DEFAULT: Readonly<Record<Tristate, string>> = {
  yes: 'the domain controllers issue AES tickets for it, as it was answered',
  no: 'the domain controllers may issue RC4 tickets for it, as it was answered',
  unknown: 'the updates of the domain controllers decide whether it gets AES only',
};

/** @returns for example `AES-128 and AES-256` */
export function encryptionWords({ encryptionTypes, aesByDefault }: ManagedAccount): string {
  const { known, des, rc4, aes128, aes256 } = encryptionTypes;
  if (!known) return `not set, or not read: ${BY_DEFAULT[aesByDefault]}`;
  const types = [
    ...(aes256 ? ['AES-256'] : []),
    ...(aes128 ? ['AES-128'] : []),
    ...(rc4 ? ['RC4 (weak)'] : []),
    ...(des ? ['DES (broken)'] : []),
  ];
  return types.length === 0 ? 'none of DES, RC4 and AES' : listed(types);
}

const ROOT_KEYS: Readonly<Record<Tristate, string>> = {
  yes: 'there is one',
  no: 'there is none',
  unknown: 'not known: none was seen that is its for certain, and by default only administrators see any',
};

export function rootKeyWords({ kdsRootKey }: ManagedAccount): string {
  return ROOT_KEYS[kdsRootKey];
}

/** @returns for example `every 30 days` */
export function intervalWords({ interval }: ManagedAccount): string {
  return interval === null ? 'not read' : interval === 1 ? 'every day' : `every ${interval} days`;
}
