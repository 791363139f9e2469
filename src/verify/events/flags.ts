/** Flags of an account as events 4738 and 4742 tell them. */
import type { FlagChange, PasswordLastSet } from './event.js';

/** USER_ACCOUNT codes (MS-SAMR 2.2.1.12). */
export const SamFlag = {
  Disabled: 0x1,
  HomeDirectoryRequired: 0x2,
  PasswordNotRequired: 0x4,
  TemporaryDuplicate: 0x8,
  Normal: 0x10,
  MnsLogon: 0x20,
  InterdomainTrust: 0x40,
  WorkstationTrust: 0x80,
  ServerTrust: 0x100,
  PasswordNeverExpires: 0x200,
  AutoLocked: 0x400,
  ReversibleEncryption: 0x800,
  SmartcardRequired: 0x1000,
  TrustedForDelegation: 0x2000,
  NotDelegated: 0x4000,
  DesKeyOnly: 0x8000,
  NoPreauthentication: 0x10000,
  PasswordExpired: 0x20000,
  TrustedToAuthenticate: 0x40000,
  NoAuthData: 0x80000,
  PartialSecrets: 0x100000,
  AesKeys: 0x200000,
} as const;

/** Those under which a forced change of the password has no effect. */
export const NO_EFFECT_FLAGS =
  SamFlag.PasswordNeverExpires |
  SamFlag.SmartcardRequired |
  SamFlag.InterdomainTrust |
  SamFlag.WorkstationTrust |
  SamFlag.ServerTrust;

/** `%%` and this plus the number of the bit: it went off; and the same for on. */
const OFF = 2048;
const ON = 2080;
const BITS = 32;

/**
 * @param before OldUacValue
 * @param after NewUacValue
 * @param codes UserAccountControl: message numbers, or text of the locale, of which nothing is read
 * @returns null where no flag changed, or none is told
 */
export function flagChange(before: string, after: string, codes: string): FlagChange | null {
  const [old, now] = [numberOf(before), numberOf(after)];
  if (old !== null && now !== null)
    return (old ^ now) === 0 ? null : { on: (now & ~old) >>> 0, off: (old & ~now) >>> 0 };
  let [on, off] = [0, 0];
  for (const [, digits] of codes.matchAll(/%%(\d{4})(?!\d)/g)) {
    const code = Number(digits);
    if (code >= OFF && code < OFF + BITS) off |= 1 << (code - OFF);
    else if (code >= ON && code < ON + BITS) on |= 1 << (code - ON);
  }
  return on === 0 && off === 0 ? null : { on: on >>> 0, off: off >>> 0 };
}

/** A number as events write it: hexadecimal with `0x`, or decimal; null for anything else. */
export function numberOf(text: string): number | null {
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return Number.parseInt(text, 16);
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}

const UNCHANGED: ReadonlySet<string> = new Set(['', '-']);
/** "never", as the message table has it. */
const NEVER = '%%1794';
/** "value not set". */
const NOT_SET = '%%1793';

/** @returns whether a field of 4738 says that something changed: only such fields have a value */
export function isChanged(text: string): boolean {
  return !UNCHANGED.has(text.trim());
}

export function passwordLastSet(text: string): PasswordLastSet {
  if (!isChanged(text) || text.trim() === NOT_SET) return 'unchanged';
  return text.trim() === NEVER ? 'never' : 'other';
}
