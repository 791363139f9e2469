/** What a managed service account under audit is, for the result. */
import { forestOf } from '../directory/forest.js';
import type { ManagedAccount } from '../result/managed.js';
import type { Tristate } from '../result/tristate.js';
import type { FactContext } from './scope.js';

/** @returns null where the account under audit is no managed service account; to be asked for once the accounts have passed */
export function managedAccount(context: FactContext): ManagedAccount | null {
  const { account, tokens, retrievers } = context;
  if (!account.managed) return null;
  const fields = tokens.account.record?.managed;
  const { encryptionTypesKnown: known, des, rc4, aes128, aes256, aesByDefault } = account;
  return {
    interval: fields?.interval ?? null,
    encryptionTypes: { known, des, rc4, aes128, aes256 },
    aesByDefault,
    dnsHostName: fields?.dnsHostName ?? null,
    retrieversKnown: retrievers !== null,
    ...(retrievers?.told() ?? { retrievers: [], furtherRetrievers: 0 }),
    kdsRootKey: kdsRootKey(context),
  };
}

/** A key that was seen is one of the account's forest only where no other forest may be among the sources. */
function kdsRootKey({ account: { rootKeys, rootKeyServed }, tokens }: FactContext): Tristate {
  const { directory, account } = tokens;
  if (rootKeyServed) return 'yes';
  if (rootKeys === 0 || account.domain === null) return 'unknown';
  return forestOf(directory, account.domain).domains.size === directory.domains.length ? 'yes' : 'unknown';
}
