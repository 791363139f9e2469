/** What of a target its verdicts depend on. */
import type { ClassListId, ContainerId, DescriptorId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import type { Tristate } from '../result/tristate.js';

/** userAccountControl bits (MS-ADTS 2.2.16) that an outcome or a rule can depend on. */
export const UserAccountControl = {
  AccountDisable: 0x2,
  PasswordNotRequired: 0x20,
  EncryptedTextPasswordAllowed: 0x80,
  InterdomainTrustAccount: 0x800,
  WorkstationTrustAccount: 0x1000,
  ServerTrustAccount: 0x2000,
  DontExpirePassword: 0x10000,
  SmartcardRequired: 0x40000,
  TrustedForDelegation: 0x80000,
  TrustedToAuthenticateForDelegation: 0x1000000,
  PartialSecretsAccount: 0x4000000,
} as const;

/** The traits that all targets of one profile share; targets with equal traits have equal verdicts. */
export interface TargetTraits {
  readonly container: ContainerId;
  readonly classes: ClassListId;
  /** Null where it was not read. */
  readonly descriptor: DescriptorId | null;
  /** The bits of userAccountControl that matter; null where the attribute was not read. */
  readonly flags: number | null;
  readonly protected: Tristate;
  readonly adminCount: number | null;
  /** One of the accounts that the platform itself treats in a way of its own. */
  readonly platform: 'administrator' | 'krbtgt' | null;
  /** pwdLastSet is 0: the password has to be changed at the next logon already. */
  readonly mustChange: boolean;
  /** The token of the account under audit carries the target's SID. */
  readonly isSelf: boolean;
}

/** @returns whether a bit is set; unknown where userAccountControl was not read */
export function hasFlag(flags: number | null, bit: number): Tristate {
  if (flags === null) return 'unknown';
  return (flags & bit) !== 0 ? 'yes' : 'no';
}

/** Administrator and krbtgt, by the RIDs that they keep under any name. */
export function platformAccount({ sid }: AccountRecord): TargetTraits['platform'] {
  if (sid === undefined) return null;
  return sid.endsWith('-500') ? 'administrator' : sid.endsWith('-502') ? 'krbtgt' : null;
}

/**
 * @param flags the bits of userAccountControl that matter; null where the attribute was not read
 * @param isSelf the target is the account under audit
 */
export function traitsOf(
  record: AccountRecord,
  flags: number | null,
  isProtected: Tristate,
  isSelf: boolean,
): TargetTraits {
  return {
    container: record.parent,
    classes: record.classes,
    descriptor: record.descriptor ?? null,
    flags,
    protected: isProtected,
    adminCount: record.adminCount ?? null,
    platform: platformAccount(record),
    mustChange: record.pwdLastSet === '0',
    isSelf,
  };
}
