/** Facts about an account under audit. */

import type { ProtectedSets } from '../directory/protected-set.js';
import type { AccountKind, Manual } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import { type AccountUnderAudit, type Tokens, tokenDomains } from '../verdicts/account-under-audit.js';
import { type AccountTraits, accountTraits } from './account-traits.js';
import { powerfulGroups } from './powerful-groups.js';

/** `account`: the audited account (scopes account, delegation, reach, verdict, retriever). */
export interface AccountFacts extends AccountTraits {
  readonly sid: string;
  /** Empty for LocalSystem. */
  readonly dn: string;
  readonly name: string;
  readonly kind: AccountKind;
  /** Member of the set that AdminSDHolder protects. */
  readonly protected: Tristate;
  /** SIDs of its token that come from memberships. */
  readonly groups: readonly string[];
  /** Names of groups of its token that bring much, and are not among those that AdminSDHolder protects. */
  readonly powerfulGroups: readonly string[];
  /** Whether an account without msDS-SupportedEncryptionTypes gets AES only, as it was answered. */
  readonly aesByDefault: Tristate;
  /** RID of the primary group; 0 where unknown. */
  readonly primaryGroup: number;
  /** True where the managed-service-account fields below apply. */
  readonly managed: boolean;
  /** msDS-ManagedPasswordInterval in days; 0 where not readable. */
  readonly passwordInterval: number;
  /** msDS-SupportedEncryptionTypes was readable and set. */
  readonly encryptionTypesKnown: boolean;
  readonly des: boolean;
  readonly rc4: boolean;
  readonly aes128: boolean;
  readonly aes256: boolean;
  /** msDS-GroupMSAMembership was readable and set. */
  readonly retrieversKnown: boolean;
}

/** msDS-SupportedEncryptionTypes bits (MS-KILE 2.2.7). */
const DES = 0x1 | 0x2;
const RC4 = 0x4;
const AES128 = 0x8;
const AES256 = 0x10;

/** The question on which what a blank msDS-SupportedEncryptionTypes means depends. */
const AES_BY_DEFAULT = 'aes-by-default';

function protection(account: AccountUnderAudit, sets: ProtectedSets): Tristate {
  const set = account.domain === null ? undefined : sets.get(account.domain);
  if (!set) return account.kind === 'local-system' ? 'no' : 'unknown';
  if (account.group !== null) return set.group(account.group);
  return set.account(
    account.sid,
    account.record?.primaryGroupId,
    account.record?.memberOf,
    () => account.user.membershipsProven,
  );
}

/** Builds them; the token's groups are joined over all domains of the sources. */
export function accountFacts(tokens: Tokens, sets: ProtectedSets, manual?: Manual): AccountFacts {
  const { account, directory } = tokens;
  const managed = account.record?.managed;
  const types = managed?.encryptionTypes;
  const has = (bits: number) => ((types ?? 0) & bits) !== 0;
  const groups = new Set<string>();
  for (const domain of tokenDomains(directory)) {
    for (const entry of tokens.on(domain).sids.values())
      if (directory.groupsBySid.has(entry.sid)) groups.add(entry.sid);
  }
  return {
    ...accountTraits(account.record, directory),
    sid: account.sid,
    dn: account.dn,
    name: account.name,
    kind: account.kind,
    protected: protection(account, sets),
    groups: [...groups],
    powerfulGroups: powerfulGroups(directory, sets, groups),
    aesByDefault: manual?.questions.find(({ id }) => id === AES_BY_DEFAULT)?.answer ?? 'unknown',
    primaryGroup: account.record?.primaryGroupId ?? 0,
    managed: managed !== undefined || ['gmsa', 'smsa', 'dmsa'].includes(account.kind),
    passwordInterval: managed?.interval ?? 0,
    encryptionTypesKnown: types !== undefined,
    des: has(DES),
    rc4: has(RC4),
    aes128: has(AES128),
    aes256: has(AES256),
    retrieversKnown: managed?.retrievers !== undefined,
  };
}
