/** What of a target its verdicts depend on. */
import type { Self } from '../access/trustee.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId } from '../directory/ids.js';
import type { TargetRecord } from '../directory/targets.js';
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
  /** Null for the head of a naming context. */
  readonly container: ContainerId | null;
  /** Absent: that of the container. */
  readonly domain?: DomainId | null;
  readonly classes: ClassListId;
  /** Null where it was not read. */
  readonly descriptor: DescriptorId | null;
  /** The bits of userAccountControl that matter; null where the attribute was not read, 0 for what is no account. */
  readonly flags: number | null;
  readonly protected: Tristate;
  readonly adminCount: number | null;
  /** One of the accounts that the platform itself treats in a way of its own. */
  readonly platform: 'administrator' | 'krbtgt' | null;
  /** pwdLastSet is 0: the password has to be changed at the next logon already. */
  readonly mustChange: boolean;
  /** The token of the account under audit carries the target's SID. */
  readonly isSelf: Self;
}

/** @returns whether a bit is set; unknown where userAccountControl was not read */
export function hasFlag(flags: number | null, bit: number): Tristate {
  if (flags === null) return 'unknown';
  return (flags & bit) !== 0 ? 'yes' : 'no';
}

/** Administrator and krbtgt, by the RIDs that they keep under any name. */
export function platformAccount({ sid, type }: TargetRecord): TargetTraits['platform'] {
  if (sid === undefined || type === 'object') return null;
  return sid.endsWith('-500') ? 'administrator' : sid.endsWith('-502') ? 'krbtgt' : null;
}

/** @returns userAccountControl; null where it was not read, 0 for what is no account: nothing of it applies there */
export function flagsOf({ type, userAccountControl }: TargetRecord): number | null {
  return type === 'object' ? 0 : (userAccountControl ?? null);
}

/**
 * @param flags the bits of userAccountControl that matter, as `flagsOf` has them
 * @param isSelf the token of the account under audit carries the target's SID
 */
export function traitsOf(
  record: TargetRecord,
  flags: number | null,
  isProtected: Tristate,
  isSelf: Self,
): TargetTraits {
  return {
    container: record.parent,
    ...(record.type === 'object' && { domain: record.domain }),
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
