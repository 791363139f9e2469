/** What of an account under audit itself, rather than of its rights, is a risk: flags, former SIDs, service names. */
import type { Directory } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import type { Tristate } from '../result/tristate.js';
import { hasFlag } from '../verdicts/target.js';

/** Further fields of `account`; of a group or a principal without a record nothing is known. */
export interface AccountTraits {
  readonly enabled: Tristate;
  readonly passwordNeverExpires: Tristate;
  readonly passwordNotRequired: Tristate;
  /** Its password is kept so that it can be read (ENCRYPTED_TEXT_PASSWORD_ALLOWED). */
  readonly reversiblePassword: Tristate;
  /** USE_DES_KEY_ONLY. */
  readonly desOnly: Tristate;
  /** DONT_REQUIRE_PREAUTH. */
  readonly withoutPreauthentication: Tristate;
  /** TRUSTED_FOR_DELEGATION: unconstrained. */
  readonly trustedForDelegation: Tristate;
  /** TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION: constrained, with protocol transition. */
  readonly trustedToAuthenticate: Tristate;
  /** Former SIDs. */
  readonly formerSids: readonly string[];
  /** It has service principal names. */
  readonly servicePrincipal: Tristate;
  /** dNSHostName; empty where not readable. */
  readonly dnsHostName: string;
  /** KDS root keys that could be seen. */
  readonly rootKeys: number;
  /** msDS-ManagedPasswordId shows that a root key has served the account. */
  readonly rootKeyServed: boolean;
}

/** userAccountControl (MS-ADTS 2.2.16). */
const Flag = {
  Disabled: 0x2,
  PasswordNotRequired: 0x20,
  Reversible: 0x80,
  NeverExpires: 0x10000,
  TrustedForDelegation: 0x80000,
  DesOnly: 0x200000,
  WithoutPreauthentication: 0x400000,
  TrustedToAuthenticate: 0x1000000,
} as const;

/** @param record null for LocalSystem, groups and foreign principals */
export function accountTraits(record: AccountRecord | null, directory: Directory): AccountTraits {
  const flags = record?.userAccountControl ?? null;
  const disabled = hasFlag(flags, Flag.Disabled);
  return {
    enabled: disabled === 'unknown' ? 'unknown' : disabled === 'yes' ? 'no' : 'yes',
    passwordNeverExpires: hasFlag(flags, Flag.NeverExpires),
    passwordNotRequired: hasFlag(flags, Flag.PasswordNotRequired),
    reversiblePassword: hasFlag(flags, Flag.Reversible),
    desOnly: hasFlag(flags, Flag.DesOnly),
    withoutPreauthentication: hasFlag(flags, Flag.WithoutPreauthentication),
    trustedForDelegation: hasFlag(flags, Flag.TrustedForDelegation),
    trustedToAuthenticate: hasFlag(flags, Flag.TrustedToAuthenticate),
    formerSids: record?.sidHistory ?? [],
    servicePrincipal: record?.hasSpn === undefined ? 'unknown' : record.hasSpn ? 'yes' : 'no',
    dnsHostName: record?.managed?.dnsHostName ?? '',
    rootKeys: directory.kdsRootKeys.length,
    rootKeyServed: record?.managed?.hasPasswordId === true,
  };
}
